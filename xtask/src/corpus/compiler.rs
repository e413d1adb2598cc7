//! Compiling clients: diagnostics of the compiler, time and peak memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant, SystemTime},
};

use serde::{Deserialize, Serialize};

use wireright::phrases::io_reason;

/// Compiles crates into one target folder, so that dependencies are compiled once.
pub(super) struct Compiler {
    /// The target folder.
    pub(super) target: PathBuf,
    /// `Cargo.lock` for all crates.
    pub(super) lock: PathBuf,
    /// A section of each program's manifest: dependencies that only select features.
    pub(super) features: String,
}

/// The profile of each program. Cargo reuses the dependencies that another crate with this profile has compiled.
pub(super) const PROFILE: &str =
    "[profile.dev]\ndebug = \"line-tables-only\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n";

/// Cargo, without the variables that it sets for this process. The build script of ring depends on some of them. With
/// other values it runs again, and all that depends on ring is compiled again.
pub(super) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    let is_of_package = |name: &str| ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|start| name.starts_with(start));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_of_package)) {
        command.env_remove(name);
    }
    command
}

impl Compiler {
    /// Runs `cargo check`, `cargo clippy` or `cargo doc` on a crate. `log` receives standard error.
    pub(super) fn run(&self, command: &str, package: &Path, log: &Path) -> Result<CompileResult, String> {
        let failed = |error: std::io::Error| format!("cannot run cargo: {}", io_reason(&error));
        fs::copy(&self.lock, package.join("Cargo.lock")).map_err(failed)?;
        // Cargo compares modification times: a second run would otherwise compile nothing.
        let root = File::options().append(true).open(package.join("src/lib.rs")).map_err(failed)?;
        root.set_modified(SystemTime::now()).map_err(failed)?;
        drop(root);
        let mut command_line = cargo();
        command_line.arg(command).args((command == "doc").then_some("--no-deps"));
        command_line.args(["--offline", "--quiet", "--message-format", "json"]).current_dir(package);
        command_line.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        command_line.stdin(Stdio::null()).stdout(Stdio::piped());
        command_line.stderr(File::create(log).map_err(failed)?);

        let started = Instant::now();
        let mut child = command_line.spawn().map_err(failed)?;
        let (done, process) = (AtomicBool::new(false), child.id());
        let output = child.stdout.take();
        let (mut compiled, status) = thread::scope(|scope| {
            let watcher = scope.spawn(|| peak_memory_below(process, &done));
            let mut compiled = CompileResult::default();
            let lines = output.map(|output| BufReader::new(output).lines().map_while(Result::ok));
            lines.into_iter().flatten().for_each(|line| count_message(&line, &mut compiled));
            let status = child.wait();
            done.store(true, Ordering::Release);
            compiled.peak_kilobytes = watcher.join().ok().flatten();
            (compiled, status)
        });
        compiled.seconds = started.elapsed().as_secs_f64();
        compiled.passed = status.map_err(failed)?.success();
        if !compiled.passed && compiled.first.is_none() {
            compiled.first = fs::read_to_string(log).ok().and_then(|log| log.lines().next().map(str::to_owned));
        }
        Ok(compiled)
    }
}

/// A message of cargo, as far as it is counted.
#[derive(Deserialize)]
struct Message {
    message: Option<CompilerMessage>,
}

#[derive(Deserialize)]
struct CompilerMessage {
    level: String,
    message: String,
    code: Option<Code>,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
}

/// Counts one line of cargo's output.
fn count_message(line: &str, compiled: &mut CompileResult) {
    let Ok(Message { message: Some(message) }) = serde_json::from_str(line) else { return };
    // A message without a span is a summary: "aborting due to 3 previous errors".
    let Some(span) = message.spans.first() else {
        if message.level == "error" && compiled.first.is_none() && !message.message.starts_with("aborting") {
            compiled.errors += 1;
            compiled.first = Some(message.message);
        }
        return;
    };
    match message.level.as_str() {
        "warning" => compiled.warnings += 1,
        level if level.starts_with("error") => compiled.errors += 1,
        _ => return,
    }
    let code = message.code.map(|code| format!("[{}]", code.code)).unwrap_or_default();
    let text = || format!("{}:{}: {}{code}: {}", span.file_name, span.line_start, message.level, message.message);
    let is_first_error = message.level != "warning" && compiled.errors == 1;
    if compiled.first.is_none() || is_first_error {
        compiled.first = Some(text());
    }
}

/// Result of compiling a client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct CompileResult {
    pub(super) passed: bool,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) seconds: f64,
    /// Peak memory of a compiler process. `None` if the system does not report it.
    pub(super) peak_kilobytes: Option<u64>,
    /// The first error, or the first warning if there is no error.
    pub(super) first: Option<String>,
}

impl CompileResult {
    pub(super) fn is_clean(&self) -> bool {
        self.passed && self.errors == 0 && self.warnings == 0
    }
}

/// Polling interval. The kernel stores the peak, so only the end of a process can be missed.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Process names of the compilers.
const COMPILERS: [&str; 3] = ["rustc", "clippy-driver", "rustdoc"];

/// Peak memory in kilobytes of all compilers below a process, until `done`. Linux only.
fn peak_memory_below(process: u32, done: &AtomicBool) -> Option<u64> {
    let mut peak = None;
    loop {
        let is_last = done.load(Ordering::Acquire);
        for descendant in descendants(process) {
            peak = peak.max(peak_memory(descendant));
        }
        if is_last {
            return peak;
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// The child processes and their children.
fn descendants(process: u32) -> BTreeSet<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return BTreeSet::new() };
    let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let parents: BTreeMap<u32, u32> = ids.filter_map(|id| Some((id, parent(&read(id, "stat")?)?))).collect();
    let mut found = BTreeSet::from([process]);
    loop {
        let more = parents.iter().filter(|(_, parent)| found.contains(parent)).map(|(id, _)| *id);
        let more: BTreeSet<u32> = more.filter(|id| !found.contains(id)).collect();
        if more.is_empty() {
            found.remove(&process);
            return found;
        }
        found.extend(more);
    }
}

/// The peak memory of a process. `None` if it is not a compiler.
fn peak_memory(process: u32) -> Option<u64> {
    let status = read(process, "status")?;
    is_compiler(&status).then(|| high_water(&status)).flatten()
}

fn read(process: u32, file: &str) -> Option<String> {
    fs::read_to_string(format!("/proc/{process}/{file}")).ok()
}

/// The parent in a line of `/proc/<pid>/stat`: the second word after the name in parentheses.
fn parent(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn is_compiler(status: &str) -> bool {
    let name = status.lines().find_map(|line| line.strip_prefix("Name:")).unwrap_or_default().trim();
    COMPILERS.contains(&name)
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// A compiler that shares the compiled dependencies of this workspace.
///
/// Cargo reuses a crate only if it has the same features. So the programs select, for each crate in the tree of the
/// runtime, the features and the profile with which the tests of this workspace are compiled.
#[cfg(test)]
pub(super) fn workspace_compiler() -> Compiler {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the workspace");
    let of_runtime = ["--package", "wireright-runtime", "--all-features", "--edges"];
    let of_runtime = tree(workspace, &[&of_runtime[..], &["normal,no-proc-macro"]].concat());
    let of_workspace = tree(workspace, &["--workspace", "--edges", "normal,dev,no-proc-macro"]);
    let mut features = "[target.'cfg(all())'.dependencies]\n".to_owned();
    for (package, selected) in of_workspace.iter().filter(|(package, _)| of_runtime.contains_key(*package)) {
        let (name, version) = package.split_once(" v").expect("a package has a version");
        let path = match name {
            "wireright-runtime" => format!(", path = {:?}", workspace.join("runtime")),
            _ => String::new(),
        };
        let selected: Vec<&str> = selected.split(',').filter(|feature| !feature.is_empty()).collect();
        features += &format!(
            "{name} = {{ version = \"={version}\"{path}, default-features = false, features = {selected:?} }}\n"
        );
    }
    features += "\n[profile.dev.package.rustls-pki-types]\ndebug = false\nopt-level = 2\n";
    let executable = std::env::current_exe().expect("a test has a path");
    let target = executable.ancestors().nth(3).expect("a test is in the target folder").to_path_buf();
    Compiler { target, lock: workspace.join("Cargo.lock"), features }
}

/// The packages of `cargo tree` with these arguments, `name v1.2.3`, and their features.
#[cfg(test)]
fn tree(workspace: &Path, arguments: &[&str]) -> BTreeMap<String, String> {
    let format = ["--prefix", "none", "--no-dedupe", "--format", "{p}|{f}"];
    let output = cargo().arg("tree").arg("--offline").args(format).args(arguments).current_dir(workspace).output();
    let output = output.expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let line = |line: &str| {
        let (package, features) = line.split_once('|')?;
        // A package of the workspace has a path, too.
        let package: Vec<&str> = package.split(' ').take(2).collect();
        Some((package.join(" "), features.to_owned()))
    };
    String::from_utf8_lossy(&output.stdout).lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiler_messages_are_counted() {
        let message = |level: &str, has_span: bool| {
            let spans = if has_span { r#"[{"file_name":"src/a.rs","line_start":7,"x":1}]"# } else { "[]" };
            let fields = format!(r#""level":"{level}","message":"text","code":{{"code":"E1"}},"spans":{spans}"#);
            format!(r#"{{"reason":"compiler-message","message":{{{fields}}}}}"#)
        };
        let mut compiled = CompileResult::default();
        for line in [
            message("warning", true),
            message("error", true),
            message("error", true),
            message("note", true),
            message("warning", false),
            r#"{"reason":"build-finished","success":false}"#.to_owned(),
            "text".to_owned(),
        ] {
            count_message(&line, &mut compiled);
        }
        assert_eq!((compiled.errors, compiled.warnings), (2, 1));
        assert_eq!(compiled.first.as_deref(), Some("src/a.rs:7: error[E1]: text"));
    }

    #[test]
    fn a_crate_is_compiled_and_its_first_error_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let path = |path: &str| folder.path().join(path);
        fs::create_dir_all(path("a/src")).unwrap();
        fs::write(path("a/Cargo.toml"), "[package]\nname = \"a\"\nedition = \"2024\"\n[workspace]\n").unwrap();
        fs::write(path("Cargo.lock"), "version = 4\n").unwrap();
        let compiler = Compiler { target: path("target"), lock: path("Cargo.lock"), features: String::new() };
        fs::write(path("a/src/lib.rs"), "fn unused() {}\n").unwrap();
        for _ in 0..2 {
            let compiled = compiler.run("check", &path("a"), &path("log")).unwrap();
            assert_eq!((compiled.passed, compiled.errors, compiled.warnings), (true, 0, 1), "{compiled:?}");
        }
        fs::write(path("a/src/lib.rs"), "pub fn wrong() -> u8 { \"\" }\n").unwrap();
        let compiled = compiler.run("check", &path("a"), &path("log")).unwrap();
        assert_eq!((compiled.passed, compiled.errors), (false, 1), "{compiled:?}");
        assert!(compiled.first.unwrap().starts_with("src/lib.rs:1: error[E0308]: "));
    }

    #[test]
    fn proc_files_are_parsed() {
        assert_eq!(parent("17 (a) b) S 4 17 17 0"), Some(4));
        assert_eq!(parent("nothing"), None);
        let status = "Name:\trustc\nVmPeak:\t  900 kB\nVmHWM:\t  1234 kB\n";
        assert_eq!((is_compiler(status), high_water(status)), (true, Some(1234)));
        assert!(!is_compiler("Name:\tcargo\n"));
        assert_eq!(high_water("Name:\trustc\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn child_processes_are_descendants() {
        let mut child = Command::new("sleep").arg("10").spawn().unwrap();
        assert!(descendants(std::process::id()).contains(&child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(peak_memory_below(child.id(), &AtomicBool::new(true)), None);
    }
}
