//! Operations by tag.

use wireright_codegen::{Options, SourceFile, generate};

const SHOP: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders: { get: { $ref: list.yaml }, post: { $ref: 'create.yaml' } }
";

/// OpenAPI allows no reference in place of an operation. Documents of several files have such references.
#[test]
fn operations_in_other_files_are_grouped() {
    let operation = |id: &str, tag: &str| {
        format!("operationId: {id}\ntags: [{tag}]\nresponses: {{ '204': {{ description: Done. }} }}\n")
    };
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources = vec![
        file("shop.yaml", SHOP),
        file("list.yaml", &operation("listOrders", "Orders")),
        file("create.yaml", &operation("createOrder", "New orders")),
    ];
    let entries = vec!["shop.yaml".to_owned()];
    let options = Options { entries, lenient: true, group_by_tag: true, ..Options::default() };
    let generation = generate(sources, &options);
    let service = &generation.model.as_ref().expect("the document is valid").services[0];
    let groups: Vec<&str> = service.groups.iter().map(|group| group.module.as_str()).collect();
    assert_eq!(groups, ["new_orders", "orders"]);
    assert!(service.operations.iter().all(|operation| operation.group.is_some()));
}

/// The key would rename the operation if it stood in the operation itself.
#[test]
fn an_extension_beside_a_reference_is_reported() {
    let text = SHOP.replace("$ref: list.yaml", "$ref: list.yaml, x-rust-name: all_orders");
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let operation = "{ responses: { '204': { description: Done. } } }";
    let sources = vec![file("shop.yaml", &text), file("list.yaml", operation), file("create.yaml", operation)];
    let options = Options { entries: vec!["shop.yaml".to_owned()], lenient: true, ..Options::default() };
    let diagnostics = generate(sources, &options).diagnostics;
    let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(messages, ["misplaced key `x-rust-name` in Reference Object"]);
}
