//! The keys of the configuration: one list of tables for the reference page and the JSON Schema.

pub use super::tables::{Key, Table, ValueType};
use super::tables::{client, diff, types};

/// All tables, in the order of the reference page.
pub const TABLES: [Table; 9] = [
    client::CLIENT,
    client::RUNTIME,
    client::PACKAGE,
    types::RENAME,
    types::TYPES,
    types::SHARED_TYPES,
    diff::DIFF,
    diff::DIFF_RULE,
    diff::DIFF_IGNORE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tables::types::{JSON_SCHEMA_EXAMPLE, TYPES_EXAMPLE};
    use crate::config::{ClientConfig, Config};

    /// A configuration with every key.
    fn complete() -> String {
        let mut text = String::new();
        for table in TABLES {
            text.push_str(&format!("{}\n", table.header));
            for key in table.keys {
                text.push_str(&format!("{} = {}\n", key.name, key.example));
            }
        }
        text
    }

    /// The keys that the reader of a table accepts, as its error lists them.
    fn accepted(header: &str) -> Vec<String> {
        let before = if header == "[[client]]" || header.contains("diff") {
            ""
        } else {
            "[[client]]\nspec = \"\"\nout = \"\"\n"
        };
        let error = toml::from_str::<Config>(&format!("{before}{header}\nno-such-key = 1\n")).unwrap_err().to_string();
        let (_, list) = error.split_once("expected ").unwrap();
        list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn the_table_lists_the_keys_that_are_read() {
        for table in TABLES {
            let mut keys: Vec<&str> = table.keys.iter().map(|key| key.name).collect();
            if table.header == "[[client]]" {
                keys.extend(["runtime", "package", "types", "shared-types", "rename", "dependencies"]);
            }
            if table.header == "[diff]" {
                keys.extend(["rule", "ignore"]);
            }
            assert_eq!(accepted(table.header), keys, "{}", table.header);
        }
    }

    #[test]
    fn the_examples_are_valid() {
        let config: Config = toml::from_str(&complete()).unwrap();
        let ClientConfig { deny_warnings, package, .. } = &config.client[0];
        assert!(*deny_warnings && package.metadata().license.as_deref() == Some("MIT"));
        for (example, counts) in [(TYPES_EXAMPLE, (4, 4)), (JSON_SCHEMA_EXAMPLE, (9, 1))] {
            let example = example.trim_start_matches("```toml\n").trim_end().trim_end_matches("```");
            let example = format!("[[client]]\nspec = \"a\"\nout = \"b\"\n{example}");
            let config: Config = toml::from_str(&example).unwrap();
            assert_eq!((config.client[0].types.len(), config.client[0].dependencies.len()), counts);
        }
    }
}
