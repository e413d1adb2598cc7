//! The `x-` keys of Wireright. Defined in `docs/extensions.md`.

use super::{
    node::{Node, Read, Spanned},
    object_reader::ObjectReader,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// `x-rationale`: explanations for readers of the document. Their type is checked, and they have no other effect.
pub(crate) fn read_rationale(object: &mut ObjectReader<'_, '_>) {
    let _: Option<Vec<String>> = object.optional("x-rationale");
}

/// `x-error-conditions`. An empty list is reported.
pub(crate) fn read_error_conditions(object: &mut ObjectReader<'_, '_>) -> Vec<ErrorCondition> {
    if let Some(node) =
        object.node("x-error-conditions").filter(|node| matches!(node.value, Value::Array(items) if items.is_empty()))
    {
        let message = "empty `x-error-conditions`: expected at least one condition";
        let problem = object.diagnostics().report(Code::MalformedExtension, node.at, message);
        problem.help("add a condition such as `- { pointer: /error_code, present: true }`, or remove the key");
    }
    object.or_default("x-error-conditions")
}

/// An item of `x-error-conditions`: a response with a success status is a failure if the condition applies.
#[derive(Clone, Debug)]
pub(crate) enum ErrorCondition {
    /// The value at the pointer is this string.
    Equals { pointer: Spanned<String>, value: String },
    /// The pointer leads to a value.
    Present { pointer: Spanned<String> },
}

impl Read for ErrorCondition {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "condition of `x-error-conditions`", diagnostics)?;
        let pointer: Option<Spanned<String>> = object.required("pointer");
        let equals = object.optional("equals");
        let present: Option<bool> = object.optional("present");
        let at = object.at();
        object.finish();
        let pointer = pointer?;
        if !pointer.value.starts_with('/') {
            let message = format!("malformed JSON pointer `{}`", pointer.value);
            diagnostics
                .report(Code::MalformedExtension, &pointer.at, message)
                .help("write the path to the property: `/status`");
            return None;
        }
        match (equals, present) {
            (Some(value), None) => Some(Self::Equals { pointer, value }),
            (None, Some(true)) => Some(Self::Present { pointer }),
            _ => {
                diagnostics
                    .report(
                        Code::MalformedExtension,
                        &at,
                        "malformed condition: expected either `equals` or `present: true`",
                    )
                    .help("for example `{ pointer: /status, equals: error }`");
                None
            }
        }
    }
}

/// `x-rust-name`: the name to use in Rust instead of the one in the document. Its case is converted.
#[derive(Clone, Debug)]
pub(crate) struct RustNameKey(String);

impl RustNameKey {
    /// The word that names are made of.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Read for RustNameKey {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let name = String::read(node, diagnostics)?;
        if is_rust_name(&name) {
            return Some(Self(name));
        }
        let message = format!("malformed `x-rust-name`: `{name}` is not a Rust name");
        let problem = diagnostics.report(Code::MalformedExtension, &node.at, message);
        problem.help("write ASCII letters, digits and `_`, and begin with a letter: `PurchaseOrder`");
        None
    }
}

/// Whether a string has only ASCII letters, digits and `_`, and begins with a letter.
pub(crate) fn is_rust_name(name: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(is_word)
}

/// `x-rust-type`: the path of a type, or an object of the tool `typify` with the keys `crate` and `path`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RustTypeKey {
    /// The path, not parsed yet.
    pub(crate) path: String,
}

impl Read for RustTypeKey {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::String(path) = node.value {
            return Some(Self { path: path.clone() });
        }
        let mut object = ObjectReader::new(node, "`x-rust-type`", diagnostics)?;
        let path: Option<String> = object.required("path");
        object.ignore_keys(&["crate", "version"]);
        object.unsupported(&["parameters"]);
        object.finish();
        Some(Self { path: path? })
    }
}

/// `x-required-permission`: the permission that the caller needs.
#[derive(Clone, Debug)]
pub(crate) struct RequiredPermission {
    pub(crate) action: String,
    pub(crate) access_level: Option<String>,
}

impl Read for RequiredPermission {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "`x-required-permission`", diagnostics)?;
        let action = object.required("action");
        let access_level = object.optional("access-level");
        object.finish();
        Some(Self { action: action?, access_level })
    }
}

/// `x-password-rules`: the rules for a password besides its length.
#[derive(Clone, Debug)]
pub(crate) struct PasswordRules {
    pub(crate) at: Location,
    pub(crate) min_classes: Option<Spanned<u64>>,
    pub(crate) special_characters: String,
    pub(crate) forbidden_first: String,
    pub(crate) must_differ_from: Vec<ForbiddenMatch>,
    pub(crate) server_side_rules: Vec<String>,
}

impl Read for PasswordRules {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "`x-password-rules`", diagnostics)?;
        let rules = Self {
            at: object.at(),
            min_classes: object.optional("min-classes"),
            special_characters: object.required_or_default("special-characters"),
            forbidden_first: object.or_default("forbidden-first"),
            must_differ_from: object.or_default("must-differ-from"),
            server_side_rules: object.or_default("server-side-rules"),
        };
        object.finish();
        check_characters(&rules, node, diagnostics);
        Some(rules)
    }
}

/// Reports letters and digits among the special characters, and a wrong number of character classes.
fn check_characters(rules: &PasswordRules, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    if let Some(wrong) = rules.special_characters.chars().find(char::is_ascii_alphanumeric) {
        let message = format!("malformed `special-characters`: `{wrong}` is a letter or a digit");
        diagnostics.report(Code::MalformedExtension, &node.at, message);
    }
    if let Some(count) = rules.min_classes.as_ref().filter(|count| count.value > 4) {
        let message = format!("`min-classes` out of range: expected at most 4, found {}", count.value);
        diagnostics.report(Code::MalformedExtension, &count.at, message);
    }
}

/// An item of `must-differ-from`: another value of the request that the password must not match.
#[derive(Clone, Debug)]
pub(crate) struct ForbiddenMatch {
    pub(crate) parameter: Spanned<String>,
    pub(crate) matching: MatchKind,
    pub(crate) reversed: bool,
}

/// How a password is compared with another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatchKind {
    Equals,
    Contains,
}

impl Read for ForbiddenMatch {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "item of `must-differ-from`", diagnostics)?;
        let parameter = object.required("parameter");
        let matching = object.required("match");
        let reversed = object.or_default("reversed");
        object.finish();
        // An invalid `match` was reported. The parameter is still checked later.
        Some(Self { parameter: parameter?, matching: matching.unwrap_or(MatchKind::Equals), reversed })
    }
}

impl Read for MatchKind {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match String::read(node, diagnostics)?.as_str() {
            "equals" => Some(Self::Equals),
            "contains" => Some(Self::Contains),
            other => {
                diagnostics
                    .report(Code::MalformedExtension, &node.at, format!("unknown `match`: `{other}`"))
                    .help("`match` is `equals` or `contains`");
                None
            }
        }
    }
}
