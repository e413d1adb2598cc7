//! Alternative bodies: the media types that a body may be sent in besides the preferred one.
//!
//! If another media type has the same schema, a method sends the values of the other setters in it: `as_form()`. If
//! it has a schema of its own, its value has a setter: `body_as_text(…)`. Either is one short method, so an API that
//! offers three media types everywhere stays small, and one with a single media type shows no choice.

use super::{Target, files::Files, form, multipart};
use crate::{
    lower::{
        Context,
        docs::markdown,
        effective,
        media_types::{self, MediaKind, Offered},
        names, rules, schemas,
    },
    model::{AlternativeBodies, AlternativeBody, ArgumentLocation, BodyFormat, Check, Direction, Docs, Type},
    openapi::{MediaType, RequestBody, Schema},
    source::Value,
};

/// Lowers the alternatives. Adds their types and setters to the target.
pub(super) fn lower(
    context: &mut Context<'_>,
    body: &RequestBody,
    preferred: Offered<'_>,
    others: &[Offered<'_>],
    target: &mut Target<'_>,
) -> AlternativeBodies {
    let mut bodies = Vec::new();
    let mut files = Vec::new();
    let all: Vec<Offered<'_>> = [&preferred].into_iter().chain(others).copied().collect();
    for offered in others {
        let (name, media_type, kind) = *offered;
        let first_of_bytes = preferred.2 == MediaKind::Bytes || !files.is_empty();
        if kind == MediaKind::Bytes && first_of_bytes {
            files.push(name);
            media_types::check_untyped(context, media_type, kind);
            continue;
        }
        if kind == MediaKind::Bytes {
            files.push(name);
        }
        let form = form(context, *offered);
        let is_same = is_same(context, preferred, *offered);
        if !is_same {
            media_types::check_untyped(context, media_type, kind);
        }
        let short = media_types::distinct_short_name(name, &all);
        let wire_name = if is_same { format!("as {short}") } else { format!("body as {short}") };
        let setter = names::setter_name(&wire_name);
        let setter = target.scope.claim_with_warning(setter, name, &media_type.key, context.diagnostics);
        let ty = (!is_same).then(|| match form {
            BodyFormat::Multipart => multipart::as_struct(context, body, media_type, (name, &short), target),
            _ => value_type(context, &form, media_type, &short, target),
        });
        let docs = if is_same {
            format!("Sends the body as {} instead of {}.", markdown::code(name), markdown::code(preferred.0))
        } else {
            format!(
                "Sets the body as {}. It replaces the values of the other setters of the body.",
                markdown::code(name)
            )
        };
        // Rules do not apply to bytes and parts as a whole.
        let is_value = !matches!(form, BodyFormat::Multipart | BodyFormat::Bytes) && ty.is_some();
        let schema = media_type.schema.as_ref().filter(|_| is_value);
        let check = schema.map_or(Check::None, |schema| rules::check(context, schema));
        let content_type = media_types::content_type(context, *offered, others);
        bodies.push(AlternativeBody {
            name: setter,
            docs: Docs(vec![docs]),
            content_type,
            format: form,
            ty,
            accepts_into: false,
            check,
        });
    }
    describe_files(preferred.2, &files, &mut bodies, target);
    let has_choice = bodies.iter().any(|body| body.ty.is_none());
    let choice = has_choice.then(|| target.scope.claim_unreported(names::field_name("body as"), "body_as"));
    AlternativeBodies { selector: choice, bodies }
}

/// The format of a body in this media type.
fn form(context: &mut Context<'_>, (_, media_type, kind): Offered<'_>) -> BodyFormat {
    match (kind, &media_type.schema) {
        (MediaKind::Json, _) => BodyFormat::Json,
        (MediaKind::Form, Some(schema)) => BodyFormat::Form(form::form_styles(context, media_type, schema)),
        (MediaKind::Multipart, _) => BodyFormat::Multipart,
        (MediaKind::Text, _) => BodyFormat::Text,
        (MediaKind::Form | MediaKind::Bytes, _) => BodyFormat::Bytes,
    }
}

/// Whether the values of the other setters can be sent in this media type too.
fn is_same(context: &mut Context<'_>, preferred: Offered<'_>, other: Offered<'_>) -> bool {
    match (preferred.2, other.2) {
        (MediaKind::Text, MediaKind::Text) => true,
        (MediaKind::Json, MediaKind::Json | MediaKind::Form) => has_same_schema(context, preferred.1, other.1),
        (MediaKind::Json, MediaKind::Multipart) => {
            other.1.encoding.is_empty()
                && has_same_schema(context, preferred.1, other.1)
                && other.1.schema.as_ref().is_some_and(|schema| !has_files(context, schema))
        }
        _ => false,
    }
}

fn has_same_schema(context: &Context<'_>, one: &MediaType, other: &MediaType) -> bool {
    match (&one.schema, &other.schema) {
        (Some(one), Some(other)) => {
            let one_written = written(context, one);
            one.at.file == other.at.file && one_written.is_some() && one_written == written(context, other)
        }
        (None, None) => true,
        _ => false,
    }
}

/// The schema as it is written in the document.
fn written<'c>(context: &Context<'c>, schema: &Schema) -> Option<&'c Value> {
    let mut node = context.document_set.root(schema.at.file)?;
    for segment in schema.at.pointer.segments() {
        node = node.get(&segment)?;
    }
    Some(node.value)
}

/// Whether a property is a file, which only multipart can carry.
fn has_files(context: &mut Context<'_>, schema: &std::rc::Rc<Schema>) -> bool {
    let schema = effective::schema(context, schema);
    schema.properties.values().any(|property| Files::of(context, &property.schema, None).is_some())
}

fn value_type(
    context: &mut Context<'_>,
    form: &BodyFormat,
    media_type: &MediaType,
    short: &str,
    target: &mut Target<'_>,
) -> Type {
    match (form, &media_type.schema) {
        (BodyFormat::Text, _) => Type::String,
        (BodyFormat::Bytes, _) => Type::Bytes,
        (_, None) => Type::Json,
        (_, Some(schema)) => {
            let wire_name = format!("{short} body");
            let name = names::joined(target.name, names::variant_name(&wire_name).unraw());
            let sent = Direction::Request;
            let ty = match schemas::for_operation(context, schema, &name, target.types, sent) {
                Type::Option(inner) => *inner,
                ty => ty,
            };
            if *form == BodyFormat::Json {
                context.record_media_type(media_type, &ty, sent);
            }
            ty
        }
    }
}

/// Documents the media types of bytes. Bytes state their media type, so one setter is enough for all of them.
fn describe_files(preferred: MediaKind, files: &[&str], bodies: &mut [AlternativeBody], target: &mut Target<'_>) {
    let names: Vec<String> = files.iter().map(|name| markdown::code(name)).collect();
    let is_whole = |argument: &&mut crate::model::Argument| argument.location == ArgumentLocation::Body;
    let (docs, names) = if preferred == MediaKind::Bytes {
        (target.arguments.iter_mut().find(is_whole).map(|argument| &mut argument.docs), names.as_slice())
    } else {
        let setter = bodies.iter_mut().find(|body| body.ty == Some(Type::Bytes));
        (setter.map(|body| &mut body.docs), names.get(1..).unwrap_or_default())
    };
    if let Some(docs) = docs.filter(|_| !names.is_empty()) {
        let line = format!("Set `Upload::media_type` to send {} instead.", names.join(" or "));
        docs.add([line]);
    }
}
