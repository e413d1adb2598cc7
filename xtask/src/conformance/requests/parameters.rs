//! Random parameters in every style, with a value each.

use codegen_tests::judge::Random;
use serde_json::{Value, json};

use super::values::{self, STRINGS, array, flat_object, primitive, string};

/// Strings without a delimiter of any style.
const ITEMS: [&str; 6] = ["x", "äö", "50%", "q?#", "a:b@c", "yy"];

/// Strings of RFC 3986's reserved characters that do not delimit a query.
const RESERVED: [&str; 3] = ["/a/b?c", "a:b@c", "(x)!*;$"];

/// Strings of visible ASCII characters, without a delimiter.
const HEADER_STRINGS: [&str; 4] = ["x", "two words", "a/b", "Mon"];

/// A parameter with its value.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) location: &'static str,
    /// The Parameter Object.
    pub(super) object: Value,
    pub(super) value: Value,
}

/// A random parameter of a location.
pub(super) fn parameter(random: &mut Random, number: usize, location: &'static str) -> Parameter {
    let name = match location {
        "query" => (*random.pick(&["p", "p-", "P.", "p_x", "p:"])).to_owned() + &number.to_string(),
        "header" => format!("X-P{number}"),
        _ => format!("p{number}"),
    };
    let mut object = json!({ "name": name, "in": location, "required": true });
    // A JSON value is a string where a media type describes the parameter.
    if location == "query" && random.one_in(6) {
        let (schema, value) = values::object(random, 1);
        object["content"] = json!({ "application/json": { "schema": schema } });
        return Parameter { name, location, object, value };
    }
    let style = *random.pick(match location {
        "path" => &["simple", "label", "matrix"][..],
        "query" => &["form", "form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        _ => &["form"],
    });
    // The style of no other combination is defined.
    let (kind, explode) = match style {
        "spaceDelimited" | "pipeDelimited" => ("array", false),
        "deepObject" => ("object", true),
        _ => (*random.pick(&["primitive", "array", "object"]), random.one_in(2)),
    };
    // OpenAPI 3.0 and 3.1: an exploded cookie with several values is not defined.
    let explode = explode && !(location == "cookie" && kind != "primitive");
    let allows_reserved = location == "query" && kind == "primitive" && random.one_in(4);
    object["style"] = json!(style);
    object["explode"] = json!(explode);
    let strings = match (location, kind) {
        _ if allows_reserved => &RESERVED[..],
        ("header", _) => &HEADER_STRINGS,
        (_, "primitive") => &STRINGS,
        _ => &ITEMS,
    };
    if allows_reserved {
        object["allowReserved"] = json!(true);
    }
    // A dot delimits the items of the style `label`.
    let has_numbers = style != "label";
    let (schema, value) = match kind {
        "primitive" if allows_reserved => string(random, strings),
        "primitive" => primitive(random, strings, has_numbers),
        "array" => array(random, strings, has_numbers),
        _ => flat_object(random, strings, has_numbers),
    };
    object["schema"] = schema;
    Parameter { name, location, object, value }
}
