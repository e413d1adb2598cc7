//! Checks of values against schemas: the methods of [`Schemas`] and [`Violations`] that generated code calls.

use std::ops::RangeBounds;

use super::{
    evaluate::Evaluation,
    json_tree::JsonTree,
    rule::{self, Rule},
    scalars,
    schemas::Schemas,
    violations::{Violations, limits},
};
use crate::json::{Encode, request_text};

impl Schemas {
    /// Checks the JSON of a value, as requests send it, against the schema of this name.
    ///
    /// # Errors
    ///
    /// The broken rules.
    pub fn validate(&self, name: &str, value: &dyn Encode) -> Result<(), Violations> {
        let mut violations = Violations::new();
        if let Some(schema) = self.get(name) {
            self.check(schema, value, &mut violations);
        }
        violations.finish()
    }

    /// Adds the broken rules of a value at the current path.
    fn check(&self, schema: &JsonTree<'_>, value: &dyn Encode, violations: &mut Violations) {
        let text = request_text(value).ok();
        let length = text.as_ref().map_or(0, |text| text.len());
        match text.as_ref().and_then(|text| JsonTree::parse(text)) {
            Some(tree) => Evaluation::new(self, length).run(schema, &tree, violations),
            None => violations.add_here(Rule::TooComplex, "must not be nested so deeply"),
        }
    }
}

impl Violations {
    /// Checks a value against the schema of a name, unless it is absent.
    pub fn check(&mut self, field: &str, value: &dyn Encode, schemas: &Schemas, name: &str) {
        if let Some(schema) = schemas.get(name).filter(|_| !value.is_absent()) {
            self.at_key(field, |violations| schemas.check(schema, value, violations));
        }
    }

    /// Checks the number of characters of a string, unless it is absent or null.
    pub fn length(&mut self, field: &str, value: &dyn Encode, range: impl RangeBounds<u64>) {
        self.limit(field, value, |value, violations| {
            if let (JsonTree::String(text), (min, max)) = (value, limits(&range)) {
                let mut add = |rule, words| violations.add_here(rule, words);
                rule::length(text, min.unwrap_or(0), max.unwrap_or(u64::MAX), &mut add);
            }
        });
    }

    /// Checks whether a string matches a regular expression of ECMA-262, unless it is absent or null.
    pub fn pattern(&mut self, field: &str, value: &dyn Encode, pattern: &str) {
        self.limit(field, value, |value, violations| {
            scalars::keyword("pattern", &JsonTree::String(pattern.into()), value, violations);
        });
    }

    /// Checks the number of items of an array, unless it is absent or null.
    pub fn items(&mut self, field: &str, value: &dyn Encode, range: impl RangeBounds<u64>) {
        self.limit(field, value, |value, violations| {
            if let JsonTree::Array(items) = value {
                violations.count(items.len(), limits(&range), [Rule::TooFewItems, Rule::TooManyItems], "item");
            }
        });
    }

    /// Checks the limits of a number, unless it is absent or null.
    pub fn range(&mut self, field: &str, value: &dyn Encode, range: impl RangeBounds<i64>) {
        self.limit(field, value, |value, violations| {
            let (min, max) = limits(&range);
            for (keyword, limit) in [("minimum", min), ("maximum", max)] {
                if let Some(limit) = limit.map(|limit| limit.to_string()) {
                    scalars::keyword(keyword, &JsonTree::Number(&limit), value, violations);
                }
            }
        });
    }

    /// Runs a check of the JSON of a value, unless it is absent.
    fn limit(&mut self, field: &str, value: &dyn Encode, check: impl FnOnce(&JsonTree<'_>, &mut Self)) {
        if value.is_absent() {
            return;
        }
        let text = request_text(value).ok();
        self.at_key(field, |violations| match text.as_ref().and_then(|text| JsonTree::parse(text)) {
            Some(tree) => check(&tree, violations),
            None => violations.add_here(Rule::TooComplex, "must not be nested so deeply"),
        });
    }

    /// Checks a value against a schema without references, unless it is absent. `schema` is JSON.
    pub fn check_schema(&mut self, field: &str, value: &dyn Encode, schema: &str) {
        if let Some(schema) = JsonTree::parse(schema).filter(|_| !value.is_absent()) {
            self.at_key(field, |violations| Schemas::new(&[]).check(&schema, value, violations));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    static SCHEMAS: Schemas = Schemas::new(&[
        ("Either", r#"{"anyOf":[{"maxLength":2},{"pattern":"^[0-9]+$"}]}"#),
        ("Kinds", r#"{"oneOf":[{"type":"string","minLength":3},{"type":"integer"},{"type":"number"}]}"#),
        ("Lists", r#"{"items":{"type":"object","properties":{"a b":{"maxItems":1}},"required":["c"]}}"#),
    ]);

    fn broken(name: &str, value: &dyn Encode) -> String {
        let mut violations = Violations::new();
        violations.check("it", value, &SCHEMAS, name);
        violations.to_string()
    }

    #[test]
    fn paths_lead_to_the_value() {
        let value = serde_json::json!([{ "a b": [1, 2] }, { "c": 1 }]);
        let expected = "`it[0][\"a b\"]` must have at most 1 item; `it[0]` must have the property `c`";
        assert_eq!(broken("Lists", &value), expected);
        assert_eq!(broken("Lists", &None::<String>), "");
    }

    #[test]
    fn one_alternative_is_enough() {
        let words = |text: &str| broken("Either", &text.to_owned());
        assert_eq!((words("ab"), words("12345")), (String::new(), String::new()));
        assert_eq!(words("abc"), "`it` must have at most 2 characters, or must match the pattern `^[0-9]+$`");
    }

    #[test]
    fn the_alternative_of_the_same_type_is_meant() {
        assert_eq!(broken("Kinds", &"ab".to_owned()), "`it` must have at least 3 characters");
        assert_eq!(broken("Kinds", &1.5), "");
        assert_eq!(broken("Kinds", &1), "`it` must match exactly one of the alternatives, and matches 2");
        assert_eq!(broken("Kinds", &true), "`it` must be a string, or must be an integer, or must be a number");
    }

    #[test]
    fn a_secret_is_checked_and_not_shown() {
        let secret = Secret::new("hunter2");
        assert_eq!(broken("Either", &secret), broken("Either", &"letters".to_owned()));
        assert!(!broken("Either", &secret).contains("hunter2"));
    }

    #[test]
    fn limits_of_one_value_need_no_schema() {
        let mut violations = Violations::new();
        violations.length("id", &"abcd".to_owned(), 1..=3);
        violations.length("short", &String::new(), 1..);
        violations.pattern("code", &Secret::new("hunter2"), "^[a-z]+$");
        violations.items("tags", &vec![1, 2, 3], ..=2);
        violations.range("low", &-1, 0..=10);
        violations.range("high", &10.5, 0..=10);
        let expected = "`id` must have at most 3 characters; `short` must have at least 1 character; `code` must match \
                        the pattern `^[a-z]+$`; `tags` must have at most 2 items; `low` must be at least 0; `high` \
                        must be at most 10";
        assert_eq!(violations.to_string(), expected);
    }

    #[test]
    fn limits_concern_present_values_of_their_type() {
        let mut violations = Violations::new();
        violations.length("absent", &None::<String>, 1..);
        violations.length("null", &serde_json::Value::Null, 1..);
        violations.length("number", &5, 2..);
        violations.range("text", &"9".to_owned(), ..=3);
        violations.items("one", &vec![1], 1..=1);
        assert!(violations.is_empty(), "{violations}");
    }

    #[test]
    fn files_are_counted() {
        let mut violations = Violations::new();
        violations.item_count("files", Some(3), 1..=2);
        violations.item_count("others", None, 1..);
        assert_eq!(violations.to_string(), "`files` must have at most 2 items");
    }
}
