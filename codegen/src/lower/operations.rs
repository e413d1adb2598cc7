//! Operations: their names, and everything that belongs to each of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, body,
    docs::{call_example, descriptions},
    effective,
    groups::Groups,
    names::{self, NameChange, NameScope},
    operation_names::{self, OperationNameScopes, OperationNames, RESERVED_METHODS, method_name},
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
    http::is_idempotent,
    model::{self, RUNTIME_EXPORTS, ResponseHeaders, RustName, StatusRange},
    openapi::{self, Operation, PathItem, Read, http_line},
    source::Location,
};

/// An operation of the document, with its path and its path item.
#[derive(Clone, Copy)]
struct DocumentedOperation<'o> {
    path: &'o str,
    item: &'o PathItem,
    method: &'o str,
    operation: &'o Operation,
}

impl<'o> DocumentedOperation<'o> {
    /// The `operationId`, or the method and the path.
    fn id(&self) -> String {
        let id = self.operation.operation_id.as_ref();
        id.map_or_else(|| default_id(self.method, self.path), |id| id.value.clone())
    }

    /// The location of the `operationId`, or of the method.
    fn id_location(&self) -> &'o Location {
        self.operation.operation_id.as_ref().map_or(&self.operation.key, |id| &id.at)
    }

    /// The servers of the operation or its path.
    fn own_servers(&self) -> &'o [openapi::Server] {
        self.operation.servers.as_deref().or(self.item.servers.as_deref()).unwrap_or_default()
    }

    /// Whether the operation is generated.
    fn is_selected(&self, context: &mut Context<'_>) -> bool {
        let candidate = Candidate {
            id: &self.id(),
            path: Some(self.path),
            tags: &self.operation.tags,
            is_deprecated: self.operation.deprecated,
        };
        context.selection.selects(context.options, candidate)
    }
}

/// Lowers every operation of the document, sorted by name, and their groups. `reserved` are the modules that operations
/// and groups cannot have.
pub(super) fn lower(
    context: &mut Context<'_>,
    reserved: &BTreeSet<String>,
) -> (Vec<model::Operation>, Vec<model::Group>) {
    let document = context.document;
    let mut operations = Vec::new();
    let mut naming = OperationNaming::new(context, reserved);
    let mut templates: BTreeMap<String, Location> = BTreeMap::new();
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
            let documented = DocumentedOperation { path, item: &item, method, operation };
            let new_name = operation_names::new_name(context, operation);
            if documented.is_selected(context) {
                context.renames.operations.note_use(&documented.id());
                let (wire_name, names) = naming.name(context, documented, new_name);
                operations.push(lower_one(context, documented, &wire_name, names));
            }
        }
    }
    operations.sort_by(|one, other| (one.group, &one.method_name).cmp(&(other.group, &other.method_name)));
    (operations, naming.groups.into_groups())
}

/// Names the operations of a document.
struct OperationNaming<'d, 'r> {
    /// The modules that operations cannot have.
    reserved: &'r BTreeSet<String>,
    scopes: OperationNameScopes,
    groups: Groups,
    /// Ids without the suffix of a framework, by method and path.
    short_ids: BTreeMap<(&'d str, &'d str), String>,
    /// The ids of the operations so far.
    ids: BTreeMap<String, Location>,
}

impl<'d, 'r> OperationNaming<'d, 'r> {
    /// Claims the names of the groups, and reserves those that several operations want.
    fn new(context: &mut Context<'d>, reserved: &'r BTreeSet<String>) -> Self {
        let mut scopes = OperationNameScopes::default();
        let groups = groups(context, reserved, &mut scopes);
        let short_ids = operation_names::short_ids(context);
        let wanted = operation_names::wanted_names(context, &short_ids, &groups);
        scopes.reserve(&wanted, reserved, context.diagnostics);
        Self { reserved, scopes, groups, short_ids, ids: BTreeMap::new() }
    }

    /// The unique id of an operation, and its names. `new_name` is the word that replaces the id in names.
    fn name(
        &mut self,
        context: &mut Context<'_>,
        documented: DocumentedOperation<'_>,
        new_name: Option<(String, NameChange)>,
    ) -> (String, OperationNames) {
        let DocumentedOperation { path, method, operation, .. } = documented;
        let mut wire_name = documented.id();
        let at = documented.id_location();
        if let Some(first) = self.ids.insert(wire_name.clone(), at.clone()) {
            let instead = default_id(method, path);
            report_duplicate_id(context, &wire_name, at, first, &method_name(self.reserved, &instead));
            wire_name = instead;
        }
        let short = match &new_name {
            Some((word, _)) => word.clone(),
            None => self.short_ids.get(&(method, path)).unwrap_or(&wire_name).clone(),
        };
        let group = self.groups.index(operation);
        let word = self.groups.method_word(group.filter(|_| new_name.is_none()), &short);
        let named_at = operation_names::named_at(operation, at);
        if let Some((_, renamed)) = new_name {
            self.scopes.note_rename(group, named_at, &renamed);
        }
        let names = self.scopes.claim(context, self.reserved, (&short, word, group), named_at);
        (wire_name, names)
    }
}

/// The groups of the operations that are selected.
fn groups(context: &mut Context<'_>, reserved: &BTreeSet<String>, scopes: &mut OperationNameScopes) -> Groups {
    if !context.options.group_by_tag {
        return Groups::default();
    }
    let document = context.document;
    let mut tags: Vec<String> = Vec::new();
    for (path, item) in &document.paths {
        // Problems are reported where operations are lowered.
        let before = context.diagnostics.len();
        if let Some(item) = &resolve_path_item(context, item) {
            for (method, operation) in &item.operations {
                let Some(operation) = &effective::object(context, operation) else { continue };
                if (DocumentedOperation { path, item, method, operation }).is_selected(context) {
                    tags.extend(operation.tags.first().cloned());
                }
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
    let scopes = [&mut scopes.methods, &mut scopes.modules, &mut scopes.requests];
    Groups::new(context, tags.iter().map(String::as_str), is_reserved, scopes)
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
    documented: DocumentedOperation<'_>,
    wire_name: &str,
    names: OperationNames,
) -> model::Operation {
    let DocumentedOperation { path, item, method, operation } = documented;
    let OperationNames { method: method_name, module, request: type_name, group } = names;
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
    let mut request =
        body::RequestScope { types: &mut types, name: &type_name, scope: &mut scope, arguments: &mut arguments };
    let (body, other_bodies) = body::lower(context, operation, &mut request);
    let passwords = passwords::lower(context, operation, &mut arguments);
    let responses = response::lower(context, method, operation, &mut types, &type_name);
    let error_headers = error_headers::lower(context, operation, &module, &mut types, &type_name);

    context.example_types.assign_module(&module, mark);
    let pagination = pagination::lower(context, operation, &parameters, &responses.success, &types);

    let id = operation.official_id.as_ref().map_or_else(|| wire_name.to_owned(), |id| id.value.clone());
    let (docs, example) = if context.parts.docs {
        let docs = documentation(context, documented, &body, responses.headers.as_ref(), &error_headers.links);
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
        http_method: method.to_owned(),
        path: template.to_owned(),
        encoded_path: paths::encoded(template),
        summary: summary(operation, item, &http_line(method, path)),
        docs,
        idempotent: operation.idempotent.unwrap_or(is_idempotent(method)),
        servers: servers::servers(context, documented.own_servers()),
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
        shared_headers: None,
        errors: responses.errors,
        shared_errors: None,
        error_headers: error_headers.own,
        password_rules: passwords,
        pagination,
        types: definitions,
    }
}

/// The documentation of an operation after its summary. `error_headers` are the links to the headers of its failures.
fn documentation(
    context: &mut Context<'_>,
    documented: DocumentedOperation<'_>,
    body: &model::Body,
    headers: Option<&ResponseHeaders>,
    error_headers: &BTreeMap<StatusRange, String>,
) -> model::Docs {
    let DocumentedOperation { path, item, method, operation } = documented;
    let mut docs = descriptions::operation(operation, item.description.as_deref(), &http_line(method, path));
    docs.0.extend(servers::docs(documented.own_servers()));
    docs.0.extend(descriptions::scopes(operation.security.as_deref().unwrap_or(&context.document.security)));
    docs.0.extend(body::docs(context, operation, body));
    docs.0.extend(response::docs::section(context, operation, headers, error_headers));
    docs
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
    format!("{} {}", method.to_lowercase(), words.join(" "))
}
