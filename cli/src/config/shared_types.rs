//! `[[client.shared-types]]`: types that a client takes from another client.

use serde::Deserialize;
use toml::Spanned;

/// Types that a client takes from another client.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SharedTypesConfig {
    /// The other client: its name, or the folder of its crate.
    pub client: Spanned<String>,
    /// Patterns of names of schemas. `None`: all.
    pub schemas: Option<Vec<Spanned<String>>>,
    /// Patterns of names of schemas that are not shared.
    #[serde(default)]
    pub except: Vec<Spanned<String>>,
}
