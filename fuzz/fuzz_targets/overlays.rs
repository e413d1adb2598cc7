//! Arbitrary strings as the target and the update of an Overlay action: the generator does not panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wireright_codegen::{Options, SourceFile, generate};

const DOCUMENT: &str = include_str!("../../tests/documents/constructs/bodies.yaml");

fuzz_target!(|input: (&str, &str)| {
    let (target, update) = input;
    let target: String = target.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let head = r#""overlay": "1.0.0", "info": { "title": "x", "version": "1" }"#;
    let overlay = format!(r#"{{ {head}, "actions": [{{ "target": "{target}", "update": {update} }}] }}"#);
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let overlays = vec![file("overlay.json", &overlay)];
    let options = Options { overlays, unused_types: Some(true), ..Options::default() };
    let generation = generate(vec![file("document.yaml", DOCUMENT)], &options);
    assert!(!generation.files.is_empty() || !generation.diagnostics.is_empty());
});
