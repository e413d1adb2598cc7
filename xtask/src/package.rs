//! Names of packages: which ones cargo and rustc take, and one made of the name of a folder.

/// Names that are taken: by the language, by what every build folder holds, and by what a client depends on.
const TAKEN: &[&str] = &[
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

/// The longest name that crates.io takes.
const LONGEST: usize = 64;

/// Says why a name is none of a package.
pub(crate) fn check(name: &str) -> Result<(), String> {
    let problem = if name.is_empty() {
        "is empty"
    } else if name.len() > LONGEST {
        "is longer than 64 characters"
    } else if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        "does not begin with a letter"
    } else if !name.chars().all(is_allowed) {
        "holds something else than ASCII letters, digits, `-` and `_`"
    } else if name.contains(|letter: char| letter.is_ascii_uppercase()) {
        "holds capital letters, of which rustc would warn"
    } else if is_taken(name) {
        "is taken by Rust or by what every client depends on"
    } else {
        return Ok(());
    };
    Err(format!("`{name}` is no name of a crate: it {problem}"))
}

/// The name nearest to a text that is one of a package: `My API (v2)` becomes `my-api-v2`.
pub(crate) fn sanitised(text: &str) -> String {
    let mut name = String::new();
    for character in text.chars() {
        if name.len() == LONGEST - "-client".len() {
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
        _ if is_taken(name) => format!("{name}-client"),
        _ => name.to_owned(),
    }
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || ['-', '_'].contains(&character)
}

fn is_taken(name: &str) -> bool {
    TAKEN.contains(&name.to_ascii_lowercase().replace('-', "_").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_any_text() {
        let cases = [
            ("petstore", "petstore"),
            ("My API (v2)", "my-api-v2"),
            ("1password", "client-1password"),
            ("test", "test-client"),
            ("wireright-runtime", "wireright-runtime-client"),
            ("__x__", "x"),
            ("重置", "client"),
            ("", "client"),
            ("a.b_c--d", "a-b_c-d"),
        ];
        for (text, name) in cases {
            assert_eq!(sanitised(text), name, "{text}");
            assert_eq!(check(name), Ok(()), "{name}");
        }
        let long = sanitised(&"x".repeat(500));
        assert_eq!(check(&long), Ok(()));
        assert_eq!(check(&sanitised(&format!("1{}", "-x".repeat(200)))), Ok(()));
    }

    #[test]
    fn what_cargo_would_refuse_is_refused() {
        for name in ["", "1x", "-x", "a b", "ä", "fn", "serde", "tSKey", "proc-macro", "x/../y", &"x".repeat(65)] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
