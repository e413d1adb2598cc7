//! Keys that the readers of the generator read, found in their source code.

use std::{collections::BTreeSet, fs};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::project;

/// A key that a reader reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyRead {
    /// The object of the key, or `None` for a function that reads several objects.
    pub object: Option<String>,
    /// The key.
    pub key: String,
}

/// The methods of `ObjectReader` with a key.
const READING_METHODS: [&str; 8] =
    ["node", "optional", "required", "required_or_default", "or_default", "ignore_keys", "unsupported", "expected"];

/// Every key that a reader reads.
///
/// # Panics
///
/// If a file cannot be read.
pub fn keys_read() -> BTreeSet<KeyRead> {
    let folder = fs::read_dir(project().join("codegen/src/openapi")).expect("the readers are there");
    let mut keys = BTreeSet::new();
    let paths = folder.map(|file| file.expect("a reader is there").path());
    for path in paths.filter(|path| path.is_file()) {
        let text = fs::read_to_string(path).expect("a reader can be read");
        search(text.parse().expect("a reader is Rust"), &mut None, &mut keys);
    }
    keys
}

fn search(tokens: TokenStream, object: &mut Option<String>, keys: &mut BTreeSet<KeyRead>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let before = |back: usize| index.checked_sub(back).and_then(|at| tokens.get(at)).map(ToString::to_string);
        let TokenTree::Group(group) = token else { continue };
        let name = before(1).unwrap_or_default();
        let inner = group.stream();
        if name == "new" && before(4).as_deref() == Some("ObjectReader") {
            *object = strings(inner).into_iter().next();
        } else if group.delimiter() == Delimiter::Parenthesis
            && (READING_METHODS.contains(&name.as_str()) || is_helper(&inner))
        {
            keys.extend(strings(inner).into_iter().map(|key| KeyRead { object: object.clone(), key }));
        } else if group.delimiter() == Delimiter::Bracket && is_list_of_keys(&tokens, index) {
            keys.extend(strings(inner).into_iter().map(|key| KeyRead { object: None, key }));
        } else if group.delimiter() == Delimiter::Brace && before(2).as_deref() != Some("=") {
            // The body of a function reads another object.
            search(inner, &mut object.clone(), keys);
        } else {
            search(inner, object, keys);
        }
    }
}

/// `helper(object, "key", …)`.
fn is_helper(arguments: &TokenStream) -> bool {
    let arguments = arguments.to_string();
    arguments.strip_prefix("& mut ").unwrap_or(&arguments).starts_with("object , \"")
}

/// `const KEYS: [&str; 3] = ["…"]`.
fn is_list_of_keys(tokens: &[TokenTree], index: usize) -> bool {
    let back = |steps: usize| index.checked_sub(steps).and_then(|at| tokens.get(at)).map(ToString::to_string);
    back(1).as_deref() == Some("=")
        && back(2).is_some_and(|ty| ty.starts_with("[& str"))
        && back(5).as_deref() == Some("const")
}

/// The string literals among the tokens, at any depth.
fn strings(tokens: TokenStream) -> Vec<String> {
    let mut strings = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => {
                let literal = literal.to_string();
                strings.extend(literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::to_owned));
            }
            TokenTree::Group(group) => strings.extend(self::strings(group.stream())),
            _ => {}
        }
    }
    strings
}
