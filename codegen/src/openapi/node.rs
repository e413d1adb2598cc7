//! Reading a value of the document with every complaint collected: the only way from untyped to typed.
//!
//! An [`ObjectReader`] is told which keys an object may have. Whatever no one asked for is reported when the reader
//! finishes, so a key can be forgotten neither by a document's author nor by us.

use std::{collections::BTreeSet, rc::Rc};

use indexmap::IndexMap;

use super::{
    document_set::DocumentSet,
    extensions,
    reference::{RefOverrides, Reference},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    source::{Location, NodePart, Number, Object, Value},
};

/// A value of the document and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node<'v> {
    pub(crate) value: &'v Value,
    pub(crate) at: Location,
    /// Where references lead.
    pub(super) document_set: &'v DocumentSet,
}

impl<'v> Node<'v> {
    fn child(&self, key: &str, value: &'v Value) -> Self {
        Self {
            value,
            at: Location { pointer: self.at.pointer.child(key), ..self.at.clone() },
            document_set: self.document_set,
        }
    }

    fn item(&self, index: usize, value: &'v Value) -> Self {
        Self {
            value,
            at: Location { pointer: self.at.pointer.index(index), ..self.at.clone() },
            document_set: self.document_set,
        }
    }

    /// The value under a key or at an index.
    pub(crate) fn get(&self, segment: &str) -> Option<Self> {
        match self.value {
            Value::Object(object) => object.get(segment).map(|value| self.child(segment, value)),
            Value::Array(items) => {
                let index = segment.parse().ok()?;
                items.get(index).map(|value| self.item(index, value))
            }
            _ => None,
        }
    }

    /// The keys of an object.
    pub(crate) fn keys(&self) -> Option<impl Iterator<Item = &'v str> + use<'v>> {
        match self.value {
            Value::Object(object) => Some(object.keys()),
            _ => None,
        }
    }

    /// The place of the key that this value stands under.
    pub(crate) fn key(&self) -> Location {
        Location { part: NodePart::Key, ..self.at.clone() }
    }

    /// Reads a list or a map. In the place of one OpenAPI has no references, but bundlers follow them, and somebody's descriptions rely
    /// on it.
    pub(super) fn read_collection_or_ref<T>(
        &self,
        diagnostics: &mut Diagnostics,
        read: impl FnOnce(&Self, &mut Diagnostics) -> Option<T>,
    ) -> Option<T> {
        let is_alone = matches!(self.value, Value::Object(object) if object.len() == 1) && diagnostics.is_lenient();
        match Reference::of(self).filter(|_| is_alone) {
            Some(reference) => self.document_set.read_collection_or_ref(&reference, diagnostics, read),
            None => read(self, diagnostics),
        }
    }

    /// Reports that the value is of another kind than `expected`, and gives nothing in its place.
    pub(crate) fn mismatch<T>(&self, expected: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        let found = kind(self.value);
        diagnostics.error(Code::WrongType, &self.at, format!("expected {expected}, found {found}"));
        None
    }
}

/// What a value is, in words.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Something that can be read from a value, reporting what does not fit.
pub(crate) trait Read: Sized {
    /// Whether null is a value of it. Elsewhere a null in somebody else's document means that the key is absent.
    const TAKES_NULL: bool = false;

    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self>;

    /// The same of a value that is right as it stands, where its place is no part of what is read: then no address is made for it.
    fn read_fast(_value: &Value) -> Option<Self> {
        None
    }

    /// Takes the words that stand beside a reference to it, where it has such.
    fn apply_overrides(&mut self, _words: &RefOverrides) {}
}

impl Read for String {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| node.mismatch("a string", diagnostics))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl Read for bool {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| node.mismatch("true or false", diagnostics))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl Read for u64 {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| node.mismatch("a whole number of at least 0", diagnostics))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_u64(),
            _ => None,
        }
    }
}

impl Read for Number {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| node.mismatch("a number", diagnostics))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Some(number.clone()),
            _ => None,
        }
    }
}

impl Read for Value {
    const TAKES_NULL: bool = true;

    fn read(node: &Node<'_>, _: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value)
    }

    fn read_fast(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<T: Read> Read for Box<T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(Box::new)
    }
}

impl<T: Read> Read for Rc<T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(Rc::new)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        node.read_collection_or_ref(diagnostics, |node, diagnostics| {
            let Value::Array(values) = node.value else { return node.mismatch("an array", diagnostics) };
            let items = values.iter().enumerate();
            Some(items.filter_map(|(index, value)| T::read(&node.item(index, value), diagnostics)).collect())
        })
    }
}

impl<T: Read> Read for IndexMap<String, T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        node.read_collection_or_ref(diagnostics, |node, diagnostics| {
            let Value::Object(object) = node.value else { return node.mismatch("an object", diagnostics) };
            let entries = object.iter().filter_map(|(key, value)| {
                let entry = T::read(&node.child(key, value), diagnostics)?;
                Some((key.to_owned(), entry))
            });
            Some(entries.collect())
        })
    }
}

/// Something together with its place, for complaints that only a later layer can make.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) at: Location,
}

impl<T: Read> Read for Spanned<T> {
    const TAKES_NULL: bool = T::TAKES_NULL;

    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(|value| Self { value, at: node.at.clone() })
    }
}

/// How many keys the Schema Object has, about: no object has more.
const LARGEST: usize = 64;

/// Reads an object key by key, and reports the keys that nobody asked for.
pub(crate) struct ObjectReader<'v, 'd> {
    node: Node<'v>,
    object: &'v Object,
    /// What the specification calls this object: `Info Object`.
    what: &'static str,
    /// Which members were asked for, in the order of the document, and how many were not.
    is_read: Vec<bool>,
    unread: usize,
    /// What was asked for while there were members that nobody had asked for: what a key that is left may have been meant to be.
    asked: Vec<&'static str>,
    diagnostics: &'d mut Diagnostics,
}

impl<'v, 'd> ObjectReader<'v, 'd> {
    /// Starts reading; reports a value that is no object.
    pub(crate) fn new(node: &Node<'v>, what: &'static str, diagnostics: &'d mut Diagnostics) -> Option<Self> {
        let Value::Object(object) = node.value else {
            return node.mismatch(&format!("an object ({what})"), diagnostics);
        };
        let (is_read, unread) = (vec![false; object.len()], object.len());
        Some(Self { node: node.clone(), object, what, is_read, unread, asked: Vec::new(), diagnostics })
    }

    /// The place of the object.
    pub(crate) fn at(&self) -> Location {
        self.node.at.clone()
    }

    /// The collector, for complaints about several keys together.
    pub(crate) fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }

    /// The value under a key, unread.
    pub(crate) fn node(&mut self, key: &'static str) -> Option<Node<'v>> {
        self.take_key(key).map(|value| self.node.child(key, value))
    }

    /// Takes note that a key was asked for.
    fn take_key(&mut self, key: &'static str) -> Option<&'v Value> {
        if self.unread > 0 {
            // As many as the largest object of the specification has, so that the list grows once.
            self.asked.reserve(LARGEST.saturating_sub(self.asked.len()));
            self.asked.push(key);
        }
        let (at, value) = self.object.position(key)?;
        if let Some(is_read @ false) = self.is_read.get_mut(at) {
            *is_read = true;
            self.unread -= 1;
        }
        Some(value)
    }

    /// The value under a key that may be absent.
    pub(crate) fn optional<T: Read>(&mut self, key: &'static str) -> Option<T> {
        let value = self.take_key(key)?;
        if *value == Value::Null && !T::TAKES_NULL && self.diagnostics.is_lenient() {
            return None;
        }
        T::read_fast(value).or_else(|| T::read(&self.node.child(key, value), self.diagnostics))
    }

    /// The value under a key that must be there.
    pub(crate) fn required<T: Read>(&mut self, key: &'static str) -> Option<T> {
        let Some(value) = self.take_key(key) else {
            self.missing(key);
            return None;
        };
        T::read_fast(value).or_else(|| T::read(&self.node.child(key, value), self.diagnostics))
    }

    /// The value under a key that must be there; its type's default where it is absent all the same.
    pub(crate) fn required_or_default<T: Read + Default>(&mut self, key: &'static str) -> T {
        if self.take_key(key).is_none() {
            self.missing(key).instead("it is taken to be there, and empty");
            return T::default();
        }
        self.required(key).unwrap_or_default()
    }

    fn missing(&mut self, key: &str) -> &mut Diagnostic {
        let message = format!("this {} has no `{key}`", self.what);
        self.diagnostics.error(Code::MissingKey, &self.node.at, message)
    }

    /// The value under a key, or its type's default where it is absent.
    pub(crate) fn or_default<T: Read + Default>(&mut self, key: &'static str) -> T {
        self.optional(key).unwrap_or_default()
    }

    /// Reports each of these keys that is there: the specification knows it, and the client is right without it.
    pub(crate) fn unsupported(&mut self, keys: &[&'static str]) {
        for key in keys {
            if let Some(node) = self.node(key) {
                let message = format!("`{key}` is not honoured");
                self.diagnostics.unsupported(node.key(), message);
            }
        }
    }

    /// Takes keys that say nothing which a client could honour: notes, and hints for other tools.
    pub(crate) fn ignore_keys(&mut self, keys: &[&'static str]) {
        for key in keys {
            self.take_key(key);
        }
    }

    /// The keys besides those that were asked for, with their values.
    pub(crate) fn rest(&self) -> Vec<(&'v str, Node<'v>)> {
        let rest = self.object.iter().zip(&self.is_read).filter(|(_, is_read)| !**is_read);
        rest.map(|((key, value), _)| (key, self.node.child(key, value))).collect()
    }

    /// Whether all of it is somebody else's: no key was asked for, or almost spells one that was.
    pub(crate) fn is_foreign(&self) -> bool {
        let is_slip = |key: &str| suggest(key, self.asked.iter().copied()).is_some();
        let rest = self.rest();
        !rest.is_empty() && rest.len() == self.object.len() && !rest.into_iter().any(|(key, _)| is_slip(key))
    }

    /// Reports the keys that nobody asked for.
    ///
    /// A foreign `x-` key is an author's right; one that almost spells a key of ours is a mistake.
    pub(crate) fn finish(self) {
        for (key, node) in self.rest() {
            let is_foreign = key.starts_with("x-");
            // Most keys are somebody else's, and few objects have one of ours. What all of these begin with makes none alike.
            let prefix = if is_foreign { "x-" } else { "" };
            let asked = self.asked.iter().filter_map(|asked| asked.strip_prefix(prefix)).collect::<BTreeSet<_>>();
            let near = suggest(key.strip_prefix(prefix).unwrap_or(key), asked.into_iter());
            if let Some(home) = extensions::home(key).filter(|_| !self.diagnostics.is_lenient()) {
                let message = format!("`{key}` does not belong to the {}", self.what);
                let problem = self.diagnostics.error(Code::MalformedExtension, node.key(), message);
                problem.help(format!("it belongs to {home}"));
                continue;
            }
            if is_foreign && near.is_none() {
                continue;
            }
            let message = format!("`{key}` is no key of the {}", self.what);
            let problem = self.diagnostics.unknown_key(node.key(), message);
            if let Some(near) = near {
                problem.help(format!("a key with a similar name exists: `{prefix}{near}`"));
            }
        }
    }
}
