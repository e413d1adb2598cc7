//! The imports of a file, collected while its items are printed.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};

use super::code::{Code, code};
use crate::{
    model::{RustName, Service, SharedName},
    print::Item,
};

/// The paths that the items of a file use.
#[derive(Debug, Default)]
pub(super) struct Imports {
    roots: BTreeMap<Root, PathTree>,
    file: FileKind,
}

/// The kind of file, which decides how it names shared types.
#[derive(Debug, Default)]
enum FileKind {
    /// Any file outside `types`: `types::Pet`.
    #[default]
    Other,
    /// The file of this module inside `types`, which defines these types: `Pet`, without an import for its own types.
    Types(RustName, BTreeSet<SharedName>),
}

/// The first segment of a path, in the order of the `use` items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    Standard,
    Runtime,
    Service,
}

/// The paths below a segment, as a tree.
#[derive(Debug, Default)]
struct PathTree {
    /// Whether a path ends at this segment.
    is_used: bool,
    below: BTreeMap<Segment, PathTree>,
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    Static(&'static str),
    Name(RustName),
}

impl Imports {
    /// The imports of a file that defines these shared types.
    pub(super) fn of_types(module: RustName, names: impl Iterator<Item = SharedName>) -> Self {
        Self { roots: BTreeMap::new(), file: FileKind::Types(module, names.collect()) }
    }

    /// A shared type, as this file names it.
    pub(super) fn shared_type(&mut self, shared: &SharedName) -> Code {
        let SharedName { parent, name } = shared;
        match (&self.file, parent) {
            (FileKind::Types(_, own), _) if own.contains(shared) => name.into(),
            (FileKind::Types(module, own), None) => {
                let part = SharedName { parent: Some(module.clone()), name: name.clone() };
                if own.contains(&part) {
                    self.add(Root::Service, ["types".into()]);
                    return code!["types::", name];
                }
                self.add(Root::Service, ["types".into(), name.into()]);
                name.into()
            }
            (FileKind::Types(..), Some(module)) => {
                self.add(Root::Service, ["types".into(), module.into()]);
                code![module, "::", name]
            }
            (FileKind::Other, None) => {
                self.add(Root::Service, ["types".into()]);
                code!["types::", name]
            }
            (FileKind::Other, Some(module)) => {
                self.add(Root::Service, ["types".into()]);
                code!["types::", module, "::", name]
            }
        }
    }

    /// Imports a path of the standard library, and returns its last segment.
    pub(super) fn standard(&mut self, path: &'static str) -> Ident {
        self.import(Root::Standard, path)
    }

    /// Imports a path of the runtime, and returns its last segment or the name after `as`.
    pub(super) fn runtime(&mut self, path: &'static str) -> Ident {
        self.import(Root::Runtime, path)
    }

    /// Imports a path below the service's module.
    pub(super) fn service<const N: usize>(&mut self, path: [Segment; N]) {
        self.add(Root::Service, path);
    }

    fn import(&mut self, root: Root, path: &'static str) -> Ident {
        self.add(root, path.split("::").map(Segment::Static));
        let name = path.rsplit([':', ' ']).next().unwrap_or(path);
        Ident::new(name, Span::call_site())
    }

    fn add(&mut self, root: Root, path: impl IntoIterator<Item = Segment>) {
        let tree = self.roots.entry(root).or_default();
        let end = path.into_iter().fold(tree, |tree, segment| tree.below.entry(segment).or_default());
        end.is_used = true;
    }

    /// The `use` items: the standard library, the runtime, the generated crate.
    pub(super) fn items(&self, service: &Service) -> Vec<Item> {
        let item = |root: Root| {
            let tree = self.roots.get(&root)?;
            Some(Item::Text(code!["use ", root.path(service), tree.code(), ";"].line(0)))
        };
        [Root::Standard, Root::Runtime, Root::Service].into_iter().filter_map(item).collect()
    }
}

impl Root {
    fn path(self, service: &Service) -> Code {
        match self {
            Self::Standard => "std::".into(),
            Self::Runtime => "wireright_runtime::".into(),
            Self::Service => {
                let modules = service.parent_modules.iter().chain(&service.module);
                modules.fold("crate::".into(), |path, module| code![path, module, "::"])
            }
        }
    }
}

impl PathTree {
    /// The rest of a path below this segment.
    fn code(&self) -> Code {
        let own = self.is_used.then(|| Code::from("self"));
        let below = self.below.iter().map(|(segment, below)| {
            if below.below.is_empty() { code![segment] } else { code![segment, "::", below.code()] }
        });
        let mut items: Vec<Code> = own.into_iter().chain(below).collect();
        if items.len() == 1 { items.remove(0) } else { Code::import_list(items) }
    }
}

impl From<&'static str> for Segment {
    fn from(name: &'static str) -> Self {
        Self::Static(name)
    }
}

impl From<&RustName> for Segment {
    fn from(name: &RustName) -> Self {
        Self::Name(name.clone())
    }
}

impl From<&Segment> for Code {
    fn from(segment: &Segment) -> Self {
        match segment {
            Segment::Static(name) => (*name).into(),
            Segment::Name(name) => name.into(),
        }
    }
}
