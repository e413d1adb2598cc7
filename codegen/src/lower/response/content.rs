//! Contents of responses: one body, or an enum of several that status and media type distinguish.

use super::{
    representation::{Representation, ResponseFormat},
    status::status_name,
};
use crate::{
    lower::{
        Context,
        docs::markdown,
        effective::{self, SchemaKind},
        media_types::{self, MediaKind},
        names::{self, NameScope},
        schemas::{self, OperationTypes},
    },
    model::{
        Direction, Docs, ErrorEnum, ErrorVariant, ResponseBody, ResponseEnum, ResponseVariant, RustName, StatusRange,
        Success, Type, TypeKind,
    },
    openapi::{Operation, Response, SchemaType},
    source::Location,
};

/// A documented response, lowered.
#[derive(Clone)]
pub(super) struct LoweredResponse {
    pub(super) at: Location,
    pub(super) status: StatusRange,
    pub(super) docs: Docs,
    /// The possible bodies, by media type.
    pub(super) alternatives: Vec<Alternative>,
}

/// One possible body of a response.
#[derive(Clone)]
pub(super) struct Alternative {
    pub(super) media_types: Vec<String>,
    /// The location of the media type, if there is one.
    at: Option<Location>,
    /// The short name of the media type.
    pub(super) short_name: String,
    pub(super) content: ResponseBody,
}

impl Alternative {
    pub(super) fn nothing() -> Self {
        Self { media_types: Vec::new(), at: None, short_name: String::new(), content: ResponseBody::Empty }
    }

    /// The media types of bytes.
    pub(super) fn bytes(&self) -> Option<&[String]> {
        (self.content == ResponseBody::Bytes).then_some(self.media_types.as_slice())
    }
}

/// The possible bodies of a response, by media type.
pub(super) fn alternatives(
    context: &mut Context<'_>,
    response: &Response,
    representations: &[Representation<'_>],
    types: &mut OperationTypes,
    name: &RustName,
) -> Vec<Alternative> {
    let mut alternatives: Vec<Alternative> = Vec::new();
    for one in representations {
        let is_first = !alternatives.iter().any(|other| matches!(other.content, ResponseBody::Json { .. }));
        let name =
            if is_first { name.clone() } else { names::joined(name, names::variant_name(&one.short_name).unraw()) };
        alternatives.push(Alternative {
            media_types: one.names.iter().map(|&name| name.to_owned()).collect(),
            at: Some(one.media_type.key.clone()),
            short_name: one.short_name.clone(),
            content: content(context, response, one, types, &name),
        });
    }
    alternatives
}

/// The body of a response in one of its media types.
fn content(
    context: &mut Context<'_>,
    response: &Response,
    one: &Representation<'_>,
    types: &mut OperationTypes,
    name: &RustName,
) -> ResponseBody {
    match one.format {
        ResponseFormat::Json => {
            let Some(schema) = one.media_type.schema.clone() else {
                return ResponseBody::Json { ty: Type::Json, default_if_empty: false, text_allowed: false };
            };
            let ty = schemas::for_operation(context, &schema, name, types, Direction::Response);
            context.record_media_type(one.media_type, &ty, Direction::Response);
            let description = || format!("Response body: {}", markdown::line(&response.description));
            types.describe(&ty, description);
            if schema.reference.is_none() {
                context.shared.describe(&ty, description);
            }
            let default_if_empty = may_be_empty(context, &ty, types);
            let resolved = effective::value_schema(context, &schema);
            let kind = SchemaKind::of(context, &resolved);
            let is_string = matches!(kind, SchemaKind::Scalar(SchemaType::String) | SchemaKind::Enumeration(_));
            let text_allowed = is_string && one.names.iter().any(|name| media_types::is_open_range(name));
            ResponseBody::Json { ty, default_if_empty, text_allowed }
        }
        ResponseFormat::Text => {
            media_types::check_untyped(context, one.media_type, MediaKind::Text);
            ResponseBody::Text
        }
        ResponseFormat::Bytes => {
            media_types::check_untyped(context, one.media_type, MediaKind::Bytes);
            ResponseBody::Bytes
        }
        ResponseFormat::Events | ResponseFormat::Lines | ResponseFormat::Sequence => ResponseBody::Bytes,
    }
}

/// Whether an empty response can stand for the value: only if every property of the object is optional.
fn may_be_empty(context: &Context<'_>, ty: &Type, own: &OperationTypes) -> bool {
    let definition = match ty {
        Type::Local(name) => own.get(name),
        Type::Shared(name) => context.shared.get(name),
        _ => None,
    };
    definition.is_some_and(|definition| match &definition.kind {
        TypeKind::Struct(structure) => structure.fields.iter().all(|field| field.is_optional() || field.write_only),
        TypeKind::StringEnum(_) | TypeKind::Union(_) => false,
    })
}

/// One success is its body. Several successes become an enum, unless they all have the same body.
pub(super) fn success(
    context: &mut Context<'_>,
    operation: &Operation,
    successes: Vec<LoweredResponse>,
    types: &mut OperationTypes,
    name: &RustName,
) -> Success {
    if let Some(only) = common_body(&successes) {
        return if *only == ResponseBody::Empty { Success::Empty } else { Success::Single(only.clone()) };
    }
    if successes.is_empty() {
        return Success::Empty;
    }
    let response = types.claim(context, names::joined(name, "Success"), "successes", &operation.key);
    let by_status = successes.len() > 1;
    let name = |status: StatusRange, word: Option<&str>| match word {
        Some(word) if by_status => format!("{} {word}", status_name(status)),
        Some(word) => word.to_owned(),
        None => status_name(status),
    };
    let variants = variants(context, successes, by_status, name).into_iter();
    let variants = variants.map(|(name, status, docs, one)| ResponseVariant {
        name,
        status,
        media_types: one.media_types,
        docs,
        body: one.content,
    });
    Success::OneOf(ResponseEnum { name: response, variants: variants.collect() })
}

/// The body that all successes share, if the media type does not distinguish them.
fn common_body(successes: &[LoweredResponse]) -> Option<&ResponseBody> {
    let mut contents = successes.iter().map(|success| match success.alternatives.as_slice() {
        [only] => Some(&only.content),
        _ => None,
    });
    let first = contents.next()??;
    contents.all(|other| other == Some(first)).then_some(first)
}

/// One variant for each response and, if it has several media types, for each of these.
fn variants(
    context: &mut Context<'_>,
    responses: Vec<LoweredResponse>,
    with_description: bool,
    name_for: impl Fn(StatusRange, Option<&str>) -> String,
) -> Vec<(RustName, StatusRange, Docs, Alternative)> {
    let mut scope = NameScope::default();
    let mut variants = Vec::new();
    for response in responses {
        let is_sole = response.alternatives.len() <= 1;
        let alternatives =
            if response.alternatives.is_empty() { vec![Alternative::nothing()] } else { response.alternatives };
        for mut one in alternatives {
            let word = (!is_sole).then_some(one.short_name.as_str());
            let name = name_for(response.status, word);
            let wire = one.media_types.first().unwrap_or(&name);
            let at = one.at.as_ref().unwrap_or(&response.at);
            let name = scope.claim_with_warning(names::variant_name(&name), wire, at, context.diagnostics);
            let docs =
                if is_sole { response.docs.clone() } else { variant_docs(&response.docs, &one, with_description) };
            if is_sole {
                one.media_types.clear();
            }
            variants.push((name, response.status, docs, one));
        }
    }
    variants
}

fn variant_docs(response: &Docs, one: &Alternative, with_description: bool) -> Docs {
    let names: Vec<String> = one.media_types.iter().map(|name| markdown::code(name)).collect();
    let line = format!("As {}.", names.join(" or "));
    let mut lines = Vec::new();
    if with_description && !response.0.is_empty() {
        lines.extend(response.0.iter().cloned());
        lines.push(String::new());
    }
    lines.push(line);
    Docs(lines)
}

/// The documented failures as an enum. `None` if no failure has a body: the status of the error is then enough.
pub(super) fn error_variants(
    context: &mut Context<'_>,
    errors: Vec<LoweredResponse>,
    name: &RustName,
) -> Option<ErrorEnum> {
    let name_for = |status: StatusRange, word: Option<&str>| {
        let status = match status {
            StatusRange::Exact(code) => format!("status {code}"),
            StatusRange::Range(digit) => format!("status {digit}xx"),
            StatusRange::Default => "other".to_owned(),
        };
        [status.as_str(), word.unwrap_or_default()].join(" ").trim_end().to_owned()
    };
    let variants = variants(context, errors, true, name_for).into_iter();
    let variants: Vec<ErrorVariant> = variants
        .map(|(name, status, docs, one)| ErrorVariant {
            name,
            status,
            media_types: one.media_types,
            docs,
            body: one.content,
        })
        .collect();
    let has_body = variants.iter().any(|variant| variant.body != ResponseBody::Empty);
    has_body.then(|| ErrorEnum { name: names::joined(name, "Error"), variants })
}
