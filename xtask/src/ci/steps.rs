//! The steps of CI as data.

/// One thing that a change must pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// A variable of the environment for this step.
    pub(super) variable: Option<(&'static str, &'static str)>,
    pub(super) work: Work,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Runs cargo with these arguments.
    Cargo(Vec<String>),
    /// Compares the generated crate with the descriptions, in this process.
    CheckGenerated,
}

impl Step {
    fn cargo(arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(str::to_owned).collect();
        Self { variable: None, work: Work::Cargo(arguments) }
    }

    /// The command that does the same from a shell.
    pub(super) fn written(&self) -> String {
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

/// Everything that a change must pass, cheap steps first.
pub(super) fn steps(package: &str, features: &[String]) -> Vec<Step> {
    let mut steps = vec![
        Step::cargo("fmt --all --check"),
        Step::cargo("clippy --workspace --all-targets --all-features -- -D warnings"),
        Step { variable: None, work: Work::CheckGenerated },
        Step::cargo("test --workspace"),
        Step {
            variable: Some(("RUSTDOCFLAGS", "-D warnings")),
            ..Step::cargo("doc --workspace --no-deps --all-features")
        },
        Step::cargo(&format!("clippy --package {package} --no-default-features -- -D warnings")),
    ];
    // A user may want any one service alone; clippy is a check that counts warnings.
    steps.extend(features.iter().map(|feature| {
        Step::cargo(&format!("clippy --package {package} --no-default-features --features {feature} -- -D warnings"))
    }));
    steps.push(Step::cargo("run --quiet --package tests --example tour"));
    steps
}

/// A target without threads, clock or network, for which the crate is meant to compile where it is given these.
pub(super) const BARE_TARGET: &str = "wasm32-unknown-unknown";

/// The check for that target, which has to be installed.
pub(super) fn bare(package: &str) -> Step {
    Step::cargo(&format!("check --package {package} --target {BARE_TARGET} --no-default-features"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_written_as_a_shell_reads_it() {
        let written: Vec<String> =
            steps("pets", &["cats".to_owned(), "dogs".to_owned()]).iter().map(Step::written).collect();
        assert_eq!(
            written,
            [
                "cargo fmt --all --check",
                "cargo clippy --workspace --all-targets --all-features -- -D warnings",
                "cargo xtask codegen --check",
                "cargo test --workspace",
                "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --all-features",
                "cargo clippy --package pets --no-default-features -- -D warnings",
                "cargo clippy --package pets --no-default-features --features cats -- -D warnings",
                "cargo clippy --package pets --no-default-features --features dogs -- -D warnings",
                "cargo run --quiet --package tests --example tour",
            ]
        );
    }
}
