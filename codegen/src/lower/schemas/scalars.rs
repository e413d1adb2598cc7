//! Texts, numbers and flags: the Rust type that fits the format best.

use super::{super::Context, width};
use crate::{
    diagnostic::Code,
    model::{Integer, Type},
    openapi::{Schema, SchemaType},
};

pub(super) fn lower(context: &mut Context<'_>, schema: &Schema, kind: SchemaType) -> Type {
    match kind {
        SchemaType::String => text(context, schema),
        SchemaType::Integer => integer(context, schema),
        SchemaType::Number => number(context, schema),
        SchemaType::Boolean => Type::Bool,
        SchemaType::Array | SchemaType::Object | SchemaType::Null => Type::Json,
    }
}

/// Keys of ours that say something only about texts.
pub(super) fn check_extensions(context: &mut Context<'_>, schema: &Schema) {
    let is_text = super::is_only(schema, SchemaType::String);
    if let Some(key) = schema.lenient_string.as_ref().filter(|_| !is_text) {
        let message = "`x-lenient-string` belongs to a `type: string`";
        context.diagnostics.error(Code::MalformedExtension, &key.at, message);
    }
    let is_password = schema.format.as_ref().is_some_and(|format| format.value == "password");
    if let Some(rules) = schema.password_rules.as_ref().filter(|_| !is_password) {
        let message = "`x-password-rules` belongs to a `format: password`";
        context.diagnostics.error(Code::MalformedExtension, &rules.at, message);
    }
}

/// Formats of texts that are best handed over as the text they are.
const PLAIN: [&str; 36] = [
    "base64url",
    "binary",
    "char",
    "color",
    "commonmark",
    "cron",
    "currency",
    "date-time-local",
    "decimal",
    "decimal128",
    "email",
    "etag",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "ip",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "markdown",
    "media-range",
    "phone",
    "regex",
    "relative-json-pointer",
    "snowflake",
    "string",
    "time",
    "time-local",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
];

fn text(context: &mut Context<'_>, schema: &Schema) -> Type {
    if schema.lenient_string.as_ref().is_some_and(|key| key.value) {
        return Type::LenientString;
    }
    if let Some(encoding) = &schema.content_encoding {
        if encoding.value.eq_ignore_ascii_case("base64") {
            return Type::Base64;
        }
        if ["7bit", "8bit", "binary"].contains(&encoding.value.as_str()) {
            // RFC 2045, section 6.2: no encoding at all.
            return Type::String;
        }
        let message = format!("values of the encoding `{}` are handed over as text", encoding.value);
        context.diagnostics.warning(Code::FormatAsString, &encoding.at, message);
    }
    let Some(format) = &schema.format else { return Type::String };
    match format.value.as_str() {
        "password" => Type::Secret,
        "date-time" => Type::DateTime,
        "date" => Type::Date,
        "duration" => Type::Duration,
        "uuid" => Type::Uuid,
        "byte" | "base64" => Type::Base64,
        plain if PLAIN.contains(&plain) => Type::String,
        // Formats are open (OpenAPI 3.0.3, "Data Types"): what is not known is the text that it is.
        other => {
            if !context.diagnostics.is_lenient() {
                let message = format!("values of the format `{other}` are handed over as text");
                context.diagnostics.warning(Code::FormatAsString, &format.at, message);
            }
            Type::String
        }
    }
}

fn integer(context: &mut Context<'_>, schema: &Schema) -> Type {
    let kind = match schema.format.as_ref().map(|format| format.value.as_str()) {
        Some("int8") => Integer::I8,
        Some("int16") => Integer::I16,
        Some("int32") => Integer::I32,
        Some("uint8") => Integer::U8,
        Some("uint16") => Integer::U16,
        Some("uint32") => Integer::U32,
        Some("uint64" | "uint") => Integer::U64,
        // `double-int` is one that a double holds exactly: it fits.
        None | Some("int64" | "double-int" | "int" | "long" | "timestamp" | "unix-time" | "unixtime" | "integer") => {
            Integer::I64
        }
        Some(other) => {
            if let Some(format) = schema.format.as_ref().filter(|_| !context.diagnostics.is_lenient()) {
                let message = format!("integers of the format `{other}` are read as `i64`");
                context.diagnostics.warning(Code::UnsupportedFormat, &format.at, message);
            }
            Integer::I64
        }
    };
    width::of(kind, schema)
}

fn number(context: &mut Context<'_>, schema: &Schema) -> Type {
    match schema.format.as_ref().map(|format| format.value.as_str()) {
        Some("float") => Type::Float32,
        None | Some("double") => Type::Float64,
        // No binary fraction is a decimal one: the digits are kept.
        Some("decimal" | "decimal128") => Type::Number,
        Some("int64") => Type::Integer(Integer::I64),
        Some("int32") => Type::Integer(Integer::I32),
        Some(other) => {
            if let Some(format) = schema.format.as_ref().filter(|_| !context.diagnostics.is_lenient()) {
                let message = format!("numbers of the format `{other}` are read as `f64`");
                context.diagnostics.warning(Code::UnsupportedFormat, &format.at, message);
            }
            Type::Float64
        }
    }
}
