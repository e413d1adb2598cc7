//! Programs of the workspace, built by cargo.

use std::{env, path::PathBuf, process::Command};

use serde_json::Value;

use crate::project;

/// Cargo, without the variables that it sets for a test. The build script of ring depends on some of them. With other
/// values it runs again, and all that depends on ring is compiled again.
#[must_use]
pub fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    let is_of_package = |name: &str| ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|start| name.starts_with(start));
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_of_package)) {
        command.env_remove(name);
    }
    command
}

/// Builds a program and returns its path. `kind` is an option of cargo: `--bin` or `--example`.
///
/// The whole workspace is selected, and a test of it, so the dependencies have the features with which the tests are
/// compiled.
///
/// # Panics
///
/// If the program cannot be built.
pub fn build_program(kind: &str, name: &str) -> PathBuf {
    let output = cargo()
        .args(["build", "--workspace", kind, name, "--test", "compile", "--offline", "--message-format=json"])
        .current_dir(project())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("cargo prints text");
    let executable = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let is_it = message["target"]["name"] == name;
        message["executable"].as_str().filter(|_| is_it).map(PathBuf::from)
    };
    messages.lines().find_map(executable).expect("cargo says where the program is")
}
