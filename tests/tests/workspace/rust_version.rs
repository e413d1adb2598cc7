//! The Rust version that the published crates state is one that everything they depend on compiles with.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    process::Command,
};

use serde_json::Value;
use codegen_tests::project;

/// The crates that somebody else compiles.
const PUBLISHED: [&str; 3] = ["huaweicloud-reset-password", "wireright-runtime", "wireright-codegen"];

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("the command is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What cargo knows of the workspace on this kind of machine, with all features.
fn metadata() -> Value {
    let about_rustc = String::from_utf8(output(Command::new("rustc").arg("-vV"))).expect("rustc writes text");
    let host = about_rustc.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let cargo = env::var("CARGO").expect("cargo runs the tests");
    let arguments = ["metadata", "--format-version=1", "--all-features", "--offline", "--locked", "--filter-platform"];
    let metadata = output(Command::new(cargo).args(arguments).arg(host).current_dir(project()));
    serde_json::from_slice(&metadata).expect("cargo writes JSON")
}

/// `1.88` and `1.88.0` as numbers.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|part| part.parse().expect("a number")).collect();
    numbers.resize(3, 0);
    numbers
}

/// The package and all that it needs to be compiled, tests aside.
fn closure<'m>(root: &'m str, nodes: &BTreeMap<&'m str, &'m Value>) -> BTreeSet<&'m str> {
    let mut found = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().into_iter().flatten() {
            let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            if kinds.into_iter().any(|kind| kind["kind"] != "dev") {
                open.push(text(dependency, "pkg"));
            }
        }
    }
    found
}

#[test]
fn every_dependency_supports_the_stated_rust_version() {
    let metadata = metadata();
    let list = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&metadata["packages"]);
    let packages: BTreeMap<&str, &Value> = packages.iter().map(|package| (text(package, "id"), package)).collect();
    let nodes = list(&metadata["resolve"]["nodes"]);
    let nodes: BTreeMap<&str, &Value> = nodes.iter().map(|node| (text(node, "id"), node)).collect();
    for name in PUBLISHED {
        let package = packages.values().find(|package| package["name"] == name).expect("it is in the workspace");
        let stated = version(text(package, "rust_version"));
        let all = closure(text(package, "id"), &nodes);
        assert!(all.len() > 20, "{name} depends on more than {} packages", all.len());
        for needed in all {
            let asked = packages[needed]["rust_version"].as_str().map(version).unwrap_or_default();
            assert!(asked <= stated, "{name} states Rust {stated:?}, and {needed} asks for {asked:?}");
        }
    }
}
