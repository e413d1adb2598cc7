//! The few words of a `Cargo.toml` that the commands need.

/// The name of the package.
pub(crate) fn package_name(manifest: &str) -> Option<String> {
    let (_, value) = entries(manifest, "package").find(|(key, _)| *key == "name")?;
    let name = value.trim().strip_prefix('"')?;
    name.split_once('"').map(|(name, _)| name.to_owned())
}

/// The features of the package but `default`, in their order.
pub(crate) fn features(manifest: &str) -> Vec<String> {
    let keys = entries(manifest, "features").map(|(key, _)| key.trim_matches('"'));
    keys.filter(|key| *key != "default").map(str::to_owned).collect()
}

/// The lines of a table that say `key = value`, with what stands on the same line.
fn entries<'m>(manifest: &'m str, table: &str) -> impl Iterator<Item = (&'m str, &'m str)> {
    let header = format!("[{table}]");
    let inside = manifest.lines().skip_while(move |line| line.trim() != header).skip(1);
    let lines = inside.take_while(|line| !line.starts_with('['));
    let assignments =
        lines.filter(|line| !line.starts_with([' ', '\t', '#', ']'])).filter_map(|line| line.split_once('='));
    assignments.map(|(key, value)| (key.trim(), value))
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
## With words.
a-b = []
\"c\" = [\"a-b\"]

[dependencies]
name = \"1\"
";

    #[test]
    fn the_words_are_found() {
        assert_eq!(package_name(MANIFEST).as_deref(), Some("client"));
        assert_eq!(features(MANIFEST), ["a-b", "c"]);
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert_eq!(package_name("[dependencies]\nname = \"x\"\n"), None);
        assert_eq!(features("[package]\n"), [""; 0]);
    }
}
