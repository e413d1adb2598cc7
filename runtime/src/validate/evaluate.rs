//! [`Evaluation`]: checks a value against a schema (JSON Schema 2020-12 Core, sections 8 to 11).

use super::{
    alternatives, arrays,
    evaluated::{Evaluated, Evaluator},
    json_tree::JsonTree,
    objects,
    rule::Rule,
    scalars,
    schemas::Schemas,
    violations::Violations,
};

/// Maximum nesting of schemas in each other. The stack of a thread limits it.
const MAX_DEPTH: usize = 400;

/// Number of schemas that are evaluated for one value in any case, and further ones for each byte of its JSON.
const MIN_STEPS: usize = 50_000;
const STEPS_PER_BYTE: usize = 50;

/// The check of one value.
pub(super) struct Evaluation<'s> {
    schemas: &'s Schemas,
    depth: usize,
    /// The number of schemas that may still be evaluated.
    steps_left: usize,
    is_too_complex: bool,
}

impl<'s> Evaluation<'s> {
    /// The check of a value whose JSON has this length, in bytes.
    pub(super) fn new(schemas: &'s Schemas, length: usize) -> Self {
        let steps_left = length.saturating_mul(STEPS_PER_BYTE).saturating_add(MIN_STEPS);
        Self { schemas, depth: 0, steps_left, is_too_complex: false }
    }

    /// Checks a value against a schema.
    pub(super) fn run(mut self, schema: &JsonTree<'_>, value: &JsonTree<'_>, violations: &mut Violations) {
        self.evaluate(schema, value, violations);
        if self.is_too_complex {
            violations.add_here(Rule::TooComplex, "must be simpler to be checked");
        }
    }

    fn keyword(
        &mut self,
        schema: &JsonTree<'_>,
        keyword: &str,
        argument: &JsonTree<'_>,
        value: &JsonTree<'_>,
        violations: &mut Violations,
        evaluated: &mut Evaluated,
    ) {
        match keyword {
            "$ref" => {
                let schemas = self.schemas;
                if let Some(target) = argument.as_str().and_then(|name| schemas.get(name)) {
                    evaluated.extend(self.evaluate(target, value, violations));
                }
            }
            "allOf" => {
                for part in argument.items() {
                    evaluated.extend(self.evaluate(part, value, violations));
                }
            }
            "anyOf" => alternatives::any_of(self, argument.items(), value, violations, evaluated),
            "oneOf" => alternatives::one_of(self, schema, argument.items(), value, violations, evaluated),
            "not" => alternatives::not(self, argument, value, violations),
            "if" => alternatives::conditional(self, schema, argument, value, violations, evaluated),
            "discriminator" => alternatives::discriminator(self, schema, argument, value, violations, evaluated),
            _ => match value {
                JsonTree::Object(properties) => {
                    objects::keyword(self, schema, (keyword, argument), properties, violations, evaluated);
                }
                JsonTree::Array(items) => {
                    arrays::keyword(self, schema, (keyword, argument), items, violations, evaluated);
                }
                _ => {}
            },
        }
        scalars::keyword(keyword, argument, value, violations);
    }
}

impl Evaluator for Evaluation<'_> {
    fn evaluate(&mut self, schema: &JsonTree<'_>, value: &JsonTree<'_>, violations: &mut Violations) -> Evaluated {
        let mut evaluated = Evaluated::default();
        if let JsonTree::Boolean(false) = schema {
            violations.add_here(Rule::NotAllowed, "must not be there");
        }
        let is_nullable = matches!(schema.get("nullable"), Some(JsonTree::Boolean(true)));
        if is_nullable && matches!(value, JsonTree::Null) {
            return evaluated;
        }
        let Some(left) = self.steps_left.checked_sub(1).filter(|_| self.depth < MAX_DEPTH) else {
            self.is_too_complex = true;
            return evaluated;
        };
        self.steps_left = left;
        self.depth += 1;
        for (keyword, argument) in schema.properties() {
            self.keyword(schema, keyword, argument, value, violations, &mut evaluated);
        }
        objects::unevaluated(self, schema, value, violations, &mut evaluated);
        arrays::unevaluated(self, schema, value, violations, &mut evaluated);
        self.depth -= 1;
        evaluated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The broken rules of a JSON value.
    fn broken(schemas: &'static [(&'static str, &'static str)], json: &str) -> String {
        let schemas = Schemas::new(schemas);
        let mut violations = Violations::new();
        let value = JsonTree::parse(json).unwrap();
        Evaluation::new(&schemas, json.len()).run(schemas.get("").unwrap(), &value, &mut violations);
        violations.to_string()
    }

    #[test]
    fn recursive_references_end() {
        let endless: &[_] = &[("", r#"{"$ref":""}"#)];
        assert_eq!(broken(endless, "1"), "the value must be simpler to be checked");
        let tree: &[_] = &[("", r#"{"type":"object","additionalProperties":{"$ref":""}}"#)];
        assert_eq!(broken(tree, r#"{"a":{"b":{}}}"#), "");
        assert_eq!(broken(tree, r#"{"a":{"b":1}}"#), "`a.b` must be an object");
    }

    #[test]
    fn the_number_of_steps_is_bounded() {
        let double: &[_] = &[("", r#"{"anyOf":[{"items":{"$ref":""}},{"items":{"$ref":""}}],"type":"array"}"#)];
        let nested = format!("{}1{}", "[".repeat(60), "]".repeat(60));
        assert!(broken(double, &nested).contains("must be simpler to be checked"));
    }

    #[test]
    fn unevaluated_properties_see_those_of_matching_parts() {
        let closed: &[_] = &[(
            "",
            r#"{"allOf":[{"properties":{"a":true}}],"anyOf":[{"properties":{"b":{"type":"string"}},"required":["b"]},
            true],"unevaluatedProperties":false}"#,
        )];
        assert_eq!(broken(closed, r#"{"a":1,"b":"x"}"#), "");
        assert_eq!(broken(closed, r#"{"a":1,"b":2,"c":3}"#), "`b` must not be there; `c` must not be there");
    }

    #[test]
    fn a_mismatch_of_all_alternatives_is_reported_once() {
        for keyword in ["oneOf", "anyOf"] {
            let card = r#"{"properties":{"card":{"type":"string"},"holder":{"type":"string"}},"required":["card"]}"#;
            let bank = r#"{"properties":{"iban":{"type":"string","minLength":5}},"required":["iban"]}"#;
            let schema =
                format!(r#"{{"properties":{{"id":true}},"{keyword}":[{card},{bank}],"unevaluatedProperties":false}}"#);
            let schema: &'static str = schema.leak();
            let closed: &'static [_] = vec![("", schema)].leak();
            assert_eq!(broken(closed, r#"{"id":1,"card":"4","holder":"A"}"#), "");
            let message = "the value must have the property `card`, or `iban` must have at least 5 characters";
            assert_eq!(broken(closed, r#"{"id":1,"iban":"DE"}"#), message, "the property itself is expected");
            let message = format!("{message}; `other` must not be there");
            assert_eq!(broken(closed, r#"{"id":1,"iban":"DE","other":1}"#), message);
        }
    }
}
