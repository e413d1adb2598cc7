//! Pairs of schemas: which schema is compared with which, and in what directions its values travel.

use std::collections::HashMap;

use wireright_codegen::source::{FileId, Pointer, Value};

use super::{Comparison, choices};
use crate::{
    change::Direction,
    document::{Node, NodeKey, Schema},
};

/// The pairs that are found so far.
#[derive(Default)]
pub(crate) struct Pairs<'d> {
    queue: Vec<(Node<'d>, Node<'d>, Direction)>,
    known: HashMap<(NodeKey, NodeKey), usize>,
    /// In the order in which they were found: the schemas as they are written, maybe references, and the directions.
    all: Vec<(Node<'d>, Node<'d>, Direction)>,
}

impl<'d> Pairs<'d> {
    /// Adds a pair, to be compared later.
    pub(super) fn add(&mut self, old: Node<'d>, new: Node<'d>, direction: Direction) {
        self.queue.push((old, new, direction));
    }
}

impl<'d> Comparison<'d> {
    /// Compares all pairs, and those that they lead to.
    pub(super) fn schemas(&mut self) {
        while let Some((old, new, direction)) = self.pairs.queue.pop() {
            self.visit(&old, &new, direction);
        }
        let pairs = std::mem::take(&mut self.pairs.all);
        for (old, new, direction) in &pairs {
            if old.value != new.value || old.text("$ref") != new.text("$ref") {
                self.schema(old, new, *direction);
            }
        }
    }

    fn visit(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let key = (old.key(), new.key());
        if let Some(index) = self.pairs.known.get(&key) {
            let Some((_, _, known)) = self.pairs.all.get_mut(*index) else { return };
            let all = known.with(direction);
            if all == *known {
                return;
            }
            *known = all;
        } else {
            self.pairs.known.insert(key, self.pairs.all.len());
            self.pairs.all.push((old.clone(), new.clone(), direction));
        }
        if old.value == new.value {
            self.equal(old.value, (old.file, new.file), direction);
            return;
        }
        let (old_target, new_target) = (self.old.resolve(old).0, self.new.resolve(new).0);
        // The targets of references are compared once, wherever they are used.
        let has_siblings = self.old.has_siblings(old) || self.new.has_siblings(new);
        if !has_siblings && (old_target.pointer != old.pointer || new_target.pointer != new.pointer) {
            self.pairs.add(old_target, new_target, direction);
            return;
        }
        self.children(&Schema::new(self.old, old), &Schema::new(self.new, new), direction);
    }

    /// Schemas that are written the same: only the targets of their references can differ.
    fn equal(&mut self, value: &'d Value, files: (FileId, FileId), direction: Direction) {
        match value {
            Value::Object(object) => {
                let has = |flag: &str| object.get(flag) == Some(&Value::Bool(true));
                let direction = without_hidden(direction, has("readOnly"), has("writeOnly"));
                if object.get("$ref").is_some() {
                    // A reference does not depend on its own pointer.
                    let node = |file| Node { file, pointer: Pointer::root(), value };
                    let (one, reference) = self.old.resolve(&node(files.0));
                    let (other, _) = self.new.resolve(&node(files.1));
                    if reference.is_some() {
                        self.pairs.add(one, other, direction);
                    }
                }
                for (key, child) in object.iter() {
                    if !matches!(key, "example" | "examples" | "default" | "enum" | "required") {
                        self.equal(child, files, direction);
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.equal(item, files, direction)),
            _ => {}
        }
    }

    /// The schemas inside two schemas.
    fn children(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let others = new.properties();
        for (name, property) in old.properties() {
            if let Some((_, other)) = others.iter().find(|(other, _)| *other == name) {
                // A property that no value matches is compared with the object.
                if [property.value, other.value].contains(&&Value::Bool(false)) {
                    continue;
                }
                let direction = visible(direction, &property, other);
                self.pairs.add(property, other.clone(), direction);
            }
        }
        for key in ["items", "additionalProperties", "propertyNames", "contains"] {
            if let (Some(one), Some(other)) = (old.get(key), new.get(key))
                && matches!((one.value, other.value), (Value::Object(_), Value::Object(_)))
            {
                self.pairs.add(one, other, direction);
            }
        }
        for key in ["patternProperties", "dependentSchemas"] {
            if let (Some(one), Some(other)) = (old.get(key), new.get(key)) {
                for (name, schema) in one.entries() {
                    if let Some(other) = other.get(name) {
                        self.pairs.add(schema, other, direction);
                    }
                }
            }
        }
        if let (Some(one), Some(other)) = (old.get("prefixItems"), new.get("prefixItems")) {
            for (one, other) in one.items().zip(other.items()) {
                self.pairs.add(one, other, direction);
            }
        }
        // The generator names constants after titles.
        if let (Some((_, before)), Some((_, after))) = (old.constants(), new.constants()) {
            for (one, value) in before {
                if let Some((other, _)) = after.iter().find(|(_, other)| *other == value) {
                    self.pairs.add(one, other.clone(), direction);
                }
            }
        }
        if let (Some((_, before)), Some((_, after))) = (old.alternatives(), new.alternatives()) {
            for (one, other) in choices::matched(self.old, self.new, &before, &after).pairs {
                self.pairs.add(one, other, direction);
            }
        }
    }
}

/// The directions in which a property is sent: not in requests if it is read-only, not in responses if write-only.
fn visible(direction: Direction, old: &Node<'_>, new: &Node<'_>) -> Direction {
    let both = |flag: &str| old.flag(flag) && new.flag(flag);
    without_hidden(direction, both("readOnly"), both("writeOnly"))
}

fn without_hidden(direction: Direction, read_only: bool, write_only: bool) -> Direction {
    Direction { request: direction.request && !read_only, response: direction.response && !write_only }
}
