//! `oneOf` and `anyOf`: which alternatives are new or gone, and the discriminator.

use std::collections::BTreeSet;

use super::{
    BREAKS, ByDirection, Comparison, MAY_BREAK, NodePair, UNAFFECTED, objects::same_without_docs, schemas::covers,
};
use crate::{
    change::Direction,
    document::{Documents, Node, Schema, is_annotation, short},
    rules,
};

/// What a schema is to a choice.
enum Relation {
    /// The choice has the same values.
    Same,
    /// It is one of the alternatives.
    Contains,
    Other,
}

/// Alternatives with their counterparts.
pub(super) struct Matched<'d> {
    pub(super) pairs: Vec<(Node<'d>, Node<'d>)>,
    removed: Vec<Node<'d>>,
    added: Vec<Node<'d>>,
}

/// Pairs alternatives: first by the component that they name, then by equality, also of the targets of references, then
/// by title, type or position.
pub(super) fn matched<'d>(
    old_documents: &'d Documents,
    new_documents: &'d Documents,
    old: &[Node<'d>],
    new: &[Node<'d>],
) -> Matched<'d> {
    let mut pairs = Vec::new();
    let (mut removed, mut added) = (old.to_vec(), new.to_vec());
    let mut take = |is_same: &dyn Fn(&Node<'d>, &Node<'d>) -> bool| {
        removed.retain(|one| match added.iter().position(|other| is_same(one, other)) {
            Some(index) => {
                pairs.push((one.clone(), added.remove(index)));
                false
            }
            None => true,
        });
    };
    let name = |documents: &'d Documents, node: &Node<'d>| documents.component(node).map(str::to_owned);
    take(&|one, other| {
        let one = name(old_documents, one);
        one.is_some() && one == name(new_documents, other)
    });
    take(&|one, other| one.value == other.value);
    // A component was renamed, or a schema moved to a component.
    take(&|one, other| old_documents.resolve(one).0.value == new_documents.resolve(other).0.value);
    let both_inline = |one: &Node<'d>, other: &Node<'d>| one.text("$ref").is_none() && other.text("$ref").is_none();
    take(&|one, other| {
        both_inline(one, other) && one.text("title").is_some() && one.text("title") == other.text("title")
    });
    take(&|one, other| {
        both_inline(one, other)
            && one.text("type").is_some()
            && one.text("type") == other.text("type")
            && one.pointer.segments().last() == other.pointer.segments().last()
    });
    Matched { pairs, removed, added }
}

/// A list with its alternatives.
type Choice<'d> = (Node<'d>, Vec<Node<'d>>);

/// The alternatives of two schemas. A list of one is a choice only beside a choice.
pub(super) fn alternatives<'d>(old: &Schema<'d>, new: &Schema<'d>) -> (Option<Choice<'d>>, Option<Choice<'d>>) {
    let (before, after) = (old.alternatives(), new.alternatives());
    let has_constants = old.constants().is_some() || new.constants().is_some();
    if before.is_some() == after.is_some() || has_constants {
        return (before, after);
    }
    (before.or_else(|| old.listed_alternatives()), after.or_else(|| new.listed_alternatives()))
}

/// The types of all alternatives. Empty for any type.
fn alternative_types<'d>(documents: &'d Documents, alternatives: &[Node<'d>]) -> BTreeSet<&'d str> {
    let types: Vec<_> = alternatives.iter().map(|node| Schema::new(documents, node).types()).collect();
    if types.iter().any(BTreeSet::is_empty) { BTreeSet::new() } else { types.into_iter().flatten().collect() }
}

/// What a schema is to the alternatives of a choice, in the other documents.
fn relation<'d>(
    (documents, schema): (&'d Documents, &Schema<'d>),
    (others, alternatives): (&'d Documents, &[Node<'d>]),
) -> Relation {
    let is_bare = |node: &Node<'d>| node.entries().all(|(key, _)| key == "type" || is_annotation(key));
    let resolved: Vec<_> = alternatives.iter().map(|node| others.resolve(node).0).collect();
    let (types, other_types) = (schema.types(), alternative_types(others, alternatives));
    if schema.parts.iter().all(is_bare) && resolved.iter().all(is_bare) && types == other_types {
        return Relation::Same;
    }
    // Components of the same name are compared on their own.
    let path = |documents: &'d Documents, node: &Node<'d>| (documents.path(node.file).to_owned(), node.pointer.clone());
    let is_component = schema.node.pointer.segments().next().is_some_and(|first| first == "components");
    let is_same = |node: &&Node<'d>| {
        is_component && path(documents, &schema.node) == path(others, node) || same_without_docs(&schema.node, node)
    };
    match resolved.iter().filter(is_same).count() {
        0 => Relation::Other,
        _ if alternatives.len() == 1 => Relation::Same,
        _ => Relation::Contains,
    }
}

fn describe(documents: &Documents, node: &Node<'_>) -> String {
    let name = documents.component(node).map(str::to_owned);
    let name = name.or_else(|| node.text("title").map(str::to_owned)).unwrap_or_else(|| short(node.value));
    format!("`{name}`")
}

/// The verdicts on a change from or to a choice. It may break, for these reasons, and does with other types.
fn verdicts_by_types<'r>(
    before: &BTreeSet<&str>,
    after: &BTreeSet<&str>,
    (request, response): (&'r str, &'r str),
) -> ByDirection<'r> {
    let request = match covers(after, before) {
        true => (MAY_BREAK, request),
        false => (BREAKS, "clients may send a type that is invalid now"),
    };
    let response = match covers(before, after) {
        true => (MAY_BREAK, response),
        false => (BREAKS, "clients do not expect the new type"),
    };
    (request, response)
}

impl<'d> Comparison<'d> {
    pub(super) fn choices(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        match alternatives(old, new) {
            (Some((list, before)), Some((new_list, after))) => {
                let Matched { removed, added, .. } = matched(self.old, self.new, &before, &after);
                for alternative in added {
                    let summary = format!("alternative {} added", describe(self.new, &alternative));
                    let verdicts = ((UNAFFECTED, "clients need not send it"), (BREAKS, "clients do not know it"));
                    let places = NodePair::of(Some(&list), Some(&alternative));
                    let subject = self.label(self.new, &new_list);
                    self.report_schema(&rules::ALTERNATIVE_ADDED, places, direction, summary, verdicts).subject =
                        subject;
                }
                for alternative in removed {
                    let summary = format!("alternative {} removed", describe(self.old, &alternative));
                    let verdicts = ((BREAKS, "clients may send it"), (UNAFFECTED, "clients no longer get it"));
                    let places = NodePair::of(Some(&alternative), Some(&new_list));
                    self.report_schema(&rules::ALTERNATIVE_REMOVED, places, direction, summary, verdicts);
                }
            }
            (None, Some((list, after))) => {
                let summary = "became a choice";
                let places = NodePair::of(Some(&old.node), Some(&list));
                let mays = ("what clients send may match no alternative", "clients expect one schema");
                let verdicts = match relation((self.old, old), (self.new, &after)) {
                    Relation::Same => return self.same_choice(places, direction, summary),
                    Relation::Contains => {
                        ((UNAFFECTED, "it is one of the alternatives"), (BREAKS, "clients do not know the others"))
                    }
                    Relation::Other => verdicts_by_types(&old.types(), &alternative_types(self.new, &after), mays),
                };
                self.report_schema(&rules::CHOICE_CHANGED, places, direction, summary, verdicts);
            }
            (Some((list, before)), None) => {
                let summary = "is no choice any more";
                let places = NodePair::of(Some(&list), Some(&new.node));
                let mays = ("clients may send another alternative", "clients expect a choice");
                let verdicts = match relation((self.new, new), (self.old, &before)) {
                    Relation::Same => return self.same_choice(places, direction, summary),
                    Relation::Contains => (
                        (BREAKS, "clients may send another alternative"),
                        (UNAFFECTED, "it was one of the alternatives"),
                    ),
                    Relation::Other => verdicts_by_types(&alternative_types(self.old, &before), &new.types(), mays),
                };
                self.report_schema(&rules::CHOICE_CHANGED, places, direction, summary, verdicts);
            }
            (None, None) => {}
        }
        self.discriminator(old, new, direction);
        self.subtypes(old, new, direction);
    }

    /// A choice that means the same as one schema.
    fn same_choice(&mut self, places: NodePair<'_, 'd>, direction: Direction, summary: &str) {
        let same = (UNAFFECTED, "the same values are valid");
        let draft = self.report_schema(&rules::CHOICE_CHANGED, places, direction, summary, (same, same));
        draft.only_with_rust = true;
    }

    fn discriminator(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (old.get("discriminator"), new.get("discriminator"));
        let places = NodePair::of(before.as_ref().or(Some(&old.node)), after.as_ref().or(Some(&new.node)));
        let rule = &rules::DISCRIMINATOR_CHANGED;
        match (&before, &after) {
            (Some(one), Some(other)) => {
                let (one_name, other_name) = (one.text("propertyName"), other.text("propertyName"));
                if one_name != other_name {
                    let text = |name: Option<&str>| name.unwrap_or_default().to_owned();
                    let summary = format!("discriminator `{}` → `{}`", text(one_name), text(other_name));
                    let verdicts =
                        ((BREAKS, "clients send the old property"), (BREAKS, "clients read the old property"));
                    self.report_schema(rule, places, direction, summary, verdicts);
                }
                self.mapping((one, old), (other, new), direction);
            }
            (None, Some(other)) => {
                let summary = format!("discriminator `{}` added", other.text("propertyName").unwrap_or_default());
                let verdicts =
                    ((MAY_BREAK, "clients may not send the property"), (UNAFFECTED, "clients do not need it"));
                self.report_schema(rule, places, direction, summary, verdicts);
            }
            (Some(one), None) => {
                let summary = format!("discriminator `{}` removed", one.text("propertyName").unwrap_or_default());
                let verdicts =
                    ((UNAFFECTED, "clients may still send the property"), (MAY_BREAK, "clients read the property"));
                self.report_schema(rule, places, direction, summary, verdicts);
            }
            (None, None) => {}
        }
    }

    /// Whether both targets of a mapping are the same component, maybe with a new name.
    fn is_same_target(&self, old: &Node<'d>, new: &str) -> bool {
        let wireright_codegen::source::Value::String(old) = old.value else { return false };
        let name = |target: &str| target.rsplit('/').next().unwrap_or_default().to_owned();
        old == new || self.renamed.contains(&(name(old), name(new)))
    }

    fn mapping(
        &mut self,
        (old, old_schema): (&Node<'d>, &Schema<'d>),
        (new, new_schema): (&Node<'d>, &Schema<'d>),
        direction: Direction,
    ) {
        let (before, after) = (old.get("mapping"), new.get("mapping"));
        // The name of a component is a value without a mapping, too.
        let implied = |documents: &'d Documents, schema: &Schema<'d>, value: &str| {
            let alternatives = schema.listed_alternatives().map(|(_, alternatives)| alternatives).unwrap_or_default();
            let name = |node: &Node<'d>| documents.component(node) == Some(value);
            alternatives.into_iter().find(name).and_then(|node| node.text("$ref"))
        };
        let get = |map: Option<&Node<'d>>, value: &str, implied: Option<&'d str>| {
            map.and_then(|map| map.text(value)).or(implied)
        };
        let rule = &rules::DISCRIMINATOR_CHANGED;
        let places = NodePair::of(before.as_ref().or(Some(old)), after.as_ref().or(Some(new)));
        for (value, target) in before.iter().flat_map(Node::entries) {
            let (summary, verdicts) = match get(after.as_ref(), value, implied(self.new, new_schema, value)) {
                None => (
                    format!("discriminator value `{value}` removed"),
                    ((BREAKS, "clients may send it"), (UNAFFECTED, "clients no longer get it")),
                ),
                Some(other) if !self.is_same_target(&target, other) => (
                    format!("discriminator value `{value}` has another schema"),
                    ((BREAKS, "clients send the old schema"), (BREAKS, "clients expect the old schema")),
                ),
                Some(_) => continue,
            };
            self.report_schema(rule, places, direction, summary, verdicts);
        }
        for (value, _) in after.iter().flat_map(Node::entries) {
            let known = before.as_ref().and_then(|map| map.text(value));
            if known.is_none() && implied(self.old, old_schema, value).is_some() {
                let summary = format!("discriminator value `{value}` has a mapping");
                let same = (UNAFFECTED, "it was the name of a component");
                self.report_schema(rule, places, direction, summary, (same, same)).only_with_rust = true;
            } else if known.is_none() {
                let summary = format!("discriminator value `{value}` added");
                let verdicts = ((UNAFFECTED, "clients need not send it"), (MAY_BREAK, "clients may not know it"));
                self.report_schema(rule, places, direction, summary, verdicts);
            }
        }
    }
}
