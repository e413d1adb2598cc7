//! What cargo builds of this workspace: its programs and libraries.

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
    process::Command,
};

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

/// A program of the toolchain whose cargo runs this test: `rustdoc`.
#[must_use]
pub fn toolchain_program(name: &str) -> PathBuf {
    let beside_cargo = Path::new(env!("CARGO")).with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX));
    if beside_cargo.exists() { beside_cargo } else { name.into() }
}

/// The target of the toolchain, such as `x86_64-unknown-linux-gnu`. Cargo downloads only packages of this target, so
/// `cargo metadata --offline` finds those of other targets only by chance.
///
/// # Panics
///
/// If rustc cannot be started.
#[must_use]
pub fn host_target() -> String {
    let output = Command::new(toolchain_program("rustc")).arg("-vV").output().expect("rustc can be started");
    let version = String::from_utf8_lossy(&output.stdout);
    version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

/// Builds a program and returns its path. `kind` is an option of cargo: `--bin` or `--example`.
///
/// # Panics
///
/// If the program cannot be built.
pub fn build_program(kind: &str, name: &str) -> PathBuf {
    let executable = |artifact: &Value| {
        let is_it = artifact["target"]["name"] == name;
        artifact["executable"].as_str().filter(|_| is_it).map(PathBuf::from)
    };
    build(&[kind, name]).iter().find_map(executable).expect("cargo says where the program is")
}

/// Builds the libraries of the workspace and returns the file of each, and of each dependency and library of macros, by
/// package id.
///
/// # Panics
///
/// If a library cannot be built.
#[must_use]
pub fn build_libraries() -> BTreeMap<String, PathBuf> {
    let library = |artifact: &Value| {
        let package = artifact["package_id"].as_str()?.to_owned();
        let mut files = artifact["filenames"].as_array()?.iter().filter_map(Value::as_str).map(PathBuf::from);
        let is_library = |file: &PathBuf| {
            file.extension().is_some_and(|extension| extension == "rlib" || extension == env::consts::DLL_EXTENSION)
        };
        Some((package, files.find(is_library)?))
    };
    build(&["--lib"]).iter().filter_map(library).collect()
}

/// Builds targets of the workspace and returns cargo's messages.
///
/// The whole workspace is selected, and a test of it, so the dependencies have the features with which the tests are
/// compiled.
fn build(targets: &[&str]) -> Vec<Value> {
    let output = cargo()
        .args(["build", "--workspace", "--test", "compile", "--offline", "--message-format=json"])
        .args(targets)
        .current_dir(project())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("cargo prints text");
    messages.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}
