//! The request of an operation: a call of the runtime's `request!`, with a line for each value and each way of sending it.
//!
//! It has a flag for each required value, so that leaving one out does not compile.

use super::{
    arguments, body, checks, docs,
    imports::Imports,
    layout::{Code, row},
    literals, sending,
};
use crate::{
    model::{AlternativeBody, Argument, Body, BodyFormat, Crate, Docs, ExampleValue, Operation, Service, Type},
    print::Item,
};

/// The declaration, and the rules of its values.
pub(super) fn items(operation: &Operation, imports: &mut Imports) -> Vec<Item> {
    let rules = checks::input(operation, imports);
    imports.runtime("request");
    let parts = [
        docs::text(&documentation(operation), 4),
        structure(operation, &arguments::lines(operation, imports)),
        other_ways(operation, imports),
        assembly(operation),
        if rules.is_some() { "    with validate\n".to_owned() } else { String::new() },
        sending::lines(operation, imports),
    ];
    let declaration = Item::Text(format!("request! {{\n{}}}\n", parts.concat()));
    [declaration].into_iter().chain(rules).collect()
}

/// `ResetPassword<'c, …>` with these arguments for the flags.
pub(super) fn request_type(operation: &Operation, lifetime: &'static str, flag: impl Fn(&Argument) -> Code) -> Code {
    let flags = operation.required_arguments().map(flag);
    row![&operation.type_name, Code::parameters([Code::from(lifetime)].into_iter().chain(flags).collect())]
}

fn documentation(operation: &Operation) -> Docs {
    let mut lines = operation.summary.0.clone();
    if !operation.docs.0.first().is_none_or(String::is_empty) {
        lines.push(String::new());
    }
    lines.extend(operation.docs.0.iter().cloned());
    Docs(lines)
}

/// The name of the request, with its flags, and its values.
fn structure(operation: &Operation, arguments: &str) -> String {
    let flags: Vec<Code> = operation.required_arguments().map(|argument| Code::from(&argument.flag)).collect();
    let flags = (!flags.is_empty()).then(|| Code::parameters(flags));
    let head = |brace: &'static str| row!["pub struct ", &operation.type_name, flags, " of OPERATION ", brace].line(4);
    if arguments.is_empty() { head("{}") } else { head("{") + arguments + "    }\n" }
}

/// The setters that send the values of the others in another media type.
fn other_ways(operation: &Operation, imports: &mut Imports) -> String {
    let others = &operation.alternative_bodies;
    let Some(choice) = &others.selector else { return String::new() };
    let same = others.bodies.iter().filter(|body| body.ty.is_none());
    let setters = same.map(|body| {
        let code = row![&body.name, " = ", way(body, imports), ","];
        docs::text(&body.docs, 8) + &code.line(8)
    });
    let setters: String = setters.collect();
    format!("    as {choice} {{\n{setters}    }}\n")
}

fn way(other: &AlternativeBody, imports: &mut Imports) -> Code {
    let body_as = Code::from(imports.runtime("BodyEncoding"));
    let content_type = Code::text(&other.content_type);
    match &other.format {
        BodyFormat::Form(styles) => {
            let fields = row!["&", body::form_fields(styles, imports)];
            row![body_as, "::Form", Code::arguments(vec![content_type, fields])]
        }
        BodyFormat::Multipart => row![body_as, "::Multipart(", content_type, ")"],
        BodyFormat::Json | BodyFormat::Text | BodyFormat::Bytes => row![body_as, "::MediaType(", content_type, ")"],
    }
}

/// What is made of the values besides what each of them says.
fn assembly(operation: &Operation) -> String {
    let body = match &operation.body {
        Body::None | Body::Single { .. } => None,
        Body::Empty { content_type } => Some(("empty_body", content_type)),
        Body::Object { content_type } => Some(("object", content_type)),
        Body::Multipart { content_type, .. } => Some(("multipart", content_type)),
    };
    let body = body.map(|(method, content_type)| row!["body ", method, "(", Code::text(content_type), ")"].line(4));
    let scopes = operation.scopes.iter().map(|(alternative, scheme, scopes)| {
        let scopes = Code::values(scopes.iter().map(|scope| Code::text(scope)).collect());
        let alternative = Code::number(*alternative as u64);
        row!["scopes", Code::arguments(vec![alternative, Code::text(scheme.as_str()), scopes])].line(4)
    });
    body.into_iter().chain(scopes).collect()
}

/// A call that compiles, as a doc test.
pub(super) fn example(krate: &Crate, service: &Service, operation: &Operation) -> Vec<String> {
    let root = root(krate);
    // Only who writes the crate around a module knows whether it can be seen from outside.
    let fence = if krate.parent_modules.is_empty() { "```" } else { "```ignore" };
    let client = operation.example.client;
    let mut parameters = vec![format!("{client}: {root}::{}::Client", service.module)];
    parameters.extend(given(krate, service, operation));
    let mut lines = vec![
        "# Example".to_owned(),
        String::new(),
        fence.to_owned(),
        // Rustdoc hides this line, however long it is.
        format!("# async fn example({}) -> Result<(), {root}::Error> {{", parameters.join(", ")),
        format!("let response = {client}"),
    ];
    lines.extend(calls(operation));
    let rest = ["    .send()", "    .await?;", "println!(\"HTTP {}\", response.status());", "# Ok(())", "# }", "```"];
    lines.extend(rest.map(str::to_owned));
    lines
}

/// What stands before the names of a crate where it is used.
pub(super) fn root(krate: &Crate) -> String {
    krate.parent_modules.iter().fold(krate.import_name.to_string(), |path, module| format!("{path}::{module}"))
}

/// The parameters of an example, for values that it cannot show.
pub(super) fn given(krate: &Crate, service: &Service, operation: &Operation) -> Vec<String> {
    let root = root(krate);
    let values = operation.example.values.iter().filter_map(|(name, value)| match value {
        ExampleValue::Parameter(ty) => Some(format!("{name}: {}", full_type(ty, &root, service, operation))),
        _ => None,
    });
    values.collect()
}

/// The calls of an example before it sends.
pub(super) fn calls(operation: &Operation) -> Vec<String> {
    let values = operation.example.values.iter();
    let values = values.map(|(name, value)| format!("    .{name}({})", literals::example(name, value)));
    std::iter::once(format!("    .{}()", operation.method_name)).chain(values).collect()
}

/// A type as somebody outside the crate writes it.
fn full_type(ty: &Type, root: &str, service: &Service, operation: &Operation) -> String {
    let module = &service.module;
    let inner = |ty: &Type| full_type(ty, root, service, operation);
    match ty {
        Type::Local(name) => format!("{root}::{module}::{}::{name}", operation.module),
        Type::Shared(name) => format!("{root}::{module}::types::{name}"),
        Type::List(item) => format!("Vec<{}>", inner(item)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        Type::Option(value) => format!("Option<{}>", inner(value)),
        Type::Boxed(value) => format!("Box<{}>", inner(value)),
        Type::Secret => format!("{root}::Secret"),
        Type::DateTime => format!("{root}::runtime::DateTime"),
        Type::Date => format!("{root}::runtime::Date"),
        Type::Duration => format!("{root}::runtime::Duration"),
        Type::Number => format!("{root}::runtime::Number"),
        Type::Uuid => format!("{root}::runtime::Uuid"),
        Type::Base64 => format!("{root}::runtime::Base64"),
        Type::Bytes => format!("{root}::runtime::Upload"),
        Type::Multipart => format!("{root}::runtime::Multipart"),
        Type::Json => format!("{root}::runtime::JsonValue"),
        Type::String | Type::LenientString => "String".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Float32 => "f32".to_owned(),
        Type::Float64 => "f64".to_owned(),
        Type::Integer(_) => "i64".to_owned(),
    }
}
