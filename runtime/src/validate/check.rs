//! Checks of values against schemas: the methods of [`Schemas`] and [`Violations`] that generated code calls.

use super::{evaluate::Evaluation, json_tree::JsonTree, rule::Rule, schemas::Schemas, violations::Violations};
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

    /// Checks a value against a schema without references, unless it is absent. `schema` is JSON.
    pub fn check_in_place(&mut self, field: &str, value: &dyn Encode, schema: &str) {
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
    fn files_are_counted() {
        let mut violations = Violations::new();
        violations.item_count("files", Some(3), 1..=2);
        violations.item_count("others", None, 1..);
        assert_eq!(violations.to_string(), "`files` must have at most 2 items");
    }
}
