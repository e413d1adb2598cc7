//! Validation of security requirements: whether a request contains credentials, and whether its signature is valid.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{
    api::{Api, Location, MatchedOperation},
    http::{RawRequest, Rejection},
    huawei_signature::{Mismatch, Verifier},
    parameter_values::cookies,
    values::parse_pairs,
};

/// The key of a scheme with the path of the Rust type that authenticates requests.
const AUTHENTICATOR: &str = "x-authenticator";

/// The crate whose authenticators sign as [`Verifier`] verifies.
const SIGNING_CRATE: &str = "wireright_huaweicloud";

/// Precedes the canonical request in a message.
pub(crate) const CANONICAL_REQUEST_INTRO: &str = "; expected string to sign: ";

/// Checks a request against the security requirements of its operation.
///
/// Keys and tokens only have to be present. Signatures of Huawei Cloud are verified if there is a verifier. Those of
/// another authenticator only have to be present, as the scheme declares them.
pub(crate) fn check(
    api: &Api,
    matched: &MatchedOperation,
    request: &RawRequest,
    query: &str,
    verifier: Option<&Verifier>,
) -> Result<(), Rejection> {
    let alternatives = alternatives(api, matched);
    let mut problems = Vec::new();
    for alternative in &alternatives {
        let first_problem =
            alternative.iter().find_map(|(name, scheme)| problem(name, scheme, request, query, verifier));
        match first_problem {
            None => return Ok(()),
            Some(problem) => problems.push(problem),
        }
    }
    if alternatives.is_empty() { Ok(()) } else { Err(Rejection { problems, ..Rejection::new(401, "") }) }
}

/// The authenticators of the document whose signatures are not verified: the paths of their types, sorted.
pub(crate) fn unverified_authenticators(api: &Api) -> Vec<String> {
    let schemes = schemes(api);
    let locations = api.entries(&schemes).into_iter().filter_map(|(name, _)| api.resolved_value(&schemes.child(&name)));
    let paths = locations.filter_map(authenticator).filter(|path| !is_verifiable(path));
    paths.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The path of the authenticator of a scheme.
fn authenticator(scheme: &Json) -> Option<&str> {
    scheme.get(AUTHENTICATOR)?.as_str()
}

/// Whether an authenticator signs as [`Verifier`] verifies.
fn is_verifiable(path: &str) -> bool {
    path.trim_start_matches("::").split("::").next().is_some_and(|name| name.trim() == SIGNING_CRATE)
}

/// The location of the security schemes.
fn schemes(api: &Api) -> Location {
    entry(api).child("components").child("securitySchemes")
}

fn entry(api: &Api) -> Location {
    Location { file: api.entry.clone(), pointer: wireright_codegen::source::Pointer::root() }
}

/// Query keys of security schemes.
pub(crate) fn query_names(api: &Api, matched: &MatchedOperation) -> Vec<String> {
    let schemes = alternatives(api, matched).into_iter().flatten();
    let in_query = schemes.filter(|(_, scheme)| scheme.get("in").and_then(Json::as_str) == Some("query"));
    in_query.filter_map(|(_, scheme)| scheme.get("name")?.as_str().map(str::to_owned)).collect()
}

/// The security requirements, each with all of its schemes.
fn alternatives<'a>(api: &'a Api, matched: &MatchedOperation) -> Vec<Vec<(String, &'a Json)>> {
    let own = matched.operation.child("security");
    let security = if api.value(&own).is_some() { own } else { entry(api).child("security") };
    let schemes = schemes(api);
    let scheme = |name: String| api.resolved_value(&schemes.child(&name)).map(|scheme| (name, scheme));
    let names = |location: &Location| api.entries(location).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    api.items(&security).iter().map(|location| names(location).into_iter().filter_map(scheme).collect()).collect()
}

/// The problem of a scheme. `None` if the request satisfies it.
fn problem(
    name: &str,
    scheme: &Json,
    request: &RawRequest,
    query: &str,
    verifier: Option<&Verifier>,
) -> Option<String> {
    let text = |key: &str| scheme.get(key).and_then(Json::as_str).unwrap_or_default();
    let missing = |is_present: bool, part: String| (!is_present).then(|| format!("{name}: missing {part}"));
    if let Some(verifier) = verifier.filter(|_| authenticator(scheme).is_some_and(is_verifiable)) {
        return verifier.verify(request).err().map(|mismatch| format!("{name}: {}", explain(&mismatch)));
    }
    match (text("type"), text("in")) {
        ("apiKey", "header") => missing(request.header(text("name")).is_some(), format!("header `{}`", text("name"))),
        ("apiKey", "query") => {
            let is_present = parse_pairs(query).iter().any(|(key, _)| key == text("name"));
            missing(is_present, format!("query parameter `{}`", text("name")))
        }
        ("apiKey", _) => {
            let is_present = cookies(request).iter().any(|(key, _)| key == text("name"));
            missing(is_present, format!("cookie `{}`", text("name")))
        }
        ("http", _) => authorization(name, text("scheme"), request),
        ("oauth2" | "openIdConnect", _) => authorization(name, "Bearer", request),
        _ => None,
    }
}

fn authorization(name: &str, scheme: &str, request: &RawRequest) -> Option<String> {
    let value = request.header("authorization").unwrap_or_default();
    let has_scheme = value.split_once(' ').is_some_and(|(first, _)| first.eq_ignore_ascii_case(scheme));
    (!has_scheme).then(|| format!("{name}: missing `Authorization: {scheme} …`"))
}

/// The problem of a signature with the canonical request, but without the expected signature: with it, a caller could
/// get any request signed.
fn explain(mismatch: &Mismatch) -> String {
    match mismatch {
        Mismatch::Signature { canonical_request, string_to_sign, .. } => {
            let without_tokens = canonical_request.lines().map(|line| match line.split_once(':') {
                Some((header @ ("x-auth-token" | "x-security-token" | "authorization"), _)) => format!("{header}:***"),
                _ => line.to_owned(),
            });
            let canonical_request = without_tokens.collect::<Vec<_>>().join("\n");
            format!(
                "the signature does not match the request or the key{CANONICAL_REQUEST_INTRO}{string_to_sign:?} of \
                 {canonical_request:?}"
            )
        }
        Mismatch::Malformed(_) => "malformed Authorization header".to_owned(),
        other => other.to_string(),
    }
}
