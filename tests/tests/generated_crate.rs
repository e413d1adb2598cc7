//! A crate made of somebody's document, as they meet it: what its README shows compiles, and says how its client is built.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use tests::{programs::built, scratch::project};

/// Documents as different as those of strangers, with what the README must show of each.
const DOCUMENTS: [(&str, &[&str]); 4] = [
    (
        "no-security",
        &["Client::builder()", ".server_variable(\"where\", \"eu\")", ".allow_http(true)", "error.documented::<"],
    ),
    (
        "many-schemes",
        &[
            ".endpoint(\"https://api.example.com/v1\")",
            ".api_key(\"apiKey\", std::env::var(\"MANY_SCHEMES_API_KEY\")?)",
            ".basic(\"login\", \"user\", ",
            "// Or, instead: .bearer(\"token\", ",
            "error.is_retryable()",
        ],
    ),
    (
        "fetched-tokens",
        &[".oauth2_client_credentials(\"oauth\", ClientCredentials::new(", "client: fetched_tokens::", "let api ="],
    ),
    ("no-operations", &["no operation"]),
];

#[test]
fn the_readme_builds_a_client_and_compiles() {
    for (name, shown) in DOCUMENTS {
        let folder = generated("readme", name);
        let readme = fs::read_to_string(folder.join("README.md")).expect("it was written");
        for part in shown {
            assert!(readme.contains(part), "{part} in {readme}");
        }
        let canned = format!("`{}::runtime::transport::CannedTransport`", name.replace('-', "_"));
        assert!(readme.contains(&canned), "{readme}");
        let output = cargo(&folder, &["test", "--doc"]);
        // The root of the crate takes in the README. What is not compiled cannot be seen to fail.
        assert_eq!(output.contains("test src/lib.rs - "), name != "no-operations", "{output}");
    }
}

/// Whoever reads a file is told where its macros are explained, and the link there leads somewhere: of the runtime, too, as it is
/// without its features.
#[test]
fn a_reader_of_a_file_finds_what_its_macros_mean() {
    let folder = generated("reading", "fetched-tokens");
    let read = |path: &str| fs::read_to_string(folder.join(path)).expect("it was written");
    let operation = read("src/tokens/take_client.rs");
    let first = operation.lines().next().unwrap_or_default();
    assert!(first.ends_with("Do not edit; `src/lib.rs` says how to read it."), "{first}");
    let root = read("src/lib.rs");
    let called = ["request!", "object!"].map(|call| operation.contains(&format!("\n{call} {{")));
    assert_eq!(called, [true, true], "{operation}");
    assert!(root.contains("[`request!`](wireright_runtime::request)"), "{root}");
    assert!(root.contains("[`object!`](wireright_runtime::object)"), "{root}");
    cargo(&folder, &["doc", "--no-deps", "--package", "wireright-runtime", "--package", "fetched-tokens"]);
}

/// What cargo says of a crate, which must succeed. Without a transport, little has to be compiled.
fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("it was written");
    let features = manifest.lines().filter_map(|line| line.strip_suffix(" = []"));
    let features: Vec<&str> = features.collect();
    fs::copy(project().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file can be copied");
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--no-default-features", "--features", &features.join(",")])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch-target"))
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo can be started");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    text
}

/// Runs the command on a document of this name, as its user does. Each test has a folder of its own.
fn generated(test: &str, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-crate").join(test).join(name);
    let document = project().join("tests/documents/crates").join(format!("{name}.yaml"));
    let output = Command::new(wireright())
        .arg("generate")
        .arg(&document)
        .arg("--out")
        .arg(&folder)
        .current_dir(project())
        .output()
        .expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

/// Where cargo puts the command.
fn wireright() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| built("--bin", "wireright"))
}
