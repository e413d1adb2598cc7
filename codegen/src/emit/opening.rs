//! The example that opens a service: how its client is built, a call, and what becomes of a failure.

use quote::quote;

use super::request;
use crate::model::{BuilderSetting, Crate, CredentialSetting, Operation, QuickStart, SecurityKind, Service, Success};

/// The lines of the example, as a section of documentation; none where there is no operation.
pub(super) fn lines(krate: &Crate, service: &Service) -> Vec<String> {
    let Some((opening, operation)) = shown(service) else { return Vec::new() };
    let mut lines = vec!["# Example".to_owned(), String::new(), fence(krate).to_owned()];
    lines.extend(imports(krate, service, opening, operation));
    lines.push(String::new());
    let given = request::given(krate, service, operation).join(", ");
    lines.push(format!("async fn example({given}) -> Result<(), Box<dyn std::error::Error>> {{"));
    lines.extend(builder(opening, operation).into_iter().chain(call(operation)).map(indented));
    lines.extend(["}", "```"].map(str::to_owned));
    lines
}

/// The example, and the operation that it calls.
pub(super) fn shown(service: &Service) -> Option<(&QuickStart, &Operation)> {
    let opening = service.quick_start.as_ref()?;
    Some((opening, service.operations.get(opening.operation)?))
}

/// Compiled as a doc test, but for a module: only who writes the crate around it knows whether it can be seen from outside.
fn fence(krate: &Crate) -> &'static str {
    if krate.parent_modules.is_empty() { "```no_run" } else { "```ignore" }
}

fn imports(krate: &Crate, service: &Service, opening: &QuickStart, operation: &Operation) -> Vec<String> {
    let root = request::root(krate);
    let keys = opening.settings.iter().filter_map(|setting| match setting {
        BuilderSetting::Credential(key) => Some(&key.kind),
        _ => None,
    });
    let keys: Vec<&SecurityKind> = keys.collect();
    let mut lines = Vec::new();
    if keys.iter().any(|kind| matches!(kind, SecurityKind::Signature(_))) {
        lines.push(format!("use {root}::Credentials;"));
    }
    let mut names = vec!["Client".to_owned()];
    let has_region = opening.settings.iter().any(|setting| matches!(setting, BuilderSetting::Region(_)));
    names.extend(has_region.then(|| "Region".to_owned()));
    names.extend(operation.errors.as_ref().map(|errors| format!("{}::{}", operation.module, errors.name)));
    let names = if names.len() == 1 { names.concat() } else { format!("{{{}}}", names.join(", ")) };
    lines.push(format!("use {root}::{}::{names};", service.module));
    if keys.into_iter().any(is_fetched) {
        lines.push(format!("use {root}::runtime::ClientCredentials;"));
    }
    lines
}

/// Whether the client itself fetches tokens for the scheme, of nothing but what a program has.
fn is_fetched(kind: &SecurityKind) -> bool {
    matches!(kind, SecurityKind::OAuth2 { token_url: Some(_), .. } | SecurityKind::OpenIdConnect(_))
}

fn builder(opening: &QuickStart, operation: &Operation) -> Vec<String> {
    let client = operation.example.client;
    let mut lines = vec![format!("let {client} = Client::builder()")];
    lines.extend(opening.settings.iter().flat_map(setting).map(indented));
    lines.extend(opening.alternatives.iter().map(|keys| {
        let keys: Vec<String> = keys.iter().map(|key| format!(".{}", key_call(key))).collect();
        indented(format!("// Or, instead: {}", keys.concat()))
    }));
    lines.extend([indented(".build()?;".to_owned()), String::new()]);
    lines
}

/// A call of the builder, below what is to be known of it.
fn setting(setting: &BuilderSetting) -> Vec<String> {
    match setting {
        BuilderSetting::Endpoint(url) => {
            vec![
                "// The document does not say where the service is.".to_owned(),
                format!(".endpoint({})", literal(url)),
            ]
        }
        BuilderSetting::AllowHttp => {
            vec!["// The documented address is one without TLS.".to_owned(), ".allow_http(true)".to_owned()]
        }
        BuilderSetting::Region(constant) => vec![format!(".region(Region::{constant})")],
        BuilderSetting::Variable { name, value, others } => {
            let others: Vec<String> = others.iter().map(|other| literal(other)).collect();
            let note = (!others.is_empty()).then(|| format!("// Or {}.", others.join(", ")));
            let call = format!(".server_variable({}, {})", literal(name), literal(value));
            note.into_iter().chain([call]).collect()
        }
        BuilderSetting::Credential(key) => vec![format!("// {}", key_words(&key.kind)), format!(".{}", key_call(key))],
    }
}

/// What a scheme takes, in words.
fn key_words(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::Signature(_) => "The access key that requests are signed with.".to_owned(),
        SecurityKind::HeaderKey(name) => format!("A key in the header {}.", literal(name)),
        SecurityKind::QueryKey(name) => format!("A key in the query parameter {}.", literal(name)),
        SecurityKind::CookieKey(name) => format!("A key in the cookie {}.", literal(name)),
        SecurityKind::Basic => "A user and a password.".to_owned(),
        SecurityKind::Bearer => "A bearer token.".to_owned(),
        SecurityKind::Http(scheme) => format!("What follows {} in `Authorization`.", literal(scheme)),
        kind if is_fetched(kind) => "The client fetches its tokens itself.".to_owned(),
        SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect(_) => {
            "A token; `oauth2_refresh_token` and `token_provider` give fresh ones.".to_owned()
        }
        SecurityKind::MutualTls => {
            "A certificate, which the connection shows: `.network(|network| network.client_certificate_pem(…))`."
                .to_owned()
        }
    }
}

fn key_call(key: &CredentialSetting) -> String {
    let scheme = literal(key.scheme.as_str());
    let secret = format!("std::env::var({})?", literal(&key.variable));
    match &key.kind {
        SecurityKind::Signature(_) => "credentials(Credentials::from_env()?)".to_owned(),
        SecurityKind::HeaderKey(_) | SecurityKind::QueryKey(_) | SecurityKind::CookieKey(_) | SecurityKind::Http(_) => {
            format!("api_key({scheme}, {secret})")
        }
        SecurityKind::Basic => format!("basic({scheme}, \"user\", {secret})"),
        kind if is_fetched(kind) => {
            format!("oauth2_client_credentials({scheme}, ClientCredentials::new(\"id\", {secret}))")
        }
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect(_) => {
            format!("bearer({scheme}, {secret})")
        }
        SecurityKind::MutualTls => format!("mutual_tls({scheme})"),
    }
}

/// The call, and what is done about its end.
fn call(operation: &Operation) -> Vec<String> {
    let mut lines = vec![format!("let sent = {}", operation.example.client)];
    lines.extend(request::calls(operation));
    lines.extend(["    .send()", "    .await;", "match sent {"].map(str::to_owned));
    lines.push(match operation.success {
        Success::Single(_) | Success::OneOf(_) => {
            "    Ok(response) => println!(\"HTTP {}: {:?}\", response.status(), response.body()),".to_owned()
        }
        Success::Empty | Success::Stream(_) => {
            "    Ok(response) => println!(\"HTTP {}\", response.status()),".to_owned()
        }
    });
    let doubt = if operation.idempotent {
        "error.is_retryable() => println!(\"later, perhaps: {error}\")"
    } else {
        "error.may_have_been_applied() => println!(\"nobody knows whether it was done: {error}\")"
    };
    match &operation.errors {
        Some(errors) => {
            lines.push(format!("    Err(error) => match error.documented::<{}>() {{", errors.name));
            lines.extend(
                [
                    "        // What the document says of this status, typed.",
                    "        Some(documented) => println!(\"HTTP {:?}: {documented:?}\", error.status()),",
                ]
                .map(str::to_owned),
            );
            lines.push(format!("        None if {doubt},"));
            lines.extend(["        None => return Err(error.into()),", "    },"].map(str::to_owned));
        }
        None => {
            lines.push(
                "    Err(error) if error.is_invalid_request() => println!(\"nothing was sent: {error}\"),".to_owned(),
            );
            lines.push(format!("    Err(error) if {doubt},"));
            lines.push("    Err(error) => return Err(error.into()),".to_owned());
        }
    }
    lines.extend(["}", "Ok(())"].map(str::to_owned));
    lines
}

fn literal(text: &str) -> String {
    quote!(#text).to_string()
}

fn indented(line: String) -> String {
    if line.is_empty() { line } else { format!("    {line}") }
}
