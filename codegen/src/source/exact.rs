//! Numbers with their digits as written, where serde handed over an `f64`.

use std::collections::HashSet;

use super::{
    Number, Pointer, Value,
    locate::{Spans, locate_all},
};

/// Replaces what stands at these addresses by the number in the text, where the text has one there.
pub(super) fn restore(root: &mut Value, text: &str, pointers: &[Pointer]) {
    if pointers.is_empty() || is_exact(root, text, pointers) {
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

/// Whether the text, wherever it may mean one of these numbers, writes it as `f64` does: then there is nothing to restore, and no
/// need for another reading.
fn is_exact(root: &Value, text: &str, pointers: &[Pointer]) -> bool {
    let number = |pointer| match root.find(pointer) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    // What was not even taken for a number has to be looked for.
    let Some(read) = pointers.iter().map(number).collect::<Option<HashSet<&Number>>>() else { return false };
    let is_end = |character: char| {
        matches!(character, ' ' | '\n' | ',' | ':' | '[' | ']' | '{' | '}' | '"' | '\'') || character.is_whitespace()
    };
    let is_begun = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    text.split(is_end).filter(is_begun).all(|word| {
        let Some(written) = Number::parse(word) else { return true };
        // Of whole numbers, the reader of JSON takes this one for a float.
        if written.as_i64().is_some() && word != "-0" {
            return true;
        }
        let as_read = written.as_f64().and_then(Number::from_f64);
        as_read.is_none_or(|number| number == written || !read.contains(&number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text with this number, which was read at its address, is exact.
    fn is_exact(text: &str, read: f64) -> bool {
        let root = Value::Array(vec![Value::Number(Number::from_f64(read).unwrap())]);
        super::is_exact(&root, text, &[Pointer::root().index(0)])
    }

    #[test]
    fn numbers_that_f64_writes_so_are_exact() {
        for (short, read) in [
            ("a: 0.5", 0.5),
            ("[1, -0.25,1.0]", -0.25),
            ("{\"a\":2.5}", 2.5),
            ("v: 1.2.3\nw: 12", 1.2),
            ("9223372036854775807", 9_223_372_036_854_775_807.0),
            ("a: 1e-7", 1e-7),
            ("x0.50", 0.5),
            // Spelled as JSON writes it, this is the same number.
            ("[.5]", 0.5),
            ("+0.5", 0.5),
            ("The default is 1. The most is 10.", 1.0),
            // This number was not read at any address.
            ("a: 0.50", 0.25),
        ] {
            assert!(is_exact(short, read), "{short}");
        }
        for (long, read) in [
            ("a: 0.50", 0.5),
            ("-0", -0.0),
            ("{\"a\":1e5}", 1e5),
            ("18446744073709551616", 18_446_744_073_709_551_616.0),
            ("a: 0.1000000000000000055", 0.1),
            ("100.00", 100.0),
        ] {
            assert!(!is_exact(long, read), "{long}");
        }
        let too_great = Value::Array(vec![Value::String("1e400".to_owned())]);
        assert!(!super::is_exact(&too_great, "- 1e400", &[Pointer::root().index(0)]));
    }
}
