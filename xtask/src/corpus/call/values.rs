//! The values that an operation is called with: the document's own examples where they fit, made up where they do not.

use serde_json::Value as Json;
use wireright_codegen::{
    Call, CallArgument, CallValue,
    model::{ArgumentLocation as Part, Direction},
};
use wireright_mock::{Documents, Judge, Taste, UNJUDGED, sample};

use super::contract::{Contract, Spot};

/// How many branches of a union are tried.
const MOST_BRANCHES: usize = 6;

/// Makes the values of one document's operations.
pub(super) struct Values<'d> {
    pub(super) documents: &'d Documents,
    pub(super) judge: Judge,
}

impl Values<'_> {
    /// A value for each argument; nothing for one that is left out. Fails where one cannot be left out.
    pub(super) fn of(&mut self, call: &Call, contract: &Contract<'_>) -> Result<Vec<Option<Json>>, String> {
        let mut body: Option<Result<Json, String>> = None;
        let mut values = Vec::new();
        for argument in &call.arguments {
            let found = match argument.location {
                Part::Body | Part::BodyProperty => {
                    let whole = body.get_or_insert_with(|| self.body(call, argument, contract)).clone();
                    whole.and_then(|whole| of_body(argument, &whole))
                }
                place => match contract.parameter(&argument.wire, place) {
                    Some(parameter) => self.parameter(&parameter),
                    // A placeholder that nobody describes is any text.
                    None if place == Part::Path => Ok(Json::from("text")),
                    None => Err("the document does not describe it".to_owned()),
                },
            };
            match found {
                // A parameter that is null is not sent.
                Ok(Json::Null) | Err(_) if !argument.required => values.push(None),
                Ok(value) => values.push(Some(value)),
                Err(reason) => return Err(format!("no value for `{}`: {reason}", argument.wire)),
            }
        }
        Ok(values)
    }

    fn parameter(&mut self, parameter: &Spot) -> Result<Json, String> {
        let documents = self.documents;
        let content =
            parameter.member(documents, "content").and_then(|content| content.members(documents).into_iter().next());
        let holder = content.map_or_else(|| parameter.clone(), |(_, media_type)| media_type);
        let schema = holder.member(documents, "schema").ok_or("it has no schema")?;
        let has_form = holder != *parameter || parameter.text(documents, "style") == Some("deepObject");
        let value = self.fitting(&[parameter, &holder], &schema)?;
        if !has_form && is_nested(&value) {
            Err("its style has no form for values within others".to_owned())
        } else {
            Ok(value)
        }
    }

    /// The whole body, of which its members are parts.
    fn body(&mut self, call: &Call, argument: &CallArgument, contract: &Contract<'_>) -> Result<Json, String> {
        let content_type = call.content_type.as_deref().unwrap_or_default();
        let media_type = contract.body(content_type).ok_or("the document does not describe the body")?;
        let Some(schema) = media_type.member(self.documents, "schema") else { return Ok(Json::from("text")) };
        let is_json = content_type.to_ascii_lowercase().contains("json");
        match &argument.value {
            CallValue::Upload | CallValue::Multipart if argument.location == Part::Body => Ok(Json::from("text")),
            // XML, of which a client knows no more than that it is a text.
            CallValue::Json(ty) if argument.location == Part::Body && ty == "String" && !is_json => {
                let text = examples(self.documents, &media_type).into_iter().find(Json::is_string);
                Ok(text.unwrap_or_else(|| Json::from("text")))
            }
            _ => self.fitting(&[&media_type], &schema),
        }
    }

    /// The first value that fits the schema: an example of these holders, of the schema, or one made for it.
    fn fitting(&mut self, holders: &[&Spot], schema: &Spot) -> Result<Json, String> {
        let documents = self.documents;
        let mut objection = "the schema has no end".to_owned();
        let mut fits = |value: &Json| {
            let place = (schema.file.as_str(), &*schema.pointer.to_string());
            match self.judge.objection_to(value, Direction::Request, place) {
                None => true,
                // What nobody can judge may fit.
                Some(found) if found.starts_with(UNJUDGED) => true,
                Some(found) => {
                    objection = found;
                    false
                }
            }
        };
        let owned = holders.iter().copied().chain([schema]);
        let given: Vec<Json> = owned.flat_map(|holder| examples(documents, holder)).collect();
        if let Some(value) = given.into_iter().find(|value| fits(value)) {
            return Ok(value);
        }
        for branch in 0..MOST_BRANCHES {
            for (optional, items, examples) in
                [(2, 2, true), (2, 2, false), (2, 1, true), (2, 1, false), (0, 1, true), (0, 1, false)]
            {
                let taste = Taste { examples, optional, items, branch, without: "readOnly" };
                let made = schema.value(documents).and_then(|schema| sample(documents, schema, taste));
                if let Some(value) = made.filter(|value| fits(value)) {
                    return Ok(value);
                }
            }
        }
        Err(objection)
    }
}

/// The examples of a parameter, a media type or a schema, and the default of a schema.
fn examples(documents: &Documents, holder: &Spot) -> Vec<Json> {
    let Some((_, value)) = holder.value(documents) else { return Vec::new() };
    let mut all: Vec<Json> = value.get("example").into_iter().cloned().collect();
    match value.get("examples") {
        Some(Json::Array(items)) => all.extend(items.iter().cloned()),
        Some(Json::Object(_)) => {
            let named =
                holder.member(documents, "examples").map(|examples| examples.members(documents)).unwrap_or_default();
            all.extend(named.iter().filter_map(|(_, example)| example.value(documents)?.1.get("value")).cloned());
        }
        _ => {}
    }
    all.extend(value.get("default").cloned());
    all
}

/// Whether a list or an object holds another.
fn is_nested(value: &Json) -> bool {
    let is_plain = |inner: &Json| !inner.is_array() && !inner.is_object();
    match value {
        Json::Array(items) => !items.iter().all(is_plain),
        Json::Object(members) => !members.values().all(is_plain),
        _ => false,
    }
}

/// What of the whole body goes into an argument.
fn of_body(argument: &CallArgument, whole: &Json) -> Result<Json, String> {
    let value = match argument.location {
        Part::Body => Some(whole),
        _ => whole.get(&argument.wire),
    };
    value.cloned().ok_or_else(|| "the example of the body does not have it".to_owned())
}
