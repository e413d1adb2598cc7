//! Types of other crates in place of generated ones, in each place where a type can be.

use codegen_tests::temporary_workspace::TemporaryWorkspace;
use wireright_codegen::{Generation, Options, SourceFile, TypeRule, generate};

use crate::CHECKED;

/// The crate with the types.
const TYPES: (&str, &str) = (
    "[package]\nname = \"my-types\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
     serde = { version = \"1\", features = [\"derive\"] }\n",
    r"//! Types of a user.

use serde::{Deserialize, Serialize};

/// A moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment(pub String);

/// A value with a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount<T> {
    /// The value.
    pub value: T,
}

/// A type without traits.
pub struct Bare;
",
);

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example.com' }]
paths:
  /orders/{at}:
    get:
      operationId: listOrders
      parameters:
        - { name: at, in: path, required: true, schema: { type: string, format: date-time } }
        - { name: since, in: query, schema: { type: string, format: date-time } }
        - { name: days, in: query, schema: { type: array, items: { type: string, format: date-time } } }
        - { name: X-At, in: header, schema: { type: string, format: date-time } }
      x-pagination: { next-url: /next, items: /orders }
      responses:
        '200':
          description: Orders.
          headers:
            X-Next: { schema: { type: string, format: date-time } }
            X-Days: { schema: { type: array, items: { type: string, format: date-time } } }
          content:
            application/json:
              schema:
                type: object
                properties:
                  next: { type: string, format: uri }
                  orders: { type: array, items: { $ref: '#/components/schemas/Amount' } }
        '404':
          description: None.
          content: { application/json: { schema: { $ref: '#/components/schemas/Amount' } } }
  /amounts:
    get:
      operationId: listAmounts
      responses:
        '200':
          description: Amounts.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Amount' } } } }
    post:
      operationId: addAmount
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Amount' } } }
      responses:
        '200':
          description: An amount.
          content:
            application/json: { schema: { $ref: '#/components/schemas/Amount' } }
            application/jsonl: { itemSchema: { $ref: '#/components/schemas/Amount' } }
        '202': { description: Later., content: { text/plain: { schema: { type: string } } } }
  /events:
    get:
      operationId: listEvents
      responses:
        '200':
          description: Events.
          content: { text/event-stream: { schema: { $ref: '#/components/schemas/Amount' } } }
    post:
      operationId: addEvent
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Amount: { type: object, properties: { value: { type: string } } }
    Order:
      type: object
      required: [at, price, last]
      properties:
        at: { type: string, format: date-time, minLength: 3 }
        price: { $ref: '#/components/schemas/Amount' }
        last: { type: [string, 'null'], format: date-time }
        paid: { type: string, format: date-time, readOnly: true }
        sent: { type: [string, 'null'], format: date-time }
        days: { type: array, maxItems: 9, items: { type: string, format: date-time } }
        names: { type: object, additionalProperties: { $ref: '#/components/schemas/Amount' } }
        choice: { $ref: '#/components/schemas/Choice' }
        own: { type: object, x-rust-type: 'my_types::Amount<String>', properties: { value: { type: string } } }
        typify:
          type: string
          x-rust-type: { crate: my-types, version: '1', path: 'my_types::Moment' }
      additionalProperties: { type: string, format: date-time }
    Choice:
      oneOf: [{ $ref: '#/components/schemas/Amount' }, { type: string, format: date-time }, { type: integer }]
";

pub(crate) const CRATES: [&str; 1] = ["mapped-types"];

/// A crate whose type has none of the traits.
const INVALID: &str = "missing-traits";

/// Whether the crate must not compile.
pub(crate) fn is_invalid(target: &str) -> bool {
    target == INVALID.replace('-', "_")
}

fn generated(name: &str, amount: &str) -> Generation {
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let map = |rule: TypeRule, path: &str| TypeRule { rust_type: Some(path.into()), ..rule };
    let types = vec![
        map(
            TypeRule {
                format: Some("date-time".into()),
                traits: vec!["Eq".into(), "Hash".into()],
                ..Default::default()
            },
            "my_types::Moment",
        ),
        map(TypeRule { schema: Some("Amou*".into()), ..TypeRule::default() }, amount),
    ];
    let dependencies = Some(vec!["my_types".to_owned()]);
    let options = Options { package: name.to_owned(), types, dependencies, lenient: true, ..Options::default() };
    generate(vec![source], &options)
}

pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    let dependencies = ["my-types = { path = \"../my-types\" }".to_owned()];
    let generation = generated(CRATES[0], "my_types::Amount<String>");
    workspace.add_generated_with(CRATES[0], &dependencies, &generation);
    workspace.add_generated_with(INVALID, &dependencies, &generated(INVALID, "my_types::Bare"));
    let files = [("Cargo.toml", TYPES.0), ("src/lib.rs", TYPES.1)];
    workspace.add_files("my-types", files.map(|(path, text)| (path.to_owned(), text.to_owned())));
}

#[test]
fn generated_code_has_the_types() {
    let generation = generated(CRATES[0], "my_types::Amount<String>");
    let read = |path: &str| {
        let file = generation.files.iter().find(|file| file.path == path);
        file.unwrap_or_else(|| panic!("{path}: {:#?}", generation.diagnostics)).text.as_str()
    };
    let order = read("src/types/order.rs");
    for part in [
        "pub at: ::my_types::Moment,",
        "pub price: ::my_types::Amount<String>,",
        "pub last: Option<::my_types::Moment>,",
        "pub sent: Nullable<::my_types::Moment>,",
        "pub days: Option<Vec<::my_types::Moment>>,",
        "pub names: Option<BTreeMap<String, ::my_types::Amount<String>>>,",
        "pub own: Option<::my_types::Amount<String>>,",
        "pub typify: Option<::my_types::Moment>,",
        "serde Order {",
        "at: required serde \"at\",",
        "paid: optional read_only serde \"paid\",",
        "choice: optional \"choice\",",
        "..additional: BTreeMap<String, ::my_types::Moment>, serde",
    ] {
        assert!(order.contains(part), "{part} in {order}");
    }
    let root = read("src/lib.rs");
    assert!(root.contains("mapped_type::<::my_types::Amount<String>>();"), "{root}");
    assert!(!generation.files.iter().any(|file| file.path.ends_with("types/amount.rs")));
    let unexpected = generation.diagnostics.iter().filter(|problem| problem.message.contains("rust-type"));
    assert_eq!(unexpected.count(), 0, "{:?}", generation.diagnostics);
}

#[test]
fn a_missing_trait_is_named() {
    let (_, messages) = &*CHECKED;
    let messages = messages.iter().filter(|message| is_invalid(&message.target));
    let output: String = messages.map(|message| message.text.as_str()).collect();
    for missing in [
        "`my_types::Bare: serde::Serialize` is not satisfied",
        "`my_types::Bare: serde::de::DeserializeOwned` is not satisfied",
        "`my_types::Bare: std::clone::Clone` is not satisfied",
        "mapped_type::<::my_types::Bare>();",
    ] {
        assert!(output.contains(missing), "{missing} in {output}");
    }
}

#[test]
fn a_document_alone_adds_no_dependency() {
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let messages: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    let unused = "unused `x-rust-type`: the crate `my_types` is no dependency of the client";
    assert_eq!(messages.iter().filter(|message| **message == unused).count(), 2, "{messages:?}");
    assert!(!generation.files.iter().any(|file| file.text.contains("my_types")));
}
