//! Rules that a document states about values, checked before sending where a caller asks for it. The server stays the judge.

mod decimal;
mod number;
mod password;
mod pattern;

use std::fmt;

pub use number::NumberRules;
pub use password::{PasswordRules, Unlike};
pub use pattern::Pattern;
use serde::Serialize;

use crate::{ParameterValue, Secret, parameter::Tree};

/// The rules that the values of a request break. `Display` lists them all, without any value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The value that breaks it, by its name in the API.
    pub field: &'static str,
    /// The rule.
    pub rule: Rule,
    /// The rule in words, as what the value must or must not be. They say nothing of the value itself.
    pub words: String,
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Too few characters.
    TooShort,
    /// Too many characters.
    TooLong,
    /// Too few of the classes lowercase, uppercase, digits and special.
    TooFewClasses,
    /// A character that is not allowed.
    ForbiddenCharacter,
    /// A first character that is not allowed there.
    ForbiddenFirst,
    /// Too much like another value, as the user's name.
    TooAlike,
    /// Too small a number.
    TooSmall,
    /// Too great a number.
    TooGreat,
    /// A number that is no multiple of another.
    NoMultiple,
    /// Too few elements.
    TooFewItems,
    /// Too many elements.
    TooManyItems,
    /// The same element twice.
    NotUnique,
    /// Too few members.
    TooFewProperties,
    /// Too many members.
    TooManyProperties,
    /// A text that does not match its pattern.
    NoMatch,
}

impl Violations {
    /// No violation yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks a password. Absent, it breaks no rule. `others` are the values that it must not be like; one that is absent or empty
    /// is skipped.
    pub fn password(
        &mut self,
        field: &'static str,
        password: Option<&Secret>,
        rules: &PasswordRules,
        others: &[(&str, Option<&str>)],
    ) {
        if let Some(password) = password {
            rules.check(password.expose(), others, &mut |rule, words| {
                self.add(field, rule, words);
            });
        }
    }

    /// Checks the length of a text, in characters. Absent, it breaks no rule.
    pub fn text(&mut self, field: &'static str, text: Option<&str>, min: usize, max: usize) {
        if let Some(text) = text {
            length(text, min, max, &mut |rule, words| {
                self.add(field, rule, words);
            });
        }
    }

    /// Checks a number. Absent, it breaks no rule.
    pub fn number<T: ParameterValue>(&mut self, field: &'static str, number: Option<&T>, rules: &NumberRules) {
        if let Some(number) = number {
            rules.check(&number.to_text(), &mut |rule, words| self.add(field, rule, words));
        }
    }

    /// Checks how many elements a list has. Absent, it breaks no rule.
    pub fn items(&mut self, field: &'static str, count: Option<usize>, min: usize, max: usize) {
        let rules = [Rule::TooFewItems, Rule::TooManyItems];
        self.count(field, count, (min, max), rules, "elements");
    }

    /// Checks how many members an object has. Absent, it breaks no rule.
    pub fn properties(&mut self, field: &'static str, count: Option<usize>, min: usize, max: usize) {
        let rules = [Rule::TooFewProperties, Rule::TooManyProperties];
        self.count(field, count, (min, max), rules, "members");
    }

    /// Checks that no two elements of a list are written alike. Absent, it breaks no rule.
    pub fn unique_items<T: Serialize>(&mut self, field: &'static str, items: Option<&[T]>) {
        let trees = items.unwrap_or_default().iter().filter_map(|item| Tree::of(item).ok());
        let mut texts: Vec<_> = trees.map(|(tree, _)| tree.to_json()).collect();
        let count = texts.len();
        texts.sort_unstable_by(|left, right| left.as_str().cmp(right));
        texts.dedup();
        if texts.len() < count {
            self.add(field, Rule::NotUnique, "must not have the same element twice");
        }
    }

    /// Checks a text against a pattern. Absent, it breaks no rule.
    pub fn pattern(&mut self, field: &'static str, text: Option<&str>, pattern: &Pattern) {
        if text.is_some_and(|text| !pattern.matches(text)) {
            self.add(field, Rule::NoMatch, format!("must match the pattern `{}`", pattern.as_str()));
        }
    }

    fn count(
        &mut self,
        field: &'static str,
        count: Option<usize>,
        (min, max): (usize, usize),
        [too_few, too_many]: [Rule; 2],
        what: &str,
    ) {
        if count.is_some_and(|count| count < min) {
            self.add(field, too_few, format!("must have at least {min} {what}"));
        }
        if count.is_some_and(|count| count > max) {
            self.add(field, too_many, format!("must have at most {max} {what}"));
        }
    }

    /// Notes a broken rule.
    pub fn add(&mut self, field: &'static str, rule: Rule, words: impl Into<String>) {
        self.0.push(Violation { field, rule, words: words.into() });
    }

    /// The violations as an error, if there are any.
    pub fn finish(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// All of them, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
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
            write!(formatter, "{separator}`{}` {}", violation.field, violation.words)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// Reports a length outside the limits, which are inclusive and in characters.
fn length(text: &str, min: usize, max: usize, report: &mut dyn FnMut(Rule, String)) {
    let length = text.chars().count();
    if length < min {
        report(Rule::TooShort, format!("must have at least {min} characters"));
    }
    if length > max {
        report(Rule::TooLong, format!("must have at most {max} characters"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_count_characters() {
        let mut violations = Violations::new();
        violations.text("name", Some("éé"), 1, 2);
        violations.text("name", None, 1, 2);
        assert_eq!(violations.clone().finish(), Ok(()));
        violations.text("name", Some(""), 1, 2);
        violations.text("other", Some("ééé"), 1, 2);
        let error = violations.finish().unwrap_err();
        assert_eq!(error.to_string(), "`name` must have at least 1 characters; `other` must have at most 2 characters");
        assert_eq!(error.iter().map(|violation| violation.rule).collect::<Vec<_>>(), [Rule::TooShort, Rule::TooLong]);
    }

    #[test]
    fn lists_and_objects_are_counted_and_compared() {
        let mut violations = Violations::new();
        violations.items("tags", Some(0), 1, 3);
        violations.items("tags", None, 1, 3);
        violations.properties("labels", Some(4), 0, 3);
        violations.unique_items("tags", Some(&["a", "b"]));
        violations.unique_items("tags", Some(&[Secret::new("x"), Secret::new("x")]));
        violations.number("limit", Some(&101), &NumberRules { max: Some("100"), ..NumberRules::default() });
        let words = "`tags` must have at least 1 elements; `labels` must have at most 3 members; \
                     `tags` must not have the same element twice; `limit` must be at most 100";
        assert_eq!(violations.finish().unwrap_err().to_string(), words);
    }
}
