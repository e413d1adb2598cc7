//! Limits that contradict each other. No value is within them: the document has an error that `validate` could not
//! check.

use crate::{
    diagnostic::Code,
    lower::Context,
    openapi::{Limits, is_greater},
    source::Number,
};

/// The kind of value that limits apply to. Limits of other kinds have no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    Strings,
    Integers,
    Numbers,
    Arrays,
    Objects,
    Any,
}

/// How many digits two bounds may have to be compared as floats.
const EXACT_DIGITS: usize = 15;

/// The limits without contradictory ones, which are reported.
pub(super) fn remove_contradictions(context: &mut Context<'_>, mut limits: Limits, kind: ValueKind) -> Limits {
    let [strings, lists, objects, numbers] = [
        &[ValueKind::Strings][..],
        &[ValueKind::Arrays],
        &[ValueKind::Objects],
        &[ValueKind::Integers, ValueKind::Numbers],
    ]
    .map(|kinds| kind == ValueKind::Any || kinds.contains(&kind));
    if strings && let Some(counts) = crossed(limits.min_length, limits.max_length) {
        report(context, &limits, ["minLength", "maxLength"], &counted("string", counts, ["character", "characters"]));
        (limits.min_length, limits.max_length) = (None, None);
    }
    if lists && let Some(counts) = crossed(limits.min_items, limits.max_items) {
        report(context, &limits, ["minItems", "maxItems"], &counted("array", counts, ["item", "items"]));
        (limits.min_items, limits.max_items) = (None, None);
    }
    if objects && let Some(counts) = crossed(limits.min_properties, limits.max_properties) {
        report(
            context,
            &limits,
            ["minProperties", "maxProperties"],
            &counted("object", counts, ["property", "properties"]),
        );
        (limits.min_properties, limits.max_properties) = (None, None);
    }
    if numbers && let Some((keywords, message)) = empty_range(&limits, kind) {
        report(context, &limits, keywords, &message);
        (limits.minimum, limits.exclusive_minimum) = (None, None);
        (limits.maximum, limits.exclusive_maximum) = (None, None);
    }
    limits
}

fn crossed(least: Option<u64>, most: Option<u64>) -> Option<(u64, u64)> {
    least.zip(most).filter(|(least, most)| least > most)
}

fn counted(value: &str, (least, most): (u64, u64), [singular, plural]: [&str; 2]) -> String {
    let noun = if most == 1 { singular } else { plural };
    format!("contradictory limits: no {value} has at least {least} and at most {most} {noun}")
}

/// Reports at both limits, or at the one with a known location.
fn report(context: &mut Context<'_>, limits: &Limits, keywords: [&str; 2], message: &str) {
    let [least, most] = keywords.map(|keyword| limits.location_of(keyword).map(|place| (keyword, place.clone())));
    let (main, related) = if most.is_some() { (most, least) } else { (least, None) };
    let Some((_, at)) = main else { return };
    let problem = context.diagnostics.report(Code::ContradictoryLimits, at, message);
    if let Some((keyword, place)) = related {
        problem.related(place, format!("`{keyword}` is here"));
    }
}

/// One end of a range, with its keyword.
struct Bound<'l> {
    keyword: &'static str,
    number: &'l Number,
    is_exclusive: bool,
}

impl<'l> Bound<'l> {
    fn of(keyword: &'static str, number: Option<&'l Number>, is_exclusive: bool) -> Option<Self> {
        number.map(|number| Self { keyword, number, is_exclusive })
    }

    /// The nearest integer within the bound, in the direction of `step`.
    fn nearest_integer(&self, step: i128) -> Option<i128> {
        if let Some(exact) = self.number.as_i128() {
            return Some(if self.is_exclusive { exact.saturating_add(step) } else { exact });
        }
        let float = self.number.as_f64().filter(|_| is_short(self.number))?;
        let next = if step > 0 { float.ceil() } else { float.floor() };
        let nearest: i128 = format!("{next:.0}").parse().ok()?;
        let is_whole = float.fract() == 0.0;
        Some(if self.is_exclusive && is_whole { nearest.saturating_add(step) } else { nearest })
    }
}

/// The keywords of an empty range, and its description.
fn empty_range(limits: &Limits, kind: ValueKind) -> Option<([&'static str; 2], String)> {
    let least = stricter(
        Bound::of("minimum", limits.minimum.as_ref(), false),
        Bound::of("exclusiveMinimum", limits.exclusive_minimum.as_ref(), true),
        is_greater,
    )?;
    let most = stricter(
        Bound::of("maximum", limits.maximum.as_ref(), false),
        Bound::of("exclusiveMaximum", limits.exclusive_maximum.as_ref(), true),
        |one, other| is_greater(other, one),
    )?;
    let is_empty = match (kind, least.nearest_integer(1), most.nearest_integer(-1)) {
        (ValueKind::Integers, Some(least), Some(most)) => least > most,
        _ => is_past(&least, &most),
    };
    let noun = if kind == ValueKind::Integers { "integer" } else { "number" };
    let from = if least.is_exclusive { "more than" } else { "at least" };
    let to = if most.is_exclusive { "less than" } else { "at most" };
    let message = format!("contradictory limits: no {noun} is {from} {} and {to} {}", least.number, most.number);
    is_empty.then_some(([least.keyword, most.keyword], message))
}

/// The stricter of two bounds. Of equal ones that is the exclusive one, which comes second.
fn stricter<'l>(
    inclusive: Option<Bound<'l>>,
    exclusive: Option<Bound<'l>>,
    leaves_less: impl Fn(&Number, &Number) -> bool,
) -> Option<Bound<'l>> {
    match (inclusive, exclusive) {
        (Some(inclusive), Some(exclusive)) if leaves_less(inclusive.number, exclusive.number) => Some(inclusive),
        (inclusive, exclusive) => exclusive.or(inclusive),
    }
}

/// Whether the lower bound exceeds the upper one with certainty. Floats may not have all the digits.
fn is_past(least: &Bound<'_>, most: &Bound<'_>) -> bool {
    let is_exclusive = least.is_exclusive || most.is_exclusive;
    let (Some(low), Some(high)) = (least.number.as_f64(), most.number.as_f64()) else { return false };
    let is_same = || least.number == most.number || (is_short(least.number) && is_short(most.number) && low >= high);
    low > high || (is_exclusive && is_same())
}

/// Whether a float has all the digits of a number.
fn is_short(number: &Number) -> bool {
    number.to_string().len() <= EXACT_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contradiction of a range. Exclusive bounds are in round brackets, as in mathematics.
    fn contradiction(kind: ValueKind, least: &str, most: &str) -> Option<String> {
        let mut limits = Limits::default();
        let number = |text: &str| Number::parse(text.trim_matches(['[', ']', '(', ')']));
        *(if least.starts_with('(') { &mut limits.exclusive_minimum } else { &mut limits.minimum }) = number(least);
        *(if most.ends_with(')') { &mut limits.exclusive_maximum } else { &mut limits.maximum }) = number(most);
        empty_range(&limits, kind).map(|(_, message)| message)
    }

    #[test]
    fn range_without_numbers_is_contradictory() {
        for (kind, least, most) in [
            (ValueKind::Numbers, "[2", "1]"),
            (ValueKind::Numbers, "[-0.5", "-0.6]"),
            (ValueKind::Numbers, "[1", "1)"),
            (ValueKind::Numbers, "(1", "1.0)"),
            (ValueKind::Numbers, "[1e300", "5]"),
            (ValueKind::Integers, "(1", "2)"),
            (ValueKind::Integers, "[1.2", "1.8]"),
            (ValueKind::Integers, "[99999999999999999999999", "99999999999999999999998]"),
            (ValueKind::Any, "[2", "1]"),
        ] {
            assert!(contradiction(kind, least, most).is_some(), "{least},{most} is empty for {kind:?}");
        }
    }

    #[test]
    fn range_with_one_number_is_valid() {
        for (kind, least, most) in [
            (ValueKind::Numbers, "[1", "1]"),
            (ValueKind::Numbers, "(1", "2)"),
            (ValueKind::Numbers, "[1.2", "1.8]"),
            (ValueKind::Integers, "[1", "2)"),
            (ValueKind::Integers, "(0.5", "1.0]"),
            (ValueKind::Integers, "[1e0", "1]"),
            (ValueKind::Numbers, "[0", "1e400]"),
            (ValueKind::Numbers, "[-1e400", "0]"),
            (ValueKind::Numbers, "[18446744073709551615", "18446744073709551616)"),
            (ValueKind::Integers, "[18446744073709551615", "18446744073709551616)"),
        ] {
            assert_eq!(contradiction(kind, least, most), None, "{least},{most} for {kind:?}");
        }
    }

    #[test]
    fn stricter_bound_is_reported() {
        let mut limits = Limits::default();
        (limits.minimum, limits.maximum) = (Number::parse("3"), Number::parse("4"));
        limits.exclusive_maximum = Number::parse("3");
        let (keywords, message) = empty_range(&limits, ValueKind::Numbers).expect("it is empty");
        assert_eq!(keywords, ["minimum", "exclusiveMaximum"]);
        assert_eq!(message, "contradictory limits: no number is at least 3 and less than 3");
    }
}
