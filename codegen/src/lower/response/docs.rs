//! The responses in the documentation of an operation.

use std::collections::BTreeMap;

use super::{
    headers,
    status::{is_success, range, resolved_responses},
};
use crate::{
    lower::{
        Context,
        docs::{call_example, json, markdown},
    },
    model::{ResponseHeaders, StatusRange},
    openapi::{Operation, StatusKey},
};

/// The documented responses, their headers and their examples, as Markdown.
pub(in crate::lower) fn section(
    context: &mut Context<'_>,
    operation: &Operation,
    headers: Option<&ResponseHeaders>,
    error_headers: &BTreeMap<StatusRange, String>,
) -> Vec<String> {
    let mut list = Vec::new();
    let mut examples = Vec::new();
    for (status, response) in resolved_responses(context, operation) {
        let headers = if is_success(operation, status.value) {
            headers.filter(|_| headers::has_headers(&response)).map(|headers| format!("[`{}`]", headers.name))
        } else {
            error_headers.get(&range(status.value)).cloned()
        };
        let status = match status.value {
            StatusKey::Exact(code) => code.to_string(),
            StatusKey::Range(digit) => format!("{digit}XX"),
            StatusKey::Default => "Default".to_owned(),
        };
        list.extend(markdown::list_item(&status, &response.description));
        list.extend(headers.map(|link| format!("  - Headers: {link}")));
        for media_type in response.content.values() {
            // One example is enough; a whole list belongs to the document.
            let Some((summary, value)) =
                call_example::first_example(context, media_type.example.as_ref(), &media_type.examples)
            else {
                continue;
            };
            let summary = summary.map(|summary| format!(" ({})", markdown::line(&summary))).unwrap_or_default();
            let block = markdown::json_block(&json::pretty(&value));
            if block.len() <= MAX_EXAMPLE_LINES {
                examples.extend([String::new(), format!("Example of status {status}{summary}:"), String::new()]);
                examples.extend(block);
            }
        }
    }
    if list.is_empty() {
        return list;
    }
    let heading = [String::new(), "# Responses".to_owned(), String::new()];
    heading.into_iter().chain(list).chain(examples).collect()
}

/// The most lines of an example in the documentation.
const MAX_EXAMPLE_LINES: usize = 60;
