//! Implementations of [`Check`] for the types of values.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hasher},
};

use super::{
    rules::{Rule, Rules},
    violations::{Check, Violations},
};
use crate::{Base64, Date, DateTime, Duration, JsonValue, Nullable, Number, ParameterValue, Secret, Uuid};

impl<T: Check> Check for Option<T> {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        if let Some(value) = self {
            value.check(rules, violations);
        }
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        if let Some(value) = self {
            value.digest(hasher);
        }
    }
}

impl<T: Check> Check for Nullable<T> {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        if let Some(value) = self.value() {
            value.check(rules, violations);
        }
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        if let Some(value) = self.value() {
            value.digest(hasher);
        }
    }
}

impl<T: Check> Check for Box<T> {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        T::check(self, rules, violations);
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        T::digest(self, hasher);
    }
}

impl<T: Check + PartialEq> Check for Vec<T> {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        violations.check_items(self.len(), rules);
        if rules.unique_items && has_duplicates(self) {
            violations.add_here(Rule::NotUnique, "must not have duplicate items");
        }
        for (index, item) in self.iter().enumerate() {
            violations.element(index, item, rules.each());
        }
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        for item in self {
            item.digest(hasher);
        }
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        violations.check_properties(self.len(), rules);
        for (name, value) in self {
            violations.entry(name, value, rules.each());
        }
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        for (name, value) in self {
            hasher.write(name.as_bytes());
            value.digest(hasher);
        }
    }
}

/// Maximum number of items with the same digest that are compared. The time is quadratic in it.
const MAX_COMPARED: usize = 2_000;

/// Whether two items are equal. Only items with the same digest are compared.
fn has_duplicates<T: Check + PartialEq>(items: &[T]) -> bool {
    let mut seen: BTreeMap<u64, Vec<&T>> = BTreeMap::new();
    items.iter().any(|item| {
        let mut hasher = DefaultHasher::new();
        item.digest(&mut hasher);
        let candidates = seen.entry(hasher.finish()).or_default();
        let is_duplicate = candidates.contains(&item);
        if candidates.len() < MAX_COMPARED {
            candidates.push(item);
        }
        is_duplicate
    })
}

macro_rules! strings {
    ($($string:ty),*) => {
        $(impl Check for $string {
            fn check(&self, rules: &Rules, violations: &mut Violations) {
                violations.string(&self.to_text(), rules);
            }

            fn digest(&self, hasher: &mut dyn Hasher) {
                hasher.write(self.to_text().as_bytes());
            }
        })*
    };
}

strings!(String, Base64, Date, DateTime, Duration);

impl Check for Uuid {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        violations.string(self.as_str(), rules);
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        hasher.write(self.as_bytes());
    }
}

impl Check for Secret {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        violations.string(self.expose(), rules);
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        hasher.write(self.expose().as_bytes());
    }
}

impl Check for bool {
    fn digest(&self, hasher: &mut dyn Hasher) {
        hasher.write_u8(u8::from(*self));
    }
}

macro_rules! numbers {
    ($($number:ty, $digest:expr);*) => {
        $(impl Check for $number {
            fn check(&self, rules: &Rules, violations: &mut Violations) {
                violations.check_number(&self.to_text(), rules);
            }

            fn digest(&self, hasher: &mut dyn Hasher) {
                let digest: fn($number) -> u64 = $digest;
                hasher.write_u64(digest(*self));
            }
        })*
    };
}

// Adding zero unifies the two zeros.
numbers! {
    i8, |number| i64::from(number).cast_unsigned();
    i16, |number| i64::from(number).cast_unsigned();
    i32, |number| i64::from(number).cast_unsigned();
    i64, i64::cast_unsigned;
    u8, u64::from;
    u16, u64::from;
    u32, u64::from;
    u64, u64::from;
    f32, |number| (f64::from(number) + 0.0).to_bits();
    f64, |number| (number + 0.0).to_bits()
}

impl Check for Number {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        violations.check_number(self.as_str(), rules);
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        hasher.write(self.as_str().as_bytes());
    }
}

impl Check for JsonValue {
    fn check(&self, rules: &Rules, violations: &mut Violations) {
        match self {
            Self::Null | Self::Bool(_) => {}
            Self::Number(number) => violations.check_number(&number.to_string(), rules),
            Self::String(text) => violations.string(text, rules),
            Self::Array(items) => items.check(rules, violations),
            Self::Object(members) => {
                violations.check_properties(members.len(), rules);
                for (name, value) in members {
                    violations.entry(name, value, rules.each());
                }
            }
        }
    }

    fn digest(&self, hasher: &mut dyn Hasher) {
        match self {
            Self::Bool(flag) => flag.digest(hasher),
            Self::String(text) => text.digest(hasher),
            Self::Number(number) => hasher.write(number.to_string().as_bytes()),
            Self::Null | Self::Array(_) | Self::Object(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn messages(value: &dyn Check, rules: &Rules) -> String {
        let mut violations = Violations::new();
        violations.property("it", value, rules);
        violations.to_string()
    }

    #[test]
    fn rules_reach_into_lists_maps_and_options() {
        const SHORT: Rules = Rules { max_length: Some(2), ..Rules::NONE };
        const LISTS: Rules = Rules { max_items: Some(1), unique_items: true, each: Some(&SHORT), ..Rules::NONE };
        let map = BTreeMap::from([("a".to_owned(), Some(vec!["xyz".to_owned()])), ("b c\n".to_owned(), None)]);
        let rules = Rules { min_properties: Some(3), each: Some(&LISTS), ..Rules::NONE };
        let expected = "`it` must have at least 3 properties; `it.a[0]` must have at most 2 characters";
        assert_eq!(messages(&map, &rules), expected);
        assert_eq!(messages(&json!({"a": ["xyz"], "b c\n": null}), &rules), expected);
        let twins = BTreeMap::from([("b c\n".to_owned(), vec![1.5, -0.0, 0.0])]);
        let expected = "`it[\"b c\\n\"]` must have at most 1 item; `it[\"b c\\n\"]` must not have duplicate items";
        assert_eq!(messages(&twins, &Rules { each: Some(&LISTS), ..Rules::NONE }), expected);
    }

    #[test]
    fn keywords_for_other_types_are_ignored() {
        let rules = Rules { min_length: Some(9), minimum: Some("9"), min_items: Some(9), ..Rules::NONE };
        assert_eq!(messages(&"a".to_owned(), &rules), "`it` must have at least 9 characters");
        assert_eq!(messages(&1_u8, &rules), "`it` must be at least 9");
        assert_eq!(messages(&vec![true], &rules), "`it` must have at least 9 items");
        assert_eq!(messages(&true, &rules), "");
        assert_eq!(messages(&JsonValue::Null, &rules), "");
    }

    #[test]
    fn a_secret_is_not_in_the_message() {
        let rules = Rules { min_length: Some(9), patterns: &["^[0-9]+$"], ..Rules::NONE };
        let all = messages(&vec![Secret::new("hunter2")], &Rules { each: Some(&NO_SECRET), ..Rules::NONE });
        assert_eq!(all, messages(&vec!["letters".to_owned()], &Rules { each: Some(&NO_SECRET), ..Rules::NONE }));
        assert!(!all.contains("hunter2") && !messages(&Secret::new("hunter2"), &rules).contains("hunter2"), "{all}");
    }

    const NO_SECRET: Rules = Rules { min_length: Some(9), patterns: &["^[0-9]+$"], ..Rules::NONE };

    proptest! {
        #[test]
        fn duplicates_are_equal_items(items in proptest::collection::vec(0_u8..20, 0..12)) {
            let has_equal = (1..items.len()).any(|index| items[..index].contains(&items[index]));
            prop_assert_eq!(has_duplicates(&items), has_equal);
            let strings: Vec<JsonValue> = items.iter().map(|item| json!([item.to_string()])).collect();
            prop_assert_eq!(has_duplicates(&strings), has_equal);
        }
    }
}
