//! The generated `Cargo.toml`.

use super::{CrateInfo, Metadata, RuntimeDependency, bundled_runtime, features::Features, manifest::quote};

/// The minimum Rust version of the runtime crate.
pub const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// Runtime features that every crate forwards.
const FORWARDED: [&str; 9] =
    ["tls-ring", "tls-aws-lc-rs", "gzip", "http2", "socks", "blocking", "tower", "reqwest-middleware", "tracing"];

/// Runtime features that convert values to and from types of other crates, forwarded too.
const CONVERSIONS: [&str; 4] = ["chrono", "jiff", "rust_decimal", "time"];

/// Runtime features that are enabled by default.
const DEFAULTS: [&str; 2] = ["reqwest", "tls-ring"];

/// Prefix of the crates that lie beside the runtime crate.
const WIRERIGHT: &str = "wireright_";

/// The text of the manifest. The crate has its own version, not that of the document.
pub(super) fn text(info: CrateInfo<'_>, features: &Features, authenticators: &[String], header: &str) -> String {
    let CrateInfo { package, spec, runtime, metadata, out, dependencies } = info;
    let of_groups = features.groups.iter().map(|group| group.name.as_str());
    let all = DEFAULTS.into_iter().chain(features.services.iter().map(String::as_str)).chain(of_groups);
    let defaults: Vec<String> = all.map(quote).collect();
    // An optional dependency of the same name belongs to the feature: Cargo makes no other one for it.
    let line = |feature: &str, enabled: Option<&str>| {
        let is_dependency = dependencies.iter().any(|one| one.is_optional() && one.name() == feature);
        let dependency = is_dependency.then(|| format!("dep:{feature}"));
        let enabled: Vec<String> =
            enabled.map(str::to_owned).into_iter().chain(dependency).map(|one| quote(&one)).collect();
        format!("{feature} = [{}]\n", enabled.join(", "))
    };
    let mut services: String = features.services.iter().map(|feature| line(feature, None)).collect();
    services.extend(features.groups.iter().map(|group| line(&group.name, group.service.as_deref())));
    if !services.is_empty() {
        services.insert_str(0, "## Operations, and the types that they need.\n");
    }
    let forwarded = |names: &[&str]| -> String {
        let without_services = names.iter().filter(|name| !features.services.iter().any(|feature| feature == *name));
        without_services.map(|feature| line(feature, Some(&format!("wireright-runtime/{feature}")))).collect()
    };
    let (common, conversions) = (forwarded(&FORWARDED), forwarded(&CONVERSIONS));
    let authenticators: String = authenticators.iter().map(|name| authenticator(name, runtime)).collect();
    let dependency_lines: String = dependencies.iter().map(|dependency| dependency.line(out)).collect();
    let members = match runtime {
        RuntimeDependency::Bundled => format!("members = [{}]\n", quote(bundled_runtime::FOLDER)),
        _ => String::new(),
    };
    let description = metadata.description.clone().unwrap_or_else(|| format!("Typed client generated from {spec}"));
    format!(
        "\
{header}. Remove this line to keep your changes.

[package]
name = {}
description = {}
version = {}
edition = \"2024\"
rust-version = {}
readme = \"README.md\"
{}
[package.metadata.docs.rs]
all-features = true

[features]
default = [{}]
## The HTTP transport. Without it, implement `Transport`.
reqwest = [\"wireright-runtime/reqwest\"]
## TLS crypto providers, transport options, the blocking client, middleware, and `tracing` spans.
{common}## Conversions of dates, times, durations and numbers to and from the types of these crates.
{conversions}{services}
[dependencies]
wireright-runtime = {}
{authenticators}{dependency_lines}
[lints.rust]
unsafe_code = \"forbid\"

# A separate workspace, even inside the folder of another one.
[workspace]
{members}",
        quote(package),
        quote(&description),
        quote(&metadata.version),
        quote(&metadata.rust_version),
        optional_keys(metadata, runtime),
        defaults.join(", "),
        runtime_dependency(info),
    )
}

/// The lines of the package that depend on the configuration.
fn optional_keys(metadata: &Metadata, runtime: &RuntimeDependency) -> String {
    let strings =
        [("license", &metadata.license), ("repository", &metadata.repository), ("homepage", &metadata.homepage)];
    let strings = strings.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", quote(value.as_ref()?))));
    let lists =
        [("authors", &metadata.authors), ("keywords", &metadata.keywords), ("categories", &metadata.categories)];
    let lists = lists.into_iter().filter(|(_, values)| !values.is_empty()).map(|(key, values)| {
        let values: Vec<String> = values.iter().map(|value| quote(value)).collect();
        format!("{key} = [{}]\n", values.join(", "))
    });
    // A registry rejects dependencies that it does not have.
    let publish = match runtime {
        RuntimeDependency::Bundled | RuntimeDependency::Version(_) => "",
        RuntimeDependency::Path(_) | RuntimeDependency::Git { .. } => "publish = false\n",
    };
    strings.chain(lists).chain([publish.to_owned()]).collect()
}

/// The dependency on the runtime crate.
fn runtime_dependency(info: CrateInfo<'_>) -> String {
    let place = match info.runtime {
        RuntimeDependency::Bundled => {
            let package = quote(&bundled_runtime::package_name(info.package));
            let (folder, version) = (quote(bundled_runtime::FOLDER), quote(&info.metadata.version));
            format!("package = {package}, path = {folder}, version = {version}")
        }
        RuntimeDependency::Path(folder) => format!("path = {}", quote(&folder.to_string_lossy())),
        RuntimeDependency::Version(version) => format!("version = {}", quote(version)),
        RuntimeDependency::Git { url, reference } => git(url, reference.as_ref()),
    };
    format!("{{ {place}, default-features = false }}")
}

fn git(url: &str, reference: Option<&(&'static str, String)>) -> String {
    let reference = reference.map(|(key, value)| format!(", {key} = {}", quote(value))).unwrap_or_default();
    format!("git = {}{reference}", quote(url))
}

/// The dependency on the crate of an authenticator. A crate of this project lies beside the runtime crate. A document
/// has no version of another one.
fn authenticator(name: &str, runtime: &RuntimeDependency) -> String {
    let package = package_of(name);
    match (name.strip_prefix(WIRERIGHT), runtime) {
        (Some(folder), RuntimeDependency::Path(runtime)) => {
            let path = runtime.parent().unwrap_or(runtime).join(folder);
            format!("{package} = {{ path = {} }}\n", quote(&path.to_string_lossy()))
        }
        (Some(_), RuntimeDependency::Version(version)) => format!("{package} = {}\n", quote(version)),
        (Some(_), RuntimeDependency::Git { url, reference }) => {
            format!("{package} = {{ {} }}\n", git(url, reference.as_ref()))
        }
        _ => format!(
            "# From `x-authenticator`, which has no version. Set the version or the path, and remove the first line\n\
             # of this file: crates.io rejects `*`.\n{package} = \"*\"\n"
        ),
    }
}

/// The packages of these crates whose versions are unknown.
pub(super) fn without_version(authenticators: &[String]) -> Vec<String> {
    authenticators.iter().filter(|name| !is_of_this_project(name)).map(|name| package_of(name)).collect()
}

/// Whether an authenticator is in a crate of this project, whose version is that of the runtime crate.
pub(super) fn is_of_this_project(name: &str) -> bool {
    name.starts_with(WIRERIGHT)
}

fn package_of(name: &str) -> String {
    name.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::crate_files::Dependency;

    fn info<'a>(runtime: &'a RuntimeDependency, metadata: &'a Metadata) -> CrateInfo<'a> {
        CrateInfo::new("pets", "pets.yaml", runtime, metadata)
    }

    #[test]
    fn a_crate_depends_on_the_crates_of_its_authenticators() {
        let runtime = RuntimeDependency::Path("/r/runtime".into());
        let metadata = &Metadata::default();
        let info = info(&runtime, metadata);
        let crates = ["my_auth".to_owned(), "wireright_vendor".to_owned()];
        let text = text(info, &Features::new(&["gzip"], &[]), &crates, "# header");
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
    fn the_runtime_and_the_package_are_configured() {
        let metadata = Metadata {
            version: "1.2.3".to_owned(),
            license: Some("MIT".to_owned()),
            keywords: vec!["pets".to_owned(), "api".to_owned()],
            ..Metadata::default()
        };
        let manifest = |runtime: &RuntimeDependency| {
            text(info(runtime, &metadata), &Features::default(), &["wireright_vendor".to_owned()], "# header")
        };
        let bundled = manifest(&RuntimeDependency::Bundled);
        for line in [
            "version = \"1.2.3\"",
            "license = \"MIT\"",
            "keywords = [\"pets\", \"api\"]",
            "wireright-runtime = { package = \"pets-runtime\", path = \"runtime\", version = \"1.2.3\", \
             default-features = false }",
            "members = [\"runtime\"]",
        ] {
            assert!(bundled.lines().any(|found| found == line), "{line} in {bundled}");
        }
        assert!(!bundled.contains("publish = false"), "{bundled}");
        let version = manifest(&RuntimeDependency::Version("0.1".to_owned()));
        assert!(version.contains("wireright-runtime = { version = \"0.1\", default-features = false }\n"), "{version}");
        assert!(version.contains("wireright-vendor = \"0.1\"\n") && !version.contains("members"), "{version}");
        let reference = Some(("tag", "v1".to_owned()));
        let git = manifest(&RuntimeDependency::Git { url: "https://example.com/w".to_owned(), reference });
        assert!(git.contains("wireright-vendor = { git = \"https://example.com/w\", tag = \"v1\" }\n"), "{git}");
        assert!(git.contains("publish = false\n"), "{git}");
    }

    #[test]
    fn a_feature_with_the_name_of_an_optional_dependency_enables_it() {
        let (runtime, metadata) = (&RuntimeDependency::Bundled, &Metadata::default());
        let table = |text: &str| text.parse::<toml::Table>().unwrap().into();
        let optional = table("version = \"1\"\noptional = true");
        let dependency = |name: &str, value| Dependency::new(name, value, Path::new("")).unwrap();
        let dependencies: Vec<Dependency> =
            ["tracing", "cats", "toys", "sqlx"].into_iter().map(|name| dependency(name, &optional)).collect();
        let dependencies = [dependencies, vec![dependency("jiff", &table("version = \"0.2\""))]].concat();
        let info = CrateInfo { dependencies: &dependencies, ..info(runtime, metadata) };
        let text = text(info, &Features::new(&["cats"], &[("toys", "cats")]), &[], "# header");
        for line in [
            "tracing = [\"wireright-runtime/tracing\", \"dep:tracing\"]",
            "cats = [\"dep:cats\"]",
            "toys = [\"cats\", \"dep:toys\"]",
            "jiff = [\"wireright-runtime/jiff\"]",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
        assert!(!text.contains("dep:sqlx"), "{text}");
    }

    #[test]
    fn services_are_default_features() {
        let runtime = RuntimeDependency::Path("/r/runtime".into());
        let metadata = &Metadata::default();
        let info = info(&runtime, metadata);
        let text = text(info, &Features::new(&["cats", "dogs"], &[("toys", "cats")]), &[], "# header");
        for line in [
            "name = \"pets\"",
            "default = [\"reqwest\", \"tls-ring\", \"cats\", \"dogs\", \"toys\"]",
            "toys = [\"cats\"]",
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
