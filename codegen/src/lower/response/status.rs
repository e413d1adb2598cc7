//! The documented responses of an operation, by status.

use crate::{
    lower::{Context, effective},
    model::StatusRange,
    openapi::{Operation, Response, Spanned, StatusKey},
};

/// The responses, with references followed, sorted by status: exact ones, then ranges, then the default.
pub(super) fn resolved_responses(
    context: &mut Context<'_>,
    operation: &Operation,
) -> Vec<(Spanned<StatusKey>, Response)> {
    let mut result = Vec::new();
    for (status, response) in &operation.responses {
        if let Some(response) = effective::object(context, response) {
            result.push((status.clone(), response));
        }
    }
    result.sort_by_key(|(status, _)| range(status.value));
    result
}

pub(super) fn range(status: StatusKey) -> StatusRange {
    match status {
        StatusKey::Exact(code) => StatusRange::Exact(code),
        StatusKey::Range(digit) => StatusRange::Range(digit),
        StatusKey::Default => StatusRange::Default,
    }
}

/// Whether a response describes a success. `default` does if the document declares no success and no redirection: it
/// "can be used as a default response object for all HTTP codes that are not covered individually" (OpenAPI 3.0.3,
/// "Responses Object").
pub(super) fn is_success(operation: &Operation, status: StatusKey) -> bool {
    match status {
        StatusKey::Exact(code) => (200..300).contains(&code),
        StatusKey::Range(digit) => digit == 2,
        StatusKey::Default => operation.responses.iter().all(|(status, _)| is_failure(status.value)),
    }
}

/// Whether a response describes a failure. `default` describes all failures without a response of their own.
pub(super) fn is_failure(status: StatusKey) -> bool {
    match status {
        StatusKey::Exact(code) => code >= 400,
        StatusKey::Range(digit) => digit >= 4,
        StatusKey::Default => true,
    }
}

/// The reason why a response has no content, whatever the document says.
pub(super) fn without_content(method: &str, status: StatusKey) -> Option<&'static str> {
    match status {
        _ if method == "HEAD" => Some("a response to HEAD has no content (RFC 9110, section 9.3.2)"),
        StatusKey::Exact(100..200) | StatusKey::Range(1) => {
            Some("an interim response has no content (RFC 9110, section 15.2)")
        }
        StatusKey::Exact(204) => Some("a response with status 204 has no content (RFC 9110, section 15.3.5)"),
        StatusKey::Exact(205) => Some("a response with status 205 has no content (RFC 9110, section 15.3.6)"),
        StatusKey::Exact(304) => Some("a response with status 304 has no content (RFC 9110, section 15.4.5)"),
        _ => None,
    }
}

/// The suffix of a type that belongs to a failure.
pub(super) fn type_suffix(status: StatusRange) -> String {
    match status {
        StatusRange::Exact(code) => format!("Error{code}"),
        StatusRange::Range(digit) => format!("Error{digit}xx"),
        StatusRange::Default => "ErrorDefault".to_owned(),
    }
}

/// The reason phrase of a status as a name (RFC 9110, section 15), or its number.
pub(super) fn status_name(status: StatusRange) -> String {
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
