//! Programs of the workspace, built by cargo.

use std::{path::PathBuf, process::Command};

use serde_json::Value;

use crate::project;

/// Builds a program and returns its path. `kind` is an option of cargo: `--bin` or `--example`. The whole workspace
/// is selected, so the program has the features of a workspace build.
///
/// # Panics
///
/// If the program cannot be built.
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
