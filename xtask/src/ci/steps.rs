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
    /// The tests of the generator and its commands
    Generator,
    /// The tests of the runtime and of generated clients
    Clients,
}

/// The packages whose tests are [`Part::Generator`].
const GENERATOR: [&str; 6] =
    ["build-script-example", "codegen-tests", "wireright", "wireright-codegen", "wireright-diff", "xtask"];

/// The packages whose tests are [`Part::Clients`]. All others of the workspace, which a test checks.
const CLIENTS: [&str; 8] = [
    "aws-sigv4-authenticator",
    "benches",
    "constructs",
    "huaweicloud-reset-password",
    "tests",
    "wireright-huaweicloud",
    "wireright-mock",
    "wireright-runtime",
];

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

    fn test(part: Part, packages: &[&str]) -> Self {
        let packages: String = packages.iter().map(|package| format!(" --package {package}")).collect();
        Self::cargo(part, &format!("test{packages}"))
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
    steps.extend([
        Step { variable: Some(("RUSTDOCFLAGS", "-D warnings")), ..Step::lint(DOCUMENTATION) },
        // Without `--package`: the features are those of the tests.
        Step::feature("run --quiet --example tour"),
    ]);
    match part {
        None => steps.push(Step::cargo(Part::Clients, "test --workspace")),
        Some(part) => {
            steps.extend([Step::test(Part::Generator, &GENERATOR), Step::test(Part::Clients, &CLIENTS)]);
            steps.retain(|step| step.part == part);
        }
    }
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
                "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps \
                 --exclude tests --exclude codegen-tests --exclude benches --exclude build-script-example",
                "cargo run --quiet --example tour",
                "cargo test --workspace",
            ]
        );
    }

    #[test]
    fn the_parts_have_all_steps_and_the_tests_of_all_packages() {
        let all = commands(&["cats", "gzip"], None);
        let parts = Part::value_variants().iter().map(|part| commands(&["cats", "gzip"], Some(*part)));
        let (tests, others): (Vec<String>, Vec<String>) =
            parts.flatten().partition(|command| command.starts_with("cargo test "));
        let mut expected: Vec<&String> = all.iter().filter(|command| *command != "cargo test --workspace").collect();
        let mut others: Vec<&String> = others.iter().collect();
        expected.sort();
        others.sort();
        assert_eq!(others, expected);

        let metadata = std::process::Command::new(env!("CARGO"))
            .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
            .output()
            .unwrap();
        let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap();
        let mut packages: Vec<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
        let mut tested: Vec<&str> = tests.iter().flat_map(|command| command.split(" --package ").skip(1)).collect();
        packages.sort_unstable();
        tested.sort_unstable();
        assert_eq!(tested, packages);
    }
}
