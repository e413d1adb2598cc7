//! Types of other crates in place of generated ones, for schemas and formats.

use std::collections::BTreeSet;

use super::{Reporter, code_paths};
use crate::{
    ConfigText,
    diagnostic::{Code, suggest},
    lower::name_pattern::NamePattern,
    model::{CheckedCode, MappedType, Type, ValueTraits},
    openapi::Schema,
};

/// The rules with a type of another crate, and what they were compared with.
#[derive(Debug, Default)]
pub(in crate::lower) struct Mapping {
    pub(super) rules: Vec<MapRule>,
    /// The crates that generated code can use. `None` if they are unknown.
    pub(super) dependencies: Option<Vec<String>>,
    /// The types that generated types and operations contain.
    pub(super) used: BTreeSet<MappedType>,
    /// The names of all components, and the formats of all scalars.
    pub(super) schemas: BTreeSet<String>,
    pub(super) formats: BTreeSet<String>,
}

/// A rule with a type of another crate.
#[derive(Debug)]
pub(super) struct MapRule {
    pub(super) target: MapTarget,
    pub(super) ty: MappedType,
    /// Whether it matches a schema, which may be omitted.
    pub(super) is_matched: bool,
}

/// What a type of another crate replaces.
#[derive(Debug)]
pub(super) enum MapTarget {
    /// The types of components with these names.
    Schema(NamePattern, ConfigText),
    /// The types of scalars with this format.
    Format(ConfigText),
}

/// Why `x-rust-type` of a document has no effect.
pub(in crate::lower) enum UnusedRustType {
    /// The path is malformed, for this reason.
    Malformed(String),
    /// This crate is no dependency of the client.
    UnknownCrate(String),
}

/// Whether generated code can use a crate.
pub(super) fn is_available(name: &str, dependencies: Option<&[String]>) -> bool {
    let is_standard = ["std", "core", "alloc", "wireright_runtime"].contains(&name);
    is_standard || dependencies.is_none_or(|known| known.iter().any(|known| known == name))
}

impl Mapping {
    /// The type of the component with this name.
    pub(in crate::lower) fn of_component(&mut self, name: &str) -> Option<Type> {
        if self.rules.is_empty() {
            return None;
        }
        self.schemas.insert(name.to_owned());
        self.find(|target| matches!(target, MapTarget::Schema(pattern, _) if pattern.matches(name)))
    }

    /// The type of a scalar by its format.
    pub(in crate::lower) fn of_format(&mut self, schema: &Schema) -> Option<Type> {
        let format = schema.format.as_ref().filter(|_| !self.rules.is_empty())?;
        self.formats.insert(format.value.clone());
        self.find(|target| matches!(target, MapTarget::Format(text) if text.text == format.value))
    }

    /// The type that `x-rust-type` of a document names. A document alone does not add a dependency.
    pub(in crate::lower) fn of_document(&mut self, path: &str) -> Result<Type, UnusedRustType> {
        let checked = CheckedCode::type_path(path).map_err(UnusedRustType::Malformed)?;
        let known = self.dependencies.as_deref().unwrap_or_default();
        let crates =
            code_paths::type_paths(path).into_iter().filter_map(|path| Some(path.split_once("::")?.0.to_owned()));
        if let Some(name) = crates.into_iter().find(|name| !is_available(name, Some(known))) {
            return Err(UnusedRustType::UnknownCrate(name));
        }
        Ok(Type::Mapped(Box::new(MappedType { path: checked, traits: ValueTraits::default() })))
    }

    /// The type of the last rule that fits: a later rule is more special.
    fn find(&mut self, fits: impl Fn(&MapTarget) -> bool) -> Option<Type> {
        let mut found = None;
        for rule in self.rules.iter_mut().filter(|rule| fits(&rule.target)) {
            rule.is_matched = true;
            found = Some(rule.ty.clone());
        }
        found.map(|ty| Type::Mapped(Box::new(ty)))
    }

    /// Reports the rules that match nothing. Those that match nothing that is selected only if the selection is valid.
    pub(super) fn report_unmatched(&self, is_selection_valid: bool, reporter: &mut Reporter<'_>) {
        for rule in &self.rules {
            let is_format = matches!(rule.target, MapTarget::Format(_));
            if !is_selection_valid && (rule.is_matched || is_format) {
                continue;
            }
            if rule.is_matched {
                self.report_unused(rule, reporter);
                continue;
            }
            let (text, what, known) = match &rule.target {
                MapTarget::Schema(_, text) => (text, "no schema under `components` has the name", &self.schemas),
                MapTarget::Format(text) => (text, "no scalar has the format", &self.formats),
            };
            let message = format!("unmatched rule: {what} `{}`", text.text);
            let problem = reporter.report(Code::UnmatchedTypeRule, text, message);
            if let Some(similar) = suggest(&text.text, known.iter().map(String::as_str)) {
                problem.help(format!("a similar name exists: `{similar}`"));
            }
        }
    }

    /// Reports a rule whose type nothing contains.
    fn report_unused(&self, rule: &MapRule, reporter: &mut Reporter<'_>) {
        if self.used.contains(&rule.ty) {
            return;
        }
        let (text, what) = match &rule.target {
            MapTarget::Schema(_, text) => (text, "the schemas with the name"),
            MapTarget::Format(text) => (text, "the scalars with the format"),
        };
        let message = format!("rule without effect: nothing that is generated uses {what} `{}`", text.text);
        let problem = reporter.report(Code::UnmatchedTypeRule, text, message);
        problem.help(format!("remove the rule, or a later one that replaces it; {}", super::UNUSED_TYPES));
    }
}
