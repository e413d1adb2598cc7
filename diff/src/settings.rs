//! Settings: what fails, severities of rules, and changes that are ignored with a reason.

use std::{collections::BTreeSet, fmt};

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
    /// The subject, or what contains it.
    pub subject: Option<String>,
    /// The reason, for reports.
    pub reason: String,
}

/// `rule = "property-removed", subject = "Pet.name"`
impl fmt::Display for Ignore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = [("fingerprint", &self.fingerprint), ("rule", &self.rule), ("subject", &self.subject)];
        let keys = keys.iter().filter_map(|(key, value)| value.as_ref().map(|value| format!("{key} = {value:?}")));
        formatter.write_str(&keys.collect::<Vec<_>>().join(", "))
    }
}

impl Ignore {
    fn fits(&self, change: &Change) -> bool {
        let is = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
        let begins = |subject: &String| is_beginning(&subject.replace('`', ""), &change.subject.replace('`', ""));
        is(&self.fingerprint, &change.fingerprint)
            && is(&self.rule, change.rule.id)
            && self.subject.as_ref().is_none_or(begins)
    }
}

/// Whether a subject is the other one, or what contains it: `Pet` contains `Pet.name`, and not `Petstore`.
fn is_beginning(outer: &str, subject: &str) -> bool {
    let Some(rest) = subject.strip_prefix(outer) else { return false };
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
    let ends_in_name = outer.ends_with(|last: char| is_name(last) || last == '}');
    !(ends_in_name && rest.starts_with(|first: char| is_name(first) || first == '/'))
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
    /// Whether the comparison has all changes that the configuration may ignore.
    pub is_complete: bool,
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

    /// Marks the changes that are ignored. Returns the positions of the entries that fit a change.
    pub fn apply(&self, report: &mut Report) -> BTreeSet<usize> {
        let mut used = BTreeSet::new();
        for change in &mut report.changes {
            let fitting = self.ignores.iter().enumerate().filter(|(_, ignore)| ignore.fits(change));
            let fitting: Vec<_> = fitting.collect();
            used.extend(fitting.iter().map(|(index, _)| *index));
            change.ignored = fitting.first().map(|(_, ignore)| ignore.reason.clone());
        }
        used
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_ends_where_a_name_ends() {
        for (outer, subject, expected) in [
            ("GET /pets", "GET /pets", true),
            ("GET /pets", "GET /pets: query parameter limit", true),
            ("GET /pets", "GET /petstore", false),
            ("GET /pets", "GET /pets/{id}", false),
            ("GET /pets/", "GET /pets/{id}", true),
            ("GET /pets/{id}", "GET /pets/{id}/owner", false),
            ("Pet", "Pet.name", true),
            ("Pet", "Pet[]", true),
            ("Pet", "Petstore.name", false),
            ("Pet.", "Pet.name", true),
            ("Pet.na", "Pet.name", false),
            ("GET ", "GET /pets", true),
        ] {
            assert_eq!(is_beginning(outer, subject), expected, "{outer} and {subject}");
        }
    }
}
