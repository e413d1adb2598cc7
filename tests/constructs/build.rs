//! Writes the sources of this crate: the snapshots of generated files without the header that insta puts before each.
//! Writes the sources of the test of random schemas: a module with their types, and a function for each. Writes a check
//! of each trait that the list of the public API names.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use codegen_tests::{
    documents,
    judge::{self, SEED, Version, count},
};
use wireright_codegen::{ConfigText, Options, SourceFile, TypeRule, api, api::ApiItemKind, generate};

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
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("listed_traits.rs"), listed_traits()?)?;
    let folder = PathBuf::from(env::var("OUT_DIR")?).join("compositions");
    write_json_schemas(&PathBuf::from(env::var("OUT_DIR")?))?;
    write_compositions(Version::V3_0, "openapi_3_0", &folder)?;
    write_compositions(Version::V3_1, "openapi_3_1", &folder)
}

/// A module whose types have the rules for `schemars` of the documentation.
fn write_json_schemas(folder: &Path) -> Result<(), Box<dyn Error>> {
    const DOCUMENT: &str = "tests/wire/json_schemas.yaml";
    const GUIDE: &str = "../../docs/wireright-toml.md";
    for path in [DOCUMENT, GUIDE] {
        println!("cargo::rerun-if-changed={path}");
    }
    let guide = fs::read_to_string(GUIDE)?;
    let example = guide.split("## JSON Schema of the types").nth(1).and_then(|rest| rest.split("```").nth(1));
    let example: toml::Table = example.and_then(|block| block.strip_prefix("toml\n")).unwrap_or_default().parse()?;
    let rules = example.get("client").and_then(|client| client.get("types")).and_then(|types| types.as_array());
    let rule = |rule: &toml::Value| {
        let text = |key: &str| Some(ConfigText::from(rule.get(key)?.as_str()?));
        let strings = |key: &str| {
            let items = rule.get(key).and_then(|items| items.as_array()).into_iter().flatten();
            items.filter_map(|item| item.as_str().map(ConfigText::from)).collect()
        };
        let (kind, field) = (text("kind"), text("field"));
        TypeRule { kind, field, derive: strings("derive"), attributes: strings("attributes"), ..TypeRule::default() }
    };
    let source = SourceFile { path: DOCUMENT.to_owned(), bytes: fs::read(DOCUMENT)? };
    let types = rules.into_iter().flatten().map(rule).collect();
    let options =
        Options { module: Some("json_schemas::generated".to_owned()), lenient: true, types, ..Options::default() };
    let generation = generate(vec![source], &options);
    if generation.files.is_empty() {
        return Err(format!("{:?}", generation.diagnostics).into());
    }
    for file in generation.files {
        let path = folder.join("json_schemas").join(file.path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, file.text)?;
    }
    Ok(())
}

/// A function for each type of the valid constructs, which compiles if the type has the traits that the API lists.
fn listed_traits() -> Result<String, Box<dyn Error>> {
    let options = Options { package: "constructs".to_owned(), unused_types: Some(true), ..Options::default() };
    let generation = generate(documents::folder("tests/documents/constructs"), &options);
    let model = generation.model.as_ref().ok_or("a client is generated")?;
    let mut types: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in api(model).into_iter().filter(|item| item.kind == ApiItemKind::Trait) {
        let bound = match item.signature.as_str() {
            "Deserialize" => "serde::de::DeserializeOwned".to_owned(),
            other => other.replace("&str", "&'static str"),
        };
        types.entry(item.path).or_default().push(bound);
    }
    let mut code = String::new();
    for (index, (path, bounds)) in types.into_iter().enumerate() {
        writeln!(code, "fn has_traits_{index}<T: {}>() {{}}", bounds.join(" + "))?;
        writeln!(code, "const _: fn() = has_traits_{index}::<{path}>;")?;
    }
    Ok(code)
}

/// The types of the random schemas, and which of these schemas have diagnostics.
fn write_compositions(version: Version, module: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let cases = judge::compositions(version, SEED, count(version), |_, _| Vec::new());
    let options = Options { module: Some(format!("compositions::{module}::generated")), ..judge::options() };
    let generation = generate(judge::sources(version, &cases), &options);
    let model = generation.model.as_ref().ok_or("types are generated")?;
    for file in &generation.files {
        let path = folder.join(module).join(&file.path);
        fs::create_dir_all(path.parent().ok_or("a file has a folder")?)?;
        fs::write(path, &file.text)?;
    }
    let reported: Vec<bool> = cases.iter().map(|case| !judge::diagnostics_of(&generation, case).is_empty()).collect();
    let functions = judge::functions(model, &cases, &format!("crate::compositions::{module}::generated"));
    fs::write(
        folder.join(module).join("types.rs"),
        format!("{functions}\npub const REPORTED: [bool; {}] = {reported:?};\n", cases.len()),
    )?;
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
