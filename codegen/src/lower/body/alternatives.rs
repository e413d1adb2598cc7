//! Alternative bodies: the media types that a body may be sent in besides the preferred one.
//!
//! If another media type has the same schema, a method sends the values of the other setters in it: `as_form()`. If
//! it has a schema of its own, its value has a setter: `body_as_text(…)`. Either is one short method, so an API that
//! offers three media types everywhere stays small, and one with a single media type shows no choice.

use std::rc::Rc;

use super::{RequestScope, files::Files, form, multipart};
use crate::{
    lower::{
        Context,
        docs::markdown,
        effective,
        media_types::{self, MediaKind, NamedMediaType},
        names, rules, schemas,
    },
    model::{AlternativeBodies, AlternativeBody, ArgumentLocation, BodyFormat, Check, Direction, Docs, Type},
    openapi::{MediaType, RequestBody, Schema},
};

/// Lowers the alternatives. Adds their types and setters to the request.
pub(super) fn lower(
    context: &mut Context<'_>,
    body: &RequestBody,
    preferred: NamedMediaType<'_>,
    others: &[NamedMediaType<'_>],
    request: &mut RequestScope<'_>,
) -> AlternativeBodies {
    let mut bodies = Vec::new();
    let mut files = Vec::new();
    let all: Vec<NamedMediaType<'_>> = [&preferred].into_iter().chain(others).copied().collect();
    for other in others {
        if other.kind == MediaKind::Bytes {
            files.push(other.name);
            if preferred.kind == MediaKind::Bytes || files.len() > 1 {
                media_types::check_untyped(context, other.media_type, other.kind);
                continue;
            }
        }
        bodies.push(lower_one(context, body, preferred, *other, &all, request));
    }
    describe_files(preferred.kind, &files, &mut bodies, request);
    let has_choice = bodies.iter().any(|body| body.ty.is_none());
    let choice = has_choice.then(|| request.scope.claim_unreported(names::field_name("body as"), "body_as"));
    AlternativeBodies { selector: choice, bodies }
}
/// Lowers one alternative. `all` are the media types of the body.
fn lower_one(
    context: &mut Context<'_>,
    body: &RequestBody,
    preferred: NamedMediaType<'_>,
    other: NamedMediaType<'_>,
    all: &[NamedMediaType<'_>],
    request: &mut RequestScope<'_>,
) -> AlternativeBody {
    let NamedMediaType { name, media_type, kind } = other;
    let format = format(context, other);
    let is_same = is_same(context, preferred, other);
    if !is_same {
        media_types::check_untyped(context, media_type, kind);
    }
    let short = media_types::distinct_short_name(name, all);
    let wire_name = if is_same { format!("as {short}") } else { format!("body as {short}") };
    let setter = names::setter_name(&wire_name);
    let setter = request.scope.claim_with_warning(setter, name, &media_type.key, context.diagnostics);
    let ty = (!is_same).then(|| match format {
        BodyFormat::Multipart => multipart::as_struct(context, body, media_type, name, &short, request),
        _ => value_type(context, &format, media_type, &short, request),
    });
    let (name, preferred) = (markdown::code(name), markdown::code(preferred.name));
    let docs = if is_same {
        format!("Sends the body as {name} instead of {preferred}.")
    } else {
        format!("Sets the body as {name}. It replaces the values of the other setters of the body.")
    };
    // Rules do not apply to bytes and parts as a whole.
    let is_value = !matches!(format, BodyFormat::Multipart | BodyFormat::Bytes) && ty.is_some();
    let schema = media_type.schema.as_ref().filter(|_| is_value);
    AlternativeBody {
        name: setter,
        docs: Docs(vec![docs]),
        content_type: media_types::content_type(context, other, all),
        check: schema.map_or(Check::None, |schema| rules::check(context, schema)),
        format,
        ty,
        accepts_into: false,
    }
}

/// The format of a body in a media type.
fn format(context: &mut Context<'_>, NamedMediaType { media_type, kind, .. }: NamedMediaType<'_>) -> BodyFormat {
    match (kind, &media_type.schema) {
        (MediaKind::Json, _) => BodyFormat::Json,
        (MediaKind::Form, Some(schema)) => BodyFormat::Form(form::form_styles(context, media_type, schema)),
        (MediaKind::Multipart, _) => BodyFormat::Multipart,
        (MediaKind::Text, _) => BodyFormat::Text,
        (MediaKind::Form | MediaKind::Bytes, _) => BodyFormat::Bytes,
    }
}

/// Whether the values of the other setters can be sent in this media type too.
fn is_same(context: &mut Context<'_>, preferred: NamedMediaType<'_>, other: NamedMediaType<'_>) -> bool {
    let has_same_schema = media_types::has_same_schema(context, preferred.media_type, other.media_type);
    match (preferred.kind, other.kind) {
        (MediaKind::Text, MediaKind::Text) => true,
        (MediaKind::Json, MediaKind::Json | MediaKind::Form) => has_same_schema,
        (MediaKind::Json, MediaKind::Multipart) => {
            let MediaType { schema, encoding, .. } = other.media_type;
            let is_without_files = |schema| !has_files(context, schema);
            has_same_schema && encoding.is_empty() && schema.as_ref().is_some_and(is_without_files)
        }
        _ => false,
    }
}

/// Whether a property is a file, which only multipart can carry.
fn has_files(context: &mut Context<'_>, schema: &Rc<Schema>) -> bool {
    let schema = effective::schema(context, schema);
    schema.properties.values().any(|property| Files::of(context, &property.schema, None).is_some())
}

fn value_type(
    context: &mut Context<'_>,
    format: &BodyFormat,
    media_type: &MediaType,
    short: &str,
    request: &mut RequestScope<'_>,
) -> Type {
    match (format, &media_type.schema) {
        (BodyFormat::Text, _) => Type::String,
        (BodyFormat::Bytes, _) => Type::Bytes,
        (_, None) => Type::Json,
        (_, Some(schema)) => {
            let wire_name = format!("{short} body");
            let name = names::joined(request.name, names::variant_name(&wire_name).unraw());
            let sent = Direction::Request;
            let ty = match schemas::for_operation(context, schema, &name, request.types, sent) {
                Type::Option(inner) => *inner,
                ty => ty,
            };
            if *format == BodyFormat::Json {
                context.record_media_type(media_type, &ty, sent);
            }
            ty
        }
    }
}

/// Documents the media types of bytes. Bytes state their media type, so one setter is enough for all of them.
fn describe_files(
    preferred: MediaKind,
    files: &[&str],
    bodies: &mut [AlternativeBody],
    request: &mut RequestScope<'_>,
) {
    let names: Vec<String> = files.iter().map(|name| markdown::code(name)).collect();
    let is_whole = |argument: &&mut crate::model::Argument| argument.location == ArgumentLocation::Body;
    let (docs, names) = if preferred == MediaKind::Bytes {
        (request.arguments.iter_mut().find(is_whole).map(|argument| &mut argument.docs), names.as_slice())
    } else {
        let setter = bodies.iter_mut().find(|body| body.ty == Some(Type::Bytes));
        (setter.map(|body| &mut body.docs), names.get(1..).unwrap_or_default())
    };
    if let Some(docs) = docs.filter(|_| !names.is_empty()) {
        let line = format!("Set `Upload::media_type` to send {} instead.", names.join(" or "));
        docs.add([line]);
    }
}
