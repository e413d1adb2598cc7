//! Names of modules, which are file names too: short, ASCII, lowercase, and no device name of Windows.
//!
//! A module outside ASCII needs a `#[path]`, file systems disagree on when two such names are equal, and most limit
//! names to 255 bytes.

use heck::ToSnakeCase;

use super::{field_name, identifier};
use crate::model::RustName;

/// The longest file name, in bytes. With `.rs` and a temporary suffix it fits every file system.
const MAX_LENGTH: usize = 100;

/// Device names of Windows, with any extension.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// The module of something with this Rust name: the same name if a file can have it.
pub(in crate::lower) fn module_name(name: &RustName) -> RustName {
    file_name(&name.unraw().to_snake_case())
}

/// The module of a type with this Rust name. The modules of `others` are taken.
pub(in crate::lower) fn type_module_name(name: &RustName, others: &[&str]) -> RustName {
    let module = module_name(name);
    if others.contains(&module.as_str()) { identifier(&format!("{module}_"), "n") } else { module }
}

/// The module with this name in snake case.
pub(in crate::lower) fn file_name(snake: &str) -> RustName {
    let mut plain: String = snake.chars().filter(char::is_ascii).take(MAX_LENGTH).collect();
    if plain != snake {
        let hash = super::name_scope::hash(snake);
        plain.truncate(MAX_LENGTH - hash.len() - 1);
        let kept = plain.trim_matches('_');
        plain = if kept.is_empty() { hash } else { format!("{kept}_{hash}") };
    }
    // `types` would be inside `types`.
    if is_device(&plain) || ["mod", "types"].contains(&plain.as_str()) {
        plain.push('_');
    }
    identifier(&plain, "n")
}

/// The module of a service, which is a Cargo feature too: the ASCII part of its title. `Acme's API` is `acmes_api`.
pub(in crate::lower) fn crate_module_name(title: &str) -> RustName {
    let plain: String =
        field_name(&title.replace(['\'', '\u{2019}'], "")).unraw().chars().filter(char::is_ascii).collect();
    if plain.chars().any(|character| character.is_ascii_alphabetic()) {
        file_name(&plain.to_snake_case().chars().take(MAX_LENGTH).collect::<String>())
    } else {
        file_name("api")
    }
}

fn is_device(name: &str) -> bool {
    let is_port = |name: &str| name.starts_with(|digit: char| digit.is_ascii_digit()) && name.len() == 1;
    DEVICES.contains(&name) || ["com", "lpt"].iter().any(|kind| name.strip_prefix(kind).is_some_and(is_port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_name_equals_module_name_if_portable() {
        let cases = [
            ("list_pets", "list_pets"),
            ("type", "r#type"),
            ("mod", "mod_"),
            ("con", "con_"),
            ("com1", "com1_"),
            ("comb", "comb"),
            ("日本", "x9f26ee51"),
            ("größe", "gre_xcd38f49a"),
        ];
        for (snake, expected) in cases {
            assert_eq!(file_name(snake).as_str(), expected, "{snake}");
        }
        let (one, other) = (file_name(&"x".repeat(300)), file_name(&"x".repeat(301)));
        assert!(one != other && one.as_str().len() == MAX_LENGTH, "{one}");
        assert!(!module_name(&RustName::checked("日本").unwrap()).as_str().starts_with(char::is_uppercase));
    }

    #[test]
    fn service_module_is_ascii_part_of_title() {
        for (title, expected) in [
            ("My API", "my_api"),
            ("Acme\u{2019}s API", "acmes_api"),
            ("重置密码", "api"),
            ("重置 Kafka", "kafka"),
            ("+1", "plus_1"),
            ("", "empty"),
        ] {
            assert_eq!(crate_module_name(title).as_str(), expected, "{title}");
        }
    }
}
