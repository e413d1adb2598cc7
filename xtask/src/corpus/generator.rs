//! The generator as a program of its own, so that a description that it dies of costs one line of the table.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{cache, documents::Document};
use wireright::{summary::Summary, wording::io_reason};

/// How long the generator may take for one description.
const PATIENCE: Duration = Duration::from_secs(300);

/// How the names of the copies begin.
const PREFIX: &str = "generator-";

/// A copy of this very program, which nobody replaces while it is measured.
pub(super) struct Generator {
    program: PathBuf,
    /// A hash of the program.
    pub(super) hash: String,
}

/// Removes the copies of earlier programs. One that cannot be removed is in nobody's way.
fn remove_earlier(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What the generator is told besides the description.
pub(super) struct Job<'a> {
    pub(super) package: &'a str,
    pub(super) out: &'a Path,
    pub(super) runtime: &'a Path,
    /// Where its words go.
    pub(super) log: &'a Path,
}

impl Generator {
    /// Copies this program into a folder.
    pub(super) fn copied_to(folder: &Path) -> Result<Self, String> {
        let cannot = |error: std::io::Error| format!("the generator cannot be copied: {}", io_reason(&error));
        let own = std::env::current_exe().map_err(cannot)?;
        let bytes = fs::read(&own).map_err(cannot)?;
        let hash = cache::hash([bytes.as_slice()]);
        let name = format!("{PREFIX}{hash}{}", std::env::consts::EXE_SUFFIX);
        let program = folder.join(&name);
        if !program.exists() {
            remove_earlier(folder);
            let draft = program.with_extension("draft");
            fs::copy(&own, &draft).and_then(|_| fs::rename(&draft, &program)).map_err(cannot)?;
        }
        Ok(Self { program, hash })
    }

    /// Generates a client; says how the generator died where it did.
    pub(super) fn run(&self, document: &Document, job: &Job<'_>) -> Result<Summary, String> {
        let cannot = |error: std::io::Error| format!("the generator cannot be run: {}", io_reason(&error));
        let answer = job.log.with_extension("json");
        let mut command = Command::new(&self.program);
        command.arg(super::GENERATE_COMMAND).arg(&document.place).arg("--root").arg(&document.folder);
        command.args(["--json", "--name", job.package]).arg("--out").arg(job.out).arg("--runtime").arg(job.runtime);
        command.env("NO_COLOR", "1").stdin(Stdio::null());
        command.stdout(File::create(&answer).map_err(cannot)?).stderr(File::create(job.log).map_err(cannot)?);
        let status = wait(&mut command, PATIENCE).map_err(cannot)?;
        let answer = fs::read_to_string(&answer).unwrap_or_default();
        match (status, serde_json::from_str(answer.trim())) {
            (Some(_), Ok(summary)) => Ok(summary),
            (status, _) => Err(how_it_died(status, &fs::read_to_string(job.log).unwrap_or_default())),
        }
    }
}

/// Runs a command to its end; nothing where that did not come in time.
pub(super) fn wait(command: &mut Command, patience: Duration) -> std::io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let begun = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() > patience {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn how_it_died(status: Option<ExitStatus>, log: &str) -> String {
    let Some(status) = status else { return format!("the generator took longer than {} s", PATIENCE.as_secs()) };
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
        let copy = Generator::copied_to(folder.path()).unwrap();
        assert_eq!(fs::read(&copy.program).unwrap(), fs::read(std::env::current_exe().unwrap()).unwrap());
        Generator::copied_to(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn the_way_it_died_is_told() {
        use std::os::unix::process::ExitStatusExt;

        let died = |code: i32, log: &str| how_it_died(Some(ExitStatus::from_raw(code)), log);
        let panic = "x\nthread 'main' panicked at src/a.rs:1:2:\nindex out of bounds\nnote: run\n";
        assert_eq!(died(101 << 8, panic), "the generator panicked at src/a.rs:1:2: index out of bounds");
        assert_eq!(died(6, "\nthread 'main' has overflowed its stack\n"), "thread 'main' has overflowed its stack");
        assert_eq!(died(1 << 8, "error: `x` is no name\nhelp: y\n"), "`x` is no name");
        assert!(died(9, "").starts_with("the generator ended with signal: 9"));
        assert_eq!(how_it_died(None, ""), "the generator took longer than 300 s");
    }
}
