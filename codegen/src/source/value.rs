//! What YAML and JSON can say, and nothing of how they say it.

use indexmap::IndexMap;

use super::{Number, Pointer};

/// A value of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`, `~`, or nothing after the colon.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number, with its digits as written.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Members by name.
    Object(Object),
}

/// Members by name, in the order of the document. Two objects are equal whatever their order.
#[derive(Clone, Debug, Default)]
pub struct Object {
    members: Members,
}

/// Most objects are small, and comparing their keys is faster than hashing them.
#[derive(Clone, Debug)]
enum Members {
    /// No more than [`FEW`].
    Few(Vec<(String, Value)>),
    Many(IndexMap<String, Value>),
}

/// So many keys are compared one by one.
const FEW: usize = 8;

impl Default for Members {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Object {
    /// The value under this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.position(key).map(|(_, value)| value)
    }

    /// The value under this key, and how many members stand before it.
    pub(crate) fn position(&self, key: &str) -> Option<(usize, &Value)> {
        match &self.members {
            Members::Few(members) => {
                let at = members.iter().position(|(known, _)| known == key)?;
                members.get(at).map(|(_, value)| (at, value))
            }
            Members::Many(members) => members.get_full(key).map(|(at, _, value)| (at, value)),
        }
    }

    /// The members in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let (few, many) = match &self.members {
            Members::Few(members) => (Some(members), None),
            Members::Many(members) => (None, Some(members)),
        };
        let few = few.into_iter().flatten().map(|(key, value)| (key.as_str(), value));
        few.chain(many.into_iter().flatten().map(|(key, value)| (key.as_str(), value)))
    }

    /// The keys in the order of the document.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        match &self.members {
            Members::Few(members) => members.len(),
            Members::Many(members) => members.len(),
        }
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a member. The first of two values under one key stays.
    pub(crate) fn insert(&mut self, key: String, value: Value) {
        match &mut self.members {
            Members::Few(members) if members.iter().any(|(known, _)| *known == key) => {}
            Members::Few(members) if members.len() < FEW => members.push((key, value)),
            Members::Few(members) => {
                let members = std::mem::take(members).into_iter();
                self.members = Members::Many(members.chain([(key, value)]).collect());
            }
            Members::Many(members) => {
                members.entry(key).or_insert(value);
            }
        }
    }

    /// Keeps the members whose keys are wanted.
    pub(crate) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        match &mut self.members {
            Members::Few(members) => members.retain(|(key, _)| wanted(key)),
            Members::Many(members) => members.retain(|key, _| wanted(key)),
        }
    }

    /// The value under this key, to change it.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        match &mut self.members {
            Members::Few(members) => members.iter_mut().find(|(known, _)| known == key).map(|(_, value)| value),
            Members::Many(members) => members.get_mut(key),
        }
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl Eq for Object {}

impl FromIterator<(String, Value)> for Object {
    /// The first of two values under one key stays.
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        let mut object = Self::default();
        for (key, value) in members {
            object.insert(key, value);
        }
        object
    }
}

impl Value {
    /// The value at this address.
    pub(super) fn find(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.segments().try_fold(self, |value, segment| match value {
            Self::Object(object) => object.get(&segment),
            Self::Array(items) => items.get(segment.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The value at the end of these segments, to change it.
    pub(crate) fn find_mut<'s>(
        &mut self,
        mut segments: impl Iterator<Item = std::borrow::Cow<'s, str>>,
    ) -> Option<&mut Self> {
        segments.try_fold(self, |value, segment| match value {
            Self::Object(object) => object.get_mut(&segment),
            Self::Array(items) => items.get_mut(segment.parse::<usize>().ok()?),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(keys: impl Iterator<Item = usize>) -> Object {
        keys.map(|key| (key.to_string(), Value::Bool(key == 0))).collect()
    }

    #[test]
    fn few_members_and_many_are_the_same_to_whoever_asks() {
        for count in [0, 1, FEW, FEW + 1, 3 * FEW] {
            let mut asked = object(0..count);
            assert_eq!((asked.len(), asked.is_empty()), (count, count == 0));
            assert!(asked.keys().eq((0..count).map(|key| key.to_string())), "in the order of the document");
            assert_eq!(asked, object((0..count).rev()), "whatever their order");
            assert_ne!(asked, object(1..=count.max(1)));
            for key in 0..count {
                let value = Value::Bool(key == 0);
                assert_eq!(asked.position(&key.to_string()), Some((key, &value)));
                asked.insert(key.to_string(), Value::Null);
                assert_eq!(asked.get_mut(&key.to_string()), Some(&mut Value::Bool(key == 0)), "the first of two stays");
            }
            assert_eq!(asked.get("none"), None);
            asked.retain(|key| key != "0");
            assert_eq!(asked, object(1..count.max(1)), "members that are left");
        }
    }
}
