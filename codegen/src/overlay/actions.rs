//! Reading of overlays: a document as a list of actions. Reports every structural error.

use super::jsonpath::{self, Query};
use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    parser::Document,
    source::{Location, NodePart, Object, Value},
};

/// One action of an overlay.
#[derive(Debug)]
pub(super) struct Action<'o> {
    pub(super) target: Target<'o>,
    pub(super) change: Change<'o>,
}

/// The effect of an action on the values that its target matches.
#[derive(Debug)]
pub(super) enum Change<'o> {
    /// `remove: true`.
    Remove,
    /// `update`.
    Update(Update<'o>),
    /// `copy` of version 1.1: an update with another value of the document.
    Copy(Target<'o>),
}

/// A value that is merged into others.
#[derive(Debug)]
pub(super) struct Update<'o> {
    pub(super) value: &'o Value,
    pub(super) at: Location,
}

/// A parsed JSONPath expression.
#[derive(Debug)]
pub(super) struct Target<'o> {
    pub(super) text: &'o str,
    pub(super) at: Location,
    pub(super) query: Query,
}

/// Reads the actions of an overlay. Malformed actions are reported and omitted.
pub(super) fn read<'o>(overlay: &'o Document, diagnostics: &mut Diagnostics) -> Vec<Action<'o>> {
    let root = Location::root(overlay.file);
    let Some(object) = ObjectRef::new(&overlay.root, root, "overlay", diagnostics) else { return Vec::new() };
    check_version(&object, diagnostics);
    check_info(&object, diagnostics);
    object.check_keys(&["overlay", "info", "extends", "actions"], diagnostics);
    let Some(actions) = object.read_required("actions", diagnostics) else { return Vec::new() };
    let at = object.child("actions");
    match actions {
        Value::Array(items) if !items.is_empty() => {
            let location = |index| Location { pointer: at.pointer.index(index), ..at.clone() };
            let items = items.iter().enumerate();
            items.filter_map(|(index, item)| read_action(item, location(index), diagnostics)).collect()
        }
        Value::Array(_) => {
            report(&at, "empty `actions`: expected at least one action", diagnostics);
            Vec::new()
        }
        _ => {
            report(&at, "wrong type of `actions`: expected an array", diagnostics);
            Vec::new()
        }
    }
}

fn check_version(overlay: &ObjectRef<'_>, diagnostics: &mut Diagnostics) {
    let Some(value) = overlay.read_required("overlay", diagnostics) else { return };
    let at = overlay.child("overlay");
    let is_supported = |version: &str| ["1.0.", "1.1."].iter().any(|start| version.starts_with(start));
    match value {
        Value::String(version) if is_supported(version) => {}
        Value::String(version) => {
            diagnostics
                .report(Code::UnsupportedOverlay, at, format!("unsupported overlay version `{version}`"))
                .help("supported are the versions 1.0 and 1.1: `overlay: 1.0.0`");
        }
        _ => report(&at, "wrong type of `overlay`: expected a string such as `1.0.0`", diagnostics),
    }
}

fn check_info(overlay: &ObjectRef<'_>, diagnostics: &mut Diagnostics) {
    let Some(value) = overlay.read_required("info", diagnostics) else { return };
    let Some(info) = ObjectRef::new(value, overlay.child("info"), "`info` of the overlay", diagnostics) else {
        return;
    };
    for key in ["title", "version"] {
        if let Some(value) = info.read_required(key, diagnostics)
            && !matches!(value, Value::String(_))
        {
            report(&info.child(key), &format!("wrong type of `{key}`: expected a string"), diagnostics);
        }
    }
    info.check_keys(&["title", "version", "description"], diagnostics);
}

fn read_action<'o>(value: &'o Value, at: Location, diagnostics: &mut Diagnostics) -> Option<Action<'o>> {
    let action = ObjectRef::new(value, at, "action", diagnostics)?;
    action.check_keys(&["target", "description", "update", "copy", "remove"], diagnostics);
    let target = read_target(action.read_required("target", diagnostics)?, action.child("target"), diagnostics)?;
    let remove = match action.object.get("remove") {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(_) => {
            report(&action.child("remove"), "wrong type of `remove`: expected a boolean", diagnostics);
            return None;
        }
    };
    let change = match (action.object.get("update"), action.object.get("copy")) {
        _ if remove => Change::Remove,
        (_, Some(from)) => Change::Copy(read_target(from, action.child("copy"), diagnostics)?),
        (Some(value), None) => Change::Update(Update { value, at: action.child("update") }),
        (None, None) => {
            diagnostics
                .report(Code::MalformedOverlay, &action.at, "action without effect")
                .help("add `update` with a value to merge, or `remove: true`");
            return None;
        }
    };
    Some(Action { target, change })
}

fn read_target<'o>(value: &'o Value, at: Location, diagnostics: &mut Diagnostics) -> Option<Target<'o>> {
    let Value::String(text) = value else {
        report(&at, "wrong type of a JSONPath expression: expected a string", diagnostics);
        return None;
    };
    match jsonpath::parse(text) {
        Ok(query) => Some(Target { text, at, query }),
        Err(error) => {
            let before = text.get(..error.offset).unwrap_or(text).chars().count();
            let message = format!("malformed JSONPath at character {}: {}", before + 1, error.message);
            let problem = diagnostics.report(Code::MalformedTarget, &at, message);
            if let Some(help) = error.help {
                problem.help(help);
            }
            None
        }
    }
}

/// An object of an overlay with its location and name.
struct ObjectRef<'o> {
    object: &'o Object,
    at: Location,
    name: &'static str,
}

impl<'o> ObjectRef<'o> {
    fn new(value: &'o Value, at: Location, name: &'static str, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Object(object) = value {
            return Some(Self { object, at, name });
        }
        report(&at, &format!("wrong type of {name}: expected an object"), diagnostics);
        None
    }

    fn child(&self, key: &str) -> Location {
        Location { pointer: self.at.pointer.child(key), ..self.at.clone() }
    }

    fn read_required(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'o Value> {
        let value = self.object.get(key);
        if value.is_none() {
            report(&self.at, &format!("missing key `{key}` in {}", self.name), diagnostics);
        }
        value
    }

    /// Reports all other keys except extensions, which begin with `x-`.
    fn check_keys(&self, keys: &[&str], diagnostics: &mut Diagnostics) {
        for key in self.object.keys().filter(|key| !keys.contains(key) && !key.starts_with("x-")) {
            let at = Location { part: NodePart::Key, ..self.child(key) };
            let problem = diagnostics.report(Code::UnknownKey, at, format!("unknown key `{key}` in {}", self.name));
            if let Some(similar) = suggest(key, keys.iter().copied()) {
                problem.help(format!("a key with a similar name exists: `{similar}`"));
            }
        }
    }
}

fn report(at: &Location, message: &str, diagnostics: &mut Diagnostics) {
    diagnostics.report(Code::MalformedOverlay, at, message);
}
