//! Compiling what the generator prints: a workspace of throw-away crates, checked by one call of cargo.
//!
//! The crates depend on the runtime without its transport, so that little has to be compiled, and they share one target
//! folder, so that it is compiled once.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of the whole project.
pub fn project() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A workspace of throw-away crates.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    target: PathBuf,
    members: Vec<String>,
}

/// What cargo said.
#[derive(Debug)]
pub struct Verdict {
    /// Whether everything compiled without a warning.
    pub success: bool,
    /// What was printed.
    pub output: String,
}

impl Scratch {
    /// An empty workspace of this name in a folder for all of them. What an earlier run left under the name is removed.
    ///
    /// # Panics
    ///
    /// Where the folder cannot be written.
    pub fn new(root: &Path, name: &str) -> Self {
        let folder = root.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("old crates can be removed");
        }
        fs::create_dir_all(&folder).expect("the scratch folder can be made");
        Self { folder, target: root.join("scratch-target"), members: Vec::new() }
    }

    /// Adds a crate with these files, below its own folder.
    ///
    /// # Panics
    ///
    /// Where the folder cannot be written.
    pub fn add<'f>(&mut self, name: &str, features: &[&str], files: impl IntoIterator<Item = (&'f str, &'f str)>) {
        let root = self.folder.join("crates").join(name);
        let mut manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lints.rust]\nwarnings = \"deny\"\n\n[dependencies]\n"
        );
        let path = project().join("runtime").display().to_string();
        manifest.push_str(&format!("wireright-runtime = {{ path = {path:?}, default-features = false }}\n"));
        let path = project().join("generated").display().to_string();
        if features.is_empty() {
            manifest.push_str("\n[features]\ndefault = [\"all\"]\nall = []\n");
        } else {
            let features = features.iter().map(|feature| format!("{feature:?}")).collect::<Vec<_>>().join(", ");
            manifest.push_str(&format!(
                "huaweicloud-reset-password = {{ path = {path:?}, default-features = false, features = [{features}] }}\n"
            ));
        }
        write(&root.join("Cargo.toml"), &manifest);
        for (path, text) in files {
            write(&root.join(path), text);
        }
        self.members.push(format!("crates/{name}"));
    }

    /// Adds a crate that the generator printed, all its services switched on.
    ///
    /// # Panics
    ///
    /// Where the folder cannot be written.
    pub fn add_generated(&mut self, name: &str, generation: &wireright_codegen::Generation) {
        let files = generation.files.iter().map(|file| (file.path.as_str(), file.text.as_str()));
        self.add(name, &[], files);
        let root = self.folder.join("crates").join(name).join("Cargo.toml");
        let features = generation.files.iter().filter_map(|file| {
            let module = file.path.strip_prefix("src/")?.strip_suffix(".rs")?;
            (!module.contains('/') && module != "lib").then(|| module.replace('_', "-"))
        });
        let features: Vec<String> = features.collect();
        let all = features.iter().map(|feature| format!("{feature:?}")).collect::<Vec<_>>().join(", ");
        let each: String = features.iter().map(|feature| format!("{feature:?} = []\n")).collect();
        let manifest = fs::read_to_string(&root).expect("the manifest was just written");
        write(&root, &manifest.replace("default = [\"all\"]\nall = []\n", &format!("default = [{all}]\n{each}")));
    }

    /// Lets a crate depend on others, besides the runtime.
    ///
    /// # Panics
    ///
    /// Where the folder cannot be written.
    pub fn depend(&self, name: &str, dependencies: &[&str]) {
        let place = self.folder.join("crates").join(name).join("Cargo.toml");
        let manifest = fs::read_to_string(&place).expect("the manifest was written");
        let lines: String = dependencies.iter().map(|dependency| format!("{dependency} = \"1\"\n")).collect();
        write(&place, &manifest.replace("[dependencies]\n", &format!("[dependencies]\n{lines}")));
    }

    /// Runs `cargo COMMAND` over the whole workspace, without the network.
    ///
    /// # Panics
    ///
    /// Where cargo cannot be started.
    pub fn cargo(&self, arguments: &[&str]) -> Verdict {
        let members = self.members.iter().map(|member| format!("{member:?}")).collect::<Vec<_>>().join(", ");
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
        write(&self.folder.join("Cargo.toml"), &manifest);
        // The project's own lock file: the versions that are known to be here.
        fs::copy(project().join("Cargo.lock"), self.folder.join("Cargo.lock")).expect("the lock file can be copied");
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTDOCFLAGS")
            .output()
            .expect("cargo can be started");
        let text = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        Verdict { success: output.status.success(), output: text }
    }
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("a folder can be made");
    }
    fs::write(path, text).expect("a file can be written");
}
