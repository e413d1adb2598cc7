//! The text of a `Cargo.toml`: its package name and features, and strings for it.

/// The name of the package. `None` if it has none.
pub fn package_name(manifest: &str) -> Option<String> {
    let (_, value) = entries(manifest, "package").find(|(key, _)| *key == "name")?;
    let name = value.trim().strip_prefix('"')?;
    name.split_once('"').map(|(name, _)| name.to_owned())
}

/// The version that a workspace gives to its packages. `None` if it gives none.
pub fn workspace_version(manifest: &str) -> Option<String> {
    let (_, value) = entries(manifest, "workspace.package").find(|(key, _)| *key == "version")?;
    let version = value.trim().strip_prefix('"')?;
    version.split_once('"').map(|(version, _)| version.to_owned())
}

/// The features of the package except `default`, in their order.
pub fn features(manifest: &str) -> Vec<String> {
    let keys = entries(manifest, "features").map(|(key, _)| key.trim_matches('"'));
    keys.filter(|key| *key != "default").map(str::to_owned).collect()
}

/// The `key = value` lines of a table.
pub(super) fn entries<'m>(manifest: &'m str, table: &str) -> impl Iterator<Item = (&'m str, &'m str)> {
    let header = format!("[{table}]");
    let table_lines = manifest.lines().skip_while(move |line| line.trim() != header).skip(1);
    let lines = table_lines.take_while(|line| !line.starts_with('['));
    let assignments =
        lines.filter(|line| !line.starts_with([' ', '\t', '#', ']'])).filter_map(|line| line.split_once('='));
    assignments.map(|(key, value)| (key.trim(), value))
}

/// A string in TOML.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// An array of strings in TOML.
pub fn quote_all(strings: &[String]) -> String {
    let quoted: Vec<String> = strings.iter().map(|string| quote(string)).collect();
    format!("[{}]", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "\
[workspace]

[package]
# name = \"wrong\"
name = \"client\" # right
version.workspace = true

[features]
default = [
    \"a-b\",
]
## Documented.
a-b = []
\"c\" = [\"a-b\"]

[dependencies]
name = \"1\"
";

    #[test]
    fn name_and_features_are_found() {
        assert_eq!(package_name(MANIFEST).as_deref(), Some("client"));
        assert_eq!(features(MANIFEST), ["a-b", "c"]);
    }

    #[test]
    fn missing_tables_are_empty() {
        assert_eq!(package_name("[dependencies]\nname = \"x\"\n"), None);
        assert_eq!(features("[package]\n"), [""; 0]);
    }

    #[test]
    fn strings_are_quoted() {
        assert_eq!(quote("a\"b\\c\nä"), r#""a\"b\\c\u000Aä""#);
    }
}
