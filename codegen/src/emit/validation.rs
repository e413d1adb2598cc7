//! Validation: one call per constrained value, with the constraints as data.

use super::{
    code::{Code, code},
    imports::Imports,
};
use crate::{
    model::{Argument, Checks, Field, Operation, PasswordRules, Rules, StructType, TypeDefinition, TypeKind, Union},
    print::Item,
};

/// The indent of a statement.
const INDENT: usize = 8;

/// `impl Check` of a type that is validated.
pub(super) fn definition(definition: &TypeDefinition, imports: &mut Imports) -> Option<Item> {
    if definition.checks == Checks::None {
        return None;
    }
    let validate = imports.runtime("validate");
    let name = &definition.name;
    let (outer, checks) = match &definition.kind {
        TypeKind::StringEnum(_) => ("rules", string_enum(&definition.rules, imports)),
        _ if definition.checks == Checks::Nested => {
            return Some(Item::Text(format!("impl {validate}::Check for {name} {{}}\n")));
        }
        TypeKind::Struct(structure) => ("_", self::structure(structure, &definition.rules, imports)),
        TypeKind::Union(union) => ("_", self::union(union, imports)),
    };
    let violations = imports.runtime("Violations");
    let head = format!("fn check(&self, {outer}: &{validate}::Rules, violations: &mut {violations})");
    Some(Item::Text(format!("impl {validate}::Check for {name} {{\n    {head} {{\n{checks}    }}\n}}\n")))
}

fn string_enum(own: &Rules, imports: &mut Imports) -> String {
    let mut checks = Code::from("violations.string(self.as_str(), rules);").line(INDENT);
    if !own.is_empty() {
        checks += &call("string", vec!["self.as_str()".into(), rules(own, imports)]);
    }
    checks
}

fn structure(structure: &StructType, own: &Rules, imports: &mut Imports) -> String {
    let mut checks = String::new();
    if !own.is_empty() {
        checks += &call("property_count", vec!["self".into(), rules(own, imports)]);
    }
    for field in &structure.fields {
        checks.extend(field.rules.as_ref().map(|rules| self::field(field, rules, imports)));
    }
    if let Some(additional) = &structure.additional_rules {
        let arguments = vec!["name".into(), "value".into(), rules(additional, imports)];
        checks += &code!["for (name, value) in &self.", &structure.extra, " {"].line(INDENT);
        checks += &code!["violations.entry", Code::arguments(arguments), ";"].line(INDENT + 4);
        checks += &Code::from("}").line(INDENT);
    }
    checks
}

fn field(field: &Field, rules: &Rules, imports: &mut Imports) -> String {
    let wire = field.wire.as_str();
    if !field.ty.is_file_list() {
        return value(wire, code!["&self.", &field.name], rules, imports);
    }
    let count = if field.is_optional() {
        code!["self.", &field.name, ".as_ref().map(Vec::len)"]
    } else {
        code!["Some(self.", &field.name, ".len())"]
    };
    file_count(wire, count, rules, imports)
}

fn union(union: &Union, imports: &mut Imports) -> String {
    let arms: Vec<(Code, Code)> = union
        .variants
        .iter()
        .filter_map(|variant| {
            let rules = rules(variant.rules.as_ref()?, imports);
            let value = if union.is_newtype { "&self.0" } else { "value" };
            let check = code!["violations.value", Code::arguments(vec![value.into(), rules])];
            Some((code!["Self::", &variant.name, "(value)"], check))
        })
        .collect();
    if let ([(_, check)], true) = (arms.as_slice(), union.is_newtype) {
        return code![check, ";"].line(INDENT);
    }
    if let [(pattern, check)] = arms.as_slice() {
        let line = code!["if let ", pattern, " = self {"].line(INDENT);
        return line + &code![check, ";"].line(INDENT + 4) + &Code::from("}").line(INDENT);
    }
    let rest = if arms.len() < union.variants.len() || union.unknown.is_some() {
        Code::from("_ => {}").line(INDENT + 4)
    } else {
        String::new()
    };
    let arms = arms.into_iter().map(|(pattern, check)| code![pattern, " => ", check, ","].line(INDENT + 4));
    let arms: String = arms.collect();
    Code::from("match self {").line(INDENT) + &arms + &rest + &Code::from("}").line(INDENT)
}

/// `impl Input` with the validation of a request's values.
pub(super) fn input(operation: &Operation, imports: &mut Imports) -> Option<Item> {
    let mut checks = String::new();
    for argument in &operation.arguments {
        let constant = argument.password_rules.as_ref();
        let password = operation.password_rules.iter().find(|rules| Some(&rules.constant) == constant);
        checks.extend(password.map(|password| self::password(argument, password)));
        checks.extend(self::argument(argument, imports));
    }
    for body in &operation.alternative_bodies.bodies {
        if let Some(rules) = &body.rules {
            checks += &value("body", code!["&self.", &body.name], rules, imports);
        }
    }
    if checks.is_empty() {
        return None;
    }
    let violations = imports.runtime("Violations");
    let head = format!("fn check(&self, violations: &mut {violations})");
    Some(Item::Text(format!("impl Input {{\n    {head} {{\n{checks}    }}\n}}\n")))
}

fn password(argument: &Argument, password: &PasswordRules) -> String {
    let others = password
        .similarity
        .iter()
        .map(|rule| code!["(", Code::string(rule.other.as_str()), ", self.", &rule.field, ".as_deref())"]);
    let value = code!["self.", &argument.name, ".as_ref()"];
    let rules = code!["&", &password.constant];
    let others = code!["&", Code::array(others.collect())];
    call("password", vec![Code::string(argument.wire.as_str()), value, rules, others])
}

fn argument(argument: &Argument, imports: &mut Imports) -> Option<String> {
    let wire = argument.wire.as_str();
    let rules = argument.rules.as_ref()?;
    if argument.ty.is_file_list() {
        let count = code!["self.", &argument.name, ".as_ref().map(Vec::len)"];
        return Some(file_count(wire, count, rules, imports));
    }
    Some(value(wire, code!["&self.", &argument.name], rules, imports))
}

/// Files have a number, but no content to validate.
fn file_count(wire: &str, count: Code, rules: &Rules, imports: &mut Imports) -> String {
    call("item_count", vec![Code::string(wire), count, self::rules(rules, imports)])
}

/// Validates one value. Rules of one common kind have a method of their own.
fn value(wire: &str, value: Code, rules: &Rules, imports: &mut Imports) -> String {
    let (method, arguments) = short_form(rules).unwrap_or_else(|| ("property", Some(self::rules(rules, imports))));
    call(method, [Code::string(wire), value].into_iter().chain(arguments).collect())
}

/// `violations.method(…);`
fn call(method: &'static str, arguments: Vec<Code>) -> String {
    code!["violations.", method, Code::arguments(arguments), ";"].line(INDENT)
}

/// The method for rules of one kind only, and its last argument.
fn short_form(rules: &Rules) -> Option<(&'static str, Option<Code>)> {
    let Rules { min_length, max_length, min_items, max_items, min_properties, max_properties, .. } = rules.clone();
    let Rules { minimum, maximum, patterns, .. } = rules.clone();
    let is_only = |other: Rules| *rules == other;
    let counts = |min: Option<u64>, max: Option<u64>| Some(range(min.map(Code::number), max.map(Code::number)));
    if rules.is_empty() {
        return Some(("nested", None));
    }
    if is_only(Rules { min_length, max_length, ..Rules::default() }) {
        return Some(("length", counts(min_length, max_length)));
    }
    if is_only(Rules { min_items, max_items, ..Rules::default() }) {
        return Some(("items", counts(min_items, max_items)));
    }
    if is_only(Rules { min_properties, max_properties, ..Rules::default() }) {
        return Some(("properties", counts(min_properties, max_properties)));
    }
    if is_only(Rules { minimum: minimum.clone(), maximum: maximum.clone(), ..Rules::default() }) {
        let bound = |bound: Option<String>| bound.map(|bound| Code::string(&bound));
        return Some(("number", Some(range(bound(minimum), bound(maximum)))));
    }
    if is_only(Rules { patterns: patterns.clone(), ..Rules::default() }) {
        return Some(("patterns", Some(string_slice(&patterns))));
    }
    None
}

/// `1..=64`, `1..` or `..=64`.
fn range(min: Option<Code>, max: Option<Code>) -> Code {
    match max {
        Some(max) => code![min, "..=", max],
        None => code![min, ".."],
    }
}

fn string_slice(strings: &[String]) -> Code {
    code!["&", Code::array(strings.iter().map(|string| Code::string(string)).collect())]
}

/// `&Rules { … }`
fn rules(rules: &Rules, imports: &mut Imports) -> Code {
    if rules.is_empty() {
        return code!["&", imports.runtime("validate"), "::Rules::NONE"];
    }
    code!["&", rules_literal(rules, imports)]
}

fn rules_literal(rules: &Rules, imports: &mut Imports) -> Code {
    let counts = [
        ("min_length", rules.min_length),
        ("max_length", rules.max_length),
        ("min_items", rules.min_items),
        ("max_items", rules.max_items),
        ("min_properties", rules.min_properties),
        ("max_properties", rules.max_properties),
    ];
    let counts = counts.into_iter().filter_map(|(key, count)| Some(some(key, Code::number(count?))));
    let bounds = [
        ("minimum", &rules.minimum),
        ("exclusive_minimum", &rules.exclusive_minimum),
        ("maximum", &rules.maximum),
        ("exclusive_maximum", &rules.exclusive_maximum),
    ];
    let bounds = bounds.into_iter().filter_map(|(key, bound)| Some(some(key, Code::string(bound.as_ref()?))));
    let lists = [("patterns", &rules.patterns), ("multiples_of", &rules.multiples_of)];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    let lists = lists.map(|(key, list)| code![key, ": ", string_slice(list)]);
    let mut fields: Vec<Code> = counts.chain(bounds).chain(lists).collect();
    if rules.unique_items {
        fields.push("unique_items: true".into());
    }
    if let Some(each) = &rules.each {
        fields.push(some("each", self::rules(each, imports)));
    }
    if !rules.any_of.is_empty() {
        let alternatives = rules.any_of.iter().map(|rules| rules_literal(rules, imports)).collect();
        fields.push(code!["any_of: &", Code::array(alternatives)]);
    }
    let validate = Code::from(imports.runtime("validate"));
    code![&validate, "::Rules ", Code::fields_and_rest(fields, code!["..", validate, "::Rules::NONE"])]
}

fn some(key: &'static str, value: Code) -> Code {
    code![key, ": Some(", value, ")"]
}
