//! Listed values, constants and defaults.

use wireright_codegen::source::Value;

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED, rename};
use crate::{
    change::Direction,
    document::{Node, Schema, short, short_list},
    rules,
};

impl<'d> Comparison<'d> {
    pub(super) fn values(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        match (old.values(), new.values()) {
            (Some((list, before)), Some((new_list, after))) => {
                let missing = |all: &[&Value], from: &[&Value]| -> Vec<String> {
                    all.iter()
                        .filter(|value| !from.iter().any(|other| same_value(value, other)))
                        .map(|value| short(value))
                        .collect()
                };
                let (removed, added) = (missing(&before, &after), missing(&after, &before));
                let has_common = removed.len() < before.len();
                if let ([one], [other], true) = (removed.as_slice(), added.as_slice(), before.len() > 1) {
                    let summary = format!("value `{one}` renamed to `{other}`");
                    let verdicts =
                        ((BREAKS, "clients send the old value"), (MAY_BREAK, "clients may not know the value"));
                    let places = NodePair::both(&list, &new_list);
                    let draft = self.report_schema(&rules::VALUE_RENAMED, places, direction, summary, verdicts);
                    draft.rename = Some(rename(one, other));
                    return;
                }
                let places = NodePair::both(&list, &new_list);
                if removed.is_empty() && added.is_empty() {
                    self.notation((&before, &after), places, direction);
                }
                if !added.is_empty() {
                    let summary = format!("{} added", values_text(&added));
                    let response = match before.len() > 1 || old.get("const").is_none() {
                        _ if !has_common && before.len() > 1 => (BREAKS, "clients know none of the values"),
                        true => (MAY_BREAK, "clients may not know the value"),
                        false => (BREAKS, "clients expect one value"),
                    };
                    let verdicts = ((UNAFFECTED, "clients need not send it"), response);
                    self.report_schema(&rules::VALUE_ADDED, places, direction, summary, verdicts);
                }
                if !removed.is_empty() {
                    let summary = format!("{} removed", values_text(&removed));
                    let verdicts = ((BREAKS, "clients may send it"), (UNAFFECTED, "clients no longer get it"));
                    self.report_schema(&rules::VALUE_REMOVED, places, direction, summary, verdicts);
                }
            }
            (None, Some((list, values))) => {
                let values: Vec<String> = values.iter().map(|value| short(value)).collect();
                let summary = format!("only {} became valid", short_list(&values));
                let verdicts = ((BREAKS, "clients may send other values"), (UNAFFECTED, "clients accept any value"));
                let places = NodePair::of(Some(&old.node), Some(&list));
                self.report_schema(&rules::VALUES_ADDED, places, direction, summary, verdicts);
            }
            (Some((list, before)), None) => {
                let response = match before.len() > 1 || old.get("const").is_none() {
                    true => (MAY_BREAK, "clients may not know other values"),
                    false => (BREAKS, "clients expect one value"),
                };
                let verdicts = ((UNAFFECTED, "any value is valid"), response);
                let places = NodePair::of(Some(&list), Some(&new.node));
                self.report_schema(&rules::VALUES_REMOVED, places, direction, "any value became valid", verdicts);
            }
            (None, None) => {}
        }
    }

    /// The same values with other digits: the generator chooses a type by 1 or 1.0.
    fn notation(&mut self, (old, new): (&[&Value], &[&Value]), places: NodePair<'_, 'd>, direction: Direction) {
        let Some(one) = old.iter().find(|value| !new.contains(value)) else { return };
        let Some(other) = new.iter().find(|other| same_value(one, other)) else { return };
        let summary = format!("`{}` is written `{}`", short(one), short(other));
        let same = (UNAFFECTED, "the number is the same");
        self.report_schema(&rules::TYPE_CHANGED, places, direction, summary, (same, same)).only_with_rust = true;
    }

    pub(super) fn default(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.get("default"), new.get("default"));
        let is_same = match (&before, &after) {
            (Some(one), Some(other)) => same_value(one.value, other.value),
            (one, other) => one.is_none() && other.is_none(),
        };
        if is_same {
            return;
        }
        let text = |node: &Option<Node<'d>>| {
            node.as_ref().map_or("none".to_owned(), |node| format!("`{}`", short(node.value)))
        };
        let summary = format!("default: {} → {}", text(&before), text(&after));
        let places = NodePair::of(before.as_ref().or(Some(&old.node)), after.as_ref().or(Some(&new.node)));
        let verdicts = (
            (MAY_BREAK, "the service takes another value if clients send none"),
            (UNAFFECTED, "the service sends a value"),
        );
        self.report_schema(&rules::DEFAULT_CHANGED, places, direction, summary, verdicts);
    }
}

/// Whether two values are the same: 1 and 1.0 are.
fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one.as_i128().is_none() || other.as_i128().is_none()) && one.as_f64() == other.as_f64()
        }
        _ => one == other,
    }
}

fn values_text(values: &[String]) -> String {
    let noun = if values.len() == 1 { "value" } else { "values" };
    format!("{noun} {}", short_list(values))
}
