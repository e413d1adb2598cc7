//! Names with special characters in all formats.

use super::{BASE, report};
use crate::{
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
    assert!(github.contains("%0A::error::%250Ax"), "{github}");
    for format in [ReportFormat::Json, ReportFormat::Sarif] {
        let value: serde_json::Value = serde_json::from_str(&rendered(format)).unwrap();
        assert!(value.is_object());
    }
}
