//! Parameters of an operation, as arguments of its request.

use std::rc::Rc;

use super::{
    Context,
    docs::{descriptions, markdown},
    effective::{self, SchemaKind},
    media_types::{self, MediaKind, NamedMediaType},
    names::{self, NameScope},
    paths, query_string, rules,
    schemas::{self, OperationTypes},
};
use crate::{
    diagnostic::Code,
    http::is_token,
    model::{Argument, ArgumentLocation, Direction, EmptyValue, RustName, Style, Type, WireName},
    openapi::{Operation, Parameter, ParameterLocation, PathItem, RefOr, Schema, SchemaType},
    source::Location,
};

/// The parameters of an operation: its own, and those of its path that it does not override. Path parameters come
/// first, in the order of the path, then query, headers and cookies.
pub(super) fn of_operation(
    context: &mut Context<'_>,
    path: &str,
    item: &PathItem,
    operation: &Operation,
) -> Vec<Parameter> {
    let mut result: Vec<Parameter> = Vec::new();
    for parameter in &operation.parameters {
        let Some(parameter) = read(context, parameter) else { continue };
        if let Some(existing) = result.iter().find(|other| is_same(other, &parameter)) {
            let message = format!("duplicate parameter `{}`", parameter.name.value);
            context
                .diagnostics
                .report(Code::DuplicateParameter, &parameter.name.at, message)
                .related(existing.name.at.clone(), "first declared here".to_owned());
            continue;
        }
        result.push(parameter);
    }
    for parameter in &item.parameters {
        let Some(parameter) = read(context, parameter) else { continue };
        if !result.iter().any(|other| is_same(other, &parameter)) {
            result.push(parameter);
        }
    }
    let order = paths::placeholders(path);
    let place = |parameter: &Parameter| order.iter().position(|name| *name == parameter.name.value);
    result.sort_by_key(|parameter| (!parameter.client_parameter, parameter.location, place(parameter)));
    result.retain(|parameter| is_sent(context, parameter));
    result
}

/// The parameter, with its reference followed. A query string becomes a parameter of the query.
fn read(context: &mut Context<'_>, parameter: &RefOr<Parameter>) -> Option<Parameter> {
    let parameter = effective::object(context, parameter)?;
    if parameter.location == ParameterLocation::QueryString {
        return query_string::as_query(context, parameter);
    }
    Some(parameter)
}

/// Removes the parameters that are the API key of a security scheme that the operation requires.
pub(super) fn remove_api_keys(context: &mut Context<'_>, operation: &Operation, parameters: &mut Vec<Parameter>) {
    parameters.retain(|parameter| !is_api_key(context, operation, parameter));
}

/// Whether the parameter is the API key of a security scheme that the operation requires. The client sends its key.
fn is_api_key(context: &mut Context<'_>, operation: &Operation, parameter: &Parameter) -> bool {
    let document = context.document;
    let required = operation.security.as_deref().unwrap_or(&document.security);
    for scheme in required.iter().flat_map(|alternative| &alternative.schemes) {
        let Some(declared) = document.security_schemes.get(&scheme.value) else { continue };
        let Some(declared) = effective::object(context, declared) else { continue };
        let is_header = parameter.location == ParameterLocation::Header;
        let is_same_name = declared.name.as_ref().is_some_and(|name| {
            *name == parameter.name.value || (is_header && name.eq_ignore_ascii_case(&parameter.name.value))
        });
        let is_same_place =
            declared.location.as_ref().is_some_and(|location| location.value == parameter.location.as_str());
        if declared.kind.value == "apiKey" && is_same_name && is_same_place {
            let message = format!(
                "unused parameter `{}`: it is the API key of the security scheme `{}`",
                parameter.name.value, scheme.value
            );
            let problem = context.diagnostics.report(Code::ParameterIsApiKey, &parameter.name.at, message);
            problem.related(declared.at.clone(), "the security scheme");
            return true;
        }
    }
    false
}

fn is_same(one: &Parameter, other: &Parameter) -> bool {
    one.location == other.location && one.name.value == other.name.value
}

/// "If in is "header" and the name field is "Accept", "Content-Type" or "Authorization", the parameter definition
/// SHALL be ignored" (OpenAPI 3.0.3, Parameter Object): the client sets these itself. The runtime rejects the others.
fn is_sent(context: &mut Context<'_>, parameter: &Parameter) -> bool {
    let name = parameter.name.value.as_str();
    match parameter.location {
        ParameterLocation::Header => {}
        ParameterLocation::Cookie if !is_token(name) => {
            let message = format!("unsupported cookie parameter `{name}`: it is not a valid name (RFC 6265, 4.1.1)");
            context.diagnostics.unsupported(&parameter.name.at, message).help(VALID_NAME);
            return false;
        }
        _ => return true,
    }
    let (reason, help) = match name.to_ascii_lowercase().as_str() {
        "accept" | "content-type" | "authorization" => ("OpenAPI reserves it", None),
        "host" | "content-length" | "transfer-encoding" | "connection" => ("only the HTTP client sets it", None),
        _ if is_token(name) => return true,
        _ => ("it is not a valid name (RFC 9110, 5.1)", Some(VALID_NAME)),
    };
    let message = format!("ignored header parameter `{name}`: {reason}");
    let problem = context.diagnostics.report(Code::HeaderIgnored, &parameter.name.at, message);
    if let Some(help) = help {
        problem.help(help);
    }
    false
}

/// The advice for the name of a header or a cookie.
pub(super) const VALID_NAME: &str =
    "correct the name: it consists of letters, digits and characters such as `-` and `_`";

/// Lowers parameters, in the given order.
pub(super) fn lower(
    context: &mut Context<'_>,
    parameters: &[Parameter],
    types: &mut OperationTypes,
    operation: &RustName,
    scope: &mut NameScope,
) -> Vec<Argument> {
    scope.reserve(parameters.iter().map(|parameter| {
        let Parameter { name: wire, rust_name, .. } = parameter;
        let word = rust_name.as_ref().map_or(wire.value.as_str(), |name| name.as_str());
        names::WantedName::of_field(names::setter_name(word), word, &wire.value, &wire.at)
    }));
    for parameter in parameters {
        scope.note_part(&parameter.name.at, parameter.location.as_str());
    }
    let mut arguments = Vec::new();
    for parameter in parameters {
        arguments.extend(lower_one(context, parameter, types, operation, scope));
    }
    arguments
}

fn lower_one(
    context: &mut Context<'_>,
    parameter: &Parameter,
    types: &mut OperationTypes,
    operation: &RustName,
    scope: &mut NameScope,
) -> Option<Argument> {
    let wire = &parameter.name;
    let content = content(context, parameter);
    let written = written_schema(context, parameter, content.as_ref());
    let is_json = content.as_ref().is_some_and(|content| content.is_json);
    let written = if is_json { written } else { with_type(context, written) };
    let type_name = names::joined(operation, names::variant_name(&wire.value).unraw());
    let ty = match schemas::for_operation(context, &written, &type_name, types, Direction::Request) {
        Type::Option(inner) => *inner,
        ty => ty,
    };
    context.record_parameter_type(parameter, &written, &ty);
    let schema = effective::schema(context, &written);
    let kind = SchemaKind::of(context, &schema);
    let is_plain = matches!(kind, SchemaKind::Scalar(_) | SchemaKind::Enumeration(_))
        && content.as_ref().is_none_or(|content| !content.is_json);
    if let Some(content) = content.as_ref().filter(|content| !content.is_json && !is_plain) {
        context.unsupported(&content.key, "unsupported media type of a parameter: it is sent as JSON");
    }
    let place = location(context, parameter, &ty)?;
    let part = parameter.location.as_str();
    let word = parameter.rust_name.as_ref().map_or(wire.value.as_str(), |name| name.as_str());
    let name = scope.claim_in_part(part, names::setter_name(word), &wire.value, &wire.at, context.diagnostics);
    names::report_reserved_setter(context.diagnostics, &wire.at, word, &name);
    let style = match style(context, parameter, content.is_some()) {
        marked @ (Style::Label { .. } | Style::Matrix { .. } | Style::Cookie { .. }) => marked,
        _ if is_plain => Style::Plain,
        other => other,
    };
    check_style(context, parameter, &kind, style);
    check_nested(context, parameter, &schema, style);
    let required = parameter.required && place != ArgumentLocation::ClientParameter;
    let docs = context.docs(|| descriptions::parameter(parameter, &schema));
    let argument = Argument {
        flag: scope.flag(&name),
        wire: WireName(wire.value.clone()),
        docs: descriptions::or_wire_name(docs, &wire.value, &name),
        location: place,
        check: rules::check(context, &written),
        is_string_enum: is_string_enum(context, &schema),
        style,
        ty,
        accepts_into: false,
        allows_reserved: parameter.allow_reserved.is_some()
            && (place != ArgumentLocation::Path || style == Style::Plain),
        empty: empty_value(parameter, place, style, required),
        required,
        constant: None,
        password_rules: None,
        name,
    };
    Some(argument.with_constant(context, &schema))
}

/// The schema of a parameter, or one that accepts every value: a media type needs none. A parameter without both is
/// sent nevertheless: a path without it would be another path.
fn written_schema(context: &mut Context<'_>, parameter: &Parameter, content: Option<&Content>) -> Rc<Schema> {
    if let Some(schema) = parameter.schema.as_ref().or_else(|| content?.schema.as_ref()) {
        return schema.clone();
    }
    if content.is_none() {
        let message = "missing key `schema` or `content` in Parameter Object";
        let problem = context.diagnostics.report(Code::MissingKey, &parameter.at, message);
        problem.fallback(format!("the parameter `{}` is a string", parameter.name.value));
    }
    Rc::new(Schema::empty(parameter.at.clone()))
}

/// The schema of a parameter that is not JSON. Without a type it is a string: every value is sent as one.
fn with_type(context: &mut Context<'_>, written: Rc<Schema>) -> Rc<Schema> {
    let resolved = effective::schema(context, &written);
    if !matches!(SchemaKind::of(context, &resolved), SchemaKind::Any) {
        return written;
    }
    Rc::new(Schema { types: vec![SchemaType::String], values: None, reference: None, ..Schema::clone(&resolved) })
}

/// Reports keywords that are not defined for the parameter: `deepObject` for a scalar, and `allowReserved` outside of
/// queries and plain values of a path. Some services document lists as `deepObject`, and mean `name[]`.
fn check_style(context: &mut Context<'_>, parameter: &Parameter, kind: &SchemaKind, sent: Style) {
    let deep = parameter.style.as_ref().filter(|style| style.value == "deepObject");
    let is_scalar = matches!(kind, SchemaKind::Scalar(_) | SchemaKind::Enumeration(_));
    if let Some(style) = deep.filter(|_| parameter.location == ParameterLocation::Query && is_scalar) {
        context.unsupported(&style.at, "undefined style `deepObject` of a scalar: it is sent as `form`");
    }
    let is_unsupported = match parameter.location {
        ParameterLocation::Path => sent != Style::Plain,
        location => location == ParameterLocation::Cookie,
    };
    if let Some(at) = parameter.allow_reserved.as_ref().filter(|_| is_unsupported) {
        let message = "unsupported keyword `allowReserved` of this parameter: reserved characters are percent-encoded";
        context.unsupported(at, message);
    }
}

/// Reports lists and objects inside a list or an object. Only `deepObject` has a syntax for them, and an exploded
/// `form` for lists that are properties (OpenAPI 3.1.1, "Style Examples").
fn check_nested(context: &mut Context<'_>, parameter: &Parameter, schema: &Rc<Schema>, style: Style) {
    let takes_lists = match style {
        Style::Json | Style::DeepObject | Style::Plain => return,
        Style::Form { explode } => explode,
        _ => false,
    };
    let schema = effective::value_schema(context, schema);
    let (inner, takes_lists): (Vec<Rc<Schema>>, bool) = match SchemaKind::of(context, &schema) {
        SchemaKind::List => (schema.items.iter().chain(&schema.prefix_items).cloned().collect(), false),
        SchemaKind::Structure | SchemaKind::Map => {
            let properties = schema.properties.values().map(|property| property.schema.clone());
            (properties.chain(effective::map_value_schema(&schema)).collect(), takes_lists)
        }
        _ => return,
    };
    if inner.iter().any(|inner| is_nested(context, inner, takes_lists)) {
        let written = parameter.style.as_ref();
        let name = written.map_or(default_style(parameter.location), |style| style.value.as_str());
        let message = format!(
            "unsupported nested values in style `{name}`: a call that sends a list or object inside this one fails"
        );
        let problem = context.diagnostics.unsupported(written.map_or(&parameter.name.at, |style| &style.at), message);
        problem.help("describe the parameter by `content` with `application/json`, or with the style `deepObject`");
    }
}

/// Whether the values are objects, or lists that cannot be sent.
fn is_nested(context: &mut Context<'_>, schema: &Rc<Schema>, takes_lists: bool) -> bool {
    let schema = effective::value_schema(context, schema);
    match SchemaKind::of(context, &schema) {
        SchemaKind::Structure | SchemaKind::Map | SchemaKind::SubtypeEnum => true,
        SchemaKind::List => !takes_lists || schema.items.iter().any(|items| is_nested(context, items, false)),
        _ => false,
    }
}

/// How an empty list or object is sent. Only `form` has a syntax for it (OpenAPI 3.0.3, "Style Values").
fn empty_value(parameter: &Parameter, location: ArgumentLocation, style: Style, required: bool) -> EmptyValue {
    match (location, style) {
        (_, Style::Plain | Style::Json) => EmptyValue::Omit,
        _ if !required => EmptyValue::Omit,
        (ArgumentLocation::Query, Style::Form { .. }) if parameter.allow_empty_value => EmptyValue::SendName,
        _ => EmptyValue::Reject,
    }
}

impl Argument {
    /// Sets the constant of a required argument that allows one string only. It is sent unless the caller sets
    /// another value.
    pub(super) fn with_constant(mut self, context: &mut Context<'_>, schema: &Rc<Schema>) -> Self {
        let takes_null = matches!(self.ty, Type::Option(_));
        self.constant = if self.required && !takes_null { effective::constant(context, schema) } else { None };
        if let Some(text) = &self.constant {
            self.docs.add([format!("Default: {}, the only documented value.", markdown::code(text))]);
        }
        self
    }
}

/// Whether the type is a string enum, or a list of one.
pub(super) fn is_string_enum(context: &mut Context<'_>, schema: &Rc<Schema>) -> bool {
    match (SchemaKind::of(context, schema), &schema.items) {
        (SchemaKind::Enumeration(_), _) => true,
        (SchemaKind::List, Some(items)) if schema.prefix_items.is_empty() => {
            let items = effective::schema(context, items);
            matches!(SchemaKind::of(context, &items), SchemaKind::Enumeration(_))
        }
        _ => false,
    }
}

fn location(context: &mut Context<'_>, parameter: &Parameter, ty: &Type) -> Option<ArgumentLocation> {
    if parameter.client_parameter && (parameter.location != ParameterLocation::Path || *ty != Type::String) {
        let message = "misplaced `x-client-parameter`: it applies to string parameters in the path only";
        context.diagnostics.report(Code::MalformedExtension, &parameter.at, message);
        return None;
    }
    Some(match parameter.location {
        ParameterLocation::Path if parameter.client_parameter => ArgumentLocation::ClientParameter,
        ParameterLocation::Path => ArgumentLocation::Path,
        ParameterLocation::Query | ParameterLocation::QueryString => ArgumentLocation::Query,
        ParameterLocation::Header => ArgumentLocation::Header,
        ParameterLocation::Cookie => ArgumentLocation::Cookie,
    })
}

/// The media type of a parameter.
struct Content {
    key: Location,
    is_json: bool,
    schema: Option<Rc<Schema>>,
}

/// The media type of a parameter without a style. OpenAPI allows only one.
fn content(context: &mut Context<'_>, parameter: &Parameter) -> Option<Content> {
    let NamedMediaType { media_type, kind, .. } = media_types::of_parameter(context, &parameter.content)?;
    Some(Content { key: media_type.key.clone(), is_json: kind == MediaKind::Json, schema: media_type.schema.clone() })
}

/// The default style of OpenAPI for a location.
fn default_style(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path | ParameterLocation::Header => "simple",
        ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => "form",
    }
}

/// The style of a parameter: from the document, or the default of OpenAPI for its location.
fn style(context: &mut Context<'_>, parameter: &Parameter, has_content: bool) -> Style {
    if has_content {
        return Style::Json;
    }
    let usual = default_style(parameter.location);
    let name = parameter.style.as_ref().map_or(usual, |style| style.value.as_str());
    let explode = parameter.explode.unwrap_or(matches!(name, "form" | "cookie"));
    match (name, parameter.location) {
        ("simple", ParameterLocation::Path | ParameterLocation::Header) => Style::Simple { explode },
        ("label", ParameterLocation::Path) => Style::Label { explode },
        ("matrix", ParameterLocation::Path) => Style::Matrix { explode },
        ("form", ParameterLocation::Query | ParameterLocation::Cookie) => Style::Form { explode },
        ("cookie", ParameterLocation::Cookie) => Style::Cookie { explode },
        // One pair for each element needs no delimiter.
        ("spaceDelimited" | "pipeDelimited", ParameterLocation::Query) if explode => Style::Form { explode },
        ("spaceDelimited", ParameterLocation::Query) => Style::SpaceDelimited,
        ("pipeDelimited", ParameterLocation::Query) => Style::PipeDelimited,
        ("deepObject", ParameterLocation::Query) => Style::DeepObject,
        _ => {
            let message = format!("unsupported style `{name}` for this location: `{usual}` is used");
            context.unsupported(parameter.style.as_ref().map_or(&parameter.at, |style| &style.at), message);
            if usual == "form" { Style::Form { explode } } else { Style::Simple { explode } }
        }
    }
}
