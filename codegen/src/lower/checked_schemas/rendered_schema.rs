//! [`RenderedSchema`]: a schema as keywords, and which of them its Rust type expresses.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::SchemaName,
    source::{Object, Value},
};

/// A schema as its keywords.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent properties of a schema")]
pub(super) struct RenderedSchema {
    /// Whether it is `false`.
    pub(super) is_never: bool,
    pub(super) keywords: Vec<(&'static str, KeywordValue)>,
    /// Whether a keyword of its own restricts values beyond their type.
    pub(super) restricts: bool,
    /// Whether a keyword is left out, because it cannot be checked.
    pub(super) is_incomplete: bool,
    /// Whether other keywords need all that it says, also what a type expresses.
    pub(super) is_whole: bool,
}

/// The value of a keyword.
#[derive(Debug)]
pub(super) enum KeywordValue {
    Value(Value),
    Schema(RenderedSchema),
    List(Vec<RenderedSchema>),
    Map(Vec<(String, RenderedSchema)>),
    Reference(SchemaName),
    /// The property of a discriminator, and the schemas for its values.
    Discriminator(String, Vec<(String, RenderedSchema)>),
}

/// What is known of the schemas that references lead to.
#[derive(Debug, Default)]
pub(super) struct SchemaFacts {
    /// Whether each restricts values beyond their type.
    pub(super) restricts: BTreeMap<SchemaName, bool>,
    /// Those that are needed with everything that types express too.
    pub(super) whole: BTreeSet<SchemaName>,
    /// Those that lack a keyword.
    pub(super) incomplete: BTreeSet<SchemaName>,
}

/// How a keyword uses its schemas.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    /// The type of the value expresses them.
    Typed,
    /// The type expresses that one of them matches.
    Alternatives,
    /// They decide something else, so everything in them counts.
    Whole,
}

impl Usage {
    pub(super) fn of(keyword: &str) -> Self {
        match keyword {
            "$ref" | "allOf" | "additionalProperties" | "discriminator" | "items" | "properties" => Self::Typed,
            "anyOf" | "oneOf" => Self::Alternatives,
            _ => Self::Whole,
        }
    }
}

impl KeywordValue {
    /// The schemas of the keyword.
    pub(super) fn schemas(&self) -> Vec<&RenderedSchema> {
        match self {
            Self::Value(_) | Self::Reference(_) => Vec::new(),
            Self::Schema(schema) => vec![schema],
            Self::List(schemas) => schemas.iter().collect(),
            Self::Map(schemas) | Self::Discriminator(_, schemas) => schemas.iter().map(|(_, schema)| schema).collect(),
        }
    }
}

impl RenderedSchema {
    /// A reference to a schema.
    pub(super) fn reference(name: SchemaName) -> Self {
        Self { keywords: vec![("$ref", KeywordValue::Reference(name))], ..Self::default() }
    }

    /// Whether the schema restricts values beyond their type.
    pub(super) fn restricts(&self, known: &SchemaFacts) -> bool {
        let in_part = |(keyword, part): &(&str, KeywordValue)| match part {
            KeywordValue::Reference(name) => known.restricts.get(name) == Some(&true),
            part => Usage::of(keyword) != Usage::Whole && part.schemas().iter().any(|schema| schema.restricts(known)),
        };
        self.is_never || self.restricts || self.keywords.iter().any(in_part)
    }

    /// Whether a keyword of the schema, or of one in it, is left out.
    pub(super) fn is_incomplete(&self, known: &SchemaFacts) -> bool {
        let in_part = |(_, part): &(&str, KeywordValue)| match part {
            KeywordValue::Reference(name) => known.incomplete.contains(name),
            part => part.schemas().iter().any(|schema| schema.is_incomplete(known)),
        };
        self.is_incomplete || self.keywords.iter().any(in_part)
    }

    /// Gives each reference to a function, and whether everything in its target is needed.
    pub(super) fn each_reference(&self, is_whole: bool, visit: &mut dyn FnMut(&SchemaName, bool)) {
        let is_whole = is_whole || self.is_whole;
        for (keyword, part) in &self.keywords {
            if let KeywordValue::Reference(name) = part {
                visit(name, is_whole);
            }
            let is_whole = is_whole || Usage::of(keyword) != Usage::Typed;
            part.schemas().iter().for_each(|schema| schema.each_reference(is_whole, visit));
        }
    }

    /// Whether a keyword that may reject what matches a schema has one that lacks a keyword.
    fn is_undecided(&self, keyword: &str, part: &KeywordValue, known: &SchemaFacts) -> bool {
        let is_incomplete = |part: &KeywordValue| part.schemas().iter().any(|schema| schema.is_incomplete(known));
        match keyword {
            "not" | "contains" | "minContains" | "maxContains" => {
                let mut contained = self.keywords.iter().filter(|(other, _)| *other == "contains");
                if keyword == "not" { is_incomplete(part) } else { contained.any(|(_, part)| is_incomplete(part)) }
            }
            "if" | "then" | "else" => self.keywords.iter().any(|(other, part)| *other == "if" && is_incomplete(part)),
            _ => false,
        }
    }

    /// The schema as JSON, without what types express unless everything is needed.
    pub(super) fn to_value(&self, known: &SchemaFacts, is_whole: bool) -> Value {
        if self.is_never {
            return Value::Bool(false);
        }
        if !is_whole && !self.restricts(known) {
            return Value::Bool(true);
        }
        let everything = is_whole || self.is_whole;
        let is_restricting = |part: &KeywordValue| part.schemas().iter().any(|schema| schema.restricts(known));
        // Whether it matters which properties are described.
        let has_rest = self.keywords.iter().any(|(keyword, part)| match *keyword {
            "additionalProperties" => everything || is_restricting(part),
            "patternProperties" => true,
            _ => false,
        });
        let mut object = Object::default();
        for (keyword, part) in &self.keywords {
            let usage = Usage::of(keyword);
            let counts_matches = *keyword == "oneOf" && self.restricts;
            if usage == Usage::Alternatives && !everything && !counts_matches && !is_restricting(part) {
                continue;
            }
            let is_whole = everything || usage != Usage::Typed;
            if self.is_undecided(keyword, part, known) {
                continue;
            }
            let one = |schema: &RenderedSchema| schema.to_value(known, is_whole);
            let is_kept = |value: &Value| is_whole || *value != Value::Bool(true);
            let value = match part {
                KeywordValue::Value(value) => Some(value.clone()),
                KeywordValue::Schema(schema) => Some(one(schema)).filter(is_kept),
                KeywordValue::List(schemas) => {
                    let values: Vec<Value> = schemas.iter().map(one).filter(is_kept).collect();
                    (!values.is_empty()).then_some(Value::Array(values))
                }
                KeywordValue::Map(schemas) => {
                    let entries = schemas.iter().map(|(name, schema)| (name.clone(), one(schema)));
                    let entries: Object = entries.filter(|(_, value)| has_rest || is_kept(value)).collect();
                    (!entries.is_empty()).then_some(Value::Object(entries))
                }
                KeywordValue::Reference(name) => {
                    let is_kept = is_whole || known.restricts.get(name) == Some(&true);
                    is_kept.then(|| Value::String(name.0.clone()))
                }
                KeywordValue::Discriminator(property, schemas) => {
                    let mapping: Object = schemas.iter().map(|(value, schema)| (value.clone(), one(schema))).collect();
                    let entries = [
                        ("propertyName".to_owned(), Value::String(property.clone())),
                        ("mapping".to_owned(), Value::Object(mapping)),
                    ];
                    Some(Value::Object(entries.into_iter().collect()))
                }
            };
            let is_undecided = *keyword == "oneOf" && part.schemas().iter().any(|schema| schema.is_incomplete(known));
            if let Some(value) = value {
                object.insert(if is_undecided { "anyOf" } else { keyword }.to_owned(), value);
            }
        }
        if object.is_empty() { Value::Bool(true) } else { Value::Object(object) }
    }
}
