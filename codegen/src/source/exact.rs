//! Numbers with their digits as written, where serde handed over an `f64`.

use super::{
    Number, Pointer, Value,
    locate::{Spans, locate_all},
};

/// Replaces what stands at these addresses by the number in the text, where the text has one there.
pub(super) fn restore(root: &mut Value, text: &str, pointers: &[Pointer]) {
    if pointers.is_empty() || is_short(text) {
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

/// Whether each number of the text is written as `f64` writes it, wherever it stands: then there is nothing to restore, and no need for
/// another reading.
fn is_short(text: &str) -> bool {
    let is_end = |character: char| character.is_whitespace() || ",:[]{}\"'".contains(character);
    let is_begun = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    text.split(is_end).filter(is_begun).all(|word| match Number::parse(word) {
        None => true,
        // Of whole numbers, the reader of JSON takes this one for a float.
        Some(number) if number.as_i64().is_some() => word != "-0",
        Some(_) => word.parse().ok().and_then(Number::from_f64).is_some_and(|number| number.to_string() == word),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_f64_writes_so_are_short() {
        for short in
            ["a: 0.5", "[1, -0.25,1.0]", "{\"a\":2.5}", "v: 1.2.3\nw: 12", "9223372036854775807", "a: 1e-7", "x0.50"]
        {
            assert!(is_short(short), "{short}");
        }
        for long in [
            "a: 0.50",
            "[.5]",
            "+0.5",
            "-0",
            "{\"a\":1e5}",
            "18446744073709551616",
            "1e400",
            "a: 0.1000000000000000055",
            "1.",
        ] {
            assert!(!is_short(long), "{long}");
        }
    }
}
