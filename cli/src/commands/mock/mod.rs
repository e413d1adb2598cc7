//! `wireright mock`: a server for OpenAPI documents, for programs in any language.

use std::{
    env, fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use clap::Args;
use wireright_codegen::diagnostic::escape_invisible;
use wireright_mock::{Api, Documents, Mock, MockServer};

use crate::{
    documents::{self, DocumentArguments},
    load::LoadError,
    phrases::{count_of, io_reason},
    report,
    terminal::{Outcome, Terminal},
};

const ACCESS_KEY: &str = "HUAWEICLOUD_SDK_AK";
const SECRET_KEY: &str = "HUAWEICLOUD_SDK_SK";

const HELP: &str = "\
The server responds with the documented examples, or with values generated from the schemas. It
rejects requests that violate the document; the response lists the violations. JSON and form bodies
are checked against their schemas, others only by their media type. Each request is logged to
standard error as one line, without query, headers and body. Ctrl-C stops the server.
The builder of a generated client needs `.endpoint(\"http://127.0.0.1:4010\").allow_http(true)`.

The header `Prefer: code=404` selects another documented response, and `Prefer: example=NAME`
another of its examples.

With a key pair, the server verifies Huawei Cloud request signatures. The secret key comes from
--secret-key-file or from HUAWEICLOUD_SDK_SK. It accepts any signature of another authenticator
(`x-authenticator`), and names these authenticators at the start.

Without SPEC, the documents of wireright.toml are served, with their overlays.

Examples:
  wireright mock petstore.yaml --port 8080
  wireright mock                                        the documents of wireright.toml
  wireright mock specs/ --access-key AK --secret-key-file sk.txt

Exit codes:
  1  a document or a key is invalid, or the address is not available
  2  invalid arguments";

/// Arguments of `wireright mock`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub struct MockArguments {
    /// OpenAPI documents, or folders of them [default: those of wireright.toml]
    #[arg(value_name = "SPEC")]
    pub specs: Vec<PathBuf>,
    /// The configuration [default: wireright.toml, or `package.metadata.wireright` in Cargo.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "specs")]
    pub config: Option<PathBuf>,
    /// OpenAPI Overlay to apply to the document first; several are applied in order
    #[arg(long, value_name = "FILE", requires = "specs")]
    pub overlay: Vec<PathBuf>,
    /// Folder that references of a document cannot leave [default: the current folder if it contains the document,
    /// otherwise the folder of the document]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Port; 0 selects a free one
    #[arg(long, value_name = "N", default_value_t = 4010)]
    pub port: u16,
    /// Local address to listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub listen: IpAddr,
    /// Verify signatures with this access key [default: HUAWEICLOUD_SDK_AK if HUAWEICLOUD_SDK_SK is set too]
    #[arg(long, value_name = "AK")]
    pub access_key: Option<String>,
    /// File with the secret key on one line
    #[arg(long, value_name = "FILE", requires = "access_key")]
    pub secret_key_file: Option<PathBuf>,
}

/// Runs the command until the process is stopped.
pub fn run(current_folder: &Path, arguments: &MockArguments, terminal: &mut Terminal) -> Outcome {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    match start(current_folder, arguments, variable, terminal) {
        Ok(server) => {
            server.wait();
            Outcome::Success
        }
        Err(error) => {
            error.print(terminal);
            Outcome::Failure
        }
    }
}

/// How many contradictory examples are listed.
const MAX_WARNINGS: usize = 10;

fn start(
    current_folder: &Path,
    arguments: &MockArguments,
    variable: impl Fn(&str) -> Option<String>,
    terminal: &mut Terminal,
) -> Result<MockServer, LoadError> {
    let apis = load_apis(current_folder, arguments, terminal)?;
    let operations = apis.iter().flat_map(Api::operations).collect::<Vec<_>>();
    let mut mock = Mock::new(apis);
    let key_pair = key_pair(arguments, variable)?;
    let unverified = mock.unverified_authenticators();
    let examples = mock.contradictory_examples();
    if let Some((access_key, secret_key)) = &key_pair {
        mock = mock.key_pair(access_key, secret_key);
    }
    let address = SocketAddr::new(arguments.listen, arguments.port);
    #[expect(clippy::print_stderr, reason = "connection threads print; the terminal belongs to the main thread")]
    let listener = |served: &wireright_mock::ServedRequest| eprintln!("{}", escape_invisible(&served.to_string()));
    let server = mock.start_at(address, listener).map_err(|error| {
        LoadError::new(format!("cannot listen on {address}: {}", io_reason(&error)), "`--port 0` selects a free port")
    })?;
    for example in examples.iter().take(MAX_WARNINGS) {
        terminal.warning(&escape_invisible(example));
    }
    if let Some(others) = examples.len().checked_sub(MAX_WARNINGS).filter(|others| *others > 0) {
        terminal.warning(&format!("{others} more examples contradict their schemas"));
    }
    for operation in &operations {
        terminal.print_line(&format!("  {operation}"));
    }
    let signatures = match &key_pair {
        Some((access_key, _)) => format!("signatures are verified with access key {access_key}"),
        None => "credentials are not verified".to_owned(),
    };
    for authenticator in &unverified {
        terminal.print_line(&format!("signatures of `{authenticator}` are not verified: any value is accepted"));
    }
    let count = count_of(operations.len(), "operation");
    let url = server.url();
    terminal.print_line(&format!("{count} at {url}; {signatures}; Ctrl-C stops the server"));
    terminal.print_line(&format!("the builder of a generated client needs `.endpoint(\"{url}\").allow_http(true)`"));
    Ok(server)
}

/// The documents of the arguments, with their overlays.
fn load_apis(current_folder: &Path, arguments: &MockArguments, terminal: &mut Terminal) -> Result<Vec<Api>, LoadError> {
    let mut apis = Vec::new();
    let MockArguments { specs, config, overlay, root, .. } = arguments;
    let (config, root) = (config.as_deref(), root.as_deref());
    for input in (DocumentArguments { specs, config, overlays: overlay, root }).inputs(current_folder)? {
        let (loaded, overlays) = input.load(current_folder)?;
        let roots = documents::effective(&loaded, overlays).map_err(|failure| {
            report::print_problems(&failure, terminal);
            LoadError::new(
                format!("`{}` or its overlays cannot be read", loaded.entry()),
                "`wireright generate` reports the same problems",
            )
        })?;
        let documents = Documents::of_roots(&roots, loaded.entry());
        apis.push(
            Api::from_documents(documents, loaded.entry())
                .map_err(|message| LoadError::new(message, "run `wireright lint` for details"))?,
        );
    }
    Ok(apis)
}

/// The access key and the secret key. `None` if signatures are not verified.
fn key_pair(
    arguments: &MockArguments,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<(String, String)>, LoadError> {
    let Some(access_key) = &arguments.access_key else {
        return Ok(variable(ACCESS_KEY).zip(variable(SECRET_KEY)));
    };
    let secret_key = match &arguments.secret_key_file {
        None => variable(SECRET_KEY),
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| {
                LoadError::new(
                    format!("cannot read `{}`: {}", path.display(), io_reason(&error)),
                    "the file contains the secret key on one line",
                )
            })?;
            Some(text.trim_end().to_owned()).filter(|text| !text.is_empty())
        }
    };
    match secret_key {
        Some(secret_key) => Ok(Some((access_key.clone(), secret_key))),
        None => Err(LoadError::new(
            format!("missing secret key for access key {access_key}"),
            format!("set --secret-key-file or {SECRET_KEY}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpStream,
    };

    use super::*;

    fn arguments(specs: Vec<PathBuf>) -> MockArguments {
        MockArguments {
            specs,
            config: None,
            overlay: Vec::new(),
            root: None,
            port: 0,
            listen: Ipv4Addr::LOCALHOST.into(),
            access_key: None,
            secret_key_file: None,
        }
    }

    fn send(server: &MockServer, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(format!("{request}\r\nHost: h\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    #[test]
    fn a_document_of_several_files_is_served() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        put("api.yaml", "openapi: 3.1.0\npaths: { /pets: { $ref: 'parts.yaml#/pets' } }\n");
        put(
            "parts.yaml",
            "pets:\n  get:\n    responses:\n      '200':\n        \
             content: { application/json: { schema: { $ref: '#/pet' } } }\n\
             pet: { type: object, properties: { name: { type: string, enum: [Rex] } } }\n",
        );
        let (mut terminal, results, _) = Terminal::captured();
        let arguments = arguments(vec![folder.path().join("api.yaml")]);
        let server = start(folder.path(), &arguments, |_| None, &mut terminal).unwrap();
        let output = results.text();
        assert!(output.starts_with("  GET /pets\n1 operation at http://127.0.0.1:"), "{output}");
        assert!(output.contains("; credentials are not verified; Ctrl-C stops the server\n"), "{output}");
        let builder = format!("`.endpoint(\"{}\").allow_http(true)`\n", server.url());
        assert!(output.ends_with(&builder), "{output}");
        assert!(send(&server, "GET /pets HTTP/1.1").ends_with("{\"name\":\"Rex\"}"));
    }

    #[test]
    fn a_swagger_document_of_several_files_is_served() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        put(
            "api.yaml",
            "swagger: '2.0'\ninfo: { title: Pets, version: '1' }\nbasePath: /v1\n\
             paths: { /pets: { $ref: 'parts.yaml#/pets' } }\ndefinitions: { Pet: { type: string, enum: [Rex] } }\n",
        );
        put(
            "parts.yaml",
            "pets:\n  get:\n    parameters: [{ name: ids, in: query, type: array, items: { type: integer } }]\n    \
             responses: { '200': { description: A pet., schema: { $ref: 'api.yaml#/definitions/Pet' } } }\n",
        );
        let (mut terminal, ..) = Terminal::captured();
        let arguments = arguments(vec![folder.path().join("api.yaml")]);
        let server = start(folder.path(), &arguments, |_| None, &mut terminal).unwrap();
        assert!(send(&server, "GET /v1/pets?ids=1,2 HTTP/1.1").ends_with("\"Rex\""));
        assert!(send(&server, "GET /v1/pets?ids=a HTTP/1.1").contains("it is not of type"));
    }

    #[test]
    fn the_documents_of_the_configuration_are_served_with_their_overlays() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        let serve = |arguments: &MockArguments| {
            let (mut terminal, results, problems) = Terminal::captured();
            let server = start(folder.path(), arguments, |_| None, &mut terminal);
            let response = server.map(|server| send(&server, "GET /pets HTTP/1.1"));
            (response, results.text(), problems.text())
        };
        let missing = serve(&arguments(Vec::new())).0.unwrap_err();
        assert!(missing.message.contains("nor a `wireright.toml`") && missing.help.contains("name a document"));
        put(
            "pets.yaml",
            "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths: { /pets: { get: { responses: {} } } }\n",
        );
        let overlay = |target: &str| {
            let content = "{ application/json: { example: [Rex] } }";
            format!(
                "overlay: 1.0.0\ninfo: {{ title: Fix, version: '1' }}\nactions:\n  - target: {target}\n    \
                 update: {{ '200': {{ description: Pets., content: {content} }} }}\n"
            )
        };
        put("fix.yaml", &overlay("$.paths['/pets'].get.responses"));
        put("wireright.toml", "[[client]]\nspec = \"pets.yaml\"\nout = \"x\"\noverlays = [\"fix.yaml\"]\n");
        assert!(serve(&arguments(Vec::new())).0.unwrap().ends_with("[\"Rex\"]"));
        let overlay_argument = vec![folder.path().join("fix.yaml")];
        let pets = arguments(vec![folder.path().join("pets.yaml")]);
        assert!(serve(&MockArguments { overlay: overlay_argument, ..pets }).0.unwrap().ends_with("[\"Rex\"]"));
        assert!(!serve(&arguments(vec![folder.path().join("pets.yaml")])).0.unwrap().contains("Rex"));
        put("fix.yaml", &overlay("$.paths['/dogs']"));
        let (error, _, problems) = serve(&arguments(Vec::new()));
        assert_eq!(error.unwrap_err().message, "`pets.yaml` or its overlays cannot be read");
        assert!(problems.contains("error[E0604]") && problems.contains("--> fix.yaml:4:"), "{problems}");
        put("wireright.toml", "[[client]]\nspec = \"pet.yaml\"\nout = \"x\"\n");
        let error = serve(&arguments(Vec::new())).0.unwrap_err();
        assert_eq!(error.message, "wireright.toml:2:8: cannot read `pet.yaml`: not found");
        assert_eq!(error.excerpt.len(), 3);
    }

    #[test]
    fn examples_that_contradict_their_schema_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        let serve = |example: &str| {
            let schema = "{ type: object, properties: { id: { type: integer } } }";
            let content = format!("{{ application/json: {{ schema: {schema}, {example} }} }}");
            let response = format!("{{ '200': {{ description: Done., content: {content} }} }}");
            let text = format!("openapi: 3.0.3\npaths: {{ /a: {{ get: {{ responses: {response} }} }} }}\n");
            fs::write(&path, text).unwrap();
            let (mut terminal, _, problems) = Terminal::captured();
            drop(start(folder.path(), &arguments(vec![path.clone()]), |_| None, &mut terminal).unwrap());
            problems.text()
        };
        let warning = "the example of GET /a, response 200, contradicts its schema: /id: it is not of type \"integer\"";
        for example in ["example: { id: seven }", "examples: { one: { value: { id: 1 } }, two: { value: { id: x } } }"]
        {
            let output = serve(example);
            assert_eq!(output.matches("warning").count(), 1, "{output}");
            assert!(output.contains(warning), "{output}");
        }
        assert_eq!(serve("example: { id: 7 }"), "");
    }

    #[test]
    fn only_signatures_of_huawei_cloud_are_verified() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        let arguments = MockArguments { access_key: Some("ak".to_owned()), ..arguments(vec![path.clone()]) };
        let secret_key = |_: &str| Some("sk".to_owned());
        let serve = |authenticator: &str| {
            let scheme = format!("type: apiKey, in: header, name: Authorization, x-authenticator: '{authenticator}'");
            let text = format!(
                "openapi: 3.1.0\npaths: {{ /a: {{ get: {{ responses: {{ '204': {{ description: Done. }} }} }} }} }}\n\
                 security: [{{ Key: [] }}]\ncomponents: {{ securitySchemes: {{ Key: {{ {scheme} }} }} }}\n"
            );
            fs::write(&path, text).unwrap();
            let (mut terminal, results, _) = Terminal::captured();
            let server = start(folder.path(), &arguments, secret_key, &mut terminal).unwrap();
            let request = "GET /a HTTP/1.1\r\nAuthorization: AWS4-HMAC-SHA256 x";
            let status = |request: &str| send(&server, request).split(' ').nth(1).unwrap_or_default().to_owned();
            (status(request), status("GET /a HTTP/1.1"), results.text())
        };
        let (signed, unsigned, output) = serve("aws_sigv4::Signer");
        assert_eq!([signed, unsigned], ["204", "401"]);
        let line = "\nsignatures of `aws_sigv4::Signer` are not verified: any value is accepted\n";
        assert!(output.contains(line), "{output}");
        let (signed, unsigned, output) = serve("wireright_huaweicloud::Authenticator");
        assert_eq!([signed, unsigned], ["401", "401"]);
        assert!(!output.contains("are not verified"), "{output}");
    }

    #[test]
    fn the_secret_key_comes_from_a_file_or_the_environment() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sk.txt");
        fs::write(&file, "planted\n").unwrap();
        let with = |access_key: Option<&str>, secret_key_file: Option<&Path>| MockArguments {
            access_key: access_key.map(str::to_owned),
            secret_key_file: secret_key_file.map(Path::to_path_buf),
            ..arguments(Vec::new())
        };
        let pair = |access_key: &str, secret_key: &str| Some((access_key.to_owned(), secret_key.to_owned()));
        let environment = |name: &str| Some(format!("{name} of the environment"));
        assert_eq!(key_pair(&with(Some("ak"), Some(&file)), |_| None), Ok(pair("ak", "planted")));
        assert_eq!(key_pair(&with(None, None), |_| None), Ok(None));
        let known = pair("HUAWEICLOUD_SDK_AK of the environment", "HUAWEICLOUD_SDK_SK of the environment");
        assert_eq!(key_pair(&with(None, None), environment), Ok(known));
        let missing = key_pair(&with(Some("ak"), None), |_| None).unwrap_err();
        assert_eq!(missing.message, "missing secret key for access key ak");
        assert!(key_pair(&with(Some("ak"), Some(folder.path())), |_| None).is_err());
    }

    #[test]
    fn invalid_documents_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        for (text, message) in [
            ("a: [", "`a.yaml` or its overlays cannot be read"),
            ("swagger: '1.2'\n", "unsupported version of Swagger"),
            ("openapi: 3.0.3\npaths: {}\n", "has no operations"),
        ] {
            fs::write(&path, text).unwrap();
            let (mut terminal, _, problems) = Terminal::captured();
            assert_eq!(run(folder.path(), &arguments(vec![path.clone()]), &mut terminal), Outcome::Failure);
            assert!(problems.text().contains(message), "{}", problems.text());
        }
    }
}
