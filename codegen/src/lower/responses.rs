//! Answers: what a success gives, and what the documented failures give.

use super::{
    Context, headers, markdown, names,
    names::Scope,
    representations::{self, Reading, Representation},
    schemas::{self, Direction, OwnTypes},
    streams,
};
use crate::{
    diagnostic::Code,
    model::{
        Docs, ErrorEnum, ErrorVariant, FailureRule, Field, ResponseBody, ResponseEnum, ResponseHeaders,
        ResponseVariant, RustName, StatusRange, StreamMethod, Success, Type, TypeKind,
    },
    openapi::{self, Spanned, Operation, Response, StatusKey},
};

/// What the answers of one operation come to.
pub(super) struct Answers {
    pub(super) success: Success,
    pub(super) accept: Option<String>,
    pub(super) streams: Vec<StreamMethod>,
    pub(super) failures: Vec<FailureRule>,
    pub(super) headers: Option<ResponseHeaders>,
    pub(super) errors: Option<ErrorEnum>,
}

/// A documented answer, lowered.
struct Lowered {
    status: StatusRange,
    docs: Docs,
    /// What it may hold, told apart by the media type.
    alternatives: Vec<Alternative>,
}

/// One of the things that an answer may hold.
struct Alternative {
    media_types: Vec<String>,
    /// What people call the media type.
    word: String,
    content: ResponseBody,
}

/// Lowers the answers of an operation. Their shapes go to `types`.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    types: &mut OwnTypes,
    name: &RustName,
) -> Answers {
    let mut failures = Vec::new();
    let mut successes: Vec<Lowered> = Vec::new();
    let mut errors: Vec<Lowered> = Vec::new();
    let mut streams = streams::Streams::default();
    // Whether a service has to be told which of its media types are not wanted.
    let mut is_left_out = false;
    let documented = resolved(context, operation);
    let several = documented.iter().filter(|(status, _)| is_success(status.value)).count() > 1;
    for (status, response) in &documented {
        let range = range(status.value);
        let is_success = is_success(status.value);
        let ending = match range {
            _ if is_success && !several => "Response".to_owned(),
            StatusRange::Exact(code) if is_success => format!("Response{code}"),
            StatusRange::Range(digit) if is_success => format!("Response{digit}xx"),
            failure => ending(failure),
        };
        let mut representations = representations::of(context, &response.content);
        let is_empty = representations.is_empty();
        if is_success {
            is_left_out |= representations.iter().map(|one| one.names.len()).sum::<usize>() < response.content.len();
            let parts = representations.extract_if(.., |one| one.reading.is_streamed());
            for part in parts.collect::<Vec<_>>() {
                streams.add(context, &part, types, name);
            }
        }
        let alternatives = alternatives(context, response, &representations, types, &names::joined(name, &ending));
        let docs = Docs(markdown::lines(&response.description));
        if !is_success {
            check_no_failure_rule(context, response);
            errors.push(Lowered { status: range, docs, alternatives });
            continue;
        }
        failures.extend(response.error_conditions.iter().map(failure_rule));
        // What arrives part by part is no answer of those that are whole.
        if is_empty || !alternatives.is_empty() {
            let alternatives = if is_empty { vec![Alternative::nothing()] } else { alternatives };
            successes.push(Lowered { status: range, docs, alternatives });
        }
    }
    let whole = successes.iter().flat_map(|success| &success.alternatives);
    let is_told_apart = successes.iter().any(|success| success.alternatives.len() > 1) || !streams.is_empty();
    streams.add_bytes(whole.clone().filter_map(Alternative::bytes), is_told_apart);
    let names = whole.clone().flat_map(|one| one.media_types.iter().map(String::as_str));
    let accept = representations::accept(names).filter(|_| is_told_apart || is_left_out);
    let is_empty = whole.clone().all(|one| one.content == ResponseBody::Empty);
    let alone = if is_empty { streams.take_first() } else { None };
    let (success, accept) = match alone {
        Some(first) => (Success::Stream(first.items), first.accept),
        None => (success(context, operation, successes, types, name), accept),
    };
    let streams = streams.finish();
    let answered: Vec<&Response> =
        documented.iter().filter(|(status, _)| is_success(status.value)).map(|(_, response)| response).collect();
    let headers = headers::lower(context, operation, &answered, types, name);
    Answers { success, accept, streams, failures, headers, errors: error_variants(errors, name) }
}

impl Alternative {
    fn nothing() -> Self {
        Self { media_types: Vec::new(), word: String::new(), content: ResponseBody::Empty }
    }

    /// The media types of bytes.
    fn bytes(&self) -> Option<&[String]> {
        (self.content == ResponseBody::Bytes).then_some(self.media_types.as_slice())
    }
}

/// The answers themselves, sorted by status: exact ones first, then ranges, then the rest.
pub(super) fn resolved(context: &mut Context<'_>, operation: &Operation) -> Vec<(Spanned<StatusKey>, Response)> {
    let mut result = Vec::new();
    for (status, response) in &operation.responses {
        if let Some(response) = schemas::resolve(context, response) {
            result.push((status.clone(), response));
        }
    }
    result.sort_by_key(|(status, _)| range(status.value));
    result
}

/// What the name of something of a failure ends with.
pub(super) fn ending(status: StatusRange) -> String {
    match status {
        StatusRange::Exact(code) => format!("Error{code}"),
        StatusRange::Range(digit) => format!("Error{digit}xx"),
        StatusRange::Default => "ErrorDefault".to_owned(),
    }
}

pub(super) fn range(status: StatusKey) -> StatusRange {
    match status {
        StatusKey::Exact(code) => StatusRange::Exact(code),
        StatusKey::Range(digit) => StatusRange::Range(digit),
        StatusKey::Default => StatusRange::Default,
    }
}

pub(super) fn is_success(status: StatusKey) -> bool {
    match status {
        StatusKey::Exact(code) => (200..300).contains(&code),
        StatusKey::Range(digit) => digit == 2,
        StatusKey::Default => false,
    }
}

/// What an answer may hold, by media type.
fn alternatives(
    context: &mut Context<'_>,
    response: &Response,
    representations: &[Representation<'_>],
    types: &mut OwnTypes,
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
    types: &mut OwnTypes,
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
fn may_be_empty(context: &Context<'_>, ty: &Type, own: &OwnTypes) -> bool {
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
fn success(
    context: &mut Context<'_>,
    operation: &Operation,
    successes: Vec<Lowered>,
    types: &mut OwnTypes,
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

/// The reason phrase of a status as a name (RFC 9110, section 15), or its number.
fn status_name(status: StatusRange) -> String {
    match status {
        StatusRange::Exact(200) => "Ok".to_owned(),
        StatusRange::Exact(201) => "Created".to_owned(),
        StatusRange::Exact(202) => "Accepted".to_owned(),
        StatusRange::Exact(203) => "NonAuthoritative".to_owned(),
        StatusRange::Exact(204) => "NoContent".to_owned(),
        StatusRange::Exact(205) => "ResetContent".to_owned(),
        StatusRange::Exact(206) => "PartialContent".to_owned(),
        StatusRange::Exact(207) => "MultiStatus".to_owned(),
        StatusRange::Exact(code) => format!("Status{code}"),
        StatusRange::Range(digit) => format!("Status{digit}xx"),
        StatusRange::Default => "Other".to_owned(),
    }
}

/// The documented failures as an enum. Where none has a body, it would say no more than the status of an error does, and there
/// is none.
fn error_variants(errors: Vec<Lowered>, name: &RustName) -> Option<ErrorEnum> {
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

fn check_no_failure_rule(context: &mut Context<'_>, response: &Response) {
    if let Some(rule) = response.error_conditions.first() {
        let (openapi::ErrorCondition::Equals { pointer, .. } | openapi::ErrorCondition::Present { pointer }) = rule;
        let message = "`x-error-conditions` belongs to a success status: this one is a failure anyway";
        context.diagnostics.error(Code::MalformedExtension, &pointer.at, message);
    }
}

fn failure_rule(rule: &openapi::ErrorCondition) -> FailureRule {
    match rule {
        openapi::ErrorCondition::Equals { pointer, value } => {
            FailureRule::Equals { pointer: pointer.value.clone(), value: value.clone() }
        }
        openapi::ErrorCondition::Present { pointer } => FailureRule::Present { pointer: pointer.value.clone() },
    }
}
