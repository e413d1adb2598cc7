//! The generator for a build script: a client as a module of the user's own crate.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use wireright_codegen::{
    ConfigSelector, Options, RenameRule, RenameRules, Selector, TypeRule,
    diagnostic::{Code, Format, render},
    generate,
};

use crate::{
    config::{parse_or_explain, warnings},
    load::{self, LoadError},
    report::DiagnosticCount,
};

/// Generates a client in a build script.
///
/// ```no_run
/// // build.rs
/// wireright::build("openapi.yaml").run();
/// ```
///
/// The module is included where it is wanted. Its name is that of the document; the crate needs the dependency
/// `wireright-runtime`:
///
/// ```ignore
/// // src/main.rs
/// mod openapi {
///     include!(concat!(env!("OUT_DIR"), "/openapi/mod.rs"));
/// }
/// ```
pub fn build(spec: impl Into<PathBuf>) -> Build {
    Build {
        spec: spec.into(),
        module: None,
        include: Vec::new(),
        exclude: Vec::new(),
        overlays: Vec::new(),
        types: Vec::new(),
        renames: RenameRules::default(),
        dependencies: None,
        unused_types: None,
        group_by_tag: false,
        deny_warnings: false,
        allowed_warnings: Vec::new(),
    }
}

/// A client to be generated, from [`build`].
#[derive(Clone, Debug)]
#[must_use = "`run` generates the client"]
pub struct Build {
    spec: PathBuf,
    module: Option<String>,
    include: Vec<BuildSelector>,
    exclude: Vec<BuildSelector>,
    overlays: Vec<PathBuf>,
    types: Vec<TypeRule>,
    renames: RenameRules,
    dependencies: Option<Vec<String>>,
    unused_types: Option<bool>,
    group_by_tag: bool,
    deny_warnings: bool,
    allowed_warnings: Vec<Code>,
}

impl Build {
    /// The name of the module. Default: that of the document without its ending, with `_` for other characters than
    /// letters and digits.
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Generates only these operations. May be repeated. The text of a selector is that of `wireright.toml`:
    /// `operation:ID`, `tag:NAME`, `path:PREFIX` or `deprecated`.
    ///
    /// ```no_run
    /// wireright::build("openapi.yaml").include("tag:Albums").include("path:/assets").exclude("deprecated").run();
    /// ```
    pub fn include(mut self, selector: impl Into<BuildSelector>) -> Self {
        self.include.push(selector.into());
        self
    }

    /// Omits these operations. May be repeated.
    pub fn exclude(mut self, selector: impl Into<BuildSelector>) -> Self {
        self.exclude.push(selector.into());
        self
    }

    /// Applies an OpenAPI Overlay to the document first, for example to rename types, fields and methods. May be
    /// repeated; overlays are applied in order.
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Adds a rule for generated types, such as [`TypeRule::derive`]. May be repeated.
    ///
    /// ```no_run
    /// use wireright::TypeRule;
    ///
    /// let derive = vec!["PartialOrd".into()];
    /// let ordered = TypeRule { schema: Some("Version".into()), derive, ..TypeRule::default() };
    /// wireright::build("openapi.yaml").types(ordered).run();
    /// ```
    pub fn types(mut self, rule: TypeRule) -> Self {
        self.types.push(rule);
        self
    }

    /// Names schemas after another word than their name in the document, by name or by pattern. May be repeated;
    /// [`RenameRules`] tells which rule holds.
    ///
    /// ```no_run
    /// wireright::build("openapi.yaml").rename_schema("io.k8s.api.*", "*").run();
    /// ```
    pub fn rename_schema(mut self, pattern: &str, name: &str) -> Self {
        self.renames.schemas.push(RenameRule::new(pattern, name));
        self
    }

    /// Names operations after another word than their id, by id or by pattern. May be repeated.
    pub fn rename_operation(mut self, pattern: &str, name: &str) -> Self {
        self.renames.operations.push(RenameRule::new(pattern, name));
        self
    }

    /// Whether to generate also the schemas under `components` that neither an operation nor a webhook nor a callback
    /// uses. Default: only for a document without operations.
    pub fn unused_types(mut self, are_generated: bool) -> Self {
        self.unused_types = Some(are_generated);
        self
    }

    /// Makes the operations of a tag methods of a struct for the tag: `client.pets().list()`.
    pub fn group_by_tag(mut self) -> Self {
        self.group_by_tag = true;
        self
    }

    /// Allows `x-rust-type` of the document to name types of this crate, which is a dependency of yours. May be
    /// repeated.
    pub fn dependency(mut self, crate_name: impl Into<String>) -> Self {
        self.dependencies.get_or_insert_default().push(crate_name.into());
        self
    }

    /// Fails if there is a warning.
    pub fn deny_warnings(mut self) -> Self {
        self.deny_warnings = true;
        self
    }

    /// Neither shows nor denies warnings with this code. May be repeated.
    pub fn allow_warning(mut self, code: Code) -> Self {
        self.allowed_warnings.push(code);
        self
    }

    /// Writes the module into `OUT_DIR`, and tells cargo which files it depends on. After an error it prints the
    /// diagnostics and ends the process.
    #[expect(clippy::print_stdout, clippy::print_stderr, reason = "cargo reads what a build script prints")]
    pub fn run(self) {
        let folder = env::var_os("OUT_DIR").map(PathBuf::from);
        let package = env::var("CARGO_PKG_NAME").unwrap_or_default();
        let written = match folder {
            Some(folder) => self.write(&folder, &package),
            None => Err("the environment variable `OUT_DIR` is missing: cargo sets it for a build script".to_owned()),
        };
        match written {
            Ok(written) => {
                for file in written.read {
                    println!("cargo::rerun-if-changed={}", file.display());
                }
                for line in written.warnings.lines() {
                    println!("cargo::warning={line}");
                }
            }
            Err(message) => {
                eprintln!("{message}");
                std::process::exit(1);
            }
        }
    }

    /// Writes the module into a folder.
    fn write(&self, folder: &Path, package: &str) -> Result<Written, String> {
        let problems = self.include.iter().chain(&self.exclude).filter_map(|one| one.0.as_ref().err());
        let problems: Vec<String> = problems.map(|problem| format!("error: {problem}")).collect();
        if !problems.is_empty() {
            return Err(problems.join("\n"));
        }
        let failed = |error: LoadError| format!("error: {}\nhelp: {}", error.message, error.help);
        let loaded = load::documents(std::slice::from_ref(&self.spec), None).map_err(failed)?;
        let root = loaded.root.clone();
        let read = loaded.files.keys().map(|file| root.join(file)).chain(self.overlays.iter().cloned()).collect();
        let overlays = self.overlays.iter().map(|path| load::file(path, &root).map_err(failed));
        let stem = || {
            let stem = self.spec.file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            stem.replace(|character: char| !character.is_ascii_alphanumeric(), "_")
        };
        let module = self.module.clone().unwrap_or_else(stem);
        let options = Options {
            package: package.to_owned(),
            module: Some(module.clone()),
            entries: loaded.entries.clone(),
            lenient: true,
            include: config_selectors(&self.include),
            exclude: config_selectors(&self.exclude),
            overlays: overlays.collect::<Result<_, _>>()?,
            types: self.types.clone(),
            renames: self.renames.clone(),
            dependencies: self.dependencies.clone(),
            unused_types: self.unused_types,
            group_by_tag: self.group_by_tag,
            ..Options::default()
        };
        let mut generation = generate(loaded.into_sources(), &options);
        warnings::remove(&mut generation, &self.allowed_warnings);
        let warnings = render(&generation.diagnostics, &generation.sources, Format::Human { color: false });
        let count = DiagnosticCount::of(&generation);
        if count.errors > 0 || self.deny_warnings && count.warnings > 0 {
            return Err(format!("{warnings}error: the client was not generated: {}", count.phrase()));
        }
        let folder = folder.join(module);
        let failed = |error: io::Error| format!("error: cannot write `{}`: {error}", folder.display());
        if folder.exists() {
            // What an earlier document had and this one has not.
            fs::remove_dir_all(&folder).map_err(failed)?;
        }
        for file in generation.files {
            let path = folder.join(file.path);
            fs::create_dir_all(path.parent().unwrap_or(&folder))
                .and_then(|()| fs::write(path, file.text))
                .map_err(failed)?;
        }
        Ok(Written { read, warnings })
    }
}

/// A selector of [`Build::include`] and [`Build::exclude`]: a [`Selector`] or its text. [`Build::run`] reports
/// an invalid text.
#[derive(Clone, Debug)]
pub struct BuildSelector(Result<Selector, String>);

impl From<Selector> for BuildSelector {
    fn from(selector: Selector) -> Self {
        Self(Ok(selector))
    }
}

impl From<&str> for BuildSelector {
    fn from(text: &str) -> Self {
        Self(parse_or_explain(text))
    }
}

impl From<String> for BuildSelector {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// The selectors for the generator.
fn config_selectors(selectors: &[BuildSelector]) -> Vec<ConfigSelector> {
    selectors.iter().filter_map(|one| one.0.clone().ok()).map(ConfigSelector::from).collect()
}

/// The result of a run.
#[derive(Debug)]
struct Written {
    /// The files that were read.
    read: Vec<PathBuf>,
    warnings: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_written_and_problems_are_returned() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("Pet-store.v1.yaml");
        let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n  /pets: { get: { operationId: \
                        listPets, responses: { '204': { description: Done. } } } }\n";
        fs::write(&spec, document).unwrap();
        let out = folder.path().join("out");
        let written = build(&spec).write(&out, "app").unwrap();
        assert!(written.read.iter().any(|file| file.ends_with("Pet-store.v1.yaml")), "{written:?}");
        assert!(out.join("pet_store_v1/mod.rs").is_file());
        fs::write(out.join("pet_store_v1/old.rs"), "").unwrap();
        build(&spec).module("pet_store_v1").write(&out, "app").unwrap();
        assert!(!out.join("pet_store_v1/old.rs").exists());
        fs::write(&spec, document.replace("3.0.3", "9.0.3")).unwrap();
        let error = build(&spec).write(&out, "app").unwrap_err();
        assert!(error.contains("Pet-store.v1.yaml:1:") && error.contains("was not generated: 1 error"), "{error}");
        assert!(build(folder.path().join("none.yaml")).write(&out, "app").unwrap_err().contains("help: "));
    }

    #[test]
    fn selectors_are_those_of_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("pets.yaml");
        let operation =
            |id: &str| format!("{{ get: {{ operationId: {id}, responses: {{ '204': {{ description: A }} }} }} }}");
        let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\nservers: [{ url: 'https://a.example' }]\n";
        let paths = ["cats", "dogs", "cows"].map(|name| format!("  /{name}: {}\n", operation(name))).concat();
        fs::write(&spec, format!("{document}paths:\n{paths}")).unwrap();
        let out = folder.path().join("out");
        let written = build(&spec)
            .include("path:/c".to_owned())
            .include(Selector::Operation("dogs".to_owned()))
            .exclude("operation:cows")
            .write(&out, "app");
        assert_eq!(written.unwrap().warnings, "");
        let exists = |name: &str| out.join(format!("pets/pets/{name}.rs")).is_file();
        assert_eq!(["cats", "dogs", "cows"].map(exists), [true, true, false]);
        let error = build(&spec).include("Cats").exclude("path:cats").write(&out, "app").unwrap_err();
        assert_eq!(
            error,
            "error: invalid selector `Cats`: expected operation:ID, tag:NAME, path:PREFIX or deprecated\n\
             error: invalid selector `path:cats`: a path begins with `/`: path:/users"
        );
    }

    #[test]
    fn an_allowed_warning_is_neither_shown_nor_denied() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("pets.yaml");
        let document = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\nservers: [{ url: 'https://a.example' }]\n\
                        paths: {}\nwebhooks: { a: { post: { responses: { '204': { description: Done. } } } } }\n";
        fs::write(&spec, document).unwrap();
        let out = folder.path().join("out");
        let error = build(&spec).deny_warnings().write(&out, "app").unwrap_err();
        assert!(error.contains("warning[W0106]"), "{error}");
        let build = build(&spec).deny_warnings().allow_warning(Code::UnsupportedKeywordIgnored);
        assert_eq!(build.write(&out, "app").unwrap().warnings, "");
    }

    #[test]
    fn overlays_are_applied_and_watched() {
        let folder = tempfile::tempdir().unwrap();
        let (spec, overlay) = (folder.path().join("pets.yaml"), folder.path().join("names.yaml"));
        let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n  /pets: { get: { operationId: \
                        listPets, responses: { '204': { description: Done. } } } }\n";
        fs::write(&spec, document).unwrap();
        let actions = "actions: [{ target: \"$.paths['/pets'].get\", update: { x-rust-name: all } }]";
        fs::write(&overlay, format!("overlay: 1.0.0\ninfo: {{ title: Names, version: '1' }}\n{actions}\n")).unwrap();
        let out = folder.path().join("out");
        let written = build(&spec).overlay(&overlay).write(&out, "app").unwrap();
        assert!(written.read.contains(&overlay) && written.warnings.is_empty(), "{written:?}");
        assert!(out.join("pets/pets/all.rs").is_file());
        let error = build(&spec).overlay(folder.path().join("none.yaml")).write(&out, "app").unwrap_err();
        assert!(error.contains("none.yaml`: not found"), "{error}");
    }
}
