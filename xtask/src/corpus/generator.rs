//! The generator as a child process: a crash costs one line of the table.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    time::Duration,
};

use super::{cache, documents::Document, process};
use wireright::{phrases::io_reason, summary::Summary};

/// Maximum time for one document.
const TIMEOUT: Duration = Duration::from_secs(300);

/// Prefix of the copies' file names.
const PREFIX: &str = "generator-";

/// A copy of this program, so that a rebuild does not replace it during a run.
pub(super) struct Generator {
    program: PathBuf,
    /// Hash of the program.
    pub(super) hash: String,
}

/// Removes copies of earlier programs, ignoring errors.
fn remove_earlier(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Arguments of the generator besides the document.
pub(super) struct Job<'a> {
    pub(super) package: &'a str,
    pub(super) out: &'a Path,
    pub(super) runtime: &'a Path,
    /// Receives standard error.
    pub(super) log: &'a Path,
}

impl Generator {
    /// Copies this program into a folder.
    pub(super) fn copy_to(folder: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot copy the generator: {}", io_reason(&error));
        let own = std::env::current_exe().map_err(failed)?;
        let bytes = fs::read(&own).map_err(failed)?;
        let hash = cache::hash([bytes.as_slice()]);
        let name = format!("{PREFIX}{hash}{}", std::env::consts::EXE_SUFFIX);
        let program = folder.join(&name);
        if !program.exists() {
            remove_earlier(folder);
            let draft = program.with_extension("draft");
            fs::copy(&own, &draft).and_then(|_| fs::rename(&draft, &program)).map_err(failed)?;
        }
        Ok(Self { program, hash })
    }

    /// Generates a client. The error says how the generator failed.
    pub(super) fn run(&self, document: &Document, job: &Job<'_>) -> Result<Summary, String> {
        let failed = |error: std::io::Error| format!("cannot run the generator: {}", io_reason(&error));
        let output = job.log.with_extension("json");
        let mut command = Command::new(&self.program);
        command.arg(super::GENERATE_COMMAND).arg(&document.path).arg("--root").arg(&document.folder);
        command.args(["--json", "--name", job.package]).arg("--out").arg(job.out).arg("--runtime").arg(job.runtime);
        command.env("NO_COLOR", "1").stdin(Stdio::null());
        command.stdout(File::create(&output).map_err(failed)?).stderr(File::create(job.log).map_err(failed)?);
        let status = process::wait(&mut command, TIMEOUT).map_err(failed)?;
        let json = fs::read_to_string(&output).unwrap_or_default();
        match (status, serde_json::from_str::<Summary>(json.trim())) {
            (Some(_), Ok(summary)) if summary.failures.is_empty() || !summary.errors.is_empty() => Ok(summary),
            (status, _) => Err(failure_reason(status, &fs::read_to_string(job.log).unwrap_or_default())),
        }
    }
}

fn failure_reason(status: Option<ExitStatus>, log: &str) -> String {
    let Some(status) = status else { return format!("the generator took longer than {} s", TIMEOUT.as_secs()) };
    let mut lines = log.lines().skip_while(|line| !line.contains("panicked at"));
    if let (Some(place), Some(message)) = (lines.next(), lines.next()) {
        let place = place.split_once("panicked at ").map_or(place, |(_, place)| place);
        return format!("the generator panicked at {place} {message}");
    }
    let last = log.lines().rev().find(|line| line.contains("overflowed its stack") || line.starts_with("error: "));
    last.map_or_else(
        || format!("the generator ended with {status}"),
        |line| line.trim_start_matches("error: ").to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_copy_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("generator-0"), "old").unwrap();
        fs::write(folder.path().join("results.jsonl"), "").unwrap();
        let copy = Generator::copy_to(folder.path()).unwrap();
        assert_eq!(fs::read(&copy.program).unwrap(), fs::read(std::env::current_exe().unwrap()).unwrap());
        Generator::copy_to(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn crashes_and_errors_are_described() {
        use std::os::unix::process::ExitStatusExt;

        let reason = |code: i32, log: &str| failure_reason(Some(ExitStatus::from_raw(code)), log);
        let panic = "x\nthread 'main' panicked at src/a.rs:1:2:\nindex out of bounds\nnote: run\n";
        assert_eq!(reason(101 << 8, panic), "the generator panicked at src/a.rs:1:2: index out of bounds");
        assert_eq!(reason(6, "\nthread 'main' has overflowed its stack\n"), "thread 'main' has overflowed its stack");
        assert_eq!(reason(1 << 8, "error: invalid name `x`\nhelp: y\n"), "invalid name `x`");
        assert!(reason(9, "").starts_with("the generator ended with signal: 9"));
        assert_eq!(failure_reason(None, ""), "the generator took longer than 300 s");
    }
}
