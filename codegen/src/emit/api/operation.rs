//! Requests with their setters and send methods, enums of responses, and structs of headers.

use super::{
    ApiModule, servers,
    types::{self, aspect, constraints},
};
use crate::{
    api::{ApiItemKind, OperationPart},
    emit::{headers, imports::Imports, validation},
    model::{
        AlternativeBody, Argument, ArgumentLocation, Body, BodyFormat, ErrorHeaders, Operation, ResponseBody,
        ResponseHeaders, StatusRange, StreamItems, Style, Success, WireName,
    },
};

/// Adds the module of an operation.
pub(super) fn add(operation: &Operation, module: &mut ApiModule<'_>) {
    let path = module.path.clone();
    module.add(path.clone(), ApiItemKind::Module, format!("pub mod {path}"), Vec::new());
    let statics = std::iter::once(("OPERATION", "Operation"));
    let rules = operation.password_rules.iter().map(|rules| (rules.constant.as_str(), "PasswordRules"));
    for (name, ty) in statics.chain(rules) {
        let path = module.path(name);
        module.add(path.clone(), ApiItemKind::Static, format!("pub static {path}: runtime::{ty}"), Vec::new());
    }
    add_request(operation, module);
    for definition in &operation.types {
        types::add(definition, module);
    }
    if let Success::OneOf(responses) = &operation.success {
        let variants = responses.variants.iter();
        let variants = variants.map(|one| (one.name.as_str(), one.status, one.media_types.as_slice(), &one.body));
        add_enum(responses.name.as_str(), variants, &["Clone", "Debug", "PartialEq"], module);
    }
    if let Some(errors) = &operation.errors {
        let variants = errors.variants.iter();
        let variants = variants.map(|one| (one.name.as_str(), one.status, one.media_types.as_slice(), &one.body));
        let traits = ["Clone", "Debug", "PartialEq", "runtime::DocumentedError"];
        add_enum(errors.name.as_str(), variants, &traits, module);
    }
    if let Some(headers) = &operation.response_headers {
        add_headers(headers, "runtime::DocumentedHeaders", module);
    }
    for headers in &operation.error_headers {
        add_error_headers(headers, module);
    }
}

/// The const arguments of the request type, in angle brackets.
pub(super) fn generics(operation: &Operation, flag: impl Fn(&Argument) -> String) -> String {
    let flags: Vec<String> = operation.required_arguments().map(flag).collect();
    if flags.is_empty() { String::new() } else { format!("<{}>", flags.join(", ")) }
}

fn add_request(operation: &Operation, module: &mut ApiModule<'_>) {
    let path = module.path(&operation.type_name);
    let flags = generics(operation, |argument| argument.flag.to_string());
    module.add(path.clone(), ApiItemKind::Struct, format!("pub struct {path}{flags}"), Vec::new());
    module.add_traits(&path, ["Clone", "Debug"]);
    for argument in &operation.arguments {
        let is_set = |other: &Argument| other.flag == argument.flag;
        let result = if argument.must_be_set() { after(operation, &path, is_set) } else { "Self".to_owned() };
        let ty = match argument.nullable_type() {
            Some(inner) => format!("impl Into<runtime::Nullable<{}>>", module.ty(inner)),
            None => into(module.ty(&argument.ty), argument.accepts_into),
        };
        let setter = format!("{path}::{}", argument.name);
        let signature = format!("pub fn {setter}(self, {ty}) -> {result}");
        let origin = module.part(OperationPart::Argument(argument.location, argument.wire.as_str().to_owned()));
        module.add_from(
            origin,
            setter,
            ApiItemKind::Function,
            signature,
            argument_behavior(operation, argument, module),
        );
    }
    for body in &operation.alternative_bodies.bodies {
        add_alternative_body(operation, body, &path, module);
    }
    if operation.accept.is_some() && operation.chooses_media_type() {
        let accept = format!("{path}::accept");
        let signature = format!("pub fn {accept}(self, &'static str) -> Self");
        let origin = module.part(OperationPart::Responses);
        module.add_from(origin, accept, ApiItemKind::Function, signature, Vec::new());
    }
    if validation::input(operation, &mut Imports::default()).is_some() {
        let signature = format!("pub fn {path}::validate(&self) -> Result<(), runtime::Violations>");
        module.add(format!("{path}::validate"), ApiItemKind::Function, signature, Vec::new());
    }
    add_send_methods(operation, &path, module);
}

/// The request type after these arguments are set.
fn after(operation: &Operation, path: &str, is_set: impl Fn(&Argument) -> bool) -> String {
    let flag = |other: &Argument| if is_set(other) { "true".to_owned() } else { other.flag.to_string() };
    format!("{path}{}", generics(operation, flag))
}

fn into(ty: String, accepts_into: bool) -> String {
    if accepts_into { format!("impl Into<{ty}>") } else { ty }
}

fn argument_behavior(
    operation: &Operation,
    argument: &Argument,
    module: &ApiModule<'_>,
) -> Vec<(&'static str, String)> {
    let location = match argument.location {
        ArgumentLocation::ClientParameter | ArgumentLocation::Path => "path",
        ArgumentLocation::Query => "query",
        ArgumentLocation::Header => "header",
        ArgumentLocation::Cookie => "cookie",
        ArgumentLocation::BodyProperty => "body property",
        ArgumentLocation::Body => "body",
    };
    // The case of a header has no meaning.
    let is_header = matches!(argument.location, ArgumentLocation::Header);
    let name = argument.wire.as_str();
    let name = if is_header { name.to_ascii_lowercase() } else { name.to_owned() };
    let mut behavior = vec![("name", name), ("location", location.to_owned())];
    if !matches!(argument.location, ArgumentLocation::Body | ArgumentLocation::BodyProperty) {
        let reserved = if argument.allows_reserved { ", reserved characters" } else { "" };
        let style = match argument.style {
            Style::Plain if argument.allows_reserved => "reserved characters".to_owned(),
            Style::Plain => String::new(),
            style => format!("{style:?}, empty: {:?}{reserved}", argument.empty),
        };
        behavior.extend(aspect("style", style));
    }
    if let Body::Multipart { parts, .. } = &operation.body
        && let Some(part) = parts.iter().find(|part| part.field == argument.name)
    {
        behavior.push(("part", format!("{:?}", part.kind)));
    }
    behavior.extend(argument.constant.clone().map(|constant| ("constant", constant)));
    behavior.extend(aspect("constraints", constraints(&argument.check, module)));
    let password = argument.password_rules.as_ref();
    let password = operation.password_rules.iter().find(|rules| Some(&rules.constant) == password);
    behavior.extend(password.map(|rules| ("password rules", format!("{rules:?}"))));
    behavior
}

fn add_alternative_body(operation: &Operation, body: &AlternativeBody, path: &str, module: &mut ApiModule<'_>) {
    let is_in_body =
        |argument: &Argument| matches!(argument.location, ArgumentLocation::Body | ArgumentLocation::BodyProperty);
    let setter = format!("{path}::{}", body.name);
    let signature = match &body.ty {
        Some(ty) => {
            let ty = into(module.ty(ty), body.accepts_into);
            let has_flags = operation.required_arguments().any(is_in_body);
            let result = if has_flags { after(operation, path, is_in_body) } else { "Self".to_owned() };
            format!("pub fn {setter}(self, {ty}) -> {result}")
        }
        None => format!("pub fn {setter}(self) -> Self"),
    };
    let behavior = vec![("media type", body.content_type.clone()), ("format", format(&body.format))];
    let origin = module.part(OperationPart::Body);
    module.add_from(origin, setter, ApiItemKind::Function, signature, behavior);
}

fn format(format: &BodyFormat) -> String {
    match format {
        BodyFormat::Json => "JSON".to_owned(),
        BodyFormat::Form(styles) => format!("form {styles:?}"),
        BodyFormat::Text => "text".to_owned(),
        BodyFormat::Bytes => "bytes".to_owned(),
        BodyFormat::Multipart => "multipart".to_owned(),
    }
}

fn add_send_methods(operation: &Operation, path: &str, module: &mut ApiModule<'_>) {
    let (output, decoded) = match &operation.success {
        Success::Empty => ("()".to_owned(), String::new()),
        Success::Single(body) => (module.body(body).unwrap_or_else(|| "()".to_owned()), decoder(body)),
        Success::OneOf(responses) => (module.path(&responses.name), String::new()),
        Success::Stream(items) => (stream(items, module), String::new()),
    };
    let mut behavior = send_behavior(operation);
    behavior.extend(aspect("response", decoded));
    let send = format!("{path}::send");
    module.add(
        send.clone(),
        ApiItemKind::Function,
        format!("pub fn {send}(self) -> runtime::ResponseFuture<{output}>"),
        behavior,
    );
    let origin = module.part(OperationPart::Responses);
    let add = |module: &mut ApiModule<'_>, name: &str, result: String, behavior| {
        let method = format!("{path}::{name}");
        let signature = format!("pub fn {method}(self) -> {result}");
        module.add_from(origin.clone(), method, ApiItemKind::Function, signature, behavior);
    };
    if let Some(pagination) = operation.pagination.as_ref().filter(|_| !matches!(operation.success, Success::Stream(_)))
    {
        let step = vec![("pagination", format!("{:?}, {:?}", pagination.step, pagination.items_pointer))];
        add(module, "pages", format!("runtime::paging::Pages<{output}>"), step.clone());
        if let Some(item) = &pagination.item_type {
            let item = module.ty(item);
            add(module, "items", format!("runtime::paging::Items<{item}>"), step);
        }
    }
    for method in &operation.streams {
        let items = stream(&method.items, module);
        let accept = method.accept.clone().map(|accept| ("accept", accept)).into_iter().collect();
        add(module, method.method.as_str(), format!("runtime::ResponseFuture<{items}>"), accept);
    }
}

fn decoder(body: &ResponseBody) -> String {
    match body {
        ResponseBody::Json { default_if_empty: true, .. } => "JSON or empty".to_owned(),
        ResponseBody::Json { text_allowed: true, .. } => "JSON or text".to_owned(),
        ResponseBody::Json { .. } => "JSON".to_owned(),
        ResponseBody::Text => "text".to_owned(),
        ResponseBody::Bytes => "bytes".to_owned(),
        ResponseBody::Empty => String::new(),
    }
}

fn send_behavior(operation: &Operation) -> Vec<(&'static str, String)> {
    let names = |names: &Vec<WireName>| names.iter().map(WireName::as_str).collect::<Vec<_>>().join(" and ");
    let security = operation.security.iter().map(names).collect::<Vec<_>>();
    let security: Vec<_> = security.iter().map(|set| if set.is_empty() { "none" } else { set }).collect();
    let security = security.join(" or ");
    let (content_type, body) = match &operation.body {
        Body::None => (None, String::new()),
        Body::Empty { content_type } => (Some(content_type), "no content".to_owned()),
        Body::Object { content_type } => (Some(content_type), "JSON".to_owned()),
        Body::Single { content_type, format: of } => (Some(content_type), format(of)),
        Body::Multipart { content_type, required_if_sent, .. } => {
            let required = required_if_sent.iter().flatten().map(|(wire, _)| wire.as_str());
            let required: Vec<&str> = required.collect();
            let note = if required.is_empty() { String::new() } else { format!(", with {}", required.join(", ")) };
            (Some(content_type), format!("multipart{note}"))
        }
    };
    let failures = &operation.failures;
    let mut behavior = vec![
        ("HTTP method", operation.http_method.clone()),
        ("path", operation.path.clone()),
        ("retries", if operation.idempotent { "idempotent" } else { "not idempotent" }.to_owned()),
    ];
    behavior.extend(aspect("security", security));
    behavior.extend((!operation.scopes.is_empty()).then(|| ("scopes", format!("{:?}", operation.scopes))));
    behavior.extend(aspect("servers", servers(&operation.servers)));
    behavior.extend((!failures.is_empty()).then(|| ("failures", format!("{failures:?}"))));
    behavior.extend(content_type.map(|content_type| ("media type", content_type.clone())));
    behavior.extend(aspect("body", body));
    behavior.extend(operation.accept.clone().map(|accept| ("accept", accept)));
    behavior
}

fn stream(items: &StreamItems, module: &mut ApiModule<'_>) -> String {
    match items {
        StreamItems::Bytes => "runtime::stream::ByteStream".to_owned(),
        StreamItems::StringEvents => "runtime::stream::Events<String>".to_owned(),
        StreamItems::Events { ty, .. } => format!("runtime::stream::Events<{}>", module.ty(ty)),
        StreamItems::JsonLines(ty) | StreamItems::JsonSequence(ty) => {
            format!("runtime::stream::JsonLines<{}>", module.ty(ty))
        }
    }
}

/// The enum of successful responses, or that of documented errors.
fn add_enum<'o>(
    name: &str,
    variants: impl Iterator<Item = (&'o str, StatusRange, &'o [String], &'o ResponseBody)>,
    traits: &[&str],
    module: &mut ApiModule<'_>,
) {
    let path = module.path(name);
    let origin = module.part(OperationPart::Responses);
    let signature = format!("#[non_exhaustive] pub enum {path}");
    module.add_from(origin, path.clone(), ApiItemKind::Enum, signature, Vec::new());
    for (name, status, media_types, body) in variants {
        let held = module.body(body).map(|ty| format!("({ty})")).unwrap_or_default();
        let status_text = match status {
            StatusRange::Exact(code) => code.to_string(),
            StatusRange::Range(digit) => format!("{digit}XX"),
            StatusRange::Default => "default".to_owned(),
        };
        let mut behavior = vec![("status", status_text)];
        behavior.extend(aspect("media types", media_types.join(", ")));
        let variant = format!("{path}::{name}");
        let origin = module.part(OperationPart::Response(status));
        module.add_from(origin, variant.clone(), ApiItemKind::Variant, format!("pub {variant}{held}"), behavior);
    }
    module.add_traits(&path, traits.iter().copied());
}

fn add_headers(responses: &ResponseHeaders, marker: &str, module: &mut ApiModule<'_>) {
    let path = module.path(&responses.name);
    let origin = module.part(OperationPart::Responses);
    let signature = format!("#[non_exhaustive] pub struct {path}");
    module.add_from(origin, path.clone(), ApiItemKind::Struct, signature, Vec::new());
    for header in &responses.headers {
        let ty = module.ty(&header.ty);
        let ty = if header.required { ty } else { format!("Option<{ty}>") };
        let behavior =
            vec![("header", header.wire.as_str().to_ascii_lowercase()), ("codec", format!("{:?}", header.codec))];
        let origin = module.part(OperationPart::Header(header.wire.as_str().to_owned()));
        let field = format!("{path}::{}", header.name);
        module.add_from(origin.clone(), field.clone(), ApiItemKind::Field, format!("pub {field}: {ty}"), behavior);
        let result = format!("Result<{ty}, runtime::headers::HeaderError>");
        let function = format!("{path}::{}", headers::decoder(header));
        let signature = format!("pub fn {function}(&runtime::HeaderMap) -> {result}");
        module.add_from(origin, function, ApiItemKind::Function, signature, Vec::new());
    }
    module.add_traits(&path, ["Clone", "Debug", "PartialEq", "runtime::headers::TypedHeaders", marker]);
}

/// The headers of error responses, and their aliases.
pub(super) fn add_error_headers(headers: &ErrorHeaders, module: &mut ApiModule<'_>) {
    add_headers(&headers.headers, "runtime::DocumentedErrorHeaders", module);
    for alias in &headers.aliases {
        let (alias, target) = (module.path(alias), module.path(&headers.headers.name));
        module.add(alias.clone(), ApiItemKind::Alias, format!("pub type {alias} = {target}"), Vec::new());
    }
}
