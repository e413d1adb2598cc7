//! [`Rules`]: what a document says of a value, as data.

/// What a document says of a value. A keyword that does not apply to the value's kind says nothing, as in JSON Schema.
///
/// Generated code holds one for each value that has rules. Numbers are decimal text, as the document writes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The least number of characters.
    pub min_length: Option<u64>,
    /// The greatest number of characters.
    pub max_length: Option<u64>,
    /// What a text must match. Documents write the patterns of ECMA-262; one that has no meaning here, as looking
    /// ahead, is left to the server.
    pub patterns: &'static [&'static str],
    /// The least number.
    pub minimum: Option<&'static str>,
    /// What a number must be greater than.
    pub exclusive_minimum: Option<&'static str>,
    /// The greatest number.
    pub maximum: Option<&'static str>,
    /// What a number must be less than.
    pub exclusive_maximum: Option<&'static str>,
    /// A number must be each of these, times an integer.
    pub multiples_of: &'static [&'static str],
    /// The least number of elements.
    pub min_items: Option<u64>,
    /// The greatest number of elements.
    pub max_items: Option<u64>,
    /// Whether no element may stand twice.
    pub unique_items: bool,
    /// The least number of members.
    pub min_properties: Option<u64>,
    /// The greatest number of members.
    pub max_properties: Option<u64>,
    /// What holds for each element of a list, or each value of a map.
    pub each: Option<&'static Rules>,
    /// One of these must hold too, where there are any.
    pub any_of: &'static [Rules],
}

impl Rules {
    /// No rule.
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

    /// What holds for each element or value inside.
    pub(super) fn each(&self) -> &'static Self {
        self.each.unwrap_or(&Self::NONE)
    }
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
    TooSimilar,
    /// Too small a number.
    BelowMinimum,
    /// Too great a number.
    AboveMaximum,
    /// A number that is no multiple of another.
    NotMultipleOf,
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
    PatternMismatch,
    /// A value that breaks a rule of each of its alternatives.
    NoVariantMatches,
}

/// Reports a length outside the limits, which are inclusive and in characters.
pub(super) fn length(text: &str, min: u64, max: u64, report: &mut dyn FnMut(Rule, String)) {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    if length < min {
        report(Rule::TooShort, format!("must have at least {}", counted(min, "character")));
    }
    if length > max {
        report(Rule::TooLong, format!("must have at most {}", counted(max, "character")));
    }
}

/// `1 character`, `2 characters`.
pub(super) fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
