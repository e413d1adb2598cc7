//! Runs the example `reset-password` with a given environment.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use codegen_tests::programs::build_program;

pub(crate) const ACCESS_KEY: &str = "EXAMPLEACCESSKEY";
pub(crate) const SECRET_KEY: &str = "Pl4nted-Secret.Key";

/// The result of a run.
#[derive(Debug)]
pub(crate) struct ProgramResult {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program with this standard input, with or without credentials in the environment. Checks that its output
/// contains no secret.
pub(crate) fn run(arguments: &[&str], input: &str, has_credentials: bool) -> ProgramResult {
    let key_pair = [("HUAWEICLOUD_SDK_AK", ACCESS_KEY), ("HUAWEICLOUD_SDK_SK", SECRET_KEY)];
    run_within(if has_credentials { &key_pair } else { &[] }, arguments, input)
}

/// Runs the program with these environment variables.
pub(crate) fn run_within(environment: &[(&str, &str)], arguments: &[&str], input: &str) -> ProgramResult {
    let mut command = Command::new(program());
    command.args(arguments).env_clear().envs(environment.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // The program may end without reading its input.
    let _ = child.stdin.take().expect("its input is a pipe").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints text");
    let ran = ProgramResult {
        code: output.status.code().expect("it ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    assert!(!ran.stdout.contains("Pl4nted") && !ran.stderr.contains("Pl4nted"), "{arguments:?}: {ran:?}");
    ran
}

/// A folder for the files of a test.
pub(crate) fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command-line").join(name);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// The path of the compiled program.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| build_program("--example", "reset-password"))
}
