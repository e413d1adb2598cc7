//! The command end to end, in a temporary folder.

use std::fs;

use super::*;

const VALID: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1', x-module: pets }
servers: [{ url: 'https://pets.example.com' }]
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: Done. } }
";

fn of(specs: Vec<PathBuf>, format: LintFormat) -> LintArguments {
    LintArguments {
        specs,
        config: None,
        overlay: Vec::new(),
        root: None,
        format,
        deny_warnings: true,
        allow_warning: Vec::new(),
    }
}

fn lint(text: &str, format: LintFormat) -> (Outcome, String, String) {
    let root = tempfile::tempdir().unwrap();
    let specs = root.path().join("specs");
    fs::create_dir(&specs).unwrap();
    fs::write(specs.join("pets.yaml"), text).unwrap();
    let (mut terminal, results, problems) = Terminal::captured();
    let arguments =
        LintArguments { root: Some(root.path().to_path_buf()), deny_warnings: false, ..of(vec![specs], format) };
    let outcome = run(root.path(), &arguments, &mut terminal);
    (outcome, results.text(), problems.text())
}

#[test]
fn a_valid_document_has_no_problems() {
    let expected = (Outcome::Success, "no problems in 1 document\n".to_owned(), String::new());
    assert_eq!(lint(VALID, LintFormat::Human), expected);
    assert_eq!(lint(VALID, LintFormat::Json), (Outcome::Success, String::new(), String::new()));
}

#[test]
fn documents_of_a_folder_may_have_the_same_title() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("v1.yaml"), VALID).unwrap();
    fs::write(root.path().join("v2.yaml"), VALID.replace("version: '1'", "version: '2'")).unwrap();
    let (mut terminal, results, _) = Terminal::captured();
    let arguments = of(vec![root.path().to_path_buf()], LintFormat::Human);
    assert_eq!(run(root.path(), &arguments, &mut terminal), Outcome::Success, "{}", results.text());
    assert_eq!(results.text(), "no problems in 2 documents\n");
}

#[test]
fn a_valid_keyword_without_effect_on_a_client_is_a_warning() {
    let links = "links: { next: { operationId: listPets } }";
    let text = VALID.replace("description: Done.", &format!("description: Done., {links}"));
    let (outcome, results, _) = lint(&text, LintFormat::Human);
    assert_eq!(outcome, Outcome::Success, "{results}");
    assert!(results.starts_with("warning[W0106]: unsupported keyword `links`"), "{results}");
    let (outcome, results, _) = lint(&text.replace("operationId: listPets }", "operationId: 1 }"), LintFormat::Human);
    assert_eq!(outcome, Outcome::Failure, "{results}");
    assert!(results.contains("error[E0202]: wrong type: expected a string, found a number"), "{results}");
}

#[test]
fn an_example_that_contradicts_its_schema_is_a_warning_at_the_contradiction() {
    let schema = "{ type: object, required: [id], properties: { id: { type: integer }, tag: { type: string } } }";
    let media_type = |examples: &str| {
        let content = format!("content: {{ application/json: {{ schema: {schema}, {examples} }} }}");
        VALID.replace("'204': { description: Done. }", &format!("'200': {{ description: Done., {content} }}"))
    };
    let (outcome, results, _) = lint(&media_type("example: { id: 1, tag: a }"), LintFormat::Human);
    assert_eq!((outcome, results.as_str()), (Outcome::Success, "no problems in 1 document\n"));

    let examples = "examples: { one: { value: { id: 1 } }, two: { value: { id: '2', tag: 3 } }, three: { value: {} } }";
    let (outcome, results, _) = lint(&media_type(examples), LintFormat::Json);
    assert_eq!(outcome, Outcome::Success);
    let expected = [
        r#"example contradicts its schema: it is not of type \"integer\""#,
        r#"example contradicts its schema: \"id\" is a required property"#,
    ];
    assert_eq!(results.lines().count(), 2, "{results}");
    for (line, message) in results.lines().zip(expected) {
        assert!(line.contains("W0117") && line.contains(message), "{line}");
    }
    let (_, results, _) = lint(&media_type(examples), LintFormat::Human);
    assert!(results.contains("1 more contradiction"), "{results}");
}

#[test]
fn a_default_that_contradicts_its_schema_is_a_warning() {
    let with_schema = |schema: &str| {
        let parameters = format!("parameters: [{{ name: sort, in: query, schema: {schema} }}]");
        lint(&VALID.replace("responses:", &format!("{parameters}\n      responses:")), LintFormat::Human).1
    };
    let results = with_schema("{ type: string, enum: [asc, desc], default: up }");
    assert!(results.starts_with("warning[W0117]: default contradicts its schema: it is not one of"), "{results}");
    assert!(results.ends_with("1 warning in 1 document\n"), "{results}");
    for schema in ["{ type: string, enum: [asc, desc], default: asc }", "{ type: array, items: {}, default: [] }"] {
        assert_eq!(with_schema(schema), "no problems in 1 document\n");
    }
}

#[test]
fn problems_of_a_swagger_document_have_its_lines() {
    let text = "swagger: '2.0'\ninfo: { title: Pets, version: '1' }\nhost: pets.example.com\npaths:\n  /pets:\n    \
                get:\n      parameters:\n        \
                - { name: sort, in: query, type: string, enum: [a], default: b }\n      \
                responses: { '200': { description: Pets., examples: { application/json: [1] }, schema: { \
                type: array, items: { type: string } } } }\n";
    let (outcome, results, _) = lint(text, LintFormat::Human);
    assert_eq!(outcome, Outcome::Success, "{results}");
    assert!(results.contains("default contradicts its schema: it is not one of \"a\""), "{results}");
    assert!(results.contains("specs/pets.yaml:8:70"), "{results}");
    assert!(results.contains("example contradicts its schema: it is not of type \"string\""), "{results}");
    assert!(results.contains("specs/pets.yaml:9:80"), "{results}");
    assert!(results.ends_with("2 warnings in 1 document\n"), "{results}");
}

#[test]
fn an_error_is_printed_in_each_format() {
    let text = VALID.replace("get:", "get:\n      get: 1");
    let (outcome, results, _) = lint(&text, LintFormat::Human);
    assert_eq!(outcome, Outcome::Failure);
    assert!(results.contains("--> specs/pets.yaml:7:7") && results.ends_with("1 error in 1 document\n"), "{results}");
    assert!(lint(&text, LintFormat::Json).1.starts_with("{\"code\":\"E0207\""));
    assert!(lint(&text, LintFormat::Github).1.starts_with("::error file=specs/pets.yaml,line=7,col=7"));
    let sarif: serde_json::Value = serde_json::from_str(&lint(&text, LintFormat::Sarif).1).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "E0207");
}

#[test]
fn referenced_files_are_read_and_not_counted() {
    let root = tempfile::tempdir().unwrap();
    let (spec, part) = (root.path().join("api.yaml"), root.path().join("parts.yaml"));
    fs::write(&spec, VALID.replace("{ '204': { description: Done. } }", "{ '204': { $ref: 'parts.yaml#/done' } }"))
        .unwrap();
    fs::write(part, "done: { description: Done. }\n").unwrap();
    let (mut terminal, results, _) = Terminal::captured();
    let arguments = of(vec![spec], LintFormat::Human);
    assert_eq!(run(root.path(), &arguments, &mut terminal), Outcome::Success);
    assert_eq!(results.text(), "no problems in 1 document\n");
}

#[test]
fn a_missing_file_is_an_error() {
    let (mut terminal, _, problems) = Terminal::captured();
    let arguments = of(vec![PathBuf::from("/nowhere/x.yaml")], LintFormat::Human);
    assert_eq!(run(Path::new("/nowhere"), &arguments, &mut terminal), Outcome::Failure);
    assert!(problems.text().starts_with("error: cannot read `/nowhere/x.yaml`: not found\nhelp: "));
}
#[test]
fn without_arguments_the_documents_of_the_configuration_are_checked_with_their_overlays() {
    let root = tempfile::tempdir().unwrap();
    let example = "content: { application/json: { schema: { type: integer }, example: a } }";
    let text = VALID.replace("'204': { description: Done. }", &format!("'200': {{ description: x, {example} }}"));
    fs::write(root.path().join("pets.yaml"), text.replace("title: Pets, ", "")).unwrap();
    fs::write(root.path().join("cats.yaml"), VALID).unwrap();
    let fix = |actions: &str| format!("overlay: 1.0.0\ninfo: {{ title: Fix, version: '1' }}\nactions:\n{actions}");
    let actions = "  - { target: $.info, update: { title: Pets } }\n";
    fs::write(root.path().join("fix.yaml"), fix(actions)).unwrap();
    let config = "[[client]]\nspec = \"pets.yaml\"\nout = \"a\"\noverlays = [\"fix.yaml\"]\n\
                      [[client]]\nspec = \"cats.yaml\"\nout = \"b\"\n";
    let arguments = of(Vec::new(), LintFormat::Human);
    let lint = || {
        let (mut terminal, results, problems) = Terminal::captured();
        let outcome = run(root.path(), &arguments, &mut terminal);
        (outcome, results.text() + &problems.text())
    };
    let (outcome, text) = lint();
    assert_eq!(outcome, Outcome::Failure);
    assert!(text.contains("neither a document among the arguments nor a `wireright.toml`"), "{text}");
    fs::write(root.path().join("wireright.toml"), config).unwrap();
    let (outcome, text) = lint();
    assert_eq!(outcome, Outcome::Failure, "{text}");
    assert!(text.contains("example contradicts") && text.ends_with("1 warning in 2 documents\n"), "{text}");
    let allowed = config.replacen("out = \"a\"", "out = \"a\"\nallow-warnings = [\"W0117\"]", 1);
    fs::write(root.path().join("wireright.toml"), allowed).unwrap();
    assert_eq!(lint(), (Outcome::Success, "no problems in 2 documents\n".to_owned()));
    fs::write(root.path().join("wireright.toml"), config).unwrap();
    let example = "  - { target: \"$.paths..content['application/json']\", update: { example: 5 } }\n";
    fs::write(root.path().join("fix.yaml"), fix(&format!("{actions}{example}"))).unwrap();
    assert_eq!(lint(), (Outcome::Success, "no problems in 2 documents\n".to_owned()));
    fs::write(root.path().join("fix.yaml"), fix("  - { target: $.nothing, remove: true }\n")).unwrap();
    let (outcome, text) = lint();
    assert!(outcome == Outcome::Failure && text.contains("fix.yaml:4"), "{text}");
}
