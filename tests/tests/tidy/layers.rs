//! Layers: no cycles between sibling modules, and the rules between the layers of `codegen`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    files::workspace,
    finding::Finding,
    modules::{ModulePath, Tree},
};

/// Each layer of `codegen` with the modules that it must not import.
const FORBIDDEN: [(&str, &[&str]); 10] = [
    ("parser", &["lower", "model", "emit", "print"]),
    ("source", &["lower", "model", "emit", "print"]),
    ("overlay", &["lower", "model", "emit", "print"]),
    ("swagger", &["openapi", "lower", "model", "emit", "print"]),
    ("openapi", &["lower", "model", "emit", "print"]),
    ("diagnostic", &["lower", "model", "emit", "print"]),
    ("lower", &["emit", "print"]),
    ("model", &["parser", "overlay", "openapi", "diagnostic", "lower", "emit", "print"]),
    ("emit", &["parser", "overlay", "openapi", "diagnostic", "lower"]),
    ("print", &["parser", "overlay", "openapi", "diagnostic", "lower"]),
];

/// A path in one module that names something of another.
struct Import {
    from: ModulePath,
    to: ModulePath,
    file: String,
    path: String,
}

impl Import {
    /// The line of the import: the first that holds the end of its path.
    fn line(&self) -> usize {
        let text = std::fs::read_to_string(workspace().join(&self.file)).unwrap_or_default();
        let names: Vec<&str> = self.path.split("::").filter(|name| *name != "*").collect();
        let end = names[names.len().saturating_sub(2)..].join("::");
        let find =
            |wanted: &str| text.lines().position(|line| !line.trim_start().starts_with("//") && line.contains(wanted));
        find(&end).or_else(|| find(names.last()?)).map_or(1, |index| index + 1)
    }

    fn module_path(&self) -> String {
        format!("{}:{} `{}`", self.file, self.line(), self.path)
    }
}

/// Imports of `codegen` from a layer into one that it must not know.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for import in imports(tree) {
        let (Some(from), Some(to)) = (import.from.first(), import.to.first()) else { continue };
        let Some((_, forbidden)) = FORBIDDEN.iter().find(|(layer, _)| layer == from) else { continue };
        if forbidden.contains(&to.as_str()) && seen.insert((import.file.clone(), import.path.clone())) {
            let message = format!("`{from}` must not import `{to}`: `{}`, see ARCHITECTURE.md", import.path);
            findings.push(Finding { path: import.file.clone(), line: import.line(), message });
        }
    }
    findings
}

/// Cycles between the children of each module, each child taken together with all that is in it.
pub(crate) fn cycles(tree: &Tree) -> Vec<Finding> {
    let mut graphs: BTreeMap<ModulePath, BTreeMap<String, BTreeMap<String, Import>>> = BTreeMap::new();
    for import in imports(tree) {
        let common = import.from.iter().zip(&import.to).take_while(|(from, to)| from == to).count();
        // What lies between a module and one that holds it does not count.
        let (Some(from), Some(to)) = (import.from.get(common).cloned(), import.to.get(common).cloned()) else {
            continue;
        };
        let graph = graphs.entry(import.from[..common].to_vec()).or_default();
        graph.entry(from).or_default().entry(to).or_insert(import);
    }
    let mut findings = Vec::new();
    for (folder, mut graph) in graphs {
        while let Some(cycle) = shortest_cycle(&graph) {
            let edges: Vec<(&String, &String)> = cycle.iter().zip(cycle.iter().cycle().skip(1)).collect();
            let examples: Vec<String> = edges.iter().map(|(from, to)| graph[*from][*to].module_path()).collect();
            let first = &graph[edges[0].0][edges[0].1];
            let folder = if folder.is_empty() { "crate".to_owned() } else { folder.join("::") };
            let message = format!(
                "import cycle in `{folder}`: {} -> {}; move what they share to a third module: {}",
                cycle.join(" -> "),
                cycle[0],
                examples.join(", ")
            );
            findings.push(Finding { path: first.file.clone(), line: first.line(), message });
            // Without this edge, the next search finds another cycle.
            let (from, to) = (edges[0].0.clone(), edges[0].1.clone());
            if let Some(targets) = graph.get_mut(&from) {
                targets.remove(&to);
            }
        }
    }
    findings
}

fn imports(tree: &Tree) -> Vec<Import> {
    let mut imports = Vec::new();
    for (from, module) in &tree.modules {
        for path in &module.paths {
            if let Some(to) = tree.resolve(from, path).filter(|to| to != from) {
                imports.push(Import { from: from.clone(), to, file: module.file.clone(), path: path.join("::") });
            }
        }
    }
    imports
}

fn shortest_cycle<T>(graph: &BTreeMap<String, BTreeMap<String, T>>) -> Option<Vec<String>> {
    let mut best: Option<Vec<String>> = None;
    for start in graph.keys() {
        let mut parents: BTreeMap<&String, &String> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        'search: while let Some(node) = queue.pop_front() {
            for next in graph.get(node).into_iter().flat_map(BTreeMap::keys) {
                if next == start {
                    let mut cycle = vec![node.clone()];
                    let mut at = node;
                    while let Some(parent) = parents.get(at) {
                        cycle.push((*parent).clone());
                        at = parent;
                    }
                    cycle.reverse();
                    if best.as_ref().is_none_or(|best| cycle.len() < best.len()) {
                        best = Some(cycle);
                    }
                    break 'search;
                }
                if !parents.contains_key(next) {
                    parents.insert(next, node);
                    queue.push_back(next);
                }
            }
        }
    }
    best
}

#[test]
fn one_import_cycle_is_found() {
    let acyclic = [
        ("", "mod a; mod b; mod shared;"),
        ("a", "mod inner; use crate::shared::Key;"),
        ("a::inner", "use super::Parent; use crate::b::Thing;"),
        ("b", "use crate::shared::Key;"),
        ("shared", "pub struct Key;"),
    ];
    assert_eq!(cycles(&crate::modules::tree_of(&acyclic)), []);
    let mut cyclic = acyclic;
    cyclic[3].1 = "fn f() -> Key { matches!(crate::a::inner::g(), _) }";
    let found = cycles(&crate::modules::tree_of(&cyclic));
    assert_eq!(found.len(), 1);
    let message = &found[0].message;
    assert!(message.contains("a -> b -> a"), "{message}");
    assert!(message.contains("`crate::b::Thing`") && message.contains("`crate::a::inner::g`"), "{message}");
}

#[test]
fn an_import_across_layers_is_found() {
    let tree = crate::modules::tree_of(&[
        ("", "mod emit; mod openapi; mod model;"),
        ("emit", "use crate::{model::Model, openapi::Schema};"),
        ("openapi", "pub struct Schema;"),
        ("model", "pub struct Model;"),
    ]);
    let found = check(&tree);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.starts_with("`emit` must not import `openapi`"), "{}", found[0].message);
}
