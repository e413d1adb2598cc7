//! Limits of lengths, numbers, items and properties.

use std::{cmp::Ordering, collections::BTreeSet};

use wireright_codegen::source::{Number, Value};

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED};
use crate::{
    change::Direction,
    document::{Node, Schema},
    rules,
};

/// The keywords that count, whether they are lower limits, and the type that they apply to.
const COUNTS: [(&str, bool, &str); 8] = [
    ("minLength", true, "string"),
    ("maxLength", false, "string"),
    ("minItems", true, "array"),
    ("maxItems", false, "array"),
    ("minProperties", true, "object"),
    ("maxProperties", false, "object"),
    ("minContains", true, "array"),
    ("maxContains", false, "array"),
];

/// How many digits two numbers may have to be compared as floats.
const EXACT_DIGITS: usize = 15;

/// Whether a keyword for values of a type has an effect on a schema.
pub(super) fn applies(schema: &Schema<'_>, to: &str) -> bool {
    let types = schema.types();
    types.is_empty() || types.contains(to) || (to == "number" && types.contains("integer"))
}

impl<'d> Comparison<'d> {
    pub(super) fn limits(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        // A limit that is new or gone with its type is a part of the change of the type.
        let both = |ty: &str| applies(old, ty) && applies(new, ty);
        for (keyword, is_lower, _) in COUNTS.into_iter().filter(|(_, _, ty)| both(ty)) {
            let limits = |schema| Bound::strictest(Bound::counts(schema, keyword), is_lower);
            self.limit((limits(old), limits(new)), is_lower, (old, new), direction);
        }
        for is_lower in [true, false].into_iter().filter(|_| both("number")) {
            let limits = |schema| Bound::strictest(Bound::numbers(schema, is_lower), is_lower);
            self.limit((limits(old), limits(new)), is_lower, (old, new), direction);
        }
        if both("array") {
            self.unique(old, new, direction);
        }
        if both("number") {
            self.multiple(old, new, direction);
        }
    }

    fn limit(
        &mut self,
        (before, after): (Option<Bound<'d>>, Option<Bound<'d>>),
        is_lower: bool,
        (old, new): (&Schema<'d>, &Schema<'d>),
        direction: Direction,
    ) {
        let effective = |bound: &Option<Bound<'d>>| bound.as_ref().is_some_and(|bound| !bound.is_implied);
        let order = match (&before, &after) {
            (Some(one), Some(other)) if !one.is_implied && !other.is_implied => other.strictness(one, is_lower),
            _ => effective(&after).cmp(&effective(&before)),
        };
        let number = |bound: &Option<Bound<'d>>| bound.as_ref().map(|bound| bound.number);
        let is_written_so = number(&before) != number(&after);
        let verdicts = match order {
            Ordering::Equal if !is_written_so => return,
            Ordering::Equal => ((UNAFFECTED, "the same values are valid"), (UNAFFECTED, "the same values are valid")),
            Ordering::Greater => ((BREAKS, "clients may send what is invalid now"), (UNAFFECTED, "clients accept it")),
            Ordering::Less => {
                ((UNAFFECTED, "clients send what is valid"), (MAY_BREAK, "clients may check the old limit"))
            }
        };
        let keyword = |bound: &Option<Bound<'d>>| bound.as_ref().map(|bound| bound.keyword);
        let text = |bound: &Option<Bound<'d>>| bound.as_ref().map_or_else(|| "none".to_owned(), Bound::text);
        let summary = match (keyword(&before), keyword(&after)) {
            (Some(one), Some(other)) if one != other => {
                format!("`{one}` {} → `{other}` {}", text(&before), text(&after))
            }
            (one, other) => {
                format!("`{}`: {} → {}", one.or(other).unwrap_or_default(), text(&before), text(&after))
            }
        };
        let before = before.map_or_else(|| old.node.clone(), |bound| bound.node);
        let after = after.map_or_else(|| new.node.clone(), |bound| bound.node);
        let places = NodePair::both(&before, &after);
        let draft = self.report_schema(&rules::LIMIT_CHANGED, places, direction, summary, verdicts);
        draft.only_with_rust |= order == Ordering::Equal;
    }

    fn unique(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.flag("uniqueItems"), new.flag("uniqueItems"));
        if before != after {
            self.tightened("uniqueItems", after, old, new, direction);
        }
    }

    fn multiple(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let factor =
            |schema: &Schema<'d>| schema.number("multipleOf").filter(|factor| !is_trivial_factor(schema, factor));
        let (before, after) = (factor(old), factor(new));
        match (before, after) {
            (Some(one), Some(other)) if compare(one, other) != Ordering::Equal => {
                let summary = format!("`multipleOf`: {one} → {other}");
                let divides = |one: &Number, other: &Number| {
                    let (one, other) = (one.as_i128(), other.as_i128());
                    one.zip(other).is_some_and(|(one, other)| one != 0 && other % one == 0)
                };
                let request = match divides(other, one) {
                    true => (UNAFFECTED, "what clients send is still valid"),
                    false => (BREAKS, "clients may send what is invalid now"),
                };
                let response = match divides(one, other) {
                    true => (UNAFFECTED, "clients accept it"),
                    false => (MAY_BREAK, "clients may check the old factor"),
                };
                let verdicts = (request, response);
                let places = NodePair::both(&old.node, &new.node);
                self.report_schema(&rules::LIMIT_CHANGED, places, direction, summary, verdicts);
            }
            (None, Some(_)) => self.tightened("multipleOf", true, old, new, direction),
            (Some(_), None) => self.tightened("multipleOf", false, old, new, direction),
            _ => {}
        }
    }

    fn tightened(&mut self, keyword: &str, is: bool, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (summary, verdicts) = if is {
            let verdicts = ((BREAKS, "clients may send what is invalid now"), (UNAFFECTED, "clients accept it"));
            (format!("`{keyword}` added"), verdicts)
        } else {
            let verdicts = ((UNAFFECTED, "clients send what is valid"), (MAY_BREAK, "clients may check the old limit"));
            (format!("`{keyword}` removed"), verdicts)
        };
        let places = NodePair::both(&old.node, &new.node);
        self.report_schema(&rules::LIMIT_CHANGED, places, direction, summary, verdicts);
    }
}

/// A lower or an upper limit.
struct Bound<'d> {
    keyword: &'static str,
    node: Node<'d>,
    number: &'d Number,
    is_exclusive: bool,
    /// The nearest integer within the limit, if only integers are valid.
    integer: Option<i128>,
    /// Whether the format has the same limit or a stricter one.
    is_implied: bool,
}

impl<'d> Bound<'d> {
    /// The limits of lengths or counts, in each part of a schema.
    fn counts(schema: &Schema<'d>, keyword: &'static str) -> Vec<Self> {
        let parts = schema.parts.iter().filter_map(|part| part.get(keyword));
        // At least zero items: every value is valid.
        let is_trivial =
            |number: &Number| keyword.starts_with("min") && keyword != "minContains" && number.as_u64() == Some(0);
        let bounds = parts.filter_map(|node| match node.value {
            Value::Number(number) if !is_trivial(number) => {
                Some(Self { keyword, number, node, is_exclusive: false, integer: number.as_i128(), is_implied: false })
            }
            _ => None,
        });
        bounds.collect()
    }

    /// The limits of numbers, in each part of a schema. `exclusiveMinimum` is a flag in OpenAPI 3.0, and a limit since.
    fn numbers(schema: &Schema<'d>, is_lower: bool) -> Vec<Self> {
        let (inclusive, exclusive) =
            if is_lower { ("minimum", "exclusiveMinimum") } else { ("maximum", "exclusiveMaximum") };
        let is_integer = schema.types() == BTreeSet::from(["integer"]);
        let range: Option<(i128, i128)> = match schema.text("format") {
            Some("int32") => Some((i32::MIN.into(), i32::MAX.into())),
            Some("int64") => Some((i64::MIN.into(), i64::MAX.into())),
            _ => None,
        };
        let mut bounds = Vec::new();
        for part in &schema.parts {
            for (keyword, is_exclusive) in [(inclusive, part.flag(exclusive)), (exclusive, true)] {
                let Some(node) = part.get(keyword) else { continue };
                let Value::Number(number) = node.value else { continue };
                let integer = is_integer.then(|| nearest_integer(number, is_exclusive, is_lower)).flatten();
                let is_implied =
                    integer.zip(range).is_some_and(
                        |(bound, (least, greatest))| {
                            if is_lower { bound <= least } else { bound >= greatest }
                        },
                    );
                bounds.push(Self { keyword, node, number, is_exclusive, integer, is_implied });
            }
        }
        bounds
    }

    /// The limit that leaves the fewest values. Of equal ones, the first.
    fn strictest(bounds: Vec<Self>, is_lower: bool) -> Option<Self> {
        bounds.into_iter().reduce(|one, other| match other.strictness(&one, is_lower) {
            Ordering::Greater => other,
            _ => one,
        })
    }

    /// Whether this limit leaves fewer values (`Greater`), the same or more values than another one.
    fn strictness(&self, other: &Self, is_lower: bool) -> Ordering {
        let order = match (self.integer, other.integer) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => compare(self.number, other.number),
        };
        let order = if is_lower { order } else { order.reverse() };
        let is_integer = self.integer.is_some() && other.integer.is_some();
        if is_integer { order } else { order.then(self.is_exclusive.cmp(&other.is_exclusive)) }
    }

    fn text(&self) -> String {
        let is_flag = self.is_exclusive && !self.keyword.starts_with("exclusive");
        if is_flag { format!("{} (exclusive)", self.number) } else { self.number.to_string() }
    }
}

/// The nearest integer within a limit of numbers. `None` if a float does not have all digits of the number.
fn nearest_integer(number: &Number, is_exclusive: bool, is_lower: bool) -> Option<i128> {
    let step = if is_lower { 1 } else { -1 };
    if let Some(exact) = number.as_i128() {
        return Some(if is_exclusive { exact.saturating_add(step) } else { exact });
    }
    let float = number.as_f64().filter(|_| number.to_string().len() <= EXACT_DIGITS)?;
    let next = if is_lower { float.ceil() } else { float.floor() };
    let nearest: i128 = format!("{next:.0}").parse().ok()?;
    Some(if is_exclusive && float.fract() == 0.0 { nearest.saturating_add(step) } else { nearest })
}

/// Whether every value is a multiple: every integer is one of 1.
fn is_trivial_factor(schema: &Schema<'_>, factor: &Number) -> bool {
    schema.types() == BTreeSet::from(["integer"]) && factor.as_f64() == Some(1.0)
}

/// The order of two numbers.
fn compare(one: &Number, other: &Number) -> Ordering {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => one.partial_cmp(&other).unwrap_or(Ordering::Equal),
            _ => Ordering::Equal,
        },
    }
}
