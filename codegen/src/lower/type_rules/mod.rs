//! Rules for types, from the configuration: derives and attributes of generated types, and types of other crates.
//!
//! - `code_paths`: paths in the code of rules
//! - `mapping`: types of other crates for schemas and formats
//! - `parse`: rules from their text
//! - `traits`: the traits that a generated type has without a rule

mod code_paths;
mod mapping;
mod parse;
mod traits;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use self::traits::implements;
use crate::{
    ConfigText, Options,
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    lower::{config_file::ConfigFile, name_pattern::NamePattern},
    model::{CheckedCode, CustomCode, MappedType, Operation, RustName, SharedName, TypeDefinition, TypeKind},
    source::{Location, Sources},
};

pub(super) use mapping::{Mapping, UnusedRustType};

/// The rules of the configuration, and the names that they were compared with.
#[derive(Debug, Default)]
pub(super) struct TypeRules {
    rules: Vec<Rule>,
    mapping: Mapping,
    /// The names of all types.
    names: BTreeSet<String>,
    /// The names of the fields and variants that rules for fields were compared with.
    field_names: BTreeSet<String>,
}

/// A rule, parsed.
#[derive(Debug)]
struct Rule {
    schema: Option<(NamePattern, ConfigText)>,
    kind: Option<(DefinitionKind, ConfigText)>,
    field: Option<(NamePattern, ConfigText)>,
    derives: Vec<(CheckedCode, ConfigText)>,
    attributes: Vec<CheckedCode>,
    matches_type: bool,
    matches_field: bool,
    /// Whether it matches a type that is omitted.
    matches_omitted: bool,
}

/// Advice for a rule that matches only omitted types.
const UNUSED_TYPES: &str = "`unused-types = true` generates the types that nothing uses";

/// Advice for a rule whose field does not exist.
const FIELD_NAMES: &str = "write the name of a property or string in JSON, or that of a field or variant in Rust; \
                           `*` stands for any characters";

impl TypeRules {
    /// Parses the rules. An invalid one is reported and left out. `first` is the first document.
    pub(super) fn new(
        options: &Options,
        sources: &Sources,
        first: Option<&Location>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mapping = Mapping { dependencies: options.dependencies.clone(), ..Mapping::default() };
        let mut rules = Self { mapping, ..Self::default() };
        let Some(file) = ConfigFile::of(options, sources, first) else { return rules };
        for rule in &options.types {
            let mut reporter = Reporter { file, diagnostics };
            match parse::rule(rule, options, &mut reporter) {
                Some(parse::ParsedRule::Rule(rule)) => rules.rules.push(rule),
                Some(parse::ParsedRule::Map(rule)) => rules.mapping.rules.push(rule),
                None => {}
            }
        }
        rules
    }

    /// The types of other crates.
    pub(super) fn mapping(&mut self) -> &mut Mapping {
        &mut self.mapping
    }

    /// The types of other crates that were used, sorted.
    pub(super) fn mapped_types(self) -> Vec<MappedType> {
        self.mapping.used.into_iter().collect()
    }

    /// Adds derives and attributes to the types of a service, without those that are omitted. `schemas` are the names
    /// of the components by type.
    pub(super) fn apply(
        &mut self,
        schemas: &BTreeMap<SharedName, Vec<String>>,
        shared: &mut [TypeDefinition],
        operations: &mut [Operation],
        reporter: &mut Reporter<'_>,
    ) {
        if self.rules.is_empty() {
            return;
        }
        for definition in shared {
            let names = names_of(&definition.shared_name(), schemas);
            self.apply_to(definition, &names, reporter);
        }
        for operation in operations {
            let module = operation.module.unraw().to_owned();
            for definition in &mut operation.types {
                let names = [format!("{module}::{}", definition.name)];
                self.apply_to(definition, &names, reporter);
            }
        }
    }

    /// Notes the rules that match types that are omitted.
    pub(super) fn omit(&mut self, schemas: &BTreeMap<SharedName, Vec<String>>, omitted: &[SharedName]) {
        for names in omitted.iter().map(|name| names_of(name, schemas)) {
            for rule in &mut self.rules {
                rule.matches_omitted |= rule.has_name(&names);
            }
            self.names.extend(names);
        }
    }

    /// Notes the types of other crates that the types and operations of a service contain.
    pub(super) fn use_mapped(&mut self, types: impl Iterator<Item = MappedType>) {
        self.mapping.used.extend(types);
    }

    fn apply_to(&mut self, definition: &mut TypeDefinition, names: &[String], reporter: &mut Reporter<'_>) {
        self.names.extend(names.iter().cloned());
        let mut custom = CustomCode::default();
        for rule in &mut self.rules {
            if !rule.has_name(names) || rule.kind.as_ref().is_some_and(|(kind, _)| !kind.is_of(definition)) {
                continue;
            }
            rule.matches_type = true;
            let Some((field, _)) = &rule.field else {
                add_to_type(rule, definition, names, &mut custom, reporter);
                continue;
            };
            for NamedField { name, selectors, wire } in fields(definition) {
                self.field_names.extend(selectors.iter().map(|selector| (*selector).to_owned()));
                if !selectors.iter().any(|selector| field.matches(selector)) {
                    continue;
                }
                rule.matches_field = true;
                let attributes = rule.attributes.iter().map(|attribute| attribute.with_name(wire));
                custom.fields.entry(name.clone()).or_default().extend(attributes);
            }
        }
        definition.custom = custom;
    }

    /// Reports the rules that match nothing in any document. Those that match nothing that is selected only if the
    /// selection is valid.
    pub(super) fn report_unmatched(&self, is_selection_valid: bool, reporter: &mut Reporter<'_>) {
        self.mapping.report_unmatched(is_selection_valid, reporter);
        for rule in &self.rules {
            match (&rule.schema, &rule.field) {
                (Some(_), _) if !rule.matches_type && rule.matches_omitted && !is_selection_valid => {}
                (Some((_, schema)), _) if !rule.matches_type && rule.matches_omitted => {
                    let message = format!(
                        "rule without effect: nothing that is generated uses the types with the name `{}`",
                        schema.text
                    );
                    let problem = reporter.report(Code::UnmatchedTypeRule, schema, message);
                    problem.help(format!("remove the rule; {UNUSED_TYPES}"));
                }
                (Some((_, schema)), _) if !rule.matches_type => {
                    let kind = rule.kind.as_ref().map(|(_, kind)| format!(" and the kind `{}`", kind.text));
                    let kind = kind.unwrap_or_default();
                    let message = format!("unmatched pattern: no type has the name `{}`{kind}", schema.text);
                    let similar = suggest(&schema.text, self.names.iter().map(String::as_str));
                    let problem = reporter.report(Code::UnmatchedTypeRule, schema, message);
                    if let Some(similar) = similar {
                        problem.help(format!("a type with a similar name exists: `{similar}`"));
                    }
                }
                _ if !is_selection_valid => {}
                (None, _) if !rule.matches_type && rule.kind.is_some() => {
                    let Some((_, kind)) = &rule.kind else { continue };
                    let message = format!("unmatched rule: no generated type is of the kind `{}`", kind.text);
                    reporter.report(Code::UnmatchedTypeRule, kind, message).help("remove the rule");
                }
                (_, Some((_, field))) if !rule.matches_field => {
                    let message = format!("unmatched pattern: no field or variant has the name `{}`", field.text);
                    let problem = reporter.report(Code::UnmatchedTypeRule, field, message);
                    match suggest(&field.text, self.field_names.iter().map(String::as_str)) {
                        Some(similar) => problem.help(format!("a similar name exists: `{similar}`")),
                        None => problem.help(FIELD_NAMES),
                    };
                }
                _ => {}
            }
        }
    }
}

/// A kind of generated types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DefinitionKind {
    Struct,
    Enum,
    Union,
    Newtype,
}

impl DefinitionKind {
    /// The kinds by their names in a configuration.
    const ALL: [(&str, Self); 4] =
        [("struct", Self::Struct), ("enum", Self::Enum), ("union", Self::Union), ("newtype", Self::Newtype)];

    fn is_of(self, definition: &TypeDefinition) -> bool {
        let kind = match &definition.kind {
            TypeKind::Struct(_) => Self::Struct,
            TypeKind::StringEnum(_) => Self::Enum,
            TypeKind::Union(union) if union.is_newtype => Self::Newtype,
            TypeKind::Union(_) => Self::Union,
        };
        kind == self
    }
}

impl Rule {
    /// Whether it is for a type with these names.
    fn has_name(&self, names: &[String]) -> bool {
        self.schema.as_ref().is_none_or(|(pattern, _)| names.iter().any(|name| pattern.matches(name)))
    }
}

/// The names of a type: those of its components, and the one in Rust.
fn names_of(name: &SharedName, schemas: &BTreeMap<SharedName, Vec<String>>) -> Vec<String> {
    let mut names = schemas.get(name).cloned().unwrap_or_default();
    names.push(name.to_string());
    names
}

/// Reports problems of the configuration.
pub(super) struct Reporter<'r> {
    file: ConfigFile,
    diagnostics: &'r mut Diagnostics,
}

impl<'r> Reporter<'r> {
    /// `None` if there is neither a configuration nor a document.
    pub(super) fn new(
        options: &Options,
        sources: &Sources,
        first: Option<&Location>,
        diagnostics: &'r mut Diagnostics,
    ) -> Option<Self> {
        ConfigFile::of(options, sources, first).map(|file| Self { file, diagnostics })
    }

    fn report(&mut self, code: Code, at: &ConfigText, message: String) -> &mut Diagnostic {
        self.report_at(code, at.span.as_ref(), message)
    }

    fn report_at(&mut self, code: Code, span: Option<&Range<usize>>, message: String) -> &mut Diagnostic {
        self.diagnostics.report(code, self.file.place(span), message)
    }
}

fn add_to_type(
    rule: &Rule,
    definition: &TypeDefinition,
    names: &[String],
    custom: &mut CustomCode,
    reporter: &mut Reporter<'_>,
) {
    for (derive, text) in &rule.derives {
        if implements(definition, derive) {
            let name = names.last().map(String::as_str).unwrap_or_default();
            let message = format!("redundant derive: `{name}` implements `{derive}` already");
            reporter.report(Code::RedundantDerive, text, message);
        } else if !custom.derives.contains(derive) {
            custom.derives.push(derive.clone());
        }
    }
    custom.attributes.extend(rule.attributes.iter().cloned());
}

/// A field or variant of a type.
struct NamedField<'d> {
    name: &'d RustName,
    /// The names by which a rule selects it.
    selectors: Vec<&'d str>,
    /// The name in JSON, or the one in Rust if it has none.
    wire: &'d str,
}

/// The fields or variants of a type.
fn fields(definition: &TypeDefinition) -> Vec<NamedField<'_>> {
    match &definition.kind {
        TypeKind::Struct(structure) => {
            let fields = structure.fields.iter().map(|field| (&field.name, Some(field.wire.as_str())));
            named_fields(fields, Some((&structure.extra, &["extra", "additional"][..])))
        }
        TypeKind::StringEnum(strings) => {
            let variants = strings.variants.iter().map(|variant| (&variant.name, Some(variant.wire.as_str())));
            named_fields(variants, strings.other.as_ref().map(|other| (other, &["Other"][..])))
        }
        TypeKind::Union(union) => {
            let variants = union.variants.iter().map(|variant| (&variant.name, None));
            named_fields(variants, union.unknown.as_ref().map(|unknown| (unknown, &["Unknown"][..])))
        }
    }
}

/// The fields or variants of the document, and the one for other values with its usual names. If a name in Rust of the
/// document is a usual one, the field for other values has another name: `OtherValue` beside `Other` for `OTHER`. A
/// rule with a usual name is nevertheless for this field, so that a rule for all types has one meaning.
fn named_fields<'d>(
    documented: impl Iterator<Item = (&'d RustName, Option<&'d str>)>,
    other: Option<(&'d RustName, &'d [&'d str])>,
) -> Vec<NamedField<'d>> {
    let usual = other.map_or(&[][..], |(_, usual)| usual);
    let documented = documented.map(|(name, wire)| {
        let wire = wire.unwrap_or(name.unraw());
        let in_rust = Some(name.unraw()).filter(|name| !usual.contains(name));
        NamedField { name, selectors: [wire].into_iter().chain(in_rust).collect(), wire }
    });
    let mut all: Vec<NamedField<'d>> = documented.collect();
    all.extend(other.map(|(name, usual)| {
        let is_free = |usual: &&str| !all.iter().any(|field| field.wire == *usual);
        let usual = usual.iter().copied().filter(is_free);
        NamedField { name, selectors: usual.chain([name.unraw()]).collect(), wire: name.unraw() }
    }));
    all
}
