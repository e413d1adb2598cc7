//! [`Nullable`]: an optional property whose null differs from its absence.

use std::ops::Deref;

use super::{Decode, Encode, Input, JsonError, Slot, Writer};

/// The value of a property that may be missing, null, or a value, where the three mean different things: in a PATCH,
/// a missing property stays as it is, and null removes its value.
///
/// ```
/// use wireright_runtime::Nullable;
///
/// let note: Nullable<String> = "hello".into();
/// assert_eq!(note.as_deref(), Some("hello"));
/// let removed: Nullable<String> = None.into();
/// assert!(removed.is_null());
/// assert!(Nullable::<String>::default().is_absent());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nullable<T> {
    /// The property is missing.
    #[default]
    Absent,
    /// The property is null.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether the property is missing.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value to change, if there is one.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// A reference to the target of the value, as [`Option::as_deref`]: a `&str` of a `Nullable<String>`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.value().map(Deref::deref)
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// `None` if the property is missing, `Some(None)` if it is null.
    pub fn into_option(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is null.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// Both null and a missing property are `None`.
impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        value.into_value()
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Decode> Slot for Nullable<T> {
    fn is_raw(&self) -> bool {
        T::IS_RAW
    }

    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError> {
        *self = if input.is_null() { Self::Null } else { Self::Value(T::decode(input)?) };
        Ok(())
    }

    fn clear(&mut self) {
        *self = Self::Absent;
    }

    fn is_filled(&self) -> bool {
        !self.is_absent()
    }
}

impl<T: Encode> Encode for Nullable<T> {
    fn encode(&self, writer: &mut dyn Writer) {
        match self {
            Self::Absent | Self::Null => writer.null(),
            Self::Value(value) => value.encode(writer),
        }
    }

    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}
