//! The rules that are met most, each as one short call of generated code.

use std::ops::{Bound, RangeBounds};

use super::{Check, Rules, Violations};

impl Violations {
    /// Checks the rules inside a member, which has none itself.
    pub fn nested(&mut self, name: &str, value: &dyn Check) {
        self.property(name, value, &Rules::NONE);
    }

    /// Checks how many characters a text has.
    pub fn length(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_length, max_length) = limits(&range);
        self.property(name, value, &Rules { min_length, max_length, ..Rules::NONE });
    }

    /// Checks how many elements a list has.
    pub fn items(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_items, max_items) = limits(&range);
        self.property(name, value, &Rules { min_items, max_items, ..Rules::NONE });
    }

    /// Checks how many members a map has.
    pub fn properties(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<u64>) {
        let (min_properties, max_properties) = limits(&range);
        self.property(name, value, &Rules { min_properties, max_properties, ..Rules::NONE });
    }

    /// Checks a number against limits that it may equal, written as decimal text.
    pub fn number(&mut self, name: &str, value: &dyn Check, range: impl RangeBounds<&'static str>) {
        let (minimum, maximum) = limits(&range);
        self.property(name, value, &Rules { minimum, maximum, ..Rules::NONE });
    }

    /// Checks a text against patterns.
    pub fn patterns(&mut self, name: &str, value: &dyn Check, patterns: &'static [&'static str]) {
        self.property(name, value, &Rules { patterns, ..Rules::NONE });
    }
}

/// Both ends of a range, which are part of it: generated code writes `1..=64`, `1..` and `..=64`.
fn limits<T: Copy>(range: &impl RangeBounds<T>) -> (Option<T>, Option<T>) {
    let end = |bound: Bound<&T>| match bound {
        Bound::Included(end) | Bound::Excluded(end) => Some(*end),
        Bound::Unbounded => None,
    };
    (end(range.start_bound()), end(range.end_bound()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_calls_say_what_rules_say() {
        let mut violations = Violations::new();
        violations.length("text", &"abc".to_owned(), ..=2);
        violations.length("text", &"abc".to_owned(), 3..=3);
        violations.items("list", &vec![1_u8], 2..);
        violations.properties("map", &serde_json::json!({}), 1..=2);
        violations.number("number", &7_u8, "8"..="9");
        violations.patterns("code", &"x".to_owned(), &["^[0-9]$"]);
        violations.nested("anything", &"x".to_owned());
        let words = "`text` must have at most 2 characters; `list` must have at least 2 elements; \
                     `map` must have at least 1 member; `number` must be at least 8; \
                     `code` must match the pattern `^[0-9]$`";
        assert_eq!(violations.finish().unwrap_err().to_string(), words);
    }
}
