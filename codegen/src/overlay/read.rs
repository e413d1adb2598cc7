//! An overlay document as a list of actions, with every complaint about its form.

use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    source::{Document, Location, NodePart, Object, Value},
};

use super::target::Target;

/// One action of an overlay.
#[derive(Debug)]
pub(super) struct Action<'o> {
    pub(super) target: Target<'o>,
    pub(super) change: Change<'o>,
}

/// What an action does with what its target matches.
#[derive(Debug)]
pub(super) enum Change<'o> {
    /// `remove: true`.
    Remove,
    /// `update`.
    Update(Update<'o>),
    /// `copy`, of version 1.1: an update with a value that stands in the document itself.
    Copy(Target<'o>),
}

/// A value that is merged into others.
#[derive(Debug)]
pub(super) struct Update<'o> {
    pub(super) value: &'o Value,
    pub(super) at: Location,
}

/// Reads the actions of an overlay; those that are malformed are reported and left out.
pub(super) fn actions<'o>(overlay: &'o Document, diagnostics: &mut Diagnostics) -> Vec<Action<'o>> {
    let at = Location::root(overlay.file);
    let Some(root) = object(&overlay.root, &at, "an overlay", diagnostics) else { return Vec::new() };
    version(root, &at, diagnostics);
    if let Some(info) = required(root, "info", &at, "this overlay", diagnostics) {
        self::info(info, &child(&at, "info"), diagnostics);
    }
    only(root, &["overlay", "info", "extends", "actions"], &at, diagnostics);
    let at = child(&at, "actions");
    match root.get("actions") {
        Some(Value::Array(items)) if !items.is_empty() => {
            let items = items.iter().enumerate();
            let read = |(index, item)| action(item, &item_location(&at, index), diagnostics);
            items.filter_map(read).collect()
        }
        Some(_) => {
            malformed(&at, "the actions of an overlay are a list of at least one", diagnostics);
            Vec::new()
        }
        None => {
            required(root, "actions", &Location::root(overlay.file), "this overlay", diagnostics);
            Vec::new()
        }
    }
}

fn version(root: &Object, at: &Location, diagnostics: &mut Diagnostics) {
    let Some(value) = required(root, "overlay", at, "this overlay", diagnostics) else { return };
    let at = child(at, "overlay");
    let supported = |text: &str| ["1.0.", "1.1."].iter().any(|start| text.starts_with(start));
    match value {
        Value::String(text) if supported(text) => {}
        Value::String(text) => {
            diagnostics
                .error(Code::UnsupportedOverlay, at, format!("version `{text}` of overlays is not supported"))
                .help("versions 1.0 and 1.1 are: `overlay: 1.0.0`");
        }
        _ => malformed(&at, "the version of an overlay is a text such as `1.0.0`", diagnostics),
    }
}

fn info(info: &Value, at: &Location, diagnostics: &mut Diagnostics) {
    let Some(info) = object(info, at, "the info of an overlay", diagnostics) else { return };
    for key in ["title", "version"] {
        if let Some(value) = required(info, key, at, "the info of this overlay", diagnostics)
            && !matches!(value, Value::String(_))
        {
            malformed(&child(at, key), &format!("the `{key}` of an overlay is a text"), diagnostics);
        }
    }
    only(info, &["title", "version", "description"], at, diagnostics);
}

fn action<'o>(value: &'o Value, at: &Location, diagnostics: &mut Diagnostics) -> Option<Action<'o>> {
    let action = object(value, at, "an action of an overlay", diagnostics)?;
    only(action, &["target", "description", "update", "copy", "remove"], at, diagnostics);
    let expression = required(action, "target", at, "this action", diagnostics)?;
    let target = Target::read(expression, child(at, "target"), diagnostics)?;
    let remove = match action.get("remove") {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(_) => {
            malformed(&child(at, "remove"), "`remove` is true or false", diagnostics);
            return None;
        }
    };
    let change = match (action.get("update"), action.get("copy")) {
        _ if remove => Change::Remove,
        (_, Some(from)) => Change::Copy(Target::read(from, child(at, "copy"), diagnostics)?),
        (Some(value), None) => Change::Update(Update { value, at: child(at, "update") }),
        (None, None) => {
            diagnostics
                .error(Code::MalformedOverlay, at, "this action changes nothing")
                .help("say what to merge with `update`, or `remove: true`");
            return None;
        }
    };
    Some(Action { target, change })
}

fn required<'o>(
    object: &'o Object,
    key: &str,
    at: &Location,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'o Value> {
    let value = object.get(key);
    if value.is_none() {
        malformed(at, &format!("{what} has no `{key}`"), diagnostics);
    }
    value
}

fn object<'o>(value: &'o Value, at: &Location, what: &str, diagnostics: &mut Diagnostics) -> Option<&'o Object> {
    if let Value::Object(object) = value {
        return Some(object);
    }
    malformed(at, &format!("{what} is an object"), diagnostics);
    None
}

/// Reports the keys that are none of these. Extensions, which begin with `x-`, are an author's right.
fn only(object: &Object, keys: &[&str], at: &Location, diagnostics: &mut Diagnostics) {
    for key in object.keys().filter(|key| !keys.contains(key) && !key.starts_with("x-")) {
        let place = Location { part: NodePart::Key, ..child(at, key) };
        let problem = diagnostics.error(Code::UnknownKey, place, format!("overlays know no `{key}` here"));
        if let Some(near) = suggest(key, keys.iter().copied()) {
            problem.help(format!("a key with a similar name exists: `{near}`"));
        }
    }
}

fn malformed(at: &Location, message: &str, diagnostics: &mut Diagnostics) {
    diagnostics.error(Code::MalformedOverlay, at, message);
}

fn child(at: &Location, key: &str) -> Location {
    Location { pointer: at.pointer.child(key), ..at.clone() }
}

fn item_location(at: &Location, index: usize) -> Location {
    Location { pointer: at.pointer.index(index), ..at.clone() }
}
