//! Paths with a fragment, which HTTP does not send, with a query, and with greedy placeholders.

use wireright_codegen::{
    Options, SourceFile, generate,
    model::{Integer, Type},
};

#[test]
fn a_path_with_a_fragment_is_reported_once_for_each_file() {
    let operation = "{ get: { responses: { '204': { description: Done. } } } }";
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: A, version: '1' }}\npaths:\n  /a: {operation}\n  /a#b: {operation}\n  \
         /a#c: {operation}\n"
    );
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: document.into_bytes() };
    let generation = generate(vec![source.clone()], &Options::default());
    let lines = generation.diagnostics.iter().filter(|problem| problem.message.contains("fragment"));
    assert_eq!(lines.count(), 2, "strict mode reports each one");
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let problems: Vec<_> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(problems, ["invalid path: it contains a fragment"]);
    let workaround = generation.diagnostics[0].workaround.as_ref().expect("it is worked around");
    assert_eq!(workaround.fallback, "the fragment is not sent, here and in other paths of this file");
    assert_eq!(generation.model.expect("it is generated").services[0].operations.len(), 3);
}

#[test]
fn a_path_with_the_api_key_in_its_query_is_reported() {
    let document = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\nsecurity: [{ key: [] }]\npaths:\n  \
                    /a?key=demo&b=c: { get: { responses: { '204': { description: Done. } } } }\ncomponents:\n  \
                    securitySchemes: { key: { type: apiKey, in: query, name: key } }\n";
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: document.into() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let problems: Vec<_> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(problems, ["unused parameter `key`: it is the API key of the security scheme `key`"]);
    let operation = &generation.model.expect("it is generated").services[0].operations[0];
    let names: Vec<&str> = operation.arguments.iter().map(|argument| argument.wire.0.as_str()).collect();
    assert_eq!(names, ["b"], "the client sends the key once");
}

/// AWS API Gateway declares `proxy` for `{proxy+}`, and Smithy `proxy+`.
#[test]
fn a_greedy_placeholder_has_the_declared_parameter() {
    for declared in ["proxy", "proxy+"] {
        let parameter = format!("{{ name: {declared}, in: path, required: true, schema: {{ type: integer }} }}");
        let document = format!(
            "openapi: 3.0.1\ninfo: {{ title: A, version: '1' }}\npaths:\n  '/a/{{proxy+}}': {{ get: {{ parameters: \
             [{parameter}], responses: {{ '204': {{ description: Done. }} }} }} }}\n"
        );
        let source = SourceFile { path: "a.yaml".to_owned(), bytes: document.into_bytes() };
        let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
        let problems: Vec<_> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(problems, [""; 0]);
        let model = generation.model.expect("it is generated");
        let arguments = &model.services[0].operations[0].arguments;
        let [argument] = arguments.as_slice() else { panic!("{arguments:?}") };
        assert_eq!((argument.name.as_str(), argument.wire.0.as_str()), ("proxy", "proxy+"));
        assert_eq!(argument.ty, Type::Integer(Integer::I64));
        assert!(argument.allows_reserved, "a value has several segments");
    }
}
