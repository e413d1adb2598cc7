//! The generated `Cargo.toml`.

use std::path::Path;

use super::CrateInfo;

/// The minimum Rust version of the runtime crate.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// Runtime features that every crate forwards.
const FORWARDED: [&str; 7] = ["tls-ring", "tls-aws-lc-rs", "gzip", "http2", "socks", "blocking", "tracing"];

/// Runtime features that convert values to and from types of other crates, forwarded too.
const CONVERSIONS: [&str; 4] = ["chrono", "jiff", "rust_decimal", "time"];

/// Runtime features that are enabled by default.
const DEFAULTS: [&str; 2] = ["reqwest", "tls-ring"];

/// Prefix of the crates that lie beside the runtime crate.
const WIRERIGHT: &str = "wireright_";

/// The text of the manifest. The crate has its own version, not that of the document.
pub(super) fn text(info: CrateInfo<'_>, features: &[String], authenticators: &[String], header: &str) -> String {
    let CrateInfo { package, spec, runtime } = info;
    let (package, spec) = (quote(package), quote(&format!("Typed client generated from {spec}")));
    let runtime = quote(&runtime.to_string_lossy());
    let defaults: Vec<String> = DEFAULTS.into_iter().chain(features.iter().map(String::as_str)).map(quote).collect();
    let services: String = features.iter().map(|feature| format!("{feature} = []\n")).collect();
    let forwarded = |names: &[&str]| -> String {
        let without_services = names.iter().filter(|name| !features.iter().any(|feature| feature == *name));
        without_services.map(|feature| format!("{feature} = [\"wireright-runtime/{feature}\"]\n")).collect()
    };
    let (common, conversions) = (forwarded(&FORWARDED), forwarded(&CONVERSIONS));
    let authenticators: String = authenticators.iter().map(|name| dependency(name, info.runtime)).collect();
    format!(
        "\
{header}. Remove this line to keep your changes.

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
## The HTTP transport. Without it, implement `Transport`.
reqwest = [\"wireright-runtime/reqwest\"]
## TLS crypto providers, transport options, the blocking client, and `tracing` spans.
{common}## Conversions of dates, times, durations and numbers to and from the types of these crates.
{conversions}{services}
[dependencies]
wireright-runtime = {{ path = {runtime}, default-features = false }}
{authenticators}
[lints.rust]
unsafe_code = \"forbid\"

# A separate workspace, even inside the folder of another one.
[workspace]
",
        defaults.join(", ")
    )
}

/// The dependency on the crate of an authenticator. A crate of this project lies beside the runtime crate. A document
/// has no version of another one.
fn dependency(name: &str, runtime: &Path) -> String {
    let package = package_of(name);
    match (name.strip_prefix(WIRERIGHT), runtime.parent()) {
        (Some(folder), Some(parent)) => {
            format!("{package} = {{ path = {} }}\n", quote(&parent.join(folder).to_string_lossy()))
        }
        _ => format!(
            "# From `x-authenticator`, which has no version. Set the version or the path, and remove the first line\n\
             # of this file: crates.io rejects `*`.\n{package} = \"*\"\n"
        ),
    }
}

/// The packages of these crates whose versions are unknown.
pub(super) fn without_version(authenticators: &[String]) -> Vec<String> {
    authenticators.iter().filter(|name| !name.starts_with(WIRERIGHT)).map(|name| package_of(name)).collect()
}

fn package_of(name: &str) -> String {
    name.replace('_', "-")
}

/// A TOML string.
fn quote(text: &str) -> String {
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
    use super::*;

    #[test]
    fn a_crate_depends_on_the_crates_of_its_authenticators() {
        let info = CrateInfo { package: "pets", spec: "pets.yaml", runtime: Path::new("/r/runtime") };
        let crates = ["my_auth".to_owned(), "wireright_vendor".to_owned()];
        let text = text(info, &["gzip".to_owned()], &crates, "# header");
        assert!(
            text.contains("rejects `*`.\nmy-auth = \"*\"\nwireright-vendor = { path = \"/r/vendor\" }\n"),
            "{text}"
        );
        assert_eq!(without_version(&crates), ["my-auth"]);
        // The feature of the service takes precedence.
        assert_eq!(text.matches("\ngzip = ").count(), 1, "{text}");
        let runtime_features = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/Cargo.toml"));
        let runtime_features =
            crate::crate_files::manifest::features(&runtime_features.expect("the manifest is readable"));
        let all = FORWARDED.iter().chain(&DEFAULTS).chain(&CONVERSIONS);
        assert!(
            all.into_iter().all(|name| runtime_features.iter().any(|feature| feature == name)),
            "{runtime_features:?}"
        );
    }

    #[test]
    fn strings_are_quoted() {
        assert_eq!(quote("a\"b\\c\nä"), r#""a\"b\\c\u000Aä""#);
    }

    #[test]
    fn services_are_default_features() {
        let info = CrateInfo { package: "pets", spec: "api/pets.yaml", runtime: Path::new("/r/runtime") };
        let text = text(info, &["cats".to_owned(), "dogs".to_owned()], &[], "# header");
        for line in [
            "name = \"pets\"",
            "default = [\"reqwest\", \"tls-ring\", \"cats\", \"dogs\"]",
            "tls-ring = [\"wireright-runtime/tls-ring\"]",
            "cats = []",
            "tracing = [\"wireright-runtime/tracing\"]",
            "jiff = [\"wireright-runtime/jiff\"]",
            "wireright-runtime = { path = \"/r/runtime\", default-features = false }",
            "[workspace]",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
        assert_eq!(crate::crate_files::manifest::package_name(&text).as_deref(), Some("pets"));
    }
}
