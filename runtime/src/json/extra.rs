//! [`Extra`]: the properties of a response that its document does not describe.

use std::fmt;

use indexmap::IndexMap;
use serde::{
    de::{DeserializeOwned, MapAccess},
    ser::SerializeMap,
};
use serde_json::value::RawValue;

use super::Key;

/// The undocumented properties of an object, in order and as received.
///
/// It is one pointer wide if empty, which is the usual case.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<IndexMap<String, Box<RawValue>>>>);

impl Extra {
    /// Whether there are no such properties.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Number of properties.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |properties| properties.len())
    }

    /// JSON text of a property; [`RawValue::get`] returns it as `&str`.
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        self.0.as_ref()?.get(name).map(AsRef::as_ref)
    }

    /// A property, deserialized. `None` if it does not exist.
    pub fn get_as<T: DeserializeOwned>(&self, name: &str) -> Option<Result<T, serde_json::Error>> {
        self.get(name).map(|value| super::read(value.get()))
    }

    /// All properties, in the order of the response.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().flat_map(|properties| properties.iter()).map(|(name, value)| (name.as_str(), value.as_ref()))
    }

    /// Reads the value of the property whose name was just read. The last of several values is kept.
    pub fn insert<'de, A: MapAccess<'de>>(&mut self, name: Key<'de>, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        self.0.get_or_insert_default().insert(name.into_string(), value);
        Ok(())
    }

    /// Writes all properties into an object.
    pub fn serialize_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        Ok(())
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.iter().all(|(name, value)| other.get(name).is_some_and(|other| other.get() == value.get()))
    }
}

/// Shows the names only: an undocumented value may be a secret.
impl fmt::Debug for Extra {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Formatter;

    use serde::{
        Deserialize, Deserializer, Serialize, Serializer,
        de::{MapAccess, Visitor},
    };

    use super::*;

    struct All(Extra);

    impl<'de> Deserialize<'de> for All {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Object;
            impl<'de> Visitor<'de> for Object {
                type Value = All;
                fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                    formatter.write_str("an object")
                }
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<All, A::Error> {
                    let mut extra = Extra::default();
                    while let Some(key) = map.next_key::<Key<'de>>()? {
                        extra.insert(key, &mut map)?;
                    }
                    Ok(All(extra))
                }
            }
            deserializer.deserialize_map(Object)
        }
    }

    impl Serialize for All {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            self.0.serialize_into(&mut map)?;
            map.end()
        }
    }

    #[test]
    fn properties_round_trip_in_order() {
        let json = r#"{"z":1.50,"a":{"b":[12345678901234567890123]},"\u0041":null}"#;
        let all: All = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&all).unwrap(), r#"{"z":1.50,"a":{"b":[12345678901234567890123]},"A":null}"#);
        assert_eq!(all.0.get("z").unwrap().get(), "1.50");
        assert!((all.0.get_as::<f64>("z").unwrap().unwrap() - 1.5).abs() < f64::EPSILON);
        assert_eq!(all.0.len(), 3);
    }

    #[test]
    fn debug_shows_names_only() {
        let all: All = serde_json::from_str(r#"{"token":"hunter2"}"#).unwrap();
        assert_eq!(format!("{:?}", all.0), r#"{"token"}"#);
    }

    #[test]
    fn depth_is_unlimited() {
        let json = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(serde_json::from_str::<All>(&json).is_ok());
    }
}
