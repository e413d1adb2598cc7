//! [`Rules`]: the documented rules of a value, as data. [`Rule`]: the name of a rule.

/// Documented rules of a value. A keyword for another type is ignored, as in JSON Schema.
///
/// Generated code has one per constrained value. Numbers are decimal strings, as in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Minimum number of characters.
    pub min_length: Option<u64>,
    /// Maximum number of characters.
    pub max_length: Option<u64>,
    /// Patterns (ECMA-262) that a string must match. Unsupported patterns, such as those with look-around, are not
    /// checked.
    pub patterns: &'static [&'static str],
    /// Minimum.
    pub minimum: Option<&'static str>,
    /// Exclusive minimum.
    pub exclusive_minimum: Option<&'static str>,
    /// Maximum.
    pub maximum: Option<&'static str>,
    /// Exclusive maximum.
    pub exclusive_maximum: Option<&'static str>,
    /// The number must be a multiple of each of these.
    pub multiples_of: &'static [&'static str],
    /// Minimum number of items.
    pub min_items: Option<u64>,
    /// Maximum number of items.
    pub max_items: Option<u64>,
    /// Whether duplicate items are forbidden.
    pub unique_items: bool,
    /// Minimum number of properties.
    pub min_properties: Option<u64>,
    /// Maximum number of properties.
    pub max_properties: Option<u64>,
    /// Rules of each item of a list, or each value of a map.
    pub each: Option<&'static Rules>,
    /// At least one of these must hold, if there are any.
    pub any_of: &'static [Rules],
}

impl Rules {
    /// No rules.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        patterns: &[],
        minimum: None,
        exclusive_minimum: None,
        maximum: None,
        exclusive_maximum: None,
        multiples_of: &[],
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
        each: None,
        any_of: &[],
    };

    /// Rules of each item or value.
    pub(super) fn each(&self) -> &'static Self {
        self.each.unwrap_or(&Self::NONE)
    }
}

/// Name of a rule.
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
    /// Too similar to another value, such as the user name.
    TooSimilar,
    /// Below the minimum.
    BelowMinimum,
    /// Above the maximum.
    AboveMaximum,
    /// Not a multiple of the required number.
    NotMultipleOf,
    /// Too few items.
    TooFewItems,
    /// Too many items.
    TooManyItems,
    /// Duplicate items.
    NotUnique,
    /// Too few properties.
    TooFewProperties,
    /// Too many properties.
    TooManyProperties,
    /// A string that does not match its pattern.
    PatternMismatch,
    /// A value that matches none of its alternatives.
    NoVariantMatches,
}

/// Reports a length outside the inclusive limits, in characters.
pub(super) fn length(text: &str, min: u64, max: u64, report: &mut dyn FnMut(Rule, String)) {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    if length < min {
        report(Rule::TooShort, format!("must have at least {}", count_phrase(min, "character")));
    }
    if length > max {
        report(Rule::TooLong, format!("must have at most {}", count_phrase(max, "character")));
    }
}

/// `1 character`, `2 properties`.
pub(super) fn count_phrase(count: u64, unit: &str) -> String {
    match unit.strip_suffix('y') {
        _ if count == 1 => format!("1 {unit}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {unit}s"),
    }
}
