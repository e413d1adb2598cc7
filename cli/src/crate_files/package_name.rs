//! Package names: which names cargo and rustc accept, and the nearest valid name of a string.

use std::path::Path;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::manifest;
use crate::input;

/// Reserved names: keywords, folders of every build folder, Windows devices, and dependencies of each client.
const RESERVED: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "build",
    "const",
    "continue",
    "core",
    "crate",
    "deps",
    "do",
    "dyn",
    "else",
    "enum",
    "examples",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "incremental",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "serde",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "wireright_runtime",
    "yield",
    "aux",
    "con",
    "nul",
    "prn",
];

/// Maximum length on crates.io.
const MAX_LENGTH: usize = 64;

/// Checks a name. The error names the first violated rule.
pub fn check(name: &str) -> Result<(), String> {
    let problem = if name.is_empty() {
        "is empty"
    } else if name.len() > MAX_LENGTH {
        "is longer than 64 characters"
    } else if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        "does not begin with a letter"
    } else if !name.chars().all(is_allowed) {
        "contains a character other than ASCII letters, digits, `-` and `_`"
    } else if name.contains(|letter: char| letter.is_ascii_uppercase()) {
        "contains uppercase letters"
    } else if is_reserved(name) {
        "is reserved by Rust or by a dependency"
    } else {
        return Ok(());
    };
    Err(format!("invalid package name `{name}`: it {problem}"))
}

/// Checks the name of a dependency. The error tells what is wrong.
pub fn check_dependency(name: &str) -> Result<(), String> {
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(is_allowed) {
        return Err(format!("`dependencies` has the name `{}`, which no package has", name.escape_debug()));
    }
    if name.replace('_', "-") == "wireright-runtime" {
        return Err("`dependencies` has the runtime; the table `runtime` selects it".to_owned());
    }
    Ok(())
}

/// The name of the crate in a folder: that of its manifest, or after the folder.
pub fn of_folder(folder: &Path) -> String {
    let manifest = input::read_text(&folder.join("Cargo.toml")).unwrap_or_default();
    let from_folder = || {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        sanitize(&absolute.file_name().unwrap_or_default().to_string_lossy())
    };
    manifest::package_name(&manifest).filter(|name| check(name).is_ok()).unwrap_or_else(from_folder)
}

/// The nearest valid name: `My API (v2)` becomes `my-api-v2`, and `Größe` becomes `grosse`.
pub fn sanitize(text: &str) -> String {
    let mut name = String::new();
    // A letter with an accent is two characters, and the accent none of the name.
    for character in text.replace('ß', "ss").nfkd().filter(|character| !is_combining_mark(*character)) {
        // The copied runtime has the name with an ending.
        if name.len() == MAX_LENGTH - "-client".len() - "-runtime".len() {
            break;
        }
        if is_allowed(character) && character != '-' {
            name.push(character.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches(['-', '_']);
    match name.chars().next() {
        None => "client".to_owned(),
        Some(first) if !first.is_ascii_alphabetic() => format!("client-{name}"),
        _ if is_reserved(name) => format!("{name}-client"),
        _ => name.to_owned(),
    }
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || ['-', '_'].contains(&character)
}

fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name.to_ascii_lowercase().replace('-', "_").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_string_becomes_a_valid_name() {
        let cases = [
            ("petstore", "petstore"),
            ("My API (v2)", "my-api-v2"),
            ("1password", "client-1password"),
            ("test", "test-client"),
            ("wireright-runtime", "wireright-runtime-client"),
            ("__x__", "x"),
            ("重置", "client"),
            ("Größe Ünïts é", "grosse-units-e"),
            ("", "client"),
            ("a.b_c--d", "a-b_c-d"),
        ];
        for (text, name) in cases {
            assert_eq!(sanitize(text), name, "{text}");
            assert_eq!(check(name), Ok(()), "{name}");
        }
        let long = sanitize(&"x".repeat(500));
        assert_eq!(check(&format!("{long}-runtime")), Ok(()));
        assert_eq!(check(&format!("{}-runtime", sanitize(&format!("1{}", "x".repeat(500))))), Ok(()));
        assert_eq!(check(&sanitize(&format!("1{}", "-x".repeat(200)))), Ok(()));
    }

    #[test]
    fn names_that_cargo_rejects_are_invalid() {
        for name in ["", "1x", "-x", "a b", "ä", "fn", "serde", "tSKey", "proc-macro", "x/../y", &"x".repeat(65)] {
            assert!(check(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_dependency_has_the_name_of_a_package() {
        for name in ["schemars", "my_types", "A-b"] {
            assert_eq!(check_dependency(name), Ok(()));
        }
        assert!(check_dependency("a b").unwrap_err().contains("which no package has"));
        assert!(check_dependency("wireright_runtime").unwrap_err().contains("the table `runtime` selects it"));
    }
}
