//! The methods that send a request: `send`, `pages`, `items`, and those that stream the response.

use super::{
    super::{
        code::{Code, code},
        docs,
        imports::Imports,
        response,
        rust_type::rust_type,
    },
    INDENT, REQUIRED_VALUES, STATEMENT,
    values::Value,
};
use crate::model::{Docs, Operation, StreamItems, StreamMethod, Success, Type};

/// A method that sends the request.
struct SendMethod<'o> {
    name: Code,
    docs: Docs,
    /// The type of a successful response.
    output: Code,
    /// The type of the result around it.
    result: Code,
    /// The method of the runtime's `Client`.
    method: &'static str,
    /// Its arguments after the request.
    arguments: Vec<Code>,
    accept: Option<&'o String>,
}

/// All methods.
pub(super) fn methods(operation: &Operation, values: &[Value<'_>], imports: &mut Imports) -> String {
    // If the caller can choose the media type, a setter has the default.
    let accept = operation.accept.as_ref().filter(|_| !operation.chooses_media_type());
    let (output, method, decode) = success(&operation.success, imports);
    let mut methods = vec![SendMethod {
        name: "send".into(),
        docs: send_docs(operation),
        output: output.clone(),
        result: imports.runtime("ResponseFuture").into(),
        method,
        arguments: decode.iter().cloned().collect(),
        accept,
    }];
    if let Some(decode) = decode {
        methods.extend(page_methods(operation, output, decode, accept, imports));
    }
    methods.extend(operation.streams.iter().map(|method| stream_method(method, imports)));
    let methods: Vec<String> = methods.iter().map(|method| self::method(operation, values, method, imports)).collect();
    methods.join("\n")
}

/// The documentation of `send`, with a link to the documented errors.
fn send_docs(operation: &Operation) -> Docs {
    let errors = operation.errors.as_ref();
    let errors = errors.map(|errors| [String::new(), format!("Documented errors: [`{}`].", errors.name)]);
    let first = "Sends the request. Nothing is sent before the future is awaited.".to_owned();
    Docs([first].into_iter().chain(errors.into_iter().flatten()).collect())
}

fn method(operation: &Operation, values: &[Value<'_>], method: &SendMethod<'_>, imports: &mut Imports) -> String {
    let SendMethod { name, output, result, accept, .. } = method;
    let head = code!["pub fn ", name, "(self) -> ", result, "<", output, ">"];
    let flags: Vec<Code> = operation.required_arguments().map(|argument| (&argument.flag).into()).collect();
    let head = if flags.is_empty() {
        code![head, " {"].line(INDENT)
    } else {
        let (required, is_set) = (imports.runtime("RequiredField"), imports.runtime("IsSet"));
        imports.service(["service".into(), REQUIRED_VALUES.into()]);
        let bounds = flags.iter().map(|flag| {
            code![required.clone(), "<", flag, ">: ", is_set.clone(), "<", REQUIRED_VALUES, "::", flag, ">,"]
                .line(STATEMENT)
        });
        let bounds: String = bounds.collect();
        format!("{}    where\n{bounds}    {{\n", head.line(INDENT))
    };
    let request = super::request(operation, values, imports);
    let accept = accept.map(|accept| code![".accept(", Code::string(accept), ")"]);
    let arguments = [code![request, accept]].into_iter().chain(method.arguments.iter().cloned());
    let call = code!["self.client.", method.method, Code::arguments(arguments.collect())].line(STATEMENT);
    format!("{}{head}{call}    }}\n", docs::comment(&method.docs, INDENT))
}

/// The type of a successful response, the method of the runtime, and the function that decodes the response unless it
/// is a stream.
pub(super) fn success(success: &Success, imports: &mut Imports) -> (Code, &'static str, Option<Code>) {
    let (output, decode) = match success {
        Success::Stream(items) => {
            let (output, method) = stream(items, imports);
            return (output, method, None);
        }
        Success::Empty => ("()".into(), code![imports.runtime("decode"), "::nothing"]),
        Success::Single(body) => {
            let output = response::body_type(body, imports).unwrap_or_else(|| "()".into());
            (output, code![imports.runtime("decode"), "::", response::decoder(body).unwrap_or("nothing")])
        }
        Success::OneOf(responses) => (Code::from(&responses.name), "decode_response".into()),
    };
    (output, "send", Some(decode))
}

/// The type of a stream, and the method of the runtime that returns it.
fn stream(items: &StreamItems, imports: &mut Imports) -> (Code, &'static str) {
    let stream = Code::from(imports.runtime("stream"));
    let mut of = |name: &'static str, ty| code![&stream, "::", name, "<", item_type(ty, imports), ">"];
    match items {
        StreamItems::Bytes => (code![stream, "::ByteStream"], "stream"),
        StreamItems::StringEvents => (code![stream, "::Events<String>"], "text_events"),
        StreamItems::Events { ty, text_allowed: false } => (of("Events", ty), "events"),
        StreamItems::Events { ty, text_allowed: true } => (of("Events", ty), "json_or_text_events"),
        StreamItems::JsonLines(ty) => (of("JsonLines", ty), "json_lines"),
        StreamItems::JsonSequence(ty) => (of("JsonLines", ty), "json_sequence"),
    }
}

/// The type of an item of a stream or of pages.
fn item_type(ty: &Type, imports: &mut Imports) -> Code {
    let item = rust_type(ty, imports);
    if ty.is_mapped() { code![imports.runtime("json"), "::SerdeValue<", item, ">"] } else { item }
}

fn stream_method<'o>(method: &'o StreamMethod, imports: &mut Imports) -> SendMethod<'o> {
    let (output, runtime_method) = stream(&method.items, imports);
    SendMethod {
        name: (&method.method).into(),
        docs: method.docs.clone(),
        output,
        result: imports.runtime("ResponseFuture").into(),
        method: runtime_method,
        arguments: Vec::new(),
        accept: method.accept.as_ref(),
    }
}

/// `pages`, and `items` if the type of an item is known.
fn page_methods<'o>(
    operation: &'o Operation,
    output: Code,
    decode: Code,
    accept: Option<&'o String>,
    imports: &mut Imports,
) -> Vec<SendMethod<'o>> {
    let Some(pagination) = &operation.pagination else { return Vec::new() };
    imports.runtime("paging");
    let docs = |content: &str| {
        Docs(vec![format!("Iterates over {content}, from this request on. Each page is requested when it is needed.")])
    };
    let pages = SendMethod {
        name: "pages".into(),
        docs: docs("the pages"),
        output,
        result: "paging::Pages".into(),
        method: "pages",
        arguments: vec!["&PAGINATION".into(), decode],
        accept,
    };
    let items = pagination.item_type.as_ref().map(|item| SendMethod {
        name: "items".into(),
        docs: docs("the items of all pages"),
        output: item_type(item, imports),
        result: "paging::Items".into(),
        method: "items",
        arguments: vec!["&PAGINATION".into()],
        accept,
    });
    [pages].into_iter().chain(items).collect()
}
