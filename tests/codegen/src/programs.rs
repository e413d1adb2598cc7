//! Programs of the workspace, for tests that run them as their users do.

use std::{path::PathBuf, process::Command};

use serde_json::Value;

use crate::project;

/// Builds a program, of a kind as cargo's options call it (`--bin`, `--example`), and says where it is. The whole workspace is named, so
/// that it is built with the features that its tests have.
///
/// # Panics
///
/// Where it cannot be built.
pub fn built(kind: &str, name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--workspace", kind, name, "--offline", "--message-format=json"])
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
