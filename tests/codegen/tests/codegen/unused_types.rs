//! Schemas that no operation uses.

use wireright_codegen::{Options, SourceFile, generate};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders:
    post:
      operationId: createOrder
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      callbacks:
        paid: { '{$request.body#/url}': { post: { requestBody: { $ref: '#/components/requestBodies/Paid' } } } }
webhooks:
  shipped: { $ref: '#/components/pathItems/Shipped' }
components:
  pathItems:
    Shipped:
      post:
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Shipment' } } } }
  requestBodies:
    Paid: { content: { application/json: { schema: { items: { $ref: '#/components/schemas/Payment' } } } } }
  schemas:
    Order: { type: object, properties: { address: { $ref: '#/components/schemas/Address' } } }
    Address: { type: object, properties: { street: { type: string } } }
    Payment: { type: object, properties: { card: { $ref: '#/components/schemas/Card' } } }
    Card: { type: object, properties: { number: { type: string } } }
    Shipment: { type: object, properties: { carrier: { type: string } } }
    Unused: { type: object, properties: { card: { $ref: '#/components/schemas/Card' } } }
";

/// The generated types and the omitted ones.
fn types(text: &str, unused_types: Option<bool>) -> [Vec<String>; 2] {
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let generation = generate(vec![source], &Options { lenient: true, unused_types, ..Options::default() });
    let service = &generation.model.as_ref().expect("the document is valid").services[0];
    let file = |path: &str| path.strip_prefix("src/shop/types/")?.strip_suffix(".rs").map(str::to_owned);
    let mut generated: Vec<String> = generation.files.iter().filter_map(|generated| file(&generated.path)).collect();
    generated.sort();
    [generated, service.omitted_types.iter().map(|omitted| omitted.name.to_string()).collect()]
}

#[test]
fn types_of_operations_webhooks_and_callbacks_are_generated() {
    let used = ["address", "card", "order", "payment", "shipment"].map(str::to_owned);
    assert_eq!(types(DOCUMENT, None), [used.to_vec(), vec!["Unused".to_owned()]]);
    let [generated, omitted] = types(DOCUMENT, Some(true));
    assert_eq!((generated.len(), omitted.len()), (6, 0));
}

#[test]
fn a_document_without_operations_has_all_types() {
    let (head, _) = DOCUMENT.split_once("paths:").expect("it has paths");
    let (_, components) = DOCUMENT.split_once("\ncomponents:").expect("it has components");
    let [generated, omitted] = types(&format!("{head}paths: {{}}\ncomponents:{components}"), None);
    assert_eq!((generated.len(), omitted.len()), (6, 0));
}
