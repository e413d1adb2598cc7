//! Documents good, bad and hostile, through the whole of reading.

use std::fmt::Write;

use proptest::prelude::*;

use super::{Document, Number, Object, SourceFile, Sources, Value, parse};
use crate::diagnostic::{Diagnostic, Diagnostics, Format, render};

fn read_file(path: &str, bytes: &[u8]) -> (Option<Document>, Vec<Diagnostic>, Sources) {
    let sources = Sources::new(vec![SourceFile { path: path.to_owned(), bytes: bytes.to_vec() }]);
    let mut diagnostics = Diagnostics::default();
    let document = sources.iter().next().and_then(|(id, file)| parse(id, file, &mut diagnostics));
    (document, diagnostics.into_sorted(&sources), sources)
}

fn good(text: &str) -> Value {
    let (document, problems, _) = read_file("a.yaml", text.as_bytes());
    assert_eq!(problems, []);
    document.unwrap().root
}

/// Each problem as `code line:column words`.
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

fn member<'v>(value: &'v Value, key: &str) -> &'v Value {
    let Value::Object(object) = value else { panic!("{value:?}") };
    object.get(key).unwrap()
}

#[test]
fn every_kind_of_value_is_read() {
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
    assert_eq!(*member(&value, "a"), Value::Array(items.into()));
    assert_eq!(*member(member(&value, "b"), "c"), Value::Null);
}

#[test]
fn keys_are_texts_as_written_and_in_order() {
    let value = good("200: a\ntrue: b\nnull: c\n1.50: d\n'x y': e\n0x10: f\n~: g\n");
    let Value::Object(object) = value else { panic!() };
    assert_eq!(object.keys().collect::<Vec<_>>(), ["200", "true", "null", "1.50", "x y", "0x10", "~"]);
    assert_eq!((object.len(), object.is_empty()), (7, false));
}

#[test]
fn digits_are_exact_in_both_languages() {
    let texts = [
        "18446744073709551616",
        "1e400",
        "-1e400",
        "0.1234567890123456789012345",
        "1.6113640260143833",
        "1.10",
        "1e5",
        "-0.0",
    ];
    for text in texts {
        assert_eq!(*member(&good(&format!("a: {text}\n")), "a"), number(text), "{text}");
        assert_eq!(*member(&good(&format!("{{\"a\": {text}}}")), "a"), number(text), "{text}");
        assert_eq!(*member(&good(&format!("a: '{text}'\n")), "a"), Value::String(text.to_owned()), "{text}");
    }
    // A whole number to YAML, and to the reader of JSON a float.
    assert_eq!(*member(&good("{\"a\": -0}"), "a"), number("-0"));
    let long = "9".repeat(60);
    assert_eq!(*member(&good(&format!("a: {long}\n")), "a"), number(&long));
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
    assert_eq!(*member(&value, "openapi"), Value::String("3.0.3".to_owned()));
    assert_eq!(problems("a.json", "{ openapi: 3.0.3 }"), ["E0104 1:3 key must be a string"]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    assert_eq!(good("\u{FEFF}a: 1\n"), good("a: 1\n"));
    assert_eq!(problems("a.yaml", "\u{FEFF}a: 1\na: 2\n"), ["E0105 2:1 the key `a` stands twice in this object"]);
}

#[test]
fn aliases_stand_for_what_they_mean() {
    let value = good("a: &x { b: 1.5 }\nc: *x\n");
    assert_eq!(member(&value, "a"), member(&value, "c"));
}

#[test]
fn an_object_is_equal_to_itself_in_another_order() {
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
            "E0105 2:18 the key `c` stands twice in this object",
            "E0105 2:24 the key `c` stands twice in this object",
            "E0105 3:1 the key `a` stands twice in this object",
            "E0105 3:12 the key `e` stands twice in this object",
            "E0105 5:1 the key `200` stands twice in this object",
        ]
    );
    assert_eq!(
        problems("a.json", "{\"a\":1,\n\t\"\\u0061\":2}"),
        ["E0105 2:2 the key `a` stands twice in this object"]
    );
}

#[test]
fn the_first_of_two_values_stays() {
    let (document, _, _) = read_file("a.yaml", b"a: 1\na: 2\n");
    assert_eq!(*member(&document.unwrap().root, "a"), number("1"));
}

#[test]
fn what_is_no_document_is_reported() {
    assert_eq!(problems("a.yaml", ""), ["E0102 null:null the file holds no document"]);
    assert_eq!(problems("a.yaml", " \n\t\n"), ["E0102 null:null the file holds no document"]);
    assert_eq!(problems("a.yaml", "# only a word\n"), ["E0102 null:null the file holds no document"]);
    assert_eq!(problems("a.json", "null"), ["E0102 null:null the file holds no document"]);
    assert_eq!(
        problems("a.yaml", b"a: \xC3\xA4\nb: \xFF\n"),
        ["E0101 2:4 the file is not UTF-8: the byte at offset 9 begins no character"]
    );
    assert_eq!(problems("a.yaml", "a: 1\n---\nb: 2\n"), ["E0106 2:1 a second document begins in this file"]);
}

#[test]
fn broken_text_is_reported_where_it_breaks() {
    assert_eq!(problems("a.yaml", "a: 1\nb: c: d\n"), ["E0103 2:5 mapping values are not allowed in this context"]);
    assert_eq!(problems("a.json", "{\"a\": 1,\n \"b\" 2}"), ["E0104 2:6 expected `:`"]);
    assert_eq!(problems("a.json", "{\"a\": 1} x"), ["E0104 1:10 trailing characters"]);
    assert_eq!(problems("a.json", "{\"ä\": x}"), ["E0104 1:7 expected value"]);
    assert_eq!(problems("a.yaml", "a\nb: c\n"), ["E0103 2:2 mapping values are not allowed in this context"]);
    assert_eq!(problems("a.yaml", "a: 1\n...\nb: 2\n"), ["E0106 3:1 a second document begins in this file"]);
    assert_eq!(problems("a.yaml", "a: *b\n"), ["E0103 1:4 unknown anchor"]);
    assert_eq!(problems("a.yaml", "? [a]\n: b\n"), ["E0113 1:3 the key of a member is an object or an array"]);
}

#[test]
fn what_only_yaml_can_say_is_refused() {
    assert_eq!(
        problems("a.yaml", "a: &x { b: 1 }\nc:\n  <<: *x\n'<<': 1\n"),
        ["E0110 3:3 merge keys are not supported"]
    );
    assert_eq!(
        problems("a.yaml", "a: !include b.yaml\nc: !!binary aGk=\nd: !!str 5\ne: !!set { x }\n"),
        [
            "E0109 1:4 the tag `!include` is not supported",
            "E0109 2:4 the tag `!!binary` is not supported",
            "E0109 4:4 the tag `!!set` is not supported",
        ]
    );
    assert_eq!(
        problems("a.yaml", "a: [1, .inf]\nb: .nan\n"),
        ["E0111 1:8 a number of a description is finite", "E0111 2:4 a number of a description is finite"]
    );
    assert_eq!(good("a: 'wow!!'\nb: \"<<\"\n"), good("a: wow!!\nb: '<<'\n"));
}

#[test]
fn depth_is_bounded_in_both_languages() {
    for depth in [129, 1_001, 100_000] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let message = "the document is nested more than 128 levels deep";
        for (path, text) in [("a.yaml", format!("a: {text}")), ("a.json", format!("{{\"a\":{text}}}"))] {
            let found = problems(path, text);
            assert!(found.len() == 1 && found[0].starts_with("E0107 1:") && found[0].ends_with(message), "{found:?}");
        }
    }
    // Brackets in a text are no nesting.
    good(&format!("a: '{}'\n", "[0, 1) ".repeat(2_000)));
    let block: String = (0..200).fold(String::new(), |mut text, depth| {
        let _ = writeln!(text, "{}a:", " ".repeat(depth));
        text
    });
    assert_eq!(problems("a.yaml", block).len(), 1);
}

#[test]
fn alias_bombs_do_not_go_off() {
    let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let before = level - 1;
        let items = vec![format!("*a{before}"); 10].join(", ");
        let _ = writeln!(laughs, "a{level}: &a{level} [{items}]");
    }
    assert_eq!(problems("a.yaml", laughs), ["E0108 2:10 aliases make this document too large"]);
    let quadratic = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(3_000), "*a, ".repeat(3_000));
    assert_eq!(problems("a.yaml", quadratic), ["E0108 2:5 aliases make this document too large"]);
    let long = format!("a: &a '{}'\nb: [{}]\n", "x".repeat(500_000), "*a, ".repeat(2_000));
    assert_eq!(problems("a.yaml", long), ["E0108 2:5 aliases make this document too large"]);
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), json in any::<bool>()) {
        let (_, problems, sources) = read_file(if json { "a.json" } else { "a.yaml" }, &bytes);
        render(&problems, &sources, Format::Human { color: false });
    }

    #[test]
    fn no_yaml_makes_it_panic(text in r##"([\[\]{},:?!&*|>'"#%@`~<\-. \n\t\\a-c0-2é😀]|<<: |\*a|&a |!!b |- |a: |\? |---\n|: \|\n|\r\n){0,60}"##) {
        let (document, problems, sources) = read_file("a.yaml", text.as_bytes());
        prop_assert!(document.is_some() || !problems.is_empty(), "refused without a word: {text:?}");
        for format in [Format::Human { color: true }, Format::Json, Format::Github] {
            render(&problems, &sources, format);
        }
    }
}
