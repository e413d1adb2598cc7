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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    members: IndexMap<String, Value>,
}

/// So many keys are compared one by one.
const FEW: usize = 8;

impl Object {
    /// The value under this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.position(key).map(|(_, value)| value)
    }

    /// The value under this key, and how many members stand before it.
    pub(crate) fn position(&self, key: &str) -> Option<(usize, &Value)> {
        // Most objects are small, and are asked for many keys: comparing those that are there is faster than hashing each.
        if self.members.len() <= FEW {
            let members = self.members.iter().enumerate();
            return members
                .map(|(at, (known, value))| (at, known, value))
                .find(|(_, known, _)| *known == key)
                .map(|(at, _, value)| (at, value));
        }
        self.members.get_full(key).map(|(at, _, value)| (at, value))
    }

    /// The members in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The keys in the order of the document.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Adds a member. The first of two values under one key stays.
    pub(crate) fn insert(&mut self, key: String, value: Value) {
        self.members.entry(key).or_insert(value);
    }

    /// Keeps the members whose keys are wanted.
    pub(crate) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.members.retain(|key, _| wanted(key));
    }

    /// The value under this key, to change it.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.members.get_mut(key)
    }
}

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
