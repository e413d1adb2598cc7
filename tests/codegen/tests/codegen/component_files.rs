//! Components whose schemas are in files of their own: rules of a configuration name them by their keys.

use wireright_codegen::{ConfigText, Options, RenameRule, SourceFile, TypeRule, generate};

const SHOP: &str = "
openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /prices:
    get:
      operationId: listPrices
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: prices.yaml } } } } }
components:
";

/// The components of the document, and the files that it refers to.
const LAYOUTS: [(&str, &[(&str, &str)]); 4] = [
    ("  schemas: { Money: { $ref: money.yaml }, Prices: { $ref: prices.yaml } }\n", &[("money.yaml", MONEY)]),
    ("  schemas: { Money: { $ref: 'schemas.yaml#/Cash' } }\n", &[("schemas.yaml", CASH), ("money.yaml", TO_CASH)]),
    (
        "  schemas: { $ref: schemas.yaml }\n",
        &[("schemas.yaml", "Money: { $ref: money.yaml }\n"), ("money.yaml", MONEY)],
    ),
    ("  schemas: { $ref: schemas.yaml }\n", &[("schemas.yaml", IN_PLACE), ("money.yaml", TO_PLACE)]),
];
const MONEY: &str = "type: object\nproperties: { amount: { type: string } }\n";
const CASH: &str = "Cash: { type: object, properties: { amount: { type: string } } }\n";
const TO_CASH: &str = "$ref: 'schemas.yaml#/Cash'\n";
const IN_PLACE: &str = "Money: { type: object, properties: { amount: { type: string } } }\n";
const TO_PLACE: &str = "$ref: 'schemas.yaml#/Money'\n";
const PRICES: &str = "type: object\nproperties: { total: { $ref: money.yaml } }\n";

fn text(text: &str) -> ConfigText {
    ConfigText { text: text.to_owned(), span: None }
}

/// The file of the prices and that of the money, if there is one. No rule is unmatched.
fn generated(components: &str, files: &[(&str, &str)], rule: TypeRule) -> (String, Option<String>) {
    let shop = format!("{SHOP}{components}");
    let all = [("shop.yaml", shop.as_str()), ("prices.yaml", PRICES)].into_iter().chain(files.iter().copied());
    let sources = all.map(|(path, text)| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
    let mut options = Options { lenient: true, entries: vec!["shop.yaml".to_owned()], ..Options::default() };
    options.types = vec![rule];
    options.renames.schemas = vec![RenameRule::new("Money", "Amount")];
    let generation = generate(sources.collect(), &options);
    let errors: Vec<&str> = generation.diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert!(errors.iter().all(|message| !message.contains("unmatched")), "{components}: {errors:?}");
    let file = |end: &str| generation.files.iter().find(|file| file.path.ends_with(end)).map(|file| file.text.clone());
    (file("types/prices.rs").expect("prices are used"), file("types/amount.rs"))
}

#[test]
fn a_type_of_another_crate_replaces_a_component_in_a_file() {
    for (components, files) in LAYOUTS {
        let rule = TypeRule {
            schema: Some(text("Money")),
            rust_type: Some(text("wireright_runtime::Number")),
            ..TypeRule::default()
        };
        let (prices, money) = generated(components, files, rule);
        assert!(prices.contains("total: Option<::wireright_runtime::Number>"), "{components}: {prices}");
        assert_eq!(money, None, "{components}");
    }
}

#[test]
fn derives_are_added_to_a_component_in_a_file() {
    for (components, files) in LAYOUTS {
        let rule = TypeRule { schema: Some(text("Money")), derive: vec![text("PartialOrd")], ..TypeRule::default() };
        let (_, money) = generated(components, files, rule);
        let money = money.expect("it is a type of its own");
        assert!(money.contains("PartialOrd"), "{components}: {money}");
    }
}
