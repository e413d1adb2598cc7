//! Rules for types: derives and attributes of a procedural macro, on generated types.

use codegen_tests::temporary_workspace::TemporaryWorkspace;
use wireright_codegen::{Options, SourceFile, TypeRule, generate};

/// A derive without dependencies. It counts its attributes.
const MACRO: (&str, &str) = (
    "[package]\nname = \"count-attributes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\nproc-macro = true\n",
    r#"//! A derive that counts its attributes.

use proc_macro::{TokenStream, TokenTree};

/// Adds the constant `ATTRIBUTES`: the number of attributes `count` of the type and of its fields.
#[proc_macro_derive(Count, attributes(count))]
pub fn count(input: TokenStream) -> TokenStream {
    let mut words = input.clone().into_iter().skip_while(|token| !["struct", "enum"].contains(&&*token.to_string()));
    let name = words.nth(1).expect("a type has a name");
    let number = attributes(input);
    let text = format!("impl {name} {{ /** The number. */ pub const ATTRIBUTES: usize = {number}; }}");
    text.parse().expect("this is Rust")
}

fn attributes(tokens: TokenStream) -> usize {
    let each = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => attributes(group.stream()),
        TokenTree::Ident(name) => usize::from(name.to_string() == "count"),
        _ => 0,
    });
    each.sum()
}
"#,
);

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '200':
          description: A thing.
          content:
            application/json:
              schema:
                type: object
                properties: { thing: { $ref: '#/components/schemas/thing' }, next: { type: object, properties: {} } }
components:
  schemas:
    thing: { type: object, properties: { name: { type: string }, kind: { enum: [a, b], type: string } } }
    choice: { oneOf: [{ type: string }, { type: integer }] }
    tree: { type: array, items: { $ref: '#/components/schemas/tree' } }
";

/// Their example uses the constants that the derive adds.
pub(crate) const CRATES: [&str; 1] = ["custom-types"];

const EXAMPLE: &str = "//! The types have the derive.

use custom_types::{list_things::ListThingsResponse, types::{Choice, Thing, Tree, thing::Kind}};

const _: () = {
    assert!(Thing::ATTRIBUTES == 3 && Kind::ATTRIBUTES == 3 && Choice::ATTRIBUTES == 2 && Tree::ATTRIBUTES == 0);
    assert!(ListThingsResponse::ATTRIBUTES == 3);
};

fn main() {}
";

pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let types = vec![
        TypeRule { derive: vec!["count_attributes::Count".into()], ..TypeRule::default() },
        TypeRule { field: Some("*".into()), attributes: vec!["#[count(\"{name}\")]".into()], ..TypeRule::default() },
    ];
    let options = Options { package: CRATES[0].to_owned(), types, unused_types: Some(true), ..Options::default() };
    let generation = generate(vec![source], &options);
    let dependency = "count-attributes = { path = \"../count-attributes\" }";
    workspace.add_generated_with(CRATES[0], &[dependency.to_owned()], &generation);
    workspace.add_files(CRATES[0], [("examples/constants.rs".to_owned(), EXAMPLE.to_owned())]);
    let files = [("Cargo.toml", MACRO.0), ("src/lib.rs", MACRO.1)];
    workspace.add_files("count-attributes", files.map(|(path, text)| (path.to_owned(), text.to_owned())));
}
