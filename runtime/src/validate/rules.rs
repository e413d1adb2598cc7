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
    /// What a text must match. Documents write the patterns of ECMA-262; one that has no meaning here, as looking ahead, is left to
    /// the server.
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
