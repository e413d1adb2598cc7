//! The values that a request takes: a line each, with where it goes.

use super::{
    body, docs,
    imports::Imports,
    layout::{Code, row},
    literals,
};
use crate::model::{AlternativeBody, Argument, ArgumentLocation, Body, Docs, Operation, Style, Type};

/// How far a line stands to the right.
const INDENT: usize = 8;

/// A line for each value.
pub(super) fn lines(operation: &Operation, imports: &mut Imports) -> String {
    let arguments = operation.arguments.iter();
    let mut lines: String = arguments.filter_map(|argument| line(operation, argument, imports)).collect();
    lines.extend(operation.alternative_bodies.bodies.iter().filter_map(|body| other_body(operation, body, imports)));
    lines.extend(accept(operation));
    lines
}

fn line(operation: &Operation, argument: &Argument, imports: &mut Imports) -> Option<String> {
    let mut docs = argument.docs.clone();
    if let Some(note) = note(argument) {
        docs.add([note.to_owned()]);
    }
    let (method, on_wire) = taken_by(operation, argument, imports)?;
    let given = argument.must_be_set().then(|| given(operation, |other| other.flag == argument.flag));
    let value = value(&argument.ty, imports);
    let constant = argument.constant.as_ref().map(|text| row![" => ", Code::text(text)]);
    let code = row![method, " ", &argument.name, ": ", value.0, " = ", Code::text(on_wire), constant, value.1];
    Some(docs::text(&docs, INDENT) + &with_flags(code, given))
}

/// A line, with what the request has afterwards behind it or, where that is too long, below it.
fn with_flags(code: Code, given: Option<Code>) -> String {
    let Some(given) = given else { return row![code, ","].line(INDENT) };
    let whole = row![&code, " ", &given, ","];
    if whole.fits(INDENT) { whole.line(INDENT) } else { code.line(INDENT) + &row![given, ","].line(INDENT + 4) }
}

/// The type of a value, and whether its setter takes whatever can become it.
fn value(ty: &Type, imports: &mut Imports) -> (Code, &'static str) {
    (literals::ty(ty, imports), if literals::is_converted(ty) { " into" } else { "" })
}

/// The flags of the request once these of its values are given, too.
fn given(operation: &Operation, is_given: impl Fn(&Argument) -> bool) -> Code {
    let flags = operation.required_arguments();
    let flags = flags.map(|other| if is_given(other) { Code::from("true") } else { Code::from(&other.flag) });
    row!["=> ", Code::parameters(flags.collect())]
}

/// What a reader of the setter should know besides the description and that it is required.
fn note(argument: &Argument) -> Option<&'static str> {
    let note = match argument.location {
        ArgumentLocation::ClientParameter => "Without this, the client's own value is used.",
        ArgumentLocation::Query | ArgumentLocation::Header | ArgumentLocation::Cookie if is_refused_empty(argument) => {
            "With nothing in it, the request is refused: none of it would be sent."
        }
        _ if matches!(argument.ty, Type::Option(_)) => "`None` is sent as null.",
        _ => return None,
    };
    Some(note)
}

/// Whether a list or an object may turn out to be nothing, and must not. The styles besides `form` have no empty value.
fn is_refused_empty(argument: &Argument) -> bool {
    let has_empty = argument.allows_empty && matches!(argument.style, Style::Form { .. });
    argument.required && !has_empty && !matches!(argument.style, Style::Plain | Style::Json)
}

/// The method of the runtime's request that takes a value, and the text that says where it goes.
fn taken_by<'o>(operation: &'o Operation, argument: &'o Argument, imports: &mut Imports) -> Option<(Code, &'o str)> {
    let wire = argument.wire.as_str();
    match (argument.location, &operation.body) {
        (ArgumentLocation::Body, Body::Single { content_type, format }) => {
            Some((body::whole(format, imports), content_type))
        }
        (ArgumentLocation::BodyProperty, Body::Object { .. }) => Some(("body_property".into(), wire)),
        (ArgumentLocation::BodyProperty, Body::Multipart { parts, .. }) => {
            let part = parts.iter().find(|part| part.field == argument.name)?;
            Some((body::part(part), part.wire.as_str()))
        }
        _ => parameter(argument, imports).map(|method| (method, wire)),
    }
}

fn parameter(argument: &Argument, imports: &mut Imports) -> Option<Code> {
    let style = argument.style;
    let styled = |method: &'static str, style: Code| row![method, "(", style, ")"];
    // A scalar always says something.
    if argument.required && !matches!(style, Style::Plain | Style::Json) {
        let query = match (argument.allows_empty, argument.allows_reserved) {
            (false, false) => "required_query",
            (false, true) => "required_query_reserved",
            (true, false) => "query_or_empty",
            (true, true) => "query_reserved_or_empty",
        };
        match argument.location {
            ArgumentLocation::Query => return Some(styled(query, body::query_style(style, imports))),
            ArgumentLocation::Header => return Some(styled("required_header", explodes(style).into())),
            ArgumentLocation::Cookie => return Some(styled("required_cookie", explodes(style).into())),
            _ => {}
        }
    }
    Some(match (argument.location, style) {
        (ArgumentLocation::ClientParameter, _) => "client_parameter".into(),
        (ArgumentLocation::Path, Style::Plain) => "path".into(),
        (ArgumentLocation::Path, _) => styled("path_styled", path_style(style, imports)),
        (ArgumentLocation::Query, Style::Json) => "query_json".into(),
        (ArgumentLocation::Query, _) if argument.allows_reserved => {
            styled("query_reserved", body::query_style(style, imports))
        }
        (ArgumentLocation::Query, Style::Plain) => "query".into(),
        (ArgumentLocation::Query, _) => styled("query_styled", body::query_style(style, imports)),
        (ArgumentLocation::Header, Style::Plain) => "header_parameter".into(),
        (ArgumentLocation::Header, _) => styled("header_styled", explodes(style).into()),
        (ArgumentLocation::Cookie, Style::Plain) => "cookie".into(),
        (ArgumentLocation::Cookie, _) => styled("cookie_styled", explodes(style).into()),
        (ArgumentLocation::BodyProperty | ArgumentLocation::Body, _) => return None,
    })
}

fn explodes(style: Style) -> bool {
    matches!(
        style,
        Style::Simple { explode: true }
            | Style::Form { explode: true }
            | Style::Label { explode: true }
            | Style::Matrix { explode: true }
    )
}

fn path_style(style: Style, imports: &mut Imports) -> Code {
    let name = match style {
        Style::Label { .. } => "Label",
        Style::Matrix { .. } => "Matrix",
        _ => "Simple",
    };
    row![imports.runtime("PathStyle"), "::", name, " { explode: ", explodes(style), " }"]
}

/// A body in another media type than the preferred one, with a value of its own. Given, nothing of the body is missing any more.
fn other_body(operation: &Operation, body: &AlternativeBody, imports: &mut Imports) -> Option<String> {
    let value = value(body.ty.as_ref()?, imports);
    let is_of_body =
        |argument: &Argument| matches!(argument.location, ArgumentLocation::Body | ArgumentLocation::BodyProperty);
    let given = operation.required_arguments().any(is_of_body).then(|| given(operation, is_of_body));
    let (method, content_type) = (body::whole(&body.format, imports), Code::text(&body.content_type));
    let code = row![method, " ", &body.name, ": ", value.0, " = ", content_type, value.1];
    Some(docs::text(&body.docs, INDENT) + &with_flags(code, given))
}

/// The media types that an answer is asked for, where the caller may choose among them.
fn accept(operation: &Operation) -> Option<String> {
    let media_types = operation.accept.as_ref().filter(|_| operation.chooses_media_type())?;
    let docs = Docs(vec![
        "Asks for an answer in this media type alone, or in one of several between commas.".to_owned(),
        String::new(),
        "Unless this is called, all that are documented are asked for, and the service chooses.".to_owned(),
    ]);
    let code = row!["accept_one_of accept: &'static str = ", Code::text(media_types), ","];
    Some(docs::text(&docs, INDENT) + &code.line(INDENT))
}
