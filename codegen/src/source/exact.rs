//! Numbers with their digits as written, where serde handed over an `f64`.

use super::{
    Number, Pointer, Value,
    locate::{Spans, locate_all},
};

/// Replaces what stands at these addresses by the number in the text, where the text has one there.
pub(super) fn restore(root: &mut Value, text: &str, pointers: &[Pointer]) {
    if pointers.is_empty() {
        return;
    }
    for (pointer, Spans { value, .. }) in locate_all(text, pointers) {
        // An address behind an alias is located at the alias, whose text is no number.
        let number = text.get(value).and_then(Number::parse);
        if let (Some(number), Some(slot)) = (number, root.find_mut(pointer.segments())) {
            *slot = Value::Number(number);
        }
    }
}
