//! Answers: what a success gives, and what the documented failures give.

use super::{
    Context, descriptions, examples, json, markdown,
    media::{self, Family},
    names,
    schemas::{self, Direction, OwnTypes},
};
use crate::{
    diagnostic::Code,
    model::{
        AnswerEnum, AnswerVariant, Content, Docs, ErrorVariant, ErrorVariants, Failure, Field, RustName, Shape,
        StatusRange, Success, Type,
    },
    openapi::{FailureRule, Located, Operation, Response, StatusKey},
};

/// What the answers of one operation come to.
pub(super) struct Answers {
    pub(super) success: Success,
    pub(super) failures: Vec<Failure>,
    pub(super) errors: Option<ErrorVariants>,
}

/// A documented answer, lowered.
struct Lowered {
    status: StatusRange,
    docs: Docs,
    content: Content,
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
    let documented = resolved(context, operation);
    let several = documented.iter().filter(|(status, _)| is_success(status.value)).count() > 1;
    for (status, response) in &documented {
        let range = range(status.value);
        let is_success = is_success(status.value);
        let ending = match range {
            _ if is_success && !several => "Response".to_owned(),
            StatusRange::Exact(code) if is_success => format!("Response{code}"),
            StatusRange::Range(digit) if is_success => format!("Response{digit}xx"),
            StatusRange::Exact(code) => format!("Error{code}"),
            StatusRange::Range(digit) => format!("Error{digit}xx"),
            StatusRange::Default => "ErrorDefault".to_owned(),
        };
        let content = content(context, response, types, &names::joined(name, &ending));
        let docs = Docs(markdown::lines(&response.description));
        let lowered = Lowered { status: range, docs, content };
        if is_success {
            failures.extend(response.failure_when.iter().map(failure_rule));
            successes.push(lowered);
        } else {
            check_no_failure_rule(context, response);
            errors.push(lowered);
        }
    }
    let success = success(context, operation, successes, types, name);
    Answers { success, failures, errors: error_variants(errors, name) }
}

/// The answers themselves, sorted by status: exact ones first, then ranges, then the rest.
fn resolved(context: &mut Context<'_>, operation: &Operation) -> Vec<(Located<StatusKey>, Response)> {
    let mut result = Vec::new();
    for (status, response) in &operation.responses {
        if let Some(response) = schemas::resolve(context, response) {
            result.push((status.clone(), response));
        }
    }
    result.sort_by_key(|(status, _)| range(status.value));
    result
}

fn range(status: StatusKey) -> StatusRange {
    match status {
        StatusKey::Exact(code) => StatusRange::Exact(code),
        StatusKey::Range(digit) => StatusRange::Range(digit),
        StatusKey::Default => StatusRange::Default,
    }
}

fn is_success(status: StatusKey) -> bool {
    match status {
        StatusKey::Exact(code) => (200..300).contains(&code),
        StatusKey::Range(digit) => digit == 2,
        StatusKey::Default => false,
    }
}

/// What an answer holds.
fn content(context: &mut Context<'_>, response: &Response, types: &mut OwnTypes, name: &RustName) -> Content {
    let Some((_, media_type, family)) = media::choose(context, &response.content) else {
        return Content::Nothing;
    };
    match family {
        Family::Json => {
            let Some(schema) = media_type.schema.clone() else {
                return Content::Json { ty: Type::Json, or_default: false };
            };
            let ty = schemas::for_operation(context, &schema, name, types, Direction::Received);
            context.note_media_type(media_type, &ty, Direction::Received);
            let words = || format!("What the service answers: {}", markdown::line(&response.description));
            types.describe(&ty, words);
            if schema.reference.is_none() {
                context.shared.describe(&ty, words);
            }
            let or_default = may_be_empty(context, &ty, types);
            Content::Json { ty, or_default }
        }
        Family::Text => Content::Text,
        Family::Bytes | Family::Form | Family::Multipart => Content::Bytes,
    }
}

/// Whether an empty answer can stand for the value: only where every member of the object may be absent.
fn may_be_empty(context: &Context<'_>, ty: &Type, own: &OwnTypes) -> bool {
    let definition = match ty {
        Type::Named(name) => own.get(name),
        Type::Shared(name) => context.shared.get(name),
        _ => None,
    };
    definition.is_some_and(|definition| match &definition.shape {
        Shape::Structure(structure) => structure.fields.iter().all(Field::is_optional),
        Shape::Enumeration(_) | Shape::Union(_) => false,
    })
}

/// One success stays plain; several become an enum, unless they all give the same.
fn success(
    context: &mut Context<'_>,
    operation: &Operation,
    mut successes: Vec<Lowered>,
    types: &mut OwnTypes,
    name: &RustName,
) -> Success {
    let Some(first) = successes.first() else { return Success::Nothing };
    if successes.iter().all(|success| success.content == first.content) {
        return match successes.swap_remove(0).content {
            Content::Nothing => Success::Nothing,
            content => Success::One(content),
        };
    }
    let answer = types.claim(context, names::joined(name, "Answer"), "its answers", &operation.key);
    let variants = successes.into_iter().map(|success| AnswerVariant {
        name: status_name(success.status),
        status: success.status,
        docs: success.docs,
        content: success.content,
    });
    Success::Several(AnswerEnum { name: answer, variants: variants.collect() })
}

/// The reason phrase of a status as a name (RFC 9110, section 15), or its number.
fn status_name(status: StatusRange) -> RustName {
    let phrase = match status {
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
    };
    names::variant_name(&phrase)
}

fn error_variants(errors: Vec<Lowered>, name: &RustName) -> Option<ErrorVariants> {
    let variants = errors.into_iter().map(|error| ErrorVariant {
        name: match error.status {
            StatusRange::Exact(code) => names::variant_name(&format!("status {code}")),
            StatusRange::Range(digit) => names::variant_name(&format!("status {digit}xx")),
            StatusRange::Default => names::variant_name("other"),
        },
        status: error.status,
        docs: error.docs,
        content: error.content,
    });
    let variants: Vec<ErrorVariant> = variants.collect();
    (!variants.is_empty()).then(|| ErrorVariants { name: names::joined(name, "Error"), variants })
}

fn check_no_failure_rule(context: &mut Context<'_>, response: &Response) {
    if let Some(rule) = response.failure_when.first() {
        let (FailureRule::Equals { pointer, .. } | FailureRule::Present { pointer }) = rule;
        let message = "`x-failure-when` belongs to a success status: this one is a failure anyway";
        context.diagnostics.error(Code::MalformedExtension, &pointer.at, message);
    }
}

fn failure_rule(rule: &FailureRule) -> Failure {
    match rule {
        FailureRule::Equals { pointer, value } => {
            Failure::Equals { pointer: pointer.value.clone(), value: value.clone() }
        }
        FailureRule::Present { pointer } => Failure::Present { pointer: pointer.value.clone() },
    }
}

/// The documented answers, their headers and their examples, as Markdown.
pub(super) fn in_words(context: &mut Context<'_>, operation: &Operation) -> Vec<String> {
    let mut list = Vec::new();
    let mut shown = Vec::new();
    for (status, response) in resolved(context, operation) {
        let status = match status.value {
            StatusKey::Exact(code) => code.to_string(),
            StatusKey::Range(digit) => format!("{digit}XX"),
            StatusKey::Default => "Any other".to_owned(),
        };
        list.push(format!("- {status}: {}", markdown::line(&response.description)));
        for (name, header) in &response.headers {
            let Some(header) = schemas::resolve(context, header) else { continue };
            list.push(format!("  - {}", descriptions::header(context, name, &header)));
        }
        for media_type in response.content.values() {
            // One example says enough; a whole catalogue belongs to the document.
            let Some((words, value)) = examples::first(context, media_type.example.as_ref(), &media_type.examples)
            else {
                continue;
            };
            let words = words.map(|words| format!(" ({})", markdown::line(&words))).unwrap_or_default();
            let block = markdown::json_block(&json::pretty(&value));
            if block.len() <= LONGEST_EXAMPLE {
                shown.extend([String::new(), format!("An answer with status {status}{words}:"), String::new()]);
                shown.extend(block);
            }
        }
    }
    if list.is_empty() {
        return list;
    }
    let heading = [String::new(), "# Answers".to_owned(), String::new()];
    heading.into_iter().chain(list).chain(shown).collect()
}

/// How many lines an example may have in the documentation.
const LONGEST_EXAMPLE: usize = 60;
