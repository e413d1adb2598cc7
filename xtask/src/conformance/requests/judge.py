"""A server that reads each request with openapi-core by a document, and prints what it read as a line of JSON.

Arguments: the document. Requires Python 3.9 with openapi-core. The first line is the port.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

API = OpenAPI.from_file_path(sys.argv[1])
with open(sys.argv[1], encoding="utf-8") as file:
    ITEMS = json.load(file)["paths"]
PATHS = {path.split("/")[1]: path for path in ITEMS}


class Request:
    """A request as openapi-core takes it. Values stay encoded until they are split, but not those of a media type."""

    def __init__(self, handler):
        url = urlsplit(handler.path)
        self.host_url = "http://" + handler.headers["Host"]
        self.path = url.path
        self.method = handler.command.lower()
        template = PATHS[url.path.split("/")[1]]
        self.described = ITEMS[template][self.method]["parameters"]
        cookies = [part.strip().partition("=") for part in handler.headers.get("Cookie", "").split(";")]
        self.parameters = RequestParameters(
            path=path_values(template, url.path),
            query=ImmutableMultiDict(self.query(url.query)),
            header=Headers(handler.headers.items()),
            cookie=ImmutableMultiDict([(name, value) for name, _, value in cookies if name]),
        )
        self.content_type = handler.headers.get("Content-Type", "")
        self.body = body(handler) or None

    def query(self, text):
        """The pairs of a query. openapi-core takes an exploded object as one value with the name of the parameter."""
        pairs = [part.partition("=") for part in text.split("&") if part]
        pairs = [(unquote(name), value.replace("%7C", "|")) for name, _, value in pairs]
        contents = self.contents("query")
        for parameter in self.described:
            is_form = parameter["in"] == "query" and parameter.get("style") == "form" and parameter["explode"]
            if is_form and "properties" in parameter["schema"]:
                names = parameter["schema"]["properties"]
                own = [f"{name}={value}" for name, value in pairs if name in names]
                pairs = [(name, value) for name, value in pairs if name not in names]
                pairs.append((parameter["name"], "&".join(own)))
        return [(name, unquote(value) if name in contents else value) for name, value in pairs]

    def contents(self, location):
        """The names of the parameters that a media type describes."""
        return {one["name"] for one in self.described if one["in"] == location and "content" in one}


def path_values(template, path):
    """The values of a path, with each name that openapi-core takes for a style: `p`, `.p`, `.p*`, `;p`, `;p*`."""
    values = {}
    for name, value in zip(template.split("/"), path.split("/")):
        if name.startswith("{"):
            name = name[1:-1]
            values.update({key: value for key in (name, f".{name}", f".{name}*", f";{name}", f";{name}*")})
    return values


def body(handler):
    if handler.headers.get("Transfer-Encoding") != "chunked":
        return handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
    chunks = []
    while size := int(handler.rfile.readline(), 16):
        chunks.append(handler.rfile.read(size))
        handler.rfile.readline()
    handler.rfile.readline()
    return b"".join(chunks)


def decoded(value):
    """Each string of a value without its percent-encoding."""
    if isinstance(value, str):
        return unquote(value)
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if isinstance(value, dict):
        return {decoded(name): decoded(item) for name, item in value.items()}
    return value


def causes(error):
    """The messages of an error and of its causes."""
    while error:
        try:
            yield f"{type(error).__name__}: {error}"
        except AttributeError:
            # Some errors cannot be printed.
            yield type(error).__name__
        yield from (item.message for item in getattr(error, "schema_errors", None) or [])
        error = error.__cause__


def rejected_body(error):
    """The body of an error, as it was read before its types were checked."""
    while error and not hasattr(error, "value"):
        error = error.__cause__
    return getattr(error, "value", None)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        request = Request(self)
        result = API.unmarshal_request(request)
        parameters = result.parameters
        seen = {
            "id": request.path.split("/")[1],
            "url": self.path,
            "errors": ["; ".join(causes(error)) for error in result.errors],
            "content_type": request.content_type,
            "raw": (request.body or b"").decode("latin-1"),
            "body": result.body if not result.errors else next(map(rejected_body, result.errors)),
        }
        if parameters:
            seen["path"] = decoded(parameters.path)
            contents = request.contents("query")
            query = parameters.query.items()
            seen["query"] = {name: value if name in contents else decoded(value) for name, value in query}
            seen["header"] = parameters.header
            seen["cookie"] = decoded(parameters.cookie)
        print(json.dumps(seen, default=as_text), flush=True)
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def as_text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
