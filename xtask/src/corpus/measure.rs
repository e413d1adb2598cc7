//! From a description to a record: generate, compile, count.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wireright_codegen::{GeneratedFile, Generation};

use super::CorpusArguments;
use super::{
    cache,
    call::{self, Calls, Target},
    check::Compiler,
    contents,
    documents::Document,
    examples::{self, Examples, Program},
    generator::{Generator, Job},
    record::{Compiled, Record},
};
use wireright::{
    crate_files::{self, CrateInfo, package_name::sanitize},
    generator::{self, CrateRequest},
    load::LoadedDocuments,
    terminal::Terminal,
    wording::io_reason,
};

/// Everything that measuring needs, in one folder.
pub(super) struct Workshop {
    out: PathBuf,
    runtime: PathBuf,
    generator: Generator,
    compiler: Compiler,
    /// `check`, and `clippy` and `doc` where they are wanted.
    commands: Vec<&'static str>,
    /// Whether the examples are tried.
    tries_examples: bool,
    /// Whether the operations are called.
    calls: bool,
    /// What all results depend on.
    environment: String,
    warm: Warm,
}

/// Whether what every client depends on has been compiled.
#[derive(Debug, PartialEq, Eq)]
enum Warm {
    NotYet,
    Ready,
    /// It does not compile, so that no client can.
    Broken(String),
}

impl Workshop {
    pub(super) fn open(root: &Path, out: &Path, arguments: &CorpusArguments) -> Result<Self, String> {
        let cannot = |error: std::io::Error| format!("`{}` cannot be written: {}", out.display(), io_reason(&error));
        fs::create_dir_all(out.join("logs")).map_err(cannot)?;
        let out = fs::canonicalize(out).map_err(cannot)?;
        let generator = Generator::copied_to(&out)?;
        let (runtime, lock) = (root.join("runtime"), root.join("Cargo.lock"));
        let mut commands = Vec::new();
        commands.extend(arguments.checks().then_some("check"));
        commands.extend(arguments.clippy.then_some("clippy"));
        commands.extend(arguments.doc.then_some("doc"));
        let depended_on = match commands.as_slice() {
            [] => String::new(),
            _ => cache::hash_of_files(&[runtime.join("src"), runtime.join("Cargo.toml"), lock.clone()]),
        };
        let (tries_examples, calls) = (arguments.tries_examples(), arguments.calls());
        let server = if calls { call::version()? } else { String::new() };
        let wanted = format!("{} {tries_examples} {server}", commands.join(" "));
        let environment = cache::hash([&generator.hash, &depended_on, &wanted].map(String::as_bytes));
        let compiler = Compiler { target: out.join("target"), lock };
        Ok(Self { out, runtime, generator, compiler, commands, tries_examples, calls, environment, warm: Warm::NotYet })
    }

    /// What the result for a description depends on.
    pub(super) fn key(&self, description: &LoadedDocuments) -> String {
        let files = description.files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_slice()]);
        cache::hash(std::iter::once(self.environment.as_bytes()).chain(files))
    }

    /// Why no client can be compiled, where that is so.
    pub(super) fn obstacle(&self) -> Option<&str> {
        match &self.warm {
            Warm::Broken(problem) => Some(problem),
            Warm::NotYet | Warm::Ready => None,
        }
    }

    /// Generates a client, compiles it, and counts.
    pub(super) fn measure(
        &mut self,
        document: &Document,
        description: &LoadedDocuments,
        terminal: &mut Terminal,
    ) -> Result<Record, String> {
        let contents = contents::of(description);
        let mut record = Record {
            bytes: description.files.values().map(Vec::len).sum(),
            operations: contents.operations,
            schemas: contents.schemas,
            ..Record::new(&document.name)
        };
        let name = package_name(&document.name);
        let (out, log) = (self.out.join("crates").join(&name), self.out.join("logs").join(format!("{name}.txt")));
        let job = Job { package: &name, out: &out, runtime: &self.runtime, log: &log };
        match self.generator.run(document, &job) {
            Ok(summary) if summary.package.is_none() && summary.errors.is_empty() => {
                // Nothing is wrong with the description, and yet nothing was written.
                let said = fs::read_to_string(&log).unwrap_or_default();
                let problem = said.lines().rev().find_map(|line| line.strip_prefix("error: "));
                record.died = Some(problem.unwrap_or("nothing was written").to_owned());
                record.summary = Some(summary);
            }
            Ok(summary) => record.summary = Some(summary),
            Err(died) => record.died = Some(died),
        }
        if record.is_generated() && self.is_warm(terminal)? {
            record.check = self.compile("check", &out)?;
            record.clippy = self.compile("clippy", &out)?;
            record.doc = self.compile("doc", &out)?;
            let compiles = record.check.as_ref().is_some_and(|check| check.passed);
            if self.tries_examples && compiles {
                record.examples = Some(self.try_examples(&name, description)?);
            }
            if self.calls && compiles {
                record.calls = Some(self.call(&name, description));
            }
        }
        Ok(record)
    }

    /// What the generator tells of a client besides its files.
    fn described(package: &str, description: &LoadedDocuments) -> (Generation, Vec<String>) {
        let request = CrateRequest {
            package: package.to_owned(),
            entries: description.entries.clone(),
            examples: true,
            calls: true,
            ..CrateRequest::default()
        };
        let generation = generator::generate_crate(request, description.sources());
        let features = generation.model.as_ref().map(crate_files::features).unwrap_or_default();
        (generation, features)
    }

    fn log(&self, package: &str, ending: &str) -> PathBuf {
        self.out.join("logs").join(format!("{package}.{ending}.txt"))
    }

    /// Reads the examples into their types and writes them again.
    fn try_examples(&self, package: &str, description: &LoadedDocuments) -> Result<Examples, String> {
        let (generation, features) = Self::described(package, description);
        let program = Program {
            package,
            client: &self.out.join("crates").join(package),
            features: &features,
            folder: self.out.join("examples").join(package),
            log: self.log(package, "program"),
        };
        let (examples, objections) = examples::run(description, &generation.examples, &program, &self.compiler);
        let lines: String = objections.iter().map(|objection| format!("{objection}\n")).collect();
        let place = self.log(package, "examples");
        fs::write(&place, lines)
            .map_err(|error| format!("`{}` cannot be written: {}", place.display(), io_reason(&error)))?;
        Ok(examples)
    }

    /// Calls every operation.
    fn call(&self, package: &str, description: &LoadedDocuments) -> Calls {
        let (generation, features) = Self::described(package, description);
        let program = call::Program {
            package,
            client: &self.out.join("crates").join(package),
            features: &features,
            folder: self.out.join("calls").join(package),
            log: self.log(package, "calls"),
        };
        let target = Target::Prism { log: &self.log(package, "server") };
        call::run(description, &generation.calls, &program, &target, &self.compiler)
    }

    fn compile(&self, command: &'static str, package: &Path) -> Result<Option<Compiled>, String> {
        if !self.commands.contains(&command) {
            return Ok(None);
        }
        let name = package.file_name().unwrap_or_default().to_string_lossy();
        let log = self.out.join("logs").join(format!("{name}.{command}.txt"));
        self.compiler.run(command, package, &log).map(Some)
    }

    /// Compiles what every client depends on, so that its time counts for none of them; whether that works.
    fn is_warm(&mut self, terminal: &mut Terminal) -> Result<bool, String> {
        if self.warm == Warm::NotYet && !self.commands.is_empty() {
            terminal.progress("compiling what every client depends on");
            self.warm = Warm::Ready;
            let package = self.empty_client()?;
            for command in self.commands.clone() {
                let Some(compiled) = self.compile(command, &package)? else { continue };
                if !compiled.passed {
                    let first = compiled.first.unwrap_or_default();
                    self.warm = Warm::Broken(format!("nothing can be compiled, as the runtime cannot: {first}"));
                    break;
                }
            }
        }
        Ok(self.obstacle().is_none())
    }

    /// Writes a client without any service.
    fn empty_client(&self) -> Result<PathBuf, String> {
        let folder = self.out.join("empty");
        let info = CrateInfo { package: "empty", spec: "nothing", runtime: &self.runtime };
        let sources = [GeneratedFile { path: "src/lib.rs".to_owned(), text: "//! Nothing.\n".to_owned() }];
        for file in crate_files::files(info, None, &sources).iter().chain(&sources) {
            let place = folder.join(&file.path);
            let parent = place.parent().unwrap_or(&folder);
            fs::create_dir_all(parent)
                .and_then(|()| fs::write(&place, &file.text))
                .map_err(|error| format!("`{}` cannot be written: {}", place.display(), io_reason(&error)))?;
        }
        Ok(folder)
    }
}

/// The name of the crate for a description: `tree/src/openapi.yaml` gives `tree-src-openapi`.
fn package_name(document: &str) -> String {
    sanitize(document.rsplit_once('.').map_or(document, |(stem, _)| stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_names_its_crate() {
        assert_eq!(package_name("tree/src/openapi.yaml"), "tree-src-openapi");
        assert_eq!(package_name("box.json"), "box-client");
        assert_eq!(package_name("adyen-checkout-v71.json"), "adyen-checkout-v71");
    }
}
