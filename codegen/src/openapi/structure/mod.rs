//! The structure of a document: whether each object has the keys and types that the specification of its version
//! defines, also where no other layer reads it.
//!
//! The readers accept the constructs of all versions, and read what a client needs. This module compares a whole
//! document with the tables of the specification. Only the strict policy uses it. It does not report again what a
//! reader has reported.
//!
//! - `table`: the types of values, keys and objects
//! - `objects`, `schemas`: the objects of the specification, and the Schema Object
//! - `rules`: rules that involve several keys of an object

mod objects;
mod rules;
mod schemas;
mod table;

use std::collections::BTreeSet;

use self::table::{ObjectTable, OtherKeys, ValueKind, Version};
use super::{document::Document, document_set::DocumentSet, node::Node};
use crate::{
    diagnostic::{Code, Diagnostics, SourceLocation, Tolerance, suggest},
    source::{Location, Value},
};

/// Reports what contradicts the specification in the entry documents, and was not reported before.
pub(crate) fn check(document_set: &DocumentSet, documents: &[Document], diagnostics: &mut Diagnostics) {
    let mut problems = Vec::new();
    for document in documents {
        let Some(root) = document_set.root(document.at.file) else { continue };
        let Some(version) = root.get("openapi").and_then(|version| Version::of(version.value)) else { continue };
        let mut check = DocumentCheck { version, problems: Vec::new() };
        check.object(&root, &objects::OPENAPI);
        problems.append(&mut check.problems);
    }
    let known: BTreeSet<(Code, Location, String)> = diagnostics
        .iter()
        .filter_map(|problem| match &problem.location {
            SourceLocation::Node(at) => Some((problem.code, at.clone(), detail(problem.code, &problem.message))),
            _ => None,
        })
        .collect();
    for problem in problems {
        if known.contains(&(problem.code, problem.at.clone(), detail(problem.code, &problem.message))) {
            continue;
        }
        let reported = diagnostics.report_as(problem.code, Tolerance::Accepted, &problem.at, problem.message);
        reported.notes.extend(problem.section);
        reported.helps.extend(problem.help);
    }
}

/// What distinguishes two problems with one code at one location: several keys can be missing in an object.
fn detail(code: Code, message: &str) -> String {
    if code == Code::MissingKey { message.to_owned() } else { String::new() }
}

/// A contradiction to the specification.
struct Problem {
    code: Code,
    at: Location,
    message: String,
    section: Option<String>,
    help: Option<String>,
}

/// The check of one document.
struct DocumentCheck {
    version: Version,
    problems: Vec<Problem>,
}

impl DocumentCheck {
    fn report(&mut self, code: Code, at: Location, message: impl Into<String>) {
        self.problems.push(Problem { code, at, message: message.into(), section: None, help: None });
    }

    /// Reports a problem, and names the section that defines the object.
    fn report_in(&mut self, table: &ObjectTable, code: Code, at: Location, message: impl Into<String>) {
        let section = Some(self.section(table.name));
        self.problems.push(Problem { code, at, message: message.into(), section, help: None });
    }

    /// Adds advice to the last problem.
    fn help(&mut self, help: impl Into<String>) {
        if let Some(problem) = self.problems.last_mut() {
            problem.help = Some(help.into());
        }
    }

    fn mismatch(&mut self, node: &Node<'_>, expected: &str) {
        let found = node.value.type_name();
        self.report(Code::WrongType, node.at.clone(), format!("wrong type: expected {expected}, found {found}"));
    }

    /// Checks a value. The names of kinds are those that the readers use in their messages.
    fn value(&mut self, node: &Node<'_>, kind: &ValueKind) {
        match kind {
            ValueKind::Any => {}
            ValueKind::String => self.expect(node, matches!(node.value, Value::String(_)), "a string"),
            ValueKind::Boolean => self.expect(node, matches!(node.value, Value::Bool(_)), "a boolean"),
            ValueKind::Number => self.expect(node, matches!(node.value, Value::Number(_)), "a number"),
            ValueKind::Count => self.expect(node, is_count(node.value), "a non-negative integer"),
            ValueKind::OneOf(values) => self.one_of(node, values),
            ValueKind::List(item) => self.list(node, item),
            ValueKind::NonEmptyList(item) => {
                self.list(node, item);
                if matches!(node.value, Value::Array(items) if items.is_empty()) {
                    let keyword = node.at.pointer.segments().last().unwrap_or_default().into_owned();
                    let message = format!("empty `{keyword}`: expected at least one item");
                    self.report(Code::WrongType, node.at.clone(), message);
                }
            }
            ValueKind::Map(value) => self.map(node, value),
            ValueKind::Components(value) => {
                self.map(node, value);
                self.component_names(node);
            }
            ValueKind::Object(table) => self.object(node, table),
            ValueKind::ObjectOrReference(table) => {
                let table = if node.get("$ref").is_some() { &objects::REFERENCE } else { table };
                self.object(node, table);
            }
            ValueKind::Schema => self.schema(node),
            ValueKind::SchemaOrBoolean => {
                if !matches!(node.value, Value::Bool(_)) {
                    self.schema(node);
                }
            }
            ValueKind::SchemaType => self.schema_type(node),
        }
    }

    fn expect(&mut self, node: &Node<'_>, is_expected: bool, expected: &str) {
        if !is_expected {
            self.mismatch(node, expected);
        }
    }

    fn one_of(&mut self, node: &Node<'_>, values: &[&str]) {
        let Value::String(text) = node.value else { return self.mismatch(node, "a string") };
        if values.contains(&text.as_str()) {
            return;
        }
        let expected: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        let message = format!("unknown value `{text}`: expected {}", expected.join(", "));
        self.report(Code::WrongType, node.at.clone(), message);
        if let Some(similar) = suggest(text, values.iter().copied()) {
            self.help(format!("a similar value exists: `{similar}`"));
        }
    }

    fn list(&mut self, node: &Node<'_>, item: &ValueKind) {
        let Value::Array(items) = node.value else { return self.mismatch(node, "an array") };
        for index in 0..items.len() {
            if let Some(child) = node.get(&index.to_string()) {
                self.value(&child, item);
            }
        }
    }

    fn map(&mut self, node: &Node<'_>, value: &ValueKind) {
        let Some(keys) = node.keys() else { return self.mismatch(node, "an object") };
        for key in keys {
            if let Some(child) = node.get(key) {
                self.value(&child, value);
            }
        }
    }

    /// Reports names of components with characters that the specification does not allow.
    fn component_names(&mut self, node: &Node<'_>) {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        for key in node.keys().into_iter().flatten() {
            if (key.is_empty() || !key.bytes().all(is_allowed))
                && let Some(child) = node.get(key)
            {
                let message = format!("malformed name of a component: `{key}`");
                self.report_in(&objects::COMPONENTS, Code::UnknownKey, child.key(), message);
                self.help("use letters, digits, `.`, `-` and `_`");
            }
        }
    }

    fn schema(&mut self, node: &Node<'_>) {
        match (self.version, node.value) {
            (Version::V3_0, _) if node.get("$ref").is_some() => self.object(node, &objects::REFERENCE),
            (Version::V3_0, _) => self.object(node, &schemas::SCHEMA_3_0),
            (_, Value::Bool(_)) => {}
            _ => self.object(node, &schemas::SCHEMA),
        }
    }

    fn schema_type(&mut self, node: &Node<'_>) {
        let types = if self.version == Version::V3_0 { &schemas::TYPES_3_0[..] } else { &schemas::TYPES };
        match node.value {
            Value::Array(_) if self.version > Version::V3_0 => {
                self.value(node, &schemas::TYPE_LIST);
            }
            _ => self.one_of(node, types),
        }
    }

    fn object(&mut self, node: &Node<'_>, table: &'static ObjectTable) {
        let Some(keys) = node.keys() else { return self.mismatch(node, &format!("an object ({})", table.name)) };
        let version = self.version;
        // An unexpected `$ref` stands for the required keys too, and is reported as an unknown key.
        let is_reference = node.get("$ref").is_some() && !table.keys.iter().any(|key| key.name == "$ref");
        for key in
            table.keys.iter().filter(|key| !is_reference && key.is_required(version) && node.get(key.name).is_none())
        {
            self.missing(node, table, &format!("`{}`", key.name));
        }
        for name in keys {
            let Some(child) = node.get(name) else { continue };
            let mut named = table.keys.iter().filter(|key| key.name == name);
            match named.clone().find(|key| key.exists_in(version)) {
                Some(key) => self.value(&child, &key.kind),
                None => self.other_key(&child, name, table, named.next().is_some()),
            }
        }
        (table.rule)(self, node, table);
    }

    fn missing(&mut self, node: &Node<'_>, table: &ObjectTable, keys: &str) {
        let message = format!("missing key {keys} in {}", table.name);
        self.report_in(table, Code::MissingKey, node.at.clone(), message);
    }

    /// Checks a key that the version does not list.
    fn other_key(&mut self, child: &Node<'_>, name: &str, table: &'static ObjectTable, is_of_other_version: bool) {
        match table.other_keys {
            OtherKeys::Any => return,
            OtherKeys::Values(_) | OtherKeys::Extensions if name.starts_with("x-") => return,
            OtherKeys::Values((is_key, kind)) if is_key(name) => return self.value(child, &kind),
            OtherKeys::Values(_) | OtherKeys::Extensions => {}
        }
        let message = format!("unknown key `{name}` in {}", table.name);
        self.report_in(table, Code::UnknownKey, child.key(), message);
        if is_of_other_version {
            let version = self.version;
            self.help(format!("another version of OpenAPI has this key; the document has version {version}"));
        }
    }

    /// The address of the section that defines an object.
    fn section(&self, object: &str) -> String {
        let anchor = object.to_lowercase().replace(' ', "-");
        format!("section: https://spec.openapis.org/oas/v{}#{anchor}", self.version)
    }
}

/// Whether a value is a non-negative integer. `5.0` is one.
fn is_count(value: &Value) -> bool {
    matches!(value, Value::Number(number) if number.as_f64().is_some_and(|value| value >= 0.0 && value.fract() == 0.0))
}
