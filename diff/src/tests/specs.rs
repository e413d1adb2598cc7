//! Realistic edits of the documents in `specs/`, each with its report.
//!
//! `WIRERIGHT_UPDATE=1 cargo test -p wireright-diff` writes `specs.txt`.

use std::{fs, path::Path};

use wireright_codegen::{Options, SourceFile};

use crate::{
    Side, compare,
    report::{ReportFormat, render},
    settings::Settings,
    version::next_version,
};

/// A name, a document, and strings with their replacements.
type Edit = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const PARAMETERS: &str = "      parameters:\n";

const REQUIRED: &str = concat!(
    "      parameters:\n",
    "        - { name: reason, in: query, required: true, schema: { type: string } }\n",
);

const FIRST_SERVER: &str = concat!(
    "  - url: https://dms.ae-ad-1.myhuaweicloud.com\n",
    "    description: The region ae-ad-1.\n",
    "    x-region: ae-ad-1\n",
);

const EDITS: [Edit; 10] = [
    (
        "an optional parameter",
        "kafka.yaml",
        &[(PARAMETERS, "      parameters:\n        - { name: dry_run, in: query, schema: { type: boolean } }\n")],
    ),
    ("a required parameter", "kafka.yaml", &[(PARAMETERS, REQUIRED)]),
    (
        "a renamed path parameter",
        "rabbitmq.yaml",
        &[("{instance_id}", "{broker_id}"), ("- name: instance_id", "- name: broker_id")],
    ),
    ("longer passwords", "kafka.yaml", &[("maxLength: 32", "maxLength: 64")]),
    (
        "a property that became required",
        "dcs.yaml",
        &[("required: [new_password]", "required: [old_password, new_password]")],
    ),
    ("another success status", "rabbitmq.yaml", &[("'204':", "'200':")]),
    (
        "another value in a response",
        "codearts-artifact.yaml",
        &[("enum: [success, error]", "enum: [success, error, pending]")],
    ),
    (
        "a renamed property of a response",
        "codearts-artifact.yaml",
        &[("                  trace_id:", "                  request_id:")],
    ),
    ("a renamed operation", "dws.yaml", &[("operationId: resetPassword", "operationId: resetAdminPassword")]),
    ("a region that is gone", "kafka.yaml", &[(FIRST_SERVER, "")]),
];

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
    for (name, document, edits) in EDITS {
        let mut files = documents();
        let file = files.iter_mut().find(|file| file.path.ends_with(document)).expect("the document");
        let mut text = String::from_utf8(file.bytes.clone()).expect("text");
        for (old, new) in edits {
            assert!(text.contains(old), "{name}: `{old}`");
            text = text.replacen(old, new, 1);
        }
        file.bytes = text.into_bytes();
        let mut report = compare(side("main", documents()), side("specs", files)).expect("documents");
        report.versions = next_version("0.1.0", report.step).map(|new| ("0.1.0".to_owned(), new));
        let text = render(&report, &Settings::default(), ReportFormat::Text { color: false });
        reports += &format!("== {name}\n{text}\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/specs.txt");
    if std::env::var_os("WIRERIGHT_UPDATE").is_some() {
        fs::write(&path, &reports).expect("the file can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(reports == expected, "the reports differ from specs.txt:\n{reports}");
}
