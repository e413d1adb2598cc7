//! The generated crate, and the program that decodes, validates and encodes each instance.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use codegen_tests::judge::{Case, Trial, functions};
use wireright::phrases::io_reason;
use wireright_codegen::{Generation, model::Crate};

/// Writes, compiles and runs the program. The results are in the order of the instances.
pub(super) fn run(
    root: &Path,
    out: &Path,
    generation: &Generation,
    model: &Crate,
    cases: &[Case],
) -> Result<Vec<Trial>, String> {
    let failed = |error: std::io::Error| format!("cannot try the instances: {}", io_reason(&error));
    let folder = out.join("suite");
    let _ = fs::remove_dir_all(folder.join("src"));
    for file in &generation.files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&folder)).map_err(failed)?;
        fs::write(path, &file.text).map_err(failed)?;
    }
    fs::write(folder.join("Cargo.toml"), manifest(root, model)).map_err(failed)?;
    fs::write(folder.join("src/main.rs"), source(model, cases)).map_err(failed)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--offline", "--quiet"]).current_dir(&folder);
    command.env("CARGO_TARGET_DIR", out.join("target")).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut input = child.stdin.take();
    let lines: String = cases.iter().enumerate().flat_map(|(index, case)| lines(index, case)).collect();
    let writer = std::thread::spawn(move || input.as_mut().map(|input| input.write_all(lines.as_bytes())));
    let output = child.wait_with_output().map_err(failed)?;
    let _ = writer.join();
    if !output.status.success() {
        return Err("the program failed: see above".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let trial = |line: &str| match line.strip_prefix('=') {
        Some(json) => Trial::Accepted(json.to_owned()),
        None => Trial::Rejected(line.trim_start_matches('!').to_owned()),
    };
    Ok(text.lines().map(trial).collect())
}

/// A line for each instance: the index of its type, and its JSON.
fn lines(index: usize, case: &Case) -> impl Iterator<Item = String> {
    case.instances.iter().map(move |instance| format!("{index} {}\n", instance.value))
}

fn manifest(root: &Path, model: &Crate) -> String {
    let runtime = root.join("runtime").to_string_lossy().into_owned();
    let features: Vec<&str> = model.services.iter().filter_map(|service| service.feature.as_deref()).collect();
    let each: String = features.iter().map(|feature| format!("{feature:?} = []\n")).collect();
    format!(
        "[package]\nname = \"suite\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nwireright-runtime = {{ path = {runtime:?}, default-features = false }}\n\n\
         [features]\ndefault = {features:?}\n{each}\n[profile.dev]\ndebug = false\n\n[workspace]\n"
    )
}

/// The program.
fn source(model: &Crate, cases: &[Case]) -> String {
    format!(
        "\
//! Decodes, validates and encodes one instance per line, after the index of its type.

{}
fn main() {{
    for line in std::io::stdin().lines() {{
        let line = line.expect(\"the instances are UTF-8\");
        let (number, json) = line.split_once(' ').expect(\"an index and an instance\");
        match TYPES[number.parse::<usize>().expect(\"an index\")](json) {{
            Ok(json) => println!(\"={{json}}\"),
            Err(error) => println!(\"!{{}}\", error.replace('\\n', \" \")),
        }}
    }}
}}
",
        functions(model, cases, "suite")
    )
}
