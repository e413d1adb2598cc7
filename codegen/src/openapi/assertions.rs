//! Keywords of JSON Schema 2020-12 that only restrict values, and have no part in their types.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{node::Read, object_reader::ObjectReader};

/// The keywords of a schema that `validate()` checks and no type expresses. Most schemas have none. `S` is the type of
/// schemas.
#[derive(Clone, Debug)]
pub(crate) struct Assertions<S> {
    pub(crate) not: Option<Rc<S>>,
    pub(crate) condition: Option<Rc<S>>,
    pub(crate) consequence: Option<Rc<S>>,
    pub(crate) alternative: Option<Rc<S>>,
    pub(crate) contains: Option<Rc<S>>,
    pub(crate) min_contains: Option<u64>,
    pub(crate) max_contains: Option<u64>,
    pub(crate) dependent_required: IndexMap<String, Vec<String>>,
    pub(crate) dependent_schemas: IndexMap<String, Rc<S>>,
    pub(crate) property_names: Option<Rc<S>>,
    pub(crate) unevaluated_items: Option<Rc<S>>,
    pub(crate) unevaluated_properties: Option<Rc<S>>,
}

/// All these keywords.
const KEYWORDS: [&str; 12] = [
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

impl<S: Read> Assertions<S> {
    /// Reads the keywords of a schema.
    pub(super) fn read(object: &mut ObjectReader<'_, '_>) -> Option<Box<Self>> {
        if !KEYWORDS.iter().any(|keyword| object.node(keyword).is_some()) {
            return None;
        }
        Some(Box::new(Self {
            not: object.optional("not"),
            condition: object.optional("if"),
            consequence: object.optional("then"),
            alternative: object.optional("else"),
            contains: object.optional("contains"),
            min_contains: object.count("minContains"),
            max_contains: object.count("maxContains"),
            dependent_required: object.or_default("dependentRequired"),
            dependent_schemas: object.or_default("dependentSchemas"),
            property_names: object.optional("propertyNames"),
            unevaluated_items: object.optional("unevaluatedItems"),
            unevaluated_properties: object.optional("unevaluatedProperties"),
        }))
    }
}

impl<S> Assertions<S> {
    /// The keywords that are present.
    pub(crate) fn keywords(&self) -> impl Iterator<Item = &'static str> + use<S> {
        let all = [
            ("not", self.not.is_some()),
            ("if", self.condition.is_some()),
            ("contains", self.contains.is_some()),
            ("dependentRequired", !self.dependent_required.is_empty()),
            ("dependentSchemas", !self.dependent_schemas.is_empty()),
            ("propertyNames", self.property_names.is_some()),
            ("unevaluatedItems", self.unevaluated_items.is_some()),
            ("unevaluatedProperties", self.unevaluated_properties.is_some()),
        ];
        all.into_iter().filter(|(_, is_present)| *is_present).map(|(keyword, _)| keyword)
    }
}
