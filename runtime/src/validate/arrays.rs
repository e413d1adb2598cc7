//! Keywords of arrays.

use std::collections::BTreeSet;

use super::{
    evaluated::{Evaluated, Evaluator},
    json_tree::JsonTree,
    rule::{Rule, count_phrase},
    violations::Violations,
};

/// Adds the violations of a keyword.
pub(super) fn keyword(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    (keyword, argument): (&str, &JsonTree<'_>),
    items: &[JsonTree<'_>],
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    match keyword {
        "prefixItems" => {
            for (index, (item, schema)) in items.iter().zip(argument.items()).enumerate() {
                violations.at_index(index, |violations| evaluator.evaluate(schema, item, violations));
                evaluated.items.insert(index);
            }
        }
        "items" => {
            let first = schema.get("prefixItems").map_or(0, |prefix| prefix.items().len());
            each(evaluator, argument, (items, first), violations, evaluated);
        }
        "contains" => contains(evaluator, schema, argument, items, violations, evaluated),
        "minItems" | "maxItems" => {
            let rules = [Rule::TooFewItems, Rule::TooManyItems];
            violations.count(items.len(), range(keyword, argument), rules, "item");
        }
        "uniqueItems" if matches!(argument, JsonTree::Boolean(true)) => {
            let mut known = BTreeSet::new();
            if !items.iter().all(|item| known.insert(item.canonical())) {
                violations.add_here(Rule::NotUnique, "must not have duplicate items");
            }
        }
        _ => {}
    }
}

/// The inclusive limits of a keyword such as `minItems`.
pub(super) fn range(keyword: &str, argument: &JsonTree<'_>) -> (Option<u64>, Option<u64>) {
    let count = argument.as_count();
    if keyword.starts_with("min") { (count, None) } else { (None, count) }
}

/// Checks the items from an index on.
fn each(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    (items, first): (&[JsonTree<'_>], usize),
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    if matches!(schema, JsonTree::Boolean(false)) {
        if items.len() > first {
            let count = u64::try_from(first).unwrap_or(u64::MAX);
            violations.count(items.len(), (None, Some(count)), [Rule::TooFewItems, Rule::TooManyItems], "item");
        }
        return;
    }
    for (index, item) in items.iter().enumerate().skip(first) {
        violations.at_index(index, |violations| evaluator.evaluate(schema, item, violations));
        evaluated.items.insert(index);
    }
}

/// `contains`, with `minContains` and `maxContains`.
fn contains(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    argument: &JsonTree<'_>,
    items: &[JsonTree<'_>],
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    let mut matching: u64 = 0;
    for (index, item) in items.iter().enumerate() {
        if evaluator.attempt(argument, item).is_ok() {
            matching += 1;
            evaluated.items.insert(index);
        }
    }
    let min = schema.get("minContains").and_then(JsonTree::as_count).unwrap_or(1);
    if matching < min {
        let words = format!("must have at least {} that matches `contains`", count_phrase(min, "item"));
        violations.add_here(Rule::TooFewMatches, words);
    }
    if let Some(max) = schema.get("maxContains").and_then(JsonTree::as_count).filter(|max| matching > *max) {
        let words = format!("must have at most {} that matches `contains`", count_phrase(max, "item"));
        violations.add_here(Rule::TooManyMatches, words);
    }
}

/// `unevaluatedItems`: the items that no other keyword has evaluated.
pub(super) fn unevaluated(
    evaluator: &mut dyn Evaluator,
    schema: &JsonTree<'_>,
    value: &JsonTree<'_>,
    violations: &mut Violations,
    evaluated: &mut Evaluated,
) {
    let (Some(argument), JsonTree::Array(items)) = (schema.get("unevaluatedItems"), value) else { return };
    for (index, item) in items.iter().enumerate() {
        if evaluated.items.insert(index) {
            violations.at_index(index, |violations| evaluator.evaluate(argument, item, violations));
        }
    }
}
