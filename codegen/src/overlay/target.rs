//! The target of an action: an expression, and what it matches.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    source::{Location, Pointer, Value},
};

use super::jsonpath::{self, Query};

/// An expression of an overlay that has been read.
#[derive(Debug)]
pub(super) struct Target<'o> {
    pub(super) text: &'o str,
    pub(super) at: Location,
    query: Query,
}

impl<'o> Target<'o> {
    /// Reads an expression; reports what is none.
    pub(super) fn read(value: &'o Value, at: Location, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Value::String(text) = value else {
            diagnostics.error(Code::MalformedOverlay, &at, "a JSONPath expression is a text");
            return None;
        };
        match jsonpath::parse(text) {
            Ok(query) => Some(Self { text, at, query }),
            Err(malformed) => {
                let before = text.get(..malformed.offset).unwrap_or(text).chars().count();
                let message = format!("{} at character {} of the expression", malformed.message, before + 1);
                let problem = diagnostics.error(Code::MalformedTarget, &at, message);
                if let Some(help) = malformed.help {
                    problem.help(help);
                }
                None
            }
        }
    }
}

/// Everything that a target matches, each once, in the order of matching; `None` where that is nothing, which is reported.
pub(super) fn find(target: &Target<'_>, root: &Value, diagnostics: &mut Diagnostics) -> Option<Vec<Pointer>> {
    let Ok(found) = target.query.select(root) else {
        diagnostics
            .error(Code::OverlayTooLarge, &target.at, "this expression takes too long to evaluate")
            .help("name the members on the way instead of searching for them with `..`");
        return None;
    };
    if found.is_empty() {
        unmatched(target, root, diagnostics);
        return None;
    }
    let mut seen = BTreeSet::new();
    Some(found.into_iter().map(|node| node.at).filter(|at| seen.insert(at.clone())).collect())
}

/// Reports that nothing matches, with how far the expression leads.
fn unmatched(target: &Target<'_>, root: &Value, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` matches nothing", target.text);
    let problem = diagnostics.error(Code::UnmatchedTarget, &target.at, message);
    let Some(reach) = target.query.reach(root) else { return };
    if let Some(prefix) = target.text.get(..reach.end) {
        problem.note(format!("`{prefix}` is the last part of it that matches"));
    }
    let name = reach.missing.unwrap_or_default();
    let keys = reach.values.iter().flat_map(|value| match value {
        Value::Object(object) => object.keys().collect(),
        _ => Vec::new(),
    });
    if let Some(near) = suggest(name, keys) {
        problem.help(format!("a member with a similar name exists: `{near}`"));
    }
}
