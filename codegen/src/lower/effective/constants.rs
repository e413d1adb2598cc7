//! Constants: properties and values that allow only listed strings, or only listed integers and booleans.

use std::rc::Rc;

use super::{dereference, keywords::allowed_strings, kind::SchemaKind};
use crate::{lower::Context, openapi::Schema, source::Value};

/// The properties that allow only listed strings.
pub(in crate::lower) fn string_constants(
    context: &mut Context<'_>,
    resolved: &Rc<Schema>,
) -> Vec<(String, Vec<String>)> {
    let mut result = Vec::new();
    for name in resolved.properties.keys() {
        result.extend(allowed_strings_of(context, resolved, name).map(|strings| (name.clone(), strings)));
    }
    result
}

/// The properties that allow only listed strings, integers or booleans, as the property of a discriminator has them:
/// a string, or a number or boolean as JSON text.
pub(in crate::lower) fn tag_constants(context: &mut Context<'_>, resolved: &Rc<Schema>) -> Vec<(String, Vec<String>)> {
    let mut result = Vec::new();
    for (name, property) in &resolved.properties {
        let property = dereference::schema(context, &property.schema);
        result.extend(allowed_tags(&property).map(|tags| (name.clone(), tags)));
    }
    result
}

/// The values that a schema allows, if each is a string, an integer or a boolean.
fn allowed_tags(schema: &Schema) -> Option<Vec<String>> {
    let values = schema.values.as_ref().filter(|values| !values.is_empty())?;
    let tag = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        _ => None,
    };
    values.iter().map(|value| tag(&value.value)).collect()
}

/// The strings that a property allows, if it allows no other value.
pub(in crate::lower) fn allowed_strings_of(
    context: &mut Context<'_>,
    resolved: &Schema,
    property_name: &str,
) -> Option<Vec<String>> {
    let property = resolved.properties.get(property_name)?.schema.clone();
    allowed_strings(&dereference::schema(context, &property))
}

/// The only string that a value of a string enum can be.
pub(in crate::lower) fn constant(context: &mut Context<'_>, schema: &Rc<Schema>) -> Option<String> {
    match allowed_strings(schema)?.as_slice() {
        [only] if matches!(SchemaKind::of(context, schema), SchemaKind::Enumeration(_)) => Some(only.clone()),
        _ => None,
    }
}

/// The only documented string of a property whose schema is written in place, without a name.
///
/// `enum` with one value means the same as `const` (JSON Schema validation 2020-12, section 6.1.3).
pub(in crate::lower) fn inline_constant(
    context: &mut Context<'_>,
    property: &Schema,
    resolved: &Rc<Schema>,
) -> Option<String> {
    let is_merged = !property.all_of.is_empty() && !property.is_conjunction;
    if property.reference.is_some() || is_merged || resolved.lenient_string.is_some() {
        return None;
    }
    constant(context, resolved)
}
