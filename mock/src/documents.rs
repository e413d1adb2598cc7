//! Documents as JSON values, and the targets of their references.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use wireright_codegen::{
    Diagnostics, Options, SourceFile, Sources, effective_documents,
    parser::{Document, file_references, parse},
    source::{Pointer, Value},
};

/// Maximum number of references in a chain.
const MAX_REFERENCES: usize = 20;

/// An OpenAPI document with the files that it references, by path.
#[derive(Debug)]
pub struct Documents {
    /// The files as JSON.
    pub files: BTreeMap<String, Json>,
    /// Whether the schemas follow OpenAPI 3.0, which is not JSON Schema.
    pub is_openapi_3_0: bool,
}

/// A value in a document, with the path of the document.
pub type LocatedSchema<'d> = (&'d str, &'d Json);

impl Documents {
    /// Parses files by path. Malformed files are omitted. `entry` is the OpenAPI document.
    pub fn parse(files: &BTreeMap<String, Vec<u8>>, entry: &str) -> Self {
        let parse = |(path, bytes): (&String, &Vec<u8>)| Some((path.clone(), parse_document(path, bytes)?.root));
        let roots: Vec<(String, Value)> = files.iter().filter_map(parse).collect();
        Self::of_roots(&roots, entry)
    }

    /// Converts a document of Swagger 2.0 to OpenAPI 3.0. Files are by path, and `entry` is the document.
    ///
    /// # Errors
    ///
    /// A file is malformed. The result is a message.
    pub fn parse_swagger(files: &BTreeMap<String, Vec<u8>>, entry: &str) -> Result<Self, String> {
        let source = |(path, bytes): (&String, &Vec<u8>)| SourceFile { path: path.clone(), bytes: bytes.clone() };
        let options = Options { entries: vec![entry.to_owned()], ..Options::default() };
        match effective_documents(files.iter().map(source).collect(), &options) {
            Ok(roots) => Ok(Self::of_roots(&roots, entry)),
            Err(failure) => {
                let problem = failure.diagnostics.first().map(|diagnostic| diagnostic.message.clone());
                Err(format!("cannot read `{entry}`: {}", problem.unwrap_or_default()))
            }
        }
    }

    /// Parsed files by path. `entry` is the OpenAPI document.
    pub fn of_roots(roots: &[(String, Value)], entry: &str) -> Self {
        let files: BTreeMap<String, Json> = roots.iter().map(|(path, root)| (path.clone(), to_json(root))).collect();
        let version = files.get(entry).and_then(|root| root.get("openapi")?.as_str());
        let is_openapi_3_0 = version.is_some_and(|version| version.starts_with("3.0"));
        Self { files, is_openapi_3_0 }
    }

    /// The value at a JSON pointer.
    pub fn get<'d>(&'d self, file: &str, pointer: &str) -> Option<LocatedSchema<'d>> {
        let (path, root) = self.files.get_key_value(file)?;
        Some((path, root.pointer(pointer)?))
    }

    /// The target of a schema's `$ref`.
    pub fn resolve_reference<'d>(&'d self, (file, schema): LocatedSchema<'d>) -> Option<LocatedSchema<'d>> {
        let (file, pointer) = parse_reference(file, schema)?;
        self.get(&file, &pointer.to_string())
    }

    /// Whether a schema has the flag `readOnly` or `writeOnly`, directly, by reference or by `allOf`.
    pub fn has_flag(&self, schema: LocatedSchema<'_>, flag: &str) -> bool {
        self.has_flag_within(schema, flag, MAX_REFERENCES)
    }

    fn has_flag_within<'d>(&'d self, located: LocatedSchema<'d>, flag: &str, left: usize) -> bool {
        let (file, schema) = located;
        let Some(left) = left.checked_sub(1) else { return false };
        let parts = schema.get("allOf").and_then(Json::as_array).into_iter().flatten();
        schema.get(flag) == Some(&Json::Bool(true))
            || self.resolve_reference(located).is_some_and(|target| self.has_flag_within(target, flag, left))
            || parts.into_iter().any(|part| self.has_flag_within((file, part), flag, left))
    }
}

/// The file and the pointer of an object's `$ref`.
pub fn parse_reference(file: &str, object: &Json) -> Option<(String, Pointer)> {
    let reference = object.get("$ref")?.as_str()?;
    let (_, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let file =
        if reference.starts_with('#') { file.to_owned() } else { file_references::resolve_path(file, reference)? };
    Some((file, Pointer::parse(&file_references::percent_decode(fragment)?)?))
}

/// Parses a file. `None` if it is malformed.
pub fn parse_document(path: &str, bytes: &[u8]) -> Option<Document> {
    let sources = Sources::new(vec![SourceFile { path: path.to_owned(), bytes: bytes.to_vec() }]);
    let (id, file) = sources.iter().next()?;
    parse(id, file, &mut Diagnostics::default())
}

/// Converts to a `serde_json` value. A number out of range becomes the nearest one.
fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => {
            let exact = serde_json::from_str(&number.to_string());
            exact.unwrap_or_else(|_| Json::from(if number.to_string().starts_with('-') { f64::MIN } else { f64::MAX }))
        }
        Value::String(text) => Json::String(text.clone()),
        Value::Array(items) => Json::Array(items.iter().map(to_json).collect()),
        Value::Object(object) => {
            Json::Object(object.iter().map(|(key, value)| (key.to_owned(), to_json(value))).collect::<Map<_, _>>())
        }
    }
}
