//! Parameters and forms in each style, and the base paths of servers.

use crate::respond_in;

/// Checks the status of each request, and words of the response.
#[track_caller]
fn check(document: &str, cases: &[(&str, &str, u16, &str)]) {
    for (request, body, status, words) in cases {
        let (actual, text) = respond_in(document, request, body);
        assert!(actual == *status && text.contains(words), "{request} {body}: {actual} {text}");
    }
}

const PARAMETERS: &str = "
openapi: 3.2.0
paths:
  /a:
    get:
      parameters:
        - { name: text, in: query, content: { text/plain: { schema: { type: string, maxLength: 3 } } } }
        - { name: X-Text, in: header, content: { text/plain: { schema: { type: string, maxLength: 3 } } } }
        - { name: json, in: query, content: { application/json: { schema: { type: integer } } } }
        - { name: sent, in: cookie, style: cookie, schema: { type: string, maxLength: 3 } }
        - { name: colour, in: cookie, required: true, schema: { type: object, properties: { R: { type: integer } } } }
      responses: { '204': {} }
  '/c/{proxy+}': { get: { parameters: [{ name: proxy, in: path, required: true, schema: { type: string,
      maxLength: 3 } }], responses: { '204': {} } } }
  /b:
    get:
      parameters:
        - name: all
          in: querystring
          required: true
          content: { application/x-www-form-urlencoded: { schema: { type: object, required: [foo],
              properties: { foo: { type: string }, bar: { type: boolean } } } } }
      responses: { '204': {} }
";

#[test]
fn parameters_have_media_types_and_styles() {
    for (request, status, words) in [
        ("GET /a?text=a%20b&json=1 HTTP/1.1\nX-Text: \"b\nCookie: R=100; sent=%2C", 204, ""),
        ("GET /a?text=12 HTTP/1.1\nCookie: R=100", 204, ""),
        ("GET /a?text=abcd HTTP/1.1\nCookie: R=100", 400, "`text`: it is longer than 3 characters"),
        ("GET /a?json=a HTTP/1.1\nCookie: R=100", 400, "`json`: invalid JSON"),
        ("GET /a HTTP/1.1\nCookie: R=100; sent=%2Cab", 400, "`sent`: it is longer than 3 characters"),
        ("GET /a HTTP/1.1\nCookie: R=blue", 400, "`colour`: it is not of type \"integer\" (at /R)"),
        ("GET /a HTTP/1.1", 400, "`colour`: missing, but required"),
        ("GET /b?foo=a+%2B+b&bar=true HTTP/1.1", 204, ""),
        ("GET /b?foo=a&bar=no HTTP/1.1", 400, "`all`: it is not of type \"boolean\" (at /bar)"),
        ("GET /b?bar=true HTTP/1.1", 400, "`all`: \"foo\" is a required property"),
        ("GET /b HTTP/1.1", 400, "`all`: missing, but required"),
        ("GET /c/a%2Fb HTTP/1.1", 204, ""),
        ("GET /c/abcd HTTP/1.1", 400, "`proxy`: it is longer than 3 characters"),
    ] {
        let (given, told) = respond_in(PARAMETERS, request, "");
        assert!(given == status && told.contains(words), "{request}: {given} {told}");
    }
}

#[test]
fn items_and_properties_contain_delimiters_of_other_styles() {
    const DOCUMENT: &str = "
openapi: 3.2.0
paths:
  /a/{list}:
    get:
      parameters:
        - { name: list, in: path, required: true, schema: { $ref: '#/components/schemas/List' } }
        - { name: X-List, in: header, schema: { $ref: '#/components/schemas/List' } }
        - { name: form, in: cookie, explode: false, schema: { $ref: '#/components/schemas/List' } }
        - { name: raw, in: cookie, style: cookie, explode: false, schema: { $ref: '#/components/schemas/List' } }
        - { name: X-Map, in: header, schema: { $ref: '#/components/schemas/Map' } }
        - { name: X-Pairs, in: header, explode: true, schema: { $ref: '#/components/schemas/Map' } }
      responses: { '204': {} }
  /b/{label}: { get: { parameters: [{ name: label, in: path, required: true, style: label, explode: true,
      schema: { $ref: '#/components/schemas/Map' } }], responses: { '204': {} } } }
components:
  schemas:
    List: { type: array, items: { type: string, maxLength: 5 }, maxItems: 2 }
    Map: { type: object, properties: { size: { type: number }, text: { type: string, maxLength: 5 } } }
";
    for (request, status, words) in [
        ("GET /a/b%2Cc,d%2Ce HTTP/1.1", 204, ""),
        ("GET /a/a HTTP/1.1\nX-List: \"b,c\", %2Cd", 204, ""),
        ("GET /a/a HTTP/1.1\nX-List: b,c, %2Cd", 400, "`X-List`: "),
        ("GET /a/a HTTP/1.1\nX-List: %2Cabc", 400, "`X-List`: it is longer than 5 characters (at /0)"),
        ("GET /a/a HTTP/1.1\nCookie: form=b%2Cc,d%2Ce; raw=b.c,d;", 204, ""),
        ("GET /a/a HTTP/1.1\nCookie: raw=a%2Cbc", 400, "`raw`: it is longer than 5 characters (at /0)"),
        ("GET /a/a HTTP/1.1\nX-Map: size,1.5,text,a.b;c", 204, ""),
        ("GET /a/a HTTP/1.1\nX-Pairs: size=1.5, text=\"b,c\"", 204, ""),
        (
            "GET /a/a HTTP/1.1\nX-Pairs: size=1.5,text=a.bcde",
            400,
            "`X-Pairs`: it is longer than 5 characters (at /text)",
        ),
        ("GET /b/.size=1%2E5.text=b,c HTTP/1.1", 204, ""),
    ] {
        let (given, told) = respond_in(DOCUMENT, request, "");
        assert!(given == status && told.contains(words), "{request}: {given} {told}");
    }
}

const STYLES: &str = "
openapi: 3.1.0
paths:
  /deep:
    get:
      parameters:
        - { name: filter, in: query, required: true, style: deepObject,
            schema: { $ref: '#/components/schemas/Filter' } }
        - { name: created, in: query, style: deepObject, schema: { anyOf: [{ type: integer }, { type: object,
            additionalProperties: false, properties: { gt: { type: integer } } }] } }
      responses: { '204': {} }
  /map: { get: { parameters: [{ name: any, in: query, required: true, schema: { type: object,
      additionalProperties: { type: integer } } }, { name: page, in: query, schema: { type: string } }],
      responses: { '204': {} } } }
  /exploded: { get: { parameters: [{ name: all, in: query, schema: { $ref: '#/components/schemas/Colour' } }],
      responses: { '204': {} } } }
  /spaces: { get: { parameters: [{ name: all, in: query, required: true, style: spaceDelimited, explode: false,
      schema: { $ref: '#/components/schemas/Colour' } }], responses: { '204': {} } } }
components:
  schemas:
    Filter: { allOf: [{ type: object, required: [owner], properties: { owner: { type: object, required: [name],
        additionalProperties: false, properties: { name: { type: string }, ages: { type: array,
        items: { type: integer } } } } } }], properties: { rows: { type: array, items: { type: object,
        required: [id], properties: { id: { type: integer } } } } }, unevaluatedProperties: false }
    Colour: { type: object, additionalProperties: false, properties: { R: { type: integer }, names: { type: array,
        items: { type: string }, minItems: 2 } } }
";

#[test]
fn objects_have_each_style() {
    check(
        STYLES,
        &[
            ("GET /deep?filter[owner][name]=a&filter[owner][ages][]=1&filter[owner][ages][]=2 HTTP/1.1", "", 204, ""),
            (
                "GET /deep?filter%5Bowner%5D%5Bname%5D=a&filter[rows][0][id]=1&filter[rows][1][id]=2 HTTP/1.1",
                "",
                204,
                "",
            ),
            ("GET /deep?filter[owner][name]=a&filter[owner][ages][]=x HTTP/1.1", "", 400, "(at /owner/ages/0)"),
            (
                "GET /deep?filter[owner][ages][]=1 HTTP/1.1",
                "",
                400,
                "`filter`: \"name\" is a required property (at /owner)",
            ),
            ("GET /deep?filter[owner][name]=a&filter[rows][0][x]=1 HTTP/1.1", "", 400, "(at /rows/0)"),
            ("GET /deep HTTP/1.1", "", 400, "`filter`: missing, but required"),
            ("GET /deep?filter[owner][name]=a&created[gt]=1 HTTP/1.1", "", 204, ""),
            ("GET /deep?filter[owner][name]=a&created=1 HTTP/1.1", "", 204, ""),
            ("GET /deep?filter[owner][name]=a&created[lt]=1 HTTP/1.1", "", 400, "`created`: "),
            ("GET /deep?filter[owner][name]=a&other[gt]=1 HTTP/1.1", "", 400, "unknown query parameter `other[gt]`"),
            ("GET /map?a=1&b=2&page=x HTTP/1.1", "", 204, ""),
            ("GET /map?a=1&b=x HTTP/1.1", "", 400, "`any`: it is not of type \"integer\" (at /b)"),
            ("GET /map?page=x HTTP/1.1", "", 400, "`any`: missing, but required"),
            ("GET /exploded?R=1&names=a&names=b HTTP/1.1", "", 204, ""),
            ("GET /exploded?names=a HTTP/1.1", "", 400, "`all`: it has less than 2 items (at /names)"),
            ("GET /spaces?all=R%20100 HTTP/1.1", "", 204, ""),
            ("GET /spaces?all=R%20x HTTP/1.1", "", 400, "(at /R)"),
        ],
    );
}

#[test]
fn form_fields_have_the_style_of_their_encoding() {
    const DOCUMENT: &str = "
openapi: 3.0.3
paths:
  /form:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              allOf:
                - { type: object, required: [codes], properties: { codes: { type: array, maxItems: 2,
                    items: { type: integer } } } }
                - { properties: { card: { type: object, required: [number], properties: { number: { type: string },
                    year: { type: integer } } }, point: { type: object, properties: { x: { type: integer } } },
                    address: { type: object, properties: { zip: { type: string } } },
                    rows: { type: array, items: { type: object, required: [n] } }, since: { oneOf: [{ type: integer },
                    { type: string, enum: [now] }] }, 'ids[]': { type: array, items: { type: integer } } } }
            encoding:
              codes: { explode: false }
              card: { style: deepObject }
              point: { style: form }
      responses: { '204': {} }
";
    const POST: &str = "POST /form HTTP/1.1\nContent-Type: application/x-www-form-urlencoded";
    check(
        DOCUMENT,
        &[
            (POST, "codes=1,2", 204, ""),
            (POST, "codes=1,2,3", 400, "invalid body at /codes: it has more than 2 items"),
            (POST, "codes=1,x", 400, "invalid body at /codes/1: it is not of type"),
            (POST, "card[number]=42", 400, "invalid body: \"codes\" is a required property"),
            (POST, "codes=1&card[number]=42&card[year]=2030", 204, ""),
            (POST, "codes=1&card%5Byear%5D=2030", 400, "invalid body at /card: \"number\" is a required property"),
            (POST, "codes=1&card[number]=42&card[year]=x", 400, "invalid body at /card/year: it is not of type"),
            (POST, "codes=1&x=1", 204, ""),
            (POST, "codes=1&x=y", 400, "invalid body at /point/x: it is not of type"),
            (POST, "codes=1&address=%7B%22zip%22%3A%221+2%22%7D", 204, ""),
            (POST, "codes=1&address=%7B%22zip%22%3A1%7D", 400, "invalid body at /address/zip: it is not of type"),
            (POST, "codes=1&rows=%7B%22n%22:1%7D&rows=%7B%22n%22:2%7D", 204, ""),
            (POST, "codes=1&rows=%7B%22m%22:1%7D", 400, "invalid body at /rows/0: \"n\" is a required property"),
            (POST, "codes=1&since=now", 204, ""),
            (POST, "codes=1&since=12", 204, ""),
            (POST, "codes=1&since=then", 400, "invalid body at /since: "),
            (POST, "codes=1&ids[]=1&ids[]=2&more[a]=b", 204, ""),
        ],
    );
}

#[test]
fn each_server_may_have_a_base_path() {
    const DOCUMENT: &str = "
openapi: 3.0.3
servers: [{ url: 'https://example.com{base}', variables: { base: { default: '', enum: ['', /v2/all] } } }]
paths:
  /pets: { get: { responses: { '204': {} } } }
  /items: { servers: [{ url: '/v3/' }], get: { responses: { '204': {} } }, put: { servers: [
      { url: '{host}/{tenant}/v4', variables: { host: { default: 'https://x' }, tenant: { default: a } } }],
      responses: { '204': {} } } }
";
    check(
        DOCUMENT,
        &[
            ("GET /pets HTTP/1.1", "", 204, ""),
            ("GET /v2/all/pets HTTP/1.1", "", 204, ""),
            ("GET /v3/items HTTP/1.1", "", 204, ""),
            ("PUT /b/v4/items HTTP/1.1", "", 204, ""),
            ("GET /v5/pets HTTP/1.1", "", 404, "unknown path"),
        ],
    );
}
