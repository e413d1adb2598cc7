//! Rules that a document states about values, checked before sending where a caller asks for it. The server stays the judge.

mod password;

use std::fmt;

pub use password::{PasswordRules, Unlike};

use crate::Secret;

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
}
