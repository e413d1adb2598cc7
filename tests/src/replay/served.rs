//! Responses of the loopback server for a case of `responses.json`.

use super::SkipReason;
use crate::{
    server::ScriptedResponse,
    vectors::{Header, ServedResponse, Text},
};

/// Longer than the header line limit of the official SDK.
const HUGE_HEADER: usize = 100_000;

/// The responses to the first request and to later requests.
pub(super) fn responses(served: &ServedResponse) -> Result<Vec<ScriptedResponse>, SkipReason> {
    if let Some(raw) = &served.raw {
        return parse_behaviour(raw)
            .map(|response| vec![response])
            .ok_or_else(|| SkipReason::unsupported(format!("a server that does {raw:?}")));
    }
    let first = served.status.map(|status| response(status, &served.headers, served.body.as_ref()));
    let others = served.then.iter().map(|(status, headers, body)| response(*status, headers, body.as_ref()));
    Ok(first.into_iter().chain(others).collect())
}

fn response(status: u16, headers: &[Header], body: Option<&Text>) -> ScriptedResponse {
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>();
    ScriptedResponse::with(status, &headers, body.map(Text::expand).unwrap_or_default())
}

fn parse_behaviour(raw: &str) -> Option<ScriptedResponse> {
    Some(match raw {
        "sleep" => ScriptedResponse::silence(),
        "close" => ScriptedResponse::close(),
        "garbage" => ScriptedResponse::garbage(),
        "short" => ScriptedResponse::short_body(200),
        "short500" => ScriptedResponse::short_body(500),
        "chunked" => ScriptedResponse::chunked(&[], &[br#"{"code""#, br#":"1"}"#]),
        "chunkcut" => ScriptedResponse::cut_chunk(),
        "bighdr" => ScriptedResponse::huge_header(HUGE_HEADER),
        // The server is the proxy.
        _ => return raw.strip_prefix("proxy").and_then(|status| status.parse().ok()).map(ScriptedResponse::status),
    })
}
