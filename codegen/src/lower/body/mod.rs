//! Request bodies, as arguments of the request.
//!
//! - `properties`: one argument for each property of an object, or one for the whole body
//! - `files`: parts of a multipart body that are files
//! - `form`: styles of the properties of a form
//! - `multipart`: parts of a multipart body
//! - `read_only`: read-only properties in examples
//! - `alternatives`: the media types that a body may be sent in besides the preferred one

mod alternatives;
mod files;
mod form;
mod multipart;
mod properties;
mod read_only;

use self::{
    form::form_styles,
    multipart::multipart,
    properties::{json, single_argument},
};
use super::{
    Context,
    docs::descriptions,
    effective,
    media_types::{self, MediaKind, NamedMediaType},
    names::NameScope,
    schemas::OperationTypes,
};
use crate::{
    diagnostic::{Code, Tolerance},
    model::{AlternativeBodies, Argument, Body, BodyFormat, RustName},
    openapi::{Operation, RequestBody, Spanned},
};

/// The request that a body belongs to: its arguments so far, and the types and names that a body adds.
pub(super) struct RequestScope<'t> {
    pub(super) types: &'t mut OperationTypes,
    /// The request type, which begins the names of inline types.
    pub(super) name: &'t RustName,
    /// The names of setters.
    pub(super) scope: &'t mut NameScope,
    pub(super) arguments: &'t mut Vec<Argument>,
}

/// Lowers the body and adds its arguments. Returns the preferred body and its alternatives.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    request: &mut RequestScope<'_>,
) -> (Body, AlternativeBodies) {
    let none = AlternativeBodies::default();
    let Some(body) = &operation.request_body else { return (without_body(context, operation), none) };
    if let Some(content_type) = &operation.empty_content_type {
        let message = "misplaced `x-empty-content-type`: the operation has a body";
        let problem = context.diagnostics.report(Code::MalformedExtension, &content_type.at, message);
        problem.help("remove it: `content` lists the media types of the body");
        check_header_value(context, content_type);
    }
    let Some(body) = effective::object(context, body) else { return (Body::None, none) };
    let content = media_types::by_preference(context, &body.content);
    let Some((&preferred, others)) = content.split_first() else {
        let message = "missing media type: `content` is empty";
        context.diagnostics.report_as(Code::MissingKey, Tolerance::Accepted, &body.at, message);
        return (Body::None, none);
    };
    for offered in &content {
        read_only::report_in_examples(context, offered.media_type);
    }
    let content_type = media_types::content_type(context, preferred, others);
    let lowered = lower_preferred(context, &body, preferred, content_type, request);
    let others = alternatives::lower(context, &body, preferred, others, request);
    (lowered, others)
}

/// The body in its preferred media type.
fn lower_preferred(
    context: &mut Context<'_>,
    body: &RequestBody,
    NamedMediaType { media_type, kind, .. }: NamedMediaType<'_>,
    content_type: String,
    request: &mut RequestScope<'_>,
) -> Body {
    let schema = media_type.schema.clone();
    match (kind, schema) {
        (MediaKind::Json, schema) => {
            if schema.is_none() {
                let message = "missing `schema` of a JSON body";
                context.diagnostics.report_as(Code::MissingKey, Tolerance::Accepted, &media_type.key, message);
            }
            let lowered = json(context, body, schema.as_ref(), content_type, request);
            context.record_body_types(media_type, request.arguments);
            lowered
        }
        (MediaKind::Form, Some(schema)) => {
            let styles = form_styles(context, media_type, &schema);
            single_argument(context, body, Some(&schema), content_type, BodyFormat::Form(styles), request)
        }
        (MediaKind::Multipart, Some(schema)) => multipart(context, body, media_type, &schema, content_type, request),
        (MediaKind::Text, schema) => {
            media_types::check_untyped(context, media_type, kind);
            single_argument(context, body, schema.as_ref(), content_type, BodyFormat::Text, request)
        }
        (MediaKind::Multipart, None) => {
            single_argument(context, body, None, content_type, BodyFormat::Multipart, request)
        }
        (MediaKind::Bytes | MediaKind::Form, _) => {
            media_types::check_untyped(context, media_type, kind);
            single_argument(context, body, None, content_type, BodyFormat::Bytes, request)
        }
    }
}

fn without_body(context: &mut Context<'_>, operation: &Operation) -> Body {
    let Some(content_type) = &operation.empty_content_type else { return Body::None };
    check_header_value(context, content_type);
    Body::Empty { content_type: content_type.value.clone() }
}

fn check_header_value(context: &mut Context<'_>, content_type: &Spanned<String>) {
    let is_clean = content_type.value.is_ascii() && !content_type.value.chars().any(char::is_control);
    if !content_type.value.contains('/') || !is_clean {
        let message = format!("invalid media type `{}`", content_type.value.escape_debug());
        let problem = context.diagnostics.report(Code::MalformedExtension, &content_type.at, message);
        problem.help("write a media type such as `application/json`");
    }
}

/// The documentation of a body without an argument of its own, as Markdown.
pub(super) fn docs(context: &mut Context<'_>, operation: &Operation, body: &Body) -> Vec<String> {
    if !matches!(body, Body::Object { .. } | Body::Multipart { .. }) {
        return Vec::new();
    }
    let Some(body) = operation.request_body.as_ref().and_then(|body| effective::object(context, body)) else {
        return Vec::new();
    };
    let schema = media_types::preferred(context, &body.content).and_then(|media_type| media_type.schema.clone());
    let schema = schema.map(|schema| effective::schema(context, &schema));
    let docs = descriptions::body(&body, schema.as_deref());
    if docs.0.is_empty() {
        return docs.0;
    }
    [String::new(), "# Body".to_owned(), String::new()].into_iter().chain(docs.0).collect()
}
