//! Validation: the schemas of a service as JSON text, and the calls that check values against them.

use std::fmt::Display;

use super::{
    code::{Code, code},
    imports::Imports,
};
use crate::{
    model::{
        Argument, Check, CheckedSchema, Field, Operation, PasswordRules, SchemaName, Service, TypeDefinition, TypeKind,
        ValueLimits,
    },
    print::Item,
};

/// The indent of a statement.
const INDENT: usize = 8;

/// How long a line of JSON may be.
const MAX_LINE: usize = 110;

/// `SCHEMAS`
pub(super) fn schemas(service: &Service, imports: &mut Imports) -> Option<Item> {
    if service.schemas.is_empty() {
        return None;
    }
    // The operations and types that use it may be behind features.
    let is_optional = service.groups.iter().any(|group| group.feature.is_some());
    let attribute = if is_optional { "#[allow(dead_code)]\n" } else { "" };
    let schemas_type = imports.runtime("validate::Schemas");
    let mut text = format!(
        "/// The schemas that `validate()` checks, with the keywords that types do not express.\n\
         {attribute}pub(super) static SCHEMAS: {schemas_type} = {schemas_type}::new(&[\n"
    );
    for CheckedSchema { name, json } in &service.schemas {
        let name = Code::string(&name.0).line(0);
        let (name, json) = (name.trim(), raw_string(json));
        if name.len() + json.len() > MAX_LINE {
            text += &format!("    (\n        {name},\n        {json},\n    ),\n");
        } else {
            text += &format!("    ({name}, {json}),\n");
        }
    }
    text += "]);\n";
    Some(Item::Text(text))
}

/// `r#"…"#`, broken into lines between the tokens of the JSON.
fn raw_string(json: &str) -> String {
    let mut hashes = String::from("#");
    while json.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let mut text = format!("r{hashes}\"");
    let (mut length, mut in_string, mut escaped) = (0, false, false);
    for character in json.chars() {
        text.push(character);
        length += 1;
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            ',' | '{' | '[' if !in_string && length > MAX_LINE => {
                text.push('\n');
                length = 0;
            }
            _ => {}
        }
    }
    text + "\"" + &hashes
}

/// A raw string as code. Its lines keep their indent.
fn raw(json: &str) -> Code {
    Code::raw_string(raw_string(json))
}

/// The name of a schema, after an import of the schemas.
fn named(name: &SchemaName, imports: &mut Imports) -> Code {
    imports.service(["service".into(), "SCHEMAS".into()]);
    Code::string(&name.0)
}

/// `validate()` of a type.
pub(super) fn method(definition: &TypeDefinition, imports: &mut Imports) -> Option<String> {
    let body = match &definition.check {
        Check::None | Check::FileCount(..) | Check::InPlace(_) | Check::Limits(_) => return None,
        Check::Schema(name) => {
            let name = named(name, imports);
            code!["SCHEMAS.validate", Code::arguments(vec![name, "self".into()])].line(INDENT)
        }
        Check::Parts => parts(definition, imports),
    };
    let violations = imports.runtime("Violations");
    Some(format!(
        "    /// Checks the value against the document, and lists every violation.\n    ///\n    \
         /// The client does not call this. The service decides in the end.\n    \
         pub fn validate(&self) -> Result<(), {violations}> {{\n{body}    }}\n"
    ))
}

/// The checks of the parts of a multipart body.
fn parts(definition: &TypeDefinition, imports: &mut Imports) -> String {
    let TypeKind::Struct(structure) = &definition.kind else { return String::new() };
    let violations = imports.runtime("Violations");
    let mut text = code!["let mut violations = ", violations, "::new();"].line(INDENT);
    for field in &structure.fields {
        text.extend(part(field, imports));
    }
    text + &Code::from("violations.finish()").line(INDENT)
}

fn part(field: &Field, imports: &mut Imports) -> Option<String> {
    let count = if field.is_optional() {
        code!["self.", &field.name, ".as_ref().map(Vec::len)"]
    } else {
        code!["Some(self.", &field.name, ".len())"]
    };
    value(field.wire.as_str(), code!["self.", &field.name], count, &field.check, imports)
}

/// `impl Input` with the validation of a request's values.
pub(super) fn input(operation: &Operation, imports: &mut Imports) -> Option<Item> {
    let mut checks = String::new();
    for argument in &operation.arguments {
        let constant = argument.password_rules.as_ref();
        let password = operation.password_rules.iter().find(|rules| Some(&rules.constant) == constant);
        checks.extend(password.map(|password| self::password(argument, password)));
        let place = code!["self.", &argument.name];
        let count = code![&place, ".as_ref().map(Vec::len)"];
        checks.extend(value(argument.wire.as_str(), place, count, &argument.check, imports));
    }
    for body in &operation.alternative_bodies.bodies {
        let place = code!["self.", &body.name];
        checks.extend(value("body", place, Code::empty(), &body.check, imports));
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

/// The check of one value. `count` is the number of its items.
fn value(wire: &str, value: Code, count: Code, check: &Check, imports: &mut Imports) -> Option<String> {
    let wire = Code::string(wire);
    Some(match check {
        Check::None => return None,
        Check::Schema(name) => {
            let name = named(name, imports);
            call("check", vec![wire, code!["&", value], "&SCHEMAS".into(), name])
        }
        Check::InPlace(json) => call("check_schema", vec![wire, code!["&", value], raw(json)]),
        Check::Limits(all) => limits(&wire, &code!["&", value], all),
        Check::FileCount(min, max) => call("item_count", vec![wire, count, range(*min, *max)?]),
        Check::Parts => {
            let condition = code!["if let Some(body) = &", value, " {"].line(INDENT);
            let nested = code!["violations.nested", Code::arguments(vec![wire, "body.validate()".into()]), ";"];
            condition + &nested.line(INDENT + 4) + &Code::from("}").line(INDENT)
        }
    })
}

/// A call for each kind of limit.
fn limits(wire: &Code, value: &Code, limits: &ValueLimits) -> String {
    let ValueLimits { length, items, range: values, pattern, .. } = limits;
    let length = range(length.0, length.1).map(|limits| ("length", limits));
    let items = range(items.0, items.1).map(|limits| ("items", limits));
    let values = range(values.0, values.1).map(|limits| ("range", limits));
    let pattern = pattern.as_ref().map(|pattern| ("pattern", Code::string(pattern)));
    let all = [length, pattern, items, values].into_iter().flatten();
    all.map(|(method, limit)| call(method, vec![wire.clone(), value.clone(), limit])).collect()
}

/// `violations.method(…);`
fn call(method: &'static str, arguments: Vec<Code>) -> String {
    code!["violations.", method, Code::arguments(arguments), ";"].line(INDENT)
}

/// `1..=64`, `1..` or `..=64`. `None` without limits.
fn range<N: Display>(min: Option<N>, max: Option<N>) -> Option<Code> {
    match (min.map(Code::number), max.map(Code::number)) {
        (None, None) => None,
        (min, Some(max)) => Some(code![min, "..=", max]),
        (min, None) => Some(code![min, ".."]),
    }
}
