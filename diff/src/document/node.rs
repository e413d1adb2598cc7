//! Nodes: values of a document with their locations.

use wireright_codegen::{
    http::{ADDITIONAL_OPERATIONS, FIXED_METHODS},
    source::{FileId, Pointer, Value},
};

/// A value with its location. Cloning it is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Node<'d> {
    pub(crate) file: FileId,
    pub(crate) pointer: Pointer,
    pub(crate) value: &'d Value,
}

/// The identity of a node.
pub(crate) type NodeKey = (FileId, Pointer);

impl<'d> Node<'d> {
    /// The identity of the node.
    pub(crate) fn key(&self) -> NodeKey {
        (self.file, self.pointer.clone())
    }

    /// The property of an object.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'d>> {
        let Value::Object(object) = self.value else { return None };
        Some(Node { file: self.file, pointer: self.pointer.child(key), value: object.get(key)? })
    }

    /// The property of an object or the item of an array, by a segment of a pointer.
    pub(crate) fn step(&self, segment: &str) -> Option<Node<'d>> {
        let value = self.value.get(segment)?;
        Some(Node { file: self.file, pointer: self.pointer.child(segment), value })
    }

    /// The properties of an object, in the order of the document. Extensions are left out.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        let (file, pointer) = (self.file, self.pointer.clone());
        let object = match self.value {
            Value::Object(object) => Some(object),
            _ => None,
        };
        let properties = object.into_iter().flat_map(wireright_codegen::source::Object::iter);
        properties.map(move |(key, value)| (key, Node { file, pointer: pointer.child(key), value }))
    }

    /// The operations of a Path Item Object, each with its HTTP method: `GET`.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        let fixed: Vec<_> = FIXED_METHODS.iter().filter_map(|(key, method)| Some((*method, self.get(key)?))).collect();
        fixed.into_iter().chain(self.get(ADDITIONAL_OPERATIONS).into_iter().flat_map(|node| node.entries()))
    }

    /// The items of an array.
    pub(crate) fn items(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let (file, pointer) = (self.file, self.pointer.clone());
        let items = match self.value {
            Value::Array(items) => items.as_slice(),
            _ => &[],
        };
        let node = move |(index, value)| Node { file, pointer: pointer.index(index), value };
        items.iter().enumerate().map(node)
    }

    /// The string of a property.
    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        let Value::Object(object) = self.value else { return None };
        match object.get(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether a property is `true`.
    pub(crate) fn flag(&self, key: &str) -> bool {
        matches!(self.value, Value::Object(object) if object.get(key) == Some(&Value::Bool(true)))
    }

    /// The strings of an array.
    pub(crate) fn strings(&self) -> impl Iterator<Item = &'d str> {
        self.items().filter_map(|item| match item.value {
            Value::String(text) => Some(text.as_str()),
            _ => None,
        })
    }
}
