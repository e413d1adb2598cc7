//! Pairs of schemas: which schema is compared with which, and in what directions its values travel.

use std::{collections::HashMap, rc::Rc};

use wireright_codegen::source::{FileId, Pointer, Value};

use super::{Comparison, choices, objects::renamed_properties, property_patterns, uses::Use};
use crate::{
    change::Direction,
    document::{Documents, Node, NodeKey, Schema, label},
};

/// The pairs that are found so far.
#[derive(Default)]
pub(crate) struct Pairs<'d> {
    queue: Vec<(Node<'d>, Node<'d>, Direction, Option<Rc<Use>>)>,
    known: HashMap<(NodeKey, NodeKey), usize>,
    /// In the order in which they were found: the schemas as they are written, maybe references, and the directions.
    all: Vec<(Node<'d>, Node<'d>, Direction, Option<Rc<Use>>)>,
    /// The use of the schemas whose parts are being added.
    current: Option<Rc<Use>>,
}

impl<'d> Pairs<'d> {
    /// Adds a pair, to be compared later.
    pub(super) fn add(&mut self, old: Node<'d>, new: Node<'d>, direction: Direction) {
        self.queue.push((old, new, direction, self.current.clone()));
    }
}

impl<'d> Comparison<'d> {
    /// Compares all pairs, and those that they lead to.
    pub(super) fn schemas(&mut self) {
        while let Some((old, new, direction, place)) = self.pairs.queue.pop() {
            self.pairs.current = place;
            self.visit(&old, &new, direction);
        }
        self.pairs.current = None;
        self.unmatched_components();
        while let Some((old, new, direction, _)) = self.pairs.queue.pop() {
            self.visit(&old, &new, direction);
        }
        let pairs = std::mem::take(&mut self.pairs.all);
        for (old, new, direction, place) in &pairs {
            if old.value == new.value {
                self.subtypes(&Schema::new(self.old, old), &Schema::new(self.new, new), *direction);
            } else {
                self.place.clone_from(place);
                self.schema(old, new, *direction);
            }
        }
        self.place = None;
    }

    fn visit(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let key = (old.key(), new.key());
        if let Some(index) = self.pairs.known.get(&key) {
            let Some((_, _, known, _)) = self.pairs.all.get_mut(*index) else { return };
            let all = known.with(direction);
            if all == *known {
                return;
            }
            *known = all;
        } else {
            self.pairs.known.insert(key, self.pairs.all.len());
            self.pairs.all.push((old.clone(), new.clone(), direction, self.pairs.current.clone()));
        }
        for (one, other) in self.common_subtypes(old, new) {
            self.pairs.queue.push((one, other, direction, None));
        }
        if old.value == new.value {
            self.equal(old.value, (old.file, new.file), direction);
            return;
        }
        let (old_target, new_target) = (self.old.resolve(old).0, self.new.resolve(new).0);
        // The targets of references are compared once, wherever they are used.
        let has_siblings = self.old.has_siblings(old) || self.new.has_siblings(new);
        if !has_siblings && (old_target.pointer != old.pointer || new_target.pointer != new.pointer) {
            let place = self.other_use((old, &old_target), (new, &new_target));
            self.pairs.queue.push((old_target, new_target, direction, place));
            return;
        }
        self.children(&Schema::new(self.old, old), &Schema::new(self.new, new), direction);
    }

    /// The directions in which a property is sent: not in requests if it is read-only, not in responses if write-only.
    fn visible(&self, direction: Direction, old: &Node<'d>, new: &Node<'d>) -> Direction {
        let (one, other) = (self.old.resolve(old).0, self.new.resolve(new).0);
        let both = |flag: &str| (old.flag(flag) || one.flag(flag)) && (new.flag(flag) || other.flag(flag));
        without_hidden(direction, both("readOnly"), both("writeOnly"))
    }

    /// The place of a reference, if it refers to another component than before, and others still use these components.
    fn other_use(&mut self, old: (&Node<'d>, &Node<'d>), new: (&Node<'d>, &Node<'d>)) -> Option<Rc<Use>> {
        let ((old, old_target), (new, new_target)) = (old, new);
        let (before, after) = (self.old.component(old), self.new.component(new));
        let is_known = |documents: &Documents, name: Option<&str>| {
            let has = |name: &str| documents.entries.iter().any(|entry| documents.has_component(entry, name));
            name.is_some_and(has)
        };
        if let (Some(one), Some(other)) = (before, after)
            && one != other
            && !is_known(self.new, before)
            && !is_known(self.old, after)
        {
            self.references.insert((one, other));
        }
        let is_other = before != after && (is_known(self.new, before) || is_known(self.old, after));
        is_other.then(|| {
            let targets = vec![old_target.key(), new_target.key()];
            let outer = self.pairs.current.as_ref().and_then(|place| place.label(new));
            Rc::new(Use { label: outer.unwrap_or_else(|| label(self.new, new)), targets })
        })
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
                        let direction = self.visible(direction, &one, &other);
                        self.pairs.queue.push((one, other, direction, None));
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
        let renamed = renamed_properties(old, new);
        for (name, property) in old.properties() {
            let new_name = renamed.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new);
            if let Some((_, other)) = others.iter().find(|(other, _)| *other == new_name) {
                // A property that no value matches is compared with the object.
                if [property.value, other.value].contains(&&Value::Bool(false)) {
                    continue;
                }
                let direction = self.visible(direction, &property, other);
                self.pairs.add(property, other.clone(), direction);
            }
        }
        let inner = ["items", "propertyNames", "contains"].map(|key| (old.get(key), new.get(key)));
        for pair in inner.into_iter().chain([(old.additional(), new.additional())]) {
            if let (Some(one), Some(other)) = pair
                && matches!((one.value, other.value), (Value::Object(_), Value::Object(_)))
            {
                self.pairs.add(one, other, direction);
            }
        }
        if let (Some(one), Some(other)) = (old.get("dependentSchemas"), new.get("dependentSchemas")) {
            for (name, schema) in one.entries() {
                if let Some(other) = other.get(name) {
                    self.pairs.add(schema, other, direction);
                }
            }
        }
        for (one, other) in property_patterns::pairs(old, new) {
            self.pairs.add(one, other, direction);
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
        if let (Some((_, before)), Some((_, after))) = choices::alternatives(old, new) {
            for (one, other) in choices::matched(self.old, self.new, &before, &after).pairs {
                self.pairs.add(one, other, direction);
            }
        }
    }
}

fn without_hidden(direction: Direction, read_only: bool, write_only: bool) -> Direction {
    Direction { request: direction.request && !read_only, response: direction.response && !write_only }
}
