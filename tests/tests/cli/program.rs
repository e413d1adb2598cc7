//! The program, built as the workspace builds it, and run with an environment of its own.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use codegen_tests::programs::built;

pub(crate) const ACCESS_KEY: &str = "EXAMPLEACCESSKEY";
pub(crate) const SECRET_KEY: &str = "Pl4nted-Secret.Key";

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program with this on its standard input, with credentials in its environment or without. Whatever happens, no planted
/// secret may be in what it prints.
pub(crate) fn run(arguments: &[&str], input: &str, has_credentials: bool) -> Ran {
    let key_pair = [("HUAWEICLOUD_SDK_AK", ACCESS_KEY), ("HUAWEICLOUD_SDK_SK", SECRET_KEY)];
    run_within(if has_credentials { &key_pair } else { &[] }, arguments, input)
}

/// The same with these variables.
pub(crate) fn run_within(environment: &[(&str, &str)], arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::new(program());
    command.args(arguments).env_clear().envs(environment.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("its input is a pipe").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints text");
    let ran = Ran {
        code: output.status.code().expect("it ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    assert!(!ran.stdout.contains("Pl4nted") && !ran.stderr.contains("Pl4nted"), "{arguments:?}: {ran:?}");
    ran
}

/// A folder for files of one test.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command-line").join(name);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// Where cargo puts the program.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| built("--example", "reset-password"))
}
