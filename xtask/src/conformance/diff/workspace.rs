//! The generated clients and their users: a workspace that one run of cargo checks.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    rc::Rc,
};

use serde_json::Value;
use wireright::phrases::io_reason;
use wireright_codegen::Generation;

use super::uses::Use;

/// The name of the client in the code of its user.
pub(super) const CLIENT: &str = "client";

/// How often the users are compiled. The compiler does not report everything at once: a name that is unknown hides
/// types that do not fit.
const MAX_ROUNDS: usize = 6;

/// A workspace with a client and a user for each edit.
pub(super) struct Workspace {
    root: PathBuf,
    out: PathBuf,
    users: Vec<Rc<Vec<Use>>>,
}

/// The folder of the client of an edit.
pub(super) fn client(out: &Path, index: usize) -> PathBuf {
    out.join(format!("clients/client-{index}"))
}

impl Workspace {
    pub(super) fn new(root: &Path, out: &Path) -> Result<Self, String> {
        for folder in ["clients", "users"] {
            let _ = fs::remove_dir_all(out.join(folder));
        }
        let workspace = Self { root: root.to_path_buf(), out: out.to_path_buf(), users: Vec::new() };
        write(&out.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"clients/*\", \"users/*\"]\n")?;
        fs::copy(root.join("Cargo.lock"), out.join("Cargo.lock")).map_err(|error| failed(&error))?;
        Ok(workspace)
    }

    /// Adds the client of an edit, and its user. Returns their number.
    pub(super) fn add(&mut self, generation: &Generation, uses: &Rc<Vec<Use>>) -> Result<usize, String> {
        let index = self.users.len();
        let folder = client(&self.out, index);
        for file in &generation.files {
            write(&folder.join(&file.path), &file.text)?;
        }
        let services = generation.model.iter().flat_map(|model| &model.services);
        let features: Vec<String> =
            services.filter_map(|service| service.feature.as_ref()).map(|feature| format!("{feature:?}")).collect();
        let each: String = features.iter().map(|feature| format!("{feature} = []\n")).collect();
        let path = |folder: &str| self.root.join(folder).to_string_lossy().into_owned();
        let (runtime, huaweicloud) = (path("runtime"), path("huaweicloud"));
        let package = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\n");
        let manifest = format!(
            "{}publish = false\n\n[features]\ndefault = [{}]\n{each}\n[dependencies]\n\
             wireright-runtime = {{ path = {runtime:?}, default-features = false }}\n\
             wireright-huaweicloud = {{ path = {huaweicloud:?} }}\n",
            // Both sides of a comparison by other tools have the same name.
            package(&format!("client-{index}")),
            features.join(", ")
        );
        write(&folder.join("Cargo.toml"), &manifest)?;
        let user = self.user(index);
        let dependency =
            format!("client = {{ path = \"../../clients/client-{index}\", package = \"client-{index}\" }}");
        let dependency = format!("{dependency}\nwireright-huaweicloud = {{ path = {huaweicloud:?} }}");
        let manifest =
            format!("{}publish = false\n\n[dependencies]\n{dependency}\n", package(&format!("user-{index}")));
        write(&user.join("Cargo.toml"), &manifest)?;
        self.users.push(Rc::clone(uses));
        self.write_user(index, &BTreeSet::new())?;
        Ok(index)
    }

    fn user(&self, index: usize) -> PathBuf {
        self.out.join(format!("users/user-{index}"))
    }

    /// Writes the functions of a user without those that do not compile. Each keeps its line.
    fn write_user(&self, index: usize, without: &BTreeSet<usize>) -> Result<(), String> {
        let mut code = "#![allow(warnings)] use client::*; use std::collections::BTreeMap;\n".to_owned();
        for (number, one) in self.users.get(index).iter().flat_map(|uses| uses.iter()).enumerate() {
            if !without.contains(&number) {
                code += &one.code;
            }
            code.push('\n');
        }
        write(&self.user(index).join("src/lib.rs"), &code)
    }

    /// Compiles all users. Returns the functions of each that do not compile.
    pub(super) fn compile(&self) -> Result<Vec<BTreeSet<usize>>, String> {
        let mut failures = vec![BTreeSet::new(); self.users.len()];
        for _ in 0..MAX_ROUNDS {
            let found = self.check()?;
            if found.is_empty() {
                return Ok(failures);
            }
            let changed: BTreeSet<usize> = found.iter().map(|(user, _)| *user).collect();
            for (user, line) in found {
                // The first line of the file has no function.
                let count = self.users.get(user).map_or(0, |uses| uses.len());
                let number = line.checked_sub(2).filter(|number| *number < count);
                let number = number.ok_or_else(|| format!("user {user}: an error in line {line}"))?;
                if let Some(of_user) = failures.get_mut(user) {
                    of_user.insert(number);
                }
            }
            for user in changed {
                self.write_user(user, failures.get(user).unwrap_or(&BTreeSet::new()))?;
            }
        }
        Err(format!("the users do not compile after {MAX_ROUNDS} rounds"))
    }

    /// The JSON of rustdoc of each client.
    pub(super) fn rustdoc(&self) -> Result<Vec<PathBuf>, String> {
        let target = self.out.join("target");
        let mut command = self.cargo();
        command.args(["doc", "--offline", "--no-deps", "--quiet"]);
        // The JSON is unstable. Both judges know the format of this compiler.
        command.env("RUSTC_BOOTSTRAP", "1").env("RUSTDOCFLAGS", "-Zunstable-options --output-format json");
        for index in 0..self.users.len() {
            command.args(["--package".to_owned(), format!("client-{index}")]);
        }
        let output = command.output().map_err(|error| failed(&error))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let client = |index| {
            let name = format!("client_{index}");
            let (from, to) = (target.join(format!("doc/{name}.json")), self.out.join(format!("{name}.json")));
            // All clients have one name for the judges.
            let text = fs::read_to_string(&from).map_err(|error| failed(&error))?;
            write(&to, &text.replace(&format!("\"{name}\""), "\"client\"")).map(|()| to)
        };
        (0..self.users.len()).map(client).collect()
    }

    fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.out).env("CARGO_TARGET_DIR", self.out.join("target"));
        command.env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS").stderr(Stdio::piped());
        command
    }

    /// The errors of all users: the user and the line.
    fn check(&self) -> Result<Vec<(usize, usize)>, String> {
        let mut command = self.cargo();
        command.args(["check", "--offline", "--keep-going", "--quiet", "--message-format", "json"]);
        let output = command.output().map_err(|error| failed(&error))?;
        let mut errors = Vec::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            let error = message.get("message").filter(|inner| inner.get("level") == Some(&"error".into()));
            let Some(error) = error else { continue };
            let target = message.pointer("/target/name").and_then(Value::as_str).unwrap_or_default();
            let text = error.get("rendered").and_then(Value::as_str).unwrap_or_default();
            let Some(user) = target.strip_prefix("user_").and_then(|index| index.parse().ok()) else {
                return Err(format!("`{target}` does not compile: {text}"));
            };
            let spans = error.get("spans").and_then(Value::as_array).cloned().unwrap_or_default();
            let primary = spans.iter().filter(|span| span.get("is_primary") == Some(&true.into()));
            let lines = primary.filter_map(|span| span.get("line_start").and_then(Value::as_u64));
            errors.extend(lines.map(|line| (user, usize::try_from(line).unwrap_or_default())));
        }
        if errors.is_empty() && !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(errors)
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| failed(&error))
}

fn failed(error: &std::io::Error) -> String {
    format!("cannot compile the users: {}", io_reason(error))
}
