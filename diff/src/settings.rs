//! Settings: what fails, severities of rules, and changes that are ignored with a reason.

use crate::{
    change::{Change, RustLevel, WireLevel},
    comparison::Report,
    rules,
};

/// What makes a comparison fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deny {
    /// Changes that break on the wire or in Rust.
    Breaking,
    /// Changes that break on the wire.
    Wire,
    /// Changes that break in Rust.
    Rust,
}

/// The severity of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For information.
    Info,
    /// To be looked at.
    Warning,
    /// Fails with any [`Deny`].
    Error,
}

impl Severity {
    /// The severity in reports and in the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A change that is ignored. Every part that is set must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignore {
    /// The fingerprint of the change.
    pub fingerprint: Option<String>,
    /// The id of the rule.
    pub rule: Option<String>,
    /// The subject, or its beginning.
    pub subject: Option<String>,
    /// The reason, for reports.
    pub reason: String,
}

impl Ignore {
    fn fits(&self, change: &Change) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
        let begins = |subject: &String| change.subject.replace('`', "").starts_with(&subject.replace('`', ""));
        is(&self.fingerprint, &change.fingerprint)
            && is(&self.rule, change.rule.id)
            && self.subject.as_ref().is_none_or(begins)
    }
}

/// The settings of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What fails.
    pub deny: Option<Deny>,
    /// Severities of rules, by id.
    pub severities: Vec<(String, Severity)>,
    /// Changes that are ignored.
    pub ignores: Vec<Ignore>,
}

impl Settings {
    /// Checks the ids of the rules, and that every ignored change is selected by something.
    ///
    /// # Errors
    ///
    /// A rule is unknown, or an entry selects every change.
    pub fn check(&self) -> Result<(), String> {
        let ids = self.severities.iter().map(|(id, _)| id).chain(self.ignores.iter().filter_map(|it| it.rule.as_ref()));
        for id in ids {
            if rules::rule(id).is_none() {
                let known = rules::RULES.iter().map(|rule| rule.id);
                let near = wireright_codegen::diagnostic::suggest(id, known);
                let help = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
                return Err(format!("unknown rule `{id}`{help}"));
            }
        }
        let selects_all =
            |ignore: &&Ignore| ignore.fingerprint.is_none() && ignore.rule.is_none() && ignore.subject.is_none();
        if self.ignores.iter().any(|ignore| selects_all(&ignore)) {
            return Err("an ignored change needs a `fingerprint`, a `rule` or a `subject`".to_owned());
        }
        let is_blank = |text: &str| text.trim().is_empty();
        if self.ignores.iter().any(|ignore| is_blank(&ignore.reason)) {
            return Err("the `reason` of an ignored change is empty".to_owned());
        }
        if self.ignores.iter().any(|ignore| ignore.subject.as_deref().is_some_and(is_blank)) {
            return Err("the `subject` of an ignored change is empty: it would select every change".to_owned());
        }
        Ok(())
    }

    /// Marks the changes that are ignored.
    pub fn apply(&self, report: &mut Report) {
        for change in &mut report.changes {
            let ignore = self.ignores.iter().find(|ignore| ignore.fits(change));
            change.ignored = ignore.map(|ignore| ignore.reason.clone());
        }
    }

    /// The severity of a change.
    pub fn severity(&self, change: &Change) -> Severity {
        if change.ignored.is_some() {
            return Severity::Info;
        }
        let configured = self.severities.iter().find(|(id, _)| id == change.rule.id);
        configured.map_or_else(|| default_severity(change), |(_, severity)| *severity)
    }

    /// Whether a change makes the comparison fail.
    pub fn denies(&self, change: &Change) -> bool {
        let Some(deny) = self.deny else { return false };
        if change.ignored.is_some() {
            return false;
        }
        if let Some((_, severity)) = self.severities.iter().find(|(id, _)| id == change.rule.id) {
            return *severity == Severity::Error;
        }
        let (wire, rust) = (change.wire.level == WireLevel::Breaks, change.rust.level == RustLevel::Breaks);
        match deny {
            Deny::Breaking => wire || rust,
            Deny::Wire => wire,
            Deny::Rust => rust,
        }
    }
}

fn default_severity(change: &Change) -> Severity {
    match (change.wire.level, change.rust.level) {
        (WireLevel::Breaks, _) | (_, RustLevel::Breaks) => Severity::Error,
        (WireLevel::MayBreak, _) | (_, RustLevel::ChangesMeaning) => Severity::Warning,
        _ => Severity::Info,
    }
}
