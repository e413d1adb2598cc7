//! Whether a test holds for a value, and how values are compared.

use std::{borrow::Cow, cmp::Ordering};

use crate::source::{Number, Value};

use super::{
    evaluate::{Evaluation, Exhausted},
    pattern::{self, Pattern},
    query::{Operand, Operator, Test},
};

/// Whether a test holds for a value.
pub(super) fn holds<'v>(evaluation: &Evaluation<'v>, test: &Test, current: &'v Value) -> Result<bool, Exhausted> {
    evaluation.step()?;
    match test {
        Test::Any(tests) => {
            for test in tests {
                if holds(evaluation, test, current)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Test::All(tests) => {
            for test in tests {
                if !holds(evaluation, test, current)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Test::Not(test) => Ok(!holds(evaluation, test, current)?),
        Test::Exists(query) => Ok(!evaluation.query(query, current)?.is_empty()),
        Test::Compare(left, operator, right) => {
            let left = value(evaluation, left, current)?;
            let right = value(evaluation, right, current)?;
            Ok(compare(left.as_deref(), *operator, right.as_deref()))
        }
        Test::Matches { text, pattern } => matches(evaluation, text, pattern, current),
    }
}

fn matches<'v>(
    evaluation: &Evaluation<'v>,
    text: &Operand,
    pattern: &Pattern,
    current: &'v Value,
) -> Result<bool, Exhausted> {
    let text = value(evaluation, text, current)?;
    let Some(Value::String(text)) = text.as_deref() else { return Ok(false) };
    match pattern {
        Pattern::Known(regex) => Ok(regex.is_match(text)),
        Pattern::Found { operand, whole } => {
            let found = value(evaluation, operand, current)?;
            let Some(Value::String(found)) = found.as_deref() else { return Ok(false) };
            Ok(pattern::compile(found, *whole).is_ok_and(|regex| regex.is_match(text)))
        }
    }
}

/// The value of an operand; `None` where it is nothing, which is less than null.
fn value<'o, 'v: 'o>(
    evaluation: &Evaluation<'v>,
    operand: &'o Operand,
    current: &'v Value,
) -> Result<Option<Cow<'o, Value>>, Exhausted> {
    let number = |count: usize| Some(Cow::Owned(Value::Number(Number::from(count as u64))));
    Ok(match operand {
        Operand::Literal(value) => Some(Cow::Borrowed(value)),
        Operand::Query(query) | Operand::Value(query) => {
            let nodes = evaluation.query(query, current)?;
            let [node] = nodes.as_slice() else { return Ok(None) };
            Some(Cow::Borrowed(node.value))
        }
        Operand::Length(operand) => match value(evaluation, operand, current)?.as_deref() {
            Some(Value::String(text)) => number(text.chars().count()),
            Some(Value::Array(items)) => number(items.len()),
            Some(Value::Object(object)) => number(object.len()),
            _ => None,
        },
        Operand::Count(query) => number(evaluation.query(query, current)?.len()),
    })
}

/// Whether a comparison holds. Values of different kinds are neither equal nor in any order.
fn compare(left: Option<&Value>, operator: Operator, right: Option<&Value>) -> bool {
    let equal = || match (left, right) {
        (Some(left), Some(right)) => equal(left, right),
        (None, None) => true,
        _ => false,
    };
    let order = match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => order(left, right),
        // Bytes of UTF-8 are in the order of the characters.
        (Some(Value::String(left)), Some(Value::String(right))) => Some(left.cmp(right)),
        _ => None,
    };
    match operator {
        Operator::Equal => equal(),
        Operator::NotEqual => !equal(),
        Operator::Less => order == Some(Ordering::Less),
        Operator::Greater => order == Some(Ordering::Greater),
        Operator::LessOrEqual => order == Some(Ordering::Less) || equal(),
        Operator::GreaterOrEqual => order == Some(Ordering::Greater) || equal(),
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => order(left, right) == Some(Ordering::Equal),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let same = |(key, value): (&str, &Value)| right.get(key).is_some_and(|other| equal(value, other));
            left.len() == right.len() && left.iter().all(same)
        }
        _ => left == right,
    }
}

/// Which of two numbers is larger, by value and not by spelling.
fn order(left: &Number, right: &Number) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (left.as_i128(), right.as_i128()) {
        return Some(left.cmp(&right));
    }
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.partial_cmp(&right),
        _ => (left == right).then_some(Ordering::Equal),
    }
}
