//! Path templates: their placeholders, and the parameters that are declared for them.

use std::collections::BTreeSet;

use super::Context;
use crate::{
    diagnostic::{Code, Tolerance, suggest},
    openapi::{Parameter, ParameterLocation, PathItem, http_line},
    parser::file_references,
    source::Location,
};

/// The names between braces, in order.
pub(super) fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// The template without the names of its placeholders. Servers cannot tell such paths apart.
pub(super) fn without_parameter_names(path: &str) -> String {
    let mut template = String::new();
    for (index, part) in path.split('{').enumerate() {
        let rest = if index == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) };
        if index > 0 {
            template.push_str("{}");
        }
        template.push_str(rest);
    }
    template
}

/// The template without its query and its fragment, and the parameters of the query, decoded. OpenAPI allows neither:
/// documents write them to distinguish operations with one path.
pub(super) fn split(path: &str) -> (&str, Vec<(String, String)>) {
    let without_fragment = path.split('#').next().unwrap_or_default();
    let (template, query) = without_fragment.split_once('?').unwrap_or((without_fragment, ""));
    let decode = |text: &str| file_references::percent_decode(text).unwrap_or_else(|| text.to_owned());
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    });
    (template, pairs.collect())
}

/// The template with all other characters percent-encoded that no path contains (RFC 3986, section 3.3). Those that
/// are encoded already stay so.
pub(super) fn encoded(template: &str) -> String {
    let mut encoded = String::with_capacity(template.len());
    let mut is_placeholder = false;
    for (index, character) in template.char_indices() {
        is_placeholder |= character == '{';
        let is_hex = |offset: usize| template.as_bytes().get(index + offset).is_some_and(u8::is_ascii_hexdigit);
        let may_stand = match character {
            '%' => is_hex(1) && is_hex(2),
            _ => character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(character),
        };
        if is_placeholder || may_stand {
            encoded.push(character);
        } else {
            let bytes = character.to_string().into_bytes();
            encoded.extend(bytes.iter().map(|byte| format!("%{byte:02X}")));
        }
        is_placeholder &= character != '}';
    }
    encoded
}

/// Adds the parameters of the query in a path: constants, or placeholders, whose parameters become query parameters.
pub(super) fn add_query(at: &Location, query: Vec<(String, String)>, parameters: &mut Vec<Parameter>) {
    let mut constants = parameters.iter().take_while(|one| one.location == ParameterLocation::Path).count();
    for (name, value) in query {
        let placeholder = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let is_query = |one: &Parameter| one.location == ParameterLocation::Query && one.name.value == name;
        let is_placeholder =
            |one: &Parameter| one.location == ParameterLocation::Path && Some(one.name.value.as_str()) == placeholder;
        let mut declared = parameters.iter_mut().filter(|one| is_query(one) || is_placeholder(one));
        match (placeholder, declared.next()) {
            (Some(_), Some(parameter)) => {
                parameter.location = ParameterLocation::Query;
                parameter.name.value.clone_from(&name);
                parameter.required = true;
            }
            (Some(_), None) => parameters.push(Parameter::required_string(&name, ParameterLocation::Query, at)),
            (None, Some(parameter)) => *parameter = Parameter::constant(&name, value, at),
            (None, None) => {
                parameters.insert(constants.min(parameters.len()), Parameter::constant(&name, value, at));
                constants += 1;
            }
        }
    }
}

/// Whether a template is a valid path. An invalid one is reported.
pub(super) fn check_template(context: &mut Context<'_>, path: &str, item: &PathItem) -> bool {
    let problem = if !path.starts_with('/') {
        Some("invalid path: it must begin with `/`")
    } else if path.chars().any(char::is_control) {
        Some("invalid path: it contains a control character")
    } else if path.split('/').any(|segment| segment == "." || segment == "..") {
        Some("invalid path: it contains a `.` or `..` segment")
    } else if path.matches('{').count() != path.matches('}').count() || placeholders(path).contains(&"") {
        Some("invalid path: braces must enclose a parameter name")
    } else if placeholders(path).iter().any(|name| name.starts_with(['?', '&', '#', '/'])) {
        // RFC 6570 has them. OpenAPI describes query parameters under `parameters` only.
        Some("invalid path: OpenAPI has no operators of URI templates, such as `{?name}`")
    } else if split(path).1.iter().any(|(name, value)| name.contains('{') || is_mixed(value)) {
        Some("invalid path: a placeholder in the query must be a whole value")
    } else {
        None
    };
    if problem.is_none() && path.contains('#') {
        report_fragment(context, &item.key);
    } else if problem.is_none() && path.contains('?') {
        let message = "invalid path: it contains a query";
        context.diagnostics.report_as(Code::MalformedPath, Tolerance::Accepted, &item.key, message);
    }
    if problem.is_none() && without_parameter_names(split(path).0).contains(' ') {
        let message = "invalid path: it contains a space";
        let problem = context.diagnostics.report_as(Code::MalformedPath, Tolerance::WorkAround, &item.key, message);
        problem.fallback("the space is sent as `%20`");
    }
    if let Some(problem) = problem {
        let problem = context.diagnostics.report(Code::MalformedPath, &item.key, problem);
        for (method, _) in &item.operations {
            problem.omits_operation(http_line(method, path));
        }
    }
    problem.is_none()
}

/// Reports the fragment of a path, in lenient mode once for each file: HTTP sends none, and some documents have one in
/// every path.
fn report_fragment(context: &mut Context<'_>, at: &Location) {
    let message = "invalid path: it contains a fragment";
    let is_known = context.diagnostics.has_report(Code::MalformedPath, at.file, message);
    let tolerance = if is_known { Tolerance::Accepted } else { Code::MalformedPath.tolerance() };
    let problem = context.diagnostics.report_as(Code::MalformedPath, tolerance, at, message);
    problem.fallback("the fragment is not sent, here and in other paths of this file");
}

/// Whether a value of the query consists of a placeholder and other characters.
fn is_mixed(value: &str) -> bool {
    value.contains('{') && !(value.starts_with('{') && value.ends_with('}') && value.matches('{').count() == 1)
}

/// Greedy placeholders, which stand for several segments in API gateways: `{proxy+}`. OpenAPI has none. Most documents
/// declare the parameter without the sign.
fn rename_greedy(context: &mut Context<'_>, wanted: &[&str], at: &Location, parameters: &mut [Parameter]) {
    for greedy in wanted.iter().filter(|name| name.ends_with(['+', '*'])) {
        let plain = greedy.trim_end_matches(['+', '*']);
        let names = [*greedy, plain];
        let find = |name: &&str| {
            let is_named = |one: &Parameter| one.location == ParameterLocation::Path && one.name.value == *name;
            parameters.iter().position(is_named).filter(|_| *name == *greedy || !wanted.contains(name))
        };
        let Some(parameter) = names.iter().find_map(find).and_then(|place| parameters.get_mut(place)) else { continue };
        (*greedy).clone_into(&mut parameter.name.value);
        parameter.allow_reserved.get_or_insert_with(|| at.clone());
        let message = format!("invalid path: it contains the greedy placeholder `{{{greedy}}}`");
        let problem = context.diagnostics.report_as(Code::MalformedPath, Tolerance::Accepted, at, message);
        problem.related(parameter.name.at.clone(), "the parameter");
    }
}

/// Reports placeholders without a parameter, and path parameters without a placeholder.
///
/// A missing parameter becomes a string, a superfluous one is dropped, and all become required.
pub(super) fn check_parameters(context: &mut Context<'_>, path: &str, at: &Location, parameters: &mut Vec<Parameter>) {
    let wanted = placeholders(path);
    rename_greedy(context, &wanted, at, parameters);
    let is_in_path = |parameter: &Parameter| parameter.location == ParameterLocation::Path;
    let declared = parameters.iter().filter(|parameter| is_in_path(parameter));
    let declared: Vec<String> = declared.map(|parameter| parameter.name.value.clone()).collect();
    parameters.retain(|parameter| {
        let name = parameter.name.value.as_str();
        let fits = !is_in_path(parameter) || wanted.contains(&name);
        if !fits {
            let message = format!("unused path parameter: the path has no `{{{name}}}`");
            let problem = context.diagnostics.report(Code::UnusedPathParameter, &parameter.name.at, message);
            problem.related(at.clone(), "the path").fallback("it is left out");
        }
        fits
    });
    for parameter in parameters.iter_mut().filter(|parameter| is_in_path(parameter)) {
        if !parameter.required {
            let message = format!("optional path parameter `{}`", parameter.name.value);
            let problem = context.diagnostics.report(Code::OptionalPathParameter, &parameter.at, message);
            problem.help("path parameters are always required: add `required: true`").fallback("it is made required");
        }
        parameter.required = true;
    }
    let mut known: BTreeSet<&str> = declared.iter().map(String::as_str).collect();
    for name in wanted {
        if !known.insert(name) {
            continue;
        }
        let message = format!("undeclared path parameter `{name}`");
        let problem = context.diagnostics.report(Code::UndeclaredPathParameter, at, message);
        let help = match suggest(name, declared.iter().map(String::as_str)) {
            Some(near) => format!("a path parameter with a similar name exists: `{near}`"),
            None => format!("add `{{ name: {name}, in: path, required: true }}` to `parameters`"),
        };
        problem.help(help).fallback("it is made a required string");
        parameters.insert(0, Parameter::required_string(name, ParameterLocation::Path, at));
    }
}
