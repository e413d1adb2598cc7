//! Operations: their names, and everything that belongs to each of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, body,
    docs::{call_example, descriptions},
    effective,
    groups::Groups,
    names::{self, NameScope},
    pagination, parameters, paths, response,
    response::error_headers,
    rules::passwords,
    schemas::{self, OperationTypes},
    security,
    selection::Candidate,
    sent_names, servers,
};
use crate::{
    diagnostic::{Code, Tolerance},
    model::{self, RUNTIME_EXPORTS, RustName},
    openapi::{Operation, PathItem, Read, RefOr, http_line},
    source::Location,
};

/// Methods that every client has.
const RESERVED_METHODS: [&str; 5] = ["builder", "clone", "core", "from_core", "new"];

/// Lowers every operation of the document, sorted by name, and their groups.
pub(super) fn lower(
    context: &mut Context<'_>,
    reserved: &BTreeSet<String>,
) -> (Vec<model::Operation>, Vec<model::Group>) {
    let document = context.document;
    let mut operations = Vec::new();
    let mut taken = OperationNames::default();
    let groups = groups(context, reserved, &mut taken);
    let mut ids: BTreeMap<String, Location> = BTreeMap::new();
    let mut templates: BTreeMap<String, Location> = BTreeMap::new();
    let short_ids = short_ids(context);
    for (path, item) in &document.paths {
        let before = context.diagnostics.len();
        let Some(item) = resolve_path_item(context, item) else {
            context.diagnostics.omit_operation(before, format!("every operation of {path}"));
            continue;
        };
        if !paths::check_template(context, path, &item) {
            continue;
        }
        check_duplicate_path(context, &mut templates, path, &item);
        for (method, operation) in &item.operations {
            let before = context.diagnostics.len();
            let Some(operation) = &effective::object(context, operation) else {
                context.diagnostics.omit_operation(before, http_line(method, path));
                continue;
            };
            let wire_name = operation.operation_id.as_ref().map(|id| id.value.clone());
            let mut wire_name = wire_name.unwrap_or_else(|| default_id(method, path));
            let candidate = Candidate {
                id: &wire_name,
                path: Some(path),
                tags: &operation.tags,
                is_deprecated: operation.deprecated,
            };
            if !context.selection.selects(context.options, candidate) {
                continue;
            }
            let at = operation.operation_id.as_ref().map_or(&operation.key, |id| &id.at).clone();
            if let Some(first) = ids.insert(wire_name.clone(), at.clone()) {
                let instead = default_id(method, path);
                report_duplicate_id(context, &wire_name, &at, first, &method_name(reserved, &instead));
                wire_name = instead;
            }
            let short = match &operation.rust_name {
                Some(name) => name.as_str(),
                None => short_ids.get(&(method, path.as_str())).unwrap_or(&wire_name),
            };
            let short = short.to_owned();
            let group = groups.index(operation);
            let word = match (group, &operation.rust_name) {
                (Some(group), None) => groups.word(group, &short),
                _ => &short,
            };
            let names = taken.names(context, reserved, (&short, word, group), &at);
            operations.push(lower_one(context, path, &item, method, operation, (&wire_name, names)));
        }
    }
    operations.sort_by(|one, other| (one.group, &one.method_name).cmp(&(other.group, &other.method_name)));
    (operations, groups.into_groups())
}

/// The groups of the operations that are selected.
fn groups(context: &mut Context<'_>, reserved: &BTreeSet<String>, taken: &mut OperationNames) -> Groups {
    if !context.options.group_by_tag {
        return Groups::default();
    }
    let document = context.document;
    let mut tags: Vec<String> = Vec::new();
    for (path, item) in &document.paths {
        // Problems are reported where operations are lowered.
        let before = context.diagnostics.len();
        let item = resolve_path_item(context, item);
        for (method, operation) in item.iter().flat_map(|item| &item.operations) {
            let Some(operation) = effective::object(context, operation) else { continue };
            let id = operation.operation_id.as_ref().map_or_else(|| default_id(method, path), |id| id.value.clone());
            let is_deprecated = operation.deprecated;
            let candidate = Candidate { id: &id, path: Some(path), tags: &operation.tags, is_deprecated };
            if context.selection.selects(context.options, candidate) {
                tags.extend(operation.tags.first().cloned());
            }
        }
        context.diagnostics.remove_since(before);
    }
    // The struct of a group is beside these if the root has it.
    let is_at_root = context.is_only_document;
    let is_reserved = |name: &RustName| {
        let is_module_or_method = RESERVED_METHODS.contains(&name.as_str()) || reserved.contains(name.unraw());
        let is_exported = || RUNTIME_EXPORTS.contains(&names::type_name(name.unraw()).as_str());
        is_module_or_method || (is_at_root && is_exported())
    };
    let scopes = [&mut taken.methods, &mut taken.modules, &mut taken.requests];
    Groups::new(context, tags.iter().map(String::as_str), is_reserved, scopes)
}

/// Operation ids without the path and the method that a framework added, by method and path. Only those that stay
/// unique.
fn short_ids<'d>(context: &Context<'d>) -> BTreeMap<(&'static str, &'d str), String> {
    let mut short: BTreeMap<(&'static str, &'d str), String> = BTreeMap::new();
    let mut counts: BTreeMap<RustName, usize> = BTreeMap::new();
    for (path, item) in &context.document.paths {
        for (method, operation) in &item.operations {
            let RefOr::Item(Operation { operation_id: Some(id), .. }) = operation else { continue };
            let rest = without_path(&id.value, method, path);
            *counts.entry(names::field_name(rest.unwrap_or(&id.value))).or_default() += 1;
            short.extend(rest.map(|rest| ((*method, path.as_str()), rest.to_owned())));
        }
    }
    short.retain(|_, id| counts.get(&names::field_name(id)) == Some(&1));
    short
}

/// The id without its suffix of path and method, as FastAPI writes it: `read_item_items__item_id__get`.
fn without_path<'i>(id: &'i str, method: &str, path: &str) -> Option<&'i str> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let path: String = path.chars().map(|character| if is_word(character) { character } else { '_' }).collect();
    let rest = id.strip_suffix(&format!("{path}_{method}"))?;
    rest.contains(char::is_alphanumeric).then_some(rest)
}

/// The names of one operation.
struct Names {
    method: RustName,
    module: RustName,
    request: RustName,
    group: Option<usize>,
}

/// The names of all operations of a client.
#[derive(Default)]
struct OperationNames {
    methods: NameScope,
    group_methods: BTreeMap<usize, NameScope>,
    modules: NameScope,
    requests: NameScope,
}

impl OperationNames {
    /// `word` is what the method of a group is named after.
    fn names(
        &mut self,
        context: &mut Context<'_>,
        reserved: &BTreeSet<String>,
        (wire_name, word, group): (&str, &str, Option<usize>),
        at: &Location,
    ) -> Names {
        let wanted = method_name(reserved, word);
        if wanted != names::field_name(word) {
            names::report_reserved(context.diagnostics, at, word, &wanted);
        }
        let methods = match group {
            Some(group) => self.group_methods.entry(group).or_default(),
            None => &mut self.methods,
        };
        let is_reported = methods.contains(&wanted);
        let method = methods.claim(wanted, wire_name, at, context.diagnostics);
        let request = names::type_name(wire_name);
        if request != names::variant_name(wire_name) {
            names::report_reserved(context.diagnostics, at, names::variant_name(wire_name).unraw(), &request);
        }
        // One collision is reported once.
        let request = if is_reported {
            self.requests.claim_unreported(request, wire_name)
        } else {
            self.requests.claim(request, wire_name, at, context.diagnostics)
        };
        let file = if group.is_some() { names::field_name(wire_name) } else { method.clone() };
        let module = match names::module_name(&file) {
            module if reserved.contains(module.unraw()) => names::module_name(&method_name(reserved, wire_name)),
            module => module,
        };
        let module = self.modules.claim_with_warning(module, wire_name, at, context.diagnostics);
        Names { method, module, request, group }
    }
}

/// Reports an `operationId` that another operation has. This operation is named after its method and path.
fn report_duplicate_id(context: &mut Context<'_>, id: &str, at: &Location, first: Location, instead: &RustName) {
    let message = format!("duplicate operation id `{id}`");
    let problem = context.diagnostics.report(Code::DuplicateOperation, at, message);
    problem.related(first, "first used here");
    problem.fallback(format!("this one is named `{instead}`, after its method and path"));
}

/// The path item itself, through a reference.
fn resolve_path_item(context: &mut Context<'_>, item: &PathItem) -> Option<PathItem> {
    let Some(reference) = item.reference.clone() else { return Some(item.clone()) };
    let document_set = context.document_set;
    let node = document_set.resolve(&reference, context.diagnostics)?;
    let mut referred = PathItem::read(&node, context.diagnostics)?;
    referred.key = item.key.clone();
    referred.operations.extend(item.operations.iter().cloned());
    // Keys beside the reference take precedence.
    referred.parameters.splice(0..0, item.parameters.iter().cloned());
    referred.summary = item.summary.clone().or(referred.summary);
    referred.description = item.description.clone().or(referred.description);
    referred.servers = item.servers.clone().or(referred.servers);
    Some(referred)
}

/// Reports a path that differs from another one only in parameter names.
fn check_duplicate_path(
    context: &mut Context<'_>,
    templates: &mut BTreeMap<String, Location>,
    path: &str,
    item: &PathItem,
) {
    let Some(existing) = templates.insert(paths::without_parameter_names(path), item.key.clone()) else { return };
    let message = format!("duplicate path `{path}`: it differs from another path only in parameter names");
    let problem = context.diagnostics.report_as(Code::DuplicateOperation, Tolerance::Accepted, &item.key, message);
    problem.related(existing, "the other path").help("merge the two path items, or change one of the paths");
}

fn lower_one(
    context: &mut Context<'_>,
    path: &str,
    item: &PathItem,
    method: &str,
    operation: &Operation,
    (wire_name, names): (&str, Names),
) -> model::Operation {
    let Names { method: method_name, module, request: type_name, group } = names;
    let (template, query) = paths::split(path);
    let mut parameters = parameters::of_operation(context, path, item, operation);
    paths::add_query(&item.key, query, &mut parameters);
    parameters::remove_api_keys(context, operation, &mut parameters);
    paths::check_parameters(context, template, &item.key, &mut parameters);
    sent_names::check(context, operation, &parameters);

    let mut types = OperationTypes::new(&operation.key);
    let mark = context.example_types.mark();
    types.claim(context, type_name.clone(), wire_name, &operation.key);
    types.claim(context, names::joined(&type_name, "Error"), "errors", &operation.key);
    let mut scope = NameScope::default();
    pagination::claim_methods(context, operation, &mut scope);
    let mut arguments = parameters::lower(context, &parameters, &mut types, &type_name, &mut scope);
    let mut target = body::Target { types: &mut types, name: &type_name, scope: &mut scope, arguments: &mut arguments };
    let (body, other_bodies) = body::lower(context, operation, &mut target);
    let passwords = passwords::lower(context, operation, &mut arguments);
    let responses = response::lower(context, method, operation, &mut types, &type_name);
    let error_headers = error_headers::lower(context, operation, &module, &mut types, &type_name);

    context.example_types.assign_module(&module, mark);
    let pagination = pagination::lower(context, operation, &parameters, &responses.success, &types);

    let http_line = http_line(method, path);
    let id = operation.official_id.as_ref().map_or_else(|| wire_name.to_owned(), |id| id.value.clone());
    let own_servers = operation.servers.as_deref().or(item.servers.as_deref()).unwrap_or_default();
    let (docs, example) = if context.parts.docs {
        let mut docs = descriptions::operation(operation, item.description.as_deref(), &http_line);
        docs.0.extend(servers::docs(own_servers));
        docs.0.extend(descriptions::scopes(operation.security.as_deref().unwrap_or(&context.document.security)));
        docs.0.extend(body::docs(context, operation, &body));
        docs.0.extend(response::docs::section(context, operation, responses.headers.as_ref(), &error_headers.links));
        (docs, call_example::lower(context, operation, &parameters, &arguments, &passwords))
    } else {
        Default::default()
    };
    let mut definitions = types.finish();
    schemas::box_recursive_types(&mut definitions, false);
    model::Operation {
        aliases: if id == wire_name || !is_alias(&id) { Vec::new() } else { vec![id.clone()] },
        id,
        method_name,
        group,
        module,
        type_name,
        http_method: method.to_uppercase(),
        path: template.to_owned(),
        summary: summary(operation, item, &http_line),
        docs,
        idempotent: operation.idempotent.unwrap_or(!matches!(method, "post" | "patch")),
        servers: servers::servers(context, own_servers),
        security: security::requirement(context, operation.security.as_deref()),
        scopes: security::scopes(context, operation.security.as_deref()),
        failures: responses.failures,
        example,
        arguments,
        body,
        alternative_bodies: other_bodies,
        success: responses.success,
        accept: responses.accept,
        streams: responses.streams,
        response_headers: responses.headers,
        errors: responses.errors,
        shared_errors: None,
        error_headers: error_headers.own,
        password_rules: passwords,
        pagination,
        types: definitions,
    }
}

/// Whether rustdoc accepts the string as a search alias.
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

/// The id of an operation without `operationId`: its method and path, which are unique.
pub(super) fn default_id(method: &str, path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let words = segments.map(|segment| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(parameter) => format!("by {parameter}"),
        None => segment.to_owned(),
    });
    let words: Vec<String> = words.collect();
    format!("{method} {}", words.join(" "))
}

fn method_name(reserved: &BTreeSet<String>, id: &str) -> RustName {
    let name = names::field_name(id);
    let is_taken = RESERVED_METHODS.contains(&name.as_str()) || reserved.contains(names::module_name(&name).unraw());
    if is_taken { names::field_name(&format!("{id} operation")) } else { name }
}
