//! Runner: from a document to its record. Generates, compiles and counts.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wireright_codegen::{GeneratedFile, Generation, Options, generate};

use super::CorpusArguments;
use super::{
    cache,
    calls::{self, Calls, Target},
    compiler::{CompileResult, Compiler},
    document_stats,
    documents::Document,
    examples::{self, Examples, Program},
    generator::{Generator, Job},
    record::Record,
};
use wireright::{
    crate_files::{self, CrateInfo, Metadata, RuntimeDependency, package_name::sanitize},
    generator_options,
    load::LoadedDocuments,
    phrases::io_reason,
    terminal::Terminal,
};

/// Everything that a run needs, with its output folder.
pub(super) struct Runner {
    out: PathBuf,
    runtime: PathBuf,
    generator: Generator,
    compiler: Compiler,
    /// The cargo commands to run: `check`, `clippy` and `doc`.
    commands: Vec<&'static str>,
    /// Whether to run the example round trips.
    tries_examples: bool,
    /// Whether to call the operations.
    calls_operations: bool,
    /// Hash of everything that all results depend on.
    environment: String,
    dependencies: Dependencies,
}

/// Build state of the dependencies that all clients share.
#[derive(Debug, PartialEq, Eq)]
enum Dependencies {
    NotBuilt,
    Built,
    /// The build failed, so no client can compile.
    Failed(String),
}

impl Runner {
    pub(super) fn open(root: &Path, out: &Path, arguments: &CorpusArguments) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot write `{}`: {}", out.display(), io_reason(&error));
        fs::create_dir_all(out.join("logs")).map_err(failed)?;
        let out = fs::canonicalize(out).map_err(failed)?;
        let generator = Generator::copy_to(&out)?;
        let (runtime, lock) = (root.join("runtime"), root.join("Cargo.lock"));
        let mut commands = Vec::new();
        commands.extend(arguments.checks().then_some("check"));
        commands.extend(arguments.clippy.then_some("clippy"));
        commands.extend(arguments.doc.then_some("doc"));
        let inputs = match commands.as_slice() {
            [] => String::new(),
            _ => {
                let crates = [runtime.clone(), root.join("huaweicloud")];
                let files = crates.iter().flat_map(|folder| [folder.join("src"), folder.join("Cargo.toml")]);
                cache::hash_files(&files.chain([lock.clone()]).collect::<Vec<_>>())
            }
        };
        let (tries_examples, calls_operations) = (arguments.tries_examples(), arguments.calls());
        let server = if calls_operations { calls::prism_version()? } else { String::new() };
        let selection = format!("{} {tries_examples} {server}", commands.join(" "));
        let environment = cache::hash([&generator.hash, &inputs, &selection].map(String::as_bytes));
        let compiler = Compiler { target: out.join("target"), lock, features: String::new() };
        Ok(Self {
            out,
            runtime,
            generator,
            compiler,
            commands,
            tries_examples,
            calls_operations,
            environment,
            dependencies: Dependencies::NotBuilt,
        })
    }

    /// Hash of everything that the result of a document depends on.
    pub(super) fn key(&self, loaded: &LoadedDocuments) -> String {
        let files = loaded.files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_slice()]);
        cache::hash(std::iter::once(self.environment.as_bytes()).chain(files))
    }

    /// Why no client can compile. `None` if clients can.
    pub(super) fn build_error(&self) -> Option<&str> {
        match &self.dependencies {
            Dependencies::Failed(problem) => Some(problem),
            Dependencies::NotBuilt | Dependencies::Built => None,
        }
    }

    /// Generates a client, compiles it, and counts.
    pub(super) fn measure(
        &mut self,
        document: &Document,
        loaded: &LoadedDocuments,
        terminal: &mut Terminal,
    ) -> Result<Record, String> {
        let stats = document_stats::count(loaded);
        let mut record = Record {
            bytes: loaded.files.values().map(Vec::len).sum(),
            operations: stats.operations,
            schemas: stats.schemas,
            ..Record::new(&document.name)
        };
        let name = package_name(&document.name);
        let (out, log) = (self.out.join("crates").join(&name), self.out.join("logs").join(format!("{name}.txt")));
        let job = Job { package: &name, out: &out, runtime: &self.runtime, log: &log };
        match self.generator.run(document, &job) {
            Ok(summary) if summary.package.is_none() && summary.errors.is_empty() => {
                // The document has no error, but nothing was written.
                let output = fs::read_to_string(&log).unwrap_or_default();
                let problem = output.lines().rev().find_map(|line| line.strip_prefix("error: "));
                record.failure = Some(problem.unwrap_or("nothing was written").to_owned());
                record.summary = Some(summary);
            }
            Ok(summary) => record.summary = Some(summary),
            Err(failure) => record.failure = Some(failure),
        }
        if record.is_generated() && self.build_dependencies(terminal)? {
            record.check = self.compile("check", &out)?;
            record.clippy = self.compile("clippy", &out)?;
            record.doc = self.compile("doc", &out)?;
            let compiles = record.check.as_ref().is_some_and(|check| check.passed);
            if self.tries_examples && compiles {
                record.examples = Some(self.try_examples(&name, loaded)?);
            }
            if self.calls_operations && compiles {
                record.calls = Some(self.call(&name, loaded));
            }
        }
        Ok(record)
    }

    /// The examples, the calls and the features of a client.
    fn describe(package: &str, loaded: &LoadedDocuments) -> (Generation, Vec<String>) {
        let options = Options {
            package: package.to_owned(),
            entries: loaded.entries.clone(),
            examples: true,
            calls: true,
            ..generator_options::for_crate()
        };
        let generation = generate(loaded.sources(), &options);
        let features = generation.model.as_ref().map(crate_files::service_features).unwrap_or_default();
        (generation, features)
    }

    fn log(&self, package: &str, ending: &str) -> PathBuf {
        self.out.join("logs").join(format!("{package}.{ending}.txt"))
    }

    /// Deserializes and serializes each example with its generated type.
    fn try_examples(&self, package: &str, loaded: &LoadedDocuments) -> Result<Examples, String> {
        let (generation, features) = Self::describe(package, loaded);
        let program = Program {
            package,
            client: &self.out.join("crates").join(package),
            features: &features,
            folder: self.out.join("examples").join(package),
            log: self.log(package, "program"),
        };
        let (examples, invalid) = examples::run(loaded, &generation.examples, &program, &self.compiler);
        let lines: String = invalid.iter().map(|reason| format!("{reason}\n")).collect();
        let path = self.log(package, "examples");
        fs::write(&path, lines).map_err(|error| format!("cannot write `{}`: {}", path.display(), io_reason(&error)))?;
        Ok(examples)
    }

    /// Calls every operation.
    fn call(&self, package: &str, loaded: &LoadedDocuments) -> Calls {
        let (generation, features) = Self::describe(package, loaded);
        let program = calls::Program {
            package,
            client: &self.out.join("crates").join(package),
            features: &features,
            folder: self.out.join("calls").join(package),
            log: self.log(package, "calls"),
        };
        let target = Target::Prism { log: &self.log(package, "server") };
        calls::run(loaded, &generation.calls, &program, &target, &self.compiler)
    }

    fn compile(&self, command: &'static str, package: &Path) -> Result<Option<CompileResult>, String> {
        if !self.commands.contains(&command) {
            return Ok(None);
        }
        let name = package.file_name().unwrap_or_default().to_string_lossy();
        let log = self.out.join("logs").join(format!("{name}.{command}.txt"));
        self.compiler.run(command, package, &log).map(Some)
    }

    /// Compiles the shared dependencies once, so that no client's time includes them. Returns whether they compile.
    fn build_dependencies(&mut self, terminal: &mut Terminal) -> Result<bool, String> {
        if self.dependencies == Dependencies::NotBuilt && !self.commands.is_empty() {
            terminal.progress("compiling the shared dependencies");
            self.dependencies = Dependencies::Built;
            let package = self.empty_client()?;
            for command in self.commands.clone() {
                let Some(compiled) = self.compile(command, &package)? else { continue };
                if !compiled.passed {
                    let first = compiled.first.unwrap_or_default();
                    self.dependencies = Dependencies::Failed(format!("the runtime does not compile: {first}"));
                    break;
                }
            }
        }
        Ok(self.build_error().is_none())
    }

    /// Writes a client without services.
    fn empty_client(&self) -> Result<PathBuf, String> {
        let folder = self.out.join("empty");
        let runtime = RuntimeDependency::Path(self.runtime.clone());
        let metadata = Metadata::default();
        let info = CrateInfo::new("empty", "nothing", &runtime, &metadata);
        let sources = [GeneratedFile { path: "src/lib.rs".to_owned(), text: "//! Nothing.\n".to_owned() }];
        for file in crate_files::files(info, None).iter().chain(&sources) {
            let path = folder.join(&file.path);
            let parent = path.parent().unwrap_or(&folder);
            fs::create_dir_all(parent)
                .and_then(|()| fs::write(&path, &file.text))
                .map_err(|error| format!("cannot write `{}`: {}", path.display(), io_reason(&error)))?;
        }
        Ok(folder)
    }
}

/// The package name for a document: `tree/src/openapi.yaml` gives `tree-src-openapi`.
fn package_name(document: &str) -> String {
    sanitize(document.rsplit_once('.').map_or(document, |(stem, _)| stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_document_becomes_a_package_name() {
        assert_eq!(package_name("tree/src/openapi.yaml"), "tree-src-openapi");
        assert_eq!(package_name("box.json"), "box-client");
        assert_eq!(package_name("adyen-checkout-v71.json"), "adyen-checkout-v71");
    }
}
