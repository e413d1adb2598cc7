//! The steps of CI. Does no I/O.
//!
//! Cargo compiles a dependency once per feature set and kind of output. The steps therefore use two feature sets: all
//! features for clippy and rustdoc, the workspace's own for everything that runs.

/// One check that a change must pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
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
    fn cargo(arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(str::to_owned).collect();
        Self { variable: None, work: Work::Cargo(arguments) }
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

/// All steps, the cheapest first. The tests are the last step, so the output ends with their results.
pub(super) fn steps(package: &str, features: &[String]) -> Vec<Step> {
    let mut steps = vec![
        Step::cargo("fmt --all --check"),
        Step { variable: None, work: Work::CheckGenerated },
        Step::cargo("clippy --workspace --all-targets --all-features -- -D warnings"),
        Step::cargo(&format!("clippy --package {package} --no-default-features -- -D warnings")),
    ];
    // Users may enable any single service.
    steps.extend(features.iter().map(|feature| {
        Step::cargo(&format!("clippy --package {package} --no-default-features --features {feature} -- -D warnings"))
    }));
    steps.extend([
        Step {
            variable: Some(("RUSTDOCFLAGS", "-D warnings")),
            ..Step::cargo("doc --workspace --no-deps --all-features")
        },
        // Without `--package`: the features are those of the tests.
        Step::cargo("run --quiet --example tour"),
        Step::cargo("test --workspace"),
    ]);
    steps
}

/// A target without threads, clock and network. The crate compiles for it without default features.
pub(super) const BARE_TARGET: &str = "wasm32-unknown-unknown";

/// The check for [`BARE_TARGET`].
pub(super) fn bare_target(package: &str) -> Step {
    Step::cargo(&format!("check --package {package} --target {BARE_TARGET} --no-default-features"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_equivalent_shell_commands() {
        let commands: Vec<String> =
            steps("pets", &["cats".to_owned(), "dogs".to_owned()]).iter().map(Step::command).collect();
        assert_eq!(
            commands,
            [
                "cargo fmt --all --check",
                "cargo xtask codegen --check",
                "cargo clippy --workspace --all-targets --all-features -- -D warnings",
                "cargo clippy --package pets --no-default-features -- -D warnings",
                "cargo clippy --package pets --no-default-features --features cats -- -D warnings",
                "cargo clippy --package pets --no-default-features --features dogs -- -D warnings",
                "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --all-features",
                "cargo run --quiet --example tour",
                "cargo test --workspace",
            ]
        );
    }
}
