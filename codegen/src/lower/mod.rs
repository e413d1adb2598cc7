//! Lowering: from typed OpenAPI documents to the model. All decisions and all diagnostics about them are here.
//!
//! A pass reports a problem and continues, so that one run reports everything. It leaves out what it cannot lower:
//! after an error nothing is printed.
//!
//! - `services`: a document as a service
//! - `operations`: an operation with its parameters, body and responses
//! - `operation_names`: the method, the module and the request type of an operation
//! - `parameters`, `body`, `response`, `pagination`: the parts of an operation
//! - `query_string`: the whole query as one parameter
//! - `schemas`: schemas as Rust types
//! - `rules`, `patterns`: which values `validate()` checks, and what it cannot check
//! - `checked_schemas`: the schemas that `validate()` checks
//! - `effective`: effective schemas: references followed, `allOf` merged, and the kind of Rust type decided. The
//!   targets of references come from [`DocumentSet::resolve`](crate::openapi::DocumentSet::resolve)
//! - `groups`: the operations of a tag as methods of a struct
//! - `names`: Rust names, and how name collisions are resolved
//! - `reserved_setters`: setters that cannot have the name of their property
//! - `docs`: documentation and examples
//! - `media_types`, `paths`, `servers`: media types, path templates, servers and regions
//! - `security`, `authentication`: security schemes, and their documentation
//! - `sent_names`: names that a request would send for two values
//! - `selection`: which operations are generated
//! - `service_requests`: types of webhooks and callbacks
//! - `component_use`: which components operations refer to
//! - `usage`: which types operations use
//! - `config_file`: the places of a configuration
//! - `name_pattern`: patterns of names
//! - `renames`: names of schemas and operations from the configuration
//! - `type_rules`: derives and attributes from the configuration
//! - `quick_start`: the example that opens a service's documentation
//! - `clippy_allows`: lints of clippy that generated types violate, which the generated module allows
//! - `budget`: how much one document may expand

mod authentication;
mod body;
mod budget;
mod checked_schemas;
mod clippy_allows;
mod component_use;
mod config_file;
mod docs;
mod effective;
mod groups;
mod media_types;
mod name_pattern;
mod names;
mod operation_names;
mod operations;
mod pagination;
mod parameters;
mod paths;
mod patterns;
mod query_string;
mod quick_start;
mod renames;
mod reserved_setters;
mod response;
mod rules;
mod schemas;
mod security;
mod selection;
mod sent_names;
mod servers;
mod service_requests;
mod services;
mod type_rules;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

pub use name_pattern::NamePattern;

use crate::{
    Options,
    diagnostic::{Code, Diagnostics},
    model::{Crate, Docs, RustName, Service},
    openapi::{Document, DocumentSet, Input},
    source::{Location, Sources, Value},
};

/// Parts of a document that not each run has to lower.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OptionalParts {
    /// The documentation. A comparison of two documents needs none.
    pub(crate) docs: bool,
    /// The components that nothing uses, for their problems. Without them, a large document takes half the time.
    pub(crate) unused_components: bool,
}

/// The state of lowering one document.
struct Context<'d> {
    document: &'d Document,
    document_set: &'d DocumentSet,
    options: &'d Options,
    parts: OptionalParts,
    shared: schemas::SharedTypes,
    effective: effective::Cache,
    error_headers: response::error_headers::SharedErrorHeaders,
    sent_schemas: rules::SentSchemas,
    subtype_graph: &'d effective::SubtypeGraph,
    discriminator_properties: &'d effective::DiscriminatorProperties,
    /// The patterns seen so far, and whether the runtime can check them.
    patterns: BTreeMap<String, bool>,
    budget: budget::Budget,
    example_types: docs::document_examples::ExampleTypes,
    /// The read-only properties that examples of requests contain.
    read_only_in_examples: BTreeSet<Location>,
    /// Whether the crate has no other document.
    is_only_document: bool,
    selection: &'d mut selection::Selection,
    type_rules: &'d mut type_rules::TypeRules,
    renames: &'d mut renames::Renames,
    sources: &'d Sources,
    diagnostics: &'d mut Diagnostics,
}

/// Lowers all documents to one crate.
pub(crate) fn lower(
    input: &Input,
    sources: &Sources,
    options: &Options,
    parts: OptionalParts,
    diagnostics: &mut Diagnostics,
) -> Crate {
    let mut services: Vec<Service> = Vec::new();
    let mut modules = names::NameScope::default();
    let mut selection = selection::Selection::default();
    let first = input.entry_documents.first().map(|document| &document.at);
    let mut type_rules = type_rules::TypeRules::new(options, sources, first, diagnostics);
    let mut renames = renames::Renames::new(options, sources, first, diagnostics);
    let subtype_graph = effective::SubtypeGraph::new(&input.document_set);
    let files = input.entry_documents.iter().map(|document| document.at.file);
    let discriminator_properties = effective::DiscriminatorProperties::new(&input.document_set, files, &subtype_graph);
    let is_only_document = input.entry_documents.len() == 1;
    for document in &input.entry_documents {
        let context = Context {
            document,
            document_set: &input.document_set,
            options,
            parts,
            shared: schemas::SharedTypes::default(),
            effective: effective::Cache::default(),
            error_headers: response::error_headers::SharedErrorHeaders::default(),
            sent_schemas: rules::SentSchemas::default(),
            subtype_graph: &subtype_graph,
            discriminator_properties: &discriminator_properties,
            patterns: BTreeMap::new(),
            budget: budget::Budget::new(sources.iter().map(|(_, file)| file.bytes.len()).sum()),
            example_types: docs::document_examples::ExampleTypes::default(),
            read_only_in_examples: BTreeSet::new(),
            is_only_document,
            selection: &mut selection,
            type_rules: &mut type_rules,
            renames: &mut renames,
            sources,
            diagnostics,
        };
        let mut service = services::lower(context, sources.get(document.at.file).path.clone());
        if !is_only_document {
            claim_module(&mut service, document, &mut modules, options, diagnostics);
        }
        if options.group_by_tag && options.module.is_none() {
            let others = options.dependencies.as_deref().unwrap_or_default();
            groups::decide_features(&mut service, others);
        }
        response::shared::share(&mut service);
        services.push(service);
    }
    let before = diagnostics.len();
    if let Some(first) = input.entry_documents.first().filter(|_| !options.ignore_unmatched) {
        selection.report_unmatched(options, sources, &first.at, diagnostics);
    }
    // With a typing error in a selector, too little is selected, and most rules seem to have no effect.
    let is_selection_valid = diagnostics.iter().skip(before).all(|problem| problem.code != Code::UnmatchedInclude);
    renames.report(options, sources, first, is_selection_valid, diagnostics);
    // A document that is none has its own problem.
    let reporter = type_rules::Reporter::new(options, sources, first, diagnostics);
    if let Some(mut reporter) = reporter.filter(|_| first.is_some() && !options.ignore_unmatched) {
        type_rules.report_unmatched(is_selection_valid, &mut reporter);
    }
    let mapped_types = type_rules.mapped_types();
    services.sort_by(|one, other| one.name.cmp(&other.name));
    let has_non_ascii_names = services.iter().any(names::has_non_ascii_names);
    Crate {
        has_non_ascii_names,
        import_name: names::field_name(&options.package),
        parent_modules: within(options),
        command: options.command.clone(),
        has_readme: options.has_readme,
        services,
        mapped_types,
    }
}

/// Gives one of several services its name, its module and its feature.
fn claim_module(
    service: &mut Service,
    document: &Document,
    modules: &mut names::NameScope,
    options: &Options,
    diagnostics: &mut Diagnostics,
) {
    let (name, title) = (service.name.clone(), &document.info.title);
    service.name = if options.separate_clients {
        modules.claim_unreported(name, title)
    } else {
        let named_at = document.info.module.as_ref().map_or(&document.at, |module| &module.at);
        modules.claim(name, title, named_at, diagnostics)
    };
    service.module = Some(service.name.clone());
    service.feature = options.module.is_none().then(|| service.name.unraw().replace('_', "-"));
}

/// The module that contains the files, as names.
fn within(options: &Options) -> Vec<RustName> {
    let segments = options.module.iter().flat_map(|module| module.split("::"));
    segments.map(str::trim).filter(|segment| !segment.is_empty()).map(names::field_name).collect()
}

impl Context<'_> {
    /// The documentation, if the model has any.
    fn docs(&self, docs: impl FnOnce() -> Docs) -> Docs {
        if self.parts.docs { docs() } else { Docs::default() }
    }

    /// Whether the document declares OpenAPI 3.0.
    fn is_version_3_0(&self) -> bool {
        let version = self.document_set.root(self.document.at.file).and_then(|root| root.get("openapi"));
        version.is_some_and(|version| match version.value {
            Value::String(version) => version.starts_with("3.0"),
            Value::Number(version) => version.to_string().starts_with("3.0"),
            _ => false,
        })
    }

    /// Reports a construct of OpenAPI that this generator does not support.
    fn unsupported(&mut self, at: &Location, message: impl Into<String>) {
        self.diagnostics.unsupported(at, message);
    }
}
