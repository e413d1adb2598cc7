//! The documented headers of an operation's successes: a struct, and how it is read.

use super::{
    docs,
    imports::Imports,
    layout::{Code, row},
    literals,
};
use crate::{
    model::{Docs, HeaderCodec, ResponseHeaders},
    print::Item,
};

pub(super) fn item(headers: &ResponseHeaders, imports: &mut Imports) -> Item {
    imports.runtime("documented_headers");
    let lines = lines(headers, imports);
    let docs = Docs(vec![
        "What the service documents for the headers of an answer where all is well.".to_owned(),
        String::new(),
        "`response.documented_headers::<Self>()` reads them, and fails where one is not as documented. The functions read one alone.".to_owned(),
    ]);
    let (docs, name) = (docs::text(&docs, 4), &headers.name);
    Item::Text(format!("documented_headers! {{\n{docs}    pub struct {name} of OPERATION {{\n{lines}    }}\n}}\n"))
}

/// The fields, a line each under its documentation.
pub(super) fn lines(headers: &ResponseHeaders, imports: &mut Imports) -> String {
    let lines = headers.headers.iter().map(|header| {
        let ty = literals::ty(&header.ty, imports);
        let presence = if header.required { "required " } else { "optional " };
        let wire = Code::text(header.wire.as_str());
        let code = row![presence, &header.name, ": ", ty, " = ", wire, " ", reading(header.codec), ","];
        docs::text(&header.docs, 8) + &code.line(8)
    });
    lines.collect()
}

/// How `documented_headers` calls it.
fn reading(reading: HeaderCodec) -> &'static str {
    match reading {
        HeaderCodec::String => "string",
        HeaderCodec::Parsed => "parsed",
        HeaderCodec::StringList => "strings",
        HeaderCodec::ParsedList => "parsed_list",
        HeaderCodec::Json => "json",
    }
}
