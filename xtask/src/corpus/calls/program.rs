//! A program that links the client, calls each operation once and prints the result.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value as Json;
use wireright_codegen::{Call, CallValue};

use super::{
    super::{
        compiler::{Compiler, PROFILE, cargo},
        process,
    },
    credentials,
};
use wireright::phrases::io_reason;

/// Code that every program shares: arguments and results.
const COMMON: &str = include_str!("common.rs.txt");

/// The program and its client.
pub(in crate::corpus) struct Program<'p> {
    /// Package name of the client.
    pub(in crate::corpus) package: &'p str,
    /// Folder of the client.
    pub(in crate::corpus) client: &'p Path,
    /// Features of the client's services.
    pub(in crate::corpus) features: &'p [String],
    /// Folder of the program.
    pub(in crate::corpus) folder: PathBuf,
    /// Receives standard error of cargo and of the program.
    pub(in crate::corpus) log: PathBuf,
}

/// A call with its arguments. `None` for an omitted argument.
pub(super) struct PreparedCall<'c> {
    pub(super) call: &'c Call,
    pub(super) values: Vec<Option<Json>>,
    /// Whether to send `Content-Type` although the request has no body.
    pub(super) sends_content_type: bool,
}

impl Program<'_> {
    /// Writes and compiles the program. Returns the path of the executable.
    pub(super) fn build(
        &self,
        prepared: &[PreparedCall<'_>],
        schemes: &[credentials::Scheme],
        compiler: &Compiler,
    ) -> Result<PathBuf, String> {
        let failed = |error: std::io::Error| format!("cannot call the operations: {}", io_reason(&error));
        let root = self.package.replace('-', "_");
        fs::create_dir_all(self.folder.join("src")).map_err(failed)?;
        for (path, text) in [
            ("Cargo.toml", self.manifest(&compiler.features)),
            ("src/main.rs", source(&root, prepared, schemes)),
            ("src/common.rs", COMMON.replace("CLIENT", &root)),
        ] {
            fs::write(self.folder.join(path), text).map_err(failed)?;
        }
        fs::copy(&compiler.lock, self.folder.join("Cargo.lock")).map_err(failed)?;
        let mut command = cargo();
        command.args(["build", "--offline", "--quiet"]).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", &compiler.target).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(File::create(&self.log).map_err(failed)?);
        if command.status().map_err(failed)?.success() {
            let name = format!("{}{}", self.name(), std::env::consts::EXE_SUFFIX);
            return Ok(compiler.target.join("debug").join(name));
        }
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let first = log.lines().find(|line| line.starts_with("error")).unwrap_or("no error in the output of cargo");
        Err(format!("the call program does not compile: {first}"))
    }

    /// Runs the wanted calls against a server. Returns a line per call, fewer after a crash or a timeout.
    pub(super) fn run(
        &self,
        program: &Path,
        prepared: &[PreparedCall<'_>],
        is_wanted: &dyn Fn(usize) -> bool,
        url: &str,
        timeout: Duration,
    ) -> Result<Vec<String>, String> {
        let failed = |error: std::io::Error| format!("cannot call the operations: {}", io_reason(&error));
        let line = |(number, prepared): (usize, &PreparedCall<'_>)| {
            let values = if is_wanted(number) { line(&prepared.values) } else { String::new() };
            values + "\n"
        };
        let lines: String = prepared.iter().enumerate().map(line).collect();
        let (values, results) = (self.folder.join("values.txt"), self.folder.join("results.txt"));
        fs::write(&values, lines).map_err(failed)?;
        let mut command = Command::new(program);
        command.arg(url).stdin(File::open(&values).map_err(failed)?);
        command.stdout(File::create(&results).map_err(failed)?).stderr(File::create(&self.log).map_err(failed)?);
        process::wait(&mut command, timeout).map_err(failed)?;
        Ok(fs::read_to_string(&results).map_err(failed)?.lines().map(str::to_owned).collect())
    }

    fn name(&self) -> String {
        format!("calls-of-{}", self.package)
    }

    fn manifest(&self, feature_section: &str) -> String {
        let Self { package, features, .. } = self;
        let (name, client) = (self.name(), self.client.to_string_lossy());
        let features: Vec<&str> =
            ["reqwest", "tls-ring"].into_iter().chain(features.iter().map(String::as_str)).collect();
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{package} = {{ path = {client:?}, default-features = false, features = {features:?} }}\n\
             futures-core = \"0.3\"\nserde = \"1\"\nserde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n\
             tokio = {{ version = \"1\", default-features = false, features = [\"rt\"] }}\n\
             {feature_section}\n{PROFILE}\n[workspace]\n"
        )
    }
}

/// The arguments of a call as a line of JSON.
fn line(values: &[Option<Json>]) -> String {
    let present: Vec<&Json> = values.iter().flatten().collect();
    serde_json::to_string(&present).unwrap_or_default()
}

/// The program: one function per call.
fn source(root: &str, prepared: &[PreparedCall<'_>], schemes: &[credentials::Scheme]) -> String {
    let client = prepared.first().map_or_else(String::new, |prepared| prepared.call.client.clone());
    let keys: String = schemes.iter().map(|scheme| format!("\n        .{}", scheme.builder_call())).collect();
    let entry = |(number, prepared): (usize, &PreparedCall<'_>)| {
        format!("    ({}, call_{number}),\n", prepared.sends_content_type)
    };
    let names: String = prepared.iter().enumerate().map(entry).collect();
    let calls: String = prepared.iter().enumerate().map(|(number, prepared)| function(number, prepared)).collect();
    format!(
        "\
//! Calls each operation once. Reads the arguments of one call per line and prints one result per line.
#![allow(unused_mut, unused_variables, deprecated)]

mod common;

use {client};
use common::{{Arguments, CallFuture, streamed, unary}};

/// The calls, and whether each sends `Content-Type` without a body.
const CALLS: [(bool, fn(&Client, Arguments) -> Result<CallFuture, String>); {}] = [
{names}];

fn main() {{
    let url = std::env::args().nth(1).expect(\"the URL of the server\");
    let builder = || Client::builder()
        .endpoint(url.as_str())
        .allow_http(true)
        .retry({root}::runtime::RetryPolicy::never())
        .timeouts(common::timeouts()){keys};
    common::run(&CALLS, builder().build(), builder().header(\"content-type\", \"application/json\").build());
}}

{calls}",
        prepared.len()
    )
}

fn function(number: usize, PreparedCall { call, values, .. }: &PreparedCall<'_>) -> String {
    let present = call.arguments.iter().zip(values).filter(|(_, value)| value.is_some());
    let setters: String = present
        .map(|(argument, _)| {
            let value = match &argument.value {
                CallValue::Json(ty) => format!("json::<{ty}>()"),
                CallValue::Upload => "upload()".to_owned(),
                CallValue::Uploads => "uploads()".to_owned(),
                CallValue::Multipart => "multipart()".to_owned(),
            };
            format!("\n        .{}(arguments.{value}?)", argument.setter)
        })
        .collect();
    let kind = if call.is_streamed { "streamed" } else { "unary" };
    format!(
        "fn call_{number}(client: &Client, mut arguments: Arguments) -> Result<CallFuture, String> {{\n    \
         let request = client.{}(){setters};\n    Ok({kind}(request.send()))\n}}\n\n",
        call.method
    )
}
