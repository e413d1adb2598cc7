//! What the documentation of an operation says of its answers.

use super::{Context, descriptions, examples, headers, json, markdown, responses, schemas};
use crate::{
    model::AnswerHeaders,
    openapi::{Operation, Response, StatusKey},
};

/// The documented answers, their headers and their examples, as Markdown.
pub(super) fn in_words(
    context: &mut Context<'_>,
    operation: &Operation,
    headers: Option<&AnswerHeaders>,
) -> Vec<String> {
    let mut list = Vec::new();
    let mut shown = Vec::new();
    for (status, response) in responses::resolved(context, operation) {
        let headers = headers.filter(|_| responses::is_success(status.value));
        let status = match status.value {
            StatusKey::Exact(code) => code.to_string(),
            StatusKey::Range(digit) => format!("{digit}XX"),
            StatusKey::Default => "Any other".to_owned(),
        };
        list.push(format!("- {status}: {}", markdown::line(&response.description)));
        list.extend(headers_in_words(context, &response, headers));
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

/// The headers of an answer. Those of a success are described where they are read.
fn headers_in_words(context: &mut Context<'_>, response: &Response, own: Option<&AnswerHeaders>) -> Vec<String> {
    let named: Vec<_> = response.headers.iter().filter(|(name, _)| !headers::is_ignored(name)).collect();
    match own {
        Some(own) if !named.is_empty() => vec![format!("  - Headers: [`{}`]", own.name)],
        _ => named
            .into_iter()
            .filter_map(|(name, header)| Some((name, schemas::resolve(context, header)?)))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|(name, header)| format!("  - {}", descriptions::header(context, name, &header)))
            .collect(),
    }
}
