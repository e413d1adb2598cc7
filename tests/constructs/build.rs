//! Writes the sources of this crate: the snapshots of generated files without the header that insta puts before each.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

const SNAPSHOTS: &str = "../codegen/tests/snapshots/constructs";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SNAPSHOTS}");
    let sources = PathBuf::from(env::var("OUT_DIR")?).join("src");
    if sources.exists() {
        fs::remove_dir_all(&sources)?;
    }
    write_sources(Path::new(SNAPSHOTS), &sources)?;

    // The root file is included, and an included file has no inner attributes.
    let root = fs::read_to_string(sources.join("lib.rs"))?;
    let docs: Vec<&str> = root.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    let is_item = |line: &&str| !["//", "#![", "#[cfg("].iter().any(|start| line.starts_with(start));
    let items: Vec<&str> = root.lines().filter(is_item).collect();
    fs::write(sources.join("lib.md"), docs.join("\n"))?;
    // Beside the services: a module that was generated in lenient mode.
    fs::write(sources.join("lib.rs"), items.join("\n") + "\npub mod lenient;\n")?;
    Ok(())
}

fn write_sources(snapshots: &Path, sources: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(sources)?;
    for entry in fs::read_dir(snapshots)? {
        let path = entry?.path();
        let name = path.file_stem().ok_or("a file has a name")?;
        if path.is_dir() {
            write_sources(&path, &sources.join(name))?;
        } else if path.extension().is_some_and(|extension| extension == "snap") {
            let snapshot = fs::read_to_string(&path)?;
            let (_, source) = snapshot.split_once("\n---\n").ok_or("a snapshot has a header")?;
            fs::write(sources.join(name).with_extension("rs"), source)?;
        }
    }
    Ok(())
}
