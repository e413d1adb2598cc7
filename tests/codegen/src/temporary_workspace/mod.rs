//! Temporary workspace: temporary crates that the compiler checks.
//!
//! - `targets`: their libraries and programs, and the commands that check them.
//!
//! Cargo reads the manifests. It does not compile: the crates use the libraries of this repository that the tests were
//! compiled with. They are only checked, so nothing is linked.

mod targets;

use std::{
    fs,
    path::{Path, PathBuf},
};

use wireright_codegen::Generation;

pub use self::targets::Message;
use self::targets::Target;
use crate::{
    programs::{build_libraries, cargo, host_target},
    project,
};

/// A workspace of temporary crates.
#[derive(Debug)]
pub struct TemporaryWorkspace {
    folder: PathBuf,
    members: Vec<String>,
    /// Those that were checked.
    targets: Vec<Target>,
}

impl TemporaryWorkspace {
    /// An empty workspace. `root` is `CARGO_TARGET_TMPDIR`. Removes the crates of an earlier run.
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
        Self { folder, members: Vec::new(), targets: Vec::new() }
    }

    /// The folder with the crates.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
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

    /// Runs clippy over all libraries, binaries and examples, and returns every warning and error. A target is omitted
    /// if a library that it needs has an error.
    ///
    /// # Panics
    ///
    /// If cargo does not accept the workspace, or the compiler fails without a message.
    pub fn check(&mut self) -> Vec<Message> {
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {:?}\n", self.members);
        write(&self.folder.join("Cargo.toml"), &manifest);
        // The lock file of this repository selects versions that are already downloaded.
        fs::copy(project().join("Cargo.lock"), self.folder.join("Cargo.lock")).expect("the lock file can be copied");
        let output = cargo()
            .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &host_target()])
            .current_dir(&self.folder)
            .output()
            .expect("cargo can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
        self.targets = targets::targets(&metadata, &build_libraries(), &self.folder.join("checked"));
        targets::check(&self.targets)
    }

    /// The metadata of the library of a package that was checked.
    ///
    /// # Panics
    ///
    /// If there is no such package.
    #[must_use]
    pub fn metadata(&self, package: &str) -> &Path {
        &self.library(package).output
    }

    /// Runs rustdoc over the libraries of these packages. A warning is an error.
    ///
    /// # Panics
    ///
    /// If rustdoc reports a warning or an error.
    pub fn document(&self, packages: &[&str]) {
        let out = self.folder.join("doc");
        targets::in_parallel(packages, |package| {
            let output = self.library(package).rustdoc(&out).output().expect("rustdoc can be started");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        });
    }

    fn library(&self, package: &str) -> &Target {
        let library = self.targets.iter().find(|target| target.is_library() && target.package == package);
        library.unwrap_or_else(|| panic!("no package `{package}` was checked"))
    }
}

/// A line of a manifest: the dependency on a package in a folder of this repository.
#[must_use]
pub fn dependency(name: &str, folder: &str, options: &str) -> String {
    format!("{name} = {{ path = '{}', {options} }}", project().join(folder).display())
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("a folder can be created");
    }
    fs::write(path, text).expect("a file can be written");
}
