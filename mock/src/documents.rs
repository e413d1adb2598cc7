//! The documents of a description as the validator takes them, and the way from a reference to what it points at.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use wireright_codegen::{
    Diagnostics, SourceFile, Sources,
    source::{Document, Pointer, Value, links, parse},
};

/// How many references may lead to each other.
const LONGEST_CHAIN: usize = 20;

/// All documents by path.
#[derive(Debug)]
pub struct Documents {
    /// The documents as JSON.
    pub files: BTreeMap<String, Json>,
    /// Whether their schemas are those of OpenAPI 3.0, which are no JSON Schema.
    pub is_old: bool,
}

/// A value, and the path of the document that it stands in.
pub type Place<'d> = (&'d str, &'d Json);

impl Documents {
    /// Reads files by path; what is no document is not among them. `entry` is the description itself.
    pub fn of(files: &BTreeMap<String, Vec<u8>>, entry: &str) -> Self {
        let read = |(path, bytes): (&String, &Vec<u8>)| Some((path.clone(), json(&parsed(path, bytes)?.root)));
        let files: BTreeMap<String, Json> = files.iter().filter_map(read).collect();
        let version = files.get(entry).and_then(|root| root.get("openapi")?.as_str());
        let is_old = version.is_some_and(|version| version.starts_with("3.0"));
        Self { files, is_old }
    }

    /// What stands at an address.
    pub fn at<'d>(&'d self, file: &str, pointer: &str) -> Option<Place<'d>> {
        let (path, root) = self.files.get_key_value(file)?;
        Some((path, root.pointer(pointer)?))
    }

    /// What a schema refers to, if it refers to anything.
    pub fn referred<'d>(&'d self, (file, schema): Place<'d>) -> Option<Place<'d>> {
        let (file, pointer) = reference(file, schema)?;
        self.at(&file, &pointer.to_string())
    }

    /// Whether a schema is marked `readOnly` or `writeOnly`: itself, or where it refers to or is put together from.
    pub fn is_marked(&self, place: Place<'_>, mark: &str) -> bool {
        self.is_marked_within(place, mark, LONGEST_CHAIN)
    }

    fn is_marked_within<'d>(&'d self, place: Place<'d>, mark: &str, left: usize) -> bool {
        let (file, schema) = place;
        let Some(left) = left.checked_sub(1) else { return false };
        let parts = schema.get("allOf").and_then(Json::as_array).into_iter().flatten();
        schema.get(mark) == Some(&Json::Bool(true))
            || self.referred(place).is_some_and(|referred| self.is_marked_within(referred, mark, left))
            || parts.into_iter().any(|part| self.is_marked_within((file, part), mark, left))
    }
}

/// The file and the place in it that an object refers to, if it refers to anything.
pub fn reference(file: &str, object: &Json) -> Option<(String, Pointer)> {
    let reference = object.get("$ref")?.as_str()?;
    let (_, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let file = if reference.starts_with('#') { file.to_owned() } else { links::resolve_path(file, reference)? };
    Some((file, Pointer::parse(&links::percent_decode(fragment)?)?))
}

/// A file as a document, without a word about what is wrong with it.
pub fn parsed(path: &str, bytes: &[u8]) -> Option<Document> {
    let sources = Sources::new(vec![SourceFile { path: path.to_owned(), bytes: bytes.to_vec() }]);
    let (id, file) = sources.iter().next()?;
    parse(id, file, &mut Diagnostics::default())
}

/// A value as the validator takes it. A number that is beyond its own becomes the nearest one.
pub(crate) fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => {
            let exact = serde_json::from_str(&number.to_string());
            exact.unwrap_or_else(|_| Json::from(if number.to_string().starts_with('-') { f64::MIN } else { f64::MAX }))
        }
        Value::String(text) => Json::String(text.clone()),
        Value::Array(items) => Json::Array(items.iter().map(json).collect()),
        Value::Object(object) => {
            Json::Object(object.iter().map(|(key, value)| (key.to_owned(), json(value))).collect::<Map<_, _>>())
        }
    }
}
