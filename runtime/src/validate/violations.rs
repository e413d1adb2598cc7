//! [`Violations`]: the broken rules of a value, each with its path and a message.

use std::{
    fmt::{self, Write as _},
    ops::{Bound, RangeBounds},
};

use super::{
    password::PasswordRules,
    rule::{Rule, count_phrase},
};
use crate::Secret;

/// The broken rules of a request or a value. `Display` lists them all, without values.
///
/// ```
/// use wireright_runtime::{Violations, validate::Schemas};
///
/// static SCHEMAS: Schemas = Schemas::new(&[("Name", r#"{"maxLength":3,"pattern":"^[a-z]+$"}"#)]);
///
/// let mut violations = Violations::new();
/// violations.check("name", &"Anna".to_owned(), &SCHEMAS, "Name");
/// let message = "`name` must have at most 3 characters; `name` must match the pattern `^[a-z]+$`";
/// assert_eq!(violations.finish().unwrap_err().to_string(), message);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations {
    found: Vec<Violation>,
    /// Path of the value that is being checked.
    path: String,
}

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Path of the value by wire names: `filter.tags[2]`. Empty for the value itself.
    pub field: String,
    /// The rule.
    pub rule: Rule,
    /// Requirement that the value breaks: "must …". It contains no value.
    pub message: String,
}

impl Violations {
    /// No violations.
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks a password, if it is set. `others` are values that it must not resemble; absent and empty ones are
    /// skipped.
    pub fn password(
        &mut self,
        field: &'static str,
        password: Option<&Secret>,
        rules: &PasswordRules,
        others: &[(&str, Option<&str>)],
    ) {
        if let Some(password) = password {
            rules.check(password.expose(), others, &mut |rule, message| {
                self.add(field, rule, message);
            });
        }
    }

    /// Adds the violations of a multipart body.
    pub fn nested(&mut self, field: &str, result: Result<(), Self>) {
        if let Err(violations) = result {
            self.at_key(field, |all| all.add_all(&violations));
        }
    }

    /// Checks the number of items of a list of files, unless it is absent.
    pub fn item_count(&mut self, field: &str, count: Option<usize>, range: impl RangeBounds<u64>) {
        let Some(count) = count else { return };
        self.at_key(field, |violations| {
            violations.count(count, limits(&range), [Rule::TooFewItems, Rule::TooManyItems], "item");
        });
    }

    /// Runs a check of an item of a list.
    pub(super) fn at_index<T>(&mut self, index: usize, check: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        // Writing to a `String` cannot fail.
        let _ = write!(self.path, "[{index}]");
        let result = check(self);
        self.path.truncate(length);
        result
    }

    /// Runs a check of the value of a property.
    pub(super) fn at_key<T>(&mut self, name: &str, check: impl FnOnce(&mut Self) -> T) -> T {
        let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
        let length = self.path.len();
        if name.is_empty() || !name.chars().all(is_plain) {
            let _ = write!(self.path, "[{name:?}]");
        } else {
            if !self.path.is_empty() {
                self.path.push('.');
            }
            self.path.push_str(name);
        }
        let result = check(self);
        self.path.truncate(length);
        result
    }

    /// Checks a number of items or properties against inclusive limits.
    pub(super) fn count(
        &mut self,
        count: usize,
        limits: (Option<u64>, Option<u64>),
        [too_few, too_many]: [Rule; 2],
        what: &str,
    ) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        if let Some(min) = limits.0.filter(|min| count < *min) {
            self.add_here(too_few, format!("must have at least {}", count_phrase(min, what)));
        }
        if let Some(max) = limits.1.filter(|max| count > *max) {
            self.add_here(too_many, format!("must have at most {}", count_phrase(max, what)));
        }
    }

    /// Adds the violations of a value that was checked on its own, at the current path.
    pub(super) fn add_all(&mut self, other: &Self) {
        for Violation { field, rule, message } in &other.found {
            let separator = if self.path.is_empty() || field.is_empty() || field.starts_with('[') { "" } else { "." };
            let field = format!("{}{separator}{field}", self.path);
            self.add(&field, *rule, message.clone());
        }
    }

    /// The messages as a clause, without the path of the value itself.
    pub(super) fn messages(&self) -> String {
        let messages = self.found.iter().map(|Violation { field, message, .. }| match field.as_str() {
            "" => message.clone(),
            field => format!("`{field}` {message}"),
        });
        messages.collect::<Vec<_>>().join(" and ")
    }

    /// Records a violation at the current path.
    pub(super) fn add_here(&mut self, rule: Rule, message: impl Into<String>) {
        let field = self.path.clone();
        self.add(&field, rule, message);
    }

    /// Records a violation, once.
    pub fn add(&mut self, field: &str, rule: Rule, message: impl Into<String>) {
        let violation = Violation { field: field.to_owned(), rule, message: message.into() };
        // Parts of an `allOf` may state the same.
        if !self.found.contains(&violation) {
            self.found.push(violation);
        }
    }

    /// The violations as an error, if any.
    pub fn finish(self) -> Result<(), Self> {
        if self.found.is_empty() { Ok(()) } else { Err(self) }
    }

    /// All violations, in the order of the checks.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.found.iter()
    }

    /// Whether there are no violations.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Number of violations.
    pub fn len(&self) -> usize {
        self.found.len()
    }
}

impl<'v> IntoIterator for &'v Violations {
    type Item = &'v Violation;
    type IntoIter = std::slice::Iter<'v, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            match violation.field.as_str() {
                "" => write!(formatter, "{separator}the value {}", violation.message)?,
                field => write!(formatter, "{separator}`{field}` {}", violation.message)?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// Both inclusive limits of a range: `1..=64`, `1..` or `..=64`.
pub(super) fn limits<T: Copy>(range: &impl RangeBounds<T>) -> (Option<T>, Option<T>) {
    let end = |bound: Bound<&T>| match bound {
        Bound::Included(end) | Bound::Excluded(end) => Some(*end),
        Bound::Unbounded => None,
    };
    (end(range.start_bound()), end(range.end_bound()))
}
