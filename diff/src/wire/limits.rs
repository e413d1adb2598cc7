//! Limits of lengths, numbers, items and properties.

use std::cmp::Ordering;

use wireright_codegen::source::{Number, Value};

use super::{BREAKS, Comparison, FINE, MAY, NodePair};
use crate::{
    change::Direction,
    document::{Node, Schema},
    rules,
};

/// The keywords, and whether they are lower limits.
const LIMITS: [(&str, bool); 12] = [
    ("minLength", true),
    ("maxLength", false),
    ("minimum", true),
    ("maximum", false),
    ("exclusiveMinimum", true),
    ("exclusiveMaximum", false),
    ("minItems", true),
    ("maxItems", false),
    ("minProperties", true),
    ("maxProperties", false),
    ("minContains", true),
    ("maxContains", false),
];

impl<'d> Comparison<'d> {
    pub(super) fn limits(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        for (keyword, is_lower) in LIMITS {
            let (before, after) = (limit(old, keyword), limit(new, keyword));
            let change = match (&before, &after) {
                (None, None) => continue,
                (None, Some((_, limit))) if is_trivial(keyword, limit) => continue,
                (Some((_, limit)), None) if is_trivial(keyword, limit) => continue,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some((_, one)), Some((_, other))) => match compare(one, other) {
                    Ordering::Equal => continue,
                    order if is_lower => order,
                    order => order.reverse(),
                },
            };
            let text = |limit: &Option<(Node<'d>, &Number)>| {
                limit.as_ref().map_or_else(|| "none".to_owned(), |(_, limit)| limit.to_string())
            };
            let summary = format!("`{keyword}`: {} → {}", text(&before), text(&after));
            let verdicts = match change {
                Ordering::Greater => ((BREAKS, "clients may send what is invalid now"), (FINE, "clients accept it")),
                _ => ((FINE, "clients send what is valid"), (MAY, "clients may check the old limit")),
            };
            let before = before.map_or_else(|| old.node.clone(), |(node, _)| node);
            let after = after.map_or_else(|| new.node.clone(), |(node, _)| node);
            self.report_schema(&rules::LIMIT_CHANGED, NodePair::both(&before, &after), direction, summary, verdicts);
        }
        self.exclusive_flags(old, new, direction);
        self.unique(old, new, direction);
        self.multiple(old, new, direction);
    }

    /// OpenAPI 3.0: `exclusiveMinimum` and `exclusiveMaximum` are flags.
    fn exclusive_flags(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        for keyword in ["exclusiveMinimum", "exclusiveMaximum"] {
            let (before, after) = (old.flag(keyword), new.flag(keyword));
            if before != after {
                self.tightened(keyword, after, old, new, direction);
            }
        }
    }

    fn unique(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.flag("uniqueItems"), new.flag("uniqueItems"));
        if before != after {
            self.tightened("uniqueItems", after, old, new, direction);
        }
    }

    fn multiple(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.number("multipleOf"), new.number("multipleOf"));
        match (before, after) {
            (Some(one), Some(other)) if compare(one, other) != Ordering::Equal => {
                let summary = format!("`multipleOf`: {one} → {other}");
                let verdicts =
                    ((MAY, "clients may send what is invalid now"), (MAY, "clients may check the old factor"));
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
            let verdicts = ((BREAKS, "clients may send what is invalid now"), (FINE, "clients accept it"));
            (format!("`{keyword}` added"), verdicts)
        } else {
            let verdicts = ((FINE, "clients send what is valid"), (MAY, "clients may check the old limit"));
            (format!("`{keyword}` removed"), verdicts)
        };
        let places = NodePair::both(&old.node, &new.node);
        self.report_schema(&rules::LIMIT_CHANGED, places, direction, summary, verdicts);
    }
}

fn limit<'d>(schema: &Schema<'d>, keyword: &str) -> Option<(Node<'d>, &'d Number)> {
    let node = schema.get(keyword)?;
    match node.value {
        Value::Number(number) => Some((node, number)),
        _ => None,
    }
}

/// Whether a limit excludes nothing: at least zero items.
fn is_trivial(keyword: &str, limit: &Number) -> bool {
    matches!(keyword, "minLength" | "minItems" | "minProperties") && limit.as_u64() == Some(0)
}

/// The order of the new limit to the old one.
fn compare(old: &Number, new: &Number) -> Ordering {
    match (old.as_i128(), new.as_i128()) {
        (Some(one), Some(other)) => one.cmp(&other).reverse(),
        _ => match (old.as_f64(), new.as_f64()) {
            (Some(one), Some(other)) => one.partial_cmp(&other).unwrap_or(Ordering::Equal).reverse(),
            _ => Ordering::Equal,
        },
    }
}
