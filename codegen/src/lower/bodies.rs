//! Request bodies: the members of an object that is written in place become arguments of the request itself.

use super::{Context, descriptions, markdown, names, names::Scope, references::resolve, types::TypeLowering};
use crate::{
    diagnostic::Code,
    model::{Argument, Body, Docs, Limits, Place, RustName, WireName},
    openapi::{Located, MediaType, Operation, RefOr, Schema},
    source::Location,
};

/// Lowers the body, adding its arguments.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    types: &mut TypeLowering,
    name: &RustName,
    scope: &mut Scope,
    arguments: &mut Vec<Argument>,
) -> Body {
    let Some(body) = &operation.request_body else { return without_body(context, operation) };
    if let Some(content_type) = &operation.empty_content_type {
        let message = "`x-empty-content-type` belongs to an operation without a body";
        context.diagnostics.error(Code::MalformedExtension, &content_type.at, message);
    }
    let Some(body) = resolve(context.document, body, context.diagnostics) else { return Body::None };
    let Some((content_type, media_type)) = json_content(context, &body.content, &body.at) else { return Body::None };
    let Some(schema) = &media_type.schema else {
        context.diagnostics.error(Code::MissingKey, &media_type.key, "a JSON body has a schema");
        return Body::None;
    };
    let content_type = content_type.to_owned();
    match schema {
        RefOr::Item(schema) if !schema.properties.is_empty() => {
            if !body.required {
                context.unsupported(&body.at, "a body that may be left out is not supported yet");
            }
            members(context, schema, types, name, scope, arguments);
            Body::Members { content_type }
        }
        _ => {
            let Some(ty) = types.lower(context, schema, &names::joined(name, "Body")) else { return Body::None };
            let setter = names::setter_name("body");
            scope.claim(&setter, "body", &media_type.key, context.diagnostics);
            arguments.push(Argument {
                flag: names::flag_name(&setter),
                name: setter,
                wire: WireName("body".to_owned()),
                docs: Docs(markdown::lines(body.description.as_deref().unwrap_or("The body."))),
                place: Place::Body,
                ty,
                required: body.required,
                limits: Limits::default(),
                rules: None,
            });
            Body::Whole { content_type }
        }
    }
}

fn without_body(context: &mut Context<'_>, operation: &Operation) -> Body {
    let Some(content_type) = &operation.empty_content_type else { return Body::None };
    check_header_value(context, content_type);
    Body::Empty { content_type: content_type.value.clone() }
}

fn check_header_value(context: &mut Context<'_>, content_type: &Located<String>) {
    if !content_type.value.contains('/') || content_type.value.chars().any(|next| !next.is_ascii() || next.is_control()) {
        let message = format!("`{}` is no media type", content_type.value.escape_debug());
        context.diagnostics.error(Code::MalformedExtension, &content_type.at, message);
    }
}

/// The one media type of a body, if it is JSON.
pub(super) fn json_content<'d>(
    context: &mut Context<'_>,
    content: &'d indexmap::IndexMap<String, MediaType>,
    at: &Location,
) -> Option<(&'d str, &'d MediaType)> {
    if let Some((_, second)) = content.get_index(1) {
        context.unsupported(&second.key, "several media types for one body are not supported yet");
        return None;
    }
    let Some((name, media_type)) = content.first() else {
        context.diagnostics.error(Code::MissingKey, at, "`content` names no media type");
        return None;
    };
    if !is_json(name) {
        let message = format!("bodies of the media type `{name}` are not supported yet");
        context.unsupported(&media_type.key, message);
        return None;
    }
    Some((name, media_type))
}

/// `application/json`, with or without parameters, and the `+json` family (RFC 6839, section 3.1).
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.contains('/') && essence.ends_with("+json"))
}

/// Each member of the object as an argument.
fn members(
    context: &mut Context<'_>,
    schema: &Schema,
    types: &mut TypeLowering,
    name: &RustName,
    scope: &mut Scope,
    arguments: &mut Vec<Argument>,
) {
    super::types::check_required(context, schema);
    if let Some(crate::openapi::AdditionalProperties::Schema(_)) = &schema.additional_properties {
        context.unsupported(&schema.at, "a schema for `additionalProperties` beside `properties` is not supported yet");
    }
    for (wire, property) in &schema.properties {
        let Some(resolved) = resolve(context.document, &property.schema, context.diagnostics) else { continue };
        if resolved.read_only {
            continue;
        }
        if resolved.nullable {
            let message = format!("`{wire}` may be null, and null cannot be sent yet: only a value, or nothing");
            context.diagnostics.warning(Code::NullNotSent, &property.key, message);
        }
        let type_name = names::joined(name, names::variant_name(wire).unraw());
        let Some(ty) = types.lower(context, &property.schema, &type_name) else { continue };
        let setter = names::setter_name(wire);
        scope.claim(&setter, wire, &property.key, context.diagnostics);
        arguments.push(Argument {
            flag: names::flag_name(&setter),
            name: setter,
            wire: WireName(wire.clone()),
            docs: descriptions::or_else(descriptions::schema(resolved), || format!("Sets {}.", markdown::code(wire))),
            place: Place::BodyMember,
            ty,
            required: schema.required.iter().any(|required| required.value == *wire),
            limits: Limits { min: resolved.min_length, max: resolved.max_length },
            rules: None,
        });
    }
}
