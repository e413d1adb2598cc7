//! The request of an operation: the struct that its setters fill, and the methods that send it.
//!
//! - `encoders`: the methods of the runtime's `Request` that encode the values
//! - `send`: the methods that send the request
//! - `setters`: one method per value
//! - `values`: the values of a request
//!
//! The request type has one const parameter per required value, so a call without the value does not compile.

mod encoders;
mod send;
mod setters;
mod values;

use std::collections::BTreeSet;

use values::Value;

use super::{
    code::{Code, code},
    docs,
    imports::Imports,
    validation,
};
use crate::{
    model::{Argument, Body, Docs, Operation, RustName, Service, WireName},
    print::Item,
};

/// The module of the names of required values.
const REQUIRED_VALUES: &str = "required";

/// The indent of a method.
const INDENT: usize = 4;

/// The indent of a statement.
const STATEMENT: usize = 8;

/// The struct, its methods, and the validation of its values.
pub(super) fn items(operation: &Operation, imports: &mut Imports) -> Vec<Item> {
    let values = values::of(operation, imports);
    let validation = validation::input(operation, imports);
    let methods = [
        constructor(&values, imports),
        setters::methods(operation, &values, imports),
        if validation.is_some() { validate(imports) } else { String::new() },
        send::methods(operation, &values, imports),
        to_request(operation, &values, imports),
    ];
    let methods = methods.into_iter().filter(|method| !method.is_empty()).collect::<Vec<_>>().join("\n");
    let mut items = vec![structure(operation, &values, imports)];
    items.extend(input(&values));
    items.push(format!("{}{methods}}}\n", impl_head(operation, None)));
    items.push(operation_request(operation, imports));
    items.push(debug(operation, &values, imports));
    items.into_iter().map(Item::Text).chain(validation).collect()
}

/// `ResetPassword<…>` with these values of the const parameters.
pub(super) fn request_type(operation: &Operation, flag: impl Fn(&Argument) -> Code) -> Code {
    let flags: Vec<Code> = operation.required_arguments().map(flag).collect();
    code![&operation.type_name, (!flags.is_empty()).then(|| Code::generics(flags))]
}

/// `<const HAS_USER_NAME: bool>`
fn generic_parameters(operation: &Operation, default: &'static str) -> Option<Code> {
    let flags = operation.required_arguments().map(|argument| code!["const ", &argument.flag, ": bool", default]);
    let flags: Vec<Code> = flags.collect();
    (!flags.is_empty()).then(|| Code::generic_parameters(flags))
}

/// `impl<const HAS_USER_NAME: bool> ResetPassword<HAS_USER_NAME> {`
fn impl_head(operation: &Operation, implemented: Option<&Code>) -> String {
    let ty = request_type(operation, |argument| (&argument.flag).into());
    let ty = code![implemented.map(|_| "for "), ty];
    let implemented = implemented.map(|implemented| code![" ", implemented]);
    let start = code!["impl", generic_parameters(operation, ""), implemented];
    let whole = code![&start, " ", &ty, " {"];
    if whole.fits(0) { whole.line(0) } else { start.line(0) + &ty.line(INDENT) + "{\n" }
}

fn documentation(operation: &Operation) -> Docs {
    let mut lines = operation.summary.0.clone();
    if !operation.docs.0.first().is_none_or(String::is_empty) {
        lines.push(String::new());
    }
    lines.extend(operation.docs.0.iter().cloned());
    Docs(lines)
}

fn structure(operation: &Operation, values: &[Value<'_>], imports: &mut Imports) -> String {
    let docs = docs::comment(&documentation(operation), 0);
    // The defaults permit the name alone where any request of the operation is meant.
    let parameters = generic_parameters(operation, " = false");
    let head = code!["pub struct ", &operation.type_name, parameters, " {"].line(0);
    let client = code!["client: ", imports.runtime("Client"), ","].line(INDENT);
    let input = if values.is_empty() { String::new() } else { Code::from("input: Input,").line(INDENT) };
    let attributes = "#[derive(Clone)]\n#[must_use = \"a request does nothing until it is sent\"]\n";
    format!("{docs}{attributes}{head}{client}{input}}}\n")
}

/// The struct of the values.
fn input(values: &[Value<'_>]) -> Option<String> {
    let fields = values.iter().map(|value| code![&value.name, ": Option<", &value.ty, ">,"].line(INDENT));
    let fields: String = fields.collect();
    let head = "/// The values that are set.\n#[derive(Clone)]\nstruct Input {\n";
    (!fields.is_empty()).then(|| format!("{head}{fields}}}\n"))
}

/// A type for each name of a required value, which a compiler error shows.
pub(super) fn required_values(service: &Service) -> Option<Item> {
    let operations = service.operations.iter();
    let flags: BTreeSet<&RustName> =
        operations.flat_map(Operation::required_arguments).map(|argument| &argument.flag).collect();
    let flags = flags.into_iter().map(|flag| code!["pub enum ", flag, " {}"].line(INDENT));
    let flags: String = flags.collect();
    // The operations of a disabled feature use none.
    let has_features = service.groups.iter().any(|group| group.feature.is_some());
    let dead_code = if has_features { "dead_code, " } else { "" };
    (!flags.is_empty()).then(|| {
        Item::Text(format!(
            "/// Names of required values, for compiler errors.
#[doc(hidden)]
#[allow({dead_code}non_camel_case_types, missing_debug_implementations, missing_docs)]
pub mod {REQUIRED_VALUES} {{
{flags}}}\n"
        ))
    })
}

fn constructor(values: &[Value<'_>], imports: &mut Imports) -> String {
    let client = imports.runtime("Client");
    let head = format!("    pub(super) fn new(client: &{client}) -> Self {{\n");
    let initial = |value: &Value<'_>| match value.constant {
        Some(constant) => code![&value.name, ": Some(", Code::string(constant), ".into())"],
        None => code![&value.name, ": None"],
    };
    let client = "client: client.clone()";
    let body = if values.is_empty() {
        code!["Self { ", client, " }"].line(STATEMENT)
    } else {
        let input = Code::fields(values.iter().map(initial).collect());
        code!["let input = Input ", input, ";"].line(STATEMENT) + &code!["Self { ", client, ", input }"].line(STATEMENT)
    };
    format!("{head}{body}    }}\n")
}

fn validate(imports: &mut Imports) -> String {
    let violations = imports.runtime("Violations");
    let docs = Docs(
        [
            "Checks the values against the documented rules, and lists every violation.",
            "",
            "The client does not call this. The service decides in the end, and may have rules that its documents",
            "lack.",
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    let docs = docs::comment(&docs, INDENT);
    format!(
        "{docs}    pub fn validate(&self) -> Result<(), {violations}> {{
        let mut violations = {violations}::new();
        self.input.check(&mut violations);
        violations.finish()
    }}\n"
    )
}

/// The expression that builds the request: a function encodes the values, if there are any.
fn request(operation: &Operation, values: &[Value<'_>], imports: &mut Imports) -> Code {
    if !values.is_empty() {
        return "self.to_request()".into();
    }
    let calls = builder_calls(operation, values);
    calls.into_iter().fold(code![imports.runtime("Request"), "::builder(&OPERATION)"], |code, call| code![code, call])
}

/// The function that encodes the values.
fn to_request(operation: &Operation, values: &[Value<'_>], imports: &mut Imports) -> String {
    if values.is_empty() {
        return String::new();
    }
    let request = imports.runtime("Request");
    let calls = builder_calls(operation, values).into_iter().map(|call| call.line(STATEMENT + 4));
    let calls: String = calls.collect();
    format!(
        "    fn to_request(&self) -> {request} {{
        let input = &self.input;
        {request}::builder(&OPERATION)
{calls}    }}\n"
    )
}

/// The calls that set scopes, values and body.
fn builder_calls(operation: &Operation, values: &[Value<'_>]) -> Vec<Code> {
    let scopes = operation.scopes.iter().map(|(alternative, scheme, scopes)| {
        let alternative = Code::number(*alternative as u64);
        let scopes = code!["&", Code::strings(scopes)];
        code![".scopes", Code::arguments(vec![alternative, Code::string(scheme.as_str()), scopes])]
    });
    let body = match &operation.body {
        Body::None | Body::Single { .. } => None,
        Body::Empty { content_type } => Some(("empty_body", content_type, None)),
        Body::Object { content_type } => Some(("object", content_type, None)),
        Body::Multipart { content_type, required_if_sent: None, .. } => Some(("multipart", content_type, None)),
        Body::Multipart { content_type, required_if_sent: Some(required), .. } => {
            let is_set = |(wire, field): &(WireName, RustName)| {
                code!["(", Code::string(wire.as_str()), ", input.", field, ".is_some())"]
            };
            let required = code!["&", Code::array(required.iter().map(is_set).collect())];
            Some(("optional_multipart", content_type, Some(required)))
        }
    };
    let body = body.map(|(method, content_type, required)| match required {
        None => code![".", method, "(", Code::string(content_type), ")"],
        Some(required) => code![".", method, Code::arguments(vec![Code::string(content_type), required])],
    });
    scopes.chain(values.iter().map(|value| value.encoder.clone())).chain(body).collect()
}

fn operation_request(operation: &Operation, imports: &mut Imports) -> String {
    let (output, _, _) = send::success(&operation.success, imports);
    let request = Code::from(imports.runtime("OperationRequest"));
    let operation_type = imports.runtime("Operation");
    let head = impl_head(operation, Some(&request));
    let body = code!["type Body = ", output, ";"].line(INDENT);
    format!("{head}{body}\n    const OPERATION: &'static {operation_type} = &OPERATION;\n}}\n")
}

fn debug(operation: &Operation, values: &[Value<'_>], imports: &mut Imports) -> String {
    let fmt = imports.standard("fmt");
    let request = imports.runtime("Request");
    let fields = values.iter().map(|value| code!["(", Code::string(value.label), ", &input.", &value.name, ")"]);
    let fields = code!["&", Code::array(fields.collect())];
    let arguments = Code::arguments(vec!["&OPERATION".into(), "formatter".into(), fields]);
    let call = code![request, "::fmt_debug", arguments].line(STATEMENT);
    let input = if values.is_empty() { "" } else { "        let input = &self.input;\n" };
    let head = impl_head(operation, Some(&code![fmt.clone(), "::Debug"]));
    format!(
        "{head}    fn fmt(&self, formatter: &mut {fmt}::Formatter<'_>) -> {fmt}::Result {{\n{input}{call}    }}\n}}\n"
    )
}
