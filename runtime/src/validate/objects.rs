//! Keywords of objects.

use std::borrow::Cow;

use super::{
    arrays::range,
    evaluated::{Evaluated, Evaluator},
    json_tree::JsonTree,
    pattern,
    rule::Rule,
    violations::Violations,
};

/// The properties of a value.
type Properties<'v, 'j> = &'v [(Cow<'j, str>, JsonTree<'j>)];

/// Adds the violations of a keyword.
pub(super) fn keyword(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    (keyword, argument): (&str, &JsonTree<'_>),
    properties: Properties<'_, '_>,
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    match keyword {
        "properties" => {
            for (name, value) in properties {
                if let Some(schema) = argument.get(name) {
                    property(evaluator, schema, (name, value), violations, evaluated);
                }
            }
        }
        "patternProperties" => {
            for (pattern, schema) in argument.properties() {
                for (name, value) in properties.iter().filter(|(name, _)| pattern::matches(pattern, name)) {
                    property(evaluator, schema, (name, value), violations, evaluated);
                }
            }
        }
        "additionalProperties" => {
            for (name, value) in properties.iter().filter(|(name, _)| !is_described(schema, name)) {
                property(evaluator, argument, (name, value), violations, evaluated);
            }
        }
        "propertyNames" => {
            for (name, _) in properties {
                if let Err(mismatch) = evaluator.attempt(argument, &JsonTree::String(Cow::Borrowed(name))) {
                    violations.at_key(name, |violations| {
                        violations.add_here(
                            Rule::ForbiddenName,
                            format!("has a name that {}", mismatch.violations.messages()),
                        );
                    });
                }
            }
        }
        "required" => {
            let names = argument.items().iter().filter_map(JsonTree::as_str);
            names.for_each(|name| require(name, properties, violations));
        }
        "dependentRequired" => {
            let present = argument.properties().iter().filter(|(name, _)| has(properties, name));
            for (_, names) in present {
                names.items().iter().filter_map(JsonTree::as_str).for_each(|name| {
                    require(name, properties, violations);
                });
            }
        }
        "dependentSchemas" => {
            let value = JsonTree::Object(properties.to_vec());
            for (_, schema) in argument.properties().iter().filter(|(name, _)| has(properties, name)) {
                evaluated.extend(evaluator.evaluate(schema, &value, violations));
            }
        }
        "minProperties" | "maxProperties" => {
            let rules = [Rule::TooFewProperties, Rule::TooManyProperties];
            violations.count(properties.len(), range(keyword, argument), rules, "property");
        }
        _ => {}
    }
}

fn has(properties: Properties<'_, '_>, name: &str) -> bool {
    properties.iter().any(|(known, _)| known == name)
}

fn require(name: &str, properties: Properties<'_, '_>, violations: &mut Violations) {
    if !has(properties, name) {
        violations.add_here(Rule::MissingProperty, format!("must have the property `{name}`"));
    }
}

/// Whether `properties` or `patternProperties` describes a property.
fn is_described(schema: &JsonTree<'_>, name: &str) -> bool {
    let patterns = schema.get("patternProperties").map_or(&[][..], JsonTree::properties);
    schema.get("properties").is_some_and(|properties| properties.get(name).is_some())
        || patterns.iter().any(|(pattern, _)| pattern::matches(pattern, name))
}

/// Checks the value of a property.
fn property(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    (name, value): (&str, &JsonTree<'_>),
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    evaluated.properties.insert(name.to_owned());
    violations.at_key(name, |violations| match schema {
        JsonTree::Boolean(false) => violations.add_here(Rule::UnknownProperty, "must not be there"),
        schema => {
            evaluator.evaluate(schema, value, violations);
        }
    });
}

/// `unevaluatedProperties`: the properties that no other keyword has evaluated.
pub(super) fn unevaluated(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    value: &JsonTree<'_>,
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    let (Some(argument), JsonTree::Object(properties)) = (schema.get("unevaluatedProperties"), value) else { return };
    for (name, value) in properties {
        if !evaluated.properties.contains(name.as_ref()) {
            property(evaluator, argument, (name, value), violations, evaluated);
        }
    }
}
