//! Removing what a target matches.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Pointer, Value},
};

use super::target::Target;

/// Removes what stands at these addresses.
pub(super) fn remove(root: &mut Value, targets: &[Pointer], target: &Target<'_>, diagnostics: &mut Diagnostics) {
    // Inner ones go first, so that no index on the way to a later one moves.
    let mut by_parent: BTreeMap<(std::cmp::Reverse<usize>, Pointer), BTreeSet<String>> = BTreeMap::new();
    for pointer in targets {
        let segments: Vec<_> = pointer.segments().collect();
        let (Some(parent), Some(last)) = (pointer.parent(), segments.last()) else {
            diagnostics
                .error(Code::MalformedOverlay, &target.at, "the document itself cannot be removed")
                .help("name what is to go: `$.paths['/internal']`");
            continue;
        };
        by_parent.entry((std::cmp::Reverse(segments.len()), parent)).or_default().insert(last.to_string());
    }
    for ((_, parent), names) in by_parent {
        match root.find_mut(parent.segments()) {
            Some(Value::Object(object)) => object.retain(|key| !names.contains(key)),
            Some(Value::Array(items)) => {
                let mut index = 0_usize;
                items.retain(|_| {
                    index += 1;
                    !names.contains(&(index - 1).to_string())
                });
            }
            _ => {}
        }
    }
}
