//! [`Decode`]: how a value is made from JSON, independent of the parser.
//!
//! A value is decoded from one [`Token`]. The items of an array and the properties of an object are pulled from a
//! source and stored in [`Slot`]s. All of this is dynamic, so the code of generated types is small, and what it
//! calls is compiled once. [`from_text`](super::from_text) makes tokens from JSON text, and
//! [`from_serde`](super::from_serde) from any serde format.

use std::fmt;

use super::{Context, JsonError, JsonKind, Property};

/// A type that is decoded from JSON.
pub trait Decode: Sized {
    /// Whether the value is decoded from its JSON text, [`Token::Raw`].
    const IS_RAW: bool = false;

    /// Decodes a value.
    ///
    /// # Errors
    ///
    /// The JSON does not match the type.
    fn decode(input: Input<'_>) -> Result<Self, JsonError>;
}

/// One JSON value and the state of decoding.
pub struct Input<'t> {
    /// The value.
    pub token: Token<'t>,
    /// The state of decoding.
    pub context: &'t Context,
}

/// A JSON value. The content of an array or object is still to be read.
pub enum Token<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer from 0.
    Unsigned(u64),
    /// A negative integer.
    Signed(i64),
    /// Another number.
    Float(f64),
    /// A string.
    String(&'t str),
    /// The JSON text of any value. Only a type with [`Decode::IS_RAW`] is decoded from it.
    Raw(&'t str),
    /// An array.
    Array(&'t mut dyn ArraySource),
    /// An object.
    Object(&'t mut dyn ObjectSource),
}

/// The items of an array.
pub trait ArraySource {
    /// Reads the next item into a slot. `false` at the end.
    ///
    /// # Errors
    ///
    /// The slot rejects the item, or the text is not JSON.
    fn next_item(&mut self, slot: &mut dyn Slot) -> Result<bool, JsonError>;
}

/// The properties of an object.
pub trait ObjectSource {
    /// Reads the name of the next property. `false` at the end.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    fn next_name(&mut self, name: &mut PropertyName) -> Result<bool, JsonError>;

    /// Reads the value of the property whose name was just read.
    ///
    /// # Errors
    ///
    /// The slot rejects the value, or the text is not JSON.
    fn next_value(&mut self, slot: &mut dyn Slot) -> Result<(), JsonError>;

    /// Reads the value of an optional property: null clears the slot.
    ///
    /// # Errors
    ///
    /// The slot rejects the value, or the text is not JSON.
    fn next_optional_value(&mut self, slot: &mut dyn Slot) -> Result<(), JsonError>;
}

/// The name of the property that was just read: the index of a documented property, or the text of another name.
#[derive(Debug, Default)]
pub struct PropertyName {
    properties: &'static [Property],
    /// The index of the property that is expected next.
    expected: usize,
    index: Option<usize>,
    text: String,
}

impl PropertyName {
    /// No name yet, of an object with these properties.
    pub(super) fn new(properties: &'static [Property]) -> Self {
        Self { properties, ..Self::default() }
    }

    /// Takes the name that is expected, if it is next in the text. `take` is given the name in quotes with its colon.
    #[inline]
    pub(super) fn take_expected(&mut self, take: impl FnOnce(&str) -> bool) -> bool {
        // Most services send the properties in the order of the document.
        let is_next = self.properties.get(self.expected).and_then(Property::plain_text).is_some_and(take);
        if is_next {
            self.index = Some(self.expected);
            self.expected += 1;
        }
        is_next
    }

    /// Takes a name.
    pub(super) fn set(&mut self, name: &str) {
        let (before, after) = self.properties.split_at_checked(self.expected).unwrap_or((self.properties, &[]));
        let in_order = after.iter().position(|property| property.name() == name).map(|index| before.len() + index);
        self.index = in_order.or_else(|| before.iter().position(|property| property.name() == name));
        match self.index {
            Some(index) => self.expected = index + 1,
            None => name.clone_into(&mut self.text),
        }
    }

    /// The index of the documented property.
    pub(super) fn index(&self) -> Option<usize> {
        self.index
    }

    /// The name of a property that is not documented.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Moves the name of a property that is not documented out.
    pub(super) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

/// A place for a decoded value.
pub trait Slot {
    /// Whether the slot is filled from JSON text, [`Token::Raw`].
    fn is_raw(&self) -> bool;

    /// Decodes a value and stores it. The last of several values is kept.
    ///
    /// # Errors
    ///
    /// The JSON does not match the type.
    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError>;

    /// Removes the value.
    fn clear(&mut self);

    /// Whether the slot has a value.
    fn is_filled(&self) -> bool;
}

impl<T: Decode> Slot for Option<T> {
    fn is_raw(&self) -> bool {
        T::IS_RAW
    }

    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError> {
        *self = Some(T::decode(input)?);
        Ok(())
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }
}

impl Input<'_> {
    /// Whether the value is null.
    pub fn is_null(&self) -> bool {
        matches!(self.token, Token::Null | Token::Raw("null"))
    }

    /// The error of a value of the wrong type.
    pub fn unexpected(&self, expected: impl fmt::Display) -> JsonError {
        JsonError::new(format!("invalid type: {}, expected {expected}", self.token))
    }
}

/// A description for errors. The value is not shown: it may be a secret in the wrong place.
impl fmt::Display for Token<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Boolean(value) => write!(formatter, "boolean `{value}`"),
            Self::Unsigned(_) | Self::Signed(_) => formatter.write_str("an integer"),
            Self::Float(_) => formatter.write_str("a number"),
            Self::String(_) => formatter.write_str("a string"),
            Self::Raw(text) => match JsonKind::of_text(text) {
                JsonKind::Null => formatter.write_str("null"),
                JsonKind::Boolean => write!(formatter, "boolean `{text}`"),
                JsonKind::Number => formatter.write_str("a number"),
                JsonKind::String => formatter.write_str("a string"),
                JsonKind::Array => formatter.write_str("an array"),
                JsonKind::Object => formatter.write_str("an object"),
            },
            Self::Array(_) => formatter.write_str("an array"),
            Self::Object(_) => formatter.write_str("an object"),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_error_does_not_show_the_value() {
        use crate::json::read;
        for json in [r#"{"token":"hunter2"}"#, r#"["hunter2"]"#, r#""hunter2""#] {
            let error = read::<crate::Number>(json).unwrap_err().to_string();
            assert!(error.contains("expected a number"), "{error}");
            for error in [error, read::<u8>(json).unwrap_err().to_string(), read::<bool>(json).unwrap_err().to_string()]
            {
                assert!(!error.contains("hunter2"), "{error}");
            }
        }
        for json in ["271828", "-271828", "271828.5", "271828e30", "271828000000000000000000000000"] {
            let errors = [
                read::<bool>(json).unwrap_err(),
                read::<String>(json).unwrap_err(),
                read::<u8>(json).unwrap_err(),
                read::<crate::Date>(json).unwrap_err(),
                read::<crate::Secret>(json).unwrap_err(),
            ];
            assert!(!errors.iter().any(|error| error.to_string().contains("271828")), "{errors:?}");
        }
        let errors =
            [read::<crate::Date>("\"hunter2\"").unwrap_err(), read::<crate::Base64>("\"hunter2!\"").unwrap_err()];
        assert!(!errors.iter().any(|error| error.to_string().contains("hunter2")), "{errors:?}");
    }
}
