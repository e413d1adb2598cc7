//! `[client.rename]`: names of schemas and operations in Rust.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use wireright_codegen::{ConfigText, RenameRule, RenameRules};

/// Names by pattern.
type Names = BTreeMap<Spanned<String>, Spanned<String>>;

/// Names in Rust in place of those of the document.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RenameConfig {
    /// Names of schemas.
    #[serde(default)]
    pub schemas: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Names of operations.
    #[serde(default)]
    pub operations: BTreeMap<Spanned<String>, Spanned<String>>,
}

impl RenameConfig {
    /// The rules for the generator.
    pub(super) fn rules(&self) -> RenameRules {
        RenameRules { schemas: rules(&self.schemas), operations: rules(&self.operations) }
    }
}

fn rules(names: &Names) -> Vec<RenameRule> {
    let text = |value: &Spanned<String>| ConfigText { text: value.get_ref().clone(), span: Some(value.span()) };
    names.iter().map(|(pattern, name)| RenameRule { pattern: text(pattern), name: text(name) }).collect()
}
