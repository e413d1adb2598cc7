//! Untyped values of YAML and JSON documents. They know nothing of lines or notation.

use indexmap::IndexMap;

use super::{Number, Pointer};

/// A value of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`, `~`, or nothing after the colon.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, with its digits as written.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

impl Value {
    /// The type with its article, for messages.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// Properties in the order of the document. Equality ignores the order.
#[derive(Clone, Debug, Default)]
pub struct Object {
    properties: Properties,
}

/// Small objects are lists: comparing a few keys is faster than hashing them.
#[derive(Clone, Debug)]
enum Properties {
    /// At most [`MAX_FEW`].
    Few(Vec<(String, Value)>),
    Many(IndexMap<String, Value>),
}

/// The maximum number of properties in a list.
const MAX_FEW: usize = 8;

impl Default for Properties {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Object {
    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.position(key).map(|(_, value)| value)
    }

    /// The position and value of this key.
    pub(crate) fn position(&self, key: &str) -> Option<(usize, &Value)> {
        match &self.properties {
            Properties::Few(properties) => {
                let at = properties.iter().position(|(known, _)| known == key)?;
                properties.get(at).map(|(_, value)| (at, value))
            }
            Properties::Many(properties) => properties.get_full(key).map(|(at, _, value)| (at, value)),
        }
    }

    /// The properties in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let (few, many) = match &self.properties {
            Properties::Few(properties) => (Some(properties), None),
            Properties::Many(properties) => (None, Some(properties)),
        };
        let few = few.into_iter().flatten().map(|(key, value)| (key.as_str(), value));
        few.chain(many.into_iter().flatten().map(|(key, value)| (key.as_str(), value)))
    }

    /// The keys in the order of the document.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    /// The number of properties.
    pub fn len(&self) -> usize {
        match &self.properties {
            Properties::Few(properties) => properties.len(),
            Properties::Many(properties) => properties.len(),
        }
    }

    /// Whether there are no properties.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a property, unless the key exists.
    pub(crate) fn insert(&mut self, key: String, value: Value) {
        match &mut self.properties {
            Properties::Few(properties) if properties.iter().any(|(known, _)| *known == key) => {}
            Properties::Few(properties) if properties.len() < MAX_FEW => properties.push((key, value)),
            Properties::Few(properties) => {
                let properties = std::mem::take(properties).into_iter();
                self.properties = Properties::Many(properties.chain([(key, value)]).collect());
            }
            Properties::Many(properties) => {
                properties.entry(key).or_insert(value);
            }
        }
    }

    /// Keeps the properties whose keys pass the filter.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        match &mut self.properties {
            Properties::Few(properties) => properties.retain(|(key, _)| keep(key)),
            Properties::Many(properties) => properties.retain(|key, _| keep(key)),
        }
    }

    /// The mutable value of this key.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        match &mut self.properties {
            Properties::Few(properties) => {
                properties.iter_mut().find(|(known, _)| known == key).map(|(_, value)| value)
            }
            Properties::Many(properties) => properties.get_mut(key),
        }
    }

    /// The mutable values in the order of the document.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let (few, many) = match &mut self.properties {
            Properties::Few(properties) => (Some(properties), None),
            Properties::Many(properties) => (None, Some(properties)),
        };
        let few = few.into_iter().flatten().map(|(_, value)| value);
        few.chain(many.into_iter().flat_map(IndexMap::values_mut))
    }
}

impl IntoIterator for Object {
    type Item = (String, Value);
    type IntoIter = std::iter::Chain<
        std::iter::Flatten<std::option::IntoIter<Vec<(String, Value)>>>,
        std::iter::Flatten<std::option::IntoIter<IndexMap<String, Value>>>,
    >;

    fn into_iter(self) -> Self::IntoIter {
        let (few, many) = match self.properties {
            Properties::Few(properties) => (Some(properties), None),
            Properties::Many(properties) => (None, Some(properties)),
        };
        few.into_iter().flatten().chain(many.into_iter().flatten())
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl Eq for Object {}

impl FromIterator<(String, Value)> for Object {
    /// The first of two values with the same key is kept.
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(properties: I) -> Self {
        let mut object = Self::default();
        for (key, value) in properties {
            object.insert(key, value);
        }
        object
    }
}

impl Value {
    /// The property or item that a segment of a JSON pointer names. An index has no sign and no leading zero (RFC 6901,
    /// section 4).
    pub fn get(&self, segment: &str) -> Option<&Self> {
        match self {
            Self::Object(object) => object.get(segment),
            Self::Array(items) => items.get(index(segment)?),
            _ => None,
        }
    }

    /// The value at this pointer.
    pub(crate) fn find(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.segments().try_fold(self, |value, segment| value.get(&segment))
    }

    /// The mutable value at the end of these segments.
    pub(crate) fn find_mut<'s>(
        &mut self,
        mut segments: impl Iterator<Item = std::borrow::Cow<'s, str>>,
    ) -> Option<&mut Self> {
        segments.try_fold(self, |value, segment| match value {
            Self::Object(object) => object.get_mut(&segment),
            Self::Array(items) => items.get_mut(index(&segment)?),
            _ => None,
        })
    }
}

fn index(segment: &str) -> Option<usize> {
    let is_canonical = segment == "0" || !segment.starts_with(['0', '+']);
    is_canonical.then(|| segment.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(keys: impl Iterator<Item = usize>) -> Object {
        keys.map(|key| (key.to_string(), Value::Bool(key == 0))).collect()
    }

    #[test]
    fn an_index_has_one_form() {
        let items = Value::Array(vec![Value::Null, Value::Bool(true)]);
        assert_eq!(items.get("0"), Some(&Value::Null));
        assert_eq!(items.get("1"), Some(&Value::Bool(true)));
        for wrong in ["2", "00", "01", "+1", "-0", "", "a"] {
            assert_eq!(items.get(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn lists_and_maps_behave_the_same() {
        for count in [0, 1, MAX_FEW, MAX_FEW + 1, 3 * MAX_FEW] {
            let mut tested = object(0..count);
            assert_eq!((tested.len(), tested.is_empty()), (count, count == 0));
            assert!(tested.keys().eq((0..count).map(|key| key.to_string())), "in the order of the document");
            assert_eq!(tested, object((0..count).rev()), "in any order");
            assert_ne!(tested, object(1..=count.max(1)));
            for key in 0..count {
                let value = Value::Bool(key == 0);
                assert_eq!(tested.position(&key.to_string()), Some((key, &value)));
                tested.insert(key.to_string(), Value::Null);
                assert_eq!(
                    tested.get_mut(&key.to_string()),
                    Some(&mut Value::Bool(key == 0)),
                    "the first value is kept"
                );
            }
            assert_eq!(tested.get("none"), None);
            tested.retain(|key| key != "0");
            assert_eq!(tested, object(1..count.max(1)), "the other properties");
        }
    }
}
