//! Dependencies of the published packages: their minimum Rust versions, and none of a vendor in the runtime.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    process::Command,
};

use codegen_tests::{programs::host_target, project};
use serde_json::Value;

/// The published packages.
const PUBLISHED: [&str; 6] = [
    "huaweicloud-reset-password",
    "wireright",
    "wireright-codegen",
    "wireright-huaweicloud",
    "wireright-mock",
    "wireright-runtime",
];

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("the command is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The metadata of the workspace for this target with all features.
fn metadata() -> Value {
    let cargo = env::var("CARGO").expect("cargo runs the tests");
    let arguments = ["metadata", "--format-version=1", "--all-features", "--offline", "--locked", "--filter-platform"];
    let metadata = output(Command::new(cargo).args(arguments).arg(host_target()).current_dir(project()));
    serde_json::from_slice(&metadata).expect("cargo writes JSON")
}

/// A version such as `1.88` or `1.88.0` as numbers.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|part| part.parse().expect("a number")).collect();
    numbers.resize(3, 0);
    numbers
}

/// The resolved packages of the workspace, by package id.
struct Packages {
    packages: BTreeMap<String, Value>,
    nodes: BTreeMap<String, Value>,
}

impl Packages {
    fn read() -> Self {
        let mut metadata = metadata();
        let by_id = |list: Value| -> BTreeMap<String, Value> {
            let list = list.as_array().cloned().unwrap_or_default();
            list.into_iter().map(|item| (text(&item, "id").to_owned(), item)).collect()
        };
        let nodes = by_id(metadata["resolve"]["nodes"].take());
        Self { packages: by_id(metadata["packages"].take()), nodes }
    }

    fn of_workspace(&self, name: &str) -> &Value {
        let is_it = |package: &&Value| package["name"] == name && package["source"].is_null();
        self.packages.values().find(is_it).unwrap_or_else(|| panic!("{name} is in the workspace"))
    }

    /// The package and its dependencies, without those of tests and build scripts.
    fn with_dependencies(&self, name: &str, excluded: &[&str]) -> Vec<&Value> {
        let mut found = BTreeSet::new();
        let mut open = vec![text(self.of_workspace(name), "id")];
        while let Some(id) = open.pop() {
            if !found.insert(id) {
                continue;
            }
            for dependency in self.nodes[id]["deps"].as_array().into_iter().flatten() {
                let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
                if kinds.into_iter().any(|kind| !excluded.contains(&kind["kind"].as_str().unwrap_or_default())) {
                    open.push(text(dependency, "pkg"));
                }
            }
        }
        found.into_iter().map(|id| &self.packages[id]).collect()
    }
}

#[test]
fn every_dependency_supports_the_stated_rust_version() {
    let packages = Packages::read();
    for name in PUBLISHED {
        let stated = version(text(packages.of_workspace(name), "rust_version"));
        let all = packages.with_dependencies(name, &["dev"]);
        assert!(all.len() > 20, "{name} has {} dependencies", all.len());
        for package in all {
            let required = package["rust_version"].as_str().map(version).unwrap_or_default();
            let dependency = text(package, "name");
            assert!(required <= stated, "{name} states Rust {stated:?}, and {dependency} requires {required:?}");
        }
    }
}

/// `build-script-example` has a client of a document without a vendor.
#[test]
fn a_client_without_a_vendor_has_no_dependencies_of_a_vendor() {
    let packages = Packages::read();
    for name in ["wireright-runtime", "build-script-example"] {
        let all = packages.with_dependencies(name, &["dev", "build"]);
        let names: Vec<&str> = all.iter().map(|package| text(package, "name")).collect();
        for vendor in ["hmac", "p256", "sm2", "sm3", "wireright-huaweicloud"] {
            assert!(!names.contains(&vendor), "{name} depends on {vendor}");
        }
    }
}
