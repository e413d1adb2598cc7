//! [`Violations`]: the broken rules of a value, each with its path and a message.

use std::{
    fmt::{self, Write as _},
    hash::Hasher,
    ops::{Bound, RangeBounds},
};

use serde::Serialize;

use super::{
    number,
    password::PasswordRules,
    pattern,
    rules::{Rule, Rules, count_phrase, length},
};
use crate::{Secret, parameter::Tree};

/// A value that can be checked against rules.
pub trait Check {
    /// Records every broken rule. `rules` are those of the location of the value; a generated type adds its own.
    fn check(&self, _rules: &Rules, _violations: &mut Violations) {}

    /// Hashes the value. Equal values have the same hash.
    fn digest(&self, _hasher: &mut dyn Hasher) {}
}

/// The broken rules of a request or a value. `Display` lists them all, without values.
///
/// ```
/// use wireright_runtime::{Violations, validate::Rules};
///
/// let rules = Rules { max_length: Some(3), patterns: &["^[a-z]+$"], ..Rules::NONE };
/// let mut violations = Violations::new();
/// violations.property("name", &"Anna".to_owned(), &rules);
/// let words = "`name` must have at most 3 characters; `name` must match the pattern `^[a-z]+$`";
/// assert_eq!(violations.finish().unwrap_err().to_string(), words);
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
            rules.check(password.expose(), others, &mut |rule, words| {
                self.add(field, rule, words);
            });
        }
    }

    /// Checks a value.
    pub fn of(value: &dyn Check) -> Result<(), Self> {
        let mut violations = Self::new();
        violations.value(value, &Rules::NONE);
        violations.finish()
    }

    /// Checks a property, if it is set.
    pub fn property(&mut self, name: &str, value: &dyn Check, rules: &Rules) {
        let length = self.path.len();
        self.step(name);
        self.value(value, rules);
        self.path.truncate(length);
    }

    /// Appends a property to the path.
    fn step(&mut self, name: &str) {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
    }

    /// Checks the number of items of a property whose items have no rules.
    pub fn item_count(&mut self, name: &str, count: Option<usize>, rules: &Rules) {
        let length = self.path.len();
        self.step(name);
        if let Some(count) = count {
            self.check_items(count, rules);
        }
        self.path.truncate(length);
    }

    /// Checks an item of a list.
    pub(super) fn element(&mut self, index: usize, value: &dyn Check, rules: &Rules) {
        let length = self.path.len();
        // Writing to a `String` cannot fail.
        let _ = write!(self.path, "[{index}]");
        self.value(value, rules);
        self.path.truncate(length);
    }

    /// Checks a value of a map, or an undocumented property.
    pub fn entry(&mut self, name: &str, value: &dyn Check, rules: &Rules) {
        let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
        if !name.is_empty() && name.chars().all(is_plain) {
            return self.property(name, value, rules);
        }
        let length = self.path.len();
        let _ = write!(self.path, "[{name:?}]");
        self.value(value, rules);
        self.path.truncate(length);
    }

    /// Checks a value at the current path: a variant of a union.
    pub fn value(&mut self, value: &dyn Check, rules: &Rules) {
        value.check(rules, self);
        let mut words = Vec::new();
        for alternative in rules.any_of {
            let mut trial = Self::new();
            value.check(alternative, &mut trial);
            if trial.is_empty() {
                return;
            }
            let broken: Vec<String> = trial.found.into_iter().map(|violation| violation.message).collect();
            words.push(broken.join(" and "));
        }
        if !words.is_empty() {
            self.add_here(Rule::NoVariantMatches, words.join(", or "));
        }
    }

    /// Checks a string: its length in characters, and its patterns.
    pub fn string(&mut self, text: &str, rules: &Rules) {
        let (min, max) = (rules.min_length.unwrap_or(0), rules.max_length.unwrap_or(u64::MAX));
        length(text, min, max, &mut |rule, words| self.add_here(rule, words));
        for pattern in rules.patterns {
            if !pattern::matches(pattern, text) {
                self.add_here(Rule::PatternMismatch, format!("must match the pattern `{pattern}`"));
            }
        }
    }

    /// Checks a number, given as a decimal string.
    pub(super) fn check_number(&mut self, number: &str, rules: &Rules) {
        number::check(rules, number, &mut |rule, words| self.add_here(rule, words));
    }

    /// Checks the number of items of a list.
    pub(super) fn check_items(&mut self, count: usize, rules: &Rules) {
        let broken = [Rule::TooFewItems, Rule::TooManyItems];
        self.add_count_violation(count, (rules.min_items, rules.max_items), broken, "item");
    }

    /// Checks the number of properties of a value when it is sent.
    pub fn property_count<T: Serialize>(&mut self, value: &T, rules: &Rules) {
        if let Ok((Tree::Object(members), _)) = Tree::of(value) {
            self.check_properties(members.len(), rules);
        }
    }

    /// Checks the number of properties of an object.
    pub(super) fn check_properties(&mut self, count: usize, rules: &Rules) {
        let broken = [Rule::TooFewProperties, Rule::TooManyProperties];
        self.add_count_violation(count, (rules.min_properties, rules.max_properties), broken, "property");
    }

    fn add_count_violation(
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

    /// Records a violation at the current path.
    pub(super) fn add_here(&mut self, rule: Rule, message: impl Into<String>) {
        let field = self.path.clone();
        self.found.push(Violation { field, rule, message: message.into() });
    }

    /// Records a violation.
    pub fn add(&mut self, field: &str, rule: Rule, message: impl Into<String>) {
        self.found.push(Violation { field: field.to_owned(), rule, message: message.into() });
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

impl Violations {
    /// Checks the value of a property without rules of its own.
    pub fn nested(&mut self, name: &str, value: &dyn Check) {
        self.property(name, value, &Rules::NONE);
    }

    /// Checks the length of a string.
    pub fn length(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_length, max_length) = limits(&range);
        self.property(name, value, &Rules { min_length, max_length, ..Rules::NONE });
    }

    /// Checks the number of items of a list.
    pub fn items(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_items, max_items) = limits(&range);
        self.property(name, value, &Rules { min_items, max_items, ..Rules::NONE });
    }

    /// Checks the number of properties of a map.
    pub fn properties(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_properties, max_properties) = limits(&range);
        self.property(name, value, &Rules { min_properties, max_properties, ..Rules::NONE });
    }

    /// Checks a number against inclusive limits, given as decimal strings.
    pub fn number(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<&'static str>) {
        let (minimum, maximum) = limits(&range);
        self.property(name, value, &Rules { minimum, maximum, ..Rules::NONE });
    }

    /// Checks a string against patterns.
    pub fn patterns(&mut self, name: &str, value: &dyn Check, patterns: &'static [&'static str]) {
        self.property(name, value, &Rules { patterns, ..Rules::NONE });
    }
}

/// Both inclusive limits of a range: `1..=64`, `1..` or `..=64`.
fn limits<T: Copy>(range: &impl RangeBounds<T>) -> (Option<T>, Option<T>) {
    let end = |bound: Bound<&T>| match bound {
        Bound::Included(end) | Bound::Excluded(end) => Some(*end),
        Bound::Unbounded => None,
    };
    (end(range.start_bound()), end(range.end_bound()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_count_characters() {
        let rules = Rules { min_length: Some(1), max_length: Some(2), ..Rules::NONE };
        let mut violations = Violations::new();
        violations.property("name", &"éé".to_owned(), &rules);
        violations.property("name", &None::<String>, &rules);
        assert_eq!(violations.clone().finish(), Ok(()));
        violations.property("name", &String::new(), &rules);
        violations.property("other", &"ééé".to_owned(), &rules);
        let error = violations.finish().unwrap_err();
        assert_eq!(error.to_string(), "`name` must have at least 1 character; `other` must have at most 2 characters");
        assert_eq!(error.iter().map(|violation| violation.rule).collect::<Vec<_>>(), [Rule::TooShort, Rule::TooLong]);
    }

    #[test]
    fn one_alternative_is_enough() {
        const SHORT: Rules = Rules { max_length: Some(2), ..Rules::NONE };
        const DIGITS: Rules = Rules { patterns: &["^[0-9]+$"], ..Rules::NONE };
        let rules = Rules { any_of: &[SHORT, DIGITS], ..Rules::NONE };
        let broken = |text: &str| {
            let mut violations = Violations::new();
            violations.property("it", &Some(text.to_owned()), &rules);
            violations.to_string()
        };
        assert_eq!((broken("ab"), broken("12345")), (String::new(), String::new()));
        assert_eq!(broken("abc"), "`it` must have at most 2 characters, or must match the pattern `^[0-9]+$`");
    }

    #[test]
    fn short_calls_equal_rules() {
        let mut violations = Violations::new();
        violations.length("text", &"abc".to_owned(), ..=2);
        violations.length("text", &"abc".to_owned(), 3..=3);
        violations.items("list", &vec![1_u8], 2..);
        violations.properties("map", &serde_json::json!({}), 1..=2);
        violations.number("number", &7_u8, "8"..="9");
        violations.patterns("code", &"x".to_owned(), &["^[0-9]$"]);
        violations.nested("anything", &"x".to_owned());
        let words = "`text` must have at most 2 characters; `list` must have at least 2 items; \
                     `map` must have at least 1 property; `number` must be at least 8; \
                     `code` must match the pattern `^[0-9]$`";
        assert_eq!(violations.finish().unwrap_err().to_string(), words);
    }
}
