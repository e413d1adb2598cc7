//! A program that links the client, deserializes examples into their types and serializes them again.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Stdio,
};

use wireright_codegen::Example;

use super::super::compiler::{Compiler, PROFILE, cargo};
use wireright::phrases::io_reason;

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

/// Result of one example: the serialized JSON, or why it cannot be deserialized or serialized.
pub(super) type RoundTrip = Result<String, String>;

impl Program<'_> {
    /// Writes, compiles and runs the program. After a crash there are fewer results than examples.
    pub(super) fn run(&self, examples: &[&Example], compiler: &Compiler) -> Result<Vec<RoundTrip>, String> {
        let failed = |error: std::io::Error| format!("cannot try the examples: {}", io_reason(&error));
        let types = types(examples);
        let line = |example: &&Example| {
            let index = types.get(example.rust_type.as_str()).copied().unwrap_or_default();
            format!("{index} {}\n", example.json)
        };
        fs::create_dir_all(self.folder.join("src")).map_err(failed)?;
        for (path, text) in [
            ("Cargo.toml", self.manifest(&compiler.features)),
            ("src/main.rs", source(self.package, &types)),
            ("examples.txt", examples.iter().map(line).collect()),
        ] {
            fs::write(self.folder.join(path), text).map_err(failed)?;
        }
        fs::copy(&compiler.lock, self.folder.join("Cargo.lock")).map_err(failed)?;
        let results = self.folder.join("results.txt");
        let mut command = cargo();
        command.args(["run", "--offline", "--quiet"]).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", &compiler.target).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        command.stdin(File::open(self.folder.join("examples.txt")).map_err(failed)?);
        command.stdout(Stdio::from(File::create(&results).map_err(failed)?));
        command.stderr(File::create(&self.log).map_err(failed)?);
        let status = command.status().map_err(failed)?;
        let text = fs::read_to_string(&results).map_err(failed)?;
        let results: Vec<RoundTrip> = text.lines().map(parse_result).collect();
        if results.is_empty() && !status.success() {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            let first = log.lines().find(|line| line.starts_with("error")).unwrap_or("no error in the output of cargo");
            return Err(format!("the example program failed: {first}"));
        }
        Ok(results)
    }

    fn manifest(&self, feature_section: &str) -> String {
        let Self { package, features, .. } = self;
        let client = self.client.to_string_lossy();
        format!(
            "[package]\nname = \"examples-of-{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{package} = {{ path = {client:?}, default-features = false, features = {features:?} }}\n\
             \n{feature_section}\n{PROFILE}\n[workspace]\n"
        )
    }
}

/// The index of each type.
fn types<'e>(examples: &[&'e Example]) -> BTreeMap<&'e str, usize> {
    let mut types: BTreeMap<&str, usize> = examples.iter().map(|example| (example.rust_type.as_str(), 0)).collect();
    types.values_mut().enumerate().for_each(|(index, number)| *number = index);
    types
}

/// The program: one function per type.
fn source(package: &str, types: &BTreeMap<&str, usize>) -> String {
    let client = package.replace('-', "_");
    let all: String = types.keys().map(|name| format!("    round_trip::<{name}>,\n")).collect();
    format!(
        "\
//! Deserializes one example per line, after the index of its type, and serializes it.

use {client}::runtime::json::{{Decode, Encode, JsonError, read, request_text}};

const TYPES: [fn(&str) -> Result<String, JsonError>; {}] = [
{all}];

fn round_trip<T: Decode + Encode>(json: &str) -> Result<String, JsonError> {{
    read::<T>(json).and_then(|value| request_text(&value)).map(|json| json.to_string())
}}

fn main() {{
    for line in std::io::stdin().lines() {{
        let line = line.expect(\"the examples are UTF-8\");
        let (number, json) = line.split_once(' ').expect(\"an index and an example\");
        match TYPES[number.parse::<usize>().expect(\"an index\")](json) {{
            Ok(json) => println!(\"={{json}}\"),
            Err(error) => println!(\"!{{}}\", error.to_string().replace('\\n', \" \")),
        }}
    }}
}}
",
        types.len()
    )
}

fn parse_result(line: &str) -> RoundTrip {
    match line.strip_prefix('=') {
        Some(json) => Ok(json.to_owned()),
        None => Err(format!("cannot deserialize: {}", line.trim_start_matches('!'))),
    }
}
