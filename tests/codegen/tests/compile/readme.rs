//! Crates as the command line writes them: the README builds a client with the security schemes of the document.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use codegen_tests::{programs::build_program, project, temporary_workspace::TemporaryWorkspace};

/// Documents, and parts that the README of each must contain.
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
            "// Alternatively: .bearer(\"token\", ",
            "error.is_retryable()",
        ],
    ),
    (
        "fetched-tokens",
        &[".oauth2_client_credentials(\"oauth\", ClientCredentials::new(", "client: fetched_tokens::", "let api ="],
    ),
    ("no-operations", &["no operation"]),
];

pub(crate) const CRATES: [&str; 4] = ["no-security", "many-schemes", "fetched-tokens", "no-operations"];

/// The crate with a copy of the runtime. The others use that of the repository.
const BUNDLED: &str = "no-security";

/// The files of each crate, and an example with the code of its README.
pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    for (name, _) in DOCUMENTS {
        let folder = generated(name);
        let mut files = Vec::new();
        read_files(&folder, "", &mut files);
        let mut example = "fn main() {}\n\n#[allow(dead_code)]\nmod readme {\n".to_owned();
        for (path, text) in &mut files {
            if path == "Cargo.toml" {
                // A member of the temporary workspace.
                *text = text.replace("\n[workspace]\n", "\n").replace("\nmembers = [\"runtime\"]\n", "\n");
            } else if path == "README.md" {
                let code = text.split("```rust,no_run\n").skip(1).filter_map(|rest| rest.split("\n```").next());
                example.extend(code);
            }
        }
        files.push(("examples/readme.rs".to_owned(), example + "\n}\n"));
        workspace.add_files(name, files);
        if name == BUNDLED {
            workspace.add_files(&format!("{name}/runtime"), []);
        }
    }
}

/// Adds the files of a folder, with their paths after the prefix.
pub(crate) fn read_files(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let entry = entry.expect("the entry can be read");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_files(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push((name, fs::read_to_string(entry.path()).expect("the file is text")));
        }
    }
}

#[test]
fn the_readme_shows_the_security_schemes_of_its_document() {
    for (name, shown) in DOCUMENTS {
        let readme = fs::read_to_string(generated(name).join("README.md")).expect("the README was written");
        for part in shown {
            assert!(readme.contains(part), "{part} in {readme}");
        }
        let canned = format!("`{}::runtime::transport::CannedTransport`", name.replace('-', "_"));
        assert!(readme.contains(&canned), "{readme}");
        assert_eq!(readme.contains("```rust,no_run\n"), name != "no-operations", "{readme}");
    }
}

/// The copy makes the crate independent of this repository.
#[test]
fn a_crate_with_a_copy_of_the_runtime_names_no_other_folder() {
    let mut files = Vec::new();
    read_files(&generated(BUNDLED), "", &mut files);
    let project = project().to_string_lossy().into_owned();
    let outside: Vec<_> = files.iter().filter(|(_, text)| text.contains(&project)).map(|(path, _)| path).collect();
    assert_eq!(outside, Vec::<&String>::new());
    let manifest = files.iter().find(|(path, _)| path == "Cargo.toml").map(|(_, text)| text.as_str());
    assert!(manifest.is_some_and(|text| text.contains("path = \"runtime\"") && !text.contains("..")), "{manifest:?}");
}

#[test]
fn the_crate_root_links_to_the_macros_that_its_files_use() {
    let folder = generated("fetched-tokens");
    let read = |path: &str| fs::read_to_string(folder.join(path)).expect("the file was written");
    let operation = read("src/take_client.rs");
    let first = operation.lines().next().unwrap_or_default();
    assert!(first.ends_with("Do not edit; see `src/lib.rs` for the syntax."), "{first}");
    let root = read("src/lib.rs");
    assert!(operation.contains("\njson_object! {"), "{operation}");
    assert!(root.contains("[`json_object!`](wireright_runtime::json_object)"), "{root}");
}

/// The folder of the crate that the command line writes for a document.
fn generated(name: &str) -> PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let program = build_program("--bin", "wireright");
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
        for (name, _) in DOCUMENTS {
            let mut command = Command::new(&program);
            command.arg("generate").arg(project().join("tests/documents/crates").join(format!("{name}.yaml")));
            command.arg("--out").arg(root.join(name)).current_dir(project());
            if name != BUNDLED {
                command.arg("--runtime").arg(project().join("runtime"));
            }
            let output = command.output().expect("the command starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        root
    });
    FOLDER.join(name)
}
