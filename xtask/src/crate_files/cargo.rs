//! The `Cargo.toml` of a generated crate.

use super::About;

/// What the runtime needs, a generated crate needs too; it is the workspace's.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// The manifest. The version is the crate's own and starts at 0.1.0: that of the description counts something else.
pub(super) fn manifest(about: About<'_>, features: &[String], mark: &str) -> String {
    let About { package, spec, runtime } = about;
    let (package, spec) = (quoted(package), quoted(&format!("A typed client, generated from {spec}.")));
    let runtime = quoted(&runtime.to_string_lossy());
    let defaults: Vec<String> =
        std::iter::once("reqwest").chain(features.iter().map(String::as_str)).map(quoted).collect();
    let services: String = features.iter().map(|feature| format!("{feature} = []\n")).collect();
    format!(
        "\
{mark}. Remove this line to keep what you change here.

[package]
name = {package}
description = {spec}
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"{RUST_VERSION}\"
readme = \"README.md\"
publish = false

[package.metadata.docs.rs]
all-features = true

[features]
default = [{}]
## The HTTP transport. Without it, bring your own `Transport`.
reqwest = [\"wireright-runtime/reqwest\"]
{services}
[dependencies]
wireright-runtime = {{ path = {runtime}, default-features = false }}

[lints.rust]
missing_docs = \"warn\"
unsafe_code = \"forbid\"

# A workspace of its own, in whatever folder it stands.
[workspace]
",
        defaults.join(", ")
    )
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("a\"b\\c\nä"), r#""a\"b\\c\u000Aä""#);
    }

    #[test]
    fn every_service_is_a_feature_and_on() {
        let about = About { package: "pets", spec: "api/pets.yaml", runtime: Path::new("/r/runtime") };
        let text = manifest(about, &["cats".to_owned(), "dogs".to_owned()], "# mark");
        for line in [
            "name = \"pets\"",
            "default = [\"reqwest\", \"cats\", \"dogs\"]",
            "cats = []",
            "wireright-runtime = { path = \"/r/runtime\", default-features = false }",
            "[workspace]",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
        assert_eq!(crate::manifest::package_name(&text).as_deref(), Some("pets"));
    }
}
