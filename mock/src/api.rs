//! [`Api`]: a description as the mock server needs it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::Value as Json;
use wireright_codegen::{
    model::Direction,
    source::{Pointer, links},
};

use crate::{
    documents::Documents,
    judge::{Judge, Problem},
    refusal::Refusal,
    route::Template,
};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// How many references may lead to each other.
const LONGEST_CHAIN: usize = 20;

/// A description: its operations by path and method.
#[derive(Debug)]
pub struct Api {
    pub(crate) documents: Arc<Documents>,
    judge: Mutex<Judge>,
    paths: Vec<PathItem>,
    /// Paths of the documented servers, below which operations may be called too: `/v2`.
    bases: Vec<String>,
    pub(crate) entry: String,
}

#[derive(Debug)]
struct PathItem {
    template: Template,
    written: String,
    at: Node,
}

/// Where something of a description stands: a file, and an address in it.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) file: String,
    pub(crate) pointer: Pointer,
}

/// An operation that a request asks for.
#[derive(Debug)]
pub(crate) struct Call {
    /// `PUT /pets/{id}`.
    pub(crate) name: String,
    pub(crate) item: Node,
    pub(crate) operation: Node,
    /// The raw values of the path's parameters.
    pub(crate) path_values: Vec<(String, String)>,
}

impl Node {
    pub(crate) fn child(&self, segment: &str) -> Self {
        Self { file: self.file.clone(), pointer: self.pointer.child(segment) }
    }
}

impl Api {
    /// A description that is one text and refers to no other.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let files = BTreeMap::from([("openapi.yaml".to_owned(), text.as_bytes().to_vec())]);
        Self::from_files(&files, "openapi.yaml")
    }

    /// A description with all files that it refers to, by path from one folder. `entry` is the description itself.
    pub fn from_files(files: &BTreeMap<String, Vec<u8>>, entry: &str) -> Result<Self, String> {
        let documents = Arc::new(Documents::of(files, entry));
        let root = documents.files.get(entry).ok_or_else(|| format!("`{entry}` is no YAML or JSON document"))?;
        if root.get("openapi").is_none() {
            return Err(format!("`{entry}` is no OpenAPI 3 document: it has no `openapi` key"));
        }
        let judge = Mutex::new(Judge::new(Arc::clone(&documents)));
        let bases = bases(root);
        let mut api =
            Self { documents: Arc::clone(&documents), judge, paths: Vec::new(), bases, entry: entry.to_owned() };
        let start = Node { file: entry.to_owned(), pointer: Pointer::root() }.child("paths");
        for (written, at) in api.entries(&start) {
            if written.starts_with('/') {
                api.paths.push(PathItem { template: Template::parse(&written), written, at });
            }
        }
        api.paths.sort_by_key(|path| path.template.order());
        if api.operations().is_empty() {
            return Err(format!("`{entry}` describes no operation"));
        }
        Ok(api)
    }

    /// The operations: `PUT /pets/{id}`.
    pub fn operations(&self) -> Vec<String> {
        let mut names = Vec::new();
        for path in &self.paths {
            let methods = METHODS.iter().filter(|method| self.operation(&path.at, method).is_some());
            names.extend(methods.map(|method| format!("{} {}", method.to_ascii_uppercase(), path.written)));
        }
        names
    }

    /// Whose operation a request is. Without a path there is nothing; with a path and no such method there is a refusal.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Result<Call, Refusal>> {
        let below = self.bases.iter().filter_map(|base| path.strip_prefix(base.as_str()));
        let mut other_methods = Vec::new();
        for path in below.chain([path]).filter(|path| path.starts_with('/')) {
            for item in &self.paths {
                let Some(path_values) = item.template.values(path) else { continue };
                let name = format!("{method} {}", item.written);
                if let Some(known) = METHODS.iter().find(|known| method == known.to_ascii_uppercase())
                    && let Some((item, operation)) = self.operation(&item.at, known)
                {
                    return Some(Ok(Call { name, item, operation, path_values }));
                }
                let has = METHODS.iter().filter(|method| self.operation(&item.at, method).is_some());
                other_methods.extend(has.map(|method| method.to_ascii_uppercase()));
            }
        }
        other_methods.sort();
        other_methods.dedup();
        (!other_methods.is_empty()).then(|| {
            let allowed = other_methods.join(", ");
            let problem = format!("the path has no method {method}; it has {allowed}");
            Err(Refusal { allow: Some(allowed), ..Refusal::new(405, problem) })
        })
    }

    /// A path item that has the method, itself or where it refers to, and the operation.
    fn operation(&self, item: &Node, method: &str) -> Option<(Node, Node)> {
        let mut item = item.clone();
        for _ in 0..LONGEST_CHAIN {
            let value = self.value(&item)?;
            if value.get(method).is_some_and(Json::is_object) {
                let operation = self.resolved(&item.child(method));
                return self.value(&operation).is_some().then_some((item, operation));
            }
            item = self.target(&item)?;
        }
        None
    }

    /// What stands somewhere.
    pub(crate) fn value(&self, node: &Node) -> Option<&Json> {
        self.documents.at(&node.file, &node.pointer.to_string()).map(|(_, value)| value)
    }

    /// Where a thing really stands, however many references lead there.
    pub(crate) fn resolved(&self, node: &Node) -> Node {
        let mut node = node.clone();
        for _ in 0..LONGEST_CHAIN {
            match self.target(&node) {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    /// What stands at the end of the references.
    pub(crate) fn resolved_value(&self, node: &Node) -> Option<&Json> {
        self.value(&self.resolved(node))
    }

    fn target(&self, node: &Node) -> Option<Node> {
        let reference = self.value(node)?.get("$ref")?.as_str()?;
        let (_, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = links::resolve_path(&node.file, reference)?;
        Some(Node { file, pointer: Pointer::parse(&links::percent_decode(fragment)?)? })
    }

    /// The entries of a map, each where it stands. The map itself may stand elsewhere: bundlers follow references anywhere.
    pub(crate) fn entries(&self, node: &Node) -> Vec<(String, Node)> {
        let node = &self.resolved(node);
        let object = self.value(node).and_then(Json::as_object);
        object.into_iter().flatten().map(|(key, _)| (key.clone(), node.child(key))).collect()
    }

    /// The elements of a list, each where it stands, as of a map.
    pub(crate) fn items(&self, node: &Node) -> Vec<Node> {
        let node = &self.resolved(node);
        let length = self.value(node).and_then(Json::as_array).map_or(0, Vec::len);
        (0..length).map(|index| node.child(&index.to_string())).collect()
    }

    /// What is wrong with a value. A schema that the validator cannot use refuses nothing.
    pub(crate) fn problems(&self, side: Direction, schema: &Node, value: &Json) -> Vec<Problem> {
        let mut judge = self.judge.lock().unwrap_or_else(PoisonError::into_inner);
        judge.problems(side, &schema.file, &schema.pointer, value).unwrap_or_default()
    }
}

/// The paths of the servers' URLs, the longest first.
fn bases(root: &Json) -> Vec<String> {
    let servers = root.get("servers").and_then(Json::as_array).into_iter().flatten();
    let path = |server: &Json| {
        let url = server.get("url")?.as_str()?;
        let after_host = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
        let path = after_host.trim_end_matches('/');
        (path.starts_with('/') && !path.contains('{')).then(|| path.to_owned())
    };
    let mut bases: Vec<String> = servers.filter_map(path).collect();
    bases.sort_by_key(|base| std::cmp::Reverse(base.len()));
    bases.dedup();
    bases
}
