//! A document as a whole: the name, the version, components, and extensions.

use super::{BREAKS, Comparison, Component, NodePair, UNAFFECTED, objects::resembles, rename};
use crate::{
    change::Direction,
    document::{Documents, Node, Schema, label, short},
    rules,
};

/// The extensions that the generator reads, besides those with a rule of their own.
const EXTENSION_PREFIX: &str = "x-";

/// Extensions with a rule of their own.
const LIFECYCLE: [&str; 2] = ["x-sunset", "x-stability-level"];

/// What tells that two documents are the same.
#[derive(Clone, Copy)]
enum SameBy {
    Path,
    FileName,
    Title,
}

impl<'d> Comparison<'d> {
    /// Compares the documents that describe a service: those with the same path, file name or title. One with another
    /// path is the same if it is the only one.
    pub(super) fn services(&mut self) {
        let roots = |documents: &'d Documents| -> Vec<(&'d str, Node<'d>)> {
            let entries = documents.entries.iter();
            entries.filter_map(|path| Some((path.as_str(), documents.root(path)?))).collect()
        };
        let (mut before, mut after) = (roots(self.old), roots(self.new));
        let mut pairs: Vec<(Node<'d>, Node<'d>)> = Vec::new();
        if let ([(_, old)], [(_, new)]) = (before.as_slice(), after.as_slice()) {
            pairs.push((old.clone(), new.clone()));
            (before, after) = (Vec::new(), Vec::new());
        }
        // A document was moved, or has another name and the same title.
        let title = |root: &Node<'d>| root.get("info").and_then(|info| info.text("title"));
        let same_title = |one: &Node<'d>, other: &Node<'d>| title(one).is_some() && title(one) == title(other);
        for by in [SameBy::Path, SameBy::FileName, SameBy::Title] {
            before.retain(|(path, old)| {
                let is_same = |(other, new): &(&str, Node<'d>)| match by {
                    SameBy::Path => path == other,
                    SameBy::FileName => same_file(path, other),
                    SameBy::Title => same_title(old, new),
                };
                let Some(index) = after.iter().position(is_same) else { return true };
                pairs.push((old.clone(), after.remove(index).1));
                false
            });
        }
        for (path, root) in before {
            let verdict = (BREAKS, "clients still call its operations");
            let places = NodePair::removed(&root);
            let summary = format!("`{path}` is gone");
            self.report(&rules::OPERATION_REMOVED, places, Direction::REQUEST, summary, verdict);
        }
        for (path, root) in after {
            let verdict = (UNAFFECTED, "nobody calls its operations yet");
            let summary = format!("`{path}` is new");
            self.report(&rules::OPERATION_ADDED, NodePair::added(&root), Direction::NONE, summary, verdict);
        }
        for (old, new) in pairs {
            self.service(&old, &new);
        }
    }

    fn service(&mut self, old: &Node<'d>, new: &Node<'d>) {
        self.info(old, new);
        self.schemes(old, new);
        self.security(old, new);
        self.extensions(old, new);
        self.roots = Some((old.clone(), new.clone()));
        self.servers(old, new);
        self.operations(old.get("paths").as_ref(), new.get("paths").as_ref(), false);
        self.operations(old.get("webhooks").as_ref(), new.get("webhooks").as_ref(), true);
        self.roots = None;
        self.components(old, new);
    }

    fn info(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let (Some(old), Some(new)) = (old.get("info"), new.get("info")) else { return };
        let place = |node: &Node<'d>, key: &str| node.get(key).unwrap_or_else(|| node.clone());
        for key in ["title", "x-module"] {
            let (before, after) = (old.text(key), new.text(key));
            if before != after {
                let text = |value: Option<&str>| value.unwrap_or("absent").to_owned();
                let summary = format!("`{key}`: `{}` → `{}`", text(before), text(after));
                let (one, other) = (place(&old, key), place(&new, key));
                let verdict = (UNAFFECTED, "it is not sent");
                let draft = self.report(
                    &rules::DOCUMENT_RENAMED,
                    NodePair::both(&one, &other),
                    Direction::NONE,
                    summary,
                    verdict,
                );
                draft.only_with_rust = true;
                draft.rename = Some(rename(&text(before), &text(after)));
            }
        }
        let (before, after) = (old.text("version"), new.text("version"));
        if before != after {
            let text = |value: Option<&str>| value.unwrap_or("absent").to_owned();
            let summary = format!("`{}` → `{}`", text(before), text(after));
            let (one, other) = (place(&old, "version"), place(&new, "version"));
            let verdict = (UNAFFECTED, "the version of a document is not sent");
            self.report(&rules::VERSION_CHANGED, NodePair::both(&one, &other), Direction::NONE, summary, verdict);
        }
    }

    /// Extensions of an object: only the generator reads them.
    pub(super) fn extensions(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let of = |node: &Node<'d>| -> Vec<(&'d str, Node<'d>)> {
            let is_extension = |key: &str| key.starts_with(EXTENSION_PREFIX) && !LIFECYCLE.contains(&key);
            node.entries().filter(|(key, _)| is_extension(key)).collect()
        };
        let (before, after) = (of(old), of(new));
        // The label of a part of a schema does not have the key.
        let named = |key: &str, node: &Node<'d>, summary: String| {
            let is_named = label(self.new, node).ends_with(&format!("`{key}`"));
            if is_named { summary } else { format!("`{key}` {summary}") }
        };
        let verdict = (UNAFFECTED, "an extension is not sent");
        for (key, one) in &before {
            match after.iter().find(|(other, _)| other == key) {
                Some((_, other)) if other.value != one.value => {
                    let (before, after) = (short(one.value), short(other.value));
                    // Two long values may differ only in what is cut off.
                    let is_cut_off = before == after;
                    let summary = if is_cut_off { "changed".to_owned() } else { format!("`{before}` → `{after}`") };
                    let summary = named(key, other, summary);
                    let places = NodePair::both(one, other);
                    self.report(&rules::EXTENSION_CHANGED, places, Direction::NONE, summary, verdict).only_with_rust =
                        true;
                }
                Some(_) => {}
                None => {
                    let places = NodePair::of(Some(one), Some(new));
                    let summary = format!("`{key}` removed");
                    self.report(&rules::EXTENSION_CHANGED, places, Direction::NONE, summary, verdict).only_with_rust =
                        true;
                }
            }
        }
        for (key, other) in &after {
            if !before.iter().any(|(one, _)| one == key) {
                let summary = named(key, other, format!("added: `{}`", short(other.value)));
                let places = NodePair::of(Some(old), Some(other));
                self.report(&rules::EXTENSION_CHANGED, places, Direction::NONE, summary, verdict).only_with_rust = true;
            }
        }
    }

    /// Components that no operation uses are compared too: the generator may declare them.
    fn components(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let map = |node: &Node<'d>| node.get("components").and_then(|node| node.get("schemas"));
        let (before, after) = (map(old), map(new));
        let mut removed: Vec<(&str, Node<'d>)> = Vec::new();
        for (name, schema) in before.iter().flat_map(Node::entries) {
            match after.as_ref().and_then(|map| map.get(name)) {
                Some(same) => self.pairs.add(schema, same, Direction::NONE),
                None => removed.push((name, schema)),
            }
        }
        let is_new = |name: &str| before.as_ref().and_then(|map| map.get(name)).is_none();
        let mut added: Vec<(&str, Node<'d>)> =
            after.iter().flat_map(Node::entries).filter(|(name, _)| is_new(name)).collect();
        for (name, schema) in removed {
            let renamed = added.iter().position(|(_, other)| other.value == schema.value && is_distinctive(&schema));
            match renamed {
                Some(index) => self.component_renamed((name, schema), added.remove(index)),
                None => self.unmatched.0.push((name, schema)),
            }
        }
        self.unmatched.1.extend(added);
    }

    fn component_renamed(&mut self, (name, schema): Component<'d>, (new_name, other): Component<'d>) {
        let summary = format!("renamed from `{name}` to `{new_name}`");
        let verdict = (UNAFFECTED, "names of components are not sent");
        let places = NodePair::both(&schema, &other);
        let draft = self.report(&rules::SCHEMA_RENAMED, places, Direction::NONE, summary, verdict);
        draft.rename = Some(rename(name, new_name));
        self.renamed.insert((name.to_owned(), new_name.to_owned()));
        self.pairs.add(schema, other, Direction::NONE);
    }

    /// Components that are gone and new. One is renamed and changed if all references to it have the same new name.
    pub(super) fn unmatched_components(&mut self) {
        let (removed, mut added) = std::mem::take(&mut self.unmatched);
        for (name, schema) in removed {
            let mut new_names = self.references.iter().filter(|(old, _)| *old == name).map(|(_, new)| *new);
            let new_name = new_names.next().filter(|_| new_names.next().is_none());
            let is_only = |new: &str| self.references.iter().filter(|(_, other)| *other == new).count() == 1;
            let new_name = new_name.filter(|new| is_only(new));
            let index = added.iter().position(|(other, node)| {
                Some(*other) == new_name && (resembles(name, other) || self.has_common_parts(&schema, node))
            });
            if let Some(index) = index {
                self.component_renamed((name, schema), added.remove(index));
                continue;
            }
            let verdict = (UNAFFECTED, "the operations that used it are compared");
            let places = NodePair::removed(&schema);
            self.report(&rules::SCHEMA_REMOVED, places, Direction::NONE, "component removed", verdict).only_with_rust =
                true;
        }
        for (_, schema) in added {
            let verdict = (UNAFFECTED, "the operations that use it are compared");
            let places = NodePair::added(&schema);
            self.report(&rules::SCHEMA_REMOVED, places, Direction::NONE, "component added", verdict).only_with_rust =
                true;
        }
    }

    /// Whether two schemas have a property or a value in common.
    fn has_common_parts(&self, old: &Node<'d>, new: &Node<'d>) -> bool {
        let (old, new) = (Schema::new(self.old, old), Schema::new(self.new, new));
        let names = new.properties();
        let values = new.values().map(|(_, values)| values).unwrap_or_default();
        old.properties().iter().any(|(name, _)| names.iter().any(|(other, _)| other == name))
            || old.values().is_some_and(|(_, old)| old.iter().any(|value| values.contains(value)))
    }
}

/// Whether a schema describes an object or combines schemas: two strings are not the same thing.
fn is_distinctive(node: &Node<'_>) -> bool {
    let has = |key: &str| node.get(key).is_some();
    ["properties", "enum", "allOf", "oneOf", "anyOf"].iter().any(|key| has(key))
}

/// Whether two paths end in the same file name.
fn same_file(one: &str, other: &str) -> bool {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    one == other || name(one) == name(other)
}
