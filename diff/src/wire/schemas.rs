//! A schema and its counterpart: types, formats, values, and keywords without a rule of their own.

use std::collections::BTreeSet;

use wireright_codegen::source::Value;

use super::{
    BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED,
    content::{Content, is_binary},
    limits::applies,
};
use crate::{
    change::Direction,
    document::{Documents, Node, Schema, is_annotation},
    rules,
};

/// Keywords that are compared as a whole, and whether their presence restricts values.
const CONDITIONS: [&str; 12] = [
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "prefixItems",
    "unevaluatedItems",
    "$dynamicRef",
    "dependencies",
];

/// Formats that tell how to show a string.
const HINTS: [&str; 4] = ["password", "html", "commonmark", "markdown"];

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
        // What depends on the type is gone or new with it.
        let has_other_types = !is_choice
            && before.types().is_disjoint(&after.types())
            && ![&before, &after].iter().any(|schema| schema.types().is_empty())
            && !covers(&before.types(), &after.types())
            && !covers(&after.types(), &before.types());
        if has_other_types {
            self.lifecycle(&before.node, &after.node);
            self.extensions(&before.node, &after.node);
            self.titles(&before, &after);
            return;
        }
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
        if !is_choice {
            self.items(&before, &after, direction);
        }
        // The properties of a choice are those of its alternatives, and those of another type are gone with the object.
        let are_objects = applies(&before, "object") && applies(&after, "object");
        if are_objects && (!is_choice || !(before.properties().is_empty() || after.properties().is_empty())) {
            self.objects(&before, &after, direction);
        }
        if are_objects {
            self.property_patterns(&before, &after, direction);
        }
        self.choices(&before, &after, direction);
        self.conditions(&before, &after, direction);
        self.lifecycle(&before.node, &after.node);
        self.extensions(&before.node, &after.node);
        self.titles(&before, &after);
    }

    /// A schema that moved to a component, from one, or to another one.
    fn reference(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let (before, after) = (self.old.wrapped_component(old), self.new.wrapped_component(new));
        let is_known = |documents: &'d Documents, name: &str| {
            documents.entries.iter().any(|entry| documents.has_component(entry, name))
        };
        // The component itself, in a pair with what wraps it.
        let is_component = |node: &Node<'d>, name: Option<&str>| {
            let mut segments = node.pointer.segments();
            name.is_some() && segments.nth(1).is_some_and(|it| it == "schemas") && segments.next().as_deref() == name
        };
        if is_component(old, after) || is_component(new, before) {
            return;
        }
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
        let verdict = (UNAFFECTED, "names of components are not sent");
        let places = NodePair::both(old, new);
        self.report(&rules::SCHEMA_EXTRACTED, places, Direction::NONE, summary, verdict).only_with_rust = true;
    }

    /// The generator names types after titles.
    fn titles(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        let (before, after) = (old.node.text("title"), new.node.text("title"));
        if before != after {
            let text = |title: Option<&str>| title.unwrap_or("absent").to_owned();
            let summary = format!("`title`: `{}` → `{}`", text(before), text(after));
            let verdict = (UNAFFECTED, "a title is not sent");
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
        let is_scalar = !before.is_empty() && before.iter().all(|ty| ["boolean", "integer", "number"].contains(ty));
        let is_text = after.len() == 1 && after.contains("string");
        let is_sent_as_text = is_scalar && is_text && is_of_parameter(&old.node) && is_of_parameter(&new.node);
        let verdicts = if is_sent_as_text {
            let restricts = ["enum", "const", "pattern", "format", "minLength", "maxLength"];
            let request = match restricts.iter().any(|key| new.get(key).is_some()) {
                true => (MAY_BREAK, "what clients send may be invalid now"),
                false => (UNAFFECTED, "clients send it as a string"),
            };
            (request, (BREAKS, "clients expect the old type"))
        } else if covers(&after, &before) {
            ((UNAFFECTED, "what clients send is still valid"), (BREAKS, "clients do not expect the new type"))
        } else if covers(&before, &after) {
            ((BREAKS, "clients may send a type that is invalid now"), (UNAFFECTED, "clients expect more types"))
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
        if old.is_nullable() != new.is_nullable() && is_of_parameter(&old.node) && is_of_parameter(&new.node) {
            let same = (UNAFFECTED, "null has no form in a parameter or a header");
            let summary = if new.is_nullable() { "became nullable" } else { "is no longer nullable" };
            let draft = self.report_schema(&rules::NULLABLE_CHANGED, places, direction, summary, (same, same));
            draft.only_with_rust = true;
            return;
        }
        match (old.is_nullable(), new.is_nullable()) {
            (false, true) => {
                let verdicts = ((UNAFFECTED, "clients need not send null"), (BREAKS, "clients do not expect null"));
                self.report_schema(&rules::NULLABLE_CHANGED, places, direction, "became nullable", verdicts);
            }
            (true, false) => {
                let verdicts = ((BREAKS, "clients may send null"), (UNAFFECTED, "clients no longer get null"));
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
        let is_hint = |format: Option<&str>| format.is_none_or(|format| HINTS.contains(&format));
        let verdicts = match (before, after) {
            _ if is_hint(before) && is_hint(after) => {
                ((UNAFFECTED, "the format restricts no values"), (UNAFFECTED, "the format restricts no values"))
            }
            (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => {
                ((UNAFFECTED, "what clients send is still valid"), (BREAKS, "numbers may be too large for clients"))
            }
            (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => {
                ((BREAKS, "clients may send larger numbers"), (UNAFFECTED, "clients accept smaller numbers"))
            }
            (None, Some("int64" | "double")) | (Some("int64" | "double"), None) => {
                ((UNAFFECTED, "it is the usual range of numbers"), (UNAFFECTED, "it is the usual range of numbers"))
            }
            (None, Some(_)) => {
                ((MAY_BREAK, "what clients send may have another format"), (UNAFFECTED, "clients accept any format"))
            }
            (Some(_), None) => ((UNAFFECTED, "any format is valid"), (MAY_BREAK, "clients may parse the old format")),
            _ => ((BREAKS, "clients send the old format"), (BREAKS, "clients parse the old format")),
        };
        let text = |format: Option<&str>| format.unwrap_or("none").to_owned();
        let summary = format!("format: {} → {}", text(before), text(after));
        let place = |schema: &Schema<'d>| schema.get("format").unwrap_or_else(|| schema.node.clone());
        let (one, other) = (place(old), place(new));
        self.report_schema(&rules::FORMAT_CHANGED, NodePair::both(&one, &other), direction, summary, verdicts);
    }

    /// A schema of items that is new or gone. Two schemas are a pair of their own.
    fn items(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let restricting = |documents: &'d Documents, schema: &Schema<'d>| {
            schema.get("items").filter(|items| applies(schema, "array") && !is_any(documents, items))
        };
        let (before, after) = (restricting(self.old, old), restricting(self.new, new));
        let (summary, verdicts) = match (&before, &after) {
            (None, Some(_)) => (
                "items have a schema",
                ((BREAKS, "clients may send other items"), (UNAFFECTED, "clients accept any items")),
            ),
            (Some(_), None) => (
                "items have no schema any more",
                ((UNAFFECTED, "any items are valid"), (BREAKS, "clients do not expect other items")),
            ),
            _ => return,
        };
        // Two schemas, and one of them restricts nothing.
        if old.get("items").is_some() && new.get("items").is_some() {
            return;
        }
        let places = NodePair::of(before.as_ref().or(Some(&old.node)), after.as_ref().or(Some(&new.node)));
        self.report_schema(&rules::TYPE_CHANGED, places, direction, summary, verdicts);
    }

    fn pattern(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        if !applies(old, "string") || !applies(new, "string") {
            return;
        }
        let (before, after) = (old.text("pattern"), new.text("pattern"));
        let (summary, verdicts) = match (before, after) {
            (None, Some(pattern)) => (
                format!("pattern `{pattern}` added"),
                ((BREAKS, "clients may send what is invalid now"), (UNAFFECTED, "clients accept any string")),
            ),
            (Some(pattern), None) => (
                format!("pattern `{pattern}` removed"),
                ((UNAFFECTED, "any string is valid"), (MAY_BREAK, "clients may check the old pattern")),
            ),
            (Some(one), Some(other)) if one != other => (
                format!("pattern: `{one}` → `{other}`"),
                ((MAY_BREAK, "clients may send what is invalid now"), (MAY_BREAK, "clients may check the old pattern")),
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
            let inner = ["prefixItems", "dependentSchemas", "propertyNames", "contains"];
            let (summary, verdicts) = match (&before, &after) {
                (None, _) => (
                    format!("`{keyword}` added"),
                    ((BREAKS, "clients may send what is invalid now"), (UNAFFECTED, "clients accept it")),
                ),
                (_, None) => (
                    format!("`{keyword}` removed"),
                    (
                        (UNAFFECTED, "what clients send is still valid"),
                        (MAY_BREAK, "clients may check the old condition"),
                    ),
                ),
                (Some(one), Some(other)) => {
                    if inner.contains(&keyword) && same_keys(one, other) {
                        continue;
                    }
                    let verdicts = (
                        (MAY_BREAK, "clients may send what is invalid now"),
                        (MAY_BREAK, "clients may check the old condition"),
                    );
                    (format!("`{keyword}` changed"), verdicts)
                }
            };
            let places = NodePair::of(before.as_ref().or(Some(&old.node)), after.as_ref().or(Some(&new.node)));
            self.report_schema(&rules::KEYWORD_CHANGED, places, direction, summary, verdicts);
        }
    }
}

/// Whether a schema is a part of that of a parameter or a header, which is no JSON.
fn is_of_parameter(node: &Node<'_>) -> bool {
    let segments: Vec<_> = node.pointer.segments().collect();
    let mut parts = segments.windows(3);
    parts.any(|part| matches!(part, [map, _, last] if last == "schema" && (map == "parameters" || map == "headers")))
}

/// Whether a schema restricts no values.
fn is_any(documents: &Documents, node: &Node<'_>) -> bool {
    let resolved = documents.resolve(node).0;
    match resolved.value {
        Value::Object(_) => resolved.entries().all(|(key, _)| is_annotation(key)) && !documents.has_siblings(node),
        value => *value != Value::Bool(false),
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
