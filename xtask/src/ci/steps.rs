//! The steps of CI. Does no I/O.
//!
//! Cargo compiles a dependency once per feature set and kind of output. The steps of the whole workspace therefore use
//! one feature set, that of the tests. It has all features but `tls-aws-lc-rs`, which compiles a C library.

use clap::ValueEnum;

/// A part of CI that a job can run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Formatting, generated files, clippy and documentation
    Lints,
    /// Clippy with each feature alone, and the example
    Features,
    /// All tests
    Tests,
}

/// One check that a change must pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) part: Part,
    /// An environment variable of the step.
    pub(super) variable: Option<(&'static str, &'static str)>,
    pub(super) work: Work,
}

/// The work of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Runs cargo with these arguments.
    Cargo(Vec<String>),
    /// Runs `cargo xtask codegen --check` in this process.
    CheckGenerated,
}

impl Step {
    fn cargo(part: Part, arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(str::to_owned).collect();
        Self { part, variable: None, work: Work::Cargo(arguments) }
    }

    fn lint(arguments: &str) -> Self {
        Self::cargo(Part::Lints, arguments)
    }

    fn feature(arguments: &str) -> Self {
        Self::cargo(Part::Features, arguments)
    }

    /// The equivalent shell command.
    pub(super) fn command(&self) -> String {
        let arguments = match &self.work {
            Work::Cargo(arguments) => arguments.join(" "),
            Work::CheckGenerated => "xtask codegen --check".to_owned(),
        };
        match self.variable {
            Some((name, value)) => format!("{name}='{value}' cargo {arguments}"),
            None => format!("cargo {arguments}"),
        }
    }
}

/// Options of the transport. Without the feature `reqwest` they change no code, so one step checks all of them.
const TRANSPORT_OPTIONS: [&str; 5] = ["gzip", "http2", "socks", "tls-aws-lc-rs", "tls-ring"];

/// The documentation of all packages but those that only test others.
const DOCUMENTATION: &str = "doc --workspace --no-deps --exclude tests --exclude codegen-tests --exclude benches \
                             --exclude build-script-example";

/// The steps of one part, or of all, the cheapest first. The tests are last, so the output ends with their results.
pub(super) fn steps(package: &str, features: &[String], part: Option<Part>) -> Vec<Step> {
    let mut steps = vec![
        Step::lint("fmt --all --check"),
        Step { part: Part::Lints, variable: None, work: Work::CheckGenerated },
        Step::lint("clippy --workspace --all-targets -- -D warnings"),
        Step::feature(&format!("clippy --package {package} --no-default-features -- -D warnings")),
    ];
    let with_features = |features: &str| {
        Step::feature(&format!("clippy --package {package} --no-default-features --features {features} -- -D warnings"))
    };
    let (options, others): (Vec<&str>, Vec<&str>) =
        features.iter().map(String::as_str).partition(|feature| TRANSPORT_OPTIONS.contains(feature));
    if !options.is_empty() {
        steps.push(with_features(&options.join(",")));
    }
    // Users may enable any single service.
    steps.extend(others.into_iter().map(with_features));
    let rustdoc = |step: Step| Step { variable: Some(("RUSTDOCFLAGS", "-D warnings")), ..step };
    steps.extend([
        rustdoc(Step::feature("doc --package wireright-runtime --no-deps --no-default-features")),
        rustdoc(Step::lint(DOCUMENTATION)),
        // Without `--package`: the features are those of the tests.
        Step::feature("run --quiet --example tour"),
        Step::cargo(Part::Tests, "test --workspace"),
    ]);
    steps.retain(|step| part.is_none_or(|part| step.part == part));
    steps
}

/// The check of the feature `tls-aws-lc-rs`. It compiles the C library AWS-LC, which takes longer than most steps.
pub(super) fn aws_lc() -> Step {
    Step::feature("clippy --package wireright-runtime --all-features -- -D warnings")
}

/// A target without threads, clock and network. The crate compiles for it without default features.
pub(super) const BARE_TARGET: &str = "wasm32-unknown-unknown";

/// The check for [`BARE_TARGET`].
pub(super) fn bare_target(package: &str) -> Step {
    Step::feature(&format!("check --package {package} --target {BARE_TARGET} --no-default-features"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(features: &[&str], part: Option<Part>) -> Vec<String> {
        let features: Vec<String> = features.iter().map(|feature| (*feature).to_owned()).collect();
        steps("pets", &features, part).iter().map(Step::command).collect()
    }

    #[test]
    fn steps_have_equivalent_shell_commands() {
        assert_eq!(
            commands(&["cats", "gzip", "dogs", "socks"], None),
            [
                "cargo fmt --all --check",
                "cargo xtask codegen --check",
                "cargo clippy --workspace --all-targets -- -D warnings",
                "cargo clippy --package pets --no-default-features -- -D warnings",
                "cargo clippy --package pets --no-default-features --features gzip,socks -- -D warnings",
                "cargo clippy --package pets --no-default-features --features cats -- -D warnings",
                "cargo clippy --package pets --no-default-features --features dogs -- -D warnings",
                "RUSTDOCFLAGS='-D warnings' cargo doc --package wireright-runtime --no-deps --no-default-features",
                "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps \
                 --exclude tests --exclude codegen-tests --exclude benches --exclude build-script-example",
                "cargo run --quiet --example tour",
                "cargo test --workspace",
            ]
        );
    }

    /// `.ci/run generator`, `generated` and `clients` share the packages.
    #[test]
    fn the_parts_of_the_tests_have_all_packages() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let script = std::fs::read_to_string(root.join(".ci/run")).unwrap();
        let commands = script.split("cargo test").skip(1).filter_map(|command| command.split(";;").next());
        let mut tested: Vec<&str> = commands
            .flat_map(|command| command.split("-p ").skip(1))
            .filter_map(|name| name.split_whitespace().next())
            .collect();
        tested.sort_unstable();
        let metadata = std::process::Command::new(env!("CARGO"))
            .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
            .output()
            .unwrap();
        let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap();
        let mut packages: Vec<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
        packages.sort_unstable();
        assert_eq!(tested, packages);
    }
}
