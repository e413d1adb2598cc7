//! The request of an operation: a call of the runtime's `request!` with its setters and its methods that send it.
//!
//! The request type has one const parameter per required argument, so a call without the argument does not compile.

use super::{
    arguments,
    code::{Code, code},
    docs,
    imports::Imports,
    response,
    rust_type::rust_type,
    validation,
};
use crate::{
    model::{AlternativeBody, Argument, Body, BodyFormat, Docs, Operation, StreamItems, StreamMethod, Success, Type},
    print::Item,
};

/// The indent of a method.
const INDENT: usize = 4;

/// The declaration, and the validation of its values.
pub(super) fn items(operation: &Operation, imports: &mut Imports) -> Vec<Item> {
    let validation = validation::input(operation, imports);
    imports.runtime("request");
    let parts = [
        docs::comment(&documentation(operation), INDENT),
        structure(operation, &arguments::lines(operation, imports)),
        alternative_encodings(operation, imports),
        body_and_scopes(operation),
        if validation.is_some() { "    with validate\n".to_owned() } else { String::new() },
        methods(operation, imports),
    ];
    let declaration = Item::Text(format!("request! {{\n{}}}\n", parts.concat()));
    [declaration].into_iter().chain(validation).collect()
}

/// `ResetPassword<…>` with these values of the const parameters.
pub(super) fn request_type(operation: &Operation, flag: impl Fn(&Argument) -> Code) -> Code {
    let flags: Vec<Code> = operation.required_arguments().map(flag).collect();
    let flags = (!flags.is_empty()).then(|| Code::generics(flags));
    code![&operation.type_name, flags]
}

fn documentation(operation: &Operation) -> Docs {
    let mut lines = operation.summary.0.clone();
    if !operation.docs.0.first().is_none_or(String::is_empty) {
        lines.push(String::new());
    }
    lines.extend(operation.docs.0.iter().cloned());
    Docs(lines)
}

fn structure(operation: &Operation, arguments: &str) -> String {
    let flags: Vec<Code> = operation.required_arguments().map(|argument| Code::from(&argument.flag)).collect();
    let flags = (!flags.is_empty()).then(|| Code::generics(flags));
    let head =
        |brace: &'static str| code!["pub struct ", &operation.type_name, flags, " of OPERATION ", brace].line(INDENT);
    if arguments.is_empty() { head("{}") } else { head("{") + arguments + "    }\n" }
}

/// The methods that select another media type for the values of the other setters.
fn alternative_encodings(operation: &Operation, imports: &mut Imports) -> String {
    let bodies = &operation.alternative_bodies;
    let Some(selector) = &bodies.selector else { return String::new() };
    let of_setters = bodies.bodies.iter().filter(|body| body.ty.is_none());
    let setters = of_setters.map(|body| {
        let code = code![&body.name, " = ", encoding(body, imports), ","];
        docs::comment(&body.docs, 8) + &code.line(8)
    });
    let setters: String = setters.collect();
    format!("    as {selector} {{\n{setters}    }}\n")
}

fn encoding(body: &AlternativeBody, imports: &mut Imports) -> Code {
    let encoding = Code::from(imports.runtime("BodyEncoding"));
    let content_type = Code::string(&body.content_type);
    match &body.format {
        BodyFormat::Form(styles) => {
            let fields = code!["&", arguments::form_fields(styles, imports)];
            code![encoding, "::Form", Code::arguments(vec![content_type, fields])]
        }
        BodyFormat::Multipart => code![encoding, "::Multipart(", content_type, ")"],
        BodyFormat::Json | BodyFormat::Text | BodyFormat::Bytes => code![encoding, "::MediaType(", content_type, ")"],
    }
}

fn body_and_scopes(operation: &Operation) -> String {
    let body = match &operation.body {
        Body::None | Body::Single { .. } => None,
        Body::Empty { content_type } => Some(("empty_body", content_type)),
        Body::Object { content_type } => Some(("object", content_type)),
        Body::Multipart { content_type, .. } => Some(("multipart", content_type)),
    };
    let body =
        body.map(|(method, content_type)| code!["body ", method, "(", Code::string(content_type), ")"].line(INDENT));
    let scopes = operation.scopes.iter().map(|(alternative, scheme, scopes)| {
        let alternative = Code::number(*alternative as u64);
        let arguments = vec![alternative, Code::string(scheme.as_str()), Code::strings(scopes)];
        code!["scopes", Code::arguments(arguments)].line(INDENT)
    });
    body.into_iter().chain(scopes).collect()
}

/// A method that sends the request: its result, and the method of the runtime with its arguments.
struct SendMethod {
    output: Code,
    method: &'static str,
    /// The function that decodes the response. `None` for a stream.
    decode: Option<Code>,
}

/// `send`, `pages`, `items` and the methods that stream the response.
fn methods(operation: &Operation, imports: &mut Imports) -> String {
    let send = send_method(&operation.success, imports);
    // If the caller can choose the media type, a setter has the default.
    let accept = operation.accept.as_ref().filter(|_| !operation.chooses_media_type());
    let accept = accept.map(|accept| code![" accept ", Code::string(accept)]);
    let SendMethod { output, method, decode } = &send;
    let arguments = Code::arguments(decode.iter().cloned().collect());
    let future = imports.runtime("ResponseFuture");
    let mut lines =
        code!["send -> ", future, "<", output, "> = ", *method, arguments, accept.as_ref(), ";"].line(INDENT);
    if let Some(decode) = decode {
        lines += &page_methods(operation, output, decode, accept.as_ref(), imports);
    }
    lines.extend(operation.streams.iter().map(|stream| stream_method(stream, imports)));
    lines
}

fn send_method(success: &Success, imports: &mut Imports) -> SendMethod {
    let (output, decode) = match success {
        Success::Stream(items) => {
            let (output, method) = stream(items, imports);
            return SendMethod { output, method, decode: None };
        }
        Success::Empty => ("()".into(), code![imports.runtime("decode"), "::nothing"]),
        Success::Single(body) => {
            let output = response::body_type(body, imports).unwrap_or_else(|| "()".into());
            (output, code![imports.runtime("decode"), "::", response::decoder(body).unwrap_or("nothing")])
        }
        Success::OneOf(responses) => (Code::from(&responses.name), "decode_response".into()),
    };
    SendMethod { output, method: "send", decode: Some(decode) }
}

/// The type of a stream, and the method of the runtime that returns it.
fn stream(items: &StreamItems, imports: &mut Imports) -> (Code, &'static str) {
    let stream = Code::from(imports.runtime("stream"));
    let mut of = |name: &'static str, ty| code![&stream, "::", name, "<", item_type(ty, imports), ">"];
    match items {
        StreamItems::Bytes => (code![stream, "::ByteStream"], "stream"),
        StreamItems::StringEvents => (code![stream, "::Events<String>"], "text_events"),
        StreamItems::Events(ty) => (of("Events", ty), "events"),
        StreamItems::JsonLines(ty) => (of("JsonLines", ty), "json_lines"),
        StreamItems::JsonSequence(ty) => (of("JsonLines", ty), "json_sequence"),
    }
}

/// The type of an item of a stream or of pages.
fn item_type(ty: &Type, imports: &mut Imports) -> Code {
    let item = rust_type(ty, imports);
    if ty.is_mapped() { code![imports.runtime("json"), "::SerdeValue<", item, ">"] } else { item }
}

fn stream_method(method: &StreamMethod, imports: &mut Imports) -> String {
    let (output, runtime_method) = stream(&method.items, imports);
    let accept = method.accept.as_ref().map(|accept| code![" accept ", Code::string(accept)]);
    let future = imports.runtime("ResponseFuture");
    let code = code!["pub fn ", &method.method, " -> ", future, "<", output, "> = ", runtime_method, "()", accept, ";"];
    additional_method(&method.docs, &code)
}

/// `pages`, and `items` if the type of an item is known.
fn page_methods(
    operation: &Operation,
    output: &Code,
    decode: &Code,
    accept: Option<&Code>,
    imports: &mut Imports,
) -> String {
    let Some(pagination) = &operation.pagination else { return String::new() };
    imports.runtime("paging");
    let docs = |content: &str| {
        Docs(vec![format!("Iterates over {content}, from this request on. Each page is requested when it is needed.")])
    };
    let pages = code!["pub fn pages -> paging::Pages<", output, "> = pages(&PAGINATION, ", decode, ")", accept, ";"];
    let mut lines = additional_method(&docs("the pages"), &pages);
    if let Some(item) = &pagination.item_type {
        let item = item_type(item, imports);
        let items = code!["pub fn items -> paging::Items<", item, "> = items(&PAGINATION)", accept, ";"];
        lines += &additional_method(&docs("the items of all pages"), &items);
    }
    lines
}

/// A method after a blank line.
fn additional_method(docs: &Docs, code: &Code) -> String {
    format!("\n{}{}", docs::comment(docs, INDENT), code.line(INDENT))
}
