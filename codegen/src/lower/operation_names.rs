//! Names of operations: of their methods, modules and request types.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Context,
    groups::Groups,
    names::{self, NameChange, NameScope, WantedName},
    renames,
    selection::Candidate,
};
use crate::{
    diagnostic::Diagnostics,
    model::RustName,
    openapi::{Operation, RefOr},
    source::Location,
};

/// Methods that every client has.
pub(super) const RESERVED_METHODS: [&str; 5] = ["builder", "clone", "core", "from_core", "new"];

/// The names of one operation.
pub(super) struct OperationNames {
    pub(super) method: RustName,
    pub(super) module: RustName,
    pub(super) request: RustName,
    pub(super) group: Option<usize>,
}

/// The namespaces of the operations of a client, with the names that are claimed so far.
#[derive(Default)]
pub(super) struct OperationNameScopes {
    pub(super) methods: NameScope,
    group_methods: BTreeMap<usize, NameScope>,
    pub(super) modules: NameScope,
    pub(super) requests: NameScope,
}

impl OperationNameScopes {
    /// Reserves names that several operations want: for the one whose id is the name itself.
    ///
    /// Two rules of the configuration that give one name to methods of one struct are reported.
    pub(super) fn reserve(
        &mut self,
        operations: &[WantedNames<'_>],
        reserved: &BTreeSet<String>,
        diagnostics: &mut Diagnostics,
    ) {
        fn wanted<'n>(name: RustName, word: &str, one: &'n WantedNames<'n>) -> WantedName<'n> {
            let difference = names::difference(&names::field_name(word), word);
            WantedName { name, difference, wire: &one.id, at: one.at, renamed_by: None }
        }
        for (one, renamed) in operations.iter().filter_map(|one| Some((one, one.renamed.as_ref()?))) {
            self.note_rename(one.group, one.at, renamed);
        }
        let groups: BTreeSet<Option<usize>> = operations.iter().map(|one| one.group).collect();
        for group in groups {
            let of_group = || operations.iter().filter(|one| one.group == group);
            let renamed =
                of_group().filter_map(|one| Some((method_name(reserved, &one.method), one.renamed.as_ref()?)));
            renames::report_equal(renamed, diagnostics);
            let methods = of_group().map(|one| wanted(method_name(reserved, &one.method), &one.method, one));
            self.methods_of(group).reserve(methods);
        }
        self.requests.reserve(operations.iter().map(|one| wanted(names::type_name(&one.id), &one.id, one)));
        let in_groups = operations.iter().filter(|one| one.group.is_some());
        self.modules.reserve(
            in_groups.map(|one| wanted(module_name(reserved, &one.id, &names::field_name(&one.id)), &one.id, one)),
        );
    }

    fn methods_of(&mut self, group: Option<usize>) -> &mut NameScope {
        match group {
            Some(group) => self.group_methods.entry(group).or_default(),
            None => &mut self.methods,
        }
    }

    /// Notes the name in the document of an operation that is named after another word.
    pub(super) fn note_rename(&mut self, group: Option<usize>, at: &Location, renamed: &NameChange) {
        self.methods_of(group).note_rename(at, renamed.clone());
        self.modules.note_rename(at, renamed.clone());
        self.requests.note_rename(at, renamed.clone());
    }

    /// Claims the names of an operation. `word` is what the method of a group is named after.
    pub(super) fn claim(
        &mut self,
        context: &mut Context<'_>,
        reserved: &BTreeSet<String>,
        (wire_name, word, group): (&str, &str, Option<usize>),
        at: &Location,
    ) -> OperationNames {
        let wanted = method_name(reserved, word);
        if wanted != names::field_name(word) {
            names::report_reserved(context.diagnostics, at, word, &wanted);
        }
        let methods = self.methods_of(group);
        let is_reported = methods.collision(&wanted, wire_name, at).is_some();
        let method = methods.claim(wanted, wire_name, at, context.diagnostics);
        let request = names::type_name(wire_name);
        if request != names::variant_name(wire_name) {
            names::report_reserved(context.diagnostics, at, names::variant_name(wire_name).unraw(), &request);
        }
        // One collision is reported once.
        let is_request_reported = is_reported || self.requests.collision(&request, wire_name, at).is_some();
        let request = if is_reported {
            self.requests.claim_unreported(request, wire_name)
        } else {
            self.requests.claim(request, wire_name, at, context.diagnostics)
        };
        let file = if group.is_some() { names::field_name(wire_name) } else { method.clone() };
        let module = module_name(reserved, wire_name, &file);
        let module = if is_request_reported {
            self.modules.claim_unreported_at(module, wire_name, at)
        } else {
            self.modules.claim_with_warning(module, wire_name, at, context.diagnostics)
        };
        OperationNames { method, module, request, group }
    }
}

/// The word that an operation is named after in place of its id: that of the configuration, or `x-rust-name`.
pub(super) fn new_name(context: &mut Context<'_>, operation: &Operation) -> Option<(String, NameChange)> {
    let id = operation.operation_id.as_ref().map(|id| id.value.as_str());
    let by_rule = id.and_then(|id| context.renames.operations.new_name(id));
    let by_document = operation.rust_name.as_ref().map(|name| name.value.as_str());
    renames::choose(by_rule, by_document, id.unwrap_or_default())
}

/// The location of what an operation is named after. `at` is that of its id.
pub(super) fn named_at<'o>(operation: &'o Operation, at: &'o Location) -> &'o Location {
    operation.rust_name.as_ref().map_or(at, |name| &name.at)
}

/// What one operation is named after.
pub(super) struct WantedNames<'d> {
    /// The operation id without the path and the method, or `x-rust-name`.
    id: Cow<'d, str>,
    /// What its method is named after.
    method: Cow<'d, str>,
    group: Option<usize>,
    at: &'d Location,
    renamed: Option<NameChange>,
}

/// What the operations are named after. Those behind references have no part in it: their names follow the order of
/// the document.
pub(super) fn wanted_names<'n, 'd: 'n>(
    context: &mut Context<'d>,
    short_ids: &'n BTreeMap<(&'n str, &'n str), String>,
    groups: &Groups,
) -> Vec<WantedNames<'n>> {
    let mut wanted = Vec::new();
    for (path, item) in &context.document.paths {
        for (method, operation) in &item.operations {
            let RefOr::Item(operation) = operation else { continue };
            let Some(operation_id) = &operation.operation_id else { continue };
            let (tags, is_deprecated) = (&operation.tags, operation.deprecated);
            let candidate = Candidate { id: &operation_id.value, path: Some(path), tags, is_deprecated };
            if !context.selection.selects(context.options, candidate) {
                continue;
            }
            context.renames.operations.note_use(&operation_id.value);
            let short = || short_ids.get(&(method.as_str(), path.as_str())).unwrap_or(&operation_id.value).as_str();
            let new_name = new_name(context, operation);
            let group = groups.index(operation);
            let at = named_at(operation, &operation_id.at);
            wanted.push(match new_name {
                Some((word, renamed)) => {
                    let id = Cow::Owned(word.clone());
                    WantedNames { id, method: Cow::Owned(word), group, at, renamed: Some(renamed) }
                }
                None => {
                    let method = Cow::Borrowed(groups.method_word(group, short()));
                    WantedNames { id: Cow::Borrowed(short()), method, group, at, renamed: None }
                }
            });
        }
    }
    wanted
}

/// Operation ids without the path and the method that a framework added, by method and path. Only those that stay
/// unique.
pub(super) fn short_ids<'d>(context: &Context<'d>) -> BTreeMap<(&'d str, &'d str), String> {
    let mut short: BTreeMap<(&'d str, &'d str), String> = BTreeMap::new();
    let mut counts: BTreeMap<RustName, usize> = BTreeMap::new();
    for (path, item) in &context.document.paths {
        for (method, operation) in &item.operations {
            let RefOr::Item(Operation { operation_id: Some(id), .. }) = operation else { continue };
            let rest = without_path(&id.value, method, path);
            *counts.entry(names::field_name(rest.unwrap_or(&id.value))).or_default() += 1;
            short.extend(rest.map(|rest| ((method.as_str(), path.as_str()), rest.to_owned())));
        }
    }
    short.retain(|_, id| counts.get(&names::field_name(id)) == Some(&1));
    short
}

/// The id without its suffix of path and method, as FastAPI writes it: `read_item_items__item_id__get`.
fn without_path<'i>(id: &'i str, method: &str, path: &str) -> Option<&'i str> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let path: String = path.chars().map(|character| if is_word(character) { character } else { '_' }).collect();
    let rest = id.strip_suffix(&format!("{path}_{}", method.to_lowercase()))?;
    rest.contains(char::is_alphanumeric).then_some(rest)
}

/// The method of an operation. Never one that every client has, or the name of a reserved module.
pub(super) fn method_name(reserved: &BTreeSet<String>, id: &str) -> RustName {
    let name = names::field_name(id);
    let is_taken = RESERVED_METHODS.contains(&name.as_str()) || reserved.contains(names::module_name(&name).unraw());
    if is_taken { names::field_name(&format!("{id} operation")) } else { name }
}

fn module_name(reserved: &BTreeSet<String>, id: &str, file: &RustName) -> RustName {
    match names::module_name(file) {
        module if reserved.contains(module.unraw()) => names::module_name(&method_name(reserved, id)),
        module => module,
    }
}
