//! Keywords with alternatives: `anyOf`, `oneOf`, `not`, `if`, and OpenAPI's `discriminator`.

use super::{
    evaluated::{Evaluated, Evaluator, Mismatch},
    json_tree::JsonTree,
    rule::Rule,
    violations::Violations,
};

/// `anyOf`: at least one alternative matches.
pub(super) fn any_of(
    evaluator: &mut dyn Evaluator,
    alternatives: &[JsonTree<'_>],
    value: &JsonTree<'_>,
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    let (mut matches, mut failures) = (0, Vec::new());
    for alternative in alternatives {
        match evaluator.attempt(alternative, value) {
            Ok(more) => {
                matches += 1;
                evaluated.extend(more);
            }
            Err(mismatch) => failures.push(mismatch),
        }
    }
    if matches == 0 {
        report(failures, violations, evaluated);
    }
}

/// `oneOf`: exactly one alternative matches. A discriminator beside it decides instead.
pub(super) fn one_of(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    alternatives: &[JsonTree<'_>],
    value: &JsonTree<'_>,
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    if schema.get("discriminator").is_some() {
        return;
    }
    let (mut matches, mut failures) = (0_usize, Vec::new());
    for alternative in alternatives {
        match evaluator.attempt(alternative, value) {
            Ok(more) => {
                matches += 1;
                evaluated.extend(more);
            }
            Err(mismatch) => failures.push(mismatch),
        }
    }
    match matches {
        0 => report(failures, violations, evaluated),
        1 => {}
        _ => violations.add_here(
            Rule::SeveralVariantsMatch,
            format!("must match exactly one of the alternatives, and matches {matches}"),
        ),
    }
}

/// Reports why no alternative matches. Alternatives of another type, or with another constant, are not meant if there
/// are others. What the others describe counts as evaluated: the broken rules say more than that it is not expected.
fn report(mut mismatches: Vec<Mismatch>, violations: &mut Violations, evaluated: &mut Evaluated) {
    let is_meant = |one: &Mismatch| !one.violations.iter().any(|violation| is_other_kind(violation.rule));
    if mismatches.iter().any(is_meant) {
        mismatches.retain(is_meant);
    }
    let mut failures = Vec::new();
    for mismatch in mismatches {
        evaluated.extend(mismatch.evaluated);
        failures.push(mismatch.violations);
    }
    match failures.as_slice() {
        [only] => violations.add_all(only),
        [] => violations.add_here(Rule::NoVariantMatches, "must not be there"),
        _ => {
            let mut messages: Vec<String> = Vec::new();
            for failure in &failures {
                let message = failure.messages();
                if !messages.contains(&message) {
                    messages.push(message);
                }
            }
            violations.add_here(Rule::NoVariantMatches, messages.join(", or "));
        }
    }
}

fn is_other_kind(rule: Rule) -> bool {
    matches!(rule, Rule::WrongType | Rule::NotListed)
}

/// `not`: the schema does not match.
pub(super) fn not(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    value: &JsonTree<'_>,
    violations: &mut Violations,
) {
    if evaluator.attempt(schema, value).is_ok() {
        violations.add_here(Rule::NotAllowed, "must not match `not`");
    }
}

/// `if` with `then` and `else`.
pub(super) fn conditional(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    condition: &JsonTree<'_>,
    value: &JsonTree<'_>,
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    let branch = match evaluator.attempt(condition, value) {
        Ok(more) => {
            evaluated.extend(more);
            "then"
        }
        Err(_) => "else",
    };
    if let Some(branch) = schema.get(branch) {
        evaluated.extend(evaluator.evaluate(branch, value, violations));
    }
}

/// `discriminator`: the name of a property, and the schemas for its values. Another value is any of the alternatives.
pub(super) fn discriminator(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    argument: &JsonTree<'_>,
    value: &JsonTree<'_>,
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    let property = argument.get("propertyName").and_then(JsonTree::as_str);
    let tag = property.and_then(|property| value.get(property)?.as_str());
    match tag.and_then(|tag| argument.get("mapping")?.get(tag)) {
        Some(selected) => evaluated.extend(evaluator.evaluate(selected, value, violations)),
        None => {
            if let Some(alternatives) = schema.get("oneOf") {
                any_of(evaluator, alternatives.items(), value, violations, evaluated);
            }
        }
    }
}
