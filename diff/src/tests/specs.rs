//! Realistic edits of the documents in `specs/`, from `spec_edits.txt`, each with its report.
//!
//! `WIRERIGHT_UPDATE=1 cargo test -p wireright-diff` writes `specs.txt`.

use std::{fs, path::Path};

use wireright_codegen::{Options, SourceFile};

use super::cases;
use crate::{
    Side, compare,
    report::{ReportFormat, render},
    settings::Settings,
    version::next_version,
};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn documents() -> Vec<SourceFile> {
    let read = |name: &str| SourceFile {
        path: format!("specs/{name}"),
        bytes: fs::read(folder().join(name)).expect("a document"),
    };
    ["codearts-artifact.yaml", "dcs.yaml", "dws.yaml", "kafka.yaml", "rabbitmq.yaml"].map(read).into()
}

fn side(name: &str, files: Vec<SourceFile>) -> Side {
    Side { name: name.to_owned(), files, options: Options { lenient: true, ..Options::default() } }
}

#[test]
fn each_edit_of_the_specs_has_its_report() {
    let mut reports = String::new();
    for edit in cases::read_all(include_str!("spec_edits.txt")) {
        let mut files = documents();
        let file = files.iter_mut().find(|file| file.path.ends_with(edit.document)).expect("the document");
        file.bytes = edit.apply(str::from_utf8(&file.bytes).expect("text")).into_bytes();
        let mut report = compare(side("main", documents()), side("specs", files)).expect("documents");
        report.versions = next_version("0.1.0", report.step).map(|new| ("0.1.0".to_owned(), new));
        let text = render(&report, &Settings::default(), ReportFormat::Text { color: false });
        reports += &format!("== {}\n{text}\n", edit.name);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/specs.txt");
    if std::env::var_os("WIRERIGHT_UPDATE").is_some() {
        fs::write(&path, &reports).expect("the file can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(reports == expected, "the reports differ from specs.txt:\n{reports}");
}
