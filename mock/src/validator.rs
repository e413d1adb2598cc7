//! Schema validation with the crate `jsonschema`, which shares no code with the generator.
//!
//! OpenAPI schemas are converted to JSON Schema 2020-12 first. There, formats and directions are ordinary constraints.

use std::{collections::BTreeMap, sync::Arc};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value as Json, json};
use wireright_codegen::{Example, model::Direction, parser::file_references::percent_encode, source::Pointer};

use crate::{
    documents::{Documents, parse_reference},
    required_properties,
};

/// Formats that are annotations only, as in JSON Schema 2020-12.
const ANNOTATION_FORMATS: [&str; 15] = [
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
];

/// Keywords whose value is a map from names to objects.
const MAP_KEYWORDS: [&str; 16] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
];

/// Keywords whose value never contains schemas.
const VALUE_KEYWORDS: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Integer formats with their minimum and maximum.
const INTEGER_FORMATS: [(&str, i64, u64); 8] = [
    ("int8", -0x80, 0x7f),
    ("int16", -0x8000, 0x7fff),
    ("int32", -0x8000_0000, 0x7fff_ffff),
    ("int64", i64::MIN, 0x7fff_ffff_ffff_ffff),
    ("uint8", 0, 0xff),
    ("uint16", 0, 0xffff),
    ("uint32", 0, 0xffff_ffff),
    ("uint64", 0, u64::MAX),
];

/// Prefix of the message about a value whose schema is malformed.
pub const UNUSABLE_SCHEMA: &str = "unusable schema";

/// Validates values against the schemas of one document. Compiles each schema once.
#[derive(Debug)]
pub struct SchemaValidator {
    documents: Arc<Documents>,
    registries: BTreeMap<Direction, Result<Registry<'static>, String>>,
    /// Validators by direction, file and pointer.
    validators: BTreeMap<(Direction, String, String), Result<Validator, String>>,
}

impl SchemaValidator {
    /// A validator for documents.
    pub fn new(documents: Arc<Documents>) -> Self {
        Self { documents, registries: BTreeMap::new(), validators: BTreeMap::new() }
    }

    /// The first violation of an example as a message. An unusable schema is a violation.
    pub fn check_example(&mut self, example: &Example) -> Option<String> {
        match serde_json::from_str(&example.json) {
            Ok(value) => {
                self.first_violation(&value, example.direction, &example.schema_file, &example.schema.to_string())
            }
            Err(error) => Some(format!("{UNUSABLE_SCHEMA}: {error}")),
        }
    }

    /// The first violation of the schema at a file and pointer, as a message.
    pub fn first_violation(&mut self, value: &Json, direction: Direction, file: &str, pointer: &str) -> Option<String> {
        match self.get_or_compile(direction, file, pointer) {
            Ok(validator) => validator.validate(value).err().map(|error| format!("{}: {error}", error.instance_path())),
            Err(problem) => Some(format!("{UNUSABLE_SCHEMA}: {problem}")),
        }
    }

    /// All violations. The messages do not contain the value, which may be a secret.
    pub fn violations(
        &mut self,
        direction: Direction,
        file: &str,
        schema: &Pointer,
        value: &Json,
    ) -> Result<Vec<Violation>, String> {
        let validator = self.get_or_compile(direction, file, &schema.to_string())?;
        let violation = |error: jsonschema::ValidationError<'_>| Violation {
            pointer: error.instance_path().to_string(),
            message: error.masked_with("it").to_string(),
        };
        Ok(validator.iter_errors(value).map(violation).collect())
    }

    fn get_or_compile(&mut self, direction: Direction, file: &str, pointer: &str) -> Result<&Validator, String> {
        let key = (direction, file.to_owned(), pointer.to_owned());
        if !self.validators.contains_key(&key) {
            let validator = self.compile(&key);
            self.validators.insert(key.clone(), validator);
        }
        match self.validators.get(&key) {
            Some(validator) => validator.as_ref().map_err(Clone::clone),
            None => Err("missing schema".to_owned()),
        }
    }

    fn compile(&mut self, (direction, file, pointer): &(Direction, String, String)) -> Result<Validator, String> {
        let documents = &*self.documents;
        let registry =
            self.registries.entry(*direction).or_insert_with(|| build_registry(documents, *direction)).as_ref();
        let registry = registry.map_err(Clone::clone)?;
        let mut options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            .with_format("byte", is_base64)
            .with_registry(registry);
        for format in ANNOTATION_FORMATS {
            options = options.with_format(format, |_: &str| true);
        }
        let schema = json!({ "$ref": format!("{}#{}", document_url(file), percent_encode(pointer)) });
        options.build(&schema).map_err(|error| error.to_string())
    }
}

/// A violation of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer of the invalid part of the value.
    pub pointer: String,
    /// The violated constraint, without the value.
    pub message: String,
}

fn build_registry(documents: &Documents, direction: Direction) -> Result<Registry<'static>, String> {
    let mut registry = Registry::new().draft(Draft::Draft202012);
    for (file, mut root) in required_properties::files_for(documents, direction) {
        Conversion { documents, file: &file }.walk(&mut root, false);
        let added = registry.add(document_url(&file), root);
        registry = added.map_err(|error| error.to_string())?;
    }
    registry.prepare().map_err(|error| error.to_string())
}

/// The URL of a document, the base of its relative references.
fn document_url(file: &str) -> String {
    format!("file:///{}", percent_encode(file))
}

/// Whether a string is Base64 (RFC 4648, section 4).
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len().is_multiple_of(4) && text.len() - digits.len() < 3 && digits.bytes().all(is_digit)
}

/// The conversion of the schemas of a document.
struct Conversion<'d> {
    documents: &'d Documents,
    file: &'d str,
}

impl Conversion<'_> {
    fn walk(&self, value: &mut Json, is_map: bool) {
        match value {
            Json::Array(items) => items.iter_mut().for_each(|item| self.walk(item, false)),
            Json::Object(object) => {
                if !is_map {
                    self.convert(object);
                }
                for (key, inner) in object.iter_mut() {
                    if is_map || !VALUE_KEYWORDS.contains(&key.as_str()) {
                        self.walk(inner, !is_map && MAP_KEYWORDS.contains(&key.as_str()));
                    }
                }
            }
            _ => {}
        }
    }

    fn convert(&self, object: &mut Map<String, Json>) {
        if self.documents.is_openapi_3_0 {
            if object.get("$ref").is_some_and(Json::is_string) {
                object.retain(|key, _| key == "$ref");
                return;
            }
            convert_nullable(object);
            convert_exclusive_bounds(object);
        }
        if object.get("contentEncoding") == Some(&json!("base64")) {
            object.insert("format".to_owned(), json!("byte"));
        }
        convert_integer_format(object);
        self.convert_discriminator(object);
        // Draft 4 and OpenAPI 2.0 had boolean ones in properties.
        if object.get("required").is_some_and(|required| !required.is_array()) {
            object.remove("required");
        }
    }

    /// Lets the discriminator of `oneOf` select a schema. Often the schemas differ only by the value of this property,
    /// which they do not list. A value that the discriminator does not list has to match one schema, as without it.
    fn convert_discriminator(&self, object: &mut Map<String, Json>) {
        let Some(Json::Array(variants)) = object.get("oneOf") else { return };
        let Some(discriminator) = object.get("discriminator") else { return };
        let Some(property) = discriminator.get("propertyName").and_then(Json::as_str).map(str::to_owned) else {
            return;
        };
        let references = variants.iter().filter_map(|variant| variant.get("$ref")?.as_str());
        let mut selected: BTreeMap<String, Json> = references
            .map(|reference| {
                (reference.rsplit('/').next().unwrap_or_default().to_owned(), json!({ "$ref": reference }))
            })
            .collect();
        for (value, target) in discriminator.get("mapping").and_then(Json::as_object).into_iter().flatten() {
            let Some(target) = target.as_str() else { continue };
            let is_name = !target.contains(['/', '#', '.']);
            let target = if is_name { format!("#/components/schemas/{target}") } else { target.to_owned() };
            let target = json!({ "$ref": target });
            let found = parse_reference(self.file, &target);
            if found.is_some_and(|(file, pointer)| self.documents.get(&file, &pointer.to_string()).is_some()) {
                selected.insert(value.clone(), target);
            }
        }
        let has =
            |values: Vec<Json>| json!({ "required": [property], "properties": { &*property: { "enum": values } } });
        let all = selected.keys().flat_map(|value| discriminator_values(value)).collect();
        let otherwise = json!({ "if": has(all), "else": { "oneOf": variants } });
        let rules = selected
            .into_iter()
            .map(|(value, target)| json!({ "if": has(discriminator_values(&value)), "then": target }));
        let rules: Vec<Json> = rules.chain([otherwise]).collect();
        object.remove("oneOf");
        add_parts(object, rules);
    }
}

/// Converts `nullable` with a type to a list of types.
fn convert_nullable(object: &mut Map<String, Json>) {
    if object.get("nullable") == Some(&Json::Bool(true))
        && let Some(kind) = object.get("type").filter(|kind| kind.is_string()).cloned()
    {
        object.insert("type".to_owned(), json!([kind, "null"]));
    }
}

/// Converts boolean `exclusiveMinimum` and `exclusiveMaximum` to numbers.
fn convert_exclusive_bounds(object: &mut Map<String, Json>) {
    for (bound, flag) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match object.get(flag) {
            Some(Json::Bool(true)) => match object.remove(bound) {
                Some(number) => object.insert(flag.to_owned(), number),
                None => object.remove(flag),
            },
            Some(Json::Bool(false)) => object.remove(flag),
            _ => None,
        };
    }
}

/// The values of a discriminator with this key in a mapping, which has strings also for numbers and booleans.
fn discriminator_values(key: &str) -> Vec<Json> {
    let other = serde_json::from_str::<Json>(key).ok().filter(|other| other.is_number() || other.is_boolean());
    [Json::from(key)].into_iter().chain(other).collect()
}

/// Adds schemas to `allOf`.
fn add_parts(object: &mut Map<String, Json>, parts: Vec<Json>) {
    match object.entry("allOf").or_insert_with(|| json!([])) {
        Json::Array(known) => known.extend(parts),
        other => *other = parts.into(),
    }
}

/// Converts an integer format to bounds.
fn convert_integer_format(object: &mut Map<String, Json>) {
    let is_number = object.get("type").is_some_and(|kind| {
        let is = |kind: &Json| kind == "integer" || kind == "number";
        is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
    });
    let format = object.get("format").and_then(Json::as_str);
    let Some((_, minimum, maximum)) = INTEGER_FORMATS.iter().find(|(name, ..)| is_number && Some(*name) == format)
    else {
        return;
    };
    let bounds = json!({ "minimum": minimum, "maximum": maximum, "multipleOf": 1 });
    add_parts(object, vec![bounds]);
}
