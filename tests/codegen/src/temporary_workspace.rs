//! Temporary workspace: temporary crates that one cargo run compiles.
//!
//! The crates use the runtime without a transport, which leaves few dependencies to compile. Cargo only checks them, so
//! nothing is linked. They share the target folder and the profile of the repository, and so its compiled macros.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use serde_json::Value;
use wireright_codegen::Generation;

use crate::{programs::cargo, project};

/// A workspace of temporary crates.
#[derive(Debug)]
pub struct TemporaryWorkspace {
    folder: PathBuf,
    target: PathBuf,
    members: Vec<String>,
}

/// A message of the compiler.
#[derive(Debug)]
pub struct Message {
    /// The crate, example or binary that the message is about.
    pub target: String,
    /// The message as the compiler displays it.
    pub text: String,
}

impl TemporaryWorkspace {
    /// An empty workspace. `root` is `CARGO_TARGET_TMPDIR`. Removes the crates of an earlier run and keeps the compiled
    /// dependencies.
    ///
    /// # Panics
    ///
    /// If the folder cannot be written.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        let folder = root.join("temporary-workspace");
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the old crates can be removed");
        }
        let target = root.parent().unwrap_or(root).to_owned();
        Self { folder, target, members: Vec::new() }
    }

    /// The target folder of cargo.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Adds a crate with these files. Each dependency is a line of its manifest.
    ///
    /// # Panics
    ///
    /// If the files cannot be written.
    pub fn add(&mut self, name: &str, dependencies: &[String], files: impl IntoIterator<Item = (String, String)>) {
        let runtime = dependency("wireright-runtime", "runtime", "default-features = false");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{runtime}\n{}\n",
            dependencies.join("\n")
        );
        write(&self.folder.join(name).join("Cargo.toml"), &manifest);
        self.add_files(name, files);
    }

    /// Adds a generated crate with all its features.
    ///
    /// # Panics
    ///
    /// If the files cannot be written.
    pub fn add_generated(&mut self, name: &str, generation: &Generation) {
        self.add_generated_with(name, &[], generation);
    }

    /// Adds a generated crate with all its features and these dependencies.
    ///
    /// # Panics
    ///
    /// If the files cannot be written.
    pub fn add_generated_with(&mut self, name: &str, dependencies: &[String], generation: &Generation) {
        let model = generation.model.as_ref().expect("files were generated from a model");
        let groups = model.services.iter().flat_map(|service| &service.groups);
        let groups = groups.filter_map(|group| group.feature.clone());
        let features = model.services.iter().filter_map(|service| service.feature.clone()).chain(groups);
        let features: Vec<String> = features.collect();
        let enabled: Vec<&str> = features.iter().map(String::as_str).collect();
        self.add_generated_features(name, dependencies, generation, &enabled);
    }

    /// Adds a generated crate with some of its features and these dependencies.
    ///
    /// # Panics
    ///
    /// If the files cannot be written.
    pub fn add_generated_features(
        &mut self,
        name: &str,
        dependencies: &[String],
        generation: &Generation,
        enabled: &[&str],
    ) {
        assert!(!generation.files.is_empty(), "{name}: {:#?}", generation.diagnostics);
        self.add(name, dependencies, generation.files.iter().map(|file| (file.path.clone(), file.text.clone())));
        let model = generation.model.as_ref().expect("files were generated from a model");
        let mut each = String::new();
        for service in &model.services {
            let own: Vec<&String> = service.feature.iter().collect();
            each.extend(own.iter().map(|feature| format!("{feature:?} = []\n")));
            for feature in service.groups.iter().filter_map(|group| group.feature.as_ref()) {
                each += &format!("{feature:?} = {own:?}\n");
            }
        }
        let path = self.folder.join(name).join("Cargo.toml");
        let manifest = fs::read_to_string(&path).expect("the manifest was written");
        write(&path, &format!("{manifest}\n[features]\ndefault = {enabled:?}\n{each}"));
    }

    /// Adds files to a crate that has a manifest.
    ///
    /// # Panics
    ///
    /// If the files cannot be written.
    pub fn add_files(&mut self, name: &str, files: impl IntoIterator<Item = (String, String)>) {
        for (path, text) in files {
            write(&self.folder.join(name).join(path), &text);
        }
        if !self.members.iter().any(|member| member == name) {
            self.members.push(name.to_owned());
        }
    }

    /// Runs `cargo clippy` over all libraries, binaries and examples, and returns every warning and error.
    ///
    /// # Panics
    ///
    /// If cargo cannot be started, or fails without a message of the compiler.
    #[must_use]
    pub fn check(&self) -> Vec<Message> {
        // Not `--all-targets`, which checks each library again as a test.
        let targets = ["--lib", "--bins", "--examples"];
        let arguments = [&["clippy", "--workspace", "--keep-going", "--message-format=json"][..], &targets].concat();
        let output = self.cargo(&arguments);
        let messages: Vec<Message> = String::from_utf8_lossy(&output.stdout).lines().filter_map(message).collect();
        assert!(
            output.status.success() || !messages.is_empty(),
            "cargo failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        messages
    }

    /// Runs `cargo doc` over these packages. A warning of rustdoc is an error.
    ///
    /// # Panics
    ///
    /// If rustdoc reports a warning or an error.
    pub fn document(&self, packages: &[&str]) {
        let packages = packages.iter().flat_map(|package| ["--package", package]);
        let arguments: Vec<&str> = ["doc", "--no-deps"].into_iter().chain(packages).collect();
        let output = self.cargo(&arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs cargo in the workspace, without the network.
    fn cargo(&self, arguments: &[&str]) -> Output {
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {:?}\n\n[profile.dev]\ndebug = \"line-tables-only\"\n\n\
             [profile.dev.package.\"*\"]\ndebug = false\n\n\
             [profile.dev.package.rustls-pki-types]\ndebug = false\nopt-level = 2\n",
            self.members
        );
        write(&self.folder.join("Cargo.toml"), &manifest);
        // The lock file of this repository selects versions that are already downloaded.
        fs::copy(project().join("Cargo.lock"), self.folder.join("Cargo.lock")).expect("the lock file can be copied");
        cargo()
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            // Every run compiles new crates.
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo can be started")
    }
}

/// A line of a manifest: the dependency on a package in a folder of this repository.
#[must_use]
pub fn dependency(name: &str, folder: &str, options: &str) -> String {
    format!("{name} = {{ path = '{}', {options} }}", project().join(folder).display())
}

fn message(line: &str) -> Option<Message> {
    let value: Value = serde_json::from_str(line).ok()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    // The last message of a target counts the others.
    let is_message = value["reason"] == "compiler-message" && value["message"]["spans"] != Value::Array(Vec::new());
    is_message.then(|| Message { target: text(&value["target"]["name"]), text: text(&value["message"]["rendered"]) })
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("a folder can be created");
    }
    fs::write(path, text).expect("a file can be written");
}
