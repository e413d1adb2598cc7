//! A schema and its counterpart: types, formats, values, and keywords without a rule of their own.

use std::collections::BTreeSet;

use wireright_codegen::source::Value;

use super::{
    BREAKS, Comparison, FINE, MAY, NodePair,
    content::{Content, is_binary},
    limits::applies,
};
use crate::{
    change::Direction,
    document::{Documents, Node, Schema, short, short_list},
    rules,
};

/// Keywords that are compared as a whole, and whether their presence restricts values.
const CONDITIONS: [&str; 14] = [
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "patternProperties",
    "prefixItems",
    "unevaluatedItems",
    "unevaluatedProperties",
    "$dynamicRef",
    "dependencies",
];

/// Whether each value of the narrow types has one of the wide ones. No types are any type.
pub(super) fn covers(wide: &BTreeSet<&str>, narrow: &BTreeSet<&str>) -> bool {
    let covered = |name: &str| wide.contains(name) || (name == "integer" && wide.contains("number"));
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|name| covered(name)))
}

impl<'d> Comparison<'d> {
    /// Compares two schemas as they are written. Those inside them are pairs of their own.
    pub(super) fn schema(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        self.reference(old, new);
        let is_reference = |node: &Node<'d>| node.text("$ref").is_some();
        // The targets are a pair of their own, unless keywords beside a reference restrict values.
        let has_siblings = self.old.has_siblings(old) || self.new.has_siblings(new);
        if !has_siblings && (is_reference(old) || is_reference(new)) {
            return;
        }
        let (before, after) = (Schema::new(self.old, old), Schema::new(self.new, new));
        if self.is_part(old) && is_binary(&before) && is_binary(&after) {
            self.binary(NodePair::both(old, new), direction);
            return;
        }
        let is_choice = before.alternatives().is_some() != after.alternatives().is_some();
        if !is_choice {
            self.types(&before, &after, direction);
        }
        self.nullable(&before, &after, direction);
        // Another type has another format, too.
        if before.types() == after.types() && Content::has_other_format(&before, &after) {
            self.format(&before, &after, direction);
        }
        self.content(&before, &after, direction);
        self.content_schema(&before, &after, direction);
        self.values(&before, &after, direction);
        self.default(&before, &after, direction);
        self.limits(&before, &after, direction);
        self.pattern(&before, &after, direction);
        // The properties of a choice are those of its alternatives, and those of another type are gone with the object.
        let are_objects = applies(&before, "object") && applies(&after, "object");
        if are_objects && (!is_choice || !(before.properties().is_empty() || after.properties().is_empty())) {
            self.objects(&before, &after, direction);
        }
        self.choices(&before, &after, direction);
        self.conditions(&before, &after, direction);
        self.lifecycle(&before.node, &after.node);
        self.extensions(&before.node, &after.node);
        self.titles(&before, &after);
    }

    /// A schema that moved to a component, from one, or to another one.
    fn reference(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let (before, after) = (self.old.component(old), self.new.component(new));
        let is_known = |documents: &'d Documents, name: &str| {
            documents.entries.iter().any(|entry| documents.has_component(entry, name))
        };
        let summary = match (before, after) {
            (None, Some(name)) if is_known(self.old, name) => format!("refers to the component `{name}`"),
            (None, Some(name)) => format!("moved to the component `{name}`"),
            (Some(name), None) if is_known(self.new, name) => format!("no longer refers to the component `{name}`"),
            (Some(name), None) => format!("the component `{name}` moved to this place"),
            (Some(one), Some(other)) if one != other && !self.renamed.contains(&(one.to_owned(), other.to_owned())) => {
                format!("refers to `{other}` instead of `{one}`")
            }
            _ => return,
        };
        let verdict = (FINE, "names of components are not sent");
        let places = NodePair::both(old, new);
        self.report(&rules::SCHEMA_EXTRACTED, places, Direction::NONE, summary, verdict).only_with_rust = true;
    }

    /// The generator names types after titles.
    fn titles(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        let (before, after) = (old.node.text("title"), new.node.text("title"));
        if before != after {
            let text = |title: Option<&str>| title.unwrap_or("absent").to_owned();
            let summary = format!("`title`: `{}` → `{}`", text(before), text(after));
            let verdict = (FINE, "a title is not sent");
            let places = NodePair::both(&old.node, &new.node);
            self.report(&rules::EXTENSION_CHANGED, places, Direction::NONE, summary, verdict).only_with_rust = true;
        }
    }

    fn types(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.types(), new.types());
        if before == after {
            return;
        }
        let text = |types: &BTreeSet<&str>| {
            if types.is_empty() { "any".to_owned() } else { types.iter().copied().collect::<Vec<_>>().join(" or ") }
        };
        let verdicts = if covers(&after, &before) {
            ((FINE, "what clients send is still valid"), (BREAKS, "clients do not expect the new type"))
        } else if covers(&before, &after) {
            ((BREAKS, "clients may send a type that is invalid now"), (FINE, "clients expect more types"))
        } else {
            ((BREAKS, "clients send the old type"), (BREAKS, "clients expect the old type"))
        };
        let summary = format!("type: {} → {}", text(&before), text(&after));
        let place = |schema: &Schema<'d>| schema.get("type").unwrap_or_else(|| schema.node.clone());
        let (one, other) = (place(old), place(new));
        self.report_schema(&rules::TYPE_CHANGED, NodePair::both(&one, &other), direction, summary, verdicts);
    }

    fn nullable(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let places = NodePair::both(&old.node, &new.node);
        match (old.is_nullable(), new.is_nullable()) {
            (false, true) => {
                let verdicts = ((FINE, "clients need not send null"), (BREAKS, "clients do not expect null"));
                self.report_schema(&rules::NULLABLE_CHANGED, places, direction, "became nullable", verdicts);
            }
            (true, false) => {
                let verdicts = ((BREAKS, "clients may send null"), (FINE, "clients no longer get null"));
                self.report_schema(&rules::NULLABLE_CHANGED, places, direction, "is no longer nullable", verdicts);
            }
            _ => {}
        }
    }

    fn format(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.text("format"), new.text("format"));
        if before == after {
            return;
        }
        let verdicts = match (before, after) {
            (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => {
                ((FINE, "what clients send is still valid"), (BREAKS, "numbers may be too large for clients"))
            }
            (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => {
                ((BREAKS, "clients may send larger numbers"), (FINE, "clients accept smaller numbers"))
            }
            (None, Some(_)) => {
                ((MAY, "what clients send may have another format"), (FINE, "clients accept any format"))
            }
            (Some(_), None) => ((FINE, "any format is valid"), (MAY, "clients may parse the old format")),
            _ => ((BREAKS, "clients send the old format"), (BREAKS, "clients parse the old format")),
        };
        let text = |format: Option<&str>| format.unwrap_or("none").to_owned();
        let summary = format!("format: {} → {}", text(before), text(after));
        let place = |schema: &Schema<'d>| schema.get("format").unwrap_or_else(|| schema.node.clone());
        let (one, other) = (place(old), place(new));
        self.report_schema(&rules::FORMAT_CHANGED, NodePair::both(&one, &other), direction, summary, verdicts);
    }

    fn values(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        match (old.values(), new.values()) {
            (Some((list, before)), Some((new_list, after))) => {
                let missing = |all: &[&Value], from: &[&Value]| -> Vec<String> {
                    all.iter().filter(|value| !from.contains(value)).map(|value| short(value)).collect()
                };
                let (removed, added) = (missing(&before, &after), missing(&after, &before));
                let has_common = removed.len() < before.len();
                // Values of other types are a change of the type.
                if !has_common && old.types().is_disjoint(&new.types()) {
                    return;
                }
                let places = NodePair::both(&list, &new_list);
                if !added.is_empty() {
                    let summary = format!("{} added", values_text(&added));
                    let response = match before.len() > 1 || old.get("const").is_none() {
                        _ if !has_common && before.len() > 1 => (BREAKS, "clients know none of the values"),
                        true => (MAY, "clients may not know the value"),
                        false => (BREAKS, "clients expect one value"),
                    };
                    let verdicts = ((FINE, "clients need not send it"), response);
                    self.report_schema(&rules::VALUE_ADDED, places, direction, summary, verdicts);
                }
                if !removed.is_empty() {
                    let summary = format!("{} removed", values_text(&removed));
                    let verdicts = ((BREAKS, "clients may send it"), (FINE, "clients no longer get it"));
                    self.report_schema(&rules::VALUE_REMOVED, places, direction, summary, verdicts);
                }
            }
            (None, Some((list, values))) => {
                let values: Vec<String> = values.iter().map(|value| short(value)).collect();
                let summary = format!("only {} became valid", short_list(&values));
                let verdicts = ((BREAKS, "clients may send other values"), (FINE, "clients accept any value"));
                let places = NodePair::of(Some(&old.node), Some(&list));
                self.report_schema(&rules::VALUES_ADDED, places, direction, summary, verdicts);
            }
            (Some((list, before)), None) => {
                let response = match before.len() > 1 || old.get("const").is_none() {
                    true => (MAY, "clients may not know other values"),
                    false => (BREAKS, "clients expect one value"),
                };
                let verdicts = ((FINE, "any value is valid"), response);
                let places = NodePair::of(Some(&list), Some(&new.node));
                self.report_schema(&rules::VALUES_REMOVED, places, direction, "any value became valid", verdicts);
            }
            (None, None) => {}
        }
    }

    fn default(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.get("default"), new.get("default"));
        if before.as_ref().map(|node| node.value) == after.as_ref().map(|node| node.value) {
            return;
        }
        let text = |node: &Option<Node<'d>>| {
            node.as_ref().map_or("none".to_owned(), |node| format!("`{}`", short(node.value)))
        };
        let summary = format!("default: {} → {}", text(&before), text(&after));
        let places = NodePair::of(before.as_ref().or(Some(&old.node)), after.as_ref().or(Some(&new.node)));
        let verdicts =
            ((MAY, "the service takes another value if clients send none"), (FINE, "the service sends a value"));
        self.report_schema(&rules::DEFAULT_CHANGED, places, direction, summary, verdicts);
    }

    fn pattern(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        if !applies(old, "string") || !applies(new, "string") {
            return;
        }
        let (before, after) = (old.text("pattern"), new.text("pattern"));
        let (summary, verdicts) = match (before, after) {
            (None, Some(pattern)) => (
                format!("pattern `{pattern}` added"),
                ((BREAKS, "clients may send what is invalid now"), (FINE, "clients accept any string")),
            ),
            (Some(pattern), None) => (
                format!("pattern `{pattern}` removed"),
                ((FINE, "any string is valid"), (MAY, "clients may check the old pattern")),
            ),
            (Some(one), Some(other)) if one != other => (
                format!("pattern: `{one}` → `{other}`"),
                ((MAY, "clients may send what is invalid now"), (MAY, "clients may check the old pattern")),
            ),
            _ => return,
        };
        let place = |schema: &Schema<'d>| schema.get("pattern").unwrap_or_else(|| schema.node.clone());
        let (one, other) = (place(old), place(new));
        self.report_schema(&rules::PATTERN_CHANGED, NodePair::both(&one, &other), direction, summary, verdicts);
    }

    /// Keywords that restrict values in a way that cannot be compared: their presence is.
    fn conditions(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        for keyword in CONDITIONS {
            let (before, after) = (old.get(keyword), new.get(keyword));
            if before.as_ref().map(|node| node.value) == after.as_ref().map(|node| node.value) {
                continue;
            }
            // Schemas inside these are pairs of their own.
            let inner = ["patternProperties", "prefixItems", "dependentSchemas", "propertyNames", "contains"];
            let (summary, verdicts) = match (&before, &after) {
                (None, _) => (
                    format!("`{keyword}` added"),
                    ((BREAKS, "clients may send what is invalid now"), (FINE, "clients accept it")),
                ),
                (_, None) => (
                    format!("`{keyword}` removed"),
                    ((FINE, "what clients send is still valid"), (MAY, "clients may check the old condition")),
                ),
                (Some(one), Some(other)) => {
                    if inner.contains(&keyword) && same_keys(one, other) {
                        continue;
                    }
                    let verdicts =
                        ((MAY, "clients may send what is invalid now"), (MAY, "clients may check the old condition"));
                    (format!("`{keyword}` changed"), verdicts)
                }
            };
            let places = NodePair::of(before.as_ref().or(Some(&old.node)), after.as_ref().or(Some(&new.node)));
            self.report_schema(&rules::KEYWORD_CHANGED, places, direction, summary, verdicts);
        }
    }
}

/// Whether two maps or lists have the same keys, or are schemas.
fn same_keys(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (one.value, other.value) {
        (Value::Array(one), Value::Array(other)) => one.len() == other.len(),
        (Value::Object(_), Value::Object(_)) => {
            let is_schema = ["propertyNames", "contains"].iter().any(|key| one.pointer.to_string().ends_with(key));
            is_schema || one.entries().map(|(key, _)| key).eq(other.entries().map(|(key, _)| key))
        }
        _ => false,
    }
}

fn values_text(values: &[String]) -> String {
    let noun = if values.len() == 1 { "value" } else { "values" };
    format!("{noun} {}", short_list(values))
}
