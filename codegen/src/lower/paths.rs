//! Path templates: their placeholders, and the parameters that are declared for them.

use std::collections::BTreeSet;

use super::Context;
use crate::{
    diagnostic::{Code, suggest},
    openapi::{Parameter, ParameterLocation, PathItem, http_line},
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

/// Whether a template is a valid path. An invalid one is reported.
pub(super) fn check_template(context: &mut Context<'_>, path: &str, item: &PathItem) -> bool {
    let problem = if !path.starts_with('/') {
        Some("invalid path: it must begin with `/`")
    } else if path.contains(['?', '#']) && !context.policy.is_lenient() {
        Some("invalid path: it contains a query or a fragment")
    } else if path.chars().any(|character| character.is_control() || character == ' ') {
        Some("invalid path: it contains a space or a control character")
    } else if path.split('/').any(|segment| segment == "." || segment == "..") {
        Some("invalid path: it contains a `.` or `..` segment")
    } else if path.matches('{').count() != path.matches('}').count() || placeholders(path).contains(&"") {
        Some("invalid path: braces must enclose a parameter name")
    } else {
        None
    };
    if let Some(problem) = problem {
        let problem = context.diagnostics.error(Code::MalformedPath, &item.key, problem);
        for (method, _) in &item.operations {
            problem.omits_operation(http_line(method, path));
        }
    }
    problem.is_none()
}

/// Reports placeholders without a parameter, and path parameters without a placeholder.
///
/// In lenient mode, a missing parameter becomes a string, a superfluous one is dropped, and all become required.
pub(super) fn check_parameters(context: &mut Context<'_>, path: &str, at: &Location, parameters: &mut Vec<Parameter>) {
    if context.policy.is_lenient() {
        fix_parameters(context, path, at, parameters);
        return;
    }
    let declared: Vec<&Parameter> =
        parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Path).collect();
    let wanted: BTreeSet<&str> = placeholders(path).into_iter().collect();
    for name in &wanted {
        if declared.iter().any(|parameter| parameter.name.value == *name) {
            continue;
        }
        let message = format!("undeclared path parameter `{name}`");
        let problem = context.diagnostics.error(Code::UndeclaredPathParameter, at, message);
        match suggest(name, declared.iter().map(|parameter| parameter.name.value.as_str())) {
            Some(near) => problem.help(format!("a path parameter with a similar name exists: `{near}`")),
            None => problem.help(format!("add `{{ name: {name}, in: path, required: true }}` to `parameters`")),
        };
    }
    for parameter in declared {
        if !wanted.contains(parameter.name.value.as_str()) {
            let message = format!("unused path parameter: the path has no `{{{}}}`", parameter.name.value);
            let problem = context.diagnostics.error(Code::UnusedPathParameter, &parameter.name.at, message);
            problem.related(at.clone(), "the path".to_owned());
        }
        if !parameter.required {
            let message = format!("optional path parameter `{}`", parameter.name.value);
            context
                .diagnostics
                .error(Code::OptionalPathParameter, &parameter.at, message)
                .help("path parameters are always required: add `required: true`");
        }
    }
}

fn fix_parameters(context: &mut Context<'_>, path: &str, at: &Location, parameters: &mut Vec<Parameter>) {
    let wanted = placeholders(path);
    parameters.retain(|parameter| {
        let fills = parameter.location != ParameterLocation::Path || wanted.contains(&parameter.name.value.as_str());
        if !fills {
            let message =
                format!("unused path parameter: the path has no `{{{}}}`, so it is left out", parameter.name.value);
            context.diagnostics.warning(Code::ParameterFixed, &parameter.name.at, message);
        }
        fills
    });
    for parameter in parameters.iter_mut().filter(|parameter| parameter.location == ParameterLocation::Path) {
        if !parameter.required {
            let message = format!("optional path parameter `{}`: it is made required", parameter.name.value);
            let problem = context.diagnostics.warning(Code::ParameterFixed, &parameter.at, message);
            problem.help("path parameters are always required: add `required: true`");
        }
        parameter.required = true;
    }
    for name in wanted {
        let is_declared =
            |parameter: &Parameter| parameter.location == ParameterLocation::Path && parameter.name.value == name;
        if !parameters.iter().any(is_declared) {
            let message = format!("undeclared path parameter `{name}`: it is made a required string");
            context.diagnostics.warning(Code::ParameterFixed, at, message);
            parameters.insert(0, Parameter::undeclared_path_parameter(name, at));
        }
    }
}
