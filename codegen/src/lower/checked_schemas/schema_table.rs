//! [`SchemaTable`]: the schemas that values are checked against, and those that they refer to.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use super::{
    render,
    rendered_schema::{KeywordValue, RenderedSchema, SchemaFacts},
};
use crate::{
    lower::{Context, docs::json},
    model::{Check, CheckedSchema, SchemaName, ValueLimits},
    source::Value,
};

/// The schemas by name.
pub(super) struct SchemaTable {
    schemas: BTreeMap<SchemaName, RenderedSchema>,
    known: SchemaFacts,
}

impl SchemaTable {
    /// The schemas with these names, and all that they refer to. `with_optional_fields` have a write-only property that
    /// requests must have.
    pub(super) fn new(
        context: &mut Context<'_>,
        names: &[SchemaName],
        with_optional_fields: BTreeSet<SchemaName>,
    ) -> Self {
        let mut schemas: BTreeMap<SchemaName, RenderedSchema> = BTreeMap::new();
        let mut targets = render::Targets::new(with_optional_fields);
        for name in names {
            if let Some(schema) = context.sent_schemas.get(name).cloned()
                && !schemas.contains_key(name)
            {
                let rendered = render::value(context, &schema, &mut targets);
                schemas.insert(name.clone(), rendered);
            }
        }
        while let Some((name, target)) = targets.next() {
            if context.is_exhausted() {
                break;
            }
            if let Entry::Vacant(entry) = schemas.entry(name) {
                entry.insert(render::target(context, &target, &mut targets));
            }
        }
        let known = SchemaFacts {
            restricts: find_restricting(&schemas),
            whole: find_whole(&schemas),
            incomplete: find_incomplete(&schemas),
        };
        Self { schemas, known }
    }

    /// Whether the schema restricts values beyond their type.
    pub(super) fn restricts(&self, name: &SchemaName) -> bool {
        self.known.restricts.get(name) == Some(&true)
    }

    /// The schemas with these names that restrict values, and those that they need.
    pub(super) fn finish(&self, names: &[SchemaName]) -> Vec<CheckedSchema> {
        let mut needed: BTreeSet<SchemaName> = BTreeSet::new();
        let mut open: Vec<SchemaName> = names.iter().filter(|name| self.restricts(name)).cloned().collect();
        while let Some(name) = open.pop() {
            let Some(schema) = self.schemas.get(&name).filter(|_| needed.insert(name.clone())) else { continue };
            schema.each_reference(self.known.whole.contains(&name), &mut |target, is_whole| {
                if is_whole || self.restricts(target) {
                    open.push(target.clone());
                }
            });
        }
        let text = |name: SchemaName| {
            let json = self.text(&name)?;
            Some(CheckedSchema { name, json })
        };
        needed.into_iter().filter_map(text).collect()
    }

    fn text(&self, name: &SchemaName) -> Option<String> {
        let value = self.schemas.get(name)?.to_value(&self.known, self.known.whole.contains(name));
        Some(escape(&json::compact(&value)))
    }

    /// The check of one value by limits or by the schema as JSON, if it refers to no other schema.
    pub(super) fn check_in_place(&self, name: &SchemaName) -> Option<Check> {
        let mut has_references = false;
        let schema = self.schemas.get(name)?;
        schema.each_reference(self.known.whole.contains(name), &mut |target, is_whole| {
            has_references |= is_whole || self.restricts(target);
        });
        if has_references {
            return None;
        }
        let json = self.text(name)?;
        Some(match limits(schema, &self.known) {
            Some(limits) => Check::Limits(ValueLimits { json, ..limits }),
            None => Check::InPlace(json),
        })
    }
}

/// The limits of a schema that says nothing else. Numbers that are not integers need the schema.
fn limits(schema: &RenderedSchema, known: &SchemaFacts) -> Option<ValueLimits> {
    let mut limits = ValueLimits::default();
    for (keyword, part) in &schema.keywords {
        let value = match part {
            KeywordValue::Value(value) => value,
            // The type of the value expresses its items.
            _ if *keyword == "items" && !part.schemas().iter().any(|items| items.restricts(known)) => continue,
            _ => return None,
        };
        match (*keyword, value) {
            ("minLength", Value::Number(count)) => limits.length.0 = Some(count.as_u64()?),
            ("maxLength", Value::Number(count)) => limits.length.1 = Some(count.as_u64()?),
            ("minItems", Value::Number(count)) => limits.items.0 = Some(count.as_u64()?),
            ("maxItems", Value::Number(count)) => limits.items.1 = Some(count.as_u64()?),
            ("minimum", Value::Number(limit)) => limits.range.0 = Some(limit.as_i64()?),
            ("maximum", Value::Number(limit)) => limits.range.1 = Some(limit.as_i64()?),
            ("pattern", Value::String(pattern)) => limits.pattern = Some(pattern.clone()),
            ("type", Value::String(_)) => {}
            _ => return None,
        }
    }
    (!schema.is_never && !schema.is_whole && !schema.is_incomplete).then_some(limits)
}

/// Whether each schema restricts values, itself or by a reference.
fn find_restricting(schemas: &BTreeMap<SchemaName, RenderedSchema>) -> BTreeMap<SchemaName, bool> {
    let mut holders: BTreeMap<&SchemaName, Vec<&SchemaName>> = BTreeMap::new();
    let mut known = SchemaFacts::default();
    let mut open: Vec<&SchemaName> = Vec::new();
    for (name, schema) in schemas {
        schema.each_reference(false, &mut |target, _| {
            if let Some((target, _)) = schemas.get_key_value(target) {
                holders.entry(target).or_default().push(name);
            }
        });
        open.push(name);
    }
    while let Some(name) = open.pop() {
        let restricts = schemas.get(name).is_some_and(|schema| schema.restricts(&known));
        if restricts && known.restricts.insert(name.clone(), true).is_none() {
            open.extend(holders.get(name).into_iter().flatten());
        }
    }
    known.restricts
}

/// The schemas that lack a keyword, themselves or by a reference.
fn find_incomplete(schemas: &BTreeMap<SchemaName, RenderedSchema>) -> BTreeSet<SchemaName> {
    let mut known = SchemaFacts::default();
    loop {
        let before = known.incomplete.len();
        for (name, schema) in schemas {
            if schema.is_incomplete(&known) {
                known.incomplete.insert(name.clone());
            }
        }
        if known.incomplete.len() == before {
            return known.incomplete;
        }
    }
}

/// The schemas that are needed with everything: those in `not`, in alternatives and the like.
fn find_whole(schemas: &BTreeMap<SchemaName, RenderedSchema>) -> BTreeSet<SchemaName> {
    let mut whole: BTreeSet<SchemaName> = BTreeSet::new();
    let mut open: Vec<(&SchemaName, bool)> = schemas.keys().map(|name| (name, false)).collect();
    while let Some((name, is_whole)) = open.pop() {
        let Some(schema) = schemas.get(name) else { continue };
        schema.each_reference(is_whole, &mut |target, is_whole| {
            if is_whole
                && whole.insert(target.clone())
                && let Some((target, _)) = schemas.get_key_value(target)
            {
                open.push((target, true));
            }
        });
    }
    whole
}

/// JSON in ASCII.
fn escape(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() && character != '\u{7f}' {
            text.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}
