//! Scopes of definitions: those of a service, which operations share, and those of one operation.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::circular::UnionGraph;
use crate::{
    lower::{Context, names::NameScope},
    model::{Direction, Docs, RustName, SharedName, Type, TypeDefinition, WireName},
    openapi::{NodeId, Schema, node_id},
    source::{FileId, Location},
};

/// The types of a service that operations share.
#[derive(Debug, Default)]
pub(in crate::lower) struct SharedTypes {
    pub(super) definitions: BTreeMap<SharedName, TypeDefinition>,
    pub(super) names: BTreeMap<NodeId, SharedName>,
    /// The ids of the components, which are not contained in other schemas.
    pub(super) components: BTreeSet<NodeId>,
    /// The keys of components whose schemas are elsewhere, such as in a file of their own.
    pub(super) keys_of_components: BTreeMap<NodeId, Vec<String>>,
    /// The names of the variants of unions.
    pub(super) variants: BTreeMap<NodeId, RustName>,
    /// The types of schemas that can be referred to and need no definition.
    pub(super) aliases: BTreeMap<NodeId, Type>,
    /// The string enums inside other types, by module and strings.
    pub(super) nested_enums: BTreeMap<(RustName, Vec<WireName>), SharedName>,
    /// Lists and maps that contain themselves.
    pub(in crate::lower) newtypes: BTreeSet<NodeId>,
    /// The names of types outside other types.
    pub(super) scope: NameScope,
    /// The names of types inside other types, by module.
    nested_scopes: BTreeMap<RustName, NameScope>,
    /// The schemas that are being lowered. A reference to one of them is a cycle.
    pub(super) in_progress: BTreeSet<NodeId>,
    /// The unions, and the schemas that their variants refer to.
    pub(super) unions: UnionGraph,
    /// Whether the targets of variants allow null.
    pub(super) null_targets: BTreeMap<NodeId, bool>,
    /// The conjunctions of schemas that are being lowered.
    pub(super) conjunctions_in_progress: BTreeSet<NodeId>,
    /// Names that other types use before they are defined.
    pub(super) forward_declared: BTreeSet<SharedName>,
    /// Schemas that are defined later, because definitions are nested too deeply.
    pub(super) deferred: Vec<(Location, Rc<Schema>)>,
    /// The files with a schema whose `type` is missing.
    pub(super) files_with_implied_types: BTreeSet<FileId>,
    /// How many schemas are nested in each other at the moment.
    pub(super) depth: usize,
}

/// Where the types inside a schema are defined.
pub(in crate::lower) struct TypeScope<'t> {
    /// The definitions of one operation. `None` for shared types.
    pub(super) operation: Option<&'t mut OperationTypes>,
    pub(super) direction: Direction,
    /// The module of shared definitions.
    pub(super) module: RustName,
    /// The name that is being defined. No type inside has it.
    pub(super) defining: Option<SharedName>,
    /// The schema that contains these types.
    pub(super) container: Option<NodeId>,
}

/// The types that only one operation uses.
#[derive(Debug)]
pub(in crate::lower) struct OperationTypes {
    /// The id of the operation's path. Schemas outside it are not the operation's own.
    pub(super) path: Option<NodeId>,
    pub(super) definitions: Vec<TypeDefinition>,
    pub(super) scope: NameScope,
}

impl OperationTypes {
    /// No types, for the operation at this location.
    pub(in crate::lower) fn new(operation: &Location) -> Self {
        let path = operation.pointer.parent().map(|pointer| node_id(&Location { pointer, ..operation.clone() }));
        Self { path, definitions: Vec::new(), scope: NameScope::default() }
    }

    /// No types, for schemas below this node.
    pub(super) fn below(place: &NodeId) -> Self {
        Self { path: Some(place.clone()), definitions: Vec::new(), scope: NameScope::default() }
    }

    /// Whether the schema at this location was written for this operation, or for its path.
    pub(super) fn owns(&self, at: &Location) -> bool {
        let (file, pointer) = node_id(at);
        self.path.as_ref().is_none_or(|(own_file, path)| {
            let rest = pointer.as_str().strip_prefix(path.as_str());
            file == *own_file && rest.is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// Claims a name of the module for something without a schema.
    pub(in crate::lower) fn claim(
        &mut self,
        context: &mut Context<'_>,
        name: RustName,
        wire: &str,
        at: &Location,
    ) -> RustName {
        self.scope.claim(name, wire, at, context.diagnostics)
    }

    /// Adds a definition without a schema of its own.
    pub(in crate::lower) fn add(&mut self, definition: TypeDefinition) {
        self.definitions.push(definition);
    }

    /// The definitions, sorted by name.
    pub(in crate::lower) fn finish(mut self) -> Vec<TypeDefinition> {
        self.definitions.sort_by(|one, other| one.name.cmp(&other.name));
        self.definitions
    }

    /// Documents a type, if the document does not.
    pub(in crate::lower) fn describe(&mut self, ty: &Type, docs: impl FnOnce() -> String) {
        let Type::Local(name) = ty else { return };
        let undescribed = |definition: &&mut TypeDefinition| definition.name == *name && definition.docs.0.is_empty();
        if let Some(definition) = self.definitions.iter_mut().find(undescribed) {
            definition.docs = Docs(vec![docs()]);
        }
    }

    pub(in crate::lower) fn get(&self, name: &RustName) -> Option<&TypeDefinition> {
        self.definitions.iter().find(|definition| definition.name == *name)
    }
}

impl SharedTypes {
    /// The definitions, sorted by name.
    pub(in crate::lower) fn finish(self) -> Vec<TypeDefinition> {
        self.definitions.into_values().collect()
    }

    /// The names of the components of a file, by their types.
    pub(in crate::lower) fn schema_names(&self, file: FileId) -> BTreeMap<SharedName, Vec<String>> {
        let mut names: BTreeMap<SharedName, Vec<String>> = BTreeMap::new();
        for ((own_file, pointer), name) in &self.names {
            if *own_file != file {
                continue;
            }
            let segments: Vec<_> = pointer.segments().collect();
            if let [components, schemas, key] = segments.as_slice()
                && components == "components"
                && schemas == "schemas"
            {
                names.entry(name.clone()).or_default().push(key.to_string());
            }
        }
        for (id, keys) in &self.keys_of_components {
            if let Some(name) = self.names.get(id) {
                names.entry(name.clone()).or_default().extend(keys.iter().cloned());
            }
        }
        names
    }

    /// The names of the components, except for those that were lowered and are no types of their own.
    pub(in crate::lower) fn component_names(&self) -> Vec<(NodeId, SharedName)> {
        let others = self.components.iter().filter(|id| !self.aliases.contains_key(*id));
        others.filter_map(|id| Some((id.clone(), self.names.get(id)?.clone()))).collect()
    }

    pub(in crate::lower) fn get(&self, name: &SharedName) -> Option<&TypeDefinition> {
        self.definitions.get(name)
    }

    /// Claims a name in the module of a type.
    pub(super) fn claim_nested_name(&mut self, module: &RustName, name: RustName) -> RustName {
        let scope = self.nested_scopes.entry(module.clone()).or_default();
        let wire = format!("{name} part");
        scope.claim_unreported(name, &wire)
    }

    /// Documents a type, if the document does not.
    pub(in crate::lower) fn describe(&mut self, ty: &Type, docs: impl FnOnce() -> String) {
        let Type::Shared(name) = ty else { return };
        if let Some(definition) = self.definitions.get_mut(name).filter(|definition| definition.docs.0.is_empty()) {
            definition.docs = Docs(vec![docs()]);
        }
    }
}
