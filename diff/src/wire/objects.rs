//! Properties of objects: which are new, gone, renamed, required, read-only or write-only.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use wireright_codegen::source::Value;

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED, rename, uses::Use};
use crate::{
    change::Direction,
    document::{Node, Schema, short},
    rules,
};

/// A property of an object.
#[derive(Clone)]
struct Property<'d> {
    name: &'d str,
    node: Node<'d>,
    is_required: bool,
}

fn properties<'d>(schema: &Schema<'d>) -> Vec<Property<'d>> {
    let required: BTreeSet<&str> = schema.required().into_iter().map(|(name, _)| name).collect();
    let properties = schema.properties().into_iter();
    properties.map(|(name, node)| Property { name, node, is_required: required.contains(name) }).collect()
}

/// The old and new names of properties that differ only in their names.
pub(super) fn renamed_properties<'d>(old: &Schema<'d>, new: &Schema<'d>) -> Vec<(&'d str, &'d str)> {
    let (mut removed, mut added) = (properties(old), properties(new));
    let (before, after) = (removed.clone(), added.clone());
    let has = |all: &[Property<'d>], name: &str| all.iter().any(|other| other.name == name);
    removed.retain(|property| !has(&after, property.name));
    added.retain(|property| !has(&before, property.name));
    take_renamed(&mut removed, &mut added).into_iter().map(|(one, other)| (one.name, other.name)).collect()
}

/// Takes out properties that differ only in their names: those whose names resemble each other, then the only ones with
/// a description or a reference, or the only ones at all.
fn take_renamed<'d>(
    removed: &mut Vec<Property<'d>>,
    added: &mut Vec<Property<'d>>,
) -> Vec<(Property<'d>, Property<'d>)> {
    let mut renamed = Vec::new();
    for by_name in [true, false] {
        let gone = removed.clone();
        removed.retain(|property| {
            let is_same = |other: &Property<'d>| {
                property.is_required == other.is_required && same_without_docs(&property.node, &other.node)
            };
            let same: Vec<usize> = (0..added.len()).filter(|index| is_same(&added[*index])).collect();
            let is_pair = same.len() == 1 && gone.iter().filter(|other| is_same(other)).count() == 1;
            let is_only = is_pair && (is_distinctive(&property.node) || (gone.len() == 1 && added.len() == 1));
            let has_similar_name = |index: &usize| resembles(property.name, added[*index].name);
            let found = same.into_iter().find(|index| if by_name { has_similar_name(index) } else { is_only });
            found.map(|index| renamed.push((property.clone(), added.remove(index)))).is_none()
        });
    }
    renamed
}

/// Whether a schema is more than a type: two strings are not the same thing.
fn is_distinctive(node: &Node<'_>) -> bool {
    ["$ref", "properties", "enum", "oneOf", "anyOf", "allOf"].iter().any(|key| node.get(key).is_some())
}

/// Whether two schemas differ at most in what describes them.
pub(super) fn same_without_docs(one: &Node<'_>, other: &Node<'_>) -> bool {
    let is_description = |key: &str| matches!(key, "description" | "title" | "example" | "examples" | "summary");
    let keywords = |node: &Node<'_>| -> Option<BTreeMap<String, Value>> {
        let Value::Object(object) = node.value else { return None };
        let kept = object.iter().filter(|(key, _)| !is_description(key) && *key != "x-rust-name");
        Some(kept.map(|(key, value)| (key.to_owned(), value.clone())).collect())
    };
    match (keywords(one), keywords(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.value == other.value,
    }
}

impl<'d> Comparison<'d> {
    pub(super) fn objects(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (properties(old), properties(new));
        let find = |all: &[Property<'d>], name: &str| all.iter().find(|other| other.name == name).cloned();
        let mut removed: Vec<Property<'d>> = Vec::new();
        for property in &before {
            match find(&after, property.name) {
                Some(same) => self.property(property, &same, (old, new), direction),
                None => removed.push(property.clone()),
            }
        }
        let mut added: Vec<Property<'d>> =
            after.iter().filter(|property| find(&before, property.name).is_none()).cloned().collect();
        self.renamed_properties(&mut removed, &mut added, new.is_open(), direction);
        for property in removed {
            self.property_removed(&property, new, direction);
        }
        for property in added {
            self.property_added(&property, old, direction);
        }
        self.required_without_schema(old, new, direction);
        self.additional(old, new, direction);
    }

    /// Takes out properties that differ only in their names.
    fn renamed_properties(
        &mut self,
        removed: &mut Vec<Property<'d>>,
        added: &mut Vec<Property<'d>>,
        is_open: bool,
        direction: Direction,
    ) {
        for (old, new) in take_renamed(removed, added) {
            let summary = format!("renamed from `{}` to `{}`", old.name, new.name);
            let request = match (old.is_required, is_open) {
                (true, _) => (BREAKS, "clients send the old name, and the new one is required"),
                (false, true) => (MAY_BREAK, "clients send the old name: the service may ignore or reject it"),
                (false, false) => (BREAKS, "clients send the old name, and other properties are invalid"),
            };
            let response = match old.is_required {
                true => (BREAKS, "clients rely on the old name"),
                false => (MAY_BREAK, "clients may read the old name"),
            };
            let verdicts = (request, response);
            let places = NodePair::both(&old.node, &new.node);
            let draft = self.report_schema(&rules::PROPERTY_RENAMED, places, direction, summary, verdicts);
            draft.rename = Some(rename(old.name, new.name));
        }
    }

    fn property_removed(&mut self, property: &Property<'d>, new: &Schema<'d>, direction: Direction) {
        let Property { node, is_required, .. } = property;
        let request = match new.is_open() {
            true => (MAY_BREAK, "clients still send it: the service may ignore or reject it"),
            false => (BREAKS, "clients still send it, and other properties are invalid"),
        };
        let request = if node.flag("readOnly") { (UNAFFECTED, "clients do not send it") } else { request };
        let response = match (node.flag("writeOnly"), is_required) {
            (true, _) => (UNAFFECTED, "the service does not send it"),
            (false, true) => (BREAKS, "clients rely on it"),
            (false, false) => (MAY_BREAK, "clients may read it"),
        };
        let summary = if *is_required { "removed, was required" } else { "removed" };
        let places = NodePair::of(Some(node), Some(&new.node));
        self.report_schema(&rules::PROPERTY_REMOVED, places, direction, summary, (request, response));
    }

    fn property_added(&mut self, property: &Property<'d>, old: &Schema<'d>, direction: Direction) {
        let Property { node, is_required, .. } = property;
        let (resolved, _) = self.new.resolve(node);
        let default = resolved.get("default").or_else(|| node.get("default"));
        let read_only = resolved.flag("readOnly") || node.flag("readOnly");
        let request = match (is_required, read_only, default.is_some()) {
            (true, false, true) => (BREAKS, "clients do not send it, although it has a default"),
            (true, false, false) => (BREAKS, "clients do not send it"),
            (true, true, _) => (UNAFFECTED, "clients do not send read-only properties"),
            (false, ..) => (UNAFFECTED, "clients need not send it"),
        };
        let response = match old.is_open() {
            true => (UNAFFECTED, "clients ignore unknown properties"),
            false => (MAY_BREAK, "the old schema has no other properties: clients may reject it"),
        };
        // It was one of the other properties, with their schema.
        let other = old.additional().filter(|other| matches!(other.value, Value::Object(_)));
        let is_new_schema = other.is_some_and(|other| {
            let types = |documents, node| Schema::new(documents, node).types();
            let before = types(self.old, &other);
            !before.is_empty() && before != types(self.new, node)
        });
        let (request, response) = if is_new_schema {
            (
                (BREAKS, "clients send it as one of the other properties"),
                (BREAKS, "clients read it as one of the others"),
            )
        } else {
            (request, response)
        };
        let summary = match (is_required, &default) {
            (true, Some(default)) => format!("added, required, with default `{}`", short(default.value)),
            (true, None) => "added, required".to_owned(),
            (false, _) => "added, optional".to_owned(),
        };
        let places = NodePair::of(Some(&old.node), Some(node));
        self.report_schema(&rules::PROPERTY_ADDED, places, direction, summary, (request, response));
    }

    /// Compares a property that both objects have.
    fn property(
        &mut self,
        old: &Property<'d>,
        new: &Property<'d>,
        objects: (&Schema<'d>, &Schema<'d>),
        direction: Direction,
    ) {
        let is_never = |node: &Node<'d>| *node.value == Value::Bool(false);
        if !is_never(&old.node) && is_never(&new.node) {
            let verdicts = ((BREAKS, "clients that send it are rejected"), (MAY_BREAK, "clients may read it"));
            let places = NodePair::both(&old.node, &new.node);
            self.report_schema(&rules::PROPERTY_REMOVED, places, direction, "became invalid", verdicts);
            return;
        }
        let (old_target, new_target) = (self.old.resolve(&old.node).0, self.new.resolve(&new.node).0);
        let flag = |key: &str| (old.node.flag(key) || old_target.flag(key), new.node.flag(key) || new_target.flag(key));
        let (read_only, write_only) = (flag("readOnly"), flag("writeOnly"));
        match self.inherits(objects, (&old.node, &new.node)) {
            Some(object) => {
                let before = self.place.replace(object);
                self.property_required(old, new, (read_only.1, write_only.1), direction);
                self.place = before;
            }
            None => self.property_required(old, new, (read_only.1, write_only.1), direction),
        }
        if read_only.0 != read_only.1 {
            self.property_read_only(old, new, read_only.1, direction);
        }
        if write_only.0 != write_only.1 {
            self.property_write_only(old, new, write_only.1, direction);
        }
    }

    /// Reports a property that became required or optional. It is now read-only or write-only, as the flags tell.
    fn property_required(
        &mut self,
        old: &Property<'d>,
        new: &Property<'d>,
        (is_read_only, is_write_only): (bool, bool),
        direction: Direction,
    ) {
        let (summary, verdicts) = match (old.is_required, new.is_required) {
            (false, true) => {
                let request = if is_read_only {
                    (UNAFFECTED, "clients do not send read-only properties")
                } else {
                    (BREAKS, "clients that leave it out are rejected")
                };
                ("became required", (request, (UNAFFECTED, "the service always sends it")))
            }
            (true, false) => {
                let response = if is_write_only {
                    (UNAFFECTED, "the service does not send it")
                } else {
                    (BREAKS, "the service may leave it out")
                };
                ("became optional", ((UNAFFECTED, "clients that send it are still accepted"), response))
            }
            _ => return,
        };
        let places = NodePair::both(&old.node, &new.node);
        self.report_schema(&rules::PROPERTY_REQUIRED, places, direction, summary, verdicts);
    }

    /// Reports a property that became read-only, or is no longer.
    fn property_read_only(&mut self, old: &Property<'d>, new: &Property<'d>, is_read_only: bool, direction: Direction) {
        let (summary, request) = match (is_read_only, new.is_required) {
            (true, _) => ("became read-only", (MAY_BREAK, "clients send it: the service may ignore or reject it")),
            (false, true) => ("is no longer read-only", (BREAKS, "clients do not send it, and it is required")),
            (false, false) => ("is no longer read-only", (UNAFFECTED, "clients need not send it")),
        };
        let places = NodePair::both(&old.node, &new.node);
        let verdicts = (request, (UNAFFECTED, "the service still sends it"));
        self.report_schema(&rules::READ_ONLY_CHANGED, places, direction, summary, verdicts);
    }

    /// Reports a property that became write-only, or is no longer.
    fn property_write_only(
        &mut self,
        old: &Property<'d>,
        new: &Property<'d>,
        is_write_only: bool,
        direction: Direction,
    ) {
        let (summary, response) = match (is_write_only, old.is_required) {
            (true, true) => ("became write-only", (BREAKS, "the service no longer sends it")),
            (true, false) => ("became write-only", (MAY_BREAK, "clients may read it")),
            (false, _) => ("is no longer write-only", (UNAFFECTED, "clients ignore it")),
        };
        let places = NodePair::both(&old.node, &new.node);
        let verdicts = ((UNAFFECTED, "clients that send it are still accepted"), response);
        self.report_schema(&rules::WRITE_ONLY_CHANGED, places, direction, summary, verdicts);
    }

    /// The object, if it inherits a property from a component: what it requires is no change of the component.
    fn inherits(&self, (old, new): (&Schema<'d>, &Schema<'d>), nodes: (&Node<'d>, &Node<'d>)) -> Option<Rc<Use>> {
        let is_inside = |outer: &Node<'d>, inner: &Node<'d>| {
            let mut segments = inner.pointer.segments();
            outer.file == inner.file && outer.pointer.segments().all(|segment| segments.next() == Some(segment))
        };
        let is_inherited = !is_inside(&new.node, nodes.1);
        is_inherited.then(|| Use::of_object(self.label(self.new, &new.node), &[&old.parts, &new.parts]))
    }

    /// Required properties without a schema.
    fn required_without_schema(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let names = |schema: &Schema<'d>| -> Vec<(&'d str, Node<'d>)> {
            let properties = schema.properties();
            let mut required = schema.required();
            required.retain(|(name, _)| !properties.iter().any(|(known, _)| known == name));
            required
        };
        let (before, after) = (names(old), names(new));
        let has = |schema: &Schema<'d>, name: &str| schema.required().iter().any(|(other, _)| *other == name);
        for (name, node) in &after {
            if !has(old, name) {
                let summary = format!("`{name}`, which has no schema, became required");
                let verdicts =
                    ((BREAKS, "clients that leave it out are rejected"), (UNAFFECTED, "the service always sends it"));
                let places = NodePair::of(Some(&old.node), Some(node));
                self.report_schema(&rules::PROPERTY_REQUIRED, places, direction, summary, verdicts);
            }
        }
        for (name, node) in &before {
            if !has(new, name) {
                let summary = format!("`{name}`, which has no schema, became optional");
                let verdicts =
                    ((UNAFFECTED, "clients that send it are still accepted"), (BREAKS, "the service may leave it out"));
                let places = NodePair::of(Some(node), Some(&new.node));
                self.report_schema(&rules::PROPERTY_REQUIRED, places, direction, summary, verdicts);
            }
        }
    }

    fn additional(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.additional(), new.additional());
        let kind = Additional::of;
        let places = NodePair::of(before.as_ref().or(Some(&old.node)), after.as_ref().or(Some(&new.node)));
        let (summary, verdicts) = match (kind(before.as_ref()), kind(after.as_ref())) {
            (Additional::Any, Additional::None) => (
                "other properties became invalid",
                ((MAY_BREAK, "clients that send other properties are rejected"), (UNAFFECTED, "clients ignore them")),
            ),
            (Additional::Schema, Additional::None) if !new.patterns().is_empty() => (
                "other properties that match no pattern became invalid",
                ((MAY_BREAK, "clients that send other names are rejected"), (UNAFFECTED, "clients no longer get them")),
            ),
            (Additional::Schema, Additional::None) => (
                "other properties became invalid",
                ((BREAKS, "clients send other properties"), (UNAFFECTED, "clients no longer get them")),
            ),
            (Additional::None, Additional::Any | Additional::Schema) => (
                "other properties became valid",
                ((UNAFFECTED, "clients need not send them"), (MAY_BREAK, "clients may reject other properties")),
            ),
            (Additional::Any, Additional::Schema) => (
                "other properties have a schema",
                ((MAY_BREAK, "what clients send may be invalid now"), (UNAFFECTED, "clients expect anything")),
            ),
            (Additional::Schema, Additional::Any) => (
                "other properties have no schema any more",
                ((UNAFFECTED, "anything is valid"), (MAY_BREAK, "the service may send anything")),
            ),
            // `unevaluatedProperties` in place of `additionalProperties`.
            _ if before.as_ref().map(|node| node.pointer.segments().last())
                != after.as_ref().map(|node| node.pointer.segments().last()) =>
            {
                let same = (UNAFFECTED, "the same properties are valid");
                let summary = "other properties are described in another way";
                let draft = self.report_schema(&rules::ADDITIONAL_PROPERTIES, places, direction, summary, (same, same));
                draft.only_with_rust = true;
                return;
            }
            _ => return,
        };
        self.report_schema(&rules::ADDITIONAL_PROPERTIES, places, direction, summary, verdicts);
    }
}

/// `additionalProperties`.
#[derive(Clone, Copy)]
pub(super) enum Additional {
    Any,
    None,
    Schema,
}

impl Additional {
    pub(super) fn of(node: Option<&Node<'_>>) -> Self {
        match node.map(|node| node.value) {
            None | Some(Value::Bool(true)) => Self::Any,
            Some(Value::Bool(false)) => Self::None,
            Some(Value::Object(object)) if object.is_empty() => Self::Any,
            Some(_) => Self::Schema,
        }
    }
}

/// Whether two names have most letters in common: `user_name` and `userName`, `colour` and `color`.
pub(super) fn resembles(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() < other.len() { (&one, &other) } else { (&other, &one) };
    if short.is_empty() {
        return false;
    }
    let mut rest = long.iter();
    let common =
        short.iter().filter(|letter| rest.clone().any(|it| it == *letter) && rest.any(|it| it == *letter)).count();
    common * 3 >= long.len() * 2
}
