//! Arguments of `wireright diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use wireright_diff::{report::ReportFormat, settings::Deny};

const HELP: &str = "\
Each change has two verdicts. wire: whether deployed clients and servers break. Rust: whether code
that uses the generated client compiles, and does the same. The last line is the version step that
the client needs by Cargo's rules. The rules of this command are listed in
https://github.com/wireright/wireright/blob/main/docs/diff.md.

The clients of wireright.toml keep their overlays, --include and --exclude. Its tables [diff],
[[diff.rule]] and [[diff.ignore]] set what fails, severities, and changes to ignore.

Examples:
  wireright diff old.yaml new.yaml
  wireright diff --base main specs/            the working tree and a git revision
  wireright diff --base main                   the documents of wireright.toml
  wireright diff --base v1.2.0 api.yaml --format changelog
  wireright diff --base origin/main --deny breaking --format github

Exit codes:
  0  no change is denied
  1  a change is denied by --deny or by the configuration
  2  invalid arguments, or documents that cannot be compared";

/// Arguments of `wireright diff`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = HELP)]
pub struct DiffArguments {
    /// OLD and NEW: documents, or folders of them. With --base: the documents to compare with that revision
    /// [default: those of wireright.toml]
    #[arg(value_name = "SPEC")]
    pub specs: Vec<PathBuf>,
    /// The output
    #[command(flatten)]
    pub output: DiffOutput,
    /// Compare with this git revision: a branch, a tag or a commit
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// The configuration [default: wireright.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// The output of a comparison.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct DiffOutput {
    /// Output format
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
    /// Fail if a change breaks: on the wire or in Rust, only on the wire, or only in Rust
    #[arg(long, value_enum, value_name = "KIND")]
    pub deny: Option<DenyKind>,
}

/// Output format of `wireright diff`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// One line for each change
    #[default]
    Human,
    /// A comment of a pull request
    Markdown,
    /// A page without other files
    Html,
    /// One JSON object for each client
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
    /// Entries of a changelog
    Changelog,
}

impl DiffFormat {
    /// The format of the report.
    pub fn report(self, color: bool) -> ReportFormat {
        match self {
            Self::Human => ReportFormat::Text { color },
            Self::Markdown => ReportFormat::Markdown,
            Self::Html => ReportFormat::Html,
            Self::Json => ReportFormat::Json,
            Self::Github => ReportFormat::Github,
            Self::Sarif => ReportFormat::Sarif,
            Self::Changelog => ReportFormat::Changelog,
        }
    }
}

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DenyKind {
    /// On the wire or in Rust
    Breaking,
    /// On the wire
    Wire,
    /// In Rust
    Rust,
}

impl From<DenyKind> for Deny {
    fn from(kind: DenyKind) -> Self {
        match kind {
            DenyKind::Breaking => Self::Breaking,
            DenyKind::Wire => Self::Wire,
            DenyKind::Rust => Self::Rust,
        }
    }
}
