//! Two clients of a configuration, generated in a temporary folder.

use std::fs;

use tempfile::TempDir;

use crate::{
    commands::{
        api::{self, ApiArguments},
        generate::{self, GenerateArguments},
    },
    terminal::{Outcome, Terminal},
};

/// A document with these operations and schemas.
fn document(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Shop, version: '1' }}\nservers: [{{ url: 'https://shop.example.com' }}]\n\
         paths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

/// An operation that returns a schema, and one that takes it.
fn get(schema: &str) -> String {
    format!(
        "  /get/{schema}:\n    get:\n      operationId: get{schema}\n      responses: {{ '200': {{ description: One., \
         content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{schema}' }} }} }} }} }}\n"
    )
}

fn put(schema: &str) -> String {
    format!(
        "  /put/{schema}:\n    put:\n      operationId: put{schema}\n      requestBody: {{ required: true, content: \
         {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{schema}' }} }} }} }}\n      responses: \
         {{ '204': {{ description: Done. }} }}\n"
    )
}

/// Generates `orders`, which takes types from `accounts`. `rule` is the rest of the table.
fn generate(orders: &str, accounts: &str, rule: &str) -> (Outcome, String, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("orders.yaml"), orders).unwrap();
    fs::write(folder.path().join("accounts.yaml"), accounts).unwrap();
    let config = format!(
        "[[client]]\nspec = \"orders.yaml\"\nout = \"orders\"\n[[client.shared-types]]\nclient = \"accounts\"\n{rule}\n\
         [[client]]\nspec = \"accounts.yaml\"\nout = \"accounts\"\n"
    );
    fs::write(folder.path().join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    let outcome = generate::run(folder.path(), &GenerateArguments::default(), &mut terminal);
    (outcome, problems.text(), folder)
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap_or_default()
}

const CUSTOMER: &str = "    Customer: { type: object, required: [name], properties: { name: { type: string, \
                        maxLength: 9 }, tier: { $ref: '#/components/schemas/Tier' } } }\n    Tier: { type: string, \
                        enum: [gold, lead] }\n";

#[test]
fn equal_schemas_are_taken_from_the_other_crate() {
    let own = document(&(get("Customer") + &put("Customer")), CUSTOMER);
    // The order of properties and descriptions do not count.
    let other = CUSTOMER
        .replace("properties: {", "description: Text., properties: {")
        .replace("maxLength: 9", "maxLength: 9, description: x");
    let other = document(&(get("Customer") + &put("Customer") + &get("Tier")), &other);
    let (outcome, problems, folder) = generate(&own, &other, "");
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(read(&folder, "orders/src/put_customer.rs").contains("::accounts::types::Customer"));
    assert!(!folder.path().join("orders/src/types").exists(), "no type is left");
    let manifest = read(&folder, "orders/Cargo.toml");
    let line = "accounts = { version = \"0.1.0\", path = \"../accounts\", default-features = false }\n";
    assert!(manifest.contains(line), "{manifest}");
    // The list of the API is that of the client.
    let (mut terminal, results, _) = Terminal::captured();
    api::run(folder.path(), &ApiArguments { specs: Vec::new() }, &mut terminal);
    assert!(results.text().contains(&read(&folder, "orders/api.txt").lines().last().unwrap().to_owned()));
    assert!(!results.text().contains("struct orders::types::Customer"), "{}", results.text());
    let check = GenerateArguments { check: true, ..GenerateArguments::default() };
    assert_eq!(generate::run(folder.path(), &check, &mut Terminal::captured().0), Outcome::Success);
}

#[test]
fn schemas_that_differ_are_reported_and_keep_their_types() {
    let paths = get("Customer") + &put("Customer");
    let own = document(&paths, CUSTOMER);
    for (from, to, reason) in [
        ("maxLength: 9", "maxLength: 8", "`Customer`: its limits differ"),
        ("required: [name], ", "", "`Customer`: its property `name` is required or nullable in one client only"),
        (
            "name: { type: string, maxLength: 9 }",
            "name: { type: integer }",
            "`Customer`: its property `name` has another",
        ),
        (
            "properties: {",
            "properties: { age: { type: integer },",
            "`Customer`: only the other client has the property `age`",
        ),
        ("lead]", "iron]", "`Tier`: its strings, or their names in Rust, differ"),
        (
            "type: object,",
            "type: object, additionalProperties: { type: string },",
            "`Customer`: its additional properties",
        ),
        (
            "maxLength: 9",
            "maxLength: 9, x-rust-name: title",
            "`Customer`: its property `name` has another name in Rust",
        ),
        ("maxLength: 9", "maxLength: 9, format: password", "`Customer`: its property `name` has another type"),
    ] {
        let other = CUSTOMER.replace(from, to);
        assert_ne!(other, CUSTOMER);
        let (outcome, problems, folder) = generate(&own, &document(&paths, &other), "");
        assert_eq!(outcome, Outcome::Success, "{problems}");
        assert!(problems.contains("warning[W0119]: types not shared with `accounts`: `Customer`"), "{problems}");
        assert!(problems.contains(" --> wireright.toml:5:10\n") && problems.contains(reason), "{reason}\n{problems}");
        assert!(read(&folder, "orders/src/types/customer.rs").contains("pub struct Customer"));
        // Only a type that differs changes the types that use it.
        let shares_tier = !reason.starts_with("`Tier`");
        assert_eq!(read(&folder, "orders/src/types/customer.rs").contains("::accounts::types::Tier"), shares_tier);
        // With `except`, nothing is reported.
        let except = if shares_tier { "except = [\"Customer\"]" } else { "except = [\"*\"]" };
        let (outcome, problems, _) = generate(&own, &document(&paths, &other), except);
        assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    }
}

#[test]
fn types_that_another_crate_cannot_send_are_reported() {
    let schema =
        |property: &str| format!("    Owner: {{ type: object, properties: {{ id: {{ type: string{property} }} }} }}\n");
    for (property, own, other, reason) in [
        (
            ", readOnly: true",
            put("Owner"),
            put("Owner"),
            "its property `id` is read-only, and requests contain the type",
        ),
        (", format: password", get("Owner"), get("Owner"), "its property `id` is a password"),
        ("", put("Owner"), get("Owner"), "requests of the other client do not contain it, so that it has no setters"),
    ] {
        let schema = schema(property);
        let (outcome, problems, _) = generate(&document(&own, &schema), &document(&other, &schema), "");
        assert_eq!(outcome, Outcome::Success);
        assert!(problems.contains(&format!("`Owner`: {reason}")), "{problems}");
    }
    // The other client may have setters that this one does not need, and responses may have read-only properties.
    let schema = schema(", readOnly: true");
    let (_, problems, _) = generate(&document(&get("Owner"), &schema), &document(&put("Owner"), &schema), "");
    assert_eq!(problems, "");
}

#[test]
fn types_without_setters_are_shared_with_a_client_that_only_receives_them() {
    let schemas = "    Tier: { type: string, enum: [gold, lead] }\n    Money: { type: object, required: [amount], \
                   properties: { amount: { type: integer, maximum: 9 } } }\n    Price: { oneOf: [{ type: string, \
                   maxLength: 3 }, { $ref: '#/components/schemas/Money' }] }\n    Owner: { type: object, properties: \
                   { tier: { $ref: '#/components/schemas/Tier' } } }\n    House: { type: object, required: [owner], \
                   properties: { owner: { $ref: '#/components/schemas/Owner' } } }\n";
    let paths =
        |operation: fn(&str) -> String, names: &[&str]| names.iter().map(|one| operation(one)).collect::<String>();
    let some = ["Tier", "Money", "Price"];
    let (own, other) = (document(&paths(put, &some), schemas), document(&paths(get, &some), schemas));
    let (outcome, problems, folder) = generate(&own, &other, "");
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    for (file, name) in [("put_tier", "Tier"), ("put_money", "Money"), ("put_price", "Price")] {
        assert!(read(&folder, &format!("orders/src/{file}.rs")).contains(&format!("::accounts::types::{name}")));
    }
    // A struct with setters cannot be shared, which does not concern the types inside it.
    let (own, other) = (document(&put("House"), schemas), document(&get("House"), schemas));
    let (outcome, problems, folder) = generate(&own, &other, "");
    assert_eq!(outcome, Outcome::Success);
    assert!(problems.contains("types not shared with `accounts`: `House`, `Owner`\n"), "{problems}");
    let help = "help: let `accounts` take the types from this client, or include operations there that send them; \
                or add these names to `except`\n";
    assert!(problems.contains(help) && !problems.contains("equal"), "{problems}");
    assert!(read(&folder, "orders/src/types/owner.rs").contains("::accounts::types::Tier"));
    // Another reason has other advice.
    let other = document(&(get("House") + &get("Money")), &schemas.replace("maximum: 9", "maximum: 9, format: int32"));
    let own = document(&(put("House") + &get("Money")), schemas);
    let (_, problems, _) = generate(&own, &other, "");
    assert!(problems.contains("that send them (`Owner`); make the other schemas equal, or add"), "{problems}");
}

#[test]
fn pages_keep_their_types_and_share_their_items() {
    let schemas = "    Page: { type: object, properties: { meta: { $ref: '#/components/schemas/Meta' }, items: \
                   { type: array, items: { $ref: '#/components/schemas/Item' } } } }\n    Meta: { type: object, \
                   properties: { next: { type: string, format: uri } } }\n    Item: { type: object, properties: \
                   { id: { type: string } } }\n";
    let paths =
        get("Page").replace("operationId", "x-pagination: { next-url: /meta/next, items: /items }\n      operationId");
    let (outcome, problems, folder) = generate(&document(&paths, schemas), &document(&paths, schemas), "");
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(read(&folder, "orders/src/get_page.rs").contains("pages"));
    assert!(read(&folder, "orders/src/types/page.rs").contains("Vec<::accounts::types::Item>"));
    assert!(folder.path().join("orders/src/types/meta.rs").exists());
}

#[test]
fn limits_of_shared_types_are_checked() {
    let order = "    Order: { type: object, properties: { customer: { $ref: '#/components/schemas/Customer' } } }\n";
    let schemas = format!("{CUSTOMER}{order}");
    let (outcome, problems, folder) =
        generate(&document(&put("Order"), &schemas), &document(&put("Customer"), &schemas), "");
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    let types = read(&folder, "orders/src/types/order.rs");
    assert!(types.contains("::accounts::types::Customer") && types.contains("SCHEMAS.validate(\"Order\", self)"));
    assert!(read(&folder, "orders/src/service.rs").contains("\"maxLength\":9"));
}

#[test]
fn patterns_select_schemas() {
    let document = document(&(get("Customer") + &put("Customer")), CUSTOMER);
    let (outcome, problems, folder) = generate(&document, &document, "schemas = [\"T*r\"]");
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(read(&folder, "orders/src/types/customer.rs").contains("::accounts::types::Tier"));
    for (rule, message, place) in [
        (
            "schemas = [\"Tears\", \"Tier\"]",
            "unmatched pattern: no schema with a type in both clients has the name `Tears`",
            "6:12",
        ),
        ("except = [\"Pet*\"]", "unmatched pattern: no schema with a type in both clients has the name `Pet*`", "6:11"),
    ] {
        let (outcome, problems, folder) = generate(&document, &document, rule);
        assert_eq!(outcome, Outcome::Failure);
        assert!(problems.contains(&format!("error[E0702]: {message}\n --> wireright.toml:{place}\n")), "{problems}");
        assert!(!folder.path().join("orders").exists());
    }
}

#[test]
fn errors_of_the_other_client_are_shown_with_it() {
    let own = document(&get("Customer"), CUSTOMER);
    let (outcome, problems, folder) = generate(&own, "openapi: [\n", "");
    assert_eq!(outcome, Outcome::Failure);
    let expected =
        "error: types of `accounts` cannot be shared: it has errors\nhelp: `wireright generate --client accounts`";
    assert!(problems.contains(expected) && problems.contains("error[E0103]: "), "{problems}");
    assert!(problems.ends_with("error: 2 of 2 clients failed: `orders`, `accounts`\n"), "{problems}");
    assert!(!folder.path().join("orders").exists());
}

#[test]
fn a_client_without_common_schemas_is_an_error() {
    let own = document(&get("Customer"), CUSTOMER);
    let other = document(&get("Pet"), "    Pet: { type: object, properties: { id: { type: string } } }\n");
    let (outcome, problems, _) = generate(&own, &other, "");
    assert_eq!(outcome, Outcome::Failure);
    let message = "error[E0702]: rule without effect: no schema has a type in this client and in `accounts`\n";
    assert!(problems.contains(message), "{problems}");
}

#[test]
fn unknown_clients_and_cycles_have_a_place() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), document(&get("Customer"), CUSTOMER)).unwrap();
    let client = |out: &str, other: &str| {
        format!("[[client]]\nspec = \"a.yaml\"\nout = \"{out}\"\n[[client.shared-types]]\nclient = \"{other}\"\n")
    };
    for (config, expected) in [
        (client("one", "onne"), "wireright.toml:5:10: unknown client `onne`"),
        (client("one", "one"), "wireright.toml:5:10: `one` takes types from itself"),
        (
            client("one", "two") + &client("two", "one"),
            "wireright.toml:5:10: `one` and `two` take types from each other",
        ),
        (
            client("one", "two") + &client("two", "three") + &client("three", "one"),
            "wireright.toml:5:10: `one` and `two` take types from each other",
        ),
        (client("one", "two").replace("client = ", "clients = "), "wireright.toml:5:1: unknown key `clients`"),
    ] {
        fs::write(folder.path().join("wireright.toml"), &config).unwrap();
        let (mut terminal, _, problems) = Terminal::captured();
        let outcome = generate::run(folder.path(), &GenerateArguments::default(), &mut terminal);
        assert!(outcome == Outcome::Failure && problems.text().contains(expected), "{expected}\n{}", problems.text());
        assert!(problems.text().contains("help: "), "{}", problems.text());
    }
}

#[test]
fn a_chain_of_clients_shares_by_a_rule_for_each() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), document(&(get("Customer") + &get("Tier")), CUSTOMER)).unwrap();
    fs::write(folder.path().join("t.yaml"), document(&get("Tier"), CUSTOMER)).unwrap();
    let config = "[[client]]\nspec = \"a.yaml\"\nout = \"one\"\n[[client.shared-types]]\nclient = \"three\"\n\
                  [[client.shared-types]]\nclient = \"two\"\n[[client]]\nspec = \"a.yaml\"\nout = \"two\"\n\
                  [[client.shared-types]]\nclient = \"three\"\n[[client]]\nspec = \"t.yaml\"\nout = \"three\"\n";
    fs::write(folder.path().join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    let outcome = generate::run(folder.path(), &GenerateArguments::default(), &mut terminal);
    assert_eq!((outcome, problems.text().as_str()), (Outcome::Success, ""));
    assert!(read(&folder, "one/src/get_customer.rs").contains("::two::types::Customer"));
    assert!(read(&folder, "one/src/get_tier.rs").contains("::three::types::Tier"));
    assert!(read(&folder, "two/src/types/customer.rs").contains("::three::types::Tier"));
}

#[test]
fn schemas_in_files_of_their_own_are_shared() {
    let folder = tempfile::tempdir().unwrap();
    let money = "type: object\nrequired: [amount]\nproperties: { amount: { type: string, maxLength: 9 } }\n";
    fs::write(folder.path().join("money.yaml"), money).unwrap();
    let document = document(&(get("Money") + &put("Money")), "    Money: { $ref: money.yaml }\n");
    for name in ["orders", "accounts"] {
        let price = document.replace("'#/components/schemas/Money'", "money.yaml");
        fs::write(folder.path().join(format!("{name}.yaml")), price).unwrap();
    }
    let config = "[[client]]\nspec = \"orders.yaml\"\nout = \"orders\"\n[[client.shared-types]]\n\
                  client = \"accounts\"\nschemas = [\"Money\"]\n[[client]]\nspec = \"accounts.yaml\"\n\
                  out = \"accounts\"\n";
    fs::write(folder.path().join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    let outcome = generate::run(folder.path(), &GenerateArguments::default(), &mut terminal);
    assert_eq!((outcome, problems.text().as_str()), (Outcome::Success, ""));
    assert!(read(&folder, "orders/src/put_money.rs").contains("::accounts::types::Money"));
}
