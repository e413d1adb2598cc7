//! Names with special characters in all formats.

use wireright_codegen::SourceFile;

use super::{BASE, report, side};
use crate::{
    compare,
    report::{ReportFormat, render},
    settings::Settings,
};

/// A property whose name has a backtick, a pipe, a tag, a line break, and a command of GitHub.
const NAME: &str = "\"a`|<b>\\n::error::%0Ax\"";

fn rendered(format: ReportFormat) -> String {
    let with = |ty: &str| BASE.replacen("at: { type: string }", &format!("{NAME}: {{ type: {ty} }}"), 1);
    render(&report(&with("string"), &with("boolean")), &Settings::default(), format)
}

#[test]
fn a_name_does_not_leave_its_place() {
    let subject = |text: &str| text.lines().find(|line| line.contains("boolean")).unwrap_or_default().to_owned();
    let markdown = subject(&rendered(ReportFormat::Markdown));
    assert!(markdown.starts_with(r"| `Stamp.a`\|&lt;b> ::error::%0Ax\` type: string → boolean | "), "{markdown}");
    let changelog = subject(&rendered(ReportFormat::Changelog));
    assert!(changelog.starts_with(r"- `Stamp.a`|&lt;b> ::error::%0Ax\` type: "), "{changelog}");
    assert!(!rendered(ReportFormat::Html).contains("<b>\n"));
    let github = rendered(ReportFormat::Github);
    assert!(github.lines().all(|line| line.starts_with("::error file=") || line.starts_with("::notice ")), "{github}");
    assert!(github.contains(r"\n::error::%250Ax"), "{github}");
    for format in [ReportFormat::Json, ReportFormat::Sarif] {
        let value: serde_json::Value = serde_json::from_str(&rendered(format)).unwrap();
        assert!(value.is_object());
    }
}

#[test]
fn an_annotation_has_no_escape_code_of_a_terminal() {
    let with = |ty: &str| BASE.replacen("at: { type: string }", &format!(r#""a\e[31m": {{ type: {ty} }}"#), 1);
    let github = render(&report(&with("string"), &with("boolean")), &Settings::default(), ReportFormat::Github);
    assert!(github.contains(r"a\u{1b}[31m"), "{github}");
    assert!(!github.contains('\u{1b}'), "{github}");
}

#[test]
fn what_an_overlay_changed_has_its_place_there() {
    let update = "{ properties: { note: { maxLength: 40 } } }";
    let action = format!("target: $.components.schemas.Order\n    update: {update}");
    let overlay = format!("overlay: 1.0.0\ninfo: {{ title: Fix, version: '1' }}\nactions:\n  - {action}\n");
    let mut new = side(BASE);
    new.options.overlays = vec![SourceFile { path: "fix.yaml".to_owned(), bytes: overlay.into() }];
    let report = compare(side(BASE), new).unwrap_or_else(|error| panic!("{error:?}"));
    let places: Vec<String> =
        report.changes.iter().filter_map(|change| change.new.as_ref()).map(ToString::to_string).collect();
    assert_eq!(places, ["fix.yaml:5"], "{report:#?}");
    assert_eq!(report.changes[0].subject, "`Order.note`");
    let old = report.changes[0].old.as_ref().map(ToString::to_string).unwrap_or_default();
    assert!(old.starts_with("shop.yaml:"), "{old}");
}
