//! Licences: every published package contains the licence file.

use std::fs;

use codegen_tests::project;

#[test]
fn every_package_contains_the_licence() {
    let read = |path: &str| fs::read_to_string(project().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let licence = read("LICENSE");
    for package in ["codegen", "generated", "mock", "runtime"] {
        assert!(read(&format!("{package}/LICENSE")) == licence, "{package}/LICENSE is not the LICENSE of the project");
    }
}
