//! [`Rule`]: the name of a rule.

/// Name of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Another type of JSON value.
    WrongType,
    /// A value that is not listed.
    NotListed,
    /// A value that is not allowed.
    NotAllowed,
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
    /// Too few items that match a schema.
    TooFewMatches,
    /// Too many items that match a schema.
    TooManyMatches,
    /// Too few properties.
    TooFewProperties,
    /// Too many properties.
    TooManyProperties,
    /// A required property is missing.
    MissingProperty,
    /// A property that is not allowed.
    UnknownProperty,
    /// A property name that is not allowed.
    ForbiddenName,
    /// A string that does not match its pattern.
    PatternMismatch,
    /// A value that matches none of its alternatives.
    NoVariantMatches,
    /// A value that matches several alternatives. Exactly one must match.
    SeveralVariantsMatch,
    /// A value that is too large or nested too deeply to be checked.
    TooComplex,
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
