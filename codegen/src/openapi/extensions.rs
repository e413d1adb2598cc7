//! The `x-` keys of ours. `specs/README.md` defines each.

use super::node::{Node, ObjectReader, Read, Spanned};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// `x-rationale`: sentences for readers of the document. They are checked for their form and not printed.
pub(crate) fn read_decisions(object: &mut ObjectReader<'_, '_>) {
    let _: Option<Vec<String>> = object.optional("x-rationale");
}

/// Where each key of ours belongs.
const HOMES: [(&str, &str); 12] = [
    ("x-lenient-string", "a schema"),
    ("x-client-parameter", "a path parameter"),
    ("x-empty-content-type", "an operation"),
    ("x-error-conditions", "a response of success"),
    ("x-required-permission", "an operation"),
    ("x-module", "`info`"),
    ("x-official-id", "an operation"),
    ("x-pagination", "an operation"),
    ("x-password-rules", "the schema of a password"),
    ("x-region", "a server"),
    ("x-idempotent", "an operation"),
    ("x-authenticator", "a security scheme"),
];

/// Where a key of ours belongs; `None` for a key of somebody else's.
pub(super) fn home(key: &str) -> Option<&'static str> {
    HOMES.iter().find(|(known, _)| *known == key).map(|(_, home)| *home)
}

/// `x-error-conditions`. A list without a rule would say nothing.
pub(crate) fn read_error_conditions(object: &mut ObjectReader<'_, '_>) -> Vec<ErrorCondition> {
    if let Some(node) =
        object.node("x-error-conditions").filter(|node| matches!(node.value, Value::Array(items) if items.is_empty()))
    {
        let message = "`x-error-conditions` has no rule";
        let problem = object.diagnostics().error(Code::MalformedExtension, node.at, message);
        problem.help("write one, such as `- { pointer: /error_code, present: true }`, or take the key out");
    }
    object.or_default("x-error-conditions")
}

/// An item of `x-error-conditions`: a success status is in truth a failure.
#[derive(Clone, Debug)]
pub(crate) enum ErrorCondition {
    /// The value at the pointer is this text.
    Equals { pointer: Spanned<String>, value: String },
    /// There is a value at the pointer.
    Present { pointer: Spanned<String> },
}

impl Read for ErrorCondition {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "failure rule (`x-error-conditions`)", diagnostics)?;
        let pointer: Option<Spanned<String>> = object.required("pointer");
        let equals = object.optional("equals");
        let present: Option<bool> = object.optional("present");
        let at = object.at();
        object.finish();
        let pointer = pointer?;
        if !pointer.value.starts_with('/') {
            let message = format!("`{}` is no JSON pointer", pointer.value);
            diagnostics
                .error(Code::MalformedExtension, &pointer.at, message)
                .help("write the path to the member: `/status`");
            return None;
        }
        match (equals, present) {
            (Some(value), None) => Some(Self::Equals { pointer, value }),
            (None, Some(true)) => Some(Self::Present { pointer }),
            _ => {
                diagnostics
                    .error(Code::MalformedExtension, &at, "a failure rule says either `equals` or `present: true`")
                    .help("for example `{ pointer: /status, equals: error }`");
                None
            }
        }
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
        let mut object = ObjectReader::new(node, "permission (`x-required-permission`)", diagnostics)?;
        let action = object.required("action");
        let access_level = object.optional("access-level");
        object.finish();
        Some(Self { action: action?, access_level })
    }
}

/// `x-password-rules`: what a password must obey besides its length.
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
        let mut object = ObjectReader::new(node, "password rules (`x-password-rules`)", diagnostics)?;
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

/// A letter or digit in the list of special characters is a mistake: it belongs to another class.
fn check_characters(rules: &PasswordRules, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    if let Some(wrong) = rules.special_characters.chars().find(char::is_ascii_alphanumeric) {
        let message = format!("`{wrong}` is no special character");
        diagnostics.error(Code::MalformedExtension, &node.at, message);
    }
    if let Some(count) = rules.min_classes.as_ref().filter(|count| count.value > 4) {
        let message = format!("there are 4 classes of characters, and {} are asked for", count.value);
        diagnostics.error(Code::MalformedExtension, &count.at, message);
    }
}

/// An item of `must_differ_from`: another value that the password may not resemble.
#[derive(Clone, Debug)]
pub(crate) struct ForbiddenMatch {
    pub(crate) parameter: Spanned<String>,
    pub(crate) matching: MatchKind,
    pub(crate) reversed: bool,
}

/// How a password may not resemble another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatchKind {
    Equals,
    Contains,
}

impl Read for ForbiddenMatch {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "resemblance (`must-differ-from`)", diagnostics)?;
        let parameter = object.required("parameter");
        let matching = object.required("match");
        let reversed = object.or_default("reversed");
        object.finish();
        // A wrong way to match was reported; the parameter's name is still to be looked at.
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
                    .error(Code::MalformedExtension, &node.at, format!("`{other}` is no way to match"))
                    .help("`match` is `equals` or `contains`");
                None
            }
        }
    }
}
