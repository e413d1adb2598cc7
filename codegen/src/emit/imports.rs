//! The imports of a file: what its items asked for, nothing else.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{RustName, Service};

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
    /// Among them: they are called `Pet`, and those of the same file need no import.
    Types(BTreeSet<RustName>),
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
    below: BTreeMap<String, Tree>,
}

impl Imports {
    /// The imports of a file that defines these of the shared shapes.
    pub(super) fn of_types(names: impl Iterator<Item = RustName>) -> Self {
        Self { roots: BTreeMap::new(), home: Home::Types(names.collect()) }
    }

    /// Whether nothing was asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// A shape that operations share, as this file calls it.
    pub(super) fn shared(&mut self, name: &RustName) -> TokenStream {
        let ident = name.ident();
        match &self.home {
            Home::Types(own) => {
                if !own.contains(name) {
                    self.add(Root::Service, &format!("types::{name}"));
                }
                quote!(#ident)
            }
            Home::Operation => {
                self.add(Root::Service, "types");
                quote!(types::#ident)
            }
        }
    }

    /// A path of the standard library, used by its last segment.
    pub(super) fn standard(&mut self, path: &'static str) -> Ident {
        self.add(Root::Standard, path)
    }

    /// A path of the runtime, used by its last segment.
    pub(super) fn runtime(&mut self, path: &'static str) -> Ident {
        self.add(Root::Runtime, path)
    }

    /// A path of the runtime, used by another name.
    pub(super) fn runtime_as(&mut self, path: &'static str, name: &str) -> Ident {
        self.add(Root::Runtime, &format!("{path} as {name}"));
        ident(name)
    }

    /// A path below the service's module, used by its last segment.
    pub(super) fn service(&mut self, path: &str) {
        self.add(Root::Service, path);
    }

    fn add(&mut self, root: Root, path: &str) -> Ident {
        let tree = self.roots.entry(root).or_default();
        let end = path.split("::").fold(tree, |tree, segment| tree.below.entry(segment.to_owned()).or_default());
        end.is_used = true;
        let last = path.rsplit("::").next().unwrap_or(path);
        ident(last.split(' ').next().unwrap_or(last))
    }

    /// The `use` items: the standard library, other crates, this crate, with a blank line between them.
    pub(super) fn tokens(&self, service: &Service) -> Vec<TokenStream> {
        let item = |root: Root| self.roots.get(&root).map(|tree| tree.item(&root.path(service)));
        [Root::Standard, Root::Runtime, Root::Service].into_iter().filter_map(item).collect()
    }
}

impl Root {
    fn path(self, service: &Service) -> String {
        match self {
            Self::Standard => "std".to_owned(),
            Self::Runtime => "wireright_runtime".to_owned(),
            Self::Service => {
                let modules = service.within.iter().chain([&service.module]);
                modules.fold("crate".to_owned(), |path, module| format!("{path}::{module}"))
            }
        }
    }
}

impl Tree {
    fn item(&self, root: &str) -> TokenStream {
        let root = tokens(root);
        let rest = self.branches();
        quote!(use #root::#rest;)
    }

    fn branches(&self) -> TokenStream {
        let own = self.is_used.then(|| quote!(self));
        let below = self.below.iter().map(|(segment, below)| {
            let segment = tokens(segment);
            if below.below.is_empty() {
                return segment;
            }
            let below = below.branches();
            quote!(#segment::#below)
        });
        let branches: Vec<TokenStream> = own.into_iter().chain(below).collect();
        match branches.as_slice() {
            [only] => only.clone(),
            branches => quote!({ #(#branches),* }),
        }
    }
}

/// A path as tokens. Paths are fixed texts and identifiers, so they always are.
fn tokens(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
