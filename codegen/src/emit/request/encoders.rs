//! The methods of the runtime's `Request` that encode the values.

use super::super::{
    code::{Code, code},
    imports::Imports,
};
use crate::model::{
    Argument, ArgumentLocation, Body, BodyFormat, EmptyValue, MultipartPart, Operation, PartKind, RustName, Style,
};

/// A method, and its arguments after the value.
struct Encoder {
    method: &'static str,
    arguments: Vec<Code>,
}

impl Encoder {
    fn new(method: &'static str) -> Self {
        Self { method, arguments: Vec::new() }
    }

    fn with(method: &'static str, argument: Code) -> Self {
        Self { method, arguments: vec![argument] }
    }

    /// `.query("limit", &input.limit)`. The name is a name on the wire or a media type.
    fn call(self, name: &str, field: &RustName) -> Code {
        let mut arguments = vec![Code::string(name), code!["&input.", field]];
        arguments.extend(self.arguments);
        code![".", self.method, Code::arguments(arguments)]
    }
}

/// The call that encodes an argument. `None` if the operation has no body for it.
pub(super) fn of_argument(operation: &Operation, argument: &Argument, imports: &mut Imports) -> Option<Code> {
    let wire = argument.wire.as_str();
    match (argument.location, &operation.body) {
        (ArgumentLocation::Body, Body::Single { content_type, format }) => {
            Some(of_body(format, content_type, &argument.name, imports))
        }
        (ArgumentLocation::BodyProperty, Body::Object { .. }) => {
            Some(Encoder::new("body_property").call(wire, &argument.name))
        }
        (ArgumentLocation::BodyProperty, Body::Multipart { parts, .. }) => {
            let part = parts.iter().find(|part| part.field == argument.name)?;
            Some(part_encoder(part).call(part.wire.as_str(), &argument.name))
        }
        _ => parameter_encoder(argument, imports).map(|encoder| encoder.call(wire, &argument.name)),
    }
}

/// The call that encodes a whole body.
pub(super) fn of_body(format: &BodyFormat, content_type: &str, field: &RustName, imports: &mut Imports) -> Code {
    body_encoder(format, imports).call(content_type, field)
}

fn parameter_encoder(argument: &Argument, imports: &mut Imports) -> Option<Encoder> {
    let (style, empty, reserved) = (argument.style, argument.empty, argument.allows_reserved);
    Some(match (argument.location, style) {
        (ArgumentLocation::ClientParameter, _) => Encoder::new("client_parameter"),
        (ArgumentLocation::Path, Style::Json) => Encoder::new("path_json"),
        (ArgumentLocation::Path, Style::Plain) if reserved => Encoder::new("path_reserved"),
        (ArgumentLocation::Path, Style::Plain) => Encoder::new("path"),
        (ArgumentLocation::Path, _) => Encoder::with("path_styled", path_style(style, imports)),
        (ArgumentLocation::Query, Style::Json) => Encoder::new("query_json"),
        (ArgumentLocation::Query, Style::Plain) if !reserved => Encoder::new("query"),
        (ArgumentLocation::Query, _) => {
            let method = match (empty, reserved) {
                (EmptyValue::Omit, false) => "query_styled",
                (EmptyValue::Omit, true) => "query_reserved",
                (EmptyValue::Reject, false) => "required_query",
                (EmptyValue::Reject, true) => "required_query_reserved",
                (EmptyValue::SendName, false) => "query_or_empty",
                (EmptyValue::SendName, true) => "query_reserved_or_empty",
            };
            Encoder::with(method, query_style(style, imports))
        }
        (ArgumentLocation::Header, Style::Json) => Encoder::new("header_json"),
        (ArgumentLocation::Header, Style::Plain) => Encoder::new("header_parameter"),
        (ArgumentLocation::Header, _) if empty == EmptyValue::Omit => Encoder::with("header_styled", explode(style)),
        (ArgumentLocation::Header, _) => Encoder::with("required_header", explode(style)),
        (ArgumentLocation::Cookie, Style::Json) => Encoder::new("cookie_json"),
        (ArgumentLocation::Cookie, Style::Plain) => Encoder::new("cookie"),
        (ArgumentLocation::Cookie, Style::Cookie { .. }) => {
            let method = if empty == EmptyValue::Omit { "raw_cookie" } else { "required_raw_cookie" };
            Encoder::with(method, explode(style))
        }
        (ArgumentLocation::Cookie, _) if empty == EmptyValue::Omit => Encoder::with("cookie_styled", explode(style)),
        (ArgumentLocation::Cookie, _) => Encoder::with("required_cookie", explode(style)),
        (ArgumentLocation::BodyProperty | ArgumentLocation::Body, _) => return None,
    })
}

fn explode(style: Style) -> Code {
    let explode = matches!(
        style,
        Style::Simple { explode: true }
            | Style::Form { explode: true }
            | Style::Cookie { explode: true }
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
        Style::Form { .. }
        | Style::Cookie { .. }
        | Style::Simple { .. }
        | Style::Label { .. }
        | Style::Matrix { .. } => {
            code!["Form { explode: ", explode(style), " }"]
        }
        Style::Plain | Style::Json => "Form { explode: true }".into(),
    };
    code![imports.runtime("QueryStyle"), "::", style]
}

/// The method that encodes a whole body.
fn body_encoder(format: &BodyFormat, imports: &mut Imports) -> Encoder {
    match format {
        BodyFormat::Json => Encoder::new("json"),
        BodyFormat::Text => Encoder::new("text"),
        BodyFormat::Bytes => Encoder::new("bytes"),
        BodyFormat::Multipart => Encoder::new("parts"),
        BodyFormat::Form(styles) => Encoder::with("form", code!["&", form_fields(styles, imports)]),
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
fn part_encoder(part: &MultipartPart) -> Encoder {
    let with = |method: &'static str, media_type: &str| Encoder::with(method, Code::string(media_type));
    match &part.kind {
        PartKind::Value(None) => Encoder::new("part"),
        PartKind::Value(Some(media_type)) => with("part_of", media_type),
        PartKind::File(None) => Encoder::new("file"),
        PartKind::File(Some(media_type)) => with("file_of", media_type),
        PartKind::Files(None) => Encoder::new("files"),
        PartKind::Files(Some(media_type)) => with("files_of", media_type),
    }
}
