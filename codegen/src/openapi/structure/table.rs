//! The types of values, keys and objects in the tables of the specification.

use std::fmt;

use super::{DocumentCheck, Node};
use crate::source::Value;

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    V3_0,
    V3_1,
    V3_2,
}

impl Version {
    /// The version that a document declares.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        [Self::V3_0, Self::V3_1, Self::V3_2].into_iter().find(|version| {
            text.strip_prefix(&version.to_string()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

/// The type of a value.
#[derive(Clone, Copy)]
pub(super) enum ValueKind {
    Any,
    String,
    Boolean,
    Number,
    /// A non-negative integer.
    Count,
    OneOf(&'static [&'static str]),
    List(&'static ValueKind),
    NonEmptyList(&'static ValueKind),
    Map(&'static ValueKind),
    /// A map whose keys are names of components.
    Components(&'static ValueKind),
    Object(&'static ObjectTable),
    ObjectOrReference(&'static ObjectTable),
    /// A Schema Object, which may be a reference, and since 3.1 a boolean.
    Schema,
    /// The value of `additionalProperties`.
    SchemaOrBoolean,
    /// The value of `type` in a schema.
    SchemaType,
}

/// A list of strings.
pub(super) const STRINGS: ValueKind = ValueKind::List(&ValueKind::String);

/// A map of strings.
pub(super) const STRING_MAP: ValueKind = ValueKind::Map(&ValueKind::String);

/// A key of an object.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: ValueKind,
    since: Version,
    until: Version,
    required_until: Option<Version>,
}

/// An optional key of all versions.
pub(super) const fn key(name: &'static str, kind: ValueKind) -> Key {
    Key { name, kind, since: Version::V3_0, until: Version::V3_2, required_until: None }
}

impl Key {
    pub(super) const fn required(self) -> Self {
        self.required_until(Version::V3_2)
    }

    /// The last version that requires the key.
    pub(super) const fn required_until(mut self, version: Version) -> Self {
        self.required_until = Some(version);
        self
    }

    pub(super) const fn since(mut self, version: Version) -> Self {
        self.since = version;
        self
    }

    pub(super) const fn until(mut self, version: Version) -> Self {
        self.until = version;
        self
    }

    pub(super) fn exists_in(&self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }

    pub(super) fn is_required(&self, version: Version) -> bool {
        self.exists_in(version) && self.required_until.is_some_and(|last| version <= last)
    }
}

/// The keys of an object that are not in its list.
pub(super) enum OtherKeys {
    /// Only `x-` keys.
    Extensions,
    /// `x-` keys, and keys that the function accepts, whose values have this type.
    Values((fn(&str) -> bool, ValueKind)),
    /// Any key.
    Any,
}

/// A rule that involves several keys of an object.
pub(super) type Rule = fn(&mut DocumentCheck, &Node<'_>, &'static ObjectTable);

/// The keys of an object of the specification.
pub(super) struct ObjectTable {
    /// The name in the specification: `Info Object`.
    pub(super) name: &'static str,
    pub(super) keys: &'static [Key],
    pub(super) other_keys: OtherKeys,
    pub(super) rule: Rule,
}
