//! How a struct that [`object!`](crate::object) declares is read from a JSON object and written as one: the kinds
//! of its members.
//!
//! The derive macros of serde would do it too, in several times the compile time, and without keeping unknown
//! members, absent and null apart, or members that are only received.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};
pub use serde::{de::MapAccess, ser::SerializeMap};

use super::{Extra, Key, LenientString};

/// A struct that [`object!`](crate::object) declares.
pub trait Object: Sized {
    /// The type's name, for errors.
    const NAME: &'static str;

    /// Reads the members.
    ///
    /// # Errors
    ///
    /// Where a member is not what it should be, or a required one is missing.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;

    /// Writes the members.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Reads a struct from an object.
///
/// # Errors
///
/// Where the value is no object, or [`Object::read`] fails.
pub fn read<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    struct Members<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for Members<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(formatter, "an object ({})", T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(map)
        }
    }

    deserializer.deserialize_map(Members(PhantomData))
}

/// Writes a struct as an object.
///
/// # Errors
///
/// Those of the serializer.
pub fn write<S: Serializer, T: Object>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    object.write(&mut map)?;
    map.end()
}

/// The field that keeps the members which have no field of their own.
pub trait Rest: Default {
    /// Takes the value of the member whose name was just read.
    ///
    /// # Errors
    ///
    /// Where the value is not what it should be.
    fn take<'de, A: MapAccess<'de>>(&mut self, name: Key<'de>, map: &mut A) -> Result<(), A::Error>;

    /// Writes all of them.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

impl Rest for Extra {
    fn take<'de, A: MapAccess<'de>>(&mut self, name: Key<'de>, map: &mut A) -> Result<(), A::Error> {
        self.insert(name, map)
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.serialize_into(map)
    }
}

impl<T: Serialize + for<'de> Deserialize<'de>> Rest for BTreeMap<String, T> {
    fn take<'de, A: MapAccess<'de>>(&mut self, name: Key<'de>, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        self.insert(name.into_string(), value);
        Ok(())
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// A member that must come.
pub mod required {
    use super::{Deserialize, Error, MapAccess, Serialize, SerializeMap};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    pub fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A) -> Result<Option<T>, A::Error> {
        map.next_value().map(Some)
    }

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    pub fn found<T, E: Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
        value.ok_or_else(|| E::missing_field(name))
    }

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    pub fn write<M: SerializeMap, T: Serialize>(map: &mut M, name: &'static str, value: &T) -> Result<(), M::Error> {
        map.serialize_entry(name, value)
    }
}

/// A member that must come, and may be null.
pub mod required_nullable {
    pub use super::required::{found, read, write};
}

/// A member that may be absent, for which null says the same.
pub mod optional {
    use super::{Deserialize, MapAccess, Serialize, SerializeMap};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    pub fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A) -> Result<Option<T>, A::Error> {
        map.next_value()
    }

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    #[allow(clippy::unnecessary_wraps, reason = "a member of another kind may be missing")]
    pub fn found<T, E>(value: Option<T>, _name: &'static str) -> Result<Option<T>, E> {
        Ok(value)
    }

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    pub fn write<M: SerializeMap, T: Serialize>(
        map: &mut M,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        value.as_ref().map_or(Ok(()), |value| map.serialize_entry(name, value))
    }
}

/// A member that may be absent, and may be null, which says something else.
pub mod nullable {
    pub use super::optional::{found, write};
    use super::{Deserialize, MapAccess};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    pub fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A) -> Result<Option<Option<T>>, A::Error> {
        map.next_value().map(Some)
    }
}

/// A member that may be absent, and may be any JSON value: null is one of them.
pub mod json {
    pub use super::{
        optional::{found, write},
        required::read,
    };
}

/// A member that must come, and is read as text whatever it is.
pub mod lenient_string {
    pub use super::required::{found, write};
    use super::{LenientString, MapAccess};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    pub fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
        map.next_value::<LenientString>().map(|text| Some(text.into()))
    }
}

/// A member that may be absent or null, and is read as text whatever else it is.
pub mod optional_lenient_string {
    pub use super::optional::{found, write};
    use super::{LenientString, MapAccess};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    pub fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
        map.next_value::<Option<LenientString>>().map(|text| text.map(String::from))
    }
}

/// A member that may be absent, and is never sent.
pub mod read_only {
    use super::SerializeMap;
    pub use super::optional::{found, read};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "the macro alone calls it")]
    #[allow(clippy::unnecessary_wraps, reason = "a member of another kind is written")]
    pub fn write<M: SerializeMap, T>(_map: &mut M, _name: &'static str, _value: &T) -> Result<(), M::Error> {
        Ok(())
    }
}

/// A member that may be absent or null, which is not the same, and is never sent.
pub mod read_only_nullable {
    pub use super::{
        nullable::{found, read},
        read_only::write,
    };
}

/// A member that may be absent and any JSON value, and is never sent.
pub mod read_only_json {
    pub use super::{
        json::{found, read},
        read_only::write,
    };
}

/// A member that may be absent or null, is read as text whatever else it is, and is never sent.
pub mod read_only_lenient_string {
    pub use super::{
        optional_lenient_string::{found, read},
        read_only::write,
    };
}
