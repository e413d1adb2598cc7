//! [`Decode`]: how a value is made from JSON, independent of the parser.
//!
//! A value is decoded from one [`Token`]. The items of an array and the properties of an object are pulled from a
//! source and stored in [`Slot`]s. All of this is dynamic, so the code of generated types is small, and what it
//! calls is compiled once. [`from_serde`](super::from_serde) makes tokens from any serde format.

use std::{
    cell::{Cell, RefCell},
    fmt,
    sync::Arc,
};

use super::{JsonError, JsonKind, Property};

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

    /// Takes a name.
    pub(super) fn set(&mut self, name: &str) {
        // Most services send the properties in the order of the document.
        let is_expected = self.properties.get(self.expected).is_some_and(|property| property.name == name);
        self.index = if is_expected {
            Some(self.expected)
        } else {
            self.properties.iter().position(|property| property.name == name)
        };
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

/// The state of decoding one document.
#[derive(Debug, Default)]
pub struct Context {
    /// The error on its way out through serde, whose own errors have no path.
    failure: RefCell<Option<JsonError>>,
    /// Number of unions around the value.
    union_depth: Cell<usize>,
    /// Bytes that unions may still read again.
    union_budget: Cell<usize>,
    /// Whether the values come from another format than JSON.
    is_foreign: Cell<bool>,
    /// When decoding has to end.
    limit: Option<TimeLimit>,
    /// The work since the clock was read last.
    ticks: Cell<usize>,
    /// Whether the time is over.
    is_over: Cell<bool>,
}

/// The end of the call that a document is decoded for: whether it has passed.
#[derive(Clone)]
pub(crate) struct TimeLimit(Arc<dyn Fn() -> bool + Send + Sync>);

impl TimeLimit {
    /// `has_passed` reads a clock.
    pub(crate) fn new(has_passed: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(has_passed))
    }
}

impl fmt::Debug for TimeLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TimeLimit")
    }
}

/// The work between two looks at the clock: items and properties, or pieces of a text that is read again.
const TICKS: usize = 1024;

/// The bytes of a text that count as one tick.
const BYTES_PER_TICK: usize = 16;

/// Maximum nesting of a value inside unions, that of `serde_json`. Each variant starts a new parser, whose own count
/// of the depth starts again.
const MAX_DEPTH: usize = 128;

/// How often unions may read the bytes of the outermost one again, on average. One variant per level at the maximum
/// depth needs half of it.
const MAX_REREADS: usize = 128;

/// What a trial costs besides reading its text, in bytes.
const TRIAL_COST: usize = 64;

/// Bytes that unions may read again in any case.
const MIN_BUDGET: usize = 1 << 20;

impl Context {
    /// A context whose decoding has to end in time.
    pub(super) fn with_time_limit(limit: TimeLimit) -> Self {
        Self { limit: Some(limit), ..Self::default() }
    }

    /// Accounts for some work.
    ///
    /// # Errors
    ///
    /// The call has ended.
    pub(super) fn tick(&self, work: usize) -> Result<(), JsonError> {
        let Some(limit) = &self.limit else { return Ok(()) };
        let ticks = self.ticks.get().saturating_add(work);
        self.ticks.set(ticks % TICKS);
        if ticks >= TICKS && (limit.0)() {
            self.is_over.set(true);
        }
        self.check_time()
    }

    /// Whether the call has ended. A union may have taken the error for a mismatch.
    pub(super) fn check_time(&self) -> Result<(), JsonError> {
        if self.is_over.get() { Err(JsonError::timeout()) } else { Ok(()) }
    }

    /// Remembers an error while serde's errors unwind.
    pub(super) fn fail(&self, error: JsonError) {
        self.failure.replace(Some(error));
    }

    /// The error that was remembered.
    pub(super) fn take_failure(&self) -> Option<JsonError> {
        self.failure.take()
    }

    /// Whether the values come from another format than JSON.
    pub(crate) fn is_foreign(&self) -> bool {
        self.is_foreign.get()
    }

    /// States that the values come from another format than JSON.
    pub(super) fn set_foreign(&self) {
        self.is_foreign.set(true);
    }

    /// Runs `decode` for the JSON text of a union.
    ///
    /// # Errors
    ///
    /// The text is nested too deeply.
    pub(super) fn in_union<T>(
        &self,
        text: &str,
        decode: impl FnOnce() -> Result<T, JsonError>,
    ) -> Result<T, JsonError> {
        self.tick(text.len() / BYTES_PER_TICK)?;
        let depth = self.union_depth.get();
        if depth == 0 {
            // Inner unions are parts of this text, so their nesting needs no check.
            if nesting(text) > MAX_DEPTH {
                return Err(JsonError::new(format!("the value is nested deeper than {MAX_DEPTH} levels")));
            }
            self.union_budget.set(text.len().saturating_mul(MAX_REREADS).max(MIN_BUDGET));
        }
        self.union_depth.set(depth + 1);
        let result = decode();
        self.union_depth.set(depth);
        result
    }

    /// Accounts for reading the text of a union once more.
    ///
    /// # Errors
    ///
    /// The variants of nested unions were tried too often.
    pub(super) fn reread(&self, text: &str) -> Result<(), JsonError> {
        self.tick(text.len() / BYTES_PER_TICK)?;
        match self.union_budget.get().checked_sub(text.len() + TRIAL_COST) {
            Some(left) => {
                self.union_budget.set(left);
                Ok(())
            }
            None => Err(JsonError::new("the variants of nested unions leave too many combinations to try")),
        }
    }
}

/// Maximum nesting. The text must be JSON.
pub(super) fn nesting(json: &str) -> usize {
    let mut depth: usize = 0;
    let mut deepest = 0;
    let mut in_string = false;
    let mut escaped = false;
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn brackets_in_strings_do_not_nest() {
        assert_eq!(nesting(r#"["[[[\"[[[",{"a":[]}]"#), 3);
        assert_eq!(nesting("5"), 0);
    }
}
