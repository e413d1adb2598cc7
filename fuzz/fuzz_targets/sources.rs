//! Arbitrary bytes as JSON and YAML: a rejected file has a diagnostic, and every diagnostic can be rendered.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wireright_codegen::{Diagnostics, Policy, SourceFile, Sources, diagnostic, parser::parse};

fuzz_target!(|bytes: &[u8]| {
    let file = |path: &str| SourceFile { path: path.to_owned(), bytes: bytes.to_vec() };
    let sources = Sources::new(vec![file("a.json"), file("a.yaml")]);
    let mut diagnostics = Diagnostics::default();
    for (id, file) in sources.iter() {
        let before = diagnostics.len();
        let document = parse(id, file, &mut diagnostics);
        assert!(document.is_some() || diagnostics.len() > before, "rejected without a diagnostic");
    }
    let problems = diagnostics.into_sorted(&sources, Policy::Strict);
    diagnostic::render(&problems, &sources, diagnostic::Format::Human { color: false });
    diagnostic::render(&problems, &sources, diagnostic::Format::Json);
});
