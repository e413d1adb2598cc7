//! Operations by tag.

use wireright_codegen::{Options, SourceFile, generate, model::RustName};

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

#[test]
fn only_names_of_other_items_of_the_root_are_reserved() {
    let groups = |title: &str| {
        let text = format!(
            "{{openapi: 3.0.3, info: {{title: {title}, version: '1'}}, servers: [{{url: 'https://a.example'}}],
              paths: {{/a: {{get: {{operationId: a, tags: [Timeouts], responses: {{'204': {{description: x}}}}}}}},
                       /b: {{get: {{operationId: b, tags: [Region], responses: {{'204': {{description: x}}}}}}}}}}}}"
        );
        let options = Options { lenient: true, group_by_tag: true, ..Options::default() };
        let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into() };
        let generation = generate(vec![source], &options);
        let model = generation.model.expect("the document is valid");
        model.services[0].groups.iter().map(|group| group.module.as_str().to_owned()).collect::<Vec<_>>()
    };
    // The title is no name of the root.
    assert_eq!(groups("Shop"), ["region", "timeouts_operations"]);
    assert_eq!(groups("Region"), ["region", "timeouts_operations"]);
}

/// A feature that an operation needs must not hide a type from the receiver of a webhook.
#[test]
fn types_of_webhooks_have_the_feature_of_their_tag() {
    let text = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [Orders]
      responses: { '200': { $ref: '#/components/responses/Order' } }
webhooks:
  ordered: { post: { requestBody: { $ref: '#/components/requestBodies/Order' } } }
  refunded: { post: { tags: [Orders], requestBody: { $ref: '#/components/requestBodies/Refund' } } }
components:
  responses:
    Order: { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
  requestBodies:
    Order: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
    Refund: { content: { application/json: { schema: { $ref: '#/components/schemas/Refund' } } } }
  schemas:
    Order: { type: object, properties: { id: { type: string } } }
    Refund: { type: object, properties: { id: { type: string } } }
";
    let features = |text: String| {
        let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() };
        let generation = generate(vec![source], &Options { lenient: true, group_by_tag: true, ..Options::default() });
        let service = &generation.model.as_ref().expect("the document is valid").services[0];
        let line = |(module, features): (&RustName, &Vec<String>)| format!("{module}: {}", features.join(" "));
        service.type_features.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(features(text.to_owned()), ["refund: orders"]);
    assert_eq!(
        features(text.replace("ordered: { post: {", "ordered: { post: { tags: [Orders],")),
        ["order: orders", "refund: orders"]
    );
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

#[test]
fn a_tag_can_name_its_group() {
    let operation =
        |id: &str| format!("{{ operationId: {id}, tags: [Beasts], responses: {{ '204': {{ description: x }} }} }}");
    let text = format!(
        "{{openapi: 3.1.0, info: {{title: Shop, version: '1'}}, tags: [{{name: Beasts, x-rust-name: Pets}}],
          paths: {{/a: {{get: {}, put: {}}}}}}}",
        operation("listBeasts"),
        operation("beastsUpdate")
    );
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, group_by_tag: true, ..Options::default() });
    assert_eq!(generation.diagnostics, Vec::new());
    let service = &generation.model.as_ref().expect("the document is valid").services[0];
    let group = &service.groups[0];
    assert_eq!((group.module.as_str(), group.type_name.as_str()), ("pets", "Pets"));
    assert_eq!(group.feature.as_deref(), Some("pets"));
    let methods: Vec<&str> = service.operations.iter().map(|operation| operation.method_name.as_str()).collect();
    assert_eq!(methods, ["list_beasts", "update"]);
}
