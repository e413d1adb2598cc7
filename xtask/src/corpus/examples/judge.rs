//! Whether an example fits its schema, by a validator that shares nothing with the generator.

use std::collections::BTreeMap;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value as Json, json};
use wireright_codegen::{Example, model::Side};

use super::{documents::Documents, translate::translated};

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
pub(in crate::corpus) const UNJUDGED: &str = "it cannot be judged";

/// Judges the examples of one description.
pub(in crate::corpus) struct Judge<'d> {
    documents: &'d Documents,
    sides: BTreeMap<Side, Result<Registry<'static>, String>>,
    /// The validators by side, file and pointer.
    validators: BTreeMap<(Side, String, String), Result<Validator, String>>,
}

impl<'d> Judge<'d> {
    pub(in crate::corpus) fn new(documents: &'d Documents) -> Self {
        Self { documents, sides: BTreeMap::new(), validators: BTreeMap::new() }
    }

    /// Why an example does not fit; nothing where it does. One that cannot be judged does not.
    pub(in crate::corpus) fn objection(&mut self, example: &Example) -> Option<String> {
        match serde_json::from_str(&example.json) {
            Ok(value) => self.objection_to(&value, example.side, (&example.schema_file, &example.schema.to_string())),
            Err(error) => Some(format!("{UNJUDGED}: {error}")),
        }
    }

    /// Why a value does not fit the schema at a place; nothing where it does.
    pub(in crate::corpus) fn objection_to(
        &mut self,
        value: &Json,
        side: Side,
        (file, pointer): (&str, &str),
    ) -> Option<String> {
        let key = (side, file.to_owned(), pointer.to_owned());
        let validator = match self.validators.get(&key) {
            Some(known) => known,
            None => {
                let validator = self.validator(&key);
                self.validators.entry(key).or_insert(validator)
            }
        };
        match validator {
            Ok(validator) => validator.validate(value).err().map(|error| format!("{}: {error}", error.instance_path())),
            Err(problem) => Some(format!("{UNJUDGED}: {problem}")),
        }
    }

    fn validator(&mut self, (side, file, pointer): &(Side, String, String)) -> Result<Validator, String> {
        let documents = self.documents;
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

fn registry(documents: &Documents, side: Side) -> Result<Registry<'static>, String> {
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
