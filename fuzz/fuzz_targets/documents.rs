//! Arbitrary bytes as a document: the result is code that parses, or diagnostics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wireright_codegen::{Options, SourceFile, diagnostic, generate};

fuzz_target!(|input: (bool, &[u8])| {
    let (lenient, bytes) = input;
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: bytes.to_vec() };
    let generation = generate(vec![source], &Options { lenient, unused_types: Some(true), ..Options::default() });
    assert!(!generation.files.is_empty() || !generation.diagnostics.is_empty());
    for file in &generation.files {
        assert!(syn::parse_file(&file.text).is_ok(), "{} does not parse", file.path);
        assert!(file.path.starts_with("src/") && file.path.is_ascii() && !file.path.contains(".."));
    }
    let format = diagnostic::Format::Human { color: false };
    diagnostic::render(&generation.diagnostics, &generation.sources, format);
});
