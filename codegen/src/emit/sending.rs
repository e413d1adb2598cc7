//! The ways of sending a request: `send`, and those whose answers are read as they arrive.

use super::{
    answers, docs,
    imports::Imports,
    layout::{Code, row},
    literals,
};
use crate::model::{Docs, Operation, StreamItems, StreamMethod, Success};

/// How far they stand to the right.
const INDENT: usize = 4;

/// What a way of sending gives, and the client's method for it with what else that needs.
struct Way {
    output: Code,
    method: &'static str,
    /// How a whole answer is read.
    decode: Option<Code>,
}

/// A line for each way.
pub(super) fn lines(operation: &Operation, imports: &mut Imports) -> String {
    let first = way(&operation.success, imports);
    // Where the caller chooses, the request says it already.
    let accept = operation.accept.as_ref().filter(|_| !operation.chooses_media_type());
    let accept = accept.map(|accept| row![" accept ", Code::text(accept)]);
    let Way { output, method, decode } = &first;
    let arguments = Code::arguments(decode.iter().cloned().collect());
    let pending = imports.runtime("Pending");
    let mut lines =
        row!["send -> ", pending, "<", output, "> = ", *method, arguments, accept.as_ref(), ";"].line(INDENT);
    if let Some(decode) = decode {
        lines += &pages(operation, output, decode, accept.as_ref(), imports);
    }
    lines.extend(operation.streams.iter().map(|stream| streamed_line(stream, imports)));
    lines
}

fn way(success: &Success, imports: &mut Imports) -> Way {
    let (output, decode) = match success {
        Success::Stream(parts) => return streamed(parts, imports),
        Success::Empty => ("()".into(), row![imports.runtime("decode"), "::nothing"]),
        Success::Single(content) => {
            let output = answers::content_type(content, imports).unwrap_or_else(|| "()".into());
            (output, row![imports.runtime("decode"), "::", answers::reader(content).unwrap_or("nothing")])
        }
        Success::OneOf(answer) => (Code::from(&answer.name), "decode_answer".into()),
    };
    Way { output, method: "send", decode: Some(decode) }
}

/// A way whose answer is read as it arrives.
fn streamed(parts: &StreamItems, imports: &mut Imports) -> Way {
    let stream = Code::from(imports.runtime("stream"));
    let mut of = |name: &'static str, ty| row![stream.clone(), "::", name, "<", literals::ty(ty, imports), ">"];
    let (output, method) = match parts {
        StreamItems::Bytes => (row![stream, "::ByteStream"], "stream"),
        StreamItems::StringEvents => (row![stream, "::Events<String>"], "text_events"),
        StreamItems::Events(ty) => (of("Events", ty), "events"),
        StreamItems::JsonLines(ty) => (of("JsonLines", ty), "json_lines"),
        StreamItems::JsonSequence(ty) => (of("JsonLines", ty), "json_sequence"),
    };
    Way { output, method, decode: None }
}

fn streamed_line(stream: &StreamMethod, imports: &mut Imports) -> String {
    let Way { output, method, .. } = streamed(&stream.items, imports);
    let accept = stream.accept.as_ref().map(|accept| row![" accept ", Code::text(accept)]);
    let pending = imports.runtime("Pending");
    let code = row!["pub fn ", &stream.method, " -> ", pending, "<", output, "> = ", method, "()", accept, ";"];
    further(&stream.docs, &code)
}

/// `pages`, and `items` where it is known what an item is.
fn pages(operation: &Operation, output: &Code, decode: &Code, accept: Option<&Code>, imports: &mut Imports) -> String {
    let Some(pagination) = &operation.pagination else { return String::new() };
    imports.runtime("paging");
    let docs = |what: &str| {
        Docs(vec![format!(
            "The {what} that begin with this request, one after the other. Nothing is sent before one is wanted."
        )])
    };
    let pages = row!["pub fn pages -> paging::Pages<", output, "> = pages(&PAGINATION, ", decode, ")", accept, ";"];
    let mut lines = further(&docs("pages"), &pages);
    if let Some(item) = &pagination.item_type {
        let item = literals::ty(item, imports);
        let items = row!["pub fn items -> paging::Items<", item, "> = items(&PAGINATION)", accept, ";"];
        lines += &further(&docs("items of the pages"), &items);
    }
    lines
}

/// A further way, apart from the one before it.
fn further(docs: &Docs, code: &Code) -> String {
    format!("\n{}{}", docs::text(docs, INDENT), code.line(INDENT))
}
