//! Rules from their text. The code in a rule is parsed before it is used.

use std::ops::Range;

use super::{
    DefinitionKind, Reporter, Rule,
    code_paths::{self, AttributePath},
    mapping::{MapRule, MapTarget, is_available},
};
use crate::{
    ConfigText, Options, TypeRule,
    diagnostic::Code,
    lower::name_pattern::NamePattern,
    model::{CheckedCode, MappedType, ValueTraits},
};

/// A rule of one of the two kinds.
pub(super) enum ParsedRule {
    /// Derives and attributes.
    Rule(Rule),
    /// A type of another crate.
    Map(MapRule),
}

/// Parses a rule. `None` if it is invalid, which is reported.
pub(super) fn rule(rule: &TypeRule, options: &Options, reporter: &mut Reporter<'_>) -> Option<ParsedRule> {
    let before = reporter.diagnostics.len();
    let parsed = match &rule.rust_type {
        Some(path) => map_rule(rule, path, options, reporter).map(ParsedRule::Map),
        None => Some(ParsedRule::Rule(code_rule(rule, options, reporter))),
    };
    parsed.filter(|_| reporter.diagnostics.len() == before)
}

fn malformed(reporter: &mut Reporter<'_>, span: Option<&Range<usize>>, message: String) {
    reporter.report_at(Code::MalformedTypeRule, span, message);
}

fn pattern(text: Option<&ConfigText>) -> Option<(NamePattern, ConfigText)> {
    text.map(|text| (NamePattern::new(&text.text), text.clone()))
}

/// Reports a path whose first segment is a crate that the client does not depend on.
fn check_crate(path: &str, text: &ConfigText, options: &Options, reporter: &mut Reporter<'_>) {
    // Derives of serde's traits are redundant, and reported as such.
    const OTHERS: [&str; 5] = ["clippy", "diagnostic", "rustdoc", "rustfmt", "serde"];
    let Some((name, _)) = path.trim().trim_start_matches("::").split_once("::") else { return };
    let name = name.trim();
    if check_own(name, text, options, reporter) {
        return;
    }
    if !OTHERS.contains(&name) && !is_available(name, options.dependencies.as_deref()) {
        let message = format!("unknown crate `{}`: it is not under `[client.dependencies]`", in_one_line(name));
        let problem = reporter.report(Code::MalformedTypeRule, text, message);
        problem.help(format!("add the dependency `{}` there", in_one_line(name)));
    }
}

/// Reports a derive without a crate, which no generated file imports. In a module of the user's crate, a macro may be
/// in scope.
fn check_derive(path: &str, text: &ConfigText, options: &Options, reporter: &mut Reporter<'_>) {
    const STANDARD: [&str; 9] = ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    let name = path.trim();
    if options.module.is_none() && !name.contains("::") && !STANDARD.contains(&name) {
        let message = format!(
            "unknown derive `{}`: a path that begins with a crate is expected, such as `schemars::JsonSchema`",
            in_one_line(name)
        );
        malformed(reporter, text.span.as_ref(), message);
    }
}

/// Reports a path into the crate that contains the generated code, unless the code is a module of the user's crate.
/// Returns whether the path is one.
fn check_own(name: &str, text: &ConfigText, options: &Options, reporter: &mut Reporter<'_>) -> bool {
    let is_relative = ["self", "super"].contains(&name);
    if !is_relative && name != "crate" {
        return false;
    }
    if options.module.is_none() {
        let message = format!("path into the generated crate: `{name}` has no items of your own there");
        reporter
            .report(Code::MalformedTypeRule, text, message)
            .help("put the item into a crate of its own, and add that under `[client.dependencies]`");
    } else if is_relative {
        let message = format!("relative path: `{name}` is another module for each generated type");
        reporter.report(Code::MalformedTypeRule, text, message).help("begin the path with `crate`");
    }
    true
}

/// Attributes of the language that a type, a field or a variant can have.
const LANGUAGE_ATTRIBUTES: [&str; 18] = [
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "debugger_visualizer",
    "default",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "no_mangle",
    "non_exhaustive",
    "repr",
    "unsafe",
    "used",
    "warn",
];

/// Whether a rule derives a trait of another crate, whose macro may define attributes.
fn has_derive_of_a_crate(rule: &TypeRule) -> bool {
    let is_of_a_crate = |path: &str| path.contains("::");
    let in_attributes = || rule.attributes.iter().flat_map(|text| code_paths::attribute_paths(&text.text));
    rule.derive.iter().any(|derive| is_of_a_crate(&derive.text))
        || in_attributes().any(|path| matches!(path, AttributePath::Derive(path) if is_of_a_crate(&path)))
}

/// Reports what attributes name and the client does not have.
fn check_attribute(text: &ConfigText, options: &Options, reporter: &mut Reporter<'_>) {
    for path in code_paths::attribute_paths(&text.text) {
        match path {
            AttributePath::Derive(path) => {
                check_derive(&path, text, options, reporter);
                check_crate(&path, text, options, reporter);
            }
            AttributePath::Attribute(path) if path.contains("::") => check_crate(&path, text, options, reporter),
            AttributePath::Attribute(name) => {
                let is_known = LANGUAGE_ATTRIBUTES.contains(&name.as_str()) || options.module.is_some();
                if !is_known && !options.types.iter().any(has_derive_of_a_crate) {
                    let message = format!("unknown attribute `{name}`: no derive of the configuration defines it");
                    let problem = reporter.report(Code::MalformedTypeRule, text, message);
                    problem.help("add the `derive` that it belongs to, or begin its path with a crate");
                }
            }
        }
    }
}

/// Reports what the generic arguments of a type name and the client does not have.
fn check_arguments(text: &ConfigText, options: &Options, reporter: &mut Reporter<'_>) {
    const PRELUDE: [&str; 5] = ["Box", "Option", "Result", "String", "Vec"];
    const PRIMITIVES: [&str; 16] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];
    for path in code_paths::type_paths(&text.text).iter().skip(1) {
        if path.contains("::") {
            check_crate(path, text, options, reporter);
        } else if !PRELUDE.contains(&path.as_str()) && !PRIMITIVES.contains(&path.as_str()) {
            let message = format!("unknown type `{path}`: a path that begins with a crate is expected");
            malformed(reporter, text.span.as_ref(), message);
        }
    }
}

fn code_rule(rule: &TypeRule, options: &Options, reporter: &mut Reporter<'_>) -> Rule {
    if let Some(only) = rule.format.as_ref().or_else(|| rule.traits.first()) {
        malformed(reporter, only.span.as_ref(), "misplaced key: it belongs to a rule with `rust-type`".to_owned());
    } else if rule.derive.is_empty() && rule.attributes.is_empty() {
        let message = "rule without effect: expected `derive`, `attributes` or `rust-type`".to_owned();
        malformed(reporter, rule.span.as_ref(), message);
    }
    if let (Some(_), Some(derive)) = (&rule.field, rule.derive.first()) {
        let message = "misplaced `derive`: a field has attributes only".to_owned();
        malformed(reporter, derive.span.as_ref(), message);
    }
    let mut derives = Vec::new();
    for text in &rule.derive {
        match CheckedCode::path(&text.text) {
            Ok(path) => {
                check_derive(&text.text, text, options, reporter);
                check_crate(&text.text, text, options, reporter);
                derives.push((path, text.clone()));
            }
            Err(problem) => {
                let message = format!("malformed derive `{}`: {problem}", in_one_line(&text.text));
                malformed(reporter, text.span.as_ref(), message);
            }
        }
    }
    let mut attributes = Vec::new();
    for text in &rule.attributes {
        match CheckedCode::attributes(&text.text) {
            Ok(parsed) => {
                check_attribute(text, options, reporter);
                attributes.extend(parsed);
            }
            Err(problem) => {
                let message = format!("malformed attribute `{}`: {problem}", in_one_line(&text.text));
                malformed(reporter, text.span.as_ref(), message);
            }
        }
    }
    let kind = rule.kind.as_ref().and_then(|text| kind(text, reporter));
    let (schema, field) = (pattern(rule.schema.as_ref()), pattern(rule.field.as_ref()));
    Rule { schema, kind, field, derives, attributes, matches_type: false, matches_field: false, matches_omitted: false }
}

fn kind(text: &ConfigText, reporter: &mut Reporter<'_>) -> Option<(DefinitionKind, ConfigText)> {
    let found = DefinitionKind::ALL.iter().find(|(name, _)| *name == text.text);
    if found.is_none() {
        let names = DefinitionKind::ALL.map(|(name, _)| format!("`{name}`")).join(", ");
        let message = format!("unknown kind `{}`: expected one of {names}", in_one_line(&text.text));
        malformed(reporter, text.span.as_ref(), message);
    }
    found.map(|(_, kind)| (*kind, text.clone()))
}

fn map_rule(rule: &TypeRule, text: &ConfigText, options: &Options, reporter: &mut Reporter<'_>) -> Option<MapRule> {
    let others = [rule.derive.first(), rule.attributes.first(), rule.field.as_ref(), rule.kind.as_ref()];
    if let Some(other) = others.into_iter().flatten().next() {
        let message = "misplaced key: the type of a rule with `rust-type` is not generated".to_owned();
        malformed(reporter, other.span.as_ref(), message);
    }
    let target = match (&rule.schema, &rule.format) {
        (Some(schema), None) => MapTarget::Schema(NamePattern::new(&schema.text), schema.clone()),
        (None, Some(format)) if format.text == "password" => {
            let message = "format `password` has the type `Secret`: another one would show passwords".to_owned();
            malformed(reporter, format.span.as_ref(), message);
            return None;
        }
        (None, Some(format)) => MapTarget::Format(format.clone()),
        _ => {
            let message = "`rust-type` needs exactly one of `schema` and `format`".to_owned();
            malformed(reporter, rule.span.as_ref().or(text.span.as_ref()), message);
            return None;
        }
    };
    let path = match CheckedCode::type_path(&text.text) {
        Ok(path) => path,
        Err(problem) => {
            let message = format!("malformed type `{}`: {problem}", in_one_line(&text.text));
            malformed(reporter, text.span.as_ref(), message);
            return None;
        }
    };
    let own = path.as_str().split("::").next().unwrap_or_default();
    check_own(own, text, options, reporter);
    let dependencies = options.dependencies.as_deref();
    if let Some(name) = path.crate_name().filter(|name| !is_available(name, dependencies)) {
        let message = format!("unknown crate `{name}`: it is not under `[client.dependencies]`");
        reporter
            .report(Code::MalformedTypeRule, text, message)
            .help(format!("add the dependency `{name}` there, with the feature that implements serde's traits"));
    }
    check_arguments(text, options, reporter);
    let mut traits = ValueTraits::default();
    for text in &rule.traits {
        match text.text.as_str() {
            "Eq" => traits.is_eq = true,
            "Hash" => traits.is_hash = true,
            other => {
                let message = format!("unknown trait `{}`: expected `Eq` or `Hash`", in_one_line(other));
                malformed(reporter, text.span.as_ref(), message);
            }
        }
    }
    Some(MapRule { target, ty: MappedType { path, traits }, is_matched: false })
}

fn in_one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
