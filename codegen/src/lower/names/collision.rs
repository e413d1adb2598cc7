//! [`Collision`]: two items with one Rust name, and how it is reported. [`NameChange`]: an item that is named after
//! another word than its name in the document.

use crate::{
    diagnostic::{Code, Diagnostics, SourceLocation},
    model::RustName,
    source::Location,
};

/// Two wire names with one Rust name.
#[derive(Debug)]
pub(in crate::lower) struct Collision {
    pub(super) name: RustName,
    pub(super) own: CollidingItem,
    pub(super) earlier: CollidingItem,
    /// The wire name that was first.
    pub(super) other: String,
    pub(super) at: Location,
    pub(super) first: Option<Location>,
    /// A message in place of the usual one.
    pub(super) message: Option<String>,
}

/// An item of a collision.
#[derive(Debug)]
pub(super) struct CollidingItem {
    /// The name in the document.
    name: String,
    renamed_by: Option<String>,
    has_exact_rule: bool,
    is_tag: bool,
}

impl CollidingItem {
    pub(super) fn new(renamed: Option<&NameChange>, wire: &str, is_tag: bool) -> Self {
        Self {
            name: renamed.map_or(wire, |renamed| renamed.name.as_str()).to_owned(),
            renamed_by: renamed.map(|renamed| renamed.by.clone()),
            has_exact_rule: renamed.is_some_and(|renamed| renamed.exact_rule.is_some()),
            is_tag,
        }
    }

    fn phrase(&self) -> String {
        format!("{}`{}`", if self.is_tag { "the tag " } else { "" }, self.name)
    }
}

/// The name in the document of an item that is named after another word.
#[derive(Clone, Debug)]
pub(in crate::lower) struct NameChange {
    pub(in crate::lower) name: String,
    /// What renames it.
    pub(in crate::lower) by: String,
    /// The place of a rule of the configuration for this item alone.
    pub(in crate::lower) exact_rule: Option<SourceLocation>,
}

impl NameChange {
    /// How [`by`](Self::by) begins for a rule of a configuration.
    const RULE: &str = "the rule ";

    /// An item that a rule of a configuration renames.
    pub(in crate::lower) fn by_rule(name: &str, pattern: &str, exact_rule: Option<SourceLocation>) -> Self {
        Self { name: name.to_owned(), by: format!("{}`{pattern}`", Self::RULE), exact_rule }
    }

    /// An item that the document renames with `x-rust-name`.
    pub(in crate::lower) fn by_document(name: &str) -> Self {
        Self::by_key(name, "x-rust-name")
    }

    /// An item that a key of the document renames.
    pub(super) fn by_key(name: &str, key: &str) -> Self {
        Self { name: name.to_owned(), by: format!("`{key}`"), exact_rule: None }
    }
}

impl Collision {
    /// The collision of a tag.
    pub(in crate::lower) fn of_tag(mut self) -> Self {
        self.own.is_tag = true;
        self
    }

    fn message(&self) -> String {
        let (own, earlier, name) = (self.own.phrase(), self.earlier.phrase(), &self.name);
        if own == earlier {
            return format!("name collision: two items have the name {own}");
        }
        format!("name collision: {own} and {earlier} both become `{name}`")
    }

    /// Reports that the later name became `distinct`.
    pub(in crate::lower) fn report(self, code: Code, distinct: &RustName, diagnostics: &mut Diagnostics) {
        let named = format!("this one is named `{distinct}`");
        let message = self.message.clone().unwrap_or_else(|| self.message());
        let problem = match code {
            Code::NameDisambiguated => diagnostics.report(code, self.at, format!("{message}; {named}")),
            _ => diagnostics.report(code, self.at, message),
        };
        let is_by_rule =
            |item: &CollidingItem| item.renamed_by.as_ref().is_some_and(|by| by.starts_with(NameChange::RULE));
        let help = if self.own.has_exact_rule && self.earlier.has_exact_rule {
            "give one of the two rules another name"
        } else if is_by_rule(&self.own) || is_by_rule(&self.earlier) {
            "rename one of them by a rule without `*`, which takes precedence"
        } else {
            "rename one of them in the document, or with an overlay"
        };
        problem.help(help).fallback(named);
        if let Some(by) = self.own.renamed_by {
            problem.label(format!("renamed by {by}"));
        }
        if let Some(first) = self.first {
            let by = self.earlier.renamed_by.map(|by| format!(", renamed by {by}")).unwrap_or_default();
            problem.related(first, format!("`{}` is here{by}", self.earlier.name));
        }
    }
}
