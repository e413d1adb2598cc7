//! Tests of valid, invalid and hostile input.

use std::fmt::Write;

use proptest::prelude::*;

use super::{Document, parse};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Format, Policy, render},
    source::{Number, Object, SourceFile, Sources, Value},
};

fn read_file(path: &str, bytes: &[u8]) -> (Option<Document>, Vec<Diagnostic>, Sources) {
    let sources = Sources::new(vec![SourceFile { path: path.to_owned(), bytes: bytes.to_vec() }]);
    let mut diagnostics = Diagnostics::default();
    let document = sources.iter().next().and_then(|(id, file)| parse(id, file, &mut diagnostics));
    (document, diagnostics.into_sorted(&sources, Policy::Strict), sources)
}

fn good(text: &str) -> Value {
    let (document, problems, _) = read_file("a.yaml", text.as_bytes());
    assert_eq!(problems, []);
    document.unwrap().root
}

/// Each problem as `code line:column message`.
fn problems(path: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let (_, problems, sources) = read_file(path, bytes.as_ref());
    let lines = render(&problems, &sources, Format::Json);
    let line = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let code = line["code"].as_str().unwrap();
        format!("{code} {}:{} {}", line["line"], line["column"], line["message"].as_str().unwrap())
    };
    lines.lines().map(line).collect()
}

fn number(text: &str) -> Value {
    Value::Number(Number::parse(text).unwrap())
}

fn property<'v>(value: &'v Value, key: &str) -> &'v Value {
    let Value::Object(object) = value else { panic!("{value:?}") };
    object.get(key).unwrap()
}

#[test]
fn every_type_of_value_is_parsed() {
    let value = good("a: [1, -2, 0x1F, 1.50, text, true, ~, '7', 007]\nb: { c: }\n");
    let items = [
        number("1"),
        number("-2"),
        number("31"),
        number("1.50"),
        Value::String("text".to_owned()),
        Value::Bool(true),
        Value::Null,
        Value::String("7".to_owned()),
        Value::String("007".to_owned()),
    ];
    assert_eq!(*property(&value, "a"), Value::Array(items.into()));
    assert_eq!(*property(property(&value, "b"), "c"), Value::Null);
}

#[test]
fn keys_are_strings_as_written_and_in_order() {
    let value = good("200: a\ntrue: b\nnull: c\n1.50: d\n'x y': e\n0x10: f\n~: g\n");
    let Value::Object(object) = value else { panic!() };
    assert_eq!(object.keys().collect::<Vec<_>>(), ["200", "true", "null", "1.50", "x y", "0x10", "~"]);
    assert_eq!((object.len(), object.is_empty()), (7, false));
}

#[test]
fn digits_are_exact_in_both_languages() {
    let sources = [
        "18446744073709551616",
        "1e400",
        "-1e400",
        "0.1234567890123456789012345",
        "1.6113640260143833",
        "1.10",
        "1e5",
        "-0.0",
    ];
    for text in sources {
        assert_eq!(*property(&good(&format!("a: {text}\n")), "a"), number(text), "{text}");
        assert_eq!(*property(&good(&format!("{{\"a\": {text}}}")), "a"), number(text), "{text}");
        assert_eq!(*property(&good(&format!("a: '{text}'\n")), "a"), Value::String(text.to_owned()), "{text}");
    }
    // An integer in YAML, and a float for the JSON library.
    assert_eq!(*property(&good("{\"a\": -0}"), "a"), number("-0"));
    let long = "9".repeat(60);
    assert_eq!(*property(&good(&format!("a: {long}\n")), "a"), number(&long));
}

#[test]
fn json_and_yaml_give_the_same_value() {
    let json = r#"{"a": [1, 2.5, {"b": null}], "c": "\ud83d\ude00", "200": true}"#;
    let yaml = "a:\n- 1\n- 2.5\n- b:\nc: \u{1F600}\n200: true\n";
    assert_eq!(good(json), good(yaml));
}

#[test]
fn yaml_in_braces_is_yaml() {
    let value = good("{ openapi: 3.0.3, x: [a, b] }");
    assert_eq!(*property(&value, "openapi"), Value::String("3.0.3".to_owned()));
    assert_eq!(problems("a.json", "{ openapi: 3.0.3 }"), ["E0104 1:3 invalid JSON: key must be a string"]);
}

#[test]
fn a_byte_order_mark_is_ignored() {
    assert_eq!(good("\u{FEFF}a: 1\n"), good("a: 1\n"));
    assert_eq!(problems("a.yaml", "\u{FEFF}a: 1\na: 2\n"), ["E0105 2:1 duplicate key `a`"]);
}

#[test]
fn aliases_are_expanded() {
    let value = good("a: &x { b: 1.5 }\nc: *x\n");
    assert_eq!(property(&value, "a"), property(&value, "c"));
}

#[test]
fn equality_of_objects_ignores_the_order() {
    let object = |keys: [&str; 2]| keys.iter().map(|key| ((*key).to_owned(), Value::Null)).collect::<Object>();
    assert_eq!(object(["a", "b"]), object(["b", "a"]));
    assert_ne!(object(["a", "b"]), object(["a", "c"]));
}

#[test]
fn every_duplicate_key_is_reported() {
    let text = "a: 1\nb: { c: 1, d: 2, c: 3, 'c': 4 }\na: { e: 1, e: 2 }\n200: 1\n'200': 2\n";
    assert_eq!(
        problems("a.yaml", text),
        [
            "E0105 2:18 duplicate key `c`",
            "E0105 2:24 duplicate key `c`",
            "E0105 3:1 duplicate key `a`",
            "E0105 3:12 duplicate key `e`",
            "E0105 5:1 duplicate key `200`",
        ]
    );
    assert_eq!(problems("a.json", "{\"a\":1,\n\t\"\\u0061\":2}"), ["E0105 2:2 duplicate key `a`"]);
}

#[test]
fn the_first_of_two_values_is_kept() {
    let (document, _, _) = read_file("a.yaml", b"a: 1\na: 2\n");
    assert_eq!(*property(&document.unwrap().root, "a"), number("1"));
}

#[test]
fn missing_documents_are_reported() {
    assert_eq!(problems("a.yaml", ""), ["E0102 null:null empty file: it contains no document"]);
    assert_eq!(problems("a.yaml", " \n\t\n"), ["E0102 null:null empty file: it contains no document"]);
    assert_eq!(problems("a.yaml", "# only a word\n"), ["E0102 null:null empty file: it contains no document"]);
    assert_eq!(problems("a.json", "null"), ["E0102 null:null empty file: it contains no document"]);
    assert_eq!(problems("a.yaml", b"a: \xC3\xA4\nb: \xFF\n"), ["E0101 2:4 invalid UTF-8: unexpected byte at offset 9"]);
    assert_eq!(
        problems("a.yaml", "a: 1\n---\nb: 2\n"),
        ["E0106 2:1 several documents: a second document begins in this file"]
    );
}

#[test]
fn syntax_errors_are_reported_at_their_position() {
    assert_eq!(
        problems("a.yaml", "a: 1\nb: c: d\n"),
        ["E0103 2:5 invalid YAML: mapping values are not allowed in this context"]
    );
    assert_eq!(problems("a.json", "{\"a\": 1,\n \"b\" 2}"), ["E0104 2:6 invalid JSON: expected `:`"]);
    assert_eq!(problems("a.json", "{\"a\": 1} x"), ["E0104 1:10 invalid JSON: trailing characters"]);
    assert_eq!(problems("a.json", "{\"ä\": x}"), ["E0104 1:7 invalid JSON: expected value"]);
    assert_eq!(
        problems("a.yaml", "a\nb: c\n"),
        ["E0103 2:2 invalid YAML: mapping values are not allowed in this context"]
    );
    assert_eq!(
        problems("a.yaml", "a: 1\n...\nb: 2\n"),
        ["E0106 3:1 several documents: a second document begins in this file"]
    );
    assert_eq!(problems("a.yaml", "a: *b\n"), ["E0103 1:4 invalid YAML: unknown anchor"]);
    assert_eq!(
        problems("a.yaml", "? [a]\n: b\n"),
        ["E0113 1:3 wrong type of a key: expected a string, found an object or an array"]
    );
}

#[test]
fn merge_keys_add_the_keys_of_their_objects() {
    let root = |path: &str, text: &str| read_file(path, text.as_bytes()).0.unwrap().root;
    let shared = "x: &x { a: 1, b: 2 }\ny: &y { b: 3, c: 4 }\n";
    let merged = root("a.yaml", &format!("{shared}z: {{ <<: *x, b: 0 }}\nw: &w\n  <<: [*x, *y]\nv:\n  - <<: *w\n"));
    let flat = "{ a: 1, b: 2, c: 4 }";
    assert_eq!(merged, good(&format!("{shared}z: {{ a: 1, b: 0 }}\nw: {flat}\nv: [{flat}]\n")));
    let other = root("a.yaml", "a: { <<: 1, b: 2 }\n");
    assert_eq!(other, good("a: { '<<': 1, b: 2 }\n"), "a value that is no object is kept");
    let json = "{\"a\": {\"<<\": {\"b\": 1}}}";
    assert_eq!(root("a.json", json), root("b.yaml", json), "a quoted key is an ordinary key");
    assert_eq!(problems("a.json", json), [""; 0]);
}

#[test]
fn features_of_yaml_that_json_lacks_are_rejected() {
    assert_eq!(problems("a.yaml", "a: &x { b: 1 }\nc:\n  <<: *x\n'<<': 1\n"), ["E0110 3:3 unsupported merge key `<<`"]);
    assert_eq!(
        problems("a.yaml", "a: !include b.yaml\nc: !!binary aGk=\nd: !!str 5\ne: !!set { x }\n"),
        [
            "E0109 1:4 unsupported tag `!include`",
            "E0109 2:4 unsupported tag `!!binary`",
            "E0109 4:4 unsupported tag `!!set`",
        ]
    );
    assert_eq!(
        problems("a.yaml", "a: [1, .inf]\nb: .nan\n"),
        [
            "E0111 1:8 non-finite number: JSON has only finite numbers",
            "E0111 2:4 non-finite number: JSON has only finite numbers"
        ]
    );
    assert_eq!(good("a: 'wow!!'\nb: \"<<\"\n"), good("a: wow!!\nb: '<<'\n"));
}

#[test]
fn depth_is_bounded_in_both_languages() {
    for depth in [129, 1_001, 100_000] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let message = "nesting too deep: the limit is 128 levels";
        for (path, text) in [("a.yaml", format!("a: {text}")), ("a.json", format!("{{\"a\":{text}}}"))] {
            let found = problems(path, text);
            assert!(found.len() == 1 && found[0].starts_with("E0107 1:") && found[0].ends_with(message), "{found:?}");
        }
    }
    // Brackets in a string are not nesting.
    good(&format!("a: '{}'\n", "[0, 1) ".repeat(2_000)));
    let block: String = (0..200).fold(String::new(), |mut text, depth| {
        let _ = writeln!(text, "{}a:", " ".repeat(depth));
        text
    });
    assert_eq!(problems("a.yaml", block).len(), 1);
}

#[test]
fn alias_bombs_are_rejected() {
    let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let before = level - 1;
        let items = vec![format!("*a{before}"); 10].join(", ");
        let _ = writeln!(laughs, "a{level}: &a{level} [{items}]");
    }
    assert_eq!(problems("a.yaml", laughs), ["E0108 2:10 document too large: it multiplies through aliases"]);
    let quadratic = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(3_000), "*a, ".repeat(3_000));
    assert_eq!(problems("a.yaml", quadratic), ["E0108 2:5 document too large: it multiplies through aliases"]);
    let long = format!("a: &a '{}'\nb: [{}]\n", "x".repeat(500_000), "*a, ".repeat(2_000));
    assert_eq!(problems("a.yaml", long), ["E0108 2:5 document too large: it multiplies through aliases"]);
    assert_eq!(problems("a.yaml", "a: &a [*a]\n").len(), 1);
}

#[test]
fn wide_documents_without_aliases_are_within_the_budget() {
    for text in
        [format!("[{}]", "a,".repeat(200_000)), "- \n".repeat(200_000), format!("[{}]", r#""\L","#.repeat(200_000))]
    {
        good(&text);
    }
}

/// A pattern of YAML, most of it invalid.
const YAML: &str =
    r##"([\[\]{},:?!&*|>'"#%@`~<\-. \n\t\\a-c0-2é😀]|<<: |\*a|&a |!!b |- |a: |\? |---\n|: \|\n|\r\n){0,60}"##;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_cause_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), json in any::<bool>()) {
        let (_, problems, sources) = read_file(if json { "a.json" } else { "a.yaml" }, &bytes);
        render(&problems, &sources, Format::Human { color: false });
    }

    #[test]
    fn no_yaml_causes_a_panic(text in YAML) {
        let (document, problems, sources) = read_file("a.yaml", text.as_bytes());
        prop_assert!(document.is_some() || !problems.is_empty(), "rejected without a problem: {text:?}");
        for format in [Format::Human { color: true }, Format::Json, Format::Github] {
            render(&problems, &sources, format);
        }
    }
}
