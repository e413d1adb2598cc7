//! What bounds a value: lengths, ranges, counts. JSON Schema 2020-12 Validation, section 6.

use super::node::ObjectReader;
use crate::source::{Number, Value};

/// What bounds a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<String>,
    pub(crate) minimum: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    pub(crate) multiple_of: Option<Number>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
}

/// A bound of a number, and whether the number may equal it.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) value: Number,
    pub(crate) exclusive: bool,
}

impl Limits {
    /// Reads the keys of a schema that bound its values.
    pub(super) fn read(object: &mut ObjectReader<'_, '_>) -> Self {
        Self {
            min_length: object.optional("minLength"),
            max_length: object.optional("maxLength"),
            pattern: object.optional("pattern"),
            minimum: Bound::read(object, "minimum", "exclusiveMinimum"),
            maximum: Bound::read(object, "maximum", "exclusiveMaximum"),
            multiple_of: object.optional("multipleOf"),
            min_items: object.optional("minItems"),
            max_items: object.optional("maxItems"),
            min_properties: object.optional("minProperties"),
            max_properties: object.optional("maxProperties"),
        }
    }
}

impl Bound {
    /// A bound in either spelling: 3.0 has a flag beside the number, 3.1 a number of its own.
    fn read(object: &mut ObjectReader<'_, '_>, plain: &'static str, exclusive: &'static str) -> Option<Self> {
        let value: Option<Number> = object.optional(plain);
        match object.node(exclusive).map(|node| node.value) {
            Some(Value::Bool(exclusive)) => Some(Self { value: value?, exclusive: *exclusive }),
            Some(_) => {
                let own: Option<Number> = object.optional(exclusive);
                own.map(|value| Self { value, exclusive: true })
            }
            None => Some(Self { value: value?, exclusive: false }),
        }
    }
}
