//! Tests of overlays, from files to changed documents.

use crate::{
    diagnostic::{Code, Diagnostics, Format, Policy, render},
    parser::{Document, parse},
    source::{SourceFile, Sources, Value},
};

use super::{Origins, apply, extends, is_overlay};

const HEAD: &str = "overlay: 1.0.0\ninfo: { title: T, version: '1' }\n";

const DOCUMENT: &str = "
openapi: 3.0.3
info: { title: Pets, x-tags: [a, b] }
paths:
  /pets:
    get: { operationId: listPets, tags: [pets], parameters: [{ name: limit, in: query }, { name: dummy, in: query }] }
    post: { operationId: addPet, tags: [pets, internal] }
  /internal:
    get: { operationId: internal, tags: [internal] }
";

/// The document after an overlay, and each problem as `code line:column message; notes; help`.
fn applied(document: &str, overlay: &str) -> (Value, Vec<String>) {
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.into() };
    let sources = Sources::new(vec![file("api.yaml", document), file("overlay.yaml", overlay)]);
    let mut diagnostics = Diagnostics::default();
    let mut documents: Vec<Document> =
        sources.iter().map(|(id, file)| parse(id, file, &mut diagnostics).unwrap()).collect();
    let overlay = documents.pop().unwrap();
    let mut document = documents.pop().unwrap();
    apply(&mut document, &overlay, &mut Origins::default(), &mut diagnostics);
    let problems = render(&diagnostics.into_sorted(&sources, Policy::Strict), &sources, Format::Json);
    let shown = problems.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        // The general advice of a code is not shown.
        let is_general = |words: &str| Code::ALL.iter().any(|code| code.advice() == words);
        let words = |key: &str| {
            let sentences = line[key].as_array().unwrap().iter().map(|sentence| sentence.as_str().unwrap());
            sentences.filter(|words| !is_general(words)).map(|words| format!("; {words}")).collect::<String>()
        };
        let (code, message) = (line["code"].as_str().unwrap(), line["message"].as_str().unwrap());
        assert_eq!(line["file"], "overlay.yaml");
        format!("{code} {}:{} {message}{}{}", line["line"], line["column"], words("notes"), words("help"))
    });
    (document.root, shown.collect())
}

fn value(text: &str) -> Value {
    let sources = Sources::new(vec![SourceFile { path: "a.yaml".to_owned(), bytes: text.into() }]);
    let (id, file) = sources.iter().next().unwrap();
    parse(id, file, &mut Diagnostics::default()).unwrap().root
}

#[track_caller]
fn becomes(document: &str, actions: &str, expected: &str) {
    let (found, problems) = applied(document, &format!("{HEAD}actions:\n{actions}"));
    assert_eq!(problems, [""; 0]);
    assert_eq!(found, value(expected));
}

#[track_caller]
fn problems(actions: &str, expected: &[&str]) {
    let (found, problems) = applied(DOCUMENT, &format!("{HEAD}actions:\n{actions}"));
    assert_eq!(problems, expected);
    assert_eq!(found, value(DOCUMENT), "failed actions change nothing");
}

#[test]
fn objects_are_merged_lists_are_appended_and_scalars_are_replaced() {
    becomes(
        "a: { b: { c: 1, d: [1], e: x }, f: ~ }\n",
        "- { target: $, update: { a: { b: { c: 2.50, d: [2, 3], g: { h: [4] } }, f: { i: 5 } }, j: ~ } }\n",
        "a: { b: { c: 2.50, d: [1, 2, 3], e: x, g: { h: [4] } }, f: { i: 5 } }\nj: ~\n",
    );
}

#[test]
fn actions_are_applied_in_order() {
    becomes(
        "servers: [{ url: 'https://a.example' }]\nx: 1\n",
        "- { target: $.servers, remove: true }\n- { target: $, update: { servers: [{ url: b }] } }\n\
         - { target: '$.servers[0]', update: { description: B } }\n",
        "x: 1\nservers: [{ url: b, description: B }]\n",
    );
}

#[test]
fn examples_of_the_specification() {
    let overlay = "
- target: $.paths.*.get
  update: { x-safe: true }
- target: $.paths.*.get.parameters[?@.name=='limit' && @.in=='query']
  update: { schema: { $ref: '#/components/schemas/limit' } }
- target: $.paths.*.get.parameters
  update: { name: newParam, in: query }
- target: $.paths.*.get.parameters[?@.name == 'dummy']
  remove: true
- target: $.paths.*[?@.tags[?@ == 'internal']]
  remove: true
- target: $.info.x-tags
  update: [c, d]
- target: $.info.x-tags
  update: e
";
    let expected = "
openapi: 3.0.3
info: { title: Pets, x-tags: [a, b, c, d, e] }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      parameters:
      - { name: limit, in: query, schema: { $ref: '#/components/schemas/limit' } }
      - { name: newParam, in: query }
      x-safe: true
  /internal: {}
";
    becomes(DOCUMENT, overlay, expected);
}

#[test]
fn all_matches_are_removed_in_any_order() {
    becomes(
        "a: [0, 1, 2, 3, { b: [4, 5, 6] }]\nc: d\n",
        "- { target: '$.a[3, 0, 0]', remove: true }\n- { target: '$..b[0, -1]', remove: true }\n\
         - { target: $.c, remove: true, update: 5 }\n",
        "a: [1, 2, { b: [5] }]\n",
    );
    becomes("a: [[1, 2], [3]]\n", "- { target: '$..*', remove: true }\n", "{}\n");
}

#[test]
fn scalars_are_replaced_and_values_are_copied() {
    becomes(
        "a: x\nb: [1, 2]\n",
        "- { target: $.a, update: y }\n- { target: '$.b[*]', update: ~ }\n",
        "a: y\nb: [~, ~]\n",
    );
    becomes(
        "a: { x: 1 }\nb: { y: 2 }\nc: { z: 3 }\n",
        "- { target: '$[\"b\", \"c\"]', copy: $.a }\n",
        "a: { x: 1 }\nb: { y: 2, x: 1 }\nc: { z: 3, x: 1 }\n",
    );
}

#[test]
fn an_unmatched_target_is_reported_with_its_longest_matching_part() {
    problems(
        "- target: $.paths['/pet'].get\n  update: { summary: x }\n\
         - { target: '$.paths.*[?@.deprecated]', remove: true }\n",
        &[
            "E0604 4:11 unmatched target: `$.paths['/pet'].get` matches nothing; `$.paths` is the longest part of \
             it that matches; a property with a similar name exists: `/pets`",
            "E0604 6:13 unmatched target: `$.paths.*[?@.deprecated]` matches nothing; `$.paths.*` is the longest part \
             of it that matches",
        ],
    );
}

#[test]
fn updates_of_another_type_are_reported() {
    problems(
        "- { target: $.info, update: text }\n- { target: '$.paths.*.get', update: { tags: { a: b } } }\n\
         - { target: $, remove: true }\n- { target: $.info, copy: '$.paths.*' }\n",
        &[
            "E0605 4:29 update type mismatch: cannot merge a string into an object; remove the old value with \
             one action, and add the new value with the next one",
            "E0605 5:46 update type mismatch: cannot merge an object into an array; remove the old value with \
             one action, and add the new value with the next one",
            "E0601 6:13 invalid removal: the target is the whole document; name the value to remove: \
             `$.paths['/internal']`",
            "E0601 7:27 ambiguous `copy`: `$.paths.*` matches 2 values; let the expression match exactly one value",
        ],
    );
}

#[test]
fn a_malformed_action_does_not_hide_the_others() {
    problems(
        "- { update: 5 }\n- 5\n- { target: 5, update: 5 }\n- { target: $.info }\n- { target: $.info, remove: yes }\n\
         - { target: $.info.a b, update: 1 }\n- { target: $.paths./pets, update: 1 }\n\
         - { target: $.x, updte: 1, remove: false, x-y: 1 }\n",
        &[
            "E0601 4:3 missing key `target` in action",
            "E0601 5:3 wrong type of action: expected an object",
            "E0601 6:13 wrong type of a JSONPath expression: expected a string",
            "E0601 7:3 action without effect; add `update` with a value to merge, or `remove: true`",
            "E0601 8:29 wrong type of `remove`: expected a boolean",
            "E0603 9:13 malformed JSONPath at character 9: unexpected ` `; a name with other characters needs \
             brackets and quotes: `$.paths['/pets']`",
            "E0603 10:13 malformed JSONPath at character 9: unexpected `/`; a name with other characters needs \
             brackets and quotes: `$.paths['/pets']`",
            "E0601 11:3 action without effect; add `update` with a value to merge, or `remove: true`",
            "E0207 11:18 unknown key `updte` in action; a key with a similar name exists: `update`",
        ],
    );
}

#[test]
fn a_malformed_overlay_is_reported() {
    let of = |overlay: &str| applied("a: 1\n", overlay).1;
    assert_eq!(
        of("x: 1\n"),
        [
            "E0207 1:1 unknown key `x` in overlay",
            "E0601 1:1 missing key `actions` in overlay",
            "E0601 1:1 missing key `info` in overlay",
            "E0601 1:1 missing key `overlay` in overlay",
        ]
    );
    assert_eq!(of("[1]\n"), ["E0601 1:1 wrong type of overlay: expected an object"]);
    assert_eq!(
        of("overlay: 2.0.0\ninfo: { title: 1 }\nactions: []\n"),
        [
            "E0602 1:10 unsupported overlay version `2.0.0`; supported are the versions 1.0 and 1.1: `overlay: 1.0.0`",
            "E0601 2:7 missing key `version` in `info` of the overlay",
            "E0601 2:16 wrong type of `title`: expected a string",
            "E0601 3:10 empty `actions`: expected at least one action",
        ]
    );
}

#[test]
fn the_size_and_depth_of_the_result_are_bounded() {
    let doubling = "- { target: '$..*', update: { a: { b: {} }, c: { d: {} } } }\n".repeat(12);
    let (_, problems) = applied("a: { b: {} }\n", &format!("{HEAD}actions:\n{doubling}"));
    assert!(problems.len() < 12 && problems[0].starts_with("E0606"), "{problems:?}");
    let nested = format!("{}1{}", "{ a: ".repeat(60), " }".repeat(60));
    let path = ".a".repeat(60);
    let deeper = format!(
        "- {{ target: $, update: {nested} }}\n- {{ target: '${path}', remove: true }}\n\
        - {{ target: '${}', update: {nested} }}\n- {{ target: '${}', update: {nested} }}\n",
        &path[2..],
        ".a".repeat(119)
    );
    let (_, problems) = applied("b: 1\n", &format!("{HEAD}actions:\n{deeper}"));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("E0107"), "{problems:?}");
}

#[test]
fn an_overlay_is_recognized_and_has_extends() {
    let sources = Sources::new(vec![SourceFile {
        path: "a.yaml".to_owned(),
        bytes: b"overlay: 1.0.0\nextends: ./a.yaml\n".to_vec(),
    }]);
    let (id, file) = sources.iter().next().unwrap();
    let document = parse(id, file, &mut Diagnostics::default()).unwrap();
    assert!(is_overlay(&document));
    assert_eq!(extends(&document), Some("./a.yaml"));
    assert!(!is_overlay(&Document { root: value("openapi: 3.0.3"), ..document }));
}
