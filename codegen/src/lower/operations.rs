//! Operations: what each is called, and its parts put together.

use std::collections::BTreeMap;

use super::{
    Context, answer_docs, arguments, bodies, descriptions, error_headers, examples, names,
    names::Scope,
    pagination, passwords, paths, responses,
    schemas::{self, OwnTypes},
    security, selection, servers,
};
use crate::{
    diagnostic::Code,
    model::{self, RustName},
    openapi::{Operation, Parameter, ParameterLocation, PathItem, Read, http_line},
    source::Location,
};

/// Methods that every client has already.
const TAKEN_METHODS: [&str; 5] = ["builder", "clone", "core", "from_core", "new"];

/// Modules that every service has already.
const TAKEN_MODULES: [&str; 3] = ["client", "service", "types"];

/// Lowers every operation of the document, sorted by name.
pub(super) fn lower(context: &mut Context<'_>, module: &RustName) -> Vec<model::Operation> {
    let document = context.document;
    let mut operations = Vec::new();
    let mut taken = Taken::default();
    let mut ids: BTreeMap<String, Location> = BTreeMap::new();
    let mut shapes: BTreeMap<String, Location> = BTreeMap::new();
    for (path, item) in &document.paths {
        let before = context.diagnostics.len();
        let Some(item) = referred(context, item) else {
            context.diagnostics.omit_operation(before, format!("every operation of {path}"));
            continue;
        };
        if !paths::check_template(context, path, &item) {
            continue;
        }
        check_twin(context, &mut shapes, path, &item);
        for (method, operation) in &item.operations {
            let before = context.diagnostics.len();
            let Some(operation) = &schemas::resolve(context, operation) else {
                context.diagnostics.omit_operation(before, http_line(method, path));
                continue;
            };
            let spoken = operation.operation_id.as_ref().map(|id| id.value.clone());
            let mut spoken = spoken.unwrap_or_else(|| spoken_name(method, path));
            if !selection::is_selected(context.options, &spoken, path, operation) {
                continue;
            }
            let at = operation.operation_id.as_ref().map_or(&operation.key, |id| &id.at).clone();
            if let Some(first) = ids.insert(spoken.clone(), at.clone()) {
                let instead = spoken_name(method, path);
                duplicate(context, &spoken, &at, first, &method_name(module, &instead));
                if !context.diagnostics.is_lenient() {
                    continue;
                }
                spoken = instead;
            }
            let names = taken.names(context, module, &spoken, &at);
            operations.push(lower_one(context, path, &item, method, operation, (&spoken, names)));
        }
    }
    operations.sort_by(|one, other| one.method_name.cmp(&other.method_name));
    operations
}

/// What an operation is called.
struct Names {
    method: RustName,
    module: RustName,
    request: RustName,
}

/// The names of the operations of a client.
#[derive(Default)]
struct Taken {
    methods: Scope,
    modules: Scope,
    requests: Scope,
}

impl Taken {
    fn names(&mut self, context: &mut Context<'_>, module: &RustName, spoken: &str, at: &Location) -> Names {
        let wanted = method_name(module, spoken);
        let is_reported = self.methods.holds(&wanted);
        let method = self.methods.claim(wanted, spoken, at, context.diagnostics);
        let request = names::type_name(spoken);
        // Two that meet are reported once.
        let request = if is_reported {
            self.requests.distinct(request, spoken)
        } else {
            self.requests.claim(request, spoken, at, context.diagnostics)
        };
        Names { module: self.modules.distinct(names::module_name(&method), spoken), method, request }
    }
}

/// Reports an id that another operation has: in somebody else's document, this one is called after its method and path.
fn duplicate(context: &mut Context<'_>, id: &str, at: &Location, first: Location, instead: &RustName) {
    let message = format!("two operations have the id `{id}`");
    let problem = if context.diagnostics.is_lenient() {
        let message = format!("{message}; this one is called `{instead}`, after its method and path");
        context.diagnostics.warning(Code::NameDisambiguated, at, message)
    } else {
        context.diagnostics.error(Code::DuplicateOperation, at, message)
    };
    problem.related(first, "the first stands here".to_owned());
}

/// The path item itself, wherever it stands.
fn referred(context: &mut Context<'_>, item: &PathItem) -> Option<PathItem> {
    let Some(reference) = item.reference.clone() else { return Some(item.clone()) };
    let document_set = context.document_set;
    let node = document_set.resolve(&reference, context.diagnostics)?;
    let mut referred = PathItem::read(&node, context.diagnostics)?;
    referred.key = item.key.clone();
    referred.operations.extend(item.operations.iter().cloned());
    // What stands beside the reference is nearer, and comes first.
    referred.parameters.splice(0..0, item.parameters.iter().cloned());
    referred.summary = item.summary.clone().or(referred.summary);
    referred.description = item.description.clone().or(referred.description);
    referred.servers = item.servers.clone().or(referred.servers);
    Some(referred)
}

/// Two templates that differ in nothing but the names of their parameters are one path.
fn check_twin(context: &mut Context<'_>, shapes: &mut BTreeMap<String, Location>, path: &str, item: &PathItem) {
    let Some(twin) = shapes.insert(paths::shape(path), item.key.clone()) else { return };
    if context.diagnostics.is_lenient() {
        return;
    }
    context
        .diagnostics
        .error(Code::DuplicateOperation, &item.key, format!("`{path}` is the same path as another"))
        .related(twin, "the other stands here".to_owned())
        .help("paths that differ only in the names of their parameters cannot be told apart");
}

fn lower_one(
    context: &mut Context<'_>,
    path: &str,
    item: &PathItem,
    method: &str,
    operation: &Operation,
    (spoken, names): (&str, Names),
) -> model::Operation {
    let Names { method: method_name, module, request: type_name } = names;
    let mut parameters = parameters(context, path, item, operation);
    paths::check_parameters(context, path, &item.key, &mut parameters);

    let mut types = OwnTypes::of(&operation.key);
    let mark = context.samples.mark();
    types.claim(context, type_name.clone(), spoken, &operation.key);
    types.claim(context, names::joined(&type_name, "Error"), "its errors", &operation.key);
    let mut scope = Scope::default();
    pagination::claim_methods(context, operation, &mut scope);
    let mut arguments = arguments::lower(context, &parameters, &mut types, &type_name, &mut scope);
    let mut target =
        bodies::Target { types: &mut types, name: &type_name, scope: &mut scope, arguments: &mut arguments };
    let (body, other_bodies) = bodies::lower(context, operation, &mut target);
    let passwords = passwords::lower(context, operation, &mut arguments);
    let answers = responses::lower(context, operation, &mut types, &type_name);
    let error_headers = error_headers::lower(context, operation, &module, &mut types, &type_name);

    context.samples.belong_to(&module, mark);
    let pagination = pagination::lower(context, operation, &parameters, &answers.success, &types);

    let http_line = http_line(method, path);
    let id = operation.official_id.as_ref().map_or_else(|| spoken.to_owned(), |id| id.value.clone());
    let own_servers = operation.servers.as_deref().or(item.servers.as_deref()).unwrap_or_default();
    let mut docs = descriptions::operation(operation, item.description.as_deref(), &http_line);
    docs.0.extend(descriptions::whereabouts(own_servers));
    docs.0.extend(descriptions::scopes(operation.security.as_deref().unwrap_or(&context.document.security)));
    docs.0.extend(bodies::in_words(context, operation, &body));
    docs.0.extend(answer_docs::in_words(context, operation, answers.headers.as_ref(), &error_headers.links));
    let mut definitions = types.finish();
    schemas::settle_boxes(&mut definitions, false);
    model::Operation {
        aliases: if id == spoken || !is_alias(&id) { Vec::new() } else { vec![id.clone()] },
        id,
        method_name,
        module,
        type_name,
        http_method: method.to_uppercase(),
        path: path.to_owned(),
        summary: summary(operation, item, &http_line),
        docs,
        idempotent: operation.idempotent.unwrap_or(!matches!(method, "post" | "patch")),
        servers: servers::servers(context, own_servers),
        security: security::requirement(context, operation.security.as_deref()),
        scopes: security::scopes(context, operation.security.as_deref()),
        failures: answers.failures,
        example: examples::lower(context, operation, &parameters, &arguments),
        arguments,
        body,
        alternative_bodies: other_bodies,
        success: answers.success,
        accept: answers.accept,
        streams: answers.streams,
        response_headers: answers.headers,
        errors: answers.errors,
        error_headers: error_headers.own,
        password_rules: passwords,
        pagination,
        types: definitions,
    }
}

/// Whether rustdoc takes the text for something to search for.
fn is_alias(text: &str) -> bool {
    let is_plain = |character: char| character == ' ' || !(character.is_whitespace() || character.is_control());
    !text.is_empty() && text.trim() == text && !text.contains(['"', '\'']) && text.chars().all(is_plain)
}

fn summary(operation: &Operation, item: &PathItem, http_line: &str) -> model::Docs {
    if operation.summary.is_none() && operation.description.is_none() && item.summary.is_some() {
        return model::Docs(vec![descriptions::title(item.summary.as_deref().unwrap_or_default())]);
    }
    descriptions::summary(operation, http_line)
}

/// Names of operations without an id: the method and the path, which are what makes them one of a kind.
fn spoken_name(method: &str, path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let words = segments.map(|segment| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(parameter) => format!("by {parameter}"),
        None => segment.to_owned(),
    });
    let words: Vec<String> = words.collect();
    format!("{method} {}", words.join(" "))
}

fn method_name(module: &RustName, spoken: &str) -> RustName {
    let name = names::field_name(spoken);
    let is_taken = TAKEN_METHODS.contains(&name.as_str()) || TAKEN_MODULES.contains(&name.as_str());
    if is_taken || names::module_name(&name) == *module {
        names::field_name(&format!("{spoken} operation"))
    } else {
        name
    }
}

/// The parameters of an operation: its own, and those of its path that it does not replace. In the order in which
/// people think of them: along the path, then the query, then the headers and cookies.
fn parameters(context: &mut Context<'_>, path: &str, item: &PathItem, operation: &Operation) -> Vec<Parameter> {
    let mut result: Vec<Parameter> = Vec::new();
    for parameter in &operation.parameters {
        let Some(parameter) = schemas::resolve(context, parameter) else { continue };
        if let Some(twin) = result.iter().find(|other| is_same(other, &parameter)) {
            let message = format!("the parameter `{}` is declared twice", parameter.name.value);
            context
                .diagnostics
                .error(Code::DuplicateParameter, &parameter.name.at, message)
                .related(twin.name.at.clone(), "the first stands here".to_owned());
            continue;
        }
        result.push(parameter);
    }
    for parameter in &item.parameters {
        let Some(parameter) = schemas::resolve(context, parameter) else { continue };
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

fn is_same(one: &Parameter, other: &Parameter) -> bool {
    one.location == other.location && one.name.value == other.name.value
}

/// "If in is "header" and the name field is "Accept", "Content-Type" or "Authorization", the parameter definition
/// SHALL be ignored" (OpenAPI 3.0.3, Parameter Object): the client sets these itself.
fn is_sent(context: &mut Context<'_>, parameter: &Parameter) -> bool {
    let ignored = ["accept", "content-type", "authorization"];
    let is_ignored = parameter.location == ParameterLocation::Header
        && ignored.contains(&parameter.name.value.to_ascii_lowercase().as_str());
    if is_ignored {
        let message = format!("OpenAPI has the header `{}` ignored among the parameters", parameter.name.value);
        context.diagnostics.warning(Code::HeaderIgnored, &parameter.name.at, message);
    }
    !is_ignored
}
