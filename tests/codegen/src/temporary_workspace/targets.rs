//! The libraries and programs of a temporary workspace, and the commands that check them.

use std::{
    collections::{BTreeMap, BTreeSet},
    env::consts::{DLL_PREFIX, DLL_SUFFIX},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::Value;

use crate::programs::toolchain_program;

/// A message of the compiler.
#[derive(Debug)]
pub struct Message {
    /// The crate, example or binary that the message is about.
    pub target: String,
    /// The message as the compiler displays it.
    pub text: String,
}

/// What the compiler makes of a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Library,
    Macros,
    Program,
}

/// A library, example or binary.
#[derive(Debug)]
pub(super) struct Target {
    /// The name of its package.
    pub(super) package: String,
    /// The file that the compiler writes.
    pub(super) output: PathBuf,
    name: String,
    version: String,
    kind: Kind,
    source: PathBuf,
    edition: String,
    features: Vec<String>,
    /// Each crate that the source can name, with its file.
    dependencies: BTreeMap<String, PathBuf>,
    /// The folders of all crates.
    folders: BTreeSet<PathBuf>,
}

impl Target {
    pub(super) fn is_library(&self) -> bool {
        self.kind != Kind::Program
    }

    /// The command that checks the target with clippy. Only a library of macros is compiled and linked.
    fn clippy(&self) -> Command {
        let mut command = Command::new(toolchain_program("clippy-driver"));
        self.add_arguments(&mut command);
        let (crate_type, emitted) = match self.kind {
            Kind::Library => ("lib", "metadata"),
            Kind::Macros => ("proc-macro", "link"),
            Kind::Program => ("bin", "metadata"),
        };
        command.args(["--crate-type", crate_type, "--error-format=json"]);
        command.arg(format!("--emit={emitted}={}", self.output.display()));
        // Types that are too long for a message become files in the current folder.
        command.current_dir(self.output.parent().unwrap_or(Path::new(".")));
        command
    }

    /// The command that writes the documentation into a folder. A warning is an error.
    pub(super) fn rustdoc(&self, out: &Path) -> Command {
        let mut command = Command::new(toolchain_program("rustdoc"));
        self.add_arguments(&mut command);
        command.args(["-D", "warnings", "--out-dir"]).arg(out.join(&self.package));
        command
    }

    fn add_arguments(&self, command: &mut Command) {
        command.arg(&self.source).args(["--crate-name", &self.name, "--edition", &self.edition]);
        command.env("CARGO_PKG_NAME", &self.package).env("CARGO_PKG_VERSION", &self.version);
        for feature in &self.features {
            command.args(["--cfg", &format!("feature={feature:?}")]);
        }
        for folder in &self.folders {
            command.arg("-L").arg(format!("dependency={}", folder.display()));
        }
        for (name, file) in &self.dependencies {
            command.arg("--extern").arg(format!("{name}={}", file.display()));
        }
        if self.kind == Kind::Macros {
            command.args(["--extern", "proc_macro"]);
        }
    }
}

/// The targets of a workspace, from what `cargo metadata` prints. `libraries` are compiled, by package id; those of the
/// workspace will be in the folder `out`.
pub(super) fn targets(metadata: &Value, libraries: &BTreeMap<String, PathBuf>, out: &Path) -> Vec<Target> {
    std::fs::create_dir_all(out).expect("the folder can be created");
    let members = list(&metadata["workspace_members"]);
    let packages = list(&metadata["packages"]).iter().filter(|package| members.contains(&package["id"]));
    let mut files = libraries.clone();
    for package in packages.clone() {
        let library = list(&package["targets"]).iter().find(|target| kind(target) != Kind::Program);
        files.extend(library.map(|library| (text(&package["id"]), output(package, library, out))));
    }
    packages.flat_map(|package| targets_of(package, &metadata["resolve"], &files, out)).collect()
}

fn targets_of(package: &Value, resolve: &Value, files: &BTreeMap<String, PathBuf>, out: &Path) -> Vec<Target> {
    let node = list(&resolve["nodes"]).iter().find(|node| node["id"] == package["id"]).expect("a node for the package");
    let own = list(&package["targets"]);
    let library = own.iter().find(|target| kind(target) != Kind::Program);
    let external = list(&node["deps"]).iter().filter_map(|dependency| {
        let file = files.get(&text(&dependency["pkg"]))?;
        Some((text(&dependency["name"]), file.clone()))
    });
    let external: BTreeMap<String, PathBuf> = external.collect();
    let target = |target: &Value| {
        let mut dependencies = external.clone();
        if kind(target) == Kind::Program {
            let library = library.map(|library| (crate_name(library), output(package, library, out)));
            dependencies.extend(library);
        }
        Target {
            package: text(&package["name"]),
            output: output(package, target, out),
            name: crate_name(target),
            version: text(&package["version"]),
            kind: kind(target),
            source: text(&target["src_path"]).into(),
            edition: text(&target["edition"]),
            features: list(&node["features"]).iter().map(text).collect(),
            dependencies,
            folders: files.values().filter_map(|file| file.parent()).map(Path::to_owned).collect(),
        }
    };
    own.iter().map(target).collect()
}

/// The file that the compiler writes. Packages have examples of the same name.
fn output(package: &Value, target: &Value, out: &Path) -> PathBuf {
    let name = format!("{}-{}", crate_name(target), text(&package["name"]));
    match kind(target) {
        Kind::Macros => out.join(format!("{DLL_PREFIX}{name}{DLL_SUFFIX}")),
        _ => out.join(format!("lib{name}.rmeta")),
    }
}

fn kind(target: &Value) -> Kind {
    match target["kind"][0].as_str() {
        Some("lib") => Kind::Library,
        Some("proc-macro") => Kind::Macros,
        _ => Kind::Program,
    }
}

fn crate_name(target: &Value) -> String {
    text(&target["name"]).replace('-', "_")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Checks all targets, each after those that it depends on. A target is omitted if one of those has an error.
pub(super) fn check(targets: &[Target]) -> Vec<Message> {
    let messages = Mutex::new(Vec::new());
    let mut waiting: Vec<&Target> = targets.iter().collect();
    loop {
        let outputs: BTreeSet<&Path> = targets.iter().map(|target| &*target.output).collect();
        let is_there = |file: &PathBuf| !outputs.contains(&**file) || file.exists();
        let (ready, others): (Vec<_>, _) =
            waiting.into_iter().partition(|target| target.dependencies.values().all(is_there));
        if ready.is_empty() {
            return messages.into_inner().expect("no check panicked");
        }
        in_parallel(&ready, |target| {
            let output = target.clippy().output().expect("clippy can be started");
            let printed = String::from_utf8_lossy(&output.stderr);
            let found: Vec<Message> = printed.lines().filter_map(|line| message(&target.name, line)).collect();
            assert!(output.status.success() || !found.is_empty(), "{}: {printed}", target.name);
            messages.lock().expect("no check panicked").extend(found);
        });
        waiting = others;
    }
}

fn message(target: &str, line: &str) -> Option<Message> {
    let value: Value = serde_json::from_str(line).ok()?;
    // The last message of a target counts the others.
    let is_message = !list(&value["spans"]).is_empty();
    is_message.then(|| Message { target: target.to_owned(), text: text(&value["rendered"]) })
}

/// Calls the function for each item, on all processors.
pub(super) fn in_parallel<T: Sync>(items: &[T], function: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    function(item);
                }
            });
        }
    });
}
