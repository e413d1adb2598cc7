//! Whether an example fits its schema, by a validator that shares nothing with the generator.

use std::{collections::BTreeMap, sync::Arc};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value as Json, json};
use wireright_codegen::{Example, model::Direction, source::Pointer};

use crate::{documents::Documents, translate::translated};

/// Formats that are notes to the reader, as JSON Schema 2020-12 has all of them: the text is a text whatever it says.
const NOTES: [&str; 15] = [
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

/// How the objection begins to a value that cannot be judged, since its schema is broken.
pub const UNJUDGED: &str = "it cannot be judged";

/// Judges values of one description.
#[derive(Debug)]
pub struct Judge {
    documents: Arc<Documents>,
    sides: BTreeMap<Direction, Result<Registry<'static>, String>>,
    /// The validators by side, file and pointer.
    validators: BTreeMap<(Direction, String, String), Result<Validator, String>>,
}

impl Judge {
    /// A judge that has judged nothing yet.
    pub fn new(documents: Arc<Documents>) -> Self {
        Self { documents, sides: BTreeMap::new(), validators: BTreeMap::new() }
    }

    /// Why an example does not fit; nothing where it does. One that cannot be judged does not.
    pub fn objection(&mut self, example: &Example) -> Option<String> {
        match serde_json::from_str(&example.json) {
            Ok(value) => {
                self.objection_to(&value, example.direction, (&example.schema_file, &example.schema.to_string()))
            }
            Err(error) => Some(format!("{UNJUDGED}: {error}")),
        }
    }

    /// Why a value does not fit the schema at a place; nothing where it does.
    pub fn objection_to(&mut self, value: &Json, side: Direction, (file, pointer): (&str, &str)) -> Option<String> {
        match self.known(side, file, pointer) {
            Ok(validator) => validator.validate(value).err().map(|error| format!("{}: {error}", error.instance_path())),
            Err(problem) => Some(format!("{UNJUDGED}: {problem}")),
        }
    }

    /// All that is wrong with a value that goes one way, said without the value itself, which may be a secret. The schema stands at an
    /// address.
    pub fn problems(
        &mut self,
        side: Direction,
        file: &str,
        schema: &Pointer,
        value: &Json,
    ) -> Result<Vec<Problem>, String> {
        let validator = self.known(side, file, &schema.to_string())?;
        let told = |error: jsonschema::ValidationError<'_>| Problem {
            at: error.instance_path().to_string(),
            words: error.masked_with("it").to_string(),
        };
        Ok(validator.iter_errors(value).map(told).collect())
    }

    fn known(&mut self, side: Direction, file: &str, pointer: &str) -> Result<&Validator, String> {
        let key = (side, file.to_owned(), pointer.to_owned());
        if !self.validators.contains_key(&key) {
            let validator = self.validator(&key);
            self.validators.insert(key.clone(), validator);
        }
        match self.validators.get(&key) {
            Some(known) => known.as_ref().map_err(Clone::clone),
            None => Err("it has no schema".to_owned()),
        }
    }

    fn validator(&mut self, (side, file, pointer): &(Direction, String, String)) -> Result<Validator, String> {
        let documents = &*self.documents;
        let registry = self.sides.entry(*side).or_insert_with(|| registry(documents, *side)).as_ref();
        let registry = registry.map_err(Clone::clone)?;
        let mut options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            .with_format("byte", is_base64)
            .with_registry(registry);
        for format in NOTES {
            options = options.with_format(format, |_: &str| true);
        }
        let schema = json!({ "$ref": format!("{}#{}", address(file), encoded(pointer)) });
        options.build(&schema).map_err(|error| error.to_string())
    }
}

/// What is wrong with a part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The JSON pointer of the part.
    pub at: String,
    /// What is wrong, without the value.
    pub words: String,
}

fn registry(documents: &Documents, side: Direction) -> Result<Registry<'static>, String> {
    let mut registry = Registry::new().draft(Draft::Draft202012);
    for file in documents.files.keys() {
        let added = registry.add(address(file), translated(documents, file, side));
        registry = added.map_err(|error| error.to_string())?;
    }
    registry.prepare().map_err(|error| error.to_string())
}

/// The address of a document: relative references lead from one to another.
fn address(file: &str) -> String {
    format!("file:///{}", encoded(file))
}

/// Percent-encodes what has no place in an address.
fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// RFC 4648, section 4.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len().is_multiple_of(4) && text.len() - digits.len() < 3 && digits.bytes().all(is_digit)
}
