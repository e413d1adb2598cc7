//! Reading and writing of the structs of [`object!`](crate::object): one module per kind of property.
//!
//! serde's derives take several times the compile time. They keep neither unknown properties nor the difference of
//! absent and null, and have no read-only properties.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};
pub use serde::{de::MapAccess, ser::SerializeMap};

use super::{Extra, Key, LenientString};

/// A struct of [`object!`](crate::object).
pub trait Object: Sized {
    /// Name of the type, for errors.
    const NAME: &'static str;

    /// Reads the properties.
    ///
    /// # Errors
    ///
    /// A property does not match its type, or a required one is missing.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;

    /// Writes the properties.
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
/// The value is not an object, or [`Object::read`] fails.
pub fn read<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    struct Properties<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for Properties<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(formatter, "an object ({})", T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(map)
        }
    }

    deserializer.deserialize_map(Properties(PhantomData))
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

/// The field for properties without a field of their own.
pub trait Rest: Default {
    /// Reads the value of the property whose name was just read.
    ///
    /// # Errors
    ///
    /// The value does not match its type.
    fn take<'de, A: MapAccess<'de>>(&mut self, name: Key<'de>, map: &mut A) -> Result<(), A::Error>;

    /// Writes all properties.
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

/// A required property.
pub mod required {
    use super::{Deserialize, Error, MapAccess, Serialize, SerializeMap};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    pub fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A) -> Result<Option<T>, A::Error> {
        map.next_value().map(Some)
    }

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    pub fn found<T, E: Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
        value.ok_or_else(|| E::missing_field(name))
    }

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    pub fn write<M: SerializeMap, T: Serialize>(map: &mut M, name: &'static str, value: &T) -> Result<(), M::Error> {
        map.serialize_entry(name, value)
    }
}

/// A required nullable property.
pub mod required_nullable {
    pub use super::required::{found, read, write};
}

/// An optional property. Null is absent.
pub mod optional {
    use super::{Deserialize, MapAccess, Serialize, SerializeMap};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    pub fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A) -> Result<Option<T>, A::Error> {
        map.next_value()
    }

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    #[allow(clippy::unnecessary_wraps, reason = "other kinds may be missing")]
    pub fn found<T, E>(value: Option<T>, _name: &'static str) -> Result<Option<T>, E> {
        Ok(value)
    }

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    pub fn write<M: SerializeMap, T: Serialize>(
        map: &mut M,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        value.as_ref().map_or(Ok(()), |value| map.serialize_entry(name, value))
    }
}

/// An optional nullable property. Null differs from absent.
pub mod nullable {
    pub use super::optional::{found, write};
    use super::{Deserialize, MapAccess};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    pub fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A) -> Result<Option<Option<T>>, A::Error> {
        map.next_value().map(Some)
    }
}

/// An optional property of any JSON. Null is a value.
pub mod json {
    pub use super::{
        optional::{found, write},
        required::read,
    };
}

/// A required string that accepts any JSON.
pub mod lenient_string {
    pub use super::required::{found, write};
    use super::{LenientString, MapAccess};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    pub fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
        map.next_value::<LenientString>().map(|text| Some(text.into()))
    }
}

/// An optional string that accepts any JSON. Null is absent.
pub mod optional_lenient_string {
    pub use super::optional::{found, write};
    use super::{LenientString, MapAccess};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    pub fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
        map.next_value::<Option<LenientString>>().map(|text| text.map(String::from))
    }
}

/// An optional read-only property.
pub mod read_only {
    use super::SerializeMap;
    pub use super::optional::{found, read};

    #[allow(missing_docs, clippy::missing_errors_doc, reason = "only the macro calls it")]
    #[allow(clippy::unnecessary_wraps, reason = "other kinds are written")]
    pub fn write<M: SerializeMap, T>(_map: &mut M, _name: &'static str, _value: &T) -> Result<(), M::Error> {
        Ok(())
    }
}

/// An optional nullable read-only property. Null differs from absent.
pub mod read_only_nullable {
    pub use super::{
        nullable::{found, read},
        read_only::write,
    };
}

/// An optional read-only property of any JSON.
pub mod read_only_json {
    pub use super::{
        json::{found, read},
        read_only::write,
    };
}

/// An optional read-only string that accepts any JSON.
pub mod read_only_lenient_string {
    pub use super::{
        optional_lenient_string::{found, read},
        read_only::write,
    };
}
