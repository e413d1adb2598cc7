//! Statistics of a document, counted independently of the generator.

use std::collections::BTreeMap;

use wireright_codegen::{
    http::{ADDITIONAL_OPERATIONS, FIXED_METHODS},
    parser::file_references,
    source::{Object, Pointer, Value},
};

use wireright_mock::parse_document;

use wireright::load::LoadedDocuments;

/// Counts of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DocumentStats {
    pub(super) operations: usize,
    pub(super) schemas: usize,
}

/// Maximum number of references in a chain.
const MAX_REFERENCES: usize = 16;

/// Counts a document. Paths in referenced files are included, webhooks are not.
pub(super) fn count(loaded: &LoadedDocuments) -> DocumentStats {
    let mut files = Files { loaded, read: BTreeMap::new() };
    let root = files.root(loaded.entry());
    let schemas = ["/components/schemas", "/definitions"].iter().find_map(|pointer| find(&root, pointer));
    let Some(Value::Object(paths)) = find(&root, "/paths") else {
        return DocumentStats { operations: 0, schemas: size(schemas) };
    };
    // Paths with a query, in documents of Swagger.
    let others = match find(&root, "/x-ms-paths").filter(|_| find(&root, "/swagger").is_some()) {
        Some(Value::Object(others)) => Some(others),
        _ => None,
    };
    let others = others.into_iter().flat_map(Object::iter).filter(|(path, _)| paths.get(path).is_none());
    let operations = paths
        .iter()
        .chain(others)
        .filter(|(path, _)| path.starts_with('/'))
        .map(|(_, item)| files.methods(loaded.entry(), item))
        .sum();
    DocumentStats { operations, schemas: size(schemas) }
}

fn size(value: Option<&Value>) -> usize {
    match value {
        Some(Value::Object(object)) => object.len(),
        _ => 0,
    }
}

struct Files<'d> {
    loaded: &'d LoadedDocuments,
    read: BTreeMap<String, Value>,
}

impl Files<'_> {
    fn root(&mut self, path: &str) -> Value {
        let read = || {
            let bytes = self.loaded.files.get(path)?;
            parse_document(path, bytes).map(|document| document.root)
        };
        if !self.read.contains_key(path) {
            let root = read().unwrap_or(Value::Null);
            self.read.insert(path.to_owned(), root);
        }
        self.read.get(path).cloned().unwrap_or(Value::Null)
    }

    /// Number of methods of a path item, after references.
    fn methods(&mut self, file: &str, item: &Value) -> usize {
        let (mut file, mut item) = (file.to_owned(), item.clone());
        let mut methods = std::collections::BTreeSet::new();
        for _ in 0..MAX_REFERENCES {
            let Value::Object(object) = &item else { break };
            let fixed = FIXED_METHODS.iter().filter(|(key, _)| object.get(key).is_some());
            methods.extend(fixed.map(|(_, method)| (*method).to_owned()));
            if let Some(Value::Object(additional)) = object.get(ADDITIONAL_OPERATIONS) {
                methods.extend(additional.keys().map(str::to_owned));
            }
            let Some((path, pointer)) = reference(object, &file) else { break };
            let root = self.root(&path);
            let Some(found) = find(&root, &pointer) else { break };
            (file, item) = (path, found.clone());
        }
        methods.len()
    }
}

/// The file and the pointer of an object's `$ref`.
fn reference(object: &Object, file: &str) -> Option<(String, String)> {
    let Some(Value::String(reference)) = object.get("$ref") else { return None };
    let (_, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    Some((file_references::resolve_path(file, reference)?, file_references::percent_decode(fragment)?))
}

fn find<'v>(root: &'v Value, pointer: &str) -> Option<&'v Value> {
    Pointer::parse(pointer)?.segments().try_fold(root, |value, segment| match value {
        Value::Object(object) => object.get(&segment),
        Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_counted_through_references() {
        let entry = "
openapi: 3.1.0
paths:
  /a: { get: {}, post: {}, parameters: [], x-get: {} }
  /b: { $ref: './b.yaml' }
  /c: { $ref: 'parts/c.yaml#/items/~1c%7Bid%7D' }
  /d: { $ref: '#/paths/~1a', head: {} }
  /e: { $ref: '#/paths/~1e', put: {} }
  /f: { $ref: gone.yaml }
  x-no: { get: {} }
webhooks: { w: { post: {} } }
components: { schemas: { A: {}, B: {} } }
";
        let files = [
            ("src/openapi.yaml", entry),
            ("src/b.yaml", "delete: {}\n$ref: '#/more'\nmore: { patch: {} }\n"),
            ("src/parts/c.yaml", "items: { '/c{id}': { trace: {}, options: {} } }\n"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.into())).into();
        let loaded =
            LoadedDocuments { entries: vec!["src/openapi.yaml".to_owned()], files, root: std::path::PathBuf::new() };
        assert_eq!(count(&loaded), DocumentStats { operations: 2 + 2 + 2 + 3 + 1, schemas: 2 });
    }

    #[test]
    fn paths_with_a_query_count_in_swagger() {
        for (version, operations) in [("swagger: '2.0'", 2), ("openapi: 3.0.3", 1)] {
            let text = format!(
                "{version}\npaths: {{ /a: {{ get: {{}} }} }}\n\
                 x-ms-paths: {{ '/a?b=c': {{ get: {{}} }}, /a: {{ put: {{}} }} }}\n"
            );
            let files = BTreeMap::from([("a.yaml".to_owned(), text.into_bytes())]);
            let loaded = LoadedDocuments { entries: vec!["a.yaml".to_owned()], files, root: std::path::PathBuf::new() };
            assert_eq!(count(&loaded).operations, operations, "{version}");
        }
    }

    #[test]
    fn malformed_documents_have_no_operations() {
        for text in ["[1]", "a: [", "paths: 5", ""] {
            let files = BTreeMap::from([("a.yaml".to_owned(), text.into())]);
            assert_eq!(
                count(&LoadedDocuments { entries: vec!["a.yaml".to_owned()], files, root: std::path::PathBuf::new() }),
                DocumentStats::default()
            );
        }
    }
}
