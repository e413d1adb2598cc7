//! How much overlays may add: a short one can make a document of any size and depth.

use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Pointer, Value},
};

use super::read::Update;

/// How many values and bytes of text one overlay may add.
const LARGEST: usize = if cfg!(test) { 256 * 1024 } else { 16 * 1024 * 1024 };

/// How deep a document may become: as deep as one that is read.
const DEEPEST: usize = 128;

/// What may still be added.
#[derive(Debug)]
pub(super) struct Allowance {
    left: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { left: LARGEST }
    }
}

impl Allowance {
    /// Whether a value may be merged into all of these; reported where not.
    pub(super) fn covers(&mut self, update: &Update<'_>, targets: &[Pointer], diagnostics: &mut Diagnostics) -> bool {
        let (size, depth) = measure(update.value);
        let deepest = targets.iter().map(|target| target.segments().count()).max().unwrap_or_default();
        if deepest + depth > DEEPEST {
            let message = format!("this would nest the document more than {DEEPEST} levels deep");
            diagnostics.error(Code::TooDeep, &update.at, message);
            return false;
        }
        let Some(left) = self.left.checked_sub(size.saturating_mul(targets.len())) else {
            diagnostics.error(Code::OverlayTooLarge, &update.at, "this overlay makes the document too large");
            return false;
        };
        self.left = left;
        true
    }
}

/// How many values and bytes of text a value has, and how many levels.
fn measure(value: &Value) -> (usize, usize) {
    let add = |(size, depth): (usize, usize), value: &Value, key: usize| {
        let (inner_size, inner_depth) = measure(value);
        (size + inner_size + key, depth.max(inner_depth + 1))
    };
    match value {
        Value::String(text) => (1 + text.len(), 1),
        Value::Array(items) => items.iter().fold((1, 1), |sum, item| add(sum, item, 0)),
        Value::Object(object) => object.iter().fold((1, 1), |sum, (key, value)| add(sum, value, key.len())),
        Value::Null | Value::Bool(_) | Value::Number(_) => (1, 1),
    }
}
