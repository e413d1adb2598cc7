//! `[[client.types]]`: rules for generated types.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use wireright_codegen::{ConfigText, TypeRule};

use super::error::Problem;

/// A rule for generated types.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TypesConfig {
    /// A pattern of names of types.
    pub schema: Option<Spanned<String>>,
    /// The kind of types.
    pub kind: Option<Spanned<String>>,
    /// A pattern of names of fields and variants.
    pub field: Option<Spanned<String>>,
    /// Traits to derive.
    #[serde(default)]
    pub derive: Vec<Spanned<String>>,
    /// Attributes.
    #[serde(default)]
    pub attributes: Vec<Spanned<String>>,
    /// The format of scalars.
    pub format: Option<Spanned<String>>,
    /// The type of another crate that replaces the types.
    pub rust_type: Option<Spanned<String>>,
    /// Further traits of that type.
    #[serde(default)]
    pub traits: Vec<Spanned<String>>,
}

impl TypesConfig {
    /// Types and derives of these crates, which the client has only with a feature. The generated code needs them
    /// always.
    pub(super) fn problems(&self, optional: &[String]) -> Vec<Problem> {
        let rust_type = self.rust_type.iter().map(|value| (value, "remove `optional` from the dependency"));
        let advice = "remove `optional` from the dependency, or write the derive as an attribute: \
                      `#[cfg_attr(feature = \"…\", derive(…))]`";
        let derives = self.derive.iter().map(|value| (value, advice));
        let problem = |(value, help): (&Spanned<String>, &str)| {
            let name = optional.iter().find(|name| has_path_of(value.get_ref(), name))?;
            let message = format!("the crate `{name}` is an optional dependency, and generated code needs it always");
            Some(Problem::new(value.span(), message).help(help))
        };
        rust_type.chain(derives).filter_map(problem).collect()
    }

    /// The rule for the generator.
    pub(super) fn rule(&self, span: Range<usize>) -> TypeRule {
        TypeRule {
            span: Some(span),
            schema: self.schema.as_ref().map(text),
            kind: self.kind.as_ref().map(text),
            field: self.field.as_ref().map(text),
            derive: self.derive.iter().map(text).collect(),
            attributes: self.attributes.iter().map(text).collect(),
            format: self.format.as_ref().map(text),
            rust_type: self.rust_type.as_ref().map(text),
            traits: self.traits.iter().map(text).collect(),
        }
    }
}

/// Whether Rust code has a path that begins with this crate.
fn has_path_of(code: &str, name: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code.get(..at).unwrap_or_default();
        let after = code.get(at + name.len()..).unwrap_or_default();
        // `::` before the crate is the root if no name is before it.
        let before = before.trim_end().strip_suffix("::").map_or(before, str::trim_end);
        let begins = !before.ends_with(is_letter);
        begins && after.trim_start().starts_with("::")
    })
}

fn text(value: &Spanned<String>) -> ConfigText {
    ConfigText { text: value.get_ref().clone(), span: Some(value.span()) }
}
