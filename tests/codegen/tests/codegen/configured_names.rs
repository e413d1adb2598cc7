//! Names of schemas and operations from a configuration: `Options::renames`.

use wireright_codegen::{
    ConfigText, Generation, Options, RenameRule, Selector, SourceFile, TypeRule, api, api_text, diagnostic::Code,
    diagnostic::Severity, generate,
};

const SHOP: &str = "
openapi: 3.0.3
info: { title: Shop, version: '1' }
tags: [{ name: jobs }]
paths:
  /jobs:
    get:
      operationId: jobs/list
      tags: [jobs]
      responses:
        '200':
          description: Done.
          content: { application/json: { schema: { $ref: '#/components/schemas/io.k8s.Work' } } }
  /jobs/{id}:
    get:
      operationId: jobs/list-all
      x-rust-name: every_job
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: Done.
          content: { application/json: { schema: { $ref: 'more.yaml#/components/schemas/io.k8s.Far' } } }
components:
  schemas:
    io.k8s.Work:
      oneOf:
        - $ref: '#/components/schemas/io.k8s.v1.Job'
        - $ref: '#/components/schemas/io.k8s.Jobs'
        - allOf: [{ $ref: '#/components/schemas/io.k8s.Base' }]
    io.k8s.v1.Job:
      type: object
      required: [spec]
      properties: { spec: { type: object, properties: { size: { type: string } } } }
    io.k8s.Jobs: { type: array, items: { type: object, properties: { count: { type: string } } } }
    io.k8s.Base:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind }
    io.k8s.Sub: { allOf: [{ $ref: '#/components/schemas/io.k8s.Base' }, { properties: { size: { type: string } } }] }
    io.k8s.Named: { x-rust-name: Labelled, type: object, properties: { label: { type: string } } }
";

const MORE: &str = "
openapi: 3.0.3
info: { title: More, version: '1' }
paths: {}
components: { schemas: { io.k8s.Far: { type: object, properties: { far: { type: string } } } } }
";

fn shop(options: Options) -> Generation {
    let files = [("shop.yaml", SHOP), ("more.yaml", MORE)];
    let files = files.map(|(path, text)| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
    let entries = vec!["shop.yaml".to_owned()];
    generate(files.into(), &Options { entries, lenient: true, unused_types: Some(true), ..options })
}

fn rules(schemas: &[(&str, &str)], operations: &[(&str, &str)]) -> Options {
    let rules = |pairs: &[(&str, &str)]| pairs.iter().map(|(pattern, name)| RenameRule::new(pattern, name)).collect();
    let mut options = Options::default();
    (options.renames.schemas, options.renames.operations) = (rules(schemas), rules(operations));
    options
}

/// The API without the name of the crate, and the problems.
fn generated(options: Options) -> (String, Vec<(Code, String)>) {
    let generation = shop(options);
    let api = generation.model.as_ref().map(|krate| api_text(&api(krate))).unwrap_or_default();
    let problems = generation.diagnostics.into_iter().filter(|problem| problem.code != Code::UnsupportedKeywordIgnored);
    (api.replace("client::", ""), problems.map(|problem| (problem.code, problem.message)).collect())
}

#[test]
fn one_rule_strips_a_prefix_of_all_schemas() {
    let (api, problems) = generated(rules(&[("io.k8s.*", "*")], &[]));
    assert_eq!(problems, []);
    assert!(!api.contains("IoK8s") && !api.contains("io_k8s"), "{api}");
    for line in [
        "pub types::Work::V1Job(types::V1Job)",
        "pub types::v1_job::Spec::size: Option<String>",
        "pub types::Work::Jobs(Vec<types::jobs::Item>)",
        "pub types::Base::Sub(types::Sub)",
        "pub types::Far::far: Option<String>",
        // The document names one schema more precisely than a pattern.
        "pub types::Labelled::label: Option<String>",
    ] {
        assert!(api.lines().any(|found| found == line), "{line} is not in\n{api}");
    }
}

#[test]
fn an_exact_rule_wins_and_then_the_most_special_pattern() {
    let schemas = [("*", "Any*"), ("io.k8s.v1.*", "Core*"), ("io.k8s.Named", "Tag"), ("*.*", "{2}")];
    let (api, problems) = generated(rules(&schemas, &[]));
    assert_eq!(problems, []);
    for line in ["pub types::Work::CoreJob(types::CoreJob)", "pub types::Tag::label: Option<String>"] {
        assert!(api.lines().any(|found| found == line), "{line} is not in\n{api}");
    }
    assert!(api.contains(" types::Jobs") || api.contains("types::jobs::Item"), "an earlier `*` takes most: {api}");
}

#[test]
fn operations_are_renamed() {
    let options = rules(&[], &[("jobs/*", "*"), ("jobs/list", "query_jobs")]);
    let (api, problems) = generated(Options { group_by_tag: true, ..options });
    assert_eq!(problems, []);
    assert!(api.contains("pub fn Jobs::query_jobs(&self) -> query_jobs::QueryJobs\n"), "{api}");
    assert!(api.contains("pub fn Client::every_job(&self)"), "the name in the document wins over a pattern: {api}");
    let (api, _) = generated(rules(&[], &[("jobs/list-*", "{1}_jobs"), ("jobs/list-all", "all")]));
    assert!(api.contains("pub fn Client::all(&self)"), "{api}");
}

#[test]
fn equal_names_are_reported_with_both_schemas() {
    let generation = shop(rules(&[("io.k8s.v1.*", "*"), ("io.k8s.Base", "Job"), ("io.k8s.Named", "Jobs")], &[]));
    let found: Vec<_> = generation.diagnostics.iter().filter(|one| one.message.contains("collision")).collect();
    let messages: Vec<&str> = found.iter().map(|problem| problem.message.as_str()).collect();
    let expected = ["name collision: `io.k8s.Base` and `io.k8s.v1.Job` both become `Job`; this one is named `Job2`"];
    assert_eq!(messages, expected);
    assert_eq!(found[0].label.as_deref(), Some("renamed by the rule `io.k8s.Base`"));
    assert_eq!(found[0].related[0].1, "`io.k8s.v1.Job` is here, renamed by the rule `io.k8s.v1.*`");
    assert_eq!(found[0].helps, ["rename one of them by a rule without `*`, which takes precedence"]);
}

#[test]
fn two_rules_with_one_name_are_an_error() {
    for (schemas, operations, expected) in [
        (
            vec![("io.k8s.v1.Job", "Task"), ("io.k8s.Base", "Task")],
            vec![],
            "equal names: `io.k8s.Base` and `io.k8s.v1.Job` are both renamed to `Task`",
        ),
        (
            vec![],
            vec![("jobs/list", "all_jobs"), ("jobs/list-all", "allJobs")],
            "equal names: `jobs/list` and `jobs/list-all` are both renamed to `all_jobs`",
        ),
    ] {
        let generation = shop(rules(&schemas, &operations));
        let errors: Vec<_> =
            generation.diagnostics.iter().filter(|problem| problem.severity() == Severity::Error).collect();
        let [problem] = errors.as_slice() else { panic!("{:?}", generation.diagnostics) };
        assert_eq!((problem.code, problem.message.as_str()), (Code::MalformedRename, expected));
        assert_eq!(problem.helps, ["give one of the two rules another name"]);
        let all = generation.diagnostics.iter().flat_map(|problem| &problem.helps);
        assert!(generation.files.is_empty() && all.into_iter().all(|help| !help.contains("without `*`")));
    }
    // Methods of two structs may have one name.
    let options = rules(&[], &[("jobs/list", "all"), ("jobs/list-all", "all")]);
    let (api, _) = generated(Options { group_by_tag: true, ..options });
    assert!(api.contains("pub fn Jobs::all(&self)") && api.contains("pub fn Client::all(&self)"), "{api}");
}

#[test]
fn names_of_types_that_are_not_generated_are_no_problem() {
    let names = |operation: &str, types: &[TypeRule]| {
        let text = SHOP.replace("schemas/io.k8s.Work", "schemas/io.k8s.Holder").replace(
            "    io.k8s.Work:",
            "    io.k8s.Holder: { type: object, properties: { a: { $ref: '#/components/schemas/io.k8s.Named' } } \
             }\n    \
             Named: { type: object, properties: { label: { type: string } } }\n    \
             NamedResponse: { type: object, properties: { label: { type: string } } }\n    \
             TheNamedResponse: { type: object, properties: { a: { $ref: '#/components/schemas/Date' } } }\n    \
             Date: { type: object, properties: { label: { type: string }, to-do: { type: string }, to_do: { type: \
             string } } }\n    io.k8s.Work:",
        );
        let text = text.replace("more.yaml#/components/schemas/io.k8s.Far", "#/components/schemas/NamedResponse");
        let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() };
        let include = vec![Selector::Operation(operation.to_owned()).into()];
        let options = Options { include, types: types.to_vec(), ..rules(&[("*Response", "*")], &[]) };
        let options = Options { lenient: true, ignore_unmatched: true, ..options };
        let generation = generate(vec![source], &options);
        let problems = generation.diagnostics.into_iter().filter(|one| one.code == Code::NameDisambiguated);
        let types = &generation.model.expect("a model").services[0].types;
        let types: Vec<String> = types.iter().map(|one| one.name.to_string()).collect();
        (types.join(" "), problems.map(|one| one.message).collect::<Vec<_>>())
    };
    assert_eq!(names("jobs/list", &[]), ("IoK8sHolder Labelled".to_owned(), vec![]));
    let rule = TypeRule { derive: vec![ConfigText::from("schemars::JsonSchema")], ..TypeRule::default() };
    assert_eq!(names("jobs/list", &[rule]), ("IoK8sHolder Labelled".to_owned(), vec![]));
    let message = "name collision: `NamedResponse` and `Named` both become `Named`; this one is named `Named2`";
    assert_eq!(names("jobs/list-all", &[]), ("Named2".to_owned(), vec![message.to_owned()]));
}

#[test]
fn a_rule_for_what_is_not_selected_is_an_error() {
    let problems = |schemas: &[(&str, &str)], operations: &[(&str, &str)], tag: &str| {
        let text = SHOP.replace("more.yaml#/components/schemas/io.k8s.Far", "#/components/schemas/io.k8s.Named");
        let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() };
        let include = vec![Selector::Tag(tag.to_owned()).into()];
        let generation = generate(vec![source], &Options { include, lenient: true, ..rules(schemas, operations) });
        let errors = generation.diagnostics.into_iter().filter(|problem| problem.severity() == Severity::Error);
        errors.map(|problem| format!("{}: {}", problem.message, problem.helps[0])).collect::<Vec<_>>()
    };
    let used = [("io.k8s.v1.*", "*"), ("io.k8s.Sub", "Under"), ("io.k8s.Jobs", "List"), ("io.k8s.*", "*")];
    assert_eq!(problems(&used, &[("jobs/*", "*"), ("jobs/list", "all")], "jobs"), [""; 0]);
    let schema = "rule without effect: nothing that is generated uses the schemas with the name `io.k8s.Named`: remove \
                  the rule; `unused-types = true` generates the types that nothing uses";
    assert_eq!(problems(&[("io.k8s.Named", "Tag")], &[], "jobs"), [schema]);
    let operation = "rule without effect: no operation that is selected has the name `jobs/list-*`: remove the rule, \
                     or include the operation";
    assert_eq!(problems(&[], &[("jobs/list-*", "*")], "jobs"), [operation]);
    // After a typing error, only that is reported.
    let all = problems(&[("io.k8s.Named", "Tag")], &[("jobs/list-*", "*")], "jbs");
    assert!(all.len() == 1 && all[0].starts_with("unmatched selector: "), "{all:?}");
}

#[test]
fn a_rule_without_a_match_or_with_a_wrong_name_is_an_error() {
    for (schemas, operations, expected) in [
        (("io.k9s.*", "*"), None, "unmatched pattern: no schema has the name `io.k9s.*`"),
        (("io.k8s.Wrk", "W"), None, "unmatched pattern: no schema has the name `io.k8s.Wrk`"),
        (("*", "*"), Some(("users/*", "*")), "unmatched pattern: no operation has the name `users/*`"),
        (("io.k8s.Work", "a b"), None, "malformed name `a b`: it is not a Rust name"),
        (("io.k8s.*", "Job"), None, "malformed name `Job`: every match would have the same name"),
        (("*.*", "*"), None, "malformed name `*`: it has 1 `*`, and the pattern has 2"),
        (("*.*", "{3}"), None, "malformed name `{3}`: `{` begins the number of a `*` of the pattern, which has 2"),
        (("*.*", "{"), None, "malformed name `{`: `{` begins the number of a `*` of the pattern, which has 2"),
        (("io.k8s.Work*", "*"), None, "no name: the schema `io.k8s.Work` would become ``"),
    ] {
        let operations: Vec<_> = operations.into_iter().collect();
        let generation = shop(rules(&[schemas], &operations));
        let problems: Vec<_> =
            generation.diagnostics.iter().filter(|problem| problem.severity() == Severity::Error).collect();
        let [problem] = problems.as_slice() else { panic!("{expected}: {problems:?}") };
        assert_eq!(problem.message, expected);
        assert!(!problem.helps.is_empty() && generation.files.is_empty());
    }
    let older = Options { ignore_unmatched: true, ..rules(&[("io.k9s.*", "*")], &[]) };
    assert_eq!(generated(older).1, []);
}

#[test]
fn a_rule_reports_no_problem_of_a_schema_that_is_omitted() {
    let unused = "    io.k8s.Odd: { allOf: [{ properties: { odd: { type: string } } }, { nullable: true }] }
    io.k8s.Other: { $ref: '#/components/schemas/io.k8s.Odd' }\n";
    let bytes = format!("{SHOP}{unused}").into_bytes();
    let files = vec![
        SourceFile { path: "shop.yaml".to_owned(), bytes },
        SourceFile { path: "more.yaml".to_owned(), bytes: MORE.as_bytes().to_vec() },
    ];
    let options = rules(&[("io.k8s.*", "*")], &[]);
    let entries = vec!["shop.yaml".to_owned()];
    let generation = generate(files, &Options { entries, lenient: true, ..options });
    let messages: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, [""; 0]);
}
