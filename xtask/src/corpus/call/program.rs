//! A program beside the client that calls each operation once and tells what came of it.

use std::{
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value as Json;
use wireright_codegen::{Call, CallValue};

use super::{
    super::{check::Compiler, generator::wait},
    credentials,
};
use wireright::wording::io_reason;

/// What every such program has: how values are read, and how answers are told.
const COMMON: &str = include_str!("program.txt");

/// Where the program goes, and what it is for.
pub(in crate::corpus) struct Program<'p> {
    /// The client's package.
    pub(in crate::corpus) package: &'p str,
    pub(in crate::corpus) client: &'p Path,
    /// The features of the client's services.
    pub(in crate::corpus) features: &'p [String],
    /// The folder of the program.
    pub(in crate::corpus) folder: PathBuf,
    /// Gets what cargo says, and what the program does on its way out.
    pub(in crate::corpus) log: PathBuf,
}

/// A call with its values; nothing for what is left out.
pub(super) struct Prepared<'c> {
    pub(super) call: &'c Call,
    pub(super) values: Vec<Option<Json>>,
    /// Whether the media type of a body is sent that it does not have.
    pub(super) names_media_type: bool,
}

impl Program<'_> {
    /// Writes and compiles the program; gives the compiled one.
    pub(super) fn build(
        &self,
        prepared: &[Prepared<'_>],
        schemes: &[credentials::Scheme],
        compiler: &Compiler,
    ) -> Result<PathBuf, String> {
        let cannot = |error: std::io::Error| format!("the operations cannot be called: {}", io_reason(&error));
        let root = self.package.replace('-', "_");
        fs::create_dir_all(self.folder.join("src")).map_err(cannot)?;
        for (path, text) in [
            ("Cargo.toml", self.manifest()),
            ("src/main.rs", source(&root, prepared, schemes)),
            ("src/common.rs", COMMON.replace("CLIENT", &root)),
        ] {
            fs::write(self.folder.join(path), text).map_err(cannot)?;
        }
        fs::copy(&compiler.lock, self.folder.join("Cargo.lock")).map_err(cannot)?;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.args(["build", "--offline", "--quiet"]).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", &compiler.target).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(File::create(&self.log).map_err(cannot)?);
        if command.status().map_err(cannot)?.success() {
            let name = format!("{}{}", self.name(), std::env::consts::EXE_SUFFIX);
            return Ok(compiler.target.join("debug").join(name));
        }
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let first = log.lines().find(|line| line.starts_with("error")).unwrap_or("cargo does not say why");
        Err(format!("the program that calls the operations does not compile: {first}"))
    }

    /// Runs the program against a server, with the calls that are wanted; gives a line for each call, fewer where it died on the way
    /// or took too long.
    pub(super) fn run(
        &self,
        program: &Path,
        prepared: &[Prepared<'_>],
        is_wanted: &dyn Fn(usize) -> bool,
        (address, patience): (&str, Duration),
    ) -> Result<Vec<String>, String> {
        let cannot = |error: std::io::Error| format!("the operations cannot be called: {}", io_reason(&error));
        let line = |(number, prepared): (usize, &Prepared<'_>)| {
            let values = if is_wanted(number) { line(&prepared.values) } else { String::new() };
            values + "\n"
        };
        let given: String = prepared.iter().enumerate().map(line).collect();
        let (values, answers) = (self.folder.join("values.txt"), self.folder.join("answers.txt"));
        fs::write(&values, given).map_err(cannot)?;
        let mut command = Command::new(program);
        command.arg(address).stdin(File::open(&values).map_err(cannot)?);
        command.stdout(File::create(&answers).map_err(cannot)?).stderr(File::create(&self.log).map_err(cannot)?);
        wait(&mut command, patience).map_err(cannot)?;
        Ok(fs::read_to_string(&answers).map_err(cannot)?.lines().map(str::to_owned).collect())
    }

    fn name(&self) -> String {
        format!("calls-of-{}", self.package)
    }

    fn manifest(&self) -> String {
        let Self { package, features, .. } = self;
        let (name, client) = (self.name(), self.client.to_string_lossy());
        let features: Vec<&str> =
            ["reqwest", "tls-ring"].into_iter().chain(features.iter().map(String::as_str)).collect();
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{package} = {{ path = {client:?}, default-features = false, features = {features:?} }}\n\
             futures-core = \"0.3\"\nserde = \"1\"\nserde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n\
             tokio = {{ version = \"1\", default-features = false, features = [\"rt\"] }}\n\n\
             [profile.dev]\ndebug = false\n\n[workspace]\n"
        )
    }
}

/// The values of a call, those that are given, as a line.
fn line(values: &[Option<Json>]) -> String {
    let given: Vec<&Json> = values.iter().flatten().collect();
    serde_json::to_string(&given).unwrap_or_default()
}

/// The program: a function for each call.
fn source(root: &str, prepared: &[Prepared<'_>], schemes: &[credentials::Scheme]) -> String {
    let client = prepared.first().map_or_else(String::new, |prepared| prepared.call.client.clone());
    let keys: String = schemes.iter().map(|scheme| format!("\n        .{}", scheme.setter())).collect();
    let entry =
        |(number, prepared): (usize, &Prepared<'_>)| format!("    ({}, call_{number}),\n", prepared.names_media_type);
    let names: String = prepared.iter().enumerate().map(entry).collect();
    let calls: String = prepared.iter().enumerate().map(|(number, prepared)| function(number, prepared)).collect();
    format!(
        "\
//! Calls each operation of a client once, with values that are read one call a line, and tells what came of each.
#![allow(unused_mut, unused_variables, deprecated)]

mod common;

use {client};
use common::{{Ended, Given, streamed, whole}};

/// The calls, and whether each names a media type without having a body.
const CALLS: [(bool, fn(&Client, Given) -> Result<Ended, String>); {}] = [
{names}];

fn main() {{
    let address = std::env::args().nth(1).expect(\"the address of the server\");
    let builder = || Client::builder()
        .endpoint(address.as_str())
        .allow_http(true)
        .retry({root}::runtime::RetryPolicy::never())
        .timeouts(common::timeouts()){keys};
    common::run(&CALLS, builder().build(), builder().header(\"content-type\", \"application/json\").build());
}}

{calls}",
        prepared.len()
    )
}

fn function(number: usize, Prepared { call, values, .. }: &Prepared<'_>) -> String {
    let given = call.arguments.iter().zip(values).filter(|(_, value)| value.is_some());
    let setters: String = given
        .map(|(argument, _)| {
            let value = match &argument.value {
                CallValue::Json(ty) => format!("json::<{ty}>()"),
                CallValue::Upload => "upload()".to_owned(),
                CallValue::Uploads => "uploads()".to_owned(),
                CallValue::Multipart => "multipart()".to_owned(),
            };
            format!("\n        .{}(given.{value}?)", argument.setter)
        })
        .collect();
    let way = if call.is_streamed { "streamed" } else { "whole" };
    format!(
        "fn call_{number}(client: &Client, mut given: Given) -> Result<Ended, String> {{\n    \
         let request = client.{}(){setters};\n    Ok({way}(request.send()))\n}}\n\n",
        call.method
    )
}
