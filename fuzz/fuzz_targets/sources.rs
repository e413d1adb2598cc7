//! The readers of YAML and JSON: a text that both take is one value, and a place that is reported is in the text.
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
        assert!(document.is_some() || diagnostics.len() > before, "refused without a word");
    }
    let problems = diagnostics.into_sorted(&sources, Policy::Strict);
    diagnostic::render(&problems, &sources, diagnostic::Format::Human { color: false });
    diagnostic::render(&problems, &sources, diagnostic::Format::Json);
});
