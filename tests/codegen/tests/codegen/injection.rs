//! Injection: no string of a document becomes code, and no document makes the generator panic.

use codegen_tests::documents::{self, generate_text};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proptest::prelude::*;
use wireright_codegen::{Generation, Options, SourceFile, diagnostic::Code, generate};

/// A document with a numbered placeholder in every string.
const TEMPLATE: &str = r##"{
  "openapi": "3.0.3",
  "info": {
    "title": "@1@", "description": "@2@", "version": "@3@", "termsOfService": "@4@", "x-module": "module",
    "contact": { "name": "@5@", "url": "@6@", "email": "@7@" }, "license": { "name": "@8@", "url": "@9@" }
  },
  "servers": [{ "url": "https://api.example.com/@51@", "x-anything": "@52@", "description": "@10@",
      "x-region": "@11@" }],
  "tags": [{ "name": "@12@", "description": "@13@" }],
  "externalDocs": { "url": "@14@", "description": "@15@" },
  "security": [{ "@16@": [] }],
  "paths": {
    "/things/{id}/x@17@": {
      "post": {
        "operationId": "@18@", "summary": "@19@", "description": "@20@", "tags": ["@21@"],
            "x-official-id": "official @22@",
        "x-required-permission": { "action": "@23@", "access-level": "@24@" },
        "externalDocs": { "url": "@25@", "description": "@26@" },
        "parameters": [
          { "name": "id", "in": "path", "required": true, "description": "@27@", "schema": { "type": "string" },
              "example": "@28@" },
          { "name": "query@29@", "in": "query", "required": true,
              "schema": { "type": "string", "pattern": "@30@", "default": "@31@" } },
          { "name": "X-@32@", "in": "header", "schema": { "type": "string" } }
        ],
        "requestBody": { "required": true, "content": { "application/json;x=@33@": {
          "schema": { "type": "object", "properties": {
            "password": { "type": "string", "format": "password", "x-password-rules": {
              "special-characters": "!", "forbidden-first": "@34@", "server-side-rules": ["@35@"] } },
            "member@36@": { "type": "string", "enum": ["value@37@"], "description": "@38@", "title": "@39@" } } },
          "example": { "password": "@40@" } } } },
        "responses": {
          "200": { "description": "@41@", "x-error-conditions": [{ "pointer": "/@42@", "equals": "@43@" }],
            "content": { "application/json; x=@53@": { "schema": { "$ref": "#/components/schemas/Thing" },
                "example": "@44@" } } },
          "400": { "description": "@45@" }
        }
      }
    }
  },
  "components": {
    "schemas": { "Thing": { "type": "object", "description": "@46@",
        "properties": { "m@47@": { "type": "integer", "format": "@48@" } } } },
    "securitySchemes": { "@16@": { "type": "apiKey", "in": "query", "name": "@49@", "description": "@50@" } }
  }
}"##;

const POSITIONS: usize = 53;

const PAYLOADS: [&str; 14] = [
    "*/ pub fn evil() {} /*",
    "\"; pub fn evil() {} //",
    "\n pub fn evil() {}",
    "\r pub fn evil() {}",
    "\u{2028} pub fn evil() {}",
    "\" #[doc = \"x\"] pub fn evil() {} \"",
    "\"# pub fn evil() {} r#\"",
    "```\nfn evil() { panic!() }\n```",
    "\n\n        evil();\n",
    "`]) pub fn evil() {}",
    "{ evil } {} {{}} {0}",
    "<script>evil()</script> [evil](javascript:evil) [Evil]",
    "\\",
    "evil\u{0}\u{7}\u{202e}",
];

/// The position that holds a pattern.
const PATTERN: usize = 30;

/// The position that is the name of a component.
const COMPONENT_NAME: usize = 16;

/// The position of the name of a header parameter.
const HEADER_NAME: usize = 32;

/// The position of the media type of a response.
const MEDIA_TYPE: usize = 53;

/// The template with a payload in these positions and plain words in the others.
fn instance(positions: &[usize], payload: &str) -> Generation {
    let mut text = TEMPLATE.to_owned();
    for position in 1..=POSITIONS {
        let value = if positions.contains(&position) { payload } else { "word" };
        let json = serde_json::to_string(value).expect("a text is JSON");
        text = text.replace(&format!("@{position}@"), &json[1..json.len() - 1]);
    }
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: text.into_bytes() };
    // The strict policy refuses names of components with other characters than letters and digits.
    generate(
        vec![source],
        &Options { lenient: positions.contains(&COMPONENT_NAME), unused_types: Some(true), ..Options::default() },
    )
}

/// The structure of code, without names, literals and documentation.
fn outline(tokens: TokenStream) -> String {
    let mut result = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // Documentation: `#[doc = "…"]`, `#![doc = "…"]` and `#[doc(alias = "…")]`.
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                let inner = tokens.next_if(|next| matches!(next, TokenTree::Punct(bang) if bang.as_char() == '!'));
                let attribute = tokens.next().expect("an attribute follows");
                let words = attribute.to_string().replace(' ', "");
                if !words.starts_with("[doc=") && !words.starts_with("[doc(alias=") {
                    result.push_str(&format!("#{}{attribute}", inner.map(|bang| bang.to_string()).unwrap_or_default()));
                }
            }
            TokenTree::Group(group) => {
                // Longer names break lines, which changes commas, semicolons and braces.
                result.push_str(&match group.delimiter() {
                    Delimiter::Brace => outline(group.stream()),
                    other => format!("{other:?}({})", outline(group.stream())),
                });
            }
            // The macro `json_object!` is told that JSON text escapes a name.
            TokenTree::Ident(word) if word == "escaped" => {}
            TokenTree::Ident(_) => result.push_str(" name "),
            TokenTree::Literal(_) => result.push_str(" literal "),
            TokenTree::Punct(punct) if [',', ';'].contains(&punct.as_char()) => {}
            TokenTree::Punct(punct) => result.push(punct.as_char()),
        }
    }
    result
}

fn outlines(generation: &Generation) -> Vec<String> {
    let parse = |text: &str| text.parse::<TokenStream>().expect("generated code is tokens");
    let mut outlines: Vec<String> = generation.files.iter().map(|file| outline(parse(&file.text))).collect();
    // Files are sorted by name, and the names may differ.
    outlines.sort();
    outlines
}

/// The outlines of the template without payload.
struct Expected {
    checked: Vec<String>,
    /// With a pattern that is not supported, so the call that checks it is absent.
    unchecked: Vec<String>,
    /// With a media type that no header can contain, so it is not in `Accept`.
    unaccepted: Vec<String>,
    /// With a name that no header has, so its parameter is omitted.
    without_header: Vec<String>,
}

/// The first difference of two outlines.
fn difference(found: &str, expected: &str) -> String {
    let at = found.chars().zip(expected.chars()).take_while(|(one, other)| one == other).count();
    let from = |outline: &str| outline.chars().skip(at.saturating_sub(80)).take(160).collect::<String>();
    format!("{}\nbecomes\n{}", from(expected), from(found))
}

/// Whether code is generated for a payload in these positions. An error describes the code that the payload adds.
fn inject(positions: &[usize], payload: &str, expected: &Expected) -> Result<bool, String> {
    let generation = instance(positions, payload);
    if generation.files.is_empty() {
        return if generation.diagnostics.is_empty() { Err("refused without a word".to_owned()) } else { Ok(false) };
    }
    let is_unchecked = generation.diagnostics.iter().any(|problem| problem.code == Code::NotChecked);
    let found = outlines(&generation);
    let expected = match positions {
        _ if is_unchecked => &expected.unchecked,
        [HEADER_NAME] if found != expected.checked => &expected.without_header,
        [MEDIA_TYPE] if found != expected.checked => &expected.unaccepted,
        _ => &expected.checked,
    };
    if let Some((found, expected)) = found.iter().zip(expected).find(|(found, expected)| found != expected) {
        return Err(difference(found, expected));
    }
    if found.len() != expected.len() {
        return Err(format!("{} files instead of {}", found.len(), expected.len()));
    }
    for file in &generation.files {
        syn::parse_file(&file.text).map_err(|error| format!("{}: {error}", file.path))?;
    }
    Ok(true)
}

/// Positions with outcomes of their own, and two that are refused with every payload.
const ALONE: [usize; 6] = [COMPONENT_NAME, PATTERN, HEADER_NAME, MEDIA_TYPE, 17, 33];

#[test]
fn no_string_of_a_document_becomes_code() {
    let harmless = instance(&[], "");
    assert!(!harmless.files.is_empty(), "{:?}", harmless.diagnostics);
    let expected = Expected {
        checked: outlines(&harmless),
        unchecked: outlines(&instance(&[PATTERN], "(?=a)")),
        unaccepted: outlines(&instance(&[MEDIA_TYPE], "\n x")),
        without_header: outlines(&instance(&[HEADER_NAME], "a b")),
    };
    let together: Vec<usize> = (1..=POSITIONS).filter(|position| !ALONE.contains(position)).collect();
    let groups: Vec<&[usize]> = together.chunks(8).chain(ALONE.chunks(1)).collect();
    let mut generated = [0; POSITIONS + 1];
    for payload in PAYLOADS {
        for positions in &groups {
            if inject(positions, payload, &expected) == Ok(true) {
                positions.iter().for_each(|position| generated[*position] += 1);
                continue;
            }
            for position in *positions {
                match inject(&[*position], payload, &expected) {
                    Ok(is_generated) => generated[*position] += usize::from(is_generated),
                    Err(problem) => panic!("position {position}, payload {payload:?}: {problem}"),
                }
            }
        }
    }
    for (position, count) in generated.iter().enumerate().skip(1) {
        let is_refused = [17, 33].contains(&position);
        assert!(*count > 0 || is_refused, "position {position} was refused with every payload");
    }
}

#[test]
fn no_string_of_a_document_becomes_a_doc_test() {
    for payload in PAYLOADS {
        let generation = instance(&[2, 13, 20, 27, 38, 46], payload);
        assert!(!generation.files.is_empty(), "{:?}", generation.diagnostics);
        for file in generation.files {
            for line in file.text.lines().map(str::trim_start).filter(|line| line.contains("evil")) {
                let text = line.trim_start_matches("//!").trim_start_matches("///");
                let indent = text.len() - text.trim_start().len();
                assert!(indent <= 5, "an indented block would be run: {line:?}");
                assert!(!text.contains('\u{202e}') && !text.contains('\0'));
            }
        }
    }
}

#[test]
fn no_name_of_a_document_changes_a_file_path() {
    for name in ["../../evil", "/etc/evil", "a/b", "..", "con", "C:\\evil"] {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: {name:?}, version: '1' }}\n\
                paths:\n  /a:\n    get:\n      operationId: {name:?}\n      responses: {{ '204': {{ description: \
                Done. }} }}\n"
        );
        for file in generate_text(&text).files {
            let plain = |part: &str| {
                !part.is_empty() && part != ".." && part.chars().all(|c| c.is_alphanumeric() || "_.".contains(c))
            };
            assert!(file.path.starts_with("src/") && file.path.split('/').all(plain), "{name:?} gives {}", file.path);
        }
    }
}

/// A small accidental change of a document.
#[derive(Clone, Debug)]
enum Mutation {
    Cut(usize),
    Replace(usize, char),
    Repeat(usize, usize),
    Drop(usize, usize),
    Swap(usize, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = 0..20_000_usize;
    prop_oneof![
        place.clone().prop_map(Mutation::Cut),
        (place.clone(), any::<char>()).prop_map(|(at, character)| Mutation::Replace(at, character)),
        (place.clone(), 1..200_usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        (place.clone(), 1..200_usize).prop_map(|(at, length)| Mutation::Drop(at, length)),
        (place.clone(), place).prop_map(|(one, other)| Mutation::Swap(one, other)),
    ]
}

fn mutate(text: &mut Vec<char>, mutation: &Mutation) {
    let length = text.len();
    if length == 0 {
        return;
    }
    let range = |at: usize, many: usize| at % length..(at % length + many).min(length);
    match *mutation {
        Mutation::Cut(at) => text.truncate(at % length),
        Mutation::Replace(at, character) => text[at % length] = character,
        Mutation::Repeat(at, many) => {
            let piece = text[range(at, many)].to_vec();
            text.splice(at % length..at % length, piece);
        }
        Mutation::Drop(at, many) => drop(text.drain(range(at, many))),
        Mutation::Swap(one, other) => text.swap(one % length, other % length),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn mutated_documents_give_code_or_diagnostics(
        which in 0..9_usize,
        mutations in prop::collection::vec(mutation(), 1..5),
    ) {
        let mut sources = documents::specs();
        sources.extend(documents::folder("tests/documents/constructs"));
        let source = sources.swap_remove(which % sources.len());
        let mut text: Vec<char> = String::from_utf8_lossy(&source.bytes).chars().collect();
        for mutation in &mutations {
            mutate(&mut text, mutation);
        }
        let bytes = text.into_iter().collect::<String>().into_bytes();
        let generation = generate(vec![SourceFile { path: source.path, bytes }], &Options::default());
        for file in &generation.files {
            prop_assert!(syn::parse_file(&file.text).is_ok(), "{} does not parse", file.path);
        }
        prop_assert!(!generation.files.is_empty() || !generation.diagnostics.is_empty());
        // Displaying the diagnostics must not fail either.
        let format = wireright_codegen::diagnostic::Format::Human { color: false };
        wireright_codegen::diagnostic::render(&generation.diagnostics, &generation.sources, format);
    }

    #[test]
    fn arbitrary_bytes_give_diagnostics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let generation = generate(vec![SourceFile { path: "any".to_owned(), bytes }], &Options::default());
        prop_assert!(generation.files.is_empty() && !generation.diagnostics.is_empty());
    }
}
