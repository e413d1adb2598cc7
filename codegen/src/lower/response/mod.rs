//! Responses: the value of a success, the documented failures, and their headers.
//!
//! - `status`: the responses of an operation by status
//! - `representation`: the media types of a response
//! - `content`: bodies of responses, and enums of several
//! - `streams`: responses that are read as they arrive
//! - `event_data`: the data of server-sent events
//! - `headers`: headers as fields of a struct
//! - `error_headers`: the headers of failures
//! - `shared`: error responses and headers that several operations document alike
//! - `docs`: the responses in the documentation of an operation

mod content;
pub(super) mod docs;
pub(super) mod error_headers;
mod event_data;
mod headers;
mod representation;
pub(super) mod shared;
mod status;
mod streams;

use self::{
    content::{Alternative, LoweredResponse, alternatives, error_variants, success},
    status::{is_failure, is_success, range, resolved_responses, type_suffix, without_content},
};
use super::{Context, docs::markdown, names, schemas::OperationTypes};
use crate::{
    diagnostic::Code,
    model::{
        Docs, ErrorEnum, FailureRule, ResponseBody, ResponseHeaders, RustName, StatusRange, StreamMethod, Success,
    },
    openapi::{self, Operation, Response, Spanned, StatusKey},
};

/// The responses of one operation.
pub(super) struct LoweredResponses {
    pub(super) success: Success,
    pub(super) accept: Option<String>,
    pub(super) streams: Vec<StreamMethod>,
    pub(super) failures: Vec<FailureRule>,
    pub(super) headers: Option<ResponseHeaders>,
    pub(super) errors: Option<ErrorEnum>,
}

/// Lowers the responses of an operation. Their types are added to `types`.
pub(super) fn lower(
    context: &mut Context<'_>,
    method: &str,
    operation: &Operation,
    types: &mut OperationTypes,
    name: &RustName,
) -> LoweredResponses {
    let mut documented = resolved_responses(context, operation);
    remove_invalid_content(context, method, &mut documented);
    let several = documented.iter().filter(|(status, _)| is_success(operation, status.value)).count() > 1;
    let mut lowering = ResponseLowering::new(operation, several);
    for (status, response) in &documented {
        lowering.add(context, status, response, types, name);
    }
    let ResponseLowering { mut successes, errors, failures, mut streams, is_omitted, .. } = lowering;
    add_statuses_without_content(&mut successes);
    let alternatives = successes.iter().flat_map(|success| &success.alternatives);
    let is_distinguished = successes.iter().any(|success| success.alternatives.len() > 1) || !streams.is_empty();
    streams.add_bytes(alternatives.clone().filter_map(Alternative::bytes), is_distinguished);
    let names = alternatives.clone().flat_map(|one| one.media_types.iter().map(String::as_str));
    let accept = representation::accept(names).filter(|accept| is_distinguished || is_omitted || accept != "*/*");
    let is_empty = alternatives.clone().all(|one| one.content == ResponseBody::Empty);
    let alone = if is_empty { streams.take_first() } else { None };
    let (success, accept) = match alone {
        Some(first) => (Success::Stream(first.items), first.accept),
        None => (success(context, operation, successes, types, name), accept),
    };
    let streams = streams.finish();
    let success_responses: Vec<&Response> = documented
        .iter()
        .filter(|(status, _)| is_success(operation, status.value))
        .map(|(_, response)| response)
        .collect();
    let headers = headers::lower(context, operation, &success_responses, types, name);
    LoweredResponses { success, accept, streams, failures, headers, errors: error_variants(context, errors, name) }
}

/// The responses of an operation while they are lowered.
struct ResponseLowering<'o> {
    operation: &'o Operation,
    has_several_successes: bool,
    successes: Vec<LoweredResponse>,
    errors: Vec<LoweredResponse>,
    failures: Vec<FailureRule>,
    streams: streams::Streams,
    /// Whether the request must exclude some of the documented media types.
    is_omitted: bool,
}

impl<'o> ResponseLowering<'o> {
    fn new(operation: &'o Operation, has_several_successes: bool) -> Self {
        Self {
            operation,
            has_several_successes,
            successes: Vec::new(),
            errors: Vec::new(),
            failures: Vec::new(),
            streams: streams::Streams::default(),
            is_omitted: false,
        }
    }

    fn add(
        &mut self,
        context: &mut Context<'_>,
        status: &Spanned<StatusKey>,
        response: &Response,
        types: &mut OperationTypes,
        name: &RustName,
    ) {
        let range = range(status.value);
        let is_success = is_success(self.operation, status.value);
        let mut representations = representation::representations(context, &response.content);
        let is_empty = representations.is_empty();
        if is_success {
            self.is_omitted |=
                representations.iter().map(|one| one.names.len()).sum::<usize>() < response.content.len();
            let parts = representations.extract_if(.., |one| one.format.is_streamed());
            for part in parts.collect::<Vec<_>>() {
                self.streams.add(context, &part, types, name);
            }
        }
        let ending = match range {
            _ if is_success && !self.has_several_successes => "Response".to_owned(),
            StatusRange::Exact(code) if is_success => format!("Response{code}"),
            StatusRange::Range(digit) if is_success => format!("Response{digit}xx"),
            failure => type_suffix(failure),
        };
        let alternatives = alternatives(context, response, &representations, types, &names::joined(name, &ending));
        let (at, docs) = (status.at.clone(), Docs(markdown::lines(&response.description)));
        if is_failure(status.value) || !is_success {
            check_no_failure_rule(context, response);
            let (at, docs, alternatives) = (at.clone(), docs.clone(), alternatives.clone());
            self.errors.push(LoweredResponse { at, status: range, docs, alternatives });
        }
        if !is_success {
            return;
        }
        self.failures.extend(response.error_conditions.iter().map(failure_rule));
        // A streamed representation is none of the alternatives.
        if is_empty || !alternatives.is_empty() {
            let alternatives = if is_empty { vec![Alternative::nothing()] } else { alternatives };
            self.successes.push(LoweredResponse { at, status: range, docs, alternatives });
        }
    }
}

/// Removes content that HTTP does not allow, and reports it.
fn remove_invalid_content(context: &mut Context<'_>, method: &str, documented: &mut [(Spanned<StatusKey>, Response)]) {
    for (status, response) in documented {
        let Some(reason) = without_content(method, status.value) else { continue };
        if let Some((_, media_type)) = response.content.first() {
            let message = format!("unused content: {reason}");
            let problem = context.diagnostics.report(Code::MediaTypeOmitted, &media_type.key, message);
            problem.help("remove `content`; the client reads status and headers");
        }
        response.content.clear();
    }
}

/// Adds the statuses of a range, or of `default`, that have no content, unless the document describes them.
fn add_statuses_without_content(successes: &mut Vec<LoweredResponse>) {
    let needs_content = |one: &LoweredResponse| {
        let is_json = |one: &Alternative| matches!(one.content, ResponseBody::Json { default_if_empty: false, .. });
        matches!(one.status, StatusRange::Range(2) | StatusRange::Default) && one.alternatives.iter().any(is_json)
    };
    let Some(at) = successes.iter().find(|one| needs_content(one)).map(|one| one.at.clone()) else { return };
    for status in [204, 205].map(StatusRange::Exact) {
        if successes.iter().all(|one| one.status != status) {
            let (docs, alternatives) = (Docs::default(), vec![Alternative::nothing()]);
            successes.push(LoweredResponse { at: at.clone(), status, docs, alternatives });
        }
    }
    successes.sort_by_key(|one| one.status);
}

fn check_no_failure_rule(context: &mut Context<'_>, response: &Response) {
    if let Some(rule) = response.error_conditions.first() {
        let (openapi::ErrorCondition::Equals { pointer, .. } | openapi::ErrorCondition::Present { pointer }) = rule;
        let message = "misplaced `x-error-conditions`: it applies to success statuses only";
        context.diagnostics.report(Code::MalformedExtension, &pointer.at, message);
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
