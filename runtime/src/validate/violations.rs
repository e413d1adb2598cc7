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
    rules::{Rule, Rules, counted, length},
};
use crate::{Secret, parameter::Tree};

/// A value that rules can be checked on: the shapes of generated code, and what they consist of.
pub trait Check {
    /// Notes every rule that the value breaks: `rules` are those of the place where it stands, to which a shape
    /// adds its own.
    fn check(&self, _rules: &Rules, _violations: &mut Violations) {}

    /// Adds what tells the value from others. Equal values add the same; values that differ may.
    fn digest(&self, _hasher: &mut dyn Hasher) {}
}

/// The rules that the values of a request or a shape break. `Display` lists them all, without any value.
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
    /// Where the value stands that is checked right now.
    path: String,
}

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The value that breaks it, by its name in the API, with the way to it: `filter.tags[2]`. Empty for a whole
    /// shape that was asked itself.
    pub field: String,
    /// The rule.
    pub rule: Rule,
    /// The rule in words, as what the value must or must not be. They say nothing of the value itself.
    pub message: String,
}

impl Violations {
    /// No violation yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks a password. Absent, it breaks no rule. `others` are the values that it must not be like; one that is
    /// absent or empty is skipped.
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

    /// The rules that a shape breaks, if there are any.
    pub fn of(value: &dyn Check) -> Result<(), Self> {
        let mut violations = Self::new();
        violations.value(value, &Rules::NONE);
        violations.finish()
    }

    /// Checks a member. Absent, it breaks no rule.
    pub fn property(&mut self, name: &str, value: &dyn Check, rules: &Rules) {
        let length = self.path.len();
        self.step(name);
        self.value(value, rules);
        self.path.truncate(length);
    }

    /// Goes to a member.
    fn step(&mut self, name: &str) {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
    }

    /// Checks how many elements a member has, where the elements themselves have no rules. Absent, it breaks no rule.
    pub fn item_count(&mut self, name: &str, count: Option<usize>, rules: &Rules) {
        let length = self.path.len();
        self.step(name);
        if let Some(count) = count {
            self.check_items(count, rules);
        }
        self.path.truncate(length);
    }

    /// Checks an element of a list.
    pub(super) fn element(&mut self, index: usize, value: &dyn Check, rules: &Rules) {
        let length = self.path.len();
        // Writing to a `String` cannot fail.
        let _ = write!(self.path, "[{index}]");
        self.value(value, rules);
        self.path.truncate(length);
    }

    /// Checks a value of a map, or a member that the document does not name.
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

    /// Checks a value where it stands: a branch of a union.
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

    /// Checks a text: its length in characters, and its patterns.
    pub fn string(&mut self, text: &str, rules: &Rules) {
        let (min, max) = (rules.min_length.unwrap_or(0), rules.max_length.unwrap_or(u64::MAX));
        length(text, min, max, &mut |rule, words| self.add_here(rule, words));
        for pattern in rules.patterns {
            if !pattern::matches(pattern, text) {
                self.add_here(Rule::PatternMismatch, format!("must match the pattern `{pattern}`"));
            }
        }
    }

    /// Checks a number, given as decimal text.
    pub(super) fn check_number(&mut self, number: &str, rules: &Rules) {
        number::check(rules, number, &mut |rule, words| self.add_here(rule, words));
    }

    /// Checks how many elements a list has.
    pub(super) fn check_items(&mut self, count: usize, rules: &Rules) {
        let broken = [Rule::TooFewItems, Rule::TooManyItems];
        self.counted(count, (rules.min_items, rules.max_items), broken, "element");
    }

    /// Checks how many members a shape has when it is sent.
    pub fn property_count<T: Serialize>(&mut self, shape: &T, rules: &Rules) {
        if let Ok((Tree::Object(members), _)) = Tree::of(shape) {
            self.check_properties(members.len(), rules);
        }
    }

    /// Checks how many members an object has.
    pub(super) fn check_properties(&mut self, count: usize, rules: &Rules) {
        let broken = [Rule::TooFewProperties, Rule::TooManyProperties];
        self.counted(count, (rules.min_properties, rules.max_properties), broken, "member");
    }

    fn counted(
        &mut self,
        count: usize,
        limits: (Option<u64>, Option<u64>),
        [too_few, too_many]: [Rule; 2],
        what: &str,
    ) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        if let Some(min) = limits.0.filter(|min| count < *min) {
            self.add_here(too_few, format!("must have at least {}", counted(min, what)));
        }
        if let Some(max) = limits.1.filter(|max| count > *max) {
            self.add_here(too_many, format!("must have at most {}", counted(max, what)));
        }
    }

    /// Notes a rule that the value breaks which is checked right now.
    pub(super) fn add_here(&mut self, rule: Rule, message: impl Into<String>) {
        let field = self.path.clone();
        self.found.push(Violation { field, rule, message: message.into() });
    }

    /// Notes a broken rule.
    pub fn add(&mut self, field: &str, rule: Rule, message: impl Into<String>) {
        self.found.push(Violation { field: field.to_owned(), rule, message: message.into() });
    }

    /// The violations as an error, if there are any.
    pub fn finish(self) -> Result<(), Self> {
        if self.found.is_empty() { Ok(()) } else { Err(self) }
    }

    /// All of them, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.found.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many there are.
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
    /// Checks the rules inside a member, which has none itself.
    pub fn nested(&mut self, name: &str, value: &dyn Check) {
        self.property(name, value, &Rules::NONE);
    }

    /// Checks how many characters a text has.
    pub fn length(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_length, max_length) = limits(&range);
        self.property(name, value, &Rules { min_length, max_length, ..Rules::NONE });
    }

    /// Checks how many elements a list has.
    pub fn items(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_items, max_items) = limits(&range);
        self.property(name, value, &Rules { min_items, max_items, ..Rules::NONE });
    }

    /// Checks how many members a map has.
    pub fn properties(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_properties, max_properties) = limits(&range);
        self.property(name, value, &Rules { min_properties, max_properties, ..Rules::NONE });
    }

    /// Checks a number against limits that it may equal, written as decimal text.
    pub fn number(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<&'static str>) {
        let (minimum, maximum) = limits(&range);
        self.property(name, value, &Rules { minimum, maximum, ..Rules::NONE });
    }

    /// Checks a text against patterns.
    pub fn patterns(&mut self, name: &str, value: &dyn Check, patterns: &'static [&'static str]) {
        self.property(name, value, &Rules { patterns, ..Rules::NONE });
    }
}

/// Both ends of a range, which are part of it: generated code writes `1..=64`, `1..` and `..=64`.
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
    fn short_calls_say_what_rules_say() {
        let mut violations = Violations::new();
        violations.length("text", &"abc".to_owned(), ..=2);
        violations.length("text", &"abc".to_owned(), 3..=3);
        violations.items("list", &vec![1_u8], 2..);
        violations.properties("map", &serde_json::json!({}), 1..=2);
        violations.number("number", &7_u8, "8"..="9");
        violations.patterns("code", &"x".to_owned(), &["^[0-9]$"]);
        violations.nested("anything", &"x".to_owned());
        let words = "`text` must have at most 2 characters; `list` must have at least 2 elements; \
                     `map` must have at least 1 member; `number` must be at least 8; \
                     `code` must match the pattern `^[0-9]$`";
        assert_eq!(violations.finish().unwrap_err().to_string(), words);
    }
}
