//! Tests of spans in block style, flow style, JSON and broken input.

use proptest::prelude::*;

use super::*;
use crate::source::FileId;

/// A document in several styles. Its umlauts make bytes and characters differ.
const BLOCK: &str = "# Größe\r
openapi: 3.0.3
paths:
  /a~b/{id}:
    get: &op
      tags: [ä, 'b c', {x: 1}]
      description: |
        Schön
        und gut
      parameters:
        - name: id
          in: path
        -
          name: other
    put: *op
empty:
list:
- one
- - two
  - three
'quoted key' : \"text\"
";

fn pointer(text: &str) -> Pointer {
    Pointer::parse(text).unwrap()
}

/// The text of the key and of the value.
fn found<'t>(text: &'t str, address: &str) -> (Option<&'t str>, &'t str) {
    let pointer = pointer(address);
    let spans = locate_all(text, [&pointer]).remove(&pointer).unwrap();
    (spans.key.map(|key| &text[key]), &text[spans.value])
}

#[test]
fn block_style_is_located() {
    let table = [
        ("/openapi", Some("openapi"), "3.0.3"),
        ("/paths", Some("paths"), "paths"),
        ("/paths/~1a~0b~1{id}", Some("/a~b/{id}"), "/a~b/{id}"),
        ("/paths/~1a~0b~1{id}/get/tags", Some("tags"), "[ä, 'b c', {x: 1}]"),
        ("/paths/~1a~0b~1{id}/get/tags/0", None, "ä"),
        ("/paths/~1a~0b~1{id}/get/tags/1", None, "'b c'"),
        ("/paths/~1a~0b~1{id}/get/tags/2/x", Some("x"), "1"),
        ("/paths/~1a~0b~1{id}/get/description", Some("description"), "Schön"),
        ("/paths/~1a~0b~1{id}/get/parameters/0", None, "name: id"),
        ("/paths/~1a~0b~1{id}/get/parameters/1/name", Some("name"), "other"),
        ("/paths/~1a~0b~1{id}/put", Some("put"), "*op"),
        ("/empty", Some("empty"), "empty"),
        ("/list/0", None, "one"),
        ("/list/1/1", None, "three"),
        ("/quoted key", Some("'quoted key'"), "\"text\""),
    ];
    for (address, key, value) in table {
        assert_eq!(found(BLOCK, address), (key, value), "{address}");
    }
}

#[test]
fn a_pointer_to_nothing_falls_back_to_its_nearest_ancestor() {
    assert_eq!(found(BLOCK, "/paths/~1a~0b~1{id}/get/tags/7/y"), (Some("tags"), "[ä, 'b c', {x: 1}]"));
    assert_eq!(found(BLOCK, "/paths/~1a~0b~1{id}/put/tags/0"), (Some("put"), "*op"));
    assert_eq!(found(BLOCK, "/nothing"), (None, "openapi: 3.0.3"));
    assert_eq!(found("", "/nothing"), (None, ""));
    assert_eq!(found("a: [", "/a"), (Some("a"), "["));
}

#[test]
fn json_is_located() {
    let text = "{\n\t\"a\": [1, {\"ü\\u0021\" : \"\\ud83d\\ude00\"}],\n\t\"\": {}\n}";
    assert_eq!(found(text, "/a/0"), (None, "1"));
    assert_eq!(found(text, "/a/1/ü!"), (Some("\"ü\\u0021\""), "\"\\ud83d\\ude00\""));
    assert_eq!(found(text, "/"), (Some("\"\""), "{}"));
    assert_eq!(found(text, ""), (None, "{"));
}

#[test]
fn the_first_duplicate_key_and_the_first_document_are_located() {
    assert_eq!(found("a: 1\na: 2\n---\na: 3\n", "/a"), (Some("a"), "1"));
}

#[test]
fn a_location_is_its_key_or_its_value() {
    let sources = crate::source::Sources::new(vec![crate::source::SourceFile { path: String::new(), bytes: vec![] }]);
    let file: FileId = sources.iter().next().unwrap().0;
    let at = |part| Location { file, pointer: pointer("/openapi"), part };
    assert_eq!(&BLOCK[locate(BLOCK, &at(NodePart::Key))], "openapi");
    assert_eq!(&BLOCK[locate(BLOCK, &at(NodePart::Value))], "3.0.3");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_text_has_spans_inside_it(
        changes in proptest::collection::vec(
            (0..BLOCK.len(), 0_usize..8, ".{0,3}|[:\\-{}\\[\\]&*!|>\"'\n ]{0,3}"),
            1..8,
        ),
        address in "(/(paths|~1a~0b~1\\{id\\}|get|tags|parameters|list|[0-3]|a)){0,6}",
    ) {
        let mut text = BLOCK.to_owned();
        for (at, length, replacement) in changes {
            let start = (0..=at.min(text.len())).rev().find(|index| text.is_char_boundary(*index)).unwrap();
            let end = (start + length..=text.len()).find(|index| text.is_char_boundary(*index)).unwrap_or(text.len());
            text.replace_range(start..end, &replacement);
        }
        let pointer = pointer(&address);
        let spans = locate_all(&text, [&pointer]).remove(&pointer).unwrap();
        prop_assert!(text.get(spans.value).is_some());
        prop_assert!(spans.key.is_none_or(|key| text.get(key).is_some()));
    }
}

/// YAML requires more indentation of the closing brackets. Other readers do not.
#[test]
fn closing_brackets_at_the_column_of_their_key_are_no_end() {
    let text = "ä:\n  b: {\n    \"x\": [\n    '#'\n    ]\n  }\n  c: |\n    {\n    }\nd: [\r\n] # e\nf: 7\n";
    assert_eq!(found(text, "/ä/b/x/0"), (None, "'#'"));
    assert_eq!(found(text, "/ä/c"), (Some("c"), "{"));
    assert_eq!(found(text, "/d").0, Some("d"));
    assert_eq!(found(text, "/f"), (Some("f"), "7"));
}
