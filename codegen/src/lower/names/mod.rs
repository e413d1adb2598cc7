//! Rust names for wire names: the one place where they are decided.
//!
//! A name depends on its wire name alone, so a document that grows renames nothing. Types that are named after their
//! path through other types are in a module of their own. If two wire names have the same Rust name, the one that is
//! this name keeps it, else the first without symbols. The other gets a suffix made from its wire name, or a number if
//! that is taken too. A diagnostic reports it, unless the document does not name the item, or a collision of the same
//! wire names is reported already.
//!
//! - `name_scope`: [`NameScope`], the names of one namespace, and how name collisions in it are resolved
//! - `collision`: one name collision, and its report
//! - `reserved`: names that generated files use themselves
//! - `spelling`: what case conversion would lose or split
//! - `modules`: names of modules, which are file names too
//! - `non_ascii`: whether any name is outside ASCII

mod collision;
mod modules;
mod name_scope;
mod non_ascii;
mod reserved;
mod spelling;

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use unicode_normalization::UnicodeNormalization;

use self::spelling::{spell, spell_inner_signs, spell_symbols};
pub(super) use self::{
    collision::NameChange,
    modules::{crate_module_name, file_name, module_name, type_module_name},
    name_scope::{NameScope, WantedName, difference},
    non_ascii::has_non_ascii_names,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    model::RustName,
    source::Location,
};

/// The longest identifier, in bytes.
const MAX_LENGTH: usize = 200;

/// Keywords that cannot be raw identifiers.
const NEVER_RAW: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// `ResetPassword`, for types. Never a type that generated files use themselves.
pub(super) fn type_name(wire: &str) -> RustName {
    avoid_reserved_type(identifier(&spell(wire).to_pascal_case(), "N"))
}

/// `Pet`, for a type that operations share.
pub(super) fn shared_type_name(wire: &str) -> RustName {
    let name = variant_name(wire);
    if reserved::is_reserved_in_type_files(name.as_str()) { avoid_reserved_type(name) } else { name }
}

/// Reports that something has another name than in the document, because generated files use the name themselves.
pub(super) fn report_reserved(diagnostics: &mut Diagnostics, at: &Location, wire: &str, name: &RustName) {
    let reason = match wire.trim_end_matches('_') {
        "Self" | "self" => "`Self` is a keyword of Rust".to_owned(),
        _ => format!("generated code uses `{wire}` itself"),
    };
    let message = format!("reserved name: {reason}; this one is named `{name}`");
    let problem = diagnostics.report(Code::NameDisambiguated, at, message);
    problem.help("keep the new name, or rename it in the document or with an overlay");
}

fn avoid_reserved_type(name: RustName) -> RustName {
    if reserved::is_reserved_type(name.as_str()) { identifier(&format!("{}Model", stem(&name)), "N") } else { name }
}

/// `ResetPassword`, for variants of an enum, which need no reserved names.
pub(super) fn variant_name(wire: &str) -> RustName {
    identifier(&spell(wire).to_pascal_case(), "N")
}

/// `GmtPlus9`, for variants of an enum with signed numbers, where a sign distinguishes values.
pub(super) fn signed_variant_name(wire: &str) -> RustName {
    variant_name(&spell_inner_signs(wire))
}

/// The name of a variant without the words of its union: `Metered` for `EntitlementMetered` in `Entitlement`, and for
/// `EntitlementMeteredInput` in `EntitlementInput`. `None` if it does not begin and end with these words.
pub(super) fn short_variant_name(union: &RustName, name: &RustName) -> Option<RustName> {
    let words = |name: &RustName| stem(name).to_snake_case().split('_').map(str::to_owned).collect::<Vec<String>>();
    let (union, name) = (words(union), words(name));
    let added = name.len().checked_sub(union.len()).filter(|added| *added > 0)?;
    let before = union.iter().zip(&name).take_while(|(one, other)| one == other).count();
    let is_same_after = union.get(before..) == name.get(before + added..);
    let rest = name.get(before..before + added).filter(|_| is_same_after)?;
    let short = variant_name(&rest.join(" "));
    // Variants that generated code has.
    let is_free = !["Base", "Other", "Self_", "Unknown"].contains(&short.unraw());
    (is_free && rest.first()?.starts_with(char::is_alphabetic)).then_some(short)
}

/// Whether a string has a sign before a number: `GMT+9`. A hyphen may be only a separator: `utf-8`.
pub(super) fn has_plus_sign(wire: &str) -> bool {
    let after = wire.split('+').skip(1);
    after.into_iter().any(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
}

/// `reset_password`, for fields and modules.
pub(super) fn field_name(wire: &str) -> RustName {
    // A fast path: most names need no conversion.
    if is_snake_case(wire) { identifier(wire, "n") } else { identifier(&spell(wire).to_snake_case(), "n") }
}

/// Whether a name consists of lowercase ASCII letters, digits, and single underscores between them.
fn is_snake_case(name: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    name.split('_').all(is_word)
}

/// `reset_password`, for setters of a request. Never another method of the request, or a method of a well-known
/// trait.
pub(super) fn setter_name(wire: &str) -> RustName {
    let name = field_name(wire);
    if reserved::is_reserved_method(name.unraw()) { identifier(&format!("{}_value", name.unraw()), "n") } else { name }
}

/// `reset_password`, for setters of a struct, which has no methods of a request.
pub(super) fn field_setter_name(wire: &str) -> RustName {
    let name = field_name(wire);
    if ["header", "send"].contains(&name.unraw()) { name } else { setter_name(wire) }
}

/// Whether a setter has another name than its value because other methods have that name.
pub(super) fn is_renamed_setter(value: &RustName, setter: &RustName) -> bool {
    reserved::is_reserved_method(value.unraw()) && value != setter
}

/// Reports that the setter of a request has another name than its value.
pub(super) fn report_reserved_setter(diagnostics: &mut Diagnostics, at: &Location, word: &str, setter: &RustName) {
    // A collision of the new name is reported as such.
    if is_renamed_setter(&field_name(word), setter) && *setter == setter_name(word) {
        report_reserved(diagnostics, at, word, setter);
    }
}

/// `HAS_USER_NAME`, for the flag that says whether a setter was called.
fn flag_name(setter: &RustName) -> RustName {
    identifier(&format!("HAS_{}", setter.unraw().to_uppercase()), "N")
}

/// `RESET_PASSWORD`, for constants.
pub(super) fn constant_name(wire: &str) -> RustName {
    identifier(&spell(wire).to_shouty_snake_case(), "N")
}

/// A name made of two names: `ResetPassword` and `Error` give `ResetPasswordError`.
pub(super) fn joined(first: &RustName, second: &str) -> RustName {
    avoid_reserved_type(identifier(&format!("{}{second}", stem(first)), "N"))
}

/// The name of a type inside `container`, in its module: `Item`. If `Item` is reserved there, `OrderItem`.
pub(super) fn nested_type_name(container: &RustName, part: &str) -> RustName {
    // An element of `allOf` has no words of its own.
    let part = if part.is_empty() { "Part" } else { part };
    let name = identifier(part, "N");
    if name == *container || reserved::is_reserved_in_type_files(name.as_str()) {
        joined(container, part)
    } else {
        name
    }
}

/// The same for a name that begins with the name of `container`.
pub(super) fn nested_type_name_of(container: Option<&RustName>, name: &RustName) -> RustName {
    let part = container.and_then(|container| Some((container, stem(name).strip_prefix(stem(container))?)));
    match part {
        Some((container, part)) if !part.is_empty() => nested_type_name(container, part),
        _ => name.clone(),
    }
}

/// The name without the underscore that distinguishes it from a keyword, as a prefix of other names.
fn stem(name: &RustName) -> &str {
    name.unraw().trim_end_matches('_')
}

/// A valid identifier: no invalid characters, not a keyword, no leading digit. `digit_prefix` precedes a leading
/// digit.
fn identifier(text: &str, digit_prefix: &str) -> RustName {
    // The compiler normalizes identifiers too.
    let mut clean: String = if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        text.to_owned()
    } else if text.is_ascii() {
        text.chars().filter(|character| is_identifier_character(*character)).collect()
    } else {
        text.nfc().filter(|character| is_identifier_character(*character)).collect()
    };
    if clean.is_empty() {
        clean = spell_symbols(text).to_snake_case();
    }
    if clean.starts_with(|first: char| first.is_numeric()) {
        clean.insert_str(0, digit_prefix);
    }
    shorten(&mut clean, digit_prefix);
    if NEVER_RAW.contains(&clean.as_str()) {
        clean.push('_');
    }
    // A keyword of the 2024 edition, which `syn` does not know.
    let plain = if clean == "gen" { None } else { RustName::checked(&clean) };
    let raw = || RustName::checked(&format!("r#{clean}"));
    // Letters that Rust does not allow in identifiers become their code points.
    let numbered = || {
        let numbers: String = clean.chars().map(|character| format!("{:x}", u32::from(character))).collect();
        let mut numbered = format!("{digit_prefix}{numbers}");
        shorten(&mut numbered, digit_prefix);
        RustName::checked(&numbered)
    };
    plain.or_else(raw).or_else(numbered).unwrap_or_else(RustName::fallback)
}

/// Shortens a name that is too long for a file of rustdoc, with a hash at the end.
fn shorten(name: &mut String, prefix: &str) {
    if name.len() <= MAX_LENGTH {
        return;
    }
    let (hash, has) = (name_scope::hash(name), |is: fn(char) -> bool| name.chars().any(is));
    let ending = match prefix {
        "N" if name.contains('_') && !has(char::is_lowercase) => format!("_{}", hash.to_uppercase()),
        "N" => hash.to_pascal_case(),
        _ => format!("_{hash}"),
    };
    let kept = (0..=MAX_LENGTH - ending.len()).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    name.truncate(kept);
    name.truncate(name.trim_end_matches('_').len());
    name.push_str(&ending);
}

fn is_identifier_character(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_rust_case_conventions() {
        let cases = [
            ("resetUserPassword", "reset_user_password", "ResetUserPassword"),
            ("IPv6Address", "ipv6_address", "Ipv6Address"),
            ("CreateVPCs", "create_vpcs", "CreateVpcs"),
            ("userIDs", "user_ids", "UserIds"),
            ("HTTPStatus", "http_status", "HttpStatus"),
            ("X-Request-Id", "x_request_id", "XRequestId"),
            ("OAuthToken", "oauth_token", "OauthToken"),
            ("SMSs", "smss", "Smss"),
            ("getBatchV1APIResources", "get_batch_v1_api_resources", "GetBatchV1ApiResources"),
            ("AES256GCM", "aes256_gcm", "Aes256Gcm"),
            ("enable2FA", "enable2_fa", "Enable2Fa"),
            ("C2PAResult", "c2pa_result", "C2paResult"),
            ("S3Bucket", "s3_bucket", "S3Bucket"),
            ("P2P", "p2p", "P2p"),
            ("class", "class", "Class"),
        ];
        for (wire, snake, pascal) in cases {
            assert_eq!((field_name(wire).as_str(), type_name(wire).as_str()), (snake, pascal), "{wire}");
        }
    }

    #[test]
    fn variants_do_not_repeat_the_words_of_their_union() {
        let cases = [
            ("Entitlement", "EntitlementMetered", Some("Metered")),
            ("Event", "UserCreatedEvent", Some("UserCreated")),
            ("EntitlementInput", "EntitlementMeteredV2Input", Some("MeteredV2")),
            ("Pet", "Cat", None),
            ("Pet", "Pet", None),
            ("Pet", "Petal", None),
            ("PetInput", "PetCat", None),
            ("PetInput", "CatPet", None),
            ("Pet", "PetUnknown", None),
            ("Version", "Version 2", None),
        ];
        for (union, name, expected) in cases {
            let short = short_variant_name(&type_name(union), &variant_name(name));
            assert_eq!(short.as_ref().map(RustName::as_str), expected, "{name} in {union}");
        }
    }

    #[test]
    fn snake_case_is_unchanged() {
        for wire in ["user_name", "type", "v2", "a_1", "x"] {
            assert!(is_snake_case(wire) && spell(wire).to_snake_case() == wire, "{wire}");
        }
        for wire in ["", "_a", "a_", "a__b", "userName", "é", "a-b"] {
            assert!(!is_snake_case(wire), "{wire}");
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
            ("-name", "minus_name"),
            ("-$name", "minus_name"),
            ("--name", "name"),
            ("- name", "name"),
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
        fn any_string_becomes_an_identifier(wire in ".{0,400}") {
            for convert in [type_name, field_name, setter_name, constant_name, variant_name] {
                let name = convert(&wire);
                let is_identifier = syn::parse_str::<proc_macro2::Ident>(name.unraw()).is_ok();
                proptest::prop_assert!(is_identifier || name.as_str().starts_with("r#"));
                proptest::prop_assert_ne!(name.as_str(), "unnamed");
                proptest::prop_assert!(name.as_str().len() <= MAX_LENGTH + 2);
            }
        }
    }
}
