//! Examples in the documentation: the quick start of a service, and a call of each operation.

use quote::quote;

use super::rust_type::{ExternalPaths, root, rust_type, service_root};
use crate::model::{
    BuilderSetting, Crate, CredentialSetting, ErrorEnum, ExampleError, ExampleValue, Operation, QuickStart,
    ResponseBody, RustName, SecurityKind, Service, StatusRange, StreamItems, Success, Type,
};

/// The section with the quick start. Empty if the service has no operation.
pub(super) fn quick_start_section(krate: &Crate, service: &Service) -> Vec<String> {
    let lines = quick_start(krate, service);
    if lines.is_empty() {
        return lines;
    }
    // A doc test, except in a module, whose visibility outside its crate is unknown.
    let fence = if krate.is_module() { "```ignore" } else { "```no_run" };
    let opening = ["# Example", "", fence].map(str::to_owned);
    opening.into_iter().chain(lines).chain(["```".to_owned()]).collect()
}

/// The quick start as code: a client and its first call. Empty if the service has no operation.
pub(crate) fn quick_start(krate: &Crate, service: &Service) -> Vec<String> {
    let Some((quick_start, operation)) = quick_start_call(service) else { return Vec::new() };
    let mut lines = imports(krate, service, quick_start, operation);
    lines.push(String::new());
    let authenticator = authenticator(krate, service, quick_start);
    let parameters = authenticator.into_iter().chain(parameters(krate, service, operation));
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    lines.push(format!("async fn example({parameters}) -> Result<(), Box<dyn std::error::Error>> {{"));
    let body = builder(quick_start, operation).into_iter().chain(checked_call(service, operation));
    lines.extend(body.map(|line| indent(1, line)));
    lines.push("}".to_owned());
    lines
}

/// The parameter of the example for the authenticator, if the client needs one. Only its crate knows how it is made.
fn authenticator(krate: &Crate, service: &Service, quick_start: &QuickStart) -> Option<String> {
    let path = service.authenticator()?;
    let is_used = quick_start.settings.iter().any(|setting| match setting {
        BuilderSetting::Credential(credential) => matches!(credential.kind, SecurityKind::Authenticator(_)),
        _ => false,
    });
    let ty = match path.export_name() {
        Some(name) => format!("{}::{name}::{}", root(krate), path.below_crate()),
        None => path.as_str(),
    };
    is_used.then(|| format!("authenticator: {ty}"))
}

fn quick_start_call(service: &Service) -> Option<(&QuickStart, &Operation)> {
    let quick_start = service.quick_start.as_ref()?;
    Some((quick_start, service.operations.get(quick_start.operation)?))
}

fn imports(krate: &Crate, service: &Service, quick_start: &QuickStart, operation: &Operation) -> Vec<String> {
    let root = root(krate);
    let credentials = quick_start.settings.iter().filter_map(|setting| match setting {
        BuilderSetting::Credential(credential) => Some(&credential.kind),
        _ => None,
    });
    let credentials: Vec<&SecurityKind> = credentials.collect();
    let mut lines = Vec::new();
    let mut names = vec!["Client".to_owned()];
    let has_region = quick_start.settings.iter().any(|setting| matches!(setting, BuilderSetting::Region(_)));
    names.extend(has_region.then(|| "Region".to_owned()));
    names.extend(operation.errors.as_ref().map(|errors| format!("{}::{}", operation.module, errors.name)));
    let path = service_root(krate, service);
    let names = if names.len() == 1 { names.concat() } else { format!("{{{}}}", names.join(", ")) };
    lines.push(format!("use {path}::{names};"));
    if credentials.into_iter().any(is_fetched_by_client) {
        lines.push(format!("use {root}::runtime::ClientCredentials;"));
    }
    lines
}

/// Whether the client can fetch tokens of the scheme without a user.
fn is_fetched_by_client(kind: &SecurityKind) -> bool {
    matches!(kind, SecurityKind::OAuth2 { token_url: Some(_), .. } | SecurityKind::OpenIdConnect(_))
}

fn builder(quick_start: &QuickStart, operation: &Operation) -> Vec<String> {
    let client = operation.example.client;
    let mut lines = vec![format!("let {client} = Client::builder()")];
    lines.extend(quick_start.settings.iter().flat_map(setting).map(|line| indent(1, line)));
    lines.extend(quick_start.alternatives.iter().map(|credentials| {
        let calls: Vec<String> = credentials.iter().map(|one| format!(".{}", credential_call(one))).collect();
        format!("    // Alternatively: {}", calls.concat())
    }));
    lines.extend(["    .build()?;".to_owned(), String::new()]);
    lines
}

/// A call of the builder, after its comment.
fn setting(setting: &BuilderSetting) -> Vec<String> {
    match setting {
        BuilderSetting::Endpoint(url) => {
            vec!["// The document names no host.".to_owned(), format!(".endpoint({})", literal(url))]
        }
        BuilderSetting::AllowHttp => {
            vec!["// The documented server does not use TLS.".to_owned(), ".allow_http(true)".to_owned()]
        }
        BuilderSetting::Region(constant) => vec![format!(".region(Region::{constant})")],
        BuilderSetting::Variable { name, value, others } => {
            let others: Vec<String> = others.iter().map(|other| literal(other)).collect();
            let comment = (!others.is_empty()).then(|| format!("// Or {}.", others.join(", ")));
            let call = format!(".server_variable({}, {})", literal(name), literal(value));
            comment.into_iter().chain([call]).collect()
        }
        BuilderSetting::Credential(credential) => {
            vec![format!("// {}", credential_comment(&credential.kind)), format!(".{}", credential_call(credential))]
        }
    }
}

fn credential_comment(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::Authenticator(_) => "Authenticates each request.".to_owned(),
        SecurityKind::HeaderKey(name) => format!("The API key for the header {}.", literal(name)),
        SecurityKind::QueryKey(name) => format!("The API key for the query parameter {}.", literal(name)),
        SecurityKind::CookieKey(name) => format!("The API key for the cookie {}.", literal(name)),
        SecurityKind::Basic => "The user name and the password.".to_owned(),
        SecurityKind::Bearer => "The bearer token.".to_owned(),
        SecurityKind::Http(scheme) => format!("The credentials after {} in `Authorization`.", literal(scheme)),
        kind if is_fetched_by_client(kind) => "The client fetches tokens itself.".to_owned(),
        SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect(_) => {
            "The token. `oauth2_refresh_token` and `token_provider` refresh it.".to_owned()
        }
        SecurityKind::MutualTls => {
            "The client certificate is a network setting: `.network(|network| network.client_certificate_pem(…))`."
                .to_owned()
        }
    }
}

fn credential_call(credential: &CredentialSetting) -> String {
    let scheme = literal(credential.scheme.as_str());
    let secret = format!("std::env::var({})?", literal(&credential.variable));
    match &credential.kind {
        SecurityKind::Authenticator(_) => "authenticator(authenticator)".to_owned(),
        SecurityKind::HeaderKey(_) | SecurityKind::QueryKey(_) | SecurityKind::CookieKey(_) | SecurityKind::Http(_) => {
            format!("api_key({scheme}, {secret})")
        }
        SecurityKind::Basic => format!("basic({scheme}, \"user\", {secret})"),
        kind if is_fetched_by_client(kind) => {
            format!("oauth2_client_credentials({scheme}, ClientCredentials::new(\"id\", {secret}))")
        }
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect(_) => {
            format!("bearer({scheme}, {secret})")
        }
        SecurityKind::MutualTls => format!("mutual_tls({scheme})"),
    }
}

/// The call of the quick start, which handles every kind of result.
fn checked_call(service: &Service, operation: &Operation) -> Vec<String> {
    let mut lines = vec![format!("let result = {}", operation.example.client)];
    lines.extend(setters(service, operation));
    lines.extend(["    .send()", "    .await;", "match result {"].map(str::to_owned));
    lines.extend(ok_arm(operation).into_iter().map(|line| indent(1, line)));
    let uncertain = if operation.idempotent {
        "error.is_retryable() => println!(\"try again later: {error}\")"
    } else {
        "error.may_have_been_executed() => println!(\"the request may have been applied: {error}\")"
    };
    match (&operation.errors, &operation.example.error) {
        (Some(errors), Some(example)) => {
            lines.push(format!("    Err(error) => match error.documented::<{}>() {{", errors.name));
            lines.push(indent(2, error_arm(errors, example)));
            lines.push("        Some(other) => println!(\"{other:?}\"),".to_owned());
            lines.push(format!("        None if {uncertain},"));
            lines.extend(["        None => return Err(error.into()),", "    },"].map(str::to_owned));
        }
        _ => {
            lines.push(
                "    Err(error) if error.is_invalid_request() => println!(\"invalid request: {error}\"),".to_owned(),
            );
            lines.push(format!("    Err(error) if {uncertain},"));
            lines.push("    Err(error) => return Err(error.into()),".to_owned());
        }
    }
    lines.extend(["}", "Ok(())"].map(str::to_owned));
    lines
}

/// The section with the example of a client's method. It compiles as a doc test.
pub(super) fn method_section(krate: &Crate, service: &Service, operation: &Operation) -> Vec<String> {
    let root = root(krate);
    // The visibility of a module outside its crate is unknown.
    let fence = if krate.is_module() { "```ignore" } else { "```" };
    let client = operation.example.client;
    let service_root = service_root(krate, service);
    let mut parameters = vec![format!("{client}: {service_root}::Client")];
    parameters.extend(self::parameters(krate, service, operation));
    let mut lines = ["# Example", "", fence].map(str::to_owned).to_vec();
    let handled = operation.errors.as_ref().zip(operation.example.error.as_ref());
    if let Some((errors, _)) = handled {
        lines.push(format!("use {service_root}::{}::{};", operation.module, errors.name));
        lines.push(String::new());
    }
    // Rustdoc hides a line that begins with `#`.
    lines.push(format!("# async fn example({}) -> Result<(), {root}::Error> {{", parameters.join(", ")));
    match handled {
        Some((errors, example)) => {
            lines.push(format!("let result = {client}"));
            lines.extend(setters(service, operation));
            lines.extend(["    .send()", "    .await;", "match result {"].map(str::to_owned));
            lines.extend(ok_arm(operation).into_iter().map(|line| indent(1, line)));
            lines.push(format!("    Err(error) => match error.documented::<{}>() {{", errors.name));
            lines.push(indent(2, error_arm(errors, example)));
            lines.extend(["        _ => return Err(error),", "    },", "}"].map(str::to_owned));
        }
        None => {
            let ResponseUse { binding, statements } = response_use(operation);
            lines.push(format!("let {binding} = {client}"));
            lines.extend(setters(service, operation));
            lines.extend(["    .send()", "    .await?;"].map(str::to_owned));
            lines.extend(statements);
        }
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// The use of the response in an example.
struct ResponseUse {
    /// The pattern that binds the response.
    binding: &'static str,
    statements: Vec<String>,
}

fn response_use(operation: &Operation) -> ResponseUse {
    let print = |statement: String| ResponseUse { binding: "response", statements: vec![statement] };
    let each = |item: &str, statement: &str| ResponseUse {
        binding: "mut response",
        statements: vec![
            format!("while let Some({item}) = response.body_mut().next().await {{"),
            format!("    {statement}"),
            "}".to_owned(),
        ],
    };
    match &operation.success {
        Success::Empty | Success::Single(ResponseBody::Empty) => {
            print("println!(\"HTTP {}\", response.status());".to_owned())
        }
        Success::Single(ResponseBody::Text) => print("println!(\"{}\", response.body());".to_owned()),
        Success::Single(ResponseBody::Bytes) => print("println!(\"{} bytes\", response.body().len());".to_owned()),
        Success::Single(ResponseBody::Json { .. }) | Success::OneOf(_) => print(format!(
            "println!(\"{{:?}}\", {});",
            with_field("response.body()", operation.example.response_field.as_ref())
        )),
        Success::Stream(StreamItems::Bytes) => each("chunk", "println!(\"{} bytes\", chunk?.len());"),
        Success::Stream(StreamItems::StringEvents | StreamItems::Events { .. }) => {
            each("event", "println!(\"{:?}\", event?.data);")
        }
        Success::Stream(StreamItems::JsonLines(_) | StreamItems::JsonSequence(_)) => {
            each("item", "println!(\"{:?}\", item?);")
        }
    }
}

/// The arm of a `match` for a successful response.
fn ok_arm(operation: &Operation) -> Vec<String> {
    let ResponseUse { binding, statements } = response_use(operation);
    if let [only] = statements.as_slice() {
        return vec![format!("Ok({binding}) => {},", only.trim_end_matches(';'))];
    }
    let first = format!("Ok({binding}) => {{");
    let statements = statements.into_iter().map(|line| indent(1, line));
    [first].into_iter().chain(statements).chain(["}".to_owned()]).collect()
}

/// The arm of a `match` for one documented error response.
fn error_arm(errors: &ErrorEnum, example: &ExampleError) -> String {
    let (enum_name, variant) = (&errors.name, &example.variant);
    let found = errors.variants.iter().find(|candidate| candidate.name == *variant);
    let status = match found.map(|found| found.status) {
        Some(StatusRange::Exact(code)) => format!("HTTP {code}"),
        Some(StatusRange::Range(digit)) => format!("HTTP {digit}xx"),
        Some(StatusRange::Default) | None => "error".to_owned(),
    };
    let body = with_field("body", example.field.as_ref());
    format!("Some({enum_name}::{variant}(body)) => println!(\"{status}: {{:?}}\", {body}),")
}

fn with_field(value: &str, field: Option<&RustName>) -> String {
    field.map_or_else(|| value.to_owned(), |field| format!("{value}.{field}"))
}

/// The function parameters of an example: values that do not fit on a line.
fn parameters(krate: &Crate, service: &Service, operation: &Operation) -> Vec<String> {
    let mut paths = ExternalPaths::new(krate, service, Some(&operation.module));
    let mut parameter = |name: &RustName, ty: &Type| format!("{name}: {}", rust_type(ty, &mut paths));
    let values = operation.example.values.iter().filter_map(|(name, value)| match value {
        ExampleValue::Parameter(ty) => Some(parameter(name, ty)),
        _ => None,
    });
    values.collect()
}

/// The calls of the operation and of its setters.
fn setters(service: &Service, operation: &Operation) -> Vec<String> {
    let values = operation.example.values.iter();
    let values = values.map(|(name, value)| format!("    .{name}({})", example_value(name, value)));
    let group = service.group(operation).map(|group| format!("    .{}()", group.module));
    group.into_iter().chain([format!("    .{}()", operation.method_name)]).chain(values).collect()
}

fn example_value(name: &RustName, value: &ExampleValue) -> String {
    match value {
        ExampleValue::String(string) => literal(string),
        ExampleValue::Integer(number) => number.to_string(),
        ExampleValue::Float(number) if number.contains('.') => number.clone(),
        ExampleValue::Float(number) => format!("{number}.0"),
        ExampleValue::Bool(flag) => flag.to_string(),
        ExampleValue::List(items) => {
            let items = items.iter().map(|item| match item {
                ExampleValue::String(_) => format!("{}.into()", example_value(name, item)),
                _ => example_value(name, item),
            });
            format!("vec![{}]", items.collect::<Vec<_>>().join(", "))
        }
        ExampleValue::Parameter(_) => name.to_string(),
    }
}

fn literal(string: &str) -> String {
    quote!(#string).to_string()
}

fn indent(levels: usize, line: String) -> String {
    if line.is_empty() { line } else { format!("{}{line}", "    ".repeat(levels)) }
}
