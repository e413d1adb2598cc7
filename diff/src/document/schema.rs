//! Schemas with their references followed and the parts of their `allOf` together.
//!
//! OpenAPI 3.0 and 3.1 become one: `nullable`, a type list with `null`, and a choice between a schema and `null` are
//! the same.

use std::collections::BTreeSet;

use wireright_codegen::source::{Number, Value};

use super::{Documents, Node};

/// A schema.
#[derive(Clone, Debug)]
pub(crate) struct Schema<'d> {
    /// The schema behind the references.
    pub(crate) node: Node<'d>,
    /// The schema and the parts of its `allOf`, each behind its references.
    pub(crate) parts: Vec<Node<'d>>,
    /// Whether a choice has `null` as an alternative.
    has_null_alternative: bool,
}

/// The maximum number of parts.
const MAX_PARTS: usize = 256;

impl<'d> Schema<'d> {
    pub(crate) fn new(documents: &'d Documents, node: &Node<'d>) -> Self {
        let (target, _) = documents.resolve(node);
        let mut schema = Self { node: target, parts: Vec::new(), has_null_alternative: false };
        schema.add_reference(documents, node);
        schema
    }

    /// Adds a schema, or the target of its reference. Keywords beside the reference hold too, in OpenAPI 3.1.
    fn add_reference(&mut self, documents: &'d Documents, node: &Node<'d>) {
        if documents.has_siblings(node) {
            self.add(documents, node);
        }
        self.add(documents, &documents.resolve(node).0);
    }

    fn add(&mut self, documents: &'d Documents, node: &Node<'d>) {
        if self.parts.len() >= MAX_PARTS || self.parts.iter().any(|part| part.pointer == node.pointer) {
            return;
        }
        self.parts.push(node.clone());
        for part in node.get("allOf").iter().flat_map(Node::items) {
            self.add_reference(documents, &part);
        }
        for key in ["oneOf", "anyOf"] {
            let Some(list) = node.get(key) else { continue };
            let (null, others): (Vec<_>, Vec<_>) = list.items().partition(|item| item.text("type") == Some("null"));
            self.has_null_alternative |= !null.is_empty();
            if let [only] = others.as_slice() {
                self.add_reference(documents, only);
            }
        }
    }

    /// The first value of a keyword.
    pub(crate) fn get(&self, keyword: &str) -> Option<Node<'d>> {
        self.parts.iter().find_map(|part| part.get(keyword))
    }

    /// Whether any part sets a flag.
    pub(crate) fn flag(&self, keyword: &str) -> bool {
        self.parts.iter().any(|part| part.flag(keyword))
    }

    /// The string of a keyword.
    pub(crate) fn text(&self, keyword: &str) -> Option<&'d str> {
        self.parts.iter().find_map(|part| part.text(keyword))
    }

    /// The number of a keyword.
    pub(crate) fn number(&self, keyword: &str) -> Option<&'d Number> {
        match self.get(keyword)?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The types without `null`, sorted. Empty for any type.
    pub(crate) fn types(&self) -> BTreeSet<&'d str> {
        let Some(node) = self.get("type") else {
            let has = |keyword: &str| self.parts.iter().any(|part| part.get(keyword).is_some());
            // A schema with properties describes an object, and listed values have types.
            let values = self.values().map(|(_, values)| values).unwrap_or_default();
            return if has("properties") {
                BTreeSet::from(["object"])
            } else {
                values.into_iter().filter_map(type_of).collect()
            };
        };
        match node.value {
            Value::String(name) => BTreeSet::from([name.as_str()]),
            _ => node.strings().filter(|name| *name != "null").collect(),
        }
    }

    /// Whether `null` is valid.
    pub(crate) fn is_nullable(&self) -> bool {
        let lists_null = |part: &Node<'d>| part.get("type").is_some_and(|list| list.strings().any(|it| it == "null"));
        self.has_null_alternative || self.parts.iter().any(|part| part.flag("nullable") || lists_null(part))
    }

    /// The properties, in the order of the document. The first of two with the same name counts.
    pub(crate) fn properties(&self) -> Vec<(&'d str, Node<'d>)> {
        let mut properties: Vec<(&str, Node<'d>)> = Vec::new();
        for part in &self.parts {
            let of_part = part.get("properties");
            for (name, node) in of_part.iter().flat_map(Node::entries) {
                if self.parts.len() == 1 || !properties.iter().any(|(known, _)| *known == name) {
                    properties.push((name, node));
                }
            }
        }
        properties
    }

    /// The names of the required properties, each with its location.
    pub(crate) fn required(&self) -> Vec<(&'d str, Node<'d>)> {
        let lists = self.parts.iter().filter_map(|part| part.get("required"));
        let names = lists.flat_map(|list| list.items());
        let names = names.filter_map(|item| match item.value {
            Value::String(name) => Some((name.as_str(), item)),
            _ => None,
        });
        names.collect()
    }

    /// The permitted values: `enum`, a choice between constants, or `const` as a list of one.
    pub(crate) fn values(&self) -> Option<(Node<'d>, Vec<&'d Value>)> {
        if let Some((list, constants)) = self.constants() {
            return Some((list, constants.into_iter().map(|(_, value)| value).collect()));
        }
        if let Some(node) = self.get("enum") {
            let values = node.items().map(|item| item.value).filter(|value| **value != Value::Null).collect();
            return Some((node, values));
        }
        self.get("const").map(|node| (node.clone(), vec![node.value]))
    }

    /// The alternatives of a choice between constants, each with its constant. It is another form of `enum`.
    pub(crate) fn constants(&self) -> Option<(Node<'d>, Vec<(Node<'d>, &'d Value)>)> {
        let (list, others) = self.listed_alternatives()?;
        let constant = |item: Node<'d>| item.get("const").map(|constant| (item, constant.value));
        let constants: Option<Vec<_>> = others.into_iter().map(constant).collect();
        constants.map(|constants| (list, constants))
    }

    /// The alternatives of a choice, without `null`. `None` if it is no choice, or one between constants.
    pub(crate) fn alternatives(&self) -> Option<(Node<'d>, Vec<Node<'d>>)> {
        if self.constants().is_some() { None } else { self.listed_alternatives().filter(|(_, list)| list.len() > 1) }
    }

    /// What `oneOf` or `anyOf` lists, without `null`. Only one alternative is no choice, but a part of the schema.
    pub(crate) fn listed_alternatives(&self) -> Option<(Node<'d>, Vec<Node<'d>>)> {
        let list = ["oneOf", "anyOf"].iter().find_map(|key| self.get(key))?;
        let others: Vec<_> = list.items().filter(|item| item.text("type") != Some("null")).collect();
        (!others.is_empty()).then_some((list, others))
    }

    /// The schema of properties without one: `additionalProperties`, or `unevaluatedProperties`. A pattern that all
    /// names match has the same effect.
    pub(crate) fn additional(&self) -> Option<Node<'d>> {
        let all = self.get("patternProperties");
        let all = all.iter().flat_map(Node::entries).find(|(pattern, _)| matches_all(pattern)).map(|(_, node)| node);
        all.or_else(|| self.get("additionalProperties")).or_else(|| self.get("unevaluatedProperties"))
    }

    /// The schemas of properties by patterns of their names, without a pattern that all names match.
    pub(crate) fn patterns(&self) -> Vec<(&'d str, Node<'d>)> {
        let map = self.get("patternProperties");
        map.iter().flat_map(Node::entries).filter(|(pattern, _)| !matches_all(pattern)).collect()
    }

    /// Whether objects may have properties without a schema.
    pub(crate) fn is_open(&self) -> bool {
        let is_false = |node: Option<Node<'d>>| node.is_some_and(|node| *node.value == Value::Bool(false));
        let closes =
            |part: &Node<'d>| is_false(part.get("additionalProperties")) || is_false(part.get("unevaluatedProperties"));
        !self.parts.iter().any(closes)
    }
}

/// Whether a pattern restricts no names.
fn matches_all(pattern: &str) -> bool {
    let any = pattern.strip_prefix('^').unwrap_or(pattern);
    match any.strip_suffix('$').unwrap_or(any) {
        ".*" | ".+" => true,
        // `^$` matches only the empty name.
        "" => pattern != "^$",
        _ => false,
    }
}

/// The type of a value. `None` for `null`.
fn type_of(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.as_i128().is_some() || number.as_f64().is_some_and(|it| it.fract() == 0.0) => {
            "integer"
        }
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    })
}
