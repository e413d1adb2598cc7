//! Groups: the operations of a tag as methods of a struct, with the features that they and their types need.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context,
    docs::markdown,
    names::{self, NameChange, NameScope},
    usage,
};
use crate::{
    diagnostic::Code,
    model::{Docs, ErrorHeaders, ErrorResponses, Group, Operation, RustName, Service, SharedName, Type},
    openapi,
};

/// Features that every generated crate has.
const RESERVED_FEATURES: [&str; 15] = [
    "blocking",
    "chrono",
    "default",
    "gzip",
    "http2",
    "jiff",
    "reqwest",
    "reqwest-middleware",
    "rust_decimal",
    "socks",
    "time",
    "tls-aws-lc-rs",
    "tls-ring",
    "tower",
    "tracing",
];

/// The groups of a service, by tag.
#[derive(Debug, Default)]
pub(super) struct Groups {
    groups: Vec<Group>,
    /// The names of the tags, as modules.
    tag_names: Vec<RustName>,
    indices: BTreeMap<String, usize>,
}

impl Groups {
    /// Decides the groups of the operations with these tags. Their names are claimed before those of operations.
    pub(super) fn new<'t>(
        context: &mut Context<'_>,
        tags: impl Iterator<Item = &'t str>,
        is_reserved: impl Fn(&RustName) -> bool,
        [methods, modules, types]: [&mut NameScope; 3],
    ) -> Self {
        let mut groups = Self::default();
        if !context.options.group_by_tag {
            return groups;
        }
        let tags: BTreeSet<&str> = tags.collect();
        for tag in tags {
            let renamed = declared(context, tag).and_then(|tag| tag.rust_name.as_ref());
            let plain = names::crate_module_name(renamed.map_or(tag, |name| name.as_str()));
            let is_reserved = is_reserved(&plain);
            let wanted = if is_reserved { names::field_name(&format!("{plain} operations")) } else { plain.clone() };
            let at = declared(context, tag).map_or_else(|| context.document.at.clone(), |tag| tag.at.clone());
            if renamed.is_some() {
                modules.note_rename(&at, NameChange::by_document(tag));
            }
            let collision = modules.collision(&wanted, tag, &at);
            let module = modules.claim_tag(wanted, tag);
            match collision {
                Some(collision) => collision.of_tag().report(Code::NameDisambiguated, &module, context.diagnostics),
                None if is_reserved => {
                    names::report_reserved(context.diagnostics, &at, plain.unraw(), &module);
                }
                None => {}
            }
            methods.claim_tag(module.clone(), tag);
            let type_name = types.claim_tag(names::type_name(module.unraw()), tag);
            groups.indices.insert(tag.to_owned(), groups.groups.len());
            groups.tag_names.push(names::crate_module_name(tag));
            groups.groups.push(Group {
                title: markdown::line(tag),
                docs: docs(context, tag),
                module,
                type_name,
                feature: None,
            });
        }
        groups
    }

    /// The index of the group of an operation.
    pub(super) fn index(&self, operation: &openapi::Operation) -> Option<usize> {
        self.indices.get(operation.tags.first()?).copied()
    }

    /// The word for the method of an operation in a group. A new name is the whole name, and has no group here.
    pub(super) fn method_word<'i>(&self, group: Option<usize>, id: &'i str) -> &'i str {
        group.map_or(id, |group| self.word(group, id))
    }

    /// The word for a method of a group: the id of the operation without the name of the group or its tag.
    fn word<'i>(&self, index: usize, id: &'i str) -> &'i str {
        let (Some(group), Some(tag)) = (self.groups.get(index), self.tag_names.get(index)) else { return id };
        let has_prefix = |rest: &&str| {
            let length = id.len() - rest.len();
            let prefix = id.get(..length).unwrap_or_default();
            rest.starts_with(|first: char| !first.is_alphanumeric() || first.is_uppercase())
                && [&group.module, tag].contains(&&names::field_name(prefix))
                && rest.trim_start_matches(|first: char| !first.is_alphanumeric()).starts_with(char::is_alphabetic)
        };
        let mut rests = id.char_indices().skip(1).filter_map(|(at, _)| id.get(at..));
        rests.find(has_prefix).map_or(id, |rest| rest.trim_start_matches(|first: char| !first.is_alphanumeric()))
    }

    /// The groups.
    pub(super) fn into_groups(self) -> Vec<Group> {
        self.groups
    }
}

/// The Tag Object of a tag.
fn declared<'a>(context: &Context<'a>, tag: &str) -> Option<&'a openapi::Tag> {
    context.document.tags.iter().find(|declared| declared.name == tag)
}

/// The description of a tag.
fn docs(context: &Context<'_>, tag: &str) -> Docs {
    Docs(declared(context, tag).and_then(|tag| tag.description.as_deref()).map(markdown::lines).unwrap_or_default())
}

/// Decides the features of the groups, and of the files of shared types. Other services may have groups with the same
/// names, so the feature of a service with one is a prefix.
pub(super) fn decide_features(service: &mut Service, other_features: &[String]) {
    for group in &mut service.groups {
        let plain = group.module.unraw().replace('_', "-");
        let name = match &service.feature {
            Some(prefix) => format!("{prefix}-{plain}"),
            None => plain,
        };
        let is_taken = RESERVED_FEATURES.contains(&name.as_str());
        let is_taken = is_taken || other_features.iter().any(|other| other.replace('_', "-") == name);
        group.feature = Some(if is_taken { format!("{name}-operations") } else { name });
    }
    let operations = service.operations.iter();
    let features =
        operations.map(|one| (one.module.clone(), service.group(one).and_then(|group| group.feature.clone())));
    let features: BTreeMap<RustName, Option<String>> = features.collect();
    for headers in &mut service.error_headers {
        headers.responses = std::mem::take(&mut headers.responses)
            .into_iter()
            .flat_map(|responses| by_feature(responses, &features))
            .collect();
    }
    service.type_features = type_features(service);
}

/// The same responses, with a line for each feature of their operations.
fn by_feature(responses: ErrorResponses, features: &BTreeMap<RustName, Option<String>>) -> Vec<ErrorResponses> {
    let mut lines: BTreeMap<Option<String>, Vec<RustName>> = BTreeMap::new();
    for operation in responses.operations {
        lines.entry(features.get(&operation).cloned().flatten()).or_default().push(operation);
    }
    let statuses = responses.statuses;
    lines
        .into_iter()
        .map(|(feature, operations)| ErrorResponses { statuses: statuses.clone(), operations, feature })
        .collect()
}

/// A file of shared types: what it refers to, and who refers to it.
#[derive(Default)]
struct TypeFile {
    /// The files of the types that its types contain.
    contained: BTreeSet<RustName>,
    features: BTreeSet<String>,
    /// Whether it is compiled without any of the features.
    is_always: bool,
}

/// The features of the files of shared types. A file is compiled as a whole, and so is all that its types contain.
fn type_features(service: &Service) -> BTreeMap<RustName, Vec<String>> {
    let modules = service.types.iter().map(|one| (one.shared_name(), one.module.clone()));
    let modules: BTreeMap<SharedName, RustName> = modules.collect();
    let module = |ty: &Type| usage::shared_name(ty).and_then(|name| modules.get(name).cloned());
    let mut files: BTreeMap<RustName, TypeFile> = BTreeMap::new();
    for definition in &service.types {
        let contained = usage::of_definition(definition).into_iter().filter_map(module);
        files.entry(definition.module.clone()).or_default().contained.extend(contained);
    }
    for headers in &service.error_headers {
        let contained = usage::of_headers(&headers.headers).filter_map(module);
        files.entry(headers.module.clone()).or_default().contained.extend(contained);
    }
    for operation in &service.operations {
        let used: BTreeSet<RustName> = usage::of_operation(operation).into_iter().filter_map(module).collect();
        let headers = service.error_headers.iter().filter(|headers| is_of(headers, operation));
        let used = used.into_iter().chain(headers.map(|headers| headers.module.clone()));
        mark(&mut files, used.collect(), service.group(operation).and_then(|group| group.feature.as_deref()));
    }
    for request in &service.service_requests {
        let feature = request.group.and_then(|group| service.groups.get(group)?.feature.as_deref());
        let used = request.types.iter().filter_map(|name| modules.get(name).cloned());
        mark(&mut files, used.collect(), feature);
    }
    // Types that no operation uses are compiled with every selection of features.
    let unused: Vec<RustName> = files
        .iter()
        .filter(|(_, file)| !file.is_always && file.features.is_empty())
        .map(|(module, _)| module.clone())
        .collect();
    mark(&mut files, unused, None);
    let with_features = files.into_iter().filter(|(_, file)| !file.is_always);
    with_features.map(|(module, file)| (module, file.features.into_iter().collect())).collect()
}

fn is_of(headers: &ErrorHeaders, operation: &Operation) -> bool {
    headers.responses.iter().any(|responses| responses.operations.contains(&operation.module))
}

/// Marks these files and all that they contain as used with a feature, or always.
fn mark(files: &mut BTreeMap<RustName, TypeFile>, mut open: Vec<RustName>, feature: Option<&str>) {
    while let Some(module) = open.pop() {
        let Some(file) = files.get_mut(&module) else { continue };
        let is_new = match feature {
            Some(feature) => file.features.insert(feature.to_owned()),
            None => !std::mem::replace(&mut file.is_always, true),
        };
        if is_new {
            open.extend(file.contained.iter().cloned());
        }
    }
}
