//! The list of the public API names what the emitted files declare, and nothing else.

use std::collections::BTreeSet;

use codegen_tests::documents;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Attribute, Fields, ImplItem, Item, Visibility};
use wireright_codegen::{
    Generation, Options, SourceFile, analyze, api,
    api::{ApiItemKind, api_text},
    generate,
};

#[test]
fn the_list_names_what_the_files_declare() {
    let options =
        Options { package: "client".to_owned(), lenient: true, unused_types: Some(true), ..Options::default() };
    for source in documents::folder("tests/documents/constructs") {
        let generation = generate(vec![source.clone()], &options);
        check(&generation);
        // A comparison leaves documentation out, which decides nothing.
        let analysis = analyze(vec![source], &options).expect("no errors");
        assert_eq!(Some(api(&analysis.model)), generation.model.as_ref().map(api));
    }
    check(&generate(documents::specs(), &documents::options()));
}

#[test]
fn the_text_is_sorted_and_has_one_line_for_each_item() {
    let paths = "{/pets: {get: {operationId: list, parameters: [{name: kind, in: query, required: true, schema: \
                 {type: string}}], responses: {'204': {description: x}}}}}";
    let text = text_of(paths);
    let expected = "\
pub struct client::Client
impl Clone, Debug, runtime::ServiceClient<Authenticator = runtime::NoAuthenticator> for client::Client
pub fn client::Client::builder() -> runtime::ClientBuilder<Self>
pub fn client::Client::list(&self) -> client::list::List<false>
pub static client::SERVICE: runtime::Service
pub mod client::list
pub struct client::list::List<HAS_KIND>
impl Clone, Debug for client::list::List
pub fn client::list::List::kind(self, impl Into<String>) -> client::list::List<true>
pub fn client::list::List::send(self) -> runtime::ResponseFuture<()>
pub static client::list::OPERATION: runtime::Operation
";
    assert_eq!(text, expected);
}

#[test]
fn no_module_has_the_name_of_another_item_of_the_root() {
    let paths = "{/a: {get: {operationId: runtime, responses: {'204': {description: x}}}},
      /b: {get: {operationId: main, responses: {'204': {description: x}}}},
      /c: {get: {operationId: error, responses: {'204': {description: x}}}}}";
    let text = text_of(paths);
    for module in ["runtime_operation", "main_operation", "error"] {
        assert!(text.contains(&format!("pub mod client::{module}\n")), "{text}");
    }
}

/// The API of a document with these paths.
fn text_of(paths: &str) -> String {
    let text = format!("{{openapi: 3.0.3, info: {{title: Pets, version: '1'}}, paths: {paths}}}");
    let source = SourceFile { path: "pets.yaml".to_owned(), bytes: text.into() };
    let generation = generate(vec![source], &Options { lenient: true, unused_types: Some(true), ..Options::default() });
    api_text(&api(&generation.model.unwrap()))
}

fn check(generation: &Generation) {
    let (mut declared, mut exports) = (BTreeSet::new(), Vec::new());
    // The root of a crate with one service has its items. The list names them after the crate.
    let is_at_root = generation.model.as_ref().is_some_and(|model| model.only_service().is_some());
    for file in generation.files.iter().filter(|file| file.path.starts_with("src/")) {
        let names: Vec<&str> = file.path.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect();
        let names = if is_at_root { [&["client"], names.as_slice()].concat() } else { names };
        let mut module = match names.as_slice() {
            [.., "lib"] => Vec::new(),
            // Private modules, whose items the parent exports.
            [.., "client" | "service"] if names.len() == 2 => names[..1].to_vec(),
            names => names.to_vec(),
        };
        // A shared type is exported by `types`, or is nested in the module of another type.
        if names.len() == 3 && names[1] == "types" {
            module.pop();
        }
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        for item in &parsed.items {
            add(item, &module.join("::"), &mut declared);
        }
        exports.extend(file.text.lines().filter_map(|line| reexport(line, &module)));
    }
    // The types of private modules, under the names by which operations export them.
    let (private, mut declared): (BTreeSet<String>, BTreeSet<String>) = declared
        .into_iter()
        .partition(|path| path.contains("::error_responses::") || path.contains("::response_headers::"));
    for [private_path, public] in exports {
        let parts = private.iter().filter_map(|path| path.strip_prefix(&private_path));
        let parts = parts.filter(|rest| rest.is_empty() || rest.starts_with(':'));
        declared.extend(parts.map(|rest| format!("{public}{rest}")));
    }
    let model = generation.model.as_ref().expect("a model");
    let mut listed = BTreeSet::new();
    for item in api(model) {
        let path = item.path.replace("r#", "");
        let nested = path.split("::").collect::<Vec<_>>();
        let is_nested = nested.get(1) == Some(&"types") && nested.get(2).is_some_and(|it| starts_lowercase(it));
        let path = if is_nested { [&nested[..2], &nested[3..]].concat().join("::") } else { path };
        match item.kind {
            ApiItemKind::Trait if DERIVED.contains(&item.signature.as_str()) => {
                listed.insert(format!("{path}: {}", item.signature));
            }
            ApiItemKind::Module | ApiItemKind::Alias | ApiItemKind::Trait => {}
            _ => {
                listed.insert(path);
            }
        }
    }
    // `string_enum!` implements some of the traits that others derive; that of closed and open enums is the same.
    let strings: Vec<String> =
        declared.iter().filter_map(|path| Some(path.strip_suffix("::VALUES")?.to_owned())).collect();
    for path in strings {
        declared.extend(["PartialEq", "Eq", "PartialOrd", "Ord", "Hash"].map(|name| format!("{path}: {name}")));
    }
    let missing: Vec<_> = declared.difference(&listed).collect();
    let unknown: Vec<_> = listed.difference(&declared).collect();
    let file = generation.files.first().map_or("", |file| file.path.as_str());
    assert!(missing.is_empty() && unknown.is_empty(), "{file}: not listed: {missing:#?}, not declared: {unknown:#?}");
}

const DERIVED: [&str; 9] = ["Clone", "Copy", "Debug", "Default", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];

fn starts_lowercase(name: &str) -> bool {
    name.starts_with(|first: char| first.is_lowercase() || first == '_')
}

fn add(item: &Item, module: &str, declared: &mut BTreeSet<String>) {
    let is_public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
    let join = |name: &dyn std::fmt::Display| format!("{module}::{name}").replace("r#", "");
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let path = join(&item.ident);
            add_derives(&item.attrs, &path, declared);
            if let Fields::Named(fields) = &item.fields {
                let public = fields.named.iter().filter(|field| is_public(&field.vis));
                declared.extend(public.map(|field| join_to(&path, field.ident.as_ref().expect("a name"))));
            }
            declared.insert(path);
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let path = join(&item.ident);
            add_derives(&item.attrs, &path, declared);
            declared.extend(item.variants.iter().map(|variant| join_to(&path, &variant.ident)));
            declared.insert(path);
        }
        Item::Static(item) if is_public(&item.vis) => {
            declared.insert(join(&item.ident));
        }
        Item::Impl(item) => {
            let syn::Type::Path(path) = &*item.self_ty else { return };
            let path = join(&path.path.segments.last().expect("a name").ident);
            if let Some((name, _)) = &item.trait_ {
                let name = name.segments.last().expect("a name").ident.to_string();
                if ["Default", "Debug"].contains(&name.as_str()) {
                    declared.insert(format!("{path}: {name}"));
                }
                return;
            }
            for inner in &item.items {
                match inner {
                    ImplItem::Fn(method) if is_public(&method.vis) => {
                        declared.insert(join_to(&path, &method.sig.ident));
                    }
                    ImplItem::Const(constant) if is_public(&constant.vis) => {
                        declared.insert(join_to(&path, &constant.ident));
                    }
                    _ => {}
                }
            }
        }
        Item::Macro(item) => {
            let name = item.mac.path.segments.last().expect("a name").ident.to_string();
            add_macro(&name, item.mac.tokens.clone(), module, declared);
        }
        _ => {}
    }
}

/// The private and the public path of a type that the module of an operation exports:
/// `pub use super::error_responses::Error404 as GetJobError;`
fn reexport(line: &str, module: &[&str]) -> Option<[String; 2]> {
    let (private, public) = line.strip_prefix("pub use super::")?.trim_end_matches(';').split_once(" as ")?;
    let (_, parents) = module.split_last()?;
    Some([format!("{}::{private}", parents.join("::")), format!("{}::{public}", module.join("::"))])
}

fn join_to(path: &str, name: &proc_macro2::Ident) -> String {
    format!("{path}::{name}").replace("r#", "")
}

fn add_derives(attributes: &[Attribute], path: &str, declared: &mut BTreeSet<String>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let _ = attribute.parse_nested_meta(|meta| {
            declared.insert(format!("{path}: {}", meta.path.get_ident().expect("a trait")));
            Ok(())
        });
    }
}

/// What a macro of the runtime declares, as its documentation says.
fn add_macro(name: &str, tokens: TokenStream, module: &str, declared: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let words: Vec<String> = tokens.iter().map(|token| token.to_string().replace("r#", "")).collect();
    let head = words.iter().position(|word| word == "struct" || word == "enum").map_or(0, |at| at + 1);
    let head = if words[head] == "lenient" { head + 1 } else { head };
    let path = format!("{module}::{}", words[head]);
    let braces: Vec<Vec<Vec<String>>> = tokens.iter().filter_map(rows).collect();
    let first = || braces.first().cloned().unwrap_or_default();
    let mut function = |name: &str| declared.insert(format!("{path}::{name}"));
    match name {
        "string_enum" => {
            function("VALUES");
            function("as_str");
            if first().iter().any(|row| row.first().is_some_and(|word| word == ".")) {
                function("is_known");
            }
        }
        "json_union" => {
            for row in first().iter().filter(|row| row.iter().any(|word| word == ":")) {
                // The discriminator of the variant follows the method.
                let end = if row.iter().any(|word| word == "tagged") { "tagged" } else { ":" };
                function(before(row, end));
            }
        }
        _ => {}
    }
}

/// The rows of a group in braces, which commas separate, without documentation.
fn rows(token: &TokenTree) -> Option<Vec<Vec<String>>> {
    let TokenTree::Group(group) = token else { return None };
    if group.delimiter() != Delimiter::Brace {
        return None;
    }
    let (mut rows, mut row, mut angles) = (Vec::new(), Vec::new(), 0_i32);
    for token in group.stream() {
        let word = token.to_string().replace("r#", "");
        match word.as_str() {
            "<" => angles += 1,
            ">" if row.last().is_none_or(|last: &String| last != "=") => angles -= 1,
            _ => {}
        }
        let is_attribute = word == "#" || (row.is_empty() && word.starts_with('['));
        if word == "," && angles == 0 {
            rows.push(std::mem::take(&mut row));
        } else if !is_attribute {
            row.push(word);
        }
    }
    rows.push(row);
    rows.retain(|row| !row.is_empty());
    Some(rows)
}

/// The word before a mark.
fn before<'r>(row: &'r [String], mark: &str) -> &'r str {
    let at = row.iter().position(|word| word == mark).unwrap_or_else(|| panic!("no `{mark}` in {row:?}"));
    &row[at - 1]
}
