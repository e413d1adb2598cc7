//! Scopes of definitions: those of a service, which operations share, and those of one operation.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    lower::{Context, names::NameScope},
    model::{Direction, Docs, RustName, SharedName, Type, TypeDefinition},
    openapi::{NodeId, Schema, node_id},
    source::Location,
};

/// The shapes of a service that can be referred to.
#[derive(Debug, Default)]
pub(in crate::lower) struct SharedTypes {
    pub(super) definitions: BTreeMap<SharedName, TypeDefinition>,
    pub(super) names: BTreeMap<NodeId, SharedName>,
    /// The places of the components, which are no parts of other schemas wherever they stand.
    pub(super) components: BTreeSet<NodeId>,
    /// What the branches of unions are called.
    pub(super) variants: BTreeMap<NodeId, RustName>,
    /// The types of schemas that can be referred to and need no definition.
    pub(super) aliases: BTreeMap<NodeId, Type>,
    /// The names of what stands alone.
    pub(super) scope: NameScope,
    /// The names of the parts, by module.
    nested_scopes: BTreeMap<RustName, NameScope>,
    /// The places that are being lowered right now: a reference to one of them is a circle.
    pub(super) in_progress: BTreeSet<NodeId>,
    /// Names that stand in a type before it is known what they are.
    pub(super) forward_declared: BTreeSet<SharedName>,
    /// Shapes that are defined later, since too many others wait for them.
    pub(super) deferred: Vec<(Location, Rc<Schema>)>,
    /// How many schemas are being lowered inside each other right now.
    pub(super) depth: usize,
}

/// Where the definitions of a schema's inner shapes go.
pub(in crate::lower) struct TypeScope<'t> {
    /// The definitions of one operation; `None` for the shared ones.
    pub(super) operation: Option<&'t mut OperationTypes>,
    pub(super) direction: Direction,
    /// The file that shared definitions go to.
    pub(super) module: RustName,
    /// The name of the place that is being defined: it is for no shape inside it.
    pub(super) defining: Option<SharedName>,
    /// The schema that these are parts of, if they are.
    pub(super) container: Option<NodeId>,
}

/// The shapes that only one operation uses.
#[derive(Debug)]
pub(in crate::lower) struct OperationTypes {
    /// The place of the operation's path: what stands elsewhere is not its own.
    pub(super) path: Option<NodeId>,
    pub(super) definitions: Vec<TypeDefinition>,
    pub(super) scope: NameScope,
}

impl OperationTypes {
    /// None yet, for the operation whose key stands here.
    pub(in crate::lower) fn new(operation: &Location) -> Self {
        let path = operation.pointer.parent().map(|pointer| node_id(&Location { pointer, ..operation.clone() }));
        Self { path, definitions: Vec::new(), scope: NameScope::default() }
    }

    /// None, for what stands below this place.
    pub(super) fn below(place: &NodeId) -> Self {
        Self { path: Some(place.clone()), definitions: Vec::new(), scope: NameScope::default() }
    }

    /// Whether what stands here was written for this operation, or for its path.
    pub(super) fn owns(&self, at: &Location) -> bool {
        let (file, pointer) = node_id(at);
        self.path.as_ref().is_none_or(|(own_file, path)| {
            file == *own_file && pointer.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// Takes a name of the module for something that is no type of a schema.
    pub(in crate::lower) fn claim(
        &mut self,
        context: &mut Context<'_>,
        name: RustName,
        wire: &str,
        at: &Location,
    ) -> RustName {
        self.scope.claim(name, wire, at, context.diagnostics)
    }

    /// Adds a definition that no schema alone gives.
    pub(in crate::lower) fn add(&mut self, definition: TypeDefinition) {
        self.definitions.push(definition);
    }

    /// The definitions, sorted by name.
    pub(in crate::lower) fn finish(mut self) -> Vec<TypeDefinition> {
        self.definitions.sort_by(|one, other| one.name.cmp(&other.name));
        self.definitions
    }

    /// Says what a shape is, where the document does not.
    pub(in crate::lower) fn describe(&mut self, ty: &Type, docs: impl FnOnce() -> String) {
        let Type::Local(name) = ty else { return };
        let undescribed = |definition: &&mut TypeDefinition| definition.name == *name && definition.docs.0.is_empty();
        if let Some(definition) = self.definitions.iter_mut().find(undescribed) {
            definition.docs = Docs(vec![docs()]);
        }
    }

    /// The definition of a shape.
    pub(in crate::lower) fn get(&self, name: &RustName) -> Option<&TypeDefinition> {
        self.definitions.iter().find(|definition| definition.name == *name)
    }
}

impl SharedTypes {
    /// The definitions, sorted by name.
    pub(in crate::lower) fn finish(self) -> Vec<TypeDefinition> {
        self.definitions.into_values().collect()
    }

    /// The definition of a shape.
    pub(in crate::lower) fn get(&self, name: &SharedName) -> Option<&TypeDefinition> {
        self.definitions.get(name)
    }

    /// Takes a name in the module of a shape.
    pub(super) fn claim_nested_name(&mut self, module: &RustName, name: RustName) -> RustName {
        let scope = self.nested_scopes.entry(module.clone()).or_default();
        let wire = format!("{name} part");
        scope.claim_distinct(name, &wire)
    }

    /// Says what a shape is, where the document does not.
    pub(in crate::lower) fn describe(&mut self, ty: &Type, docs: impl FnOnce() -> String) {
        let Type::Shared(name) = ty else { return };
        if let Some(definition) = self.definitions.get_mut(name).filter(|definition| definition.docs.0.is_empty()) {
            definition.docs = Docs(vec![docs()]);
        }
    }
}
