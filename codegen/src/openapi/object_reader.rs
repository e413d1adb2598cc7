//! The object reader: reads the keys of one object, and reports the keys that no code reads.

use std::collections::BTreeSet;

use super::node::{Node, Read};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Tolerance, suggest},
    source::{Location, Object, Value},
};

/// The `x-` keys of Wireright, and where each belongs.
const EXTENSION_KEYS: [(&str, &str); 15] = [
    ("x-authenticator", "a security scheme"),
    ("x-client-parameter", "a path parameter"),
    ("x-closed", "a schema"),
    ("x-empty-content-type", "an operation"),
    ("x-error-conditions", "a response with a success status"),
    ("x-idempotent", "an operation"),
    ("x-lenient-string", "a schema"),
    ("x-module", "`info`"),
    ("x-official-id", "an operation"),
    ("x-pagination", "an operation"),
    ("x-password-rules", "the schema of a password"),
    ("x-region", "a server"),
    ("x-required-permission", "an operation"),
    ("x-rust-name", "a schema, a parameter, an operation or a tag"),
    ("x-rust-type", "a schema"),
];

/// The capacity for known keys: no object of the specification has more, so that the list grows once.
const KEY_CAPACITY: usize = 64;

/// Reads an object key by key. [`finish`](Self::finish) reports the keys that were not read.
pub(crate) struct ObjectReader<'v, 'd> {
    node: Node<'v>,
    object: &'v Object,
    /// The name of the object in the specification: `Info Object`.
    object_name: &'static str,
    /// Whether each property was read, in the order of the document.
    is_read: Vec<bool>,
    unread: usize,
    /// The keys that were requested while properties were unread: the candidates for misspelled keys.
    known_keys: Vec<&'static str>,
    diagnostics: &'d mut Diagnostics,
}

impl<'v, 'd> ObjectReader<'v, 'd> {
    /// Starts reading. Reports a value that is not an object.
    pub(crate) fn new(node: &Node<'v>, object_name: &'static str, diagnostics: &'d mut Diagnostics) -> Option<Self> {
        let Value::Object(object) = node.value else {
            return node.mismatch(&format!("an object ({object_name})"), diagnostics);
        };
        let (is_read, unread) = (vec![false; object.len()], object.len());
        Some(Self { node: node.clone(), object, object_name, is_read, unread, known_keys: Vec::new(), diagnostics })
    }

    /// The location of the object.
    pub(crate) fn at(&self) -> Location {
        self.node.at.clone()
    }

    /// The collector, for problems that involve several keys.
    pub(crate) fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }

    /// The untyped value under a key.
    pub(crate) fn node(&mut self, key: &'static str) -> Option<Node<'v>> {
        self.take_key(key).map(|value| self.node.child(key, value))
    }

    /// Marks a key as read.
    fn take_key(&mut self, key: &'static str) -> Option<&'v Value> {
        if self.unread > 0 {
            self.known_keys.reserve(KEY_CAPACITY.saturating_sub(self.known_keys.len()));
            self.known_keys.push(key);
        }
        let (at, value) = self.object.position(key)?;
        if let Some(is_read @ false) = self.is_read.get_mut(at) {
            *is_read = true;
            self.unread -= 1;
        }
        Some(value)
    }

    fn read_value<T: Read>(&mut self, key: &'static str, value: &'v Value) -> Option<T> {
        T::read_fast(value).or_else(|| T::read(&self.node.child(key, value), self.diagnostics))
    }

    /// The value of an optional key. A null that the type does not accept means that the key is absent.
    pub(crate) fn optional<T: Read>(&mut self, key: &'static str) -> Option<T> {
        let value = self.take_key(key)?;
        if *value == Value::Null && !T::ACCEPTS_NULL {
            let before = self.diagnostics.len();
            let _: Option<T> = self.read_value(key, value);
            self.diagnostics.accept_since(before);
            return None;
        }
        self.read_value(key, value)
    }

    /// A count: `5`, or `5.0`. A count out of the range of `u64` is its maximum.
    pub(crate) fn count(&mut self, key: &'static str) -> Option<u64> {
        if let Some(Value::Number(number)) = self.take_key(key)
            && number.as_u64().is_none()
        {
            let text = number.to_string();
            let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
            let whole = whole.map_or(text.as_str(), |(whole, _)| whole);
            if whole.bytes().all(|digit| digit.is_ascii_digit()) {
                return Some(whole.parse().unwrap_or(u64::MAX));
            }
        }
        self.optional(key)
    }

    /// The value of a required key. Reports a missing key.
    pub(crate) fn required<T: Read>(&mut self, key: &'static str) -> Option<T> {
        let Some(value) = self.take_key(key) else {
            self.missing(key);
            return None;
        };
        self.read_value(key, value)
    }

    /// The value of a key that OpenAPI requires and many documents lack. A missing key is a tolerable error.
    pub(crate) fn expected<T: Read>(&mut self, key: &'static str) -> Option<T> {
        if self.take_key(key).is_none() {
            let message = self.missing_message(key);
            self.diagnostics.report_as(Code::MissingKey, Tolerance::Accepted, &self.node.at, message);
        }
        self.optional(key)
    }

    /// The value of a required key, or the default of its type. Reports a missing key.
    pub(crate) fn required_or_default<T: Read + Default>(&mut self, key: &'static str) -> T {
        if self.take_key(key).is_none() {
            self.missing(key).fallback("an empty value is assumed");
            return T::default();
        }
        self.required(key).unwrap_or_default()
    }

    fn missing(&mut self, key: &str) -> &mut Diagnostic {
        let message = self.missing_message(key);
        self.diagnostics.report(Code::MissingKey, &self.node.at, message)
    }

    fn missing_message(&self, key: &str) -> String {
        format!("missing key `{key}` in {}", self.object_name)
    }

    /// The value of an optional key, or the default of its type.
    pub(crate) fn or_default<T: Read + Default>(&mut self, key: &'static str) -> T {
        self.optional(key).unwrap_or_default()
    }

    /// Reports each of these keys that is present: they have no effect on the client.
    pub(crate) fn unsupported(&mut self, keys: &[&'static str]) {
        for key in keys {
            if let Some(node) = self.node(key) {
                let message = format!("unsupported keyword `{key}`");
                self.diagnostics.unsupported(node.key(), message);
            }
        }
    }

    /// Reports each of these keys that is present and has entries.
    pub(crate) fn unsupported_maps(&mut self, keys: &[&'static str]) {
        for key in keys {
            if self.has_entries(key) {
                self.unsupported(&[*key]);
            }
        }
    }

    /// Whether the key is present and its value is not an empty object.
    fn has_entries(&mut self, key: &'static str) -> bool {
        let is_empty = |node: &Node<'_>| matches!(node.value, Value::Object(entries) if entries.is_empty());
        self.node(key).is_some_and(|node| !is_empty(&node))
    }

    /// Reports a key with requests that the service sends, if it has entries.
    pub(crate) fn service_requests(&mut self, key: &'static str) {
        if self.has_entries(key)
            && let Some(node) = self.node(key)
        {
            let message = format!("unsupported keyword `{key}`: only the types of its schemas are generated");
            self.diagnostics.unsupported(node.key(), message);
        }
    }

    /// Accepts keys that are irrelevant for clients, such as comments and hints for other tools.
    pub(crate) fn ignore_keys(&mut self, keys: &[&'static str]) {
        for key in keys {
            self.take_key(key);
        }
    }

    /// The keys that were not read, with their values.
    pub(crate) fn rest(&self) -> Vec<(&'v str, Node<'v>)> {
        let rest = self.object.iter().zip(&self.is_read).filter(|(_, is_read)| !**is_read);
        rest.map(|((key, value), _)| (key, self.node.child(key, value))).collect()
    }

    /// Whether the object belongs to another tool: no key was read or resembles a known one.
    pub(crate) fn is_foreign(&self) -> bool {
        let is_misspelled = |key: &str| suggest(key, self.known_keys.iter().copied()).is_some();
        let rest = self.rest();
        !rest.is_empty() && rest.len() == self.object.len() && !rest.into_iter().any(|(key, _)| is_misspelled(key))
    }

    /// Reports the keys that were not read.
    ///
    /// Extension keys (`x-`) of other tools are allowed. One that resembles a key of Wireright is reported.
    pub(crate) fn finish(mut self) {
        self.report_unread();
    }

    /// Reports the keys of an object of another tool as tolerable errors.
    pub(crate) fn finish_foreign(mut self) {
        let before = self.diagnostics.len();
        self.report_unread();
        self.diagnostics.accept_since(before);
    }

    fn report_unread(&mut self) {
        let object_name = self.object_name;
        for (key, node) in self.rest() {
            if let Some((_, owner)) = EXTENSION_KEYS.iter().find(|(known, _)| *known == key) {
                let message = format!("misplaced key `{key}` in {object_name}");
                let tolerance = Tolerance::Warning(Code::UnknownKeyIgnored);
                let problem = self.diagnostics.report_as(Code::MalformedExtension, tolerance, node.key(), message);
                problem.help(format!("`{key}` belongs to {owner}"));
                continue;
            }
            let is_extension = key.starts_with("x-");
            // The common prefix must not make extension keys similar.
            let prefix = if is_extension { "x-" } else { "" };
            let known = self.known_keys.iter().filter_map(|known| known.strip_prefix(prefix)).collect::<BTreeSet<_>>();
            let similar = suggest(key.strip_prefix(prefix).unwrap_or(key), known.into_iter());
            if is_extension && similar.is_none() {
                continue;
            }
            let problem =
                self.diagnostics.report(Code::UnknownKey, node.key(), format!("unknown key `{key}` in {object_name}"));
            if let Some(similar) = similar {
                problem.help(format!("a key with a similar name exists: `{prefix}{similar}`"));
            }
        }
    }
}
