//! What `wireright diff` denies and ignores.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use wireright_diff::settings::{Deny, Ignore, Settings, Severity};

use super::error::Problem;

/// Comparisons of documents.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DiffConfig {
    /// What fails.
    pub deny: Option<DiffDeny>,
    /// Severities of rules.
    #[serde(default)]
    pub rule: Vec<DiffRule>,
    /// Changes that are ignored.
    #[serde(default)]
    pub ignore: Vec<Spanned<DiffIgnore>>,
}

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffDeny {
    /// Changes that break on the wire or in Rust.
    Breaking,
    /// Changes that break on the wire.
    Wire,
    /// Changes that break in Rust.
    Rust,
}

/// The severity of a rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DiffRule {
    /// The id of the rule.
    pub id: Spanned<String>,
    /// The severity.
    pub severity: DiffSeverity,
}

/// A severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffSeverity {
    /// Fails with any `deny`.
    Error,
    /// Never fails.
    Warning,
    /// Never fails, and is for information.
    Info,
}

/// A change that is ignored.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DiffIgnore {
    /// The fingerprint of the change.
    pub fingerprint: Option<String>,
    /// The id of the rule.
    pub rule: Option<Spanned<String>>,
    /// The subject, or what contains it.
    pub subject: Option<String>,
    /// The reason.
    pub reason: String,
}

/// Where the rules are listed.
const RULES: &str = "https://github.com/wireright/wireright/blob/main/docs/diff.md lists the rules";

impl DiffIgnore {
    fn settings(&self) -> Ignore {
        Ignore {
            fingerprint: self.fingerprint.clone(),
            rule: self.rule.as_ref().map(|rule| rule.get_ref().clone()),
            subject: self.subject.clone(),
            reason: self.reason.clone(),
        }
    }
}

impl DiffConfig {
    /// The settings of a comparison.
    pub fn settings(&self) -> Settings {
        let deny = self.deny.map(|deny| match deny {
            DiffDeny::Breaking => Deny::Breaking,
            DiffDeny::Wire => Deny::Wire,
            DiffDeny::Rust => Deny::Rust,
        });
        let severity = |rule: &DiffRule| match rule.severity {
            DiffSeverity::Error => Severity::Error,
            DiffSeverity::Warning => Severity::Warning,
            DiffSeverity::Info => Severity::Info,
        };
        let severities = self.rule.iter().map(|rule| (rule.id.get_ref().clone(), severity(rule))).collect();
        let ignores = self.ignore.iter().map(|ignore| ignore.get_ref().settings()).collect();
        Settings { deny, severities, ignores, is_complete: false }
    }

    /// The unknown rules, and the ignored changes that are not selected.
    pub(super) fn problems(&self, incomplete: &[Range<usize>]) -> Vec<Problem> {
        let mut problems = Vec::new();
        let of_ignores = self.ignore.iter().filter_map(|ignore| ignore.get_ref().rule.as_ref());
        let mut unknown = Vec::new();
        for id in self.rule.iter().map(|rule| &rule.id).chain(of_ignores) {
            let severities = vec![(id.get_ref().clone(), Severity::Info)];
            let alone = Settings { severities, ..Settings::default() };
            if let Err(message) = alone.check() {
                unknown.push(id.get_ref());
                problems.push(Problem::new(id.span(), message).help(RULES));
            }
        }
        for ignore in self.ignore.iter().filter(|ignore| !incomplete.contains(&ignore.span())) {
            // The id of its rule has a problem already.
            let is_known = ignore.get_ref().rule.as_ref().is_none_or(|rule| !unknown.contains(&rule.get_ref()));
            let alone = Settings { ignores: vec![ignore.get_ref().settings()], ..Settings::default() };
            let refused = alone.check().err().filter(|_| is_known);
            problems.extend(refused.map(|message| Problem::new(ignore.span(), message)));
        }
        problems
    }
}
