//! Schemas that no operation uses.

use wireright_codegen::{ConfigSelector, Options, Selector, SourceFile, diagnostic::Severity, generate};

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
    types_of_files(&[("shop.yaml", text)], unused_types)
}

/// The same for an OpenAPI document and the files that it references.
fn types_of_files(files: &[(&str, &str)], unused_types: Option<bool>) -> [Vec<String>; 2] {
    let source = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
    let entries = vec!["shop.yaml".to_owned()];
    let options = Options { lenient: true, unused_types, entries, ..Options::default() };
    let generation = generate(files.iter().map(source).collect(), &options);
    let service = &generation.model.as_ref().expect("the document is valid").services[0];
    let file = |path: &str| path.strip_prefix("src/types/")?.strip_suffix(".rs").map(str::to_owned);
    let mut generated: Vec<String> = generation.files.iter().filter_map(|generated| file(&generated.path)).collect();
    generated.sort();
    [generated, service.omitted_components.iter().map(|omitted| omitted.name.to_string()).collect()]
}

#[test]
fn types_of_operations_webhooks_and_callbacks_are_generated() {
    let used = ["address", "card", "order", "payment", "shipment"].map(str::to_owned);
    assert_eq!(types(DOCUMENT, None), [used.to_vec(), vec!["Unused".to_owned()]]);
    let [generated, omitted] = types(DOCUMENT, Some(true));
    assert_eq!((generated.len(), omitted.len()), (6, 0));
}

#[test]
fn selectors_select_webhooks_and_the_callbacks_of_operations() {
    let text = DOCUMENT.replace("operationId: createOrder", "operationId: createOrder\n      tags: [Orders]").replace(
        "    Shipped:\n      post:",
        "    Shipped:\n      post:\n        operationId: onShipped\n        tags: [Events]",
    );
    let types = |include: &[Selector], exclude: &[Selector]| {
        let selectors = |given: &[Selector]| given.iter().cloned().map(ConfigSelector::from).collect();
        let options = Options { include: selectors(include), exclude: selectors(exclude), ..Options::default() };
        let options = Options { lenient: true, unused_types: Some(false), ..options };
        let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.clone().into_bytes() };
        let generation = generate(vec![source], &options);
        let service = &generation.model.as_ref().expect("the selectors match").services[0];
        service.types.iter().map(|definition| definition.name.to_string()).collect::<Vec<_>>().join(" ")
    };
    let (events, orders) = (Selector::Tag("Events".to_owned()), Selector::Tag("Orders".to_owned()));
    assert_eq!(types(&[], &[]), "Address Card Order Payment Shipment");
    assert_eq!(types(&[events], &[]), "Shipment");
    assert_eq!(types(&[Selector::Operation("onShipped".to_owned())], &[]), "Shipment");
    assert_eq!(types(std::slice::from_ref(&orders), &[]), "Address Card Order Payment");
    assert_eq!(types(&[], &[orders]), "Shipment");
    assert_eq!(types(&[Selector::Path("/orders".to_owned())], &[]), "Address Card Order Payment");
}

/// A client without operations is hardly wanted, unless its types are.
#[test]
fn selectors_that_leave_no_operation_are_an_error() {
    let errors = |include: &[Selector], unused_types: Option<bool>| {
        let exclude = vec![Selector::Path("/".to_owned()).into(), Selector::Operation("onShipped".to_owned()).into()];
        let include = include.iter().cloned().map(ConfigSelector::from).collect();
        let options = Options { include, exclude, unused_types, lenient: true, ..Options::default() };
        let text =
            DOCUMENT.replace("    Shipped:\n      post:", "    Shipped:\n      post:\n        operationId: onShipped");
        let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() };
        let generation = generate(vec![source], &options);
        let errors = generation.diagnostics.into_iter().filter(|one| one.severity() == Severity::Error);
        errors.map(|one| one.message).collect::<Vec<_>>()
    };
    let expected = ["unmatched selectors: no operation is left, since each one is excluded"];
    assert_eq!(errors(&[], None), expected);
    assert_eq!(errors(&[Selector::Path("/orders".to_owned())], None), expected);
    assert_eq!(errors(&[Selector::Path("/none".to_owned())], None).len(), 1, "the other message names the reason");
    assert_eq!(errors(&[], Some(true)).len(), 0);
}

#[test]
fn a_body_without_a_type_and_a_schema_that_is_not_selected_are_not_unused() {
    let text = DOCUMENT.replace(
        "operationId: createOrder\n",
        "operationId: createOrder\n      requestBody: { content: { application/json: { schema: { $ref: \
         '#/components/schemas/NewOrder' } }, multipart/form-data: { schema: { $ref: '#/components/schemas/Form' } } \
         } }\n",
    );
    let schemas = "    NewOrder: { type: object, properties: { id: { $ref: '#/components/schemas/Id' } } }
    Id: { type: object, allOf: [{ $ref: '#/components/schemas/Base' }] }
    Base: { type: object, properties: { id: { type: string } } }
    Form: { type: object, properties: { file: { type: string, format: binary } } }\n";
    let text = format!("{text}{schemas}");
    assert_eq!(types(&text, None)[1], ["Unused"]);
    let text = text.replace("  shipped: {", "  shipped:\n    x-a: 1\n    # {");
    let include = vec![Selector::Path("/none".to_owned()).into()];
    let other = "  /none: { get: { operationId: none, responses: { '204': { description: Done. } } } }\n";
    let text = text.replace("paths:\n", &format!("paths:\n{other}"));
    let options = Options { include, lenient: true, ..Options::default() };
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() };
    let generation = generate(vec![source], &options);
    let service = &generation.model.expect("the document is valid").services[0];
    let omitted: Vec<String> = service.omitted_components.iter().map(|omitted| omitted.name.to_string()).collect();
    assert_eq!(omitted, ["Shipment", "Unused"], "no webhook uses `Shipment` here");
}

#[test]
fn a_document_without_operations_has_all_types() {
    let (head, _) = DOCUMENT.split_once("paths:").expect("it has paths");
    let (_, components) = DOCUMENT.split_once("\ncomponents:").expect("it has components");
    let [generated, omitted] = types(&format!("{head}paths: {{}}\ncomponents:{components}"), None);
    assert_eq!((generated.len(), omitted.len()), (6, 0));
}

#[test]
fn references_of_webhooks_and_callbacks_lead_to_other_files() {
    let shop = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders:
    post: { $ref: 'other.yaml#/operations/create%20order' }
  /returns: { $ref: 'other.yaml#/items/Returns' }
webhooks:
  shipped:
    post: { requestBody: { $ref: 'other.yaml#/bodies/Shipped' } }
  sent back:
    post:
      requestBody: { content: { text/event-stream: { itemSchema: { $ref: '#/components/schemas/Sent~1%42ack' } } } }
components:
  schemas:
    Sent/Back: { type: object, properties: { carrier: { type: string } } }
    Unused: { type: object, properties: { carrier: { type: string } } }
";
    let other = "
operations:
  create order:
    operationId: createOrder
    responses: { '204': { description: Done. } }
    callbacks:
      paid: { '{$request.body#/url}': { post: { requestBody: { $ref: '#/bodies/Paid' } } } }
items:
  Returns:
    post:
      operationId: createReturn
      responses: { '204': { description: Done. } }
      callbacks: { repaid: { '{$request.body#/url}': { $ref: '#/items/Repaid' } } }
  Repaid:
    post: { requestBody: { content: { application/json: { schema: { items: { $ref: '#/schemas/Money' } } } } } }
bodies:
  Paid: { content: { application/json: { schema: { $ref: '#/schemas/Payment' } } } }
  Shipped: { content: { application/json: { schema: { $ref: '#/schemas/Shipment' } } } }
schemas:
  Payment: { type: object, properties: { card: { $ref: '#/schemas/Card' } } }
  Card: { type: object, properties: { number: { type: string } } }
  Money: { type: object, properties: { value: { type: string } } }
  Shipment: { type: object, properties: { carrier: { type: string } } }
  Other: { type: object, properties: { carrier: { type: string } } }
";
    let [generated, omitted] = types_of_files(&[("shop.yaml", shop), ("other.yaml", other)], None);
    assert_eq!(generated, ["card", "money", "payment", "sent_back", "shipment"]);
    assert_eq!(omitted, ["Unused"]);
}
