//! Names in Rust for names on the wire: the one place where they are decided.
//!
//! A name depends on its wire name alone, never on what else the document holds, so a growing document renames nothing.
//! Two wire names that meet in one Rust name are therefore a diagnostic, never a silent `_2`.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use crate::{
    diagnostic::{Code, Diagnostics},
    model::RustName,
    source::Location,
};

/// Identifiers that no `r#` can rescue.
const UNRESCUABLE: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// Type names that generated files use for something else: the prelude's, serde's, and the runtime's.
const TAKEN_TYPES: [&str; 51] = [
    "Base64",
    "BTreeMap",
    "BodyAs",
    "Branch",
    "Bytes",
    "Date",
    "DateTime",
    "Key",
    "Multipart",
    "Region",
    "Uuid",
    "Upload",
    "Answer",
    "Box",
    "Client",
    "Clone",
    "Cow",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "DocumentedError",
    "Drop",
    "Duration",
    "Err",
    "Error",
    "Extra",
    "Fn",
    "From",
    "Given",
    "Input",
    "Into",
    "Iterator",
    "JsonObject",
    "JsonValue",
    "MapAccess",
    "None",
    "Number",
    "Ok",
    "Operation",
    "Option",
    "Pending",
    "Request",
    "Required",
    "Result",
    "Secret",
    "Serialize",
    "Some",
    "String",
    "Vec",
    "Violations",
];

/// Method names that request types have already.
const TAKEN_METHODS: [&str; 5] = ["clone", "header", "new", "send", "validate"];

/// `ResetPassword`, for types and variants.
pub(super) fn type_name(wire: &str) -> RustName {
    let name = identifier(&spell(wire).to_pascal_case(), "N");
    if TAKEN_TYPES.contains(&name.as_str()) { identifier(&format!("{name}Model"), "N") } else { name }
}

/// `ResetPassword`, for the variants of an enum, which cannot be mistaken for other names.
pub(super) fn variant_name(wire: &str) -> RustName {
    identifier(&spell(wire).to_pascal_case(), "N")
}

/// `reset_password`, for fields and modules.
pub(super) fn field_name(wire: &str) -> RustName {
    identifier(&spell(wire).to_snake_case(), "n")
}

/// `reset_password`, for setters: never the name of another method of the request.
pub(super) fn setter_name(wire: &str) -> RustName {
    let name = field_name(wire);
    if TAKEN_METHODS.contains(&name.as_str()) { identifier(&format!("{name}_value"), "n") } else { name }
}

/// `HAS_USER_NAME`, for the flag that says whether the setter was called.
pub(super) fn flag_name(setter: &RustName) -> RustName {
    identifier(&format!("HAS_{}", setter.unraw().to_uppercase()), "N")
}

/// `RESET_PASSWORD`, for constants.
pub(super) fn constant_name(wire: &str) -> RustName {
    identifier(&spell(wire).to_shouty_snake_case(), "N")
}

/// `reset_password`, for a file: never the name of a module that is there already.
pub(super) fn module_name(wire: &str) -> RustName {
    let name = field_name(wire);
    if name.as_str() == "mod" || name.as_str() == "r#mod" { identifier("mod_", "n") } else { name }
}

/// A name made of other names: `ResetPassword` and `Error` give `ResetPasswordError`.
pub(super) fn joined(first: &RustName, second: &str) -> RustName {
    identifier(&format!("{}{second}", first.unraw()), "N")
}

/// The text with everything spelt out that case conversion would lose or mangle.
fn spell(wire: &str) -> String {
    let text = lower_acronyms(&spell_signs(wire));
    if text.chars().any(char::is_alphanumeric) { text } else { spell_symbols(wire) }
}

/// `+1` and `-1` are two names: the sign before a number counts.
fn spell_signs(wire: &str) -> String {
    let mut characters = wire.chars();
    match (characters.next(), characters.clone().next()) {
        (Some('+'), Some('0'..='9')) => format!("plus {}", characters.as_str()),
        (Some('-'), Some('0'..='9')) => format!("minus {}", characters.as_str()),
        _ => wire.to_owned(),
    }
}

/// Names made of symbols alone, a word for each symbol.
fn spell_symbols(wire: &str) -> String {
    if wire.is_empty() {
        return "empty".to_owned();
    }
    let words = wire.chars().map(|character| match character {
        '*' => "star".to_owned(),
        '+' => "plus".to_owned(),
        '-' => "minus".to_owned(),
        '/' => "slash".to_owned(),
        '.' => "dot".to_owned(),
        '_' => "underscore".to_owned(),
        '=' => "equal".to_owned(),
        '<' => "less".to_owned(),
        '>' => "greater".to_owned(),
        '!' => "not".to_owned(),
        '@' => "at".to_owned(),
        '$' => "dollar".to_owned(),
        '#' => "hash".to_owned(),
        '%' => "percent".to_owned(),
        '&' => "and".to_owned(),
        '|' => "or".to_owned(),
        '~' => "tilde".to_owned(),
        ' ' => "space".to_owned(),
        other => format!("u{:x}", u32::from(other)),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Acronyms that case conversion would tear apart: `IPv6` becomes `Ipv6`, `VPCs` becomes `Vpcs`.
fn lower_acronyms(text: &str) -> String {
    const MIXED: [(&str, &str); 6] = [
        ("IPv4", "Ipv4"),
        ("IPv6", "Ipv6"),
        ("OAuth", "Oauth"),
        ("GitHub", "Github"),
        ("MySQL", "Mysql"),
        ("PostgreSQL", "Postgresql"),
    ];
    let mixed = MIXED.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    lower_plurals(&mixed)
}

/// A run of capitals with a plural `s` is one word: `VPCs`, `IDs`.
fn lower_plurals(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    let mut run: Vec<char> = Vec::new();
    let mut iterator = characters.iter().copied().peekable();
    while let Some(character) = iterator.next() {
        if character.is_uppercase() {
            run.push(character);
            continue;
        }
        let ends_word = iterator.peek().is_none_or(|next| !next.is_lowercase());
        if character == 's' && run.len() > 1 && ends_word {
            result.extend(run.first());
            result.extend(run.iter().skip(1).flat_map(|capital| capital.to_lowercase()));
        } else {
            result.extend(&run);
        }
        run.clear();
        result.push(character);
    }
    result.extend(&run);
    result
}

/// A valid identifier from converted text: without foreign characters, not a keyword, not led by a digit.
fn identifier(text: &str, digit_prefix: &str) -> RustName {
    let mut clean: String = text.chars().filter(|character| is_identifier_character(*character)).collect();
    if clean.is_empty() {
        clean = spell_symbols(text).to_snake_case();
    }
    if clean.starts_with(|first: char| first.is_numeric()) {
        clean.insert_str(0, digit_prefix);
    }
    if UNRESCUABLE.contains(&clean.as_str()) {
        clean.push('_');
    }
    let plain = RustName::checked(&clean);
    let raw = || RustName::checked(&format!("r#{clean}"));
    // Characters that are letters to Unicode but no identifier to Rust: their numbers are.
    let numbered = || {
        let numbers: String = clean.chars().map(|character| format!("{:x}", u32::from(character))).collect();
        RustName::checked(&format!("{digit_prefix}{numbers}"))
    };
    plain.or_else(raw).or_else(numbered).unwrap_or_else(RustName::fallback)
}

fn is_identifier_character(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// The names of one namespace: no two things in it are called the same.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: BTreeMap<RustName, (String, Option<Location>)>,
}

impl Scope {
    /// Takes a name. Where another thing has it: in a document of ours that is an error; in somebody else's the later
    /// one gets a name made of its own spelling, with a warning.
    pub(super) fn claim(
        &mut self,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        let Some((other, first)) = self.taken.get(&name).cloned() else {
            self.taken.insert(name.clone(), (wire.to_owned(), Some(at.clone())));
            return name;
        };
        let message = format!("`{wire}` and `{other}` would both be called `{name}` in Rust");
        let (name, problem) = if diagnostics.is_lenient() {
            let distinct = self.distinct(name, wire);
            let message = format!("{message}; this one is called `{distinct}`");
            (distinct, diagnostics.warning(Code::NameDisambiguated, at, message))
        } else {
            (name, diagnostics.error(Code::NameCollision, at, message))
        };
        problem.help("rename one of them in the document");
        if let Some(first) = first {
            problem.related(first, format!("`{other}` stands here"));
        }
        name
    }

    /// Takes a name, or one made of it and of the exact spelling on the wire.
    pub(super) fn distinct(&mut self, name: RustName, wire: &str) -> RustName {
        let mut candidates = std::iter::once(name.clone()).chain(distinctions(wire).into_iter().map(|ending| {
            let joined = if name.unraw().chars().any(char::is_uppercase) {
                format!("{}{}", name.unraw(), ending.to_pascal_case())
            } else {
                format!("{}_{}", name.unraw(), ending.to_snake_case())
            };
            identifier(&joined, "n")
        }));
        let free = candidates.find(|candidate| !self.taken.contains_key(candidate)).unwrap_or_else(|| {
            let many = (2..).map(|number| identifier(&format!("{}{number}", name.unraw()), "n"));
            many.into_iter().find(|candidate| !self.taken.contains_key(candidate)).unwrap_or(name)
        });
        self.taken.insert(free.clone(), (wire.to_owned(), None));
        free
    }
}

/// What sets a spelling apart from others that come to the same words: its case, its marks, and at last its bytes.
fn distinctions(wire: &str) -> Vec<String> {
    if wire.ends_with("Inner") {
        return vec!["inner".to_owned()];
    }
    let letters = || wire.chars().filter(|character| character.is_alphabetic());
    let mut endings = Vec::new();
    if letters().all(char::is_lowercase) {
        endings.push("lower".to_owned());
    } else if letters().all(char::is_uppercase) {
        endings.push("upper".to_owned());
    }
    let marks: String = wire.chars().filter(|character| !character.is_alphanumeric()).collect();
    if !marks.is_empty() {
        endings.push(spell_symbols(&marks));
    }
    // FNV-1a: short, and the same everywhere.
    let hash = wire.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    endings.push(format!("x{hash:08x}"));
    endings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_people_write_them() {
        let cases = [
            ("resetUserPassword", "reset_user_password", "ResetUserPassword"),
            ("IPv6Address", "ipv6_address", "Ipv6Address"),
            ("CreateVPCs", "create_vpcs", "CreateVpcs"),
            ("userIDs", "user_ids", "UserIds"),
            ("HTTPStatus", "http_status", "HttpStatus"),
            ("X-Request-Id", "x_request_id", "XRequestId"),
            ("OAuthToken", "oauth_token", "OauthToken"),
            ("SMSs", "smss", "Smss"),
            ("class", "class", "Class"),
        ];
        for (wire, snake, pascal) in cases {
            assert_eq!((field_name(wire).as_str(), type_name(wire).as_str()), (snake, pascal), "{wire}");
        }
    }

    #[test]
    fn keywords_digits_and_symbols_become_identifiers() {
        let cases = [
            ("type", "r#type"),
            ("self", "self_"),
            ("crate", "crate_"),
            ("1st", "n1st"),
            ("", "empty"),
            ("*", "star"),
            (">=", "greater_equal"),
            ("+1", "plus_1"),
            ("-1", "minus_1"),
            ("@id", "id"),
            ("🦀", "u1f980"),
            ("日本", "日本"),
        ];
        for (wire, expected) in cases {
            assert_eq!(field_name(wire).as_str(), expected, "{wire}");
        }
        assert_eq!(variant_name("Self").as_str(), "Self_");
        assert_eq!(type_name("Option").as_str(), "OptionModel");
    }

    proptest::proptest! {
        #[test]
        fn any_text_becomes_an_identifier(wire in ".*") {
            for name in [type_name(&wire), field_name(&wire), setter_name(&wire), constant_name(&wire), variant_name(&wire)] {
                proptest::prop_assert!(syn::parse_str::<proc_macro2::Ident>(name.unraw()).is_ok() || name.as_str().starts_with("r#"));
                proptest::prop_assert_ne!(name.as_str(), "unnamed");
            }
        }
    }
}
