//! Whether a request proves who asks, in one of the ways that its operation allows.

use serde_json::Value as Json;

use crate::{
    api::{Api, Call, Node},
    parameters::cookies,
    refusal::Refusal,
    text::pairs,
    verifier::{Mismatch, Verifier},
    wire::RawRequest,
};

/// The vendor's key of a scheme whose header is a signature of the request.
const SIGNATURE: &str = "x-signature";

/// Refuses a request that fits none of the alternatives. Of keys and tokens it is looked whether they are there; signatures are checked
/// by `verifier`, if there is one.
pub(crate) fn check(
    api: &Api,
    call: &Call,
    request: &RawRequest,
    query: &str,
    verifier: Option<&Verifier>,
) -> Result<(), Refusal> {
    let alternatives = alternatives(api, call);
    let mut problems = Vec::new();
    for alternative in &alternatives {
        let all = alternative.iter().find_map(|(name, scheme)| problem(name, scheme, request, query, verifier));
        match all {
            None => return Ok(()),
            Some(problem) => problems.push(problem),
        }
    }
    if alternatives.is_empty() { Ok(()) } else { Err(Refusal { problems, ..Refusal::new(401, "") }) }
}

/// Names in the query that schemes use.
pub(crate) fn query_names(api: &Api, call: &Call) -> Vec<String> {
    let schemes = alternatives(api, call).into_iter().flatten();
    let in_query = schemes.filter(|(_, scheme)| scheme.get("in").and_then(Json::as_str) == Some("query"));
    in_query.filter_map(|(_, scheme)| scheme.get("name")?.as_str().map(str::to_owned)).collect()
}

/// The alternatives, each with the schemes that it needs together.
fn alternatives<'a>(api: &'a Api, call: &Call) -> Vec<Vec<(String, &'a Json)>> {
    let entry = Node { file: api.entry.clone(), pointer: wireright_codegen::source::Pointer::root() };
    let own = call.operation.child("security");
    let security = if api.value(&own).is_some() { own } else { entry.child("security") };
    let schemes = entry.child("components").child("securitySchemes");
    let scheme = |name: String| api.resolved_value(&schemes.child(&name)).map(|scheme| (name, scheme));
    let names = |node: &Node| api.entries(node).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    api.items(&security).iter().map(|node| names(node).into_iter().filter_map(scheme).collect()).collect()
}

/// Why a scheme is not satisfied.
fn problem(
    name: &str,
    scheme: &Json,
    request: &RawRequest,
    query: &str,
    verifier: Option<&Verifier>,
) -> Option<String> {
    let text = |key: &str| scheme.get(key).and_then(Json::as_str).unwrap_or_default();
    let unless = |is_there: bool, what: String| (!is_there).then(|| format!("{name}: {what} is not there"));
    if let Some(verifier) = verifier.filter(|_| scheme.get(SIGNATURE).is_some()) {
        return verifier.verify(request).err().map(|mismatch| format!("{name}: {}", words(&mismatch)));
    }
    match (text("type"), text("in")) {
        ("apiKey", "header") => unless(request.header(text("name")).is_some(), format!("the header {}", text("name"))),
        ("apiKey", "query") => {
            let is_there = pairs(query).iter().any(|(given, _)| given == text("name"));
            unless(is_there, format!("`{}` of the query", text("name")))
        }
        ("apiKey", _) => {
            let is_there = cookies(request).iter().any(|(given, _)| given == text("name"));
            unless(is_there, format!("the cookie {}", text("name")))
        }
        ("http", _) => authorization(name, text("scheme"), request),
        ("oauth2" | "openIdConnect", _) => authorization(name, "Bearer", request),
        _ => None,
    }
}

fn authorization(name: &str, scheme: &str, request: &RawRequest) -> Option<String> {
    let given = request.header("authorization").unwrap_or_default();
    let is_of = given.split_once(' ').is_some_and(|(first, _)| first.eq_ignore_ascii_case(scheme));
    (!is_of).then(|| format!("{name}: there is no `Authorization: {scheme} …`"))
}

/// What the caller can mend the signature with. What it should be is not told: whoever asked could have anything signed.
fn words(mismatch: &Mismatch) -> String {
    match mismatch {
        Mismatch::Signature { canonical_request, string_to_sign, .. } => {
            let without_tokens = canonical_request.lines().map(|line| match line.split_once(':') {
                Some((header @ ("x-auth-token" | "x-security-token" | "authorization"), _)) => format!("{header}:***"),
                _ => line.to_owned(),
            });
            let canonical_request = without_tokens.collect::<Vec<_>>().join("\n");
            format!(
                "the signature is that of another request or key; signed should be {string_to_sign:?} of {canonical_request:?}"
            )
        }
        Mismatch::Malformed(_) => "the Authorization header has another form than that of a signature".to_owned(),
        other => other.to_string(),
    }
}
