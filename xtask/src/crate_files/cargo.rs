//! The `Cargo.toml` of a generated crate.

use super::About;

/// What the runtime needs, a generated crate needs too; it is the workspace's.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// The features of the runtime that every crate hands on.
const COMMON: [&str; 7] = ["tls-ring", "tls-aws-lc-rs", "gzip", "http2", "socks", "blocking", "tracing"];

/// Those that are on unless somebody says otherwise.
const DEFAULTS: [&str; 2] = ["reqwest", "tls-ring"];

/// The features of the runtime that a crate which signs hands on.
const SIGNING: [&str; 3] = ["sdk-hmac-sm3", "sdk-ecdsa-p256-sha256", "sdk-sm2-sm3"];

/// The manifest. The version is the crate's own and starts at 0.1.0: that of the description counts something else.
pub(super) fn manifest(about: About<'_>, features: &[String], is_signed: bool, mark: &str) -> String {
    let About { package, spec, runtime } = about;
    let (package, spec) = (quoted(package), quoted(&format!("A typed client, generated from {spec}.")));
    let runtime = quoted(&runtime.to_string_lossy());
    let defaults: Vec<String> = DEFAULTS.into_iter().chain(features.iter().map(String::as_str)).map(quoted).collect();
    let services: String = features.iter().map(|feature| format!("{feature} = []\n")).collect();
    let handed_on = |names: &[&str]| -> String {
        let ours = names.iter().filter(|name| !features.iter().any(|feature| feature == *name));
        ours.map(|feature| format!("{feature} = [\"wireright-runtime/{feature}\"]\n")).collect()
    };
    let common = handed_on(&COMMON);
    let mut signing = if is_signed { handed_on(&SIGNING) } else { String::new() };
    if is_signed {
        signing.insert_str(0, "## Further algorithms by which requests can be signed.\n");
    }
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
## Who computes for TLS, what the transport can be told to do besides, calls without `async`, and spans for `tracing`.
{common}{signing}{services}
[dependencies]
wireright-runtime = {{ path = {runtime}, default-features = false }}

[lints.rust]
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
    fn a_crate_that_signs_hands_on_the_algorithms() {
        let about = About { package: "pets", spec: "pets.yaml", runtime: Path::new("/r") };
        let text = manifest(about, &["sdk-sm2-sm3".to_owned()], true, "# mark");
        assert!(text.contains("\nsdk-hmac-sm3 = [\"wireright-runtime/sdk-hmac-sm3\"]\n"), "{text}");
        // A service of that name has the feature already.
        assert_eq!(text.matches("\nsdk-sm2-sm3 = ").count(), 1, "{text}");
        let of_runtime = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/Cargo.toml"));
        let of_runtime = crate::manifest::features(&of_runtime.expect("it can be read"));
        let all = SIGNING.iter().chain(&COMMON).chain(&DEFAULTS);
        assert!(all.into_iter().all(|name| of_runtime.iter().any(|feature| feature == name)), "{of_runtime:?}");
    }

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("a\"b\\c\nä"), r#""a\"b\\c\u000Aä""#);
    }

    #[test]
    fn every_service_is_a_feature_and_on() {
        let about = About { package: "pets", spec: "api/pets.yaml", runtime: Path::new("/r/runtime") };
        let text = manifest(about, &["cats".to_owned(), "dogs".to_owned()], false, "# mark");
        assert!(!text.contains("sdk-"), "{text}");
        for line in [
            "name = \"pets\"",
            "default = [\"reqwest\", \"tls-ring\", \"cats\", \"dogs\"]",
            "tls-ring = [\"wireright-runtime/tls-ring\"]",
            "cats = []",
            "tracing = [\"wireright-runtime/tracing\"]",
            "wireright-runtime = { path = \"/r/runtime\", default-features = false }",
            "[workspace]",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
        assert_eq!(crate::manifest::package_name(&text).as_deref(), Some("pets"));
    }
}
