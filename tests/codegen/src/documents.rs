//! Documents of this repository as input of the generator.

use std::{fs, path::Path};

use wireright_codegen::{Generation, Options, SourceFile, generate};

use crate::project;

/// The documents of a folder of the repository, sorted by name.
///
/// # Panics
///
/// If the folder cannot be read.
pub fn folder(path: &str) -> Vec<SourceFile> {
    let entries = fs::read_dir(project().join(path)).expect("the folder can be read");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
    });
    paths.sort();
    paths.iter().map(|file| source(file, path)).collect()
}

fn source(file: &Path, folder: &str) -> SourceFile {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    SourceFile { path: format!("{folder}/{name}"), bytes: fs::read(file).expect("a document can be read") }
}

/// The five documents of Huawei Cloud.
pub fn specs() -> Vec<SourceFile> {
    folder("specs")
}

/// The options of the committed crate.
pub fn options() -> Options {
    Options {
        package: "huaweicloud-reset-password".to_owned(),
        command: Some("cargo xtask codegen".to_owned()),
        has_readme: true,
        ..Options::default()
    }
}

/// Generates a crate from one document.
pub fn generate_text(text: &str) -> Generation {
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    generate(vec![source], &Options::default())
}
