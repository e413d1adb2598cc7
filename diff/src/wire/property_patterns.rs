//! `patternProperties`: which names have a schema of their own, beside `additionalProperties` for all others.

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED, objects::Additional};
use crate::{
    change::Direction,
    document::{Node, Schema},
    rules,
};

/// A pattern with its schema.
type Pattern<'d> = (&'d str, Node<'d>);

/// The patterns that are gone and new.
fn different<'d>(old: &Schema<'d>, new: &Schema<'d>) -> (Vec<Pattern<'d>>, Vec<Pattern<'d>>) {
    let (before, after) = (old.patterns(), new.patterns());
    let without = |all: &[Pattern<'d>], others: &[Pattern<'d>]| -> Vec<Pattern<'d>> {
        all.iter().filter(|(name, _)| !others.iter().any(|(other, _)| other == name)).cloned().collect()
    };
    (without(&before, &after), without(&after, &before))
}

/// The schemas of the same names before and after.
pub(super) fn pairs<'d>(old: &Schema<'d>, new: &Schema<'d>) -> Vec<(Node<'d>, Node<'d>)> {
    let (before, after) = (old.patterns(), new.patterns());
    let same = |name: &str| after.iter().find(|(other, _)| *other == name).map(|(_, node)| node.clone());
    let mut pairs: Vec<_> = before.iter().filter_map(|(name, node)| Some((node.clone(), same(name)?))).collect();
    let schema = |schema: &Schema<'d>| {
        schema.additional().filter(|node| matches!(Additional::of(Some(node)), Additional::Schema))
    };
    let (old_rest, new_rest) = (schema(old), schema(new));
    match different(old, new) {
        (removed, added) if removed.len() == 1 && added.len() == 1 => {
            pairs.extend(removed.into_iter().zip(added).map(|((_, one), (_, other))| (one, other)));
        }
        (removed, added) => {
            pairs.extend(removed.into_iter().filter_map(|(_, node)| Some((node, new_rest.clone()?))));
            pairs.extend(added.into_iter().filter_map(|(_, node)| Some((old_rest.clone()?, node))));
        }
    }
    pairs
}

impl<'d> Comparison<'d> {
    /// Reports patterns that are new, gone or different. Names without a pattern have the schema of all others.
    pub(super) fn property_patterns(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let rule = &rules::KEYWORD_CHANGED;
        let (removed, added) = different(old, new);
        if let ([(one, node)], [(other, new_node)]) = (removed.as_slice(), added.as_slice()) {
            let summary = format!("`patternProperties`: `{one}` → `{other}`");
            let verdicts = (
                (MAY_BREAK, "clients may send other names"),
                (MAY_BREAK, "clients may not expect properties with other names"),
            );
            self.report_schema(rule, NodePair::both(node, new_node), direction, summary, verdicts);
            return;
        }
        for (pattern, node) in removed {
            let verdicts = match Additional::of(new.additional().as_ref()) {
                Additional::None => {
                    ((BREAKS, "clients send such properties"), (UNAFFECTED, "clients no longer get them"))
                }
                Additional::Any => ((UNAFFECTED, "anything is valid"), (MAY_BREAK, "the service may send anything")),
                Additional::Schema => (
                    (UNAFFECTED, "their schema is that of other properties"),
                    (UNAFFECTED, "other properties have a schema"),
                ),
            };
            let summary = format!("`patternProperties` `{pattern}` removed");
            self.report_schema(rule, NodePair::of(Some(&node), Some(&new.node)), direction, summary, verdicts);
        }
        for (pattern, node) in added {
            let is_any = matches!(Additional::of(Some(&node)), Additional::Any);
            let verdicts = match Additional::of(old.additional().as_ref()) {
                Additional::None => {
                    ((UNAFFECTED, "clients need not send them"), (MAY_BREAK, "clients may reject such properties"))
                }
                Additional::Any if !is_any => {
                    ((MAY_BREAK, "what clients send may be invalid now"), (UNAFFECTED, "clients expect anything"))
                }
                _ => ((UNAFFECTED, "other properties are valid"), (UNAFFECTED, "clients expect other properties")),
            };
            let summary = format!("`patternProperties` `{pattern}` added");
            self.report_schema(rule, NodePair::of(Some(&old.node), Some(&node)), direction, summary, verdicts);
        }
    }
}
