//! The arguments of a request: one line per setter, with the encoder of its value.

use super::{
    code::{Code, code},
    docs,
    imports::Imports,
    rust_type::rust_type,
};
use crate::model::{
    AlternativeBody, Argument, ArgumentLocation, Body, BodyFormat, Docs, EmptyValue, MultipartPart, Operation,
    PartKind, Style, Type,
};

/// The indent of a line.
const INDENT: usize = 8;

/// The lines of all setters.
pub(super) fn lines(operation: &Operation, imports: &mut Imports) -> String {
    let arguments = operation.arguments.iter();
    let mut lines: String = arguments.filter_map(|argument| line(operation, argument, imports)).collect();
    let bodies = operation.alternative_bodies.bodies.iter();
    lines.extend(bodies.filter_map(|body| alternative_body(operation, body, imports)));
    lines.extend(accept(operation));
    lines
}

fn line(operation: &Operation, argument: &Argument, imports: &mut Imports) -> Option<String> {
    let (encoder, wire) = encoder(operation, argument, imports)?;
    let flags = argument.must_be_set().then(|| flags_after(operation, |other| other.flag == argument.flag));
    let (ty, into) = value(&argument.ty, argument.accepts_into, imports);
    let constant = argument.constant.as_ref().map(|constant| code![" => ", Code::string(constant)]);
    let code = code![encoder, " ", &argument.name, ": ", ty, " = ", Code::string(wire), constant, into];
    Some(docs::comment(&argument.docs, INDENT) + &with_flags(code, flags))
}

/// The line, followed by the flags on the same or on the next line.
fn with_flags(code: Code, flags: Option<Code>) -> String {
    let Some(flags) = flags else { return code![code, ","].line(INDENT) };
    let whole = code![&code, " ", &flags, ","];
    if whole.fits(INDENT) { whole.line(INDENT) } else { code.line(INDENT) + &code![flags, ","].line(INDENT + 4) }
}

/// The type of a value, and `into` if its setter takes `impl Into`.
fn value(ty: &Type, accepts_into: bool, imports: &mut Imports) -> (Code, Option<&'static str>) {
    (rust_type(ty, imports), accepts_into.then_some(" into"))
}

/// The flags of the request after these arguments are set.
fn flags_after(operation: &Operation, is_set: impl Fn(&Argument) -> bool) -> Code {
    let flags = operation.required_arguments();
    let flags = flags.map(|other| if is_set(other) { Code::from("true") } else { Code::from(&other.flag) });
    code!["=> ", Code::generics(flags.collect())]
}

/// The method of the runtime that encodes the value, and the name or media type that it takes.
fn encoder<'o>(operation: &'o Operation, argument: &'o Argument, imports: &mut Imports) -> Option<(Code, &'o str)> {
    let wire = argument.wire.as_str();
    match (argument.location, &operation.body) {
        (ArgumentLocation::Body, Body::Single { content_type, format }) => {
            Some((body_encoder(format, imports), content_type))
        }
        (ArgumentLocation::BodyProperty, Body::Object { .. }) => Some(("body_property".into(), wire)),
        (ArgumentLocation::BodyProperty, Body::Multipart { parts, .. }) => {
            let part = parts.iter().find(|part| part.field == argument.name)?;
            Some((part_encoder(part), part.wire.as_str()))
        }
        _ => parameter_encoder(argument, imports).map(|method| (method, wire)),
    }
}

fn parameter_encoder(argument: &Argument, imports: &mut Imports) -> Option<Code> {
    let (style, empty, reserved) = (argument.style, argument.empty, argument.allows_reserved);
    let styled = |method: &'static str, style: Code| code![method, "(", style, ")"];
    Some(match (argument.location, style) {
        (ArgumentLocation::ClientParameter, _) => "client_parameter".into(),
        (ArgumentLocation::Path, Style::Plain) => "path".into(),
        (ArgumentLocation::Path, _) => styled("path_styled", path_style(style, imports)),
        (ArgumentLocation::Query, Style::Json) => "query_json".into(),
        (ArgumentLocation::Query, Style::Plain) if !reserved => "query".into(),
        (ArgumentLocation::Query, _) => {
            let method = match (empty, reserved) {
                (EmptyValue::Omit, false) => "query_styled",
                (EmptyValue::Omit, true) => "query_reserved",
                (EmptyValue::Reject, false) => "required_query",
                (EmptyValue::Reject, true) => "required_query_reserved",
                (EmptyValue::SendName, false) => "query_or_empty",
                (EmptyValue::SendName, true) => "query_reserved_or_empty",
            };
            styled(method, query_style(style, imports))
        }
        (ArgumentLocation::Header, Style::Plain) => "header_parameter".into(),
        (ArgumentLocation::Header, _) if empty == EmptyValue::Omit => styled("header_styled", explode(style)),
        (ArgumentLocation::Header, _) => styled("required_header", explode(style)),
        (ArgumentLocation::Cookie, Style::Plain) => "cookie".into(),
        (ArgumentLocation::Cookie, _) if empty == EmptyValue::Omit => styled("cookie_styled", explode(style)),
        (ArgumentLocation::Cookie, _) => styled("required_cookie", explode(style)),
        (ArgumentLocation::BodyProperty | ArgumentLocation::Body, _) => return None,
    })
}

fn explode(style: Style) -> Code {
    let explode = matches!(
        style,
        Style::Simple { explode: true }
            | Style::Form { explode: true }
            | Style::Label { explode: true }
            | Style::Matrix { explode: true }
    );
    explode.into()
}

fn path_style(style: Style, imports: &mut Imports) -> Code {
    let name = match style {
        Style::Label { .. } => "Label",
        Style::Matrix { .. } => "Matrix",
        _ => "Simple",
    };
    code![imports.runtime("PathStyle"), "::", name, " { explode: ", explode(style), " }"]
}

/// The style of a query parameter or a form field.
fn query_style(style: Style, imports: &mut Imports) -> Code {
    let style: Code = match style {
        Style::SpaceDelimited => "SpaceDelimited".into(),
        Style::PipeDelimited => "PipeDelimited".into(),
        Style::DeepObject => "DeepObject".into(),
        Style::Form { .. } | Style::Simple { .. } | Style::Label { .. } | Style::Matrix { .. } => {
            code!["Form { explode: ", explode(style), " }"]
        }
        Style::Plain | Style::Json => "Form { explode: true }".into(),
    };
    code![imports.runtime("QueryStyle"), "::", style]
}

/// The method that encodes a whole body.
fn body_encoder(format: &BodyFormat, imports: &mut Imports) -> Code {
    match format {
        BodyFormat::Json => "json".into(),
        BodyFormat::Text => "text".into(),
        BodyFormat::Bytes => "bytes".into(),
        BodyFormat::Multipart => "parts".into(),
        BodyFormat::Form(styles) => code!["form(&", form_fields(styles, imports), ")"],
    }
}

/// The fields of a form that have a style. JSON is the runtime's default for fields without one.
pub(super) fn form_fields(styles: &[(String, Style)], imports: &mut Imports) -> Code {
    let styles = styles.iter().filter(|(_, style)| *style != Style::Json);
    let fields = styles.map(|(name, style)| {
        let (name, style) = (code!["name: ", Code::string(name)], code!["style: ", query_style(*style, imports)]);
        code![imports.runtime("FormField"), " ", Code::fields(vec![name, style])]
    });
    Code::array(fields.collect())
}

/// The method that encodes a part.
fn part_encoder(part: &MultipartPart) -> Code {
    let with = |method: &'static str, media_type: &str| code![method, "(", Code::string(media_type), ")"];
    match &part.kind {
        PartKind::Value(None) => "part".into(),
        PartKind::Value(Some(media_type)) => with("part_of", media_type),
        PartKind::File(None) => "file".into(),
        PartKind::File(Some(media_type)) => with("file_of", media_type),
        PartKind::Files(None) => "files".into(),
        PartKind::Files(Some(media_type)) => with("files_of", media_type),
    }
}

/// The setter of a whole body in another media type. It satisfies every required argument of the body.
fn alternative_body(operation: &Operation, body: &AlternativeBody, imports: &mut Imports) -> Option<String> {
    let (ty, into) = value(body.ty.as_ref()?, body.accepts_into, imports);
    let is_in_body =
        |argument: &Argument| matches!(argument.location, ArgumentLocation::Body | ArgumentLocation::BodyProperty);
    let has_flags = operation.required_arguments().any(is_in_body);
    let flags = has_flags.then(|| flags_after(operation, is_in_body));
    let (encoder, content_type) = (body_encoder(&body.format, imports), Code::string(&body.content_type));
    let code = code![encoder, " ", &body.name, ": ", ty, " = ", content_type, into];
    Some(docs::comment(&body.docs, INDENT) + &with_flags(code, flags))
}

/// The setter of the `Accept` header, if the caller can choose the media type.
fn accept(operation: &Operation) -> Option<String> {
    let media_types = operation.accept.as_ref().filter(|_| operation.chooses_media_type())?;
    let docs = Docs(vec![
        "Requests a response in this media type, or in one of several separated by commas.".to_owned(),
        String::new(),
        "Default: all documented media types. The service chooses one.".to_owned(),
    ]);
    let code = code!["accept_one_of accept: &'static str = ", Code::string(media_types), ","];
    Some(docs::comment(&docs, INDENT) + &code.line(INDENT))
}
