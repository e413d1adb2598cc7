//! Compiling a client, with what the compiler says and what it takes.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Instant, SystemTime},
};

use serde::Deserialize;

use super::{memory, record::Compiled};
use wireright::wording::io_reason;

/// Compiles crates, all into one folder, so that what they depend on is compiled once.
pub(super) struct Compiler {
    pub(super) target: PathBuf,
    /// The versions of what they depend on.
    pub(super) lock: PathBuf,
}

impl Compiler {
    /// Runs `cargo check`, `cargo clippy` or `cargo doc` over a crate. `log` gets what cargo says besides.
    pub(super) fn run(&self, command: &str, package: &Path, log: &Path) -> Result<Compiled, String> {
        let cannot = |error: std::io::Error| format!("cargo cannot be run: {}", io_reason(&error));
        fs::copy(&self.lock, package.join("Cargo.lock")).map_err(cannot)?;
        // Cargo believes the time of a file: without this it would find nothing to do the second time.
        let root = File::options().append(true).open(package.join("src/lib.rs")).map_err(cannot)?;
        root.set_modified(SystemTime::now()).map_err(cannot)?;
        drop(root);
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command_line = Command::new(cargo);
        command_line.arg(command).args((command == "doc").then_some("--no-deps"));
        command_line.args(["--offline", "--quiet", "--message-format", "json"]).current_dir(package);
        command_line.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        command_line.stdin(Stdio::null()).stdout(Stdio::piped());
        command_line.stderr(File::create(log).map_err(cannot)?);

        let begun = Instant::now();
        let mut child = command_line.spawn().map_err(cannot)?;
        let (done, process) = (AtomicBool::new(false), child.id());
        let output = child.stdout.take();
        let (mut compiled, status) = thread::scope(|scope| {
            let watcher = scope.spawn(|| memory::peak_below(process, &done));
            let mut compiled = Compiled::default();
            let lines = output.map(|output| BufReader::new(output).lines().map_while(Result::ok));
            lines.into_iter().flatten().for_each(|line| take(&line, &mut compiled));
            let status = child.wait();
            done.store(true, Ordering::Release);
            compiled.peak_kilobytes = watcher.join().ok().flatten();
            (compiled, status)
        });
        compiled.seconds = begun.elapsed().as_secs_f64();
        compiled.passed = status.map_err(cannot)?.success();
        if !compiled.passed && compiled.first.is_none() {
            compiled.first = fs::read_to_string(log).ok().and_then(|log| log.lines().next().map(str::to_owned));
        }
        Ok(compiled)
    }
}

/// The part of cargo's messages that is counted.
#[derive(Deserialize)]
struct Message {
    message: Option<Said>,
}

#[derive(Deserialize)]
struct Said {
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

/// Counts one message.
fn take(line: &str, compiled: &mut Compiled) {
    let Ok(Message { message: Some(said) }) = serde_json::from_str(line) else { return };
    // What has no place sums others up: "aborting due to 3 previous errors".
    let Some(span) = said.spans.first() else {
        if said.level == "error" && compiled.first.is_none() && !said.message.starts_with("aborting") {
            compiled.errors += 1;
            compiled.first = Some(said.message);
        }
        return;
    };
    match said.level.as_str() {
        "warning" => compiled.warnings += 1,
        level if level.starts_with("error") => compiled.errors += 1,
        _ => return,
    }
    let code = said.code.map(|code| format!("[{}]", code.code)).unwrap_or_default();
    let words = || format!("{}:{}: {}{code}: {}", span.file_name, span.line_start, said.level, said.message);
    let is_first_error = said.level != "warning" && compiled.errors == 1;
    if compiled.first.is_none() || is_first_error {
        compiled.first = Some(words());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_counted() {
        let said = |level: &str, place: bool| {
            let spans = if place { r#"[{"file_name":"src/a.rs","line_start":7,"x":1}]"# } else { "[]" };
            format!(
                r#"{{"reason":"compiler-message","message":{{"level":"{level}","message":"words","code":{{"code":"E1"}},"spans":{spans}}}}}"#
            )
        };
        let mut compiled = Compiled::default();
        for line in [
            said("warning", true),
            said("error", true),
            said("error", true),
            said("note", true),
            said("warning", false),
            r#"{"reason":"build-finished","success":false}"#.to_owned(),
            "words".to_owned(),
        ] {
            take(&line, &mut compiled);
        }
        assert_eq!((compiled.errors, compiled.warnings), (2, 1));
        assert_eq!(compiled.first.as_deref(), Some("src/a.rs:7: error[E1]: words"));
    }

    #[test]
    fn a_crate_is_compiled_and_what_is_wrong_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = |path: &str| folder.path().join(path);
        fs::create_dir_all(path("a/src")).unwrap();
        fs::write(path("a/Cargo.toml"), "[package]\nname = \"a\"\nedition = \"2024\"\n[workspace]\n").unwrap();
        fs::write(path("Cargo.lock"), "version = 4\n").unwrap();
        let compiler = Compiler { target: path("target"), lock: path("Cargo.lock") };
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
}
