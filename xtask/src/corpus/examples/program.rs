//! A program beside the client that reads examples into their types and writes them again.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use wireright_codegen::Example;

use super::super::check::Compiler;
use wireright::wording::io_reason;

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

/// What came of one example: what was written, or why it could not be read or written.
pub(super) type Answer = Result<String, String>;

impl Program<'_> {
    /// Writes, compiles and runs the program. There are fewer answers than examples where it died on the way.
    pub(super) fn run(&self, examples: &[&Example], compiler: &Compiler) -> Result<Vec<Answer>, String> {
        let cannot = |error: std::io::Error| format!("the examples cannot be tried: {}", io_reason(&error));
        let types = types(examples);
        let line = |example: &&Example| {
            let index = types.get(example.rust_type.as_str()).copied().unwrap_or_default();
            format!("{index} {}\n", example.json)
        };
        fs::create_dir_all(self.folder.join("src")).map_err(cannot)?;
        for (path, text) in [
            ("Cargo.toml", self.manifest()),
            ("src/main.rs", source(self.package, &types)),
            ("examples.txt", examples.iter().map(line).collect()),
        ] {
            fs::write(self.folder.join(path), text).map_err(cannot)?;
        }
        fs::copy(&compiler.lock, self.folder.join("Cargo.lock")).map_err(cannot)?;
        let answers = self.folder.join("answers.txt");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.args(["run", "--offline", "--quiet"]).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", &compiler.target).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        command.stdin(File::open(self.folder.join("examples.txt")).map_err(cannot)?);
        command.stdout(Stdio::from(File::create(&answers).map_err(cannot)?));
        command.stderr(File::create(&self.log).map_err(cannot)?);
        let status = command.status().map_err(cannot)?;
        let text = fs::read_to_string(&answers).map_err(cannot)?;
        let answers: Vec<Answer> = text.lines().map(answer).collect();
        if answers.is_empty() && !status.success() {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            let first = log.lines().find(|line| line.starts_with("error")).unwrap_or("cargo does not say why");
            return Err(format!("the program that tries the examples does not run: {first}"));
        }
        Ok(answers)
    }

    fn manifest(&self) -> String {
        let Self { package, features, .. } = self;
        let client = self.client.to_string_lossy();
        format!(
            "[package]\nname = \"examples-of-{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{package} = {{ path = {client:?}, default-features = false, features = {features:?} }}\n\
             serde = \"1\"\nserde_json = \"1\"\n\n[profile.dev]\ndebug = false\n\n[workspace]\n"
        )
    }
}

/// The types, each with its number.
fn types<'e>(examples: &[&'e Example]) -> BTreeMap<&'e str, usize> {
    let mut types: BTreeMap<&str, usize> = examples.iter().map(|example| (example.rust_type.as_str(), 0)).collect();
    types.values_mut().enumerate().for_each(|(index, number)| *number = index);
    types
}

/// The program: a function for each type, however many examples it has.
fn source(package: &str, types: &BTreeMap<&str, usize>) -> String {
    let client = package.replace('-', "_");
    let all: String = types.keys().map(|name| format!("    again::<{name}>,\n")).collect();
    format!(
        "\
//! Reads examples, one a line after the number of its type, into their types, and writes each again.

use serde::{{Serialize, de::DeserializeOwned}};

const TYPES: [fn(&str) -> Result<String, serde_json::Error>; {}] = [
{all}];

fn again<T: Serialize + DeserializeOwned>(json: &str) -> Result<String, serde_json::Error> {{
    {client}::runtime::json::read::<T>(json).and_then(|value| serde_json::to_string(&value))
}}

fn main() {{
    for line in std::io::stdin().lines() {{
        let line = line.expect(\"the examples are text\");
        let (number, json) = line.split_once(' ').expect(\"a number, and an example\");
        match TYPES[number.parse::<usize>().expect(\"a number\")](json) {{
            Ok(json) => println!(\"={{json}}\"),
            Err(error) => println!(\"!{{}}\", error.to_string().replace('\\n', \" \")),
        }}
    }}
}}
",
        types.len()
    )
}

fn answer(line: &str) -> Answer {
    match line.strip_prefix('=') {
        Some(json) => Ok(json.to_owned()),
        None => Err(format!("it is not understood: {}", line.trim_start_matches('!'))),
    }
}
