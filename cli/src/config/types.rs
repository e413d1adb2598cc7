//! `[[client.types]]`: rules for generated types.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use wireright_codegen::{ConfigText, TypeRule};

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

fn text(value: &Spanned<String>) -> ConfigText {
    ConfigText { text: value.get_ref().clone(), span: Some(value.span()) }
}
