//! Round trips end to end: which examples are found, which are valid, and which are unchanged.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wireright_codegen::{GeneratedFile, Generation, Options, generate};

use super::{super::compiler, *};
use wireright::{
    crate_files::{self, CrateInfo, Metadata, RuntimeDependency},
    generator_options,
};

const PETS: &str = include_str!("document.yaml");

fn description(text: &str) -> LoadedDocuments {
    LoadedDocuments {
        entries: vec!["a.yaml".to_owned()],
        files: [("a.yaml".to_owned(), text.as_bytes().to_vec())].into(),
        root: PathBuf::new(),
    }
}

fn generated(loaded: &LoadedDocuments) -> Generation {
    let options = Options { package: "pets".to_owned(), examples: true, ..generator_options::for_crate() };
    generate(loaded.sources(), &options)
}

/// The pointer and the type of each example, and whether it is invalid.
fn validated(text: &str) -> Vec<(String, String, bool)> {
    let loaded = description(text);
    let documents = documents::effective(&loaded);
    let mut validator = SchemaValidator::new(documents.into());
    let validated = generated(&loaded).examples.into_iter().map(|example| {
        let is_invalid = validator.check_example(&example).is_some();
        (example.pointer.to_string(), example.rust_type.replace("pets::types::", "types::"), is_invalid)
    });
    validated.collect()
}

#[test]
fn examples_are_found_with_their_type_and_validated() {
    let found = validated(PETS);
    let found: Vec<_> = found.iter().map(|(at, ty, is_invalid)| (at.as_str(), ty.as_str(), *is_invalid)).collect();
    let pet = "/components/schemas/Pet";
    let property = |name: &str| format!("{pet}/properties/{name}/example");
    let post = "/paths/~1pets~1{petId}/post";
    let body = format!("{post}/requestBody/content/application~1json/example");
    let response = format!("{post}/responses/200/content/application~1json/examples");
    assert_eq!(
        found,
        [
            ("/components/examples/Kitty/value", "types::Pet", true),
            ("/components/schemas/Kind/example", "types::Kind", false),
            (&format!("{pet}/example"), "types::Pet", false),
            (&property("id"), "i64", false),
            (&property("length"), "f32", false),
            (&property("name"), "String", true),
            (&property("nickname"), "Option<String>", false),
            (&property("owner"), "types::pet::Owner", false),
            (&property("price"), "pets::runtime::Number", false),
            (&property("weight"), "f64", true),
            (&format!("{post}/parameters/0/example"), "i32", false),
            (&format!("{post}/parameters/1/example"), "i32", true),
            (&format!("{body}/born"), "pets::runtime::Date", true),
            (&format!("{body}/name"), "String", false),
            (&format!("{response}/nameless/value"), "types::Pet", true),
            (&format!("{response}/tom/value"), "types::Pet", false),
        ]
        .map(|(at, ty, is_invalid): (&str, &str, bool)| (at, ty, is_invalid))
    );
}

#[test]
fn openapi_3_1_examples_and_null_types_are_supported() {
    let text = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example.com' }]
paths: {}
components:
  schemas:
    Either: { type: [string, integer], minimum: 1, examples: [a, 2, 0, true] }
    Maybe: { type: [string, 'null'], examples: [null, 5] }
    State: { type: [string, 'null'], enum: [open, null], examples: [open, null] }
    Code: { type: string, contentEncoding: base64, examples: [YQ==, 'a b'] }
";
    let found = validated(text);
    let found: Vec<_> = found
        .iter()
        .map(|(at, ty, is_invalid)| (at.trim_start_matches("/components/schemas/"), ty.as_str(), *is_invalid))
        .collect();
    assert_eq!(
        found,
        [
            ("Code/examples/0", "pets::runtime::Base64", false),
            ("Code/examples/1", "pets::runtime::Base64", true),
            ("Either/examples/0", "types::Either", false),
            ("Either/examples/1", "types::Either", false),
            ("Either/examples/2", "types::Either", true),
            ("Either/examples/3", "types::Either", true),
            ("Maybe/examples/0", "Option<String>", false),
            ("Maybe/examples/1", "Option<String>", true),
            ("State/examples/0", "Option<types::State>", false),
            ("State/examples/1", "Option<types::State>", false),
        ]
    );
}

/// A temporary folder for crates, and a compiler that shares the compiled dependencies of the workspace.
struct TestProject {
    folder: tempfile::TempDir,
    compiler: Compiler,
    runtime: PathBuf,
}

impl TestProject {
    fn new() -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self { folder, compiler: compiler::workspace_compiler(), runtime: workspace.join("runtime") }
    }

    /// Tries the examples with a client of these files.
    fn try_examples(&self, loaded: &LoadedDocuments, generation: &Generation, files: &[GeneratedFile]) -> Examples {
        let client = self.folder.path().join("client");
        let runtime = RuntimeDependency::Path(self.runtime.clone());
        let metadata = Metadata::default();
        let info = CrateInfo::new("pets", "a.yaml", &runtime, &metadata);
        for file in crate_files::files(info, generation.model.as_ref()).iter().chain(files) {
            let place = client.join(&file.path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, &file.text).unwrap();
        }
        let program = Program {
            package: "pets",
            client: &client,
            features: &[],
            folder: self.folder.path().join("examples"),
            log: self.folder.path().join("log.txt"),
        };
        run(loaded, &generation.examples, &program, &self.compiler).0
    }
}

#[test]
fn valid_examples_are_unchanged_and_a_wrong_type_is_reported() {
    let (project, loaded) = (TestProject::new(), description(PETS));
    let generation = generated(&loaded);
    let tried = project.try_examples(&loaded, &generation, &generation.files);
    assert_eq!((tried.problem.clone(), tried.failures.as_slice()), (None, [].as_slice()));
    assert_eq!((tried.found, tried.valid, tried.unchanged, tried.is_clean()), (16, 10, 10, true));

    let mut files = generation.files.clone();
    let pet = files.iter_mut().find(|file| file.path == "src/types/pet.rs").unwrap();
    let broken = pet.text.replace("nickname: nullable ", "nickname: nullable read_only ");
    assert_ne!(broken, pet.text);
    pet.text = broken;
    let tried = project.try_examples(&loaded, &generation, &files);
    let reported: Vec<_> =
        tried.failures.iter().map(|failure| (failure.at.as_str(), failure.reason.as_str())).collect();
    assert_eq!(tried.problem, None);
    assert_eq!(reported, [("a.yaml#/components/schemas/Pet/example", "/nickname is missing")]);
    assert_eq!((tried.valid, tried.unchanged, tried.is_clean()), (10, 9, false));
}

#[test]
fn a_client_that_does_not_compile_is_reported() {
    let (project, loaded) = (TestProject::new(), description(PETS));
    let generation = generated(&loaded);
    let nothing = GeneratedFile { path: "src/lib.rs".to_owned(), text: "//! Nothing.\n".to_owned() };
    let tried = project.try_examples(&loaded, &generation, &[nothing]);
    assert!(tried.problem.as_ref().is_some_and(|problem| problem.contains("program failed: error")), "{tried:?}");
    assert_eq!((tried.unchanged, tried.is_clean()), (0, false));
}

/// The schemas are those of the converted document.
#[test]
fn examples_of_swagger_are_validated() {
    let document = "
swagger: '2.0'
info: { title: Pets, version: '1' }
host: example.com
paths:
  /pets:
    get:
      produces: [application/json]
      responses:
        '200':
          description: A pet.
          schema: { $ref: '#/definitions/Pet' }
          examples: { application/json: { age: 7 } }
definitions:
  Pet: { type: object, properties: { age: { type: integer } }, example: { age: seven } }
";
    let found = validated(document);
    let found: Vec<_> = found.iter().map(|(at, ty, is_invalid)| (at.as_str(), ty.as_str(), *is_invalid)).collect();
    let response = "/paths/~1pets/get/responses/200/content/application~1json/example";
    let expected = [("/components/schemas/Pet/example", "types::Pet", true), (response, "types::Pet", false)];
    assert_eq!(found, expected);
}

#[test]
fn examples_after_a_crash_are_reported() {
    let loaded = description(PETS);
    let documents = documents::effective(&loaded);
    let generation = generated(&loaded);
    let examples: Vec<&Example> = generation.examples.iter().filter(|example| example.rust_type == "i32").collect();
    let results = vec![Ok(examples[0].json.clone())];
    let failures = failures(&documents, &examples, results);
    let reported: Vec<_> = failures.iter().map(|failure| (failure.at.as_str(), failure.reason.as_str())).collect();
    let second = "a.yaml#/paths/~1pets~1{petId}/post/parameters/1/example";
    assert_eq!(reported, [(second, "the program ended before or during this example")]);
}

#[test]
fn examples_are_only_returned_on_request() {
    let options = Options { package: "pets".to_owned(), ..generator_options::for_crate() };
    assert_eq!(generate(description(PETS).sources(), &options).examples, []);
}
