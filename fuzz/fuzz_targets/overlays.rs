//! Any text as the target of an overlay, and any value as what it changes a document to.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wireright_codegen::{Options, SourceFile, generate};

const DOCUMENT: &str = include_str!("../../tests/documents/constructs/bodies.yaml");

fuzz_target!(|input: (&str, &str)| {
    let (target, update) = input;
    let target: String = target.chars().flat_map(InJson::escape_unicode_in_json).collect();
    let overlay = format!(
        "{{\"overlay\": \"1.0.0\", \"info\": {{\"title\": \"x\", \"version\": \"1\"}}, \"actions\": [{{\"target\": \"{target}\", \"update\": {update}}}]}}"
    );
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let options = Options { overlays: vec![file("overlay.json", &overlay)], ..Options::default() };
    let generation = generate(vec![file("document.yaml", DOCUMENT)], &options);
    assert!(!generation.files.is_empty() || !generation.diagnostics.is_empty());
});

/// A character as JSON writes it, whatever it is.
trait InJson {
    fn escape_unicode_in_json(self) -> Vec<char>;
}

impl InJson for char {
    fn escape_unicode_in_json(self) -> Vec<char> {
        let mut units = [0; 2];
        self.encode_utf16(&mut units).iter().flat_map(|unit| format!("\\u{unit:04x}").chars().collect::<Vec<_>>()).collect()
    }
}
