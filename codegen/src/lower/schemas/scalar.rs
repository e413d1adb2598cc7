//! Strings, numbers and booleans: the Rust type that fits the format best.

use crate::{
    diagnostic::{Code, Tolerance},
    lower::{Context, effective},
    model::{Integer, Type},
    openapi::{Schema, SchemaType},
    source::{Location, NodePart, Number, Value},
};

pub(super) fn lower(context: &mut Context<'_>, schema: &Schema, kind: SchemaType) -> Type {
    if let Some(mapped) = context.type_rules.mapping().of_format(schema) {
        return mapped;
    }
    match kind {
        SchemaType::String => string(context, schema),
        SchemaType::Integer => integer(context, schema),
        SchemaType::Number => number(context, schema),
        SchemaType::Boolean => Type::Bool,
        SchemaType::Array | SchemaType::Object | SchemaType::Null => Type::Json,
    }
}

/// Reports extension keys that apply to strings only, and descriptions of the content of strings.
pub(super) fn check_extensions(context: &mut Context<'_>, schema: &Schema) {
    let is_text = effective::is_only(schema, SchemaType::String);
    if let Some(at) = &schema.content_schema {
        let at = Location { part: NodePart::Key, ..Location::clone(at) };
        context.diagnostics.unsupported(at, "unsupported keyword `contentSchema`");
    }
    if let Some(key) = schema.lenient_string.as_ref().filter(|_| !is_text) {
        let message = "misplaced `x-lenient-string`: it applies to `type: string` only";
        context.diagnostics.report(Code::MalformedExtension, &key.at, message);
    }
    let is_password = schema.format.as_ref().is_some_and(|format| format.value == "password");
    if let Some(rules) = schema.password_rules.as_ref().filter(|_| !is_password) {
        let message = "misplaced `x-password-rules`: it applies to `format: password` only";
        context.diagnostics.report(Code::MalformedExtension, &rules.at, message);
    }
}

/// String formats that stay a `String`.
const STRING_FORMATS: [&str; 36] = [
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

fn string(context: &mut Context<'_>, schema: &Schema) -> Type {
    if schema.lenient_string.as_ref().is_some_and(|key| key.value) {
        return Type::LenientString;
    }
    if let Some(encoding) = &schema.content_encoding {
        if encoding.value.eq_ignore_ascii_case("base64") {
            return Type::Base64;
        }
        if ["7bit", "8bit", "binary"].contains(&encoding.value.as_str()) {
            // RFC 2045, section 6.2: not encoded.
            return Type::String;
        }
        let message = format!("unknown encoding `{}`: values are plain strings", encoding.value);
        context.diagnostics.report(Code::FormatAsString, &encoding.at, message);
    }
    let Some(format) = &schema.format else { return Type::String };
    match format.value.as_str() {
        "password" => Type::Secret,
        "date-time" => Type::DateTime,
        "date" => Type::Date,
        "duration" => Type::Duration,
        "uuid" => Type::Uuid,
        "byte" | "base64" => Type::Base64,
        plain if STRING_FORMATS.contains(&plain) => Type::String,
        // Formats are open (OpenAPI 3.0.3, "Data Types"): an unknown one stays a string.
        other => {
            let message = format!("unknown format `{other}`: values are plain strings");
            context.diagnostics.report_as(Code::FormatAsString, Tolerance::Accepted, &format.at, message);
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
        // `double-int` is an integer that a double represents exactly.
        None | Some("int64" | "double-int" | "int" | "long" | "timestamp" | "unix-time" | "unixtime" | "integer") => {
            Integer::I64
        }
        Some(other) => {
            if let Some(format) = &schema.format {
                let message = format!("unknown integer format `{other}`: the type is `i64`");
                context.diagnostics.report_as(Code::UnsupportedFormat, Tolerance::Accepted, &format.at, message);
            }
            Integer::I64
        }
    };
    integer_type(kind, schema)
}

fn number(context: &mut Context<'_>, schema: &Schema) -> Type {
    match schema.format.as_ref().map(|format| format.value.as_str()) {
        Some("float") => Type::Float32,
        None | Some("double") => Type::Float64,
        // A binary fraction cannot represent a decimal one: the digits are kept.
        Some("decimal" | "decimal128") => Type::Number,
        Some("int64") => Type::Integer(Integer::I64),
        Some("int32") => Type::Integer(Integer::I32),
        Some(other) => {
            if let Some(format) = &schema.format {
                let message = format!("unknown number format `{other}`: the type is `f64`");
                context.diagnostics.report_as(Code::UnsupportedFormat, Tolerance::Accepted, &format.at, message);
            }
            Type::Float64
        }
    }
}

/// The 64-bit bounds as floats round them, with the exact ones.
const ROUNDED_BOUNDS: [(i128, i128); 4] = [
    (9_223_372_036_854_776_000, 9_223_372_036_854_775_807),
    (9_223_372_036_854_775_808, 9_223_372_036_854_775_807),
    (-9_223_372_036_854_776_000, -9_223_372_036_854_775_808),
    (18_446_744_073_709_552_000, 18_446_744_073_709_551_615),
];

/// The integer type of the format, or the next one that can hold all allowed values; a number of any size in the end.
fn integer_type(format: Integer, schema: &Schema) -> Type {
    let (least, greatest) = bounds(schema);
    if has_inexact_value(schema) {
        return Type::Number;
    }
    if can_hold(format, least, greatest) {
        return Type::Integer(format);
    }
    if can_hold(Integer::I64, least, greatest) {
        return Type::Integer(Integer::I64);
    }
    // A document that allows negative values does not list this maximum.
    let is_unsigned = least.is_some() || greatest == Some(u64::MAX.into());
    if is_unsigned && can_hold(Integer::U64, least, greatest) { Type::Integer(Integer::U64) } else { Type::Number }
}

/// Integers that a float represents exactly are below this bound. A larger one may be written as a float.
const MAX_EXACT: i128 = 1 << 53;

/// Whether a listed value is not exact as a float.
fn has_inexact_value(schema: &Schema) -> bool {
    schema.values.iter().flatten().any(|value| match &value.value {
        Value::Number(number) => to_i128(number).abs() >= MAX_EXACT,
        _ => false,
    })
}

fn can_hold(kind: Integer, least: Option<i128>, greatest: Option<i128>) -> bool {
    let (first, last) = match kind {
        Integer::I8 => (i8::MIN.into(), i8::MAX.into()),
        Integer::I16 => (i16::MIN.into(), i16::MAX.into()),
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::U8 => (0, u8::MAX.into()),
        Integer::U16 => (0, u16::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, i128::from(u64::MAX)),
    };
    least.is_none_or(|least| least >= first) && greatest.is_none_or(|greatest| greatest <= last)
}

/// The smallest and the largest allowed value.
fn bounds(schema: &Schema) -> (Option<i128>, Option<i128>) {
    let limits = &schema.limits;
    let least = [
        limits.minimum.as_ref().map(to_i128),
        limits.exclusive_minimum.as_ref().map(|bound| to_i128(bound).saturating_add(1)),
    ];
    let greatest = [
        limits.maximum.as_ref().map(to_i128),
        limits.exclusive_maximum.as_ref().map(|bound| to_i128(bound).saturating_sub(1)),
    ];
    let listed = schema.values.iter().flatten().filter_map(|value| match &value.value {
        Value::Number(number) => Some(to_i128(number)),
        _ => None,
    });
    let listed: Vec<i128> = listed.collect();
    // The stricter bound applies, and listed values are bounds too.
    let least = least.into_iter().flatten().max().or_else(|| listed.iter().min().copied());
    let greatest = greatest.into_iter().flatten().min().or_else(|| listed.iter().max().copied());
    (least, greatest)
}

/// A bound as an integer, saturated.
fn to_i128(number: &Number) -> i128 {
    let exact = number.as_i128();
    let rounded = || format!("{:.0}", number.as_f64()?).parse().ok();
    let furthest = || if number.to_string().starts_with('-') { i128::MIN } else { i128::MAX };
    let bound = exact.or_else(rounded).unwrap_or_else(furthest);
    ROUNDED_BOUNDS.iter().find(|(written, _)| *written == bound).map_or(bound, |(_, meant)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn with_bounds(format: Integer, least: &str, greatest: &str) -> Type {
        let (file, _) = Sources::new(vec![crate::SourceFile { path: "a".to_owned(), bytes: Vec::new() }])
            .iter()
            .map(|(file, source)| (file, source.path.clone()))
            .next()
            .unwrap();
        let mut schema = Schema::empty(Location::root(file));
        (schema.limits.minimum, schema.limits.maximum) = (Number::parse(least), Number::parse(greatest));
        integer_type(format, &schema)
    }

    #[test]
    fn integer_type_holds_all_allowed_values() {
        let int = |kind: Integer| Type::Integer(kind);
        for (format, least, greatest, wanted) in [
            (Integer::I64, "", "", int(Integer::I64)),
            (Integer::I64, "-9223372036854775808", "9223372036854775807", int(Integer::I64)),
            (Integer::I64, "-9223372036854776000", "9223372036854776000", int(Integer::I64)),
            (Integer::I64, "0", "18446744073709551615", int(Integer::U64)),
            (Integer::I64, "0", "18446744073709552000", int(Integer::U64)),
            (Integer::I64, "", "18446744073709551615", int(Integer::U64)),
            (Integer::I64, "-1", "18446744073709551615", Type::Number),
            (Integer::I64, "", "18446744073709551614", Type::Number),
            (Integer::I64, "0", "18446744073709551616", Type::Number),
            (Integer::I64, "0", "1e400", Type::Number),
            (Integer::I64, "-1e30", "0", Type::Number),
            (Integer::I64, "-9223372036854775809", "0", Type::Number),
            (Integer::I64, "0", "1e19", int(Integer::U64)),
            (Integer::U64, "0", "99999999999999999999", Type::Number),
            (Integer::I32, "0", "2147483647", int(Integer::I32)),
            (Integer::I32, "0", "4294967295", int(Integer::I64)),
            (Integer::U32, "-1", "5", int(Integer::I64)),
            (Integer::U8, "0", "256", int(Integer::I64)),
        ] {
            assert_eq!(with_bounds(format, least, greatest), wanted, "{format:?} {least}..{greatest}");
        }
    }
}
