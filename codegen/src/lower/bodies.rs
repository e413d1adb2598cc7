//! Request bodies: the members of an object that is written in place become arguments of the request itself.

use std::rc::Rc;

use super::{
    Context, arguments, descriptions, markdown,
    media::{self, Family, Offered},
    names,
    names::Scope,
    other_bodies, rules,
    schemas::{self, Direction, Kind, OwnTypes},
};
use crate::{
    diagnostic::Code,
    model::{
        AlternativeBodies, Argument, ArgumentLocation, Body, BodyFormat, Docs, MultipartPart, PartKind, RustName,
        Style, Type, WireName,
    },
    openapi::{Encoding, Spanned, MediaType, Operation, RequestBody, Schema, SchemaType},
};

/// What a body is lowered into: the operation's own types, the names taken, and the arguments so far.
pub(super) struct Target<'t> {
    pub(super) types: &'t mut OwnTypes,
    pub(super) name: &'t RustName,
    pub(super) scope: &'t mut Scope,
    pub(super) arguments: &'t mut Vec<Argument>,
}

/// Lowers the body, adding its arguments. Gives it and the other media types that it may be sent in.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    target: &mut Target<'_>,
) -> (Body, AlternativeBodies) {
    let none = AlternativeBodies::default();
    let Some(body) = &operation.request_body else { return (without_body(context, operation), none) };
    if let Some(content_type) = &operation.empty_content_type {
        let message = "`x-empty-content-type` belongs to an operation without a body";
        let problem = context.diagnostics.error(Code::MalformedExtension, &content_type.at, message);
        problem.help("take it out: the media types of the body say how it is sent");
        check_header_value(context, content_type);
    }
    let Some(body) = schemas::resolve(context, body) else { return (Body::None, none) };
    let content = media::sent(context, &body.content);
    let Some((&preferred, others)) = content.split_first() else {
        if !context.diagnostics.is_lenient() {
            context.diagnostics.error(Code::MissingKey, &body.at, "`content` names no media type");
        }
        return (Body::None, none);
    };
    let lowered = best(context, &body, preferred, target);
    let others = other_bodies::lower(context, &body, preferred, others, target);
    (lowered, others)
}

/// The body in the media type that is preferred.
fn best(
    context: &mut Context<'_>,
    body: &RequestBody,
    (name, media_type, family): Offered<'_>,
    target: &mut Target<'_>,
) -> Body {
    let content_type = media::sendable(name, family);
    let schema = media_type.schema.clone();
    match (family, schema) {
        (Family::Json, None) if !context.diagnostics.is_lenient() => {
            context.diagnostics.error(Code::MissingKey, &media_type.key, "a JSON body has a schema");
            Body::None
        }
        (Family::Json, schema) => {
            let lowered = json(context, body, schema.as_ref(), content_type, target);
            context.note_body(media_type, target.arguments);
            lowered
        }
        (Family::Form, Some(schema)) => {
            let styles = form_styles(context, media_type, &schema);
            whole(context, body, Some(&schema), content_type, BodyFormat::Form(styles), target)
        }
        (Family::Multipart, Some(schema)) => multipart(context, body, media_type, &schema, content_type, target),
        (Family::Text, schema) => whole(context, body, schema.as_ref(), content_type, BodyFormat::Text, target),
        (Family::Bytes | Family::Multipart | Family::Form, _) => {
            whole(context, body, None, content_type, BodyFormat::Bytes, target)
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
        let message = format!("`{}` is no media type", content_type.value.escape_debug());
        let problem = context.diagnostics.error(Code::MalformedExtension, &content_type.at, message);
        problem.help("write one such as `application/json`");
    }
}

/// A JSON body: setters for the members of an object that is written in place, else one setter.
fn json(
    context: &mut Context<'_>,
    body: &RequestBody,
    schema: Option<&Rc<Schema>>,
    content_type: String,
    target: &mut Target<'_>,
) -> Body {
    let in_place = schema.filter(|schema| schema.reference.is_none() && schema.all_of.is_empty());
    if let Some(schema) = in_place.filter(|_| body.required)
        && matches!(Kind::of(context, schema), Kind::Structure)
        && schema.additional_properties.is_none()
        && !has_clash(schema, target)
    {
        members(context, schema, Family::Json, true, target);
        return Body::Object { content_type };
    }
    whole(context, body, schema, content_type, BodyFormat::Json, target)
}

/// Whether a member would get the setter of a parameter.
fn has_clash(schema: &Schema, target: &Target<'_>) -> bool {
    let names: Vec<RustName> = schema.properties.keys().map(|wire| names::setter_name(wire)).collect();
    let is_parameter = |name: &RustName| target.arguments.iter().any(|argument| argument.name == *name);
    names
        .iter()
        .enumerate()
        .any(|(index, name)| is_parameter(name) || names.iter().take(index).any(|other| other == name))
}

/// One setter for the whole body.
fn whole(
    context: &mut Context<'_>,
    body: &RequestBody,
    schema: Option<&Rc<Schema>>,
    content_type: String,
    form: BodyFormat,
    target: &mut Target<'_>,
) -> Body {
    let ty = match (&form, schema) {
        (BodyFormat::Text, _) => Type::String,
        (BodyFormat::Bytes, _) => Type::Bytes,
        (BodyFormat::Multipart, _) => Type::Multipart,
        (_, Some(schema)) => {
            let name = names::joined(target.name, "Body");
            match schemas::for_operation(context, schema, &name, target.types, Direction::Request) {
                Type::Option(inner) => *inner,
                ty => ty,
            }
        }
        (_, None) => Type::Json,
    };
    let rules = schema.and_then(|schema| rules::of(context, schema).if_any());
    let wire = "body".to_owned();
    let setter = target.scope.distinct(names::setter_name(&wire), &wire);
    target.arguments.push(Argument {
        flag: target.scope.flag(&setter),
        name: setter,
        wire: WireName(wire),
        docs: Docs(markdown::lines(body.description.as_deref().unwrap_or_default())),
        location: ArgumentLocation::Body,
        ty,
        is_string_enum: false,
        style: Style::Json,
        allows_reserved: false,
        allows_empty: false,
        required: body.required,
        constant: None,
        rules,
        password_rules: None,
    });
    Body::Single { content_type, format: form }
}

/// The members of a form that are not written as usual.
pub(super) fn form_styles(
    context: &mut Context<'_>,
    media_type: &MediaType,
    schema: &Rc<Schema>,
) -> Vec<(String, Style)> {
    let schema = schemas::resolve_schema(context, schema);
    let mut styles = Vec::new();
    for (wire, encoding) in &media_type.encoding {
        if schema.properties.contains_key(wire)
            && let Some(style) = form_style(context, encoding)
        {
            styles.push((wire.clone(), style));
        } else if let Some(property) = schema.properties.get(wire) {
            check_form_type(context, encoding, &property.schema);
        }
    }
    styles
}

fn form_style(context: &mut Context<'_>, encoding: &Encoding) -> Option<Style> {
    let name = encoding.style.as_ref().map(|style| style.value.as_str());
    let explode = encoding.explode.as_ref().map_or(name.unwrap_or("form") == "form", |explode| explode.value);
    match name {
        None if encoding.explode.is_none() => None,
        None | Some("form") => Some(Style::Form { explode }),
        Some("deepObject") => Some(Style::DeepObject),
        Some("spaceDelimited" | "pipeDelimited") if explode => Some(Style::Form { explode }),
        Some("spaceDelimited") => Some(Style::SpaceDelimited),
        Some("pipeDelimited") => Some(Style::PipeDelimited),
        Some(other) => {
            let message = format!("a member of a form cannot have the style `{other}`");
            if let Some(style) = &encoding.style {
                context.unsupported(&style.at, message);
            }
            None
        }
    }
}

/// Reports a media type that a member of a form is not written in: a text is itself, anything else is JSON.
fn check_form_type(context: &mut Context<'_>, encoding: &Encoding, schema: &Rc<Schema>) {
    let Some(written) = &encoding.content_type else { return };
    let schema = schemas::resolve_schema(context, schema);
    let item = schema.items.as_ref().map(|items| schemas::resolve_schema(context, items));
    let kind = Kind::of(context, &item.unwrap_or(schema));
    let is_text = matches!(kind, Kind::Enumeration(_) | Kind::Scalar(SchemaType::String));
    let is_plain = is_text || matches!(kind, Kind::Scalar(_));
    let fits = written.value.split(',').any(|name| match Family::of(name) {
        Family::Json => !is_text,
        Family::Text | Family::Bytes => is_plain,
        Family::Form | Family::Multipart => false,
    });
    if !fits {
        let message = format!("this member of a form cannot be written as `{}`", written.value);
        context.unsupported(&written.at, message);
    }
}

/// Reports a style of a part: each item of a list is a part of its own, and anything else is one part.
fn check_part_style(context: &mut Context<'_>, encoding: &Encoding) {
    if let Some(style) = encoding.style.as_ref().filter(|style| style.value != "form") {
        let message = format!("a part of a multipart body is not written in the style `{}`", style.value);
        context.unsupported(&style.at, message);
    } else if let Some(explode) = encoding.explode.as_ref().filter(|explode| !explode.value) {
        context.unsupported(&explode.at, "each item of a list is a part of its own");
    }
}

/// A multipart body: each member is an argument, and a part.
pub(super) fn multipart(
    context: &mut Context<'_>,
    body: &RequestBody,
    media_type: &MediaType,
    schema: &Rc<Schema>,
    content_type: String,
    target: &mut Target<'_>,
) -> Body {
    let schema = schemas::resolve_schema(context, schema);
    if schema.properties.is_empty() {
        return whole(context, body, None, content_type, BodyFormat::Bytes, target);
    }
    if matches!(Kind::of(context, &schema), Kind::Family) {
        context
            .unsupported(&media_type.key, "of the schemas that extend this one no parts are sent, but its own alone");
    }
    let first = target.arguments.len();
    members(context, &schema, Family::Multipart, body.required, target);
    let mut parts = Vec::new();
    for argument in target.arguments.iter_mut().skip(first) {
        let Some(property) = schema.properties.get(argument.wire.as_str()) else { continue };
        let facts = schemas::resolve_schema(context, &property.schema);
        let item = facts.items.as_ref().map(|items| schemas::resolve_schema(context, items));
        let encoding = media_type.encoding.get(argument.wire.as_str());
        if let Some(encoding) = encoding {
            check_part_style(context, encoding);
        }
        let written = encoding.and_then(|encoding| encoding.content_type.as_ref().map(|written| written.value.clone()));
        let kind = if is_file(&facts) {
            argument.ty = Type::Bytes;
            argument.rules = None;
            PartKind::File(written.clone().filter(|written| media::is_of_a_file(written)))
        } else if item.as_ref().is_some_and(|item| is_file(item)) {
            argument.ty = Type::List(Box::new(Type::Bytes));
            argument.rules = argument.rules.take().and_then(|all| rules::counts_alone(&all));
            PartKind::Files(written.clone().filter(|written| media::is_of_a_file(written)))
        } else {
            // Each item of a list is a part of its own, in the media type of the item.
            let one = item.as_ref().unwrap_or(&facts);
            let is_object = !matches!(Kind::of(context, one), Kind::Scalar(_) | Kind::Enumeration(_));
            let listed = written.as_deref().and_then(|written| media::of_value(written, is_object));
            PartKind::Value(listed.or(is_object.then_some("application/json")).map(str::to_owned))
        };
        if let Some(written) = written.filter(|_| matches!(kind, PartKind::File(_) | PartKind::Files(_))) {
            // Whoever gives the file gives its type, and has to where there are several.
            let several = if written.contains(['*', ',']) { "; say which by `Upload::media_type`" } else { "" };
            argument.docs.add([format!("Media type: {}{several}.", markdown::code(&written))]);
        }
        parts.push(MultipartPart { field: argument.name.clone(), wire: argument.wire.clone(), kind });
    }
    Body::Multipart { content_type, parts }
}

/// `format: binary` (3.0), or a text with a media type of its own and no encoding, for which `binary` is another word (3.1).
pub(super) fn is_file(schema: &Schema) -> bool {
    let is_binary = schema.format.as_ref().is_some_and(|format| format.value == "binary");
    let encoding = schema.content_encoding.as_ref().map(|encoding| encoding.value.to_ascii_lowercase());
    let is_unencoded = encoding.as_deref().map_or(schema.content_media_type.is_some(), |encoding| encoding == "binary");
    (is_binary || is_unencoded) && (schema.types.is_empty() || schema.types == [SchemaType::String])
}

/// Each member of the object as an argument. Of a body that need not be there, none is required.
fn members(context: &mut Context<'_>, schema: &Rc<Schema>, form: Family, is_required: bool, target: &mut Target<'_>) {
    schemas::check_required(context, schema);
    for (wire, property) in &schema.properties {
        let resolved = schemas::resolve_schema(context, &property.schema);
        if resolved.read_only || property.schema.read_only {
            continue;
        }
        let type_name = names::joined(target.name, names::variant_name(wire).unraw());
        let ty = match schemas::for_operation(context, &property.schema, &type_name, target.types, Direction::Request) {
            // Forms have no null.
            Type::Option(inner) if form == Family::Multipart => *inner,
            ty if form == Family::Json && resolved.nullable => schemas::nullable(ty, true),
            ty => ty,
        };
        let name = names::setter_name(wire);
        let setter = target.scope.claim_in("body", name, wire, &property.key, context.diagnostics);
        let documented = if property.schema.description.is_some() { &property.schema } else { &resolved };
        let argument = Argument {
            flag: target.scope.flag(&setter),
            docs: descriptions::or_wire(descriptions::member(documented, &resolved, &setter), wire, &setter),
            name: setter,
            wire: WireName(wire.clone()),
            location: ArgumentLocation::BodyProperty,
            is_string_enum: arguments::is_text(context, &resolved),
            ty,
            style: Style::Json,
            allows_reserved: false,
            allows_empty: false,
            required: is_required && schema.required.iter().any(|required| required.value == *wire),
            constant: None,
            rules: rules::of(context, &property.schema).if_any(),
            password_rules: None,
        };
        target.arguments.push(argument.with_constant(context, &resolved));
    }
}

/// What the document says of a body that has no argument of its own, as Markdown.
pub(super) fn in_words(context: &mut Context<'_>, operation: &Operation, body: &Body) -> Vec<String> {
    if !matches!(body, Body::Object { .. } | Body::Multipart { .. }) {
        return Vec::new();
    }
    let Some(body) = operation.request_body.as_ref().and_then(|body| schemas::resolve(context, body)) else {
        return Vec::new();
    };
    let schema = media::preferred(context, &body.content).and_then(|media_type| media_type.schema.clone());
    let schema = schema.map(|schema| schemas::resolve_schema(context, &schema));
    let docs = descriptions::body(&body, schema.as_deref());
    if docs.0.is_empty() {
        return docs.0;
    }
    [String::new(), "# Body".to_owned(), String::new()].into_iter().chain(docs.0).collect()
}
