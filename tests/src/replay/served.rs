//! What the loopback server plays for a case of `responses.json`.

use super::NotPlayed;
use crate::{
    server::Answer,
    vectors::{Header, Served, Text},
};

/// Longer than the header line that the official SDK gives up at.
const HUGE_HEADER: usize = 100_000;

/// The answers to the first request and to those after it.
pub(super) fn answers(served: &Served) -> Result<Vec<Answer>, NotPlayed> {
    if let Some(raw) = &served.raw {
        return behaviour(raw)
            .map(|answer| vec![answer])
            .ok_or_else(|| NotPlayed::unsupported(format!("a server that does {raw:?}")));
    }
    let first = served.status.map(|status| answer(status, &served.headers, served.body.as_ref()));
    let others = served.then.iter().map(|(status, headers, body)| answer(*status, headers, body.as_ref()));
    Ok(first.into_iter().chain(others).collect())
}

fn answer(status: u16, headers: &[Header], body: Option<&Text>) -> Answer {
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>();
    Answer::with(status, &headers, body.map(Text::expand).unwrap_or_default())
}

fn behaviour(raw: &str) -> Option<Answer> {
    Some(match raw {
        "sleep" => Answer::silence(),
        "close" => Answer::close(),
        "garbage" => Answer::garbage(),
        "short" => Answer::short_body(200),
        "short500" => Answer::short_body(500),
        "chunked" => Answer::chunked(&[], &[br#"{"code""#, br#":"1"}"#]),
        "chunkcut" => Answer::cut_chunk(),
        "bighdr" => Answer::huge_header(HUGE_HEADER),
        // The server stands for the proxy.
        _ => return raw.strip_prefix("proxy").and_then(|status| status.parse().ok()).map(Answer::status),
    })
}
