//! What responses hold: one value, or an enum of several that status and media type tell apart.

use super::{
    representation::{Reading, Representation},
    status::status_name,
};
use crate::{
    lower::{
        Context,
        docs::markdown,
        names::{self, Scope},
        schemas::{self, OperationTypes},
    },
    model::{
        Direction, Docs, ErrorEnum, ErrorVariant, Field, ResponseBody, ResponseEnum, ResponseVariant, RustName,
        StatusRange, Success, Type, TypeKind,
    },
    openapi::{Operation, Response},
};

/// A documented answer, lowered.
pub(super) struct Lowered {
    pub(super) status: StatusRange,
    pub(super) docs: Docs,
    /// What it may hold, told apart by the media type.
    pub(super) alternatives: Vec<Alternative>,
}

/// One of the things that an answer may hold.
pub(super) struct Alternative {
    pub(super) media_types: Vec<String>,
    /// What people call the media type.
    pub(super) word: String,
    pub(super) content: ResponseBody,
}

impl Alternative {
    pub(super) fn nothing() -> Self {
        Self { media_types: Vec::new(), word: String::new(), content: ResponseBody::Empty }
    }

    /// The media types of bytes.
    pub(super) fn bytes(&self) -> Option<&[String]> {
        (self.content == ResponseBody::Bytes).then_some(self.media_types.as_slice())
    }
}

/// What an answer may hold, by media type.
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
        let name = if is_first { name.clone() } else { names::joined(name, names::variant_name(&one.word).unraw()) };
        alternatives.push(Alternative {
            media_types: one.names.iter().map(|&name| name.to_owned()).collect(),
            word: one.word.clone(),
            content: content(context, response, one, types, &name),
        });
    }
    alternatives
}

/// What an answer holds in one of its media types.
fn content(
    context: &mut Context<'_>,
    response: &Response,
    one: &Representation<'_>,
    types: &mut OperationTypes,
    name: &RustName,
) -> ResponseBody {
    match one.reading {
        Reading::Json => {
            let Some(schema) = one.media_type.schema.clone() else {
                return ResponseBody::Json { ty: Type::Json, default_if_empty: false };
            };
            let ty = schemas::for_operation(context, &schema, name, types, Direction::Response);
            context.note_media_type(one.media_type, &ty, Direction::Response);
            let words = || format!("What the service answers: {}", markdown::line(&response.description));
            types.describe(&ty, words);
            if schema.reference.is_none() {
                context.shared.describe(&ty, words);
            }
            let default_if_empty = may_be_empty(context, &ty, types);
            ResponseBody::Json { ty, default_if_empty }
        }
        Reading::Text => ResponseBody::Text,
        Reading::Bytes | Reading::Events | Reading::Lines | Reading::Sequence => ResponseBody::Bytes,
    }
}

/// Whether an empty answer can stand for the value: only where every member of the object may be absent.
fn may_be_empty(context: &Context<'_>, ty: &Type, own: &OperationTypes) -> bool {
    let definition = match ty {
        Type::Local(name) => own.get(name),
        Type::Shared(name) => context.shared.get(name),
        _ => None,
    };
    definition.is_some_and(|definition| match &definition.kind {
        TypeKind::Struct(structure) => structure.fields.iter().all(Field::is_optional),
        TypeKind::StringEnum(_) | TypeKind::Union(_) => false,
    })
}

/// One success stays plain; several become an enum, unless they all give the same.
pub(super) fn success(
    context: &mut Context<'_>,
    operation: &Operation,
    successes: Vec<Lowered>,
    types: &mut OperationTypes,
    name: &RustName,
) -> Success {
    if let Some(only) = the_same(&successes) {
        return if *only == ResponseBody::Empty { Success::Empty } else { Success::Single(only.clone()) };
    }
    if successes.is_empty() {
        return Success::Empty;
    }
    let answer = types.claim(context, names::joined(name, "Answer"), "its answers", &operation.key);
    let by_status = successes.len() > 1;
    let name = |status: StatusRange, word: Option<&str>| match word {
        Some(word) if by_status => format!("{} {word}", status_name(status)),
        Some(word) => word.to_owned(),
        None => status_name(status),
    };
    let variants = variants(successes, by_status, name).into_iter();
    let variants = variants.map(|(name, status, docs, one)| ResponseVariant {
        name,
        status,
        media_types: one.media_types,
        docs,
        body: one.content,
    });
    Success::OneOf(ResponseEnum { name: answer, variants: variants.collect() })
}

/// What all successes give, if they give the same and none is told apart by its media type.
fn the_same(successes: &[Lowered]) -> Option<&ResponseBody> {
    let mut contents = successes.iter().map(|success| match success.alternatives.as_slice() {
        [only] => Some(&only.content),
        _ => None,
    });
    let first = contents.next()??;
    contents.all(|other| other == Some(first)).then_some(first)
}

/// A variant for each answer and, where it has several, for each of its media types.
fn variants(
    answers: Vec<Lowered>,
    with_words: bool,
    spoken: impl Fn(StatusRange, Option<&str>) -> String,
) -> Vec<(RustName, StatusRange, Docs, Alternative)> {
    let mut scope = Scope::default();
    let mut variants = Vec::new();
    for answer in answers {
        let is_sole = answer.alternatives.len() <= 1;
        let alternatives =
            if answer.alternatives.is_empty() { vec![Alternative::nothing()] } else { answer.alternatives };
        for mut one in alternatives {
            let word = (!is_sole).then_some(one.word.as_str());
            let name = spoken(answer.status, word);
            let wire = one.media_types.first().unwrap_or(&name);
            let name = scope.distinct(names::variant_name(&name), wire);
            let docs = if is_sole { answer.docs.clone() } else { representation_docs(&answer.docs, &one, with_words) };
            if is_sole {
                one.media_types.clear();
            }
            variants.push((name, answer.status, docs, one));
        }
    }
    variants
}

fn representation_docs(answer: &Docs, one: &Alternative, with_words: bool) -> Docs {
    let names: Vec<String> = one.media_types.iter().map(|name| markdown::code(name)).collect();
    let line = format!("As {}.", names.join(" or "));
    let mut lines = Vec::new();
    if with_words && !answer.0.is_empty() {
        lines.extend(answer.0.iter().cloned());
        lines.push(String::new());
    }
    lines.push(line);
    Docs(lines)
}

/// The documented failures as an enum. Where none has a body, it would say no more than the status of an error does, and there
/// is none.
pub(super) fn error_variants(errors: Vec<Lowered>, name: &RustName) -> Option<ErrorEnum> {
    let spoken = |status: StatusRange, word: Option<&str>| {
        let status = match status {
            StatusRange::Exact(code) => format!("status {code}"),
            StatusRange::Range(digit) => format!("status {digit}xx"),
            StatusRange::Default => "other".to_owned(),
        };
        [status.as_str(), word.unwrap_or_default()].join(" ").trim_end().to_owned()
    };
    let variants = variants(errors, true, spoken).into_iter();
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
