//! Services: the module of a document, its documentation, and everything that it describes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, authentication, checked_schemas, clippy_allows, component_use,
    docs::{
        call_example,
        descriptions::{self, Paragraphs},
        document_examples, markdown,
    },
    effective, names, operations, quick_start,
    renames::component_key,
    reserved_setters,
    response::error_headers,
    schemas, security, servers, service_requests, type_rules, usage,
};
use crate::{
    diagnostic::{Code, Diagnostic, SourceLocation},
    model::{
        ArgumentLocation, Docs, DocumentExample, Operation, RustName, SecurityKind, SecurityScheme, Service,
        SharedName, TypeDefinition, WireName,
    },
    openapi::{Document, NodeId},
};

/// Modules and features that every generated crate has, and files that Cargo builds as programs.
const RESERVED_MODULES: [&str; 8] =
    ["bin", "default", "lib", "main", "reqwest", "runtime", "serde", "wireright_runtime"];

/// Lowers a document to a service. `source` is its path.
pub(super) fn lower(mut context: Context<'_>, source: String) -> Service {
    let module = module(&mut context);
    let name = only_service_name(&context).unwrap_or_else(|| module.clone());
    // A rule for types matches the types of all components.
    let lowers_all =
        keeps_unused_types(&context) || context.parts.unused_components || !context.options.types.is_empty();
    let before = context.diagnostics.len();
    schemas::components(&mut context, lowers_all);
    let of_components = before..context.diagnostics.len();
    let security_schemes = security::schemes(&mut context);
    let reserved = reserved_modules(&context, &module, &security_schemes);
    let (mut operations, groups) = operations::lower(&mut context, &reserved);
    let client_parameters = client_parameters(&operations);
    let service_requests = service_requests::lower(&mut context, &groups);
    let (servers, regions) = servers::lower(&mut context);
    let parts = quick_start::ServiceParts {
        servers: &servers,
        regions: &regions,
        schemes: &security_schemes,
        operations: &operations,
    };
    let quick_start = quick_start::lower(&context, &parts);
    let docs = docs(&mut context);
    let mut example_types = document_examples::finish(&mut context);
    let error_headers = error_headers::finish(&mut context);
    let in_headers =
        error_headers.iter().flat_map(|one| usage::of_headers(&one.headers)).filter_map(usage::shared_name);
    let received = service_requests.iter().flat_map(|one| &one.types).chain(in_headers).cloned().collect();
    let ServiceTypes { mut types, schema_names, omitted_components } =
        finish_types(&mut context, &mut operations, received, &mut example_types);
    let used = component_use::used_nodes(&mut context, true, &types);
    if !keeps_unused_types(&context) && !context.parts.unused_components {
        context.diagnostics.retain_in(of_components, |problem| !is_name_of_omitted(&types, &used, problem));
    }
    note_renamed(&mut context, &schema_names, &types, &used);
    let first = Some(&context.document.at);
    if let Some(mut reporter) = type_rules::Reporter::new(context.options, context.sources, first, context.diagnostics)
    {
        context.type_rules.apply(&schema_names, &mut types, &mut operations, &mut reporter);
    }
    context.type_rules.use_mapped(usage::mapped_types(&types, &operations, &error_headers));
    reserved_setters::report(&mut context, &types, &operations);
    let checked_schemas = checked_schemas::decide(&mut context, &mut types, &mut operations);
    call_example::choose_outputs(&types, &mut operations);
    let allowed_lints = clippy_allows::allowed_lints(&types, &operations);
    Service {
        source,
        name,
        feature: None,
        // The root of a crate has the items itself. That of a module can have no documentation: `include!` permits no
        // inner attributes. Each of several services gets its module with those of the others.
        module: context.options.module.is_some().then_some(module),
        parent_modules: super::within(context.options),
        title: descriptions::title(&context.document.info.title),
        docs,
        servers,
        regions,
        security_schemes,
        client_parameters,
        operations,
        groups,
        service_requests,
        type_features: BTreeMap::new(),
        types,
        omitted_components,
        schema_names,
        schemas: checked_schemas,
        shared_errors: Vec::new(),
        shared_headers: Vec::new(),
        error_headers,
        quick_start,
        allowed_lints,
        document_examples: example_types,
    }
}

/// The types of a service.
struct ServiceTypes {
    types: Vec<TypeDefinition>,
    schema_names: BTreeMap<SharedName, Vec<String>>,
    omitted_components: Vec<SharedName>,
}

/// The types that operations share. Without those that nothing uses, unless they are kept. `received` are used by no
/// operation, but are types of webhooks, callbacks and headers.
fn finish_types(
    context: &mut Context<'_>,
    operations: &mut [Operation],
    received: Vec<SharedName>,
    example_types: &mut Vec<DocumentExample>,
) -> ServiceTypes {
    let schema_names = context.shared.schema_names(context.document.at.file);
    let components = context.shared.component_names();
    let variant_values = schemas::variant_values(context);
    let mut types = std::mem::take(&mut context.shared).finish();
    schemas::finish(&mut types, operations, &received, variant_values);
    let omitted_components = if keeps_unused_types(context) {
        Vec::new()
    } else {
        let omitted = usage::omit_unused(&mut types, received, operations, example_types);
        context.type_rules.omit(&schema_names, &omitted);
        let all_used = component_use::used_nodes(context, false, &[]);
        let is_unused = |(id, name): &(NodeId, SharedName)| !usage::is_defined(&types, name) && !all_used.contains(id);
        let unused: BTreeSet<SharedName> = components.into_iter().filter(is_unused).map(|(_, name)| name).collect();
        unused.into_iter().collect()
    };
    ServiceTypes { types, schema_names, omitted_components }
}

/// Whether a problem is about the name of a component without a generated type. The name is decided all the same, so
/// that the names of other types do not depend on the selection of operations.
fn is_name_of_omitted(types: &[TypeDefinition], used: &BTreeSet<NodeId>, problem: &Diagnostic) -> bool {
    let SourceLocation::Node(at) = &problem.location else { return false };
    if !matches!(problem.code, Code::NameCollision | Code::NameDisambiguated) {
        return false;
    }
    if component_key(at).is_none() {
        // A name inside a component. Another type may contain it by `allOf`.
        return component_use::component_of(at).is_some_and(|component| !used.contains(&component));
    }
    let component = format!("{}/", at.pointer);
    let is_of_component = |definition: &TypeDefinition| {
        let source = &definition.source;
        source.file == at.file && format!("{}/", source.pointer).starts_with(&component)
    };
    !types.iter().any(is_of_component)
}

/// Notes the components that are generated, or that generated code uses without a type of their own.
fn note_renamed(
    context: &mut Context<'_>,
    schema_names: &BTreeMap<SharedName, Vec<String>>,
    types: &[TypeDefinition],
    used: &BTreeSet<NodeId>,
) {
    if context.renames.schemas.is_empty() {
        return;
    }
    let mut keys: BTreeSet<String> = used.iter().filter_map(component_use::key_of).collect();
    keys.extend(component_use::component_keys(context, |target| keeps_unused_types(context) || used.contains(target)));
    keys.extend(types.iter().filter_map(|one| schema_names.get(&one.shared_name())).flatten().cloned());
    for key in &keys {
        context.renames.schemas.note_use(key);
    }
}

/// The names of the parameters that are set once on the client, sorted.
fn client_parameters(operations: &[Operation]) -> Vec<WireName> {
    let arguments = operations.iter().flat_map(|operation| &operation.arguments);
    let of_client = arguments.filter(|argument| argument.location == ArgumentLocation::ClientParameter);
    let names: BTreeSet<&WireName> = of_client.map(|argument| &argument.wire).collect();
    names.into_iter().cloned().collect()
}

/// The modules that operations and groups cannot have: those of the service, and what else the root has.
fn reserved_modules(context: &Context<'_>, module: &RustName, schemes: &[SecurityScheme]) -> BTreeSet<String> {
    let mut reserved: BTreeSet<String> =
        ["client", "error_responses", "response_headers", "service", "types"].map(str::to_owned).into();
    if !context.is_only_document || context.options.module.is_some() {
        reserved.insert(module.unraw().to_owned());
    }
    if !context.is_only_document {
        return reserved;
    }
    reserved.extend(["bin", "lib", "main", "mod", "runtime", "wireright_runtime"].map(str::to_owned));
    let authenticators = schemes.iter().filter_map(|scheme| match &scheme.kind {
        SecurityKind::Authenticator(path) => Some([path.crate_name(), path.export_name()]),
        _ => None,
    });
    reserved.extend(authenticators.flatten().flatten().map(str::to_owned));
    reserved
}

/// Whether schemas that nothing uses are generated. A document without operations has nothing else.
fn keeps_unused_types(context: &Context<'_>) -> bool {
    context.options.unused_types.unwrap_or(context.document.paths.is_empty())
}

/// The name of the only service: that of the crate or module.
fn only_service_name(context: &Context<'_>) -> Option<RustName> {
    let package = || names::field_name(&context.options.package);
    context.is_only_document.then(|| super::within(context.options).pop().unwrap_or_else(package))
}

/// The module of a service: `x-module`, or the title as a name.
fn module(context: &mut Context<'_>) -> RustName {
    let info = &context.document.info;
    let Some(module) = &info.module else {
        let name = names::crate_module_name(&info.title);
        return if RESERVED_MODULES.contains(&name.as_str()) {
            names::file_name(&format!("{name}_service"))
        } else {
            name
        };
    };
    let name = names::crate_module_name(&module.value);
    if RESERVED_MODULES.contains(&name.as_str()) {
        let message = format!("reserved module name `{}`", module.value);
        let problem = context.diagnostics.report(Code::MalformedExtension, &module.at, message);
        problem.help(format!("choose another name, such as `{name}_service`"));
    } else if name.as_str() != module.value {
        let message = format!("invalid module name `{}`", module.value);
        let problem = context.diagnostics.report(Code::MalformedExtension, &module.at, message);
        problem.help(format!("write it in snake case, such as `{name}`"));
    }
    name
}

/// The documentation of a service's module.
fn docs(context: &mut Context<'_>) -> Docs {
    let document = context.document;
    let mut paragraphs = Paragraphs::default();
    paragraphs.push(document.info.summary.as_deref().map(markdown::line));
    paragraphs.markdown(document.info.description.as_deref());
    paragraphs
        .push(document.external_docs.iter().map(|docs| markdown::see_link(docs.description.as_deref(), &docs.url)));
    let tags = document.tags.iter().map(|tag| {
        let description = tag.description.as_deref().map(markdown::line);
        let description = description.map(|text| format!(": {text}")).unwrap_or_default();
        let docs = tag.external_docs.as_ref();
        let docs = docs
            .map(|docs| format!(" {}", markdown::see_link(docs.description.as_deref(), &docs.url)))
            .unwrap_or_default();
        format!("- {}{description}{docs}", markdown::line(&tag.name))
    });
    paragraphs.push(tags);
    paragraphs.push(server_docs(document));
    let schemes = document.security_schemes.iter();
    let schemes = schemes.filter_map(|(name, scheme)| Some((name.as_str(), effective::object(context, scheme)?)));
    for lines in authentication::section(schemes) {
        paragraphs.push(lines);
    }
    paragraphs.push(about(document));
    paragraphs.finish()
}

/// The documentation of the servers. Those of regions are documented on the constants of the regions.
fn server_docs(document: &Document) -> Vec<String> {
    let servers = document.servers.iter().filter(|server| server.region.is_none());
    let lines: Vec<String> = servers.filter_map(servers::description).map(|line| format!("- {line}")).collect();
    if lines.is_empty() {
        return lines;
    }
    ["# Servers".to_owned(), String::new()].into_iter().chain(lines).collect()
}

/// Version, terms, contact and licence of the API.
fn about(document: &Document) -> Vec<String> {
    let info = &document.info;
    let mut lines = vec![format!("Version of the API: {}.", markdown::code(&info.version))];
    lines.extend(info.terms_of_service.iter().map(|terms| format!("Terms of service: {}.", markdown::line(terms))));
    if let Some(contact) = &info.contact {
        let parts = [&contact.name, &contact.url, &contact.email].into_iter().flatten();
        let parts: Vec<String> = parts.map(|part| markdown::line(part)).collect();
        // Tools write an empty object.
        lines.extend((!parts.is_empty()).then(|| format!("Contact: {}.", parts.join(", "))));
    }
    if let Some(license) = &info.license {
        let parts = [Some(&license.name), license.identifier.as_ref(), license.url.as_ref()].into_iter().flatten();
        let parts: Vec<String> = parts.map(|part| markdown::line(part)).collect();
        lines.push(format!("Licence of the API: {}.", parts.join(", ")));
    }
    lines
}
