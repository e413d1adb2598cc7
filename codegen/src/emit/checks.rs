//! Checking rules: what the document says of each value as data, and one call for each member that has rules.

use super::{
    imports::Imports,
    layout::{Code, row},
    rules::{rules, short},
};
use crate::{
    model::{
        Argument, Checks, Field, Operation, PasswordRules, Rules, StructType, Type, TypeDefinition, TypeKind, Union,
    },
    print::Item,
};

/// How far the statements stand to the right.
const INDENT: usize = 8;

/// The rules of a shape.
pub(super) fn item(definition: &TypeDefinition, imports: &mut Imports) -> Option<Item> {
    if definition.checks == Checks::None {
        return None;
    }
    let validate = imports.runtime("validate");
    let name = &definition.name;
    let (outer, checks) = match &definition.kind {
        TypeKind::StringEnum(_) => ("rules", enumeration(&definition.rules, imports)),
        // Without rules of its own it only has to be there.
        _ if definition.checks == Checks::Nested => {
            return Some(Item::Text(format!("impl {validate}::Check for {name} {{}}\n")));
        }
        TypeKind::Struct(shape) => ("_", structure(shape, &definition.rules, imports)),
        TypeKind::Union(shape) => ("_", union(shape, imports)),
    };
    let violations = imports.runtime("Violations");
    let head = format!("fn check(&self, {outer}: &{validate}::Rules, violations: &mut {violations})");
    Some(Item::Text(format!("impl {validate}::Check for {name} {{\n    {head} {{\n{checks}    }}\n}}\n")))
}

fn enumeration(own: &Rules, imports: &mut Imports) -> String {
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
        if let Some(rules) = &field.rules {
            checks += &checks_of(field, rules, imports);
        }
    }
    if let Some(all) = &structure.additional_rules {
        let each =
            row!["violations.entry", Code::arguments(vec!["name".into(), "value".into(), rules(all, imports)]), ";"];
        checks += &row!["for (name, value) in &self.", &structure.extra, " {"].line(INDENT);
        checks += &each.line(INDENT + 4);
        checks += &Code::from("}").line(INDENT);
    }
    checks
}

fn checks_of(field: &Field, checked: &Rules, imports: &mut Imports) -> String {
    let wire = field.wire.as_str();
    if field.ty != files() {
        return member(wire, row!["&self.", &field.name], checked, imports);
    }
    let count = if field.is_optional() {
        row!["self.", &field.name, ".as_ref().map(Vec::len)"]
    } else {
        row!["Some(self.", &field.name, ".len())"]
    };
    call("item_count", vec![Code::text(wire), count, rules(checked, imports)])
}

fn union(union: &Union, imports: &mut Imports) -> String {
    let arms: Vec<(Code, Code)> = union
        .variants
        .iter()
        .filter_map(|branch| {
            let rules = rules(branch.rules.as_ref()?, imports);
            let check = row!["violations.value", Code::arguments(vec!["value".into(), rules])];
            Some((row!["Self::", &branch.name, "(value)"], check))
        })
        .collect();
    if let [(pattern, check)] = arms.as_slice() {
        let line = row!["if let ", pattern, " = self {"].line(INDENT);
        return line + &row![check, ";"].line(INDENT + 4) + &Code::from("}").line(INDENT);
    }
    let rest = if arms.len() < union.variants.len() { Code::from("_ => {}").line(INDENT + 4) } else { String::new() };
    let arms = arms.into_iter().map(|(pattern, check)| row![pattern, " => ", check, ","].line(INDENT + 4));
    let arms: String = arms.collect();
    Code::from("match self {").line(INDENT) + &arms + &rest + &Code::from("}").line(INDENT)
}

/// The rules of what a request takes.
pub(super) fn input(operation: &Operation, imports: &mut Imports) -> Option<Item> {
    let mut checks = String::new();
    for value in &operation.arguments {
        let password =
            operation.password_rules.iter().find(|rules| Some(&rules.constant) == value.password_rules.as_ref());
        checks.extend(password.map(|password| check_password(value, password)));
        checks.extend(argument(value, imports));
    }
    for body in &operation.alternative_bodies.bodies {
        if let Some(rules) = &body.rules {
            checks += &member("body", row!["&self.", &body.name], rules, imports);
        }
    }
    if checks.is_empty() {
        return None;
    }
    let violations = imports.runtime("Violations");
    let head = format!("fn check(&self, violations: &mut {violations})");
    Some(Item::Text(format!("impl Input {{\n    {head} {{\n{checks}    }}\n}}\n")))
}

/// The call that checks whether a value is a good password.
fn check_password(argument: &Argument, password: &PasswordRules) -> String {
    let others = password
        .similarity
        .iter()
        .map(|unlike| row!["(", Code::text(unlike.other.as_str()), ", self.", &unlike.field, ".as_deref())"]);
    let value = row!["self.", &argument.name, ".as_ref()"];
    let rules = row!["&", &password.constant];
    let others = row!["&", Code::array(others.collect())];
    call("password", vec![Code::text(argument.wire.as_str()), value, rules, others])
}

/// The type of several files, of which only their number is checked.
fn files() -> Type {
    Type::List(Box::new(Type::Bytes))
}

/// The call that checks a value of a request.
fn argument(argument: &Argument, imports: &mut Imports) -> Option<String> {
    let wire = argument.wire.as_str();
    let checked = argument.rules.as_ref()?;
    if argument.ty == files() {
        let count = row!["self.", &argument.name, ".as_ref().map(Vec::len)"];
        return Some(call("item_count", vec![Code::text(wire), count, rules(checked, imports)]));
    }
    Some(member(wire, row!["&self.", &argument.name], checked, imports))
}

/// The call that checks one member: a short one for what is met most.
fn member(wire: &str, value: Code, checked: &Rules, imports: &mut Imports) -> String {
    let (method, rest) = short(checked).unwrap_or_else(|| ("property", Some(rules(checked, imports))));
    call(method, [Code::text(wire), value].into_iter().chain(rest).collect())
}

/// `violations.method(…);`
fn call(method: &'static str, arguments: Vec<Code>) -> String {
    row!["violations.", method, Code::arguments(arguments), ";"].line(INDENT)
}
