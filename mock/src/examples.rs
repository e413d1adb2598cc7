//! Documented examples of responses that contradict their schema. The service responds with them all the same.

use serde_json::Value as Json;
use wireright_codegen::model::Direction;

use crate::{
    api::{Api, Location},
    body::{essence, is_json},
};

/// One line for each contradictory example.
pub(crate) fn contradictory(api: &Api) -> Vec<String> {
    let mut lines = Vec::new();
    for (operation, location) in api.located_operations() {
        for (status, response) in api.entries(&location.child("responses")) {
            let content = api.entries(&api.resolve_location(&response).child("content"));
            for (_, media_type) in content.iter().filter(|(name, _)| is_json(&essence(name))) {
                let violations = examples(api, media_type).into_iter().filter_map(|example| {
                    let schema = media_type.child("schema");
                    api.violations(Direction::Response, &schema, example).into_iter().next()
                });
                lines.extend(violations.map(|violation| {
                    let part = if violation.pointer.is_empty() { "" } else { ": " };
                    let problem = format!("{}{part}{}", violation.pointer, violation.message);
                    format!("the example of {operation}, response {status}, contradicts its schema: {problem}")
                }));
            }
        }
    }
    lines
}

/// The examples of a media type, and that of its schema.
fn examples<'a>(api: &'a Api, media_type: &Location) -> Vec<&'a Json> {
    let schema = media_type.child("schema");
    if api.value(&schema).is_none() {
        return Vec::new();
    }
    let named = api.entries(&media_type.child("examples"));
    let named = named.iter().map(|(_, location)| api.resolve_location(location).child("value"));
    let of_schema = api.resolve_location(&schema).child("example");
    let locations = [media_type.child("example"), of_schema].into_iter().chain(named);
    locations.filter_map(|location| api.value(&location)).collect()
}
