//! Modules: the module tree of a crate as its files declare it, and the style of module files.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, Item, ItemMod, Lit, Meta, UseTree};

use crate::{
    files::{crates, workspace},
    finding::Finding,
    imports::collect,
};

/// Names of the modules from the root of the crate, which is the empty path.
pub(crate) type ModulePath = Vec<String>;

/// A module with what it declares and uses. Modules under `#[cfg(test)]` are left out.
#[derive(Default)]
pub(crate) struct Module {
    /// File relative to the workspace.
    pub(crate) file: String,
    /// Text of the `//!` documentation.
    pub(crate) documentation: String,
    /// Child modules in files of their own.
    pub(crate) file_children: Vec<String>,
    /// Names that the module defines.
    pub(crate) items: HashSet<String>,
    /// Names that a `use` declares, with their paths as written.
    pub(crate) imports: HashMap<String, Vec<String>>,
    /// Paths of `use path::*`.
    pub(crate) globs: Vec<Vec<String>>,
    /// Every path in the module, as written.
    pub(crate) paths: Vec<Vec<String>>,
}

/// The modules of one crate.
#[derive(Default)]
pub(crate) struct Tree {
    /// The root file of the crate, relative to the workspace.
    pub(crate) root: String,
    /// Each module by its path.
    pub(crate) modules: BTreeMap<ModulePath, Module>,
    /// Files that cannot be parsed.
    pub(crate) invalid: Vec<Finding>,
}

/// The trees of all hand-written crates.
pub(crate) fn trees() -> &'static [Tree] {
    static TREES: LazyLock<Vec<Tree>> = LazyLock::new(|| crates().into_iter().map(Tree::read).collect());
    &TREES
}

impl Tree {
    /// Reads a crate from its root file.
    fn read(root: String) -> Self {
        let path = workspace().join(&root);
        let mut tree = Self { root, ..Self::default() };
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        tree.read_file(&path, &folder, Vec::new());
        tree
    }

    /// The module that defines what `path`, as written in `from`, names. `None` for another crate.
    pub(crate) fn resolve(&self, from: &[String], path: &[String]) -> Option<ModulePath> {
        self.resolve_within(from, path, 32)
    }

    fn resolve_within(&self, from: &[String], path: &[String], depth: usize) -> Option<ModulePath> {
        let depth = depth.checked_sub(1)?;
        let mut current: ModulePath = from.to_vec();
        let mut is_ours = false;
        for (index, segment) in path.iter().enumerate() {
            let rest = &path[index + 1..];
            match segment.as_str() {
                "crate" if index == 0 => current.clear(),
                "self" if index == 0 => {}
                "super" => {
                    current.pop()?;
                }
                "*" => return Some(current),
                name => {
                    let mut child = current.clone();
                    child.push(name.to_owned());
                    if self.modules.contains_key(&child) {
                        current = child;
                        is_ours = true;
                        continue;
                    }
                    let module = self.modules.get(&current)?;
                    if let Some(import) = module.imports.get(name) {
                        // `use a::a;` in the module that declares no `a` names another crate.
                        if import.first().is_some_and(|first| first == name) && import.len() == 1 {
                            return None;
                        }
                        let target = [import.as_slice(), rest].concat();
                        return self.resolve_within(&current, &target, depth);
                    }
                    if module.items.contains(name) {
                        return Some(current);
                    }
                    for glob in &module.globs {
                        let Some(source) = self.resolve_within(&current, glob, depth) else { continue };
                        if source != current && self.declares(&source, name) {
                            return self.resolve_within(&source, &path[index..], depth);
                        }
                    }
                    return is_ours.then_some(current);
                }
            }
            is_ours = true;
        }
        Some(current)
    }

    fn declares(&self, module: &[String], name: &str) -> bool {
        let child = [module, &[name.to_owned()]].concat();
        self.modules.contains_key(&child)
            || self.modules.get(module).is_some_and(|it| it.items.contains(name) || it.imports.contains_key(name))
    }

    fn read_file(&mut self, file: &Path, folder: &Path, path: ModulePath) {
        let Ok(text) = fs::read_to_string(file) else { return };
        let relative = file.strip_prefix(workspace()).unwrap_or(file).to_string_lossy().into_owned();
        let parsed = match syn::parse_file(&text) {
            Ok(parsed) => parsed,
            Err(error) => {
                let message = format!("not Rust: {error}");
                self.invalid.push(Finding { path: relative, line: 1, message });
                return;
            }
        };
        let mut module = Module { file: relative, documentation: documentation(&parsed.attrs), ..Module::default() };
        self.read_items(parsed.items, &mut module, folder, &path);
        self.modules.insert(path, module);
    }

    fn read_items(&mut self, items: Vec<Item>, module: &mut Module, folder: &Path, path: &[String]) {
        for item in items {
            if is_test(&item) {
                continue;
            }
            let tokens = match item {
                Item::Mod(child) => {
                    module.items.insert(child.ident.to_string());
                    self.read_module(child, module, folder, path);
                    continue;
                }
                Item::Use(item) => {
                    flatten(&item.tree, &mut Vec::new(), module);
                    item.into_token_stream()
                }
                item => {
                    module.items.extend(defined_name(&item));
                    item.into_token_stream()
                }
            };
            collect(tokens, &[], &mut module.paths);
        }
    }

    fn read_module(&mut self, child: ItemMod, parent: &mut Module, folder: &Path, path: &[String]) {
        let name = child.ident.to_string().trim_start_matches("r#").to_owned();
        let child_path = [path, std::slice::from_ref(&name)].concat();
        if let Some((_, items)) = child.content {
            let mut module = Module { file: parent.file.clone(), ..Module::default() };
            self.read_items(items, &mut module, &folder.join(&name), &child_path);
            self.modules.insert(child_path, module);
            return;
        }
        parent.file_children.push(name.clone());
        let given = child.attrs.iter().find_map(|attribute| string_value(attribute, "path"));
        let candidates: Vec<PathBuf> = match given {
            Some(given) => {
                let beside = workspace().join(&parent.file);
                vec![beside.parent().map(|folder| folder.join(given)).unwrap_or_default()]
            }
            None => vec![folder.join(format!("{name}.rs")), folder.join(&name).join("mod.rs")],
        };
        if let Some(file) = candidates.into_iter().find(|file| file.exists()) {
            self.read_file(&file, &folder.join(&name), child_path);
        }
    }
}

/// Module files beside a folder of their name, folders without documentation, and maps that lack a child.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = tree.invalid.clone();
    for module in tree.modules.values().filter(|module| !module.file.is_empty()) {
        let mut finding = |message: String| findings.push(Finding { path: module.file.clone(), line: 1, message });
        let stem = module.file.trim_end_matches(".rs");
        let is_beside = workspace().join(stem).is_dir();
        if is_beside && !stem.ends_with("/mod") {
            let new = if module.file == tree.root { "main.rs" } else { "mod.rs" };
            finding(format!("stands beside the folder `{stem}/`: move it to `{stem}/{new}`"));
        }
        let is_folder = stem.ends_with("/mod") || !module.file_children.is_empty();
        if is_folder && module.documentation.is_empty() {
            finding("open the file with `//!`: what the folder is for, and a line for each child module".to_owned());
        }
        for child in &module.file_children {
            if !is_mentioned(child, &module.documentation) {
                finding(format!("the `//!` map of the folder lacks its module `{child}`: add a line for it"));
            }
        }
    }
    findings
}

fn is_mentioned(name: &str, documentation: &str) -> bool {
    documentation.split('`').skip(1).step_by(2).any(|span| {
        let span = span.trim_end_matches("mod.rs").trim_end_matches('/').trim_end_matches(".rs");
        span.rsplit(['/', ':']).next() == Some(name)
    })
}

fn documentation(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes.iter().filter_map(|attribute| string_value(attribute, "doc")).collect();
    lines.join("\n")
}

fn string_value(attribute: &Attribute, name: &str) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    match &meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident(name) => Some(text.value()),
        _ => None,
    }
}

fn is_test(item: &Item) -> bool {
    let attributes = match item {
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        let text: String = attribute.to_token_stream().to_string().split_whitespace().collect();
        text == "#[cfg(test)]" || text.starts_with("#[cfg(all(test")
    })
}

fn defined_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

fn flatten(tree: &UseTree, prefix: &mut Vec<String>, module: &mut Module) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, module);
            prefix.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            if let Some(last) = prefix.last() {
                module.imports.insert(last.clone(), prefix.clone());
            }
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            module.imports.insert(name.clone(), [prefix.as_slice(), &[name]].concat());
        }
        UseTree::Rename(rename) => {
            let mut path = prefix.clone();
            if rename.ident != "self" {
                path.push(rename.ident.to_string());
            }
            module.imports.insert(rename.rename.to_string(), path);
        }
        UseTree::Glob(_) => module.globs.push(prefix.clone()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, prefix, module)),
    }
}

/// A crate of modules without files, each with its path and its text.
#[cfg(test)]
pub(crate) fn tree_of(modules: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in modules {
        let path: ModulePath = path.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let parsed = syn::parse_file(text).expect("Rust");
        let file = format!("planted/src/{}.rs", path.join("/"));
        let mut module = Module { file, documentation: documentation(&parsed.attrs), ..Module::default() };
        tree.read_items(parsed.items, &mut module, Path::new("none"), &path);
        tree.modules.insert(path, module);
    }
    tree
}

#[test]
fn a_path_leads_to_the_module_that_defines_the_name() {
    let tree = tree_of(&[
        ("", "mod a; mod b; pub use a::Thing;"),
        ("a", "mod deep; pub use deep::*; pub fn own() {}"),
        ("a::deep", "pub struct Thing;"),
        ("b", "use std::fmt; use crate::Thing;"),
    ]);
    let resolve = |path: &str| {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        tree.resolve(&["b".to_owned()], &path).map(|path| path.join("::"))
    };
    assert_eq!(resolve("crate::Thing").as_deref(), Some("a::deep"));
    assert_eq!(resolve("super::a::Thing::new").as_deref(), Some("a::deep"));
    assert_eq!(resolve("Thing::new").as_deref(), Some("a::deep"));
    assert_eq!(resolve("crate::a::own").as_deref(), Some("a"));
    assert_eq!(resolve("std::fmt::Debug"), None);
}

#[test]
fn a_map_mentions_each_module() {
    let documentation = "Bodies.\n\n- `form`: forms\n- [`crate::body::json`]: JSON\n- `parts.rs`, `xml/`";
    assert!(["form", "json", "parts", "xml"].iter().all(|name| is_mentioned(name, documentation)));
    assert!(!is_mentioned("bodies", documentation));
}
