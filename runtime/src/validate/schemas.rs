//! [`Schemas`]: the schemas of a service, as JSON text that is parsed when it is needed.

use std::sync::OnceLock;

use super::json_tree::JsonTree;

/// The schemas of a service by name, for `validate()`. Generated code has one `static`.
///
/// A schema has the keywords of JSON Schema 2020-12 that restrict values. Its `$ref` is the name of another schema.
///
/// ```
/// use wireright_runtime::validate::Schemas;
///
/// static SCHEMAS: Schemas = Schemas::new(&[
///     ("Name", r#"{"type":"string","maxLength":3}"#),
///     ("Names", r#"{"type":"array","items":{"$ref":"Name"}}"#),
/// ]);
///
/// let violations = SCHEMAS.validate("Names", &vec!["Tom".to_owned(), "Anna".to_owned()]).unwrap_err();
/// assert_eq!(violations.to_string(), "`[1]` must have at most 3 characters");
/// ```
#[derive(Debug)]
pub struct Schemas {
    /// The names and the JSON of each, sorted by name.
    entries: &'static [(&'static str, &'static str)],
    parsed: OnceLock<Vec<OnceLock<JsonTree<'static>>>>,
}

impl Schemas {
    /// Schemas with their names, sorted by name.
    pub const fn new(entries: &'static [(&'static str, &'static str)]) -> Self {
        Self { entries, parsed: OnceLock::new() }
    }

    /// The schema of this name.
    pub(super) fn get(&self, name: &str) -> Option<&JsonTree<'static>> {
        let index = self.entries.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        let all = self.parsed.get_or_init(|| self.entries.iter().map(|_| OnceLock::new()).collect());
        let (_, text) = self.entries.get(index)?;
        Some(all.get(index)?.get_or_init(|| JsonTree::parse(text).unwrap_or(JsonTree::Boolean(true))))
    }
}
