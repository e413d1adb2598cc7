//! Generates the module `api` from `greeter.yaml`, again after each change.

use std::{env, error::Error, fs, path::Path};

use wireright_codegen::{
    Options, SourceFile,
    diagnostic::{Format, render},
    generate,
};

const DOCUMENT: &str = "greeter.yaml";

// Speaking to cargo is done by printing.
#[allow(clippy::print_stdout)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={DOCUMENT}");
    let source = SourceFile { path: DOCUMENT.to_owned(), bytes: fs::read(DOCUMENT)? };
    let options = Options {
        package: env::var("CARGO_PKG_NAME")?,
        module: Some("api".to_owned()),
        lenient: true,
        ..Options::default()
    };
    let generation = generate(vec![source], &options);
    let problems = render(&generation.diagnostics, &generation.sources, Format::Human { color: false });
    if generation.files.is_empty() {
        return Err(problems.into());
    }
    for line in problems.lines() {
        println!("cargo::warning={line}");
    }
    let folder = Path::new(&env::var("OUT_DIR")?).join("api");
    if folder.exists() {
        // What an earlier document had and this one has not.
        fs::remove_dir_all(&folder)?;
    }
    for file in generation.files {
        let path = folder.join(file.path);
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        fs::write(path, file.text)?;
    }
    Ok(())
}
