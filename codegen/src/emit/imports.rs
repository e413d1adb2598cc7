//! The imports of a file: what its items asked for, nothing else.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};

use super::layout::{Code, row};
use crate::{
    model::{RustName, Service, SharedName},
    print::Item,
};

/// Collects the paths that a file's items use.
#[derive(Debug, Default)]
pub(super) struct Imports {
    roots: BTreeMap<Root, Tree>,
    home: Home,
}

/// Where the file stands, seen from the shapes that operations share.
#[derive(Debug, Default)]
enum Home {
    /// Elsewhere: they are called `types::Pet`.
    #[default]
    Operation,
    /// Among them, in this module: they are called `Pet`, and those of the same file need no import.
    Types(RustName, BTreeSet<SharedName>),
}

/// Where a path begins, in the order in which imports are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    Standard,
    Runtime,
    Service,
}

/// A path's segments below its root, shared prefixes together.
#[derive(Debug, Default)]
struct Tree {
    /// Whether a path ends here.
    is_used: bool,
    below: BTreeMap<Segment, Tree>,
}

/// A segment of a path: a fixed one, or a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    Fixed(&'static str),
    Name(RustName),
}

impl Imports {
    /// The imports of a file that defines these of the shared shapes.
    pub(super) fn of_types(module: RustName, names: impl Iterator<Item = SharedName>) -> Self {
        Self { roots: BTreeMap::new(), home: Home::Types(module, names.collect()) }
    }

    /// Whether nothing was asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// A shape that operations share, as this file calls it.
    pub(super) fn shared(&mut self, shared: &SharedName) -> Code {
        let SharedName { parent: within, name } = shared;
        match (&self.home, within) {
            (Home::Types(_, own), _) if own.contains(shared) => name.into(),
            (Home::Types(module, own), None) => {
                let part = SharedName { parent: Some(module.clone()), name: name.clone() };
                if own.contains(&part) {
                    self.add(Root::Service, ["types".into()]);
                    return row!["types::", name];
                }
                self.add(Root::Service, ["types".into(), name.into()]);
                name.into()
            }
            (Home::Types(..), Some(module)) => {
                self.add(Root::Service, ["types".into(), module.into()]);
                row![module, "::", name]
            }
            (Home::Operation, None) => {
                self.add(Root::Service, ["types".into()]);
                row!["types::", name]
            }
            (Home::Operation, Some(module)) => {
                self.add(Root::Service, ["types".into()]);
                row!["types::", module, "::", name]
            }
        }
    }

    /// A path of the standard library, used by its last segment.
    pub(super) fn standard(&mut self, path: &'static str) -> Ident {
        self.fixed(Root::Standard, path)
    }

    /// A path of the runtime, used by its last segment or the name behind `as`.
    pub(super) fn runtime(&mut self, path: &'static str) -> Ident {
        self.fixed(Root::Runtime, path)
    }

    /// A path below the service's module, used by its last segment.
    pub(super) fn service<const N: usize>(&mut self, path: [Segment; N]) {
        self.add(Root::Service, path);
    }

    fn fixed(&mut self, root: Root, path: &'static str) -> Ident {
        self.add(root, path.split("::").map(Segment::Fixed));
        let name = path.rsplit([':', ' ']).next().unwrap_or(path);
        Ident::new(name, Span::call_site())
    }

    fn add(&mut self, root: Root, path: impl IntoIterator<Item = Segment>) {
        let tree = self.roots.entry(root).or_default();
        let end = path.into_iter().fold(tree, |tree, segment| tree.below.entry(segment).or_default());
        end.is_used = true;
    }

    /// The `use` items: the standard library, other crates, this crate, with a blank line between them.
    pub(super) fn items(&self, service: &Service) -> Vec<Item> {
        let item = |root: Root| {
            let tree = self.roots.get(&root)?;
            Some(Item::Text(row!["use ", root.path(service), tree.code(), ";"].line(0)))
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
                let modules = service.parent_modules.iter().chain([&service.module]);
                modules.fold("crate::".into(), |path, module| row![path, module, "::"])
            }
        }
    }
}

impl Tree {
    /// What follows the path so far.
    fn code(&self) -> Code {
        let own = self.is_used.then(|| Code::from("self"));
        let below = self.below.iter().map(|(segment, below)| {
            if below.below.is_empty() { row![segment] } else { row![segment, "::", below.code()] }
        });
        let mut branches: Vec<Code> = own.into_iter().chain(below).collect();
        if branches.len() == 1 { branches.remove(0) } else { Code::branches(branches) }
    }
}

impl From<&'static str> for Segment {
    fn from(fixed: &'static str) -> Self {
        Self::Fixed(fixed)
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
            Segment::Fixed(fixed) => (*fixed).into(),
            Segment::Name(name) => name.into(),
        }
    }
}
