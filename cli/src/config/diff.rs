//! What `wireright diff` denies and ignores.

use serde::Deserialize;
use wireright_diff::settings::{Deny, Ignore, Settings, Severity};

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
    pub ignore: Vec<DiffIgnore>,
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
    pub id: String,
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
    pub rule: Option<String>,
    /// The subject, or its beginning.
    pub subject: Option<String>,
    /// The reason.
    pub reason: String,
}

impl DiffConfig {
    /// The settings of a comparison.
    ///
    /// # Errors
    ///
    /// A rule is unknown, or an ignored change is not selected.
    pub fn settings(&self) -> Result<Settings, String> {
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
        let severities = self.rule.iter().map(|rule| (rule.id.clone(), severity(rule))).collect();
        let ignores = self.ignore.iter().map(|ignore| Ignore {
            fingerprint: ignore.fingerprint.clone(),
            rule: ignore.rule.clone(),
            subject: ignore.subject.clone(),
            reason: ignore.reason.clone(),
        });
        let settings = Settings { deny, severities, ignores: ignores.collect() };
        settings.check()?;
        Ok(settings)
    }
}
