//! Arguments of calls: valid examples of the document, otherwise generated values.

use serde_json::Value as Json;
use wireright_codegen::{
    Call, CallArgument, CallValue,
    model::{ArgumentLocation, Direction},
};
use wireright_mock::{Documents, SampleOptions, SchemaValidator, UNUSABLE_SCHEMA, sample_value};

use super::operation::{DocumentedOperation, Location};

/// Maximum number of branches of a union to try.
const MAX_BRANCHES: usize = 6;

/// Chooses the arguments of the calls of one document.
pub(super) struct ValueSource<'d> {
    pub(super) documents: &'d Documents,
    pub(super) validator: SchemaValidator,
}

impl ValueSource<'_> {
    /// The value of each argument. `None` for an omitted optional one. Fails if a required one has no value.
    pub(super) fn arguments(
        &mut self,
        call: &Call,
        operation: &DocumentedOperation<'_>,
    ) -> Result<Vec<Option<Json>>, String> {
        let mut body: Option<Result<Json, String>> = None;
        let mut values = Vec::new();
        for argument in &call.arguments {
            let found = match argument.location {
                ArgumentLocation::Body | ArgumentLocation::BodyProperty => {
                    let whole = body.get_or_insert_with(|| self.body(call, argument, operation)).clone();
                    whole.and_then(|whole| body_argument(argument, &whole))
                }
                place => match operation.parameter(&argument.wire, place) {
                    Some(parameter) => self.parameter(&parameter),
                    // An undocumented path parameter is any string.
                    None if place == ArgumentLocation::Path => Ok(Json::from("text")),
                    None => Err("undocumented parameter".to_owned()),
                },
            };
            match found {
                // A null parameter is omitted.
                Ok(Json::Null) | Err(_) if !argument.required => values.push(None),
                Ok(value) => values.push(Some(value)),
                Err(reason) => return Err(format!("no value for `{}`: {reason}", argument.wire)),
            }
        }
        Ok(values)
    }

    fn parameter(&mut self, parameter: &Location) -> Result<Json, String> {
        let documents = self.documents;
        let content =
            parameter.property(documents, "content").and_then(|content| content.entries(documents).into_iter().next());
        let holder = content.map_or_else(|| parameter.clone(), |(_, media_type)| media_type);
        let schema = holder.property(documents, "schema").ok_or("missing schema")?;
        let supports_nesting = holder != *parameter || parameter.string(documents, "style") == Some("deepObject");
        let value = self.valid_value(&[parameter, &holder], &schema)?;
        if !supports_nesting && is_nested(&value) {
            Err("its style cannot serialize nested values".to_owned())
        } else {
            Ok(value)
        }
    }

    /// The whole body. Its properties may be separate arguments.
    fn body(
        &mut self,
        call: &Call,
        argument: &CallArgument,
        operation: &DocumentedOperation<'_>,
    ) -> Result<Json, String> {
        let content_type = call.content_type.as_deref().unwrap_or_default();
        let media_type = operation.body(content_type).ok_or("undocumented body")?;
        let Some(schema) = media_type.property(self.documents, "schema") else { return Ok(Json::from("text")) };
        let is_json = content_type.to_ascii_lowercase().contains("json");
        match &argument.value {
            CallValue::Upload | CallValue::Multipart if argument.location == ArgumentLocation::Body => {
                Ok(Json::from("text"))
            }
            // XML: the client passes a string.
            CallValue::Json(ty) if argument.location == ArgumentLocation::Body && ty == "String" && !is_json => {
                let text = documented_examples(self.documents, &media_type).into_iter().find(Json::is_string);
                Ok(text.unwrap_or_else(|| Json::from("text")))
            }
            _ => self.valid_value(&[&media_type], &schema),
        }
    }

    /// The first valid value: an example of a holder or of the schema, or a generated value.
    fn valid_value(&mut self, holders: &[&Location], schema: &Location) -> Result<Json, String> {
        let documents = self.documents;
        let mut violation = "the schema is endlessly recursive".to_owned();
        let mut is_valid = |value: &Json| {
            let pointer = schema.pointer.to_string();
            match self.validator.first_violation(value, Direction::Request, &schema.file, &pointer) {
                None => true,
                // A value whose schema cannot be compiled may be valid.
                Some(found) if found.starts_with(UNUSABLE_SCHEMA) => true,
                Some(found) => {
                    violation = found;
                    false
                }
            }
        };
        let holders = holders.iter().copied().chain([schema]);
        let examples: Vec<Json> = holders.flat_map(|holder| documented_examples(documents, holder)).collect();
        if let Some(value) = examples.into_iter().find(|value| is_valid(value)) {
            return Ok(value);
        }
        for branch in 0..MAX_BRANCHES {
            for (optional_depth, items, use_examples) in
                [(2, 2, true), (2, 2, false), (2, 1, true), (2, 1, false), (0, 1, true), (0, 1, false)]
            {
                let options = SampleOptions { use_examples, optional_depth, items, branch, skip_flag: "readOnly" };
                let generated = schema.value(documents).and_then(|schema| sample_value(documents, schema, options));
                if let Some(value) = generated.filter(|value| is_valid(value)) {
                    return Ok(value);
                }
            }
        }
        Err(violation)
    }
}

/// The examples of a parameter, a media type or a schema, and the default of a schema.
fn documented_examples(documents: &Documents, holder: &Location) -> Vec<Json> {
    let Some((_, value)) = holder.value(documents) else { return Vec::new() };
    let mut all: Vec<Json> = value.get("example").into_iter().cloned().collect();
    match value.get("examples") {
        Some(Json::Array(items)) => all.extend(items.iter().cloned()),
        Some(Json::Object(_)) => {
            let named =
                holder.property(documents, "examples").map(|examples| examples.entries(documents)).unwrap_or_default();
            all.extend(named.iter().filter_map(|(_, example)| example.value(documents)?.1.get("value")).cloned());
        }
        _ => {}
    }
    all.extend(value.get("default").cloned());
    all
}

/// Whether an array or object contains another one.
fn is_nested(value: &Json) -> bool {
    let is_scalar = |inner: &Json| !inner.is_array() && !inner.is_object();
    match value {
        Json::Array(items) => !items.iter().all(is_scalar),
        Json::Object(object) => !object.values().all(is_scalar),
        _ => false,
    }
}

/// The part of the body that an argument takes.
fn body_argument(argument: &CallArgument, whole: &Json) -> Result<Json, String> {
    let value = match argument.location {
        ArgumentLocation::Body => Some(whole),
        _ => whole.get(&argument.wire),
    };
    value.cloned().ok_or_else(|| "missing in the example of the body".to_owned())
}
