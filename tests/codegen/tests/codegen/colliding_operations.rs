//! Operations whose ids have one Rust name: the one that is the name keeps it, wherever it is in the document.

use wireright_codegen::{Options, SourceFile, diagnostic::Code, generate};

/// Method, module and request type of each operation with these ids, and the messages of renames.
fn names(ids: &[&str], options: Options) -> (Vec<String>, Vec<String>) {
    let paths: String = ids
        .iter()
        .enumerate()
        .map(|(index, id)| {
            format!(
                "  /{index}: {{ get: {{ operationId: '{id}', tags: [Pets], \
                 responses: {{ '204': {{ description: Done. }} }} }} }}\n"
            )
        })
        .collect();
    let text = format!("openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\npaths:\n{paths}");
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, ..options });
    let mut operations = generation.model.expect("the document is valid").services.remove(0).operations;
    operations.sort_by(|one, other| one.path.cmp(&other.path));
    let shown =
        |name: &wireright_codegen::model::Operation| format!("{} {} {}", name.method_name, name.module, name.type_name);
    let is_collision = |code: Code| code == Code::NameCollision || code == Code::NameDisambiguated;
    let messages = generation.diagnostics.into_iter().filter(|one| is_collision(one.code)).map(|one| one.message);
    (operations.iter().map(shown).collect(), messages.collect())
}

#[test]
fn the_id_that_is_the_name_keeps_it() {
    let (operations, messages) = names(&["listPets", "list-pets", "list_pets"], Options::default());
    let expected = [
        "list_pets_camel list_pets_camel ListPetsCamel",
        "list_pets_kebab list_pets_kebab ListPetsKebab",
        "list_pets list_pets ListPets",
    ];
    assert_eq!(operations, expected);
    let expected = [
        "name collision: `listPets` and `list_pets` both become `list_pets`; this one is named `list_pets_camel`",
        "name collision: `list-pets` and `list_pets` both become `list_pets`; this one is named `list_pets_kebab`",
    ];
    assert_eq!(messages, expected, "each is reported once");
}

#[test]
fn the_first_id_without_symbols_keeps_the_name_otherwise() {
    let (operations, _) = names(&["list-pets", "listPets", "ListPets"], Options::default());
    let expected = [
        "list_pets_kebab list_pets_kebab ListPetsKebab",
        "list_pets list_pets ListPets",
        "list_pets_pascal list_pets_pascal ListPetsPascal",
    ];
    assert_eq!(operations, expected);
}

#[test]
fn methods_of_a_group_follow_the_same_rule() {
    let options = Options { group_by_tag: true, ..Options::default() };
    let (operations, _) = names(&["petsFindAll", "pets_find_all"], options);
    assert_eq!(
        operations,
        ["find_all_camel pets_find_all_camel PetsFindAllCamel", "find_all pets_find_all PetsFindAll"]
    );
}

#[test]
fn a_collision_with_a_tag_says_so() {
    let options = Options { group_by_tag: true, ..Options::default() };
    let (operations, messages) = names(&["pets"], options);
    assert_eq!(operations, ["pets pets_operation PetsOperation"]);
    let expected = "name collision: `pets` and the tag `Pets` both become `Pets`; this one is named `PetsOperation`";
    assert_eq!(messages, [expected]);
}

#[test]
fn a_collision_of_a_renamed_operation_is_at_the_key() {
    let operation = |id: &str, name: &str| {
        format!("operationId: {id}, x-rust-name: {name}, responses: {{ '204': {{ description: Done. }} }}")
    };
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\npaths:\n  /a: {{ get: {{ {} }} }}\n  \
         /b: {{ get: {{ {} }} }}\n",
        operation("a", "pets"),
        operation("b", "pets")
    );
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let problem = generation.diagnostics.iter().find(|one| one.message.starts_with("name collision")).expect("one");
    let wireright_codegen::diagnostic::SourceLocation::Node(at) = &problem.location else { panic!("{problem:?}") };
    assert_eq!(at.pointer.to_string(), "/paths/~1b/get/x-rust-name");
    let operations = &generation.model.expect("the document is valid").services[0].operations;
    let names: Vec<&str> = operations.iter().map(|operation| operation.method_name.as_str()).collect();
    assert_eq!(names, ["pets", "pets2"]);
}

/// An operation that is not generated has no name.
#[test]
fn an_operation_that_is_not_selected_takes_no_name() {
    let exclude = vec![wireright_codegen::Selector::Operation("list_pets".to_owned()).into()];
    let (operations, messages) = names(&["listPets", "list_pets"], Options { exclude, ..Options::default() });
    assert_eq!((operations.len(), messages.len()), (1, 0), "{operations:?} {messages:?}");
    assert_eq!(operations, ["list_pets list_pets ListPets"]);
}
