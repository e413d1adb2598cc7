//! Random bodies in every encoding.

use codegen_tests::judge::Random;
use serde_json::{Map, Value, json};

use super::values::{STRINGS, array, flat_object, object, primitive};

/// The strings of items, which no delimiter of a form is part of.
const ITEMS: [&str; 4] = ["x", "äö", "50%", "q?#"];

/// A body.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) media_type: &'static str,
    /// The Media Type Object.
    pub(super) object: Value,
    pub(super) value: Value,
}

/// A random body.
pub(super) fn body(random: &mut Random) -> Body {
    match random.below(6) {
        0 | 1 => json_body(random),
        2 | 3 => form(random),
        4 => multipart(random),
        _ => plain(random),
    }
}

fn json_body(random: &mut Random) -> Body {
    let (schema, value) = object(random, 3);
    Body { media_type: "application/json", object: json!({ "schema": schema }), value }
}

/// A property of a form: its schema and value, and its Encoding Object, if it has one.
type FormProperty = ((Value, Value), Option<Value>);

/// A body of named properties. It has at least the first of them.
fn form_of(
    random: &mut Random,
    media_type: &'static str,
    names: &[&str],
    property: fn(&mut Random) -> FormProperty,
) -> Body {
    let (mut properties, mut value, mut encoding) = (Map::new(), Map::new(), Map::new());
    for name in names.iter().take(1 + random.below(names.len())) {
        let ((schema, property), own) = property(random);
        properties.insert((*name).to_owned(), schema);
        value.insert((*name).to_owned(), property);
        encoding.extend(own.map(|own| ((*name).to_owned(), own)));
    }
    let schema = json!({ "type": "object", "properties": properties });
    Body { media_type, object: json!({ "schema": schema, "encoding": encoding }), value: Value::Object(value) }
}

fn form(random: &mut Random) -> Body {
    form_of(random, "application/x-www-form-urlencoded", &["a", "b", "c"], |random| match random.below(6) {
        0 => (array(random, &STRINGS, true), None),
        1 => (array(random, &ITEMS, true), Some(json!({ "style": "form", "explode": false }))),
        2 => {
            let style = *random.pick(&["spaceDelimited", "pipeDelimited"]);
            (array(random, &ITEMS, true), Some(json!({ "style": style, "explode": false })))
        }
        3 => (flat_object(random, &STRINGS, true), Some(json!({ "style": "deepObject", "explode": true }))),
        4 => (object(random, 1), Some(json!({ "contentType": "application/json" }))),
        _ => (primitive(random, &STRINGS, true), None),
    })
}

fn multipart(random: &mut Random) -> Body {
    form_of(random, "multipart/form-data", &["a", "b", "c", "d"], |random| match random.below(5) {
        0 => (array(random, &STRINGS, true), None),
        1 => (object(random, 1), None),
        2 => ((json!({ "type": "string", "format": "binary" }), json!("\u{0}\r\n--x\u{fe}")), None),
        3 => (object(random, 1), Some(json!({ "contentType": "application/json" }))),
        _ => (primitive(random, &STRINGS, true), None),
    })
}

fn plain(random: &mut Random) -> Body {
    if random.one_in(2) {
        let value = json!(*random.pick(&STRINGS));
        return Body { media_type: "text/plain", object: json!({ "schema": { "type": "string" } }), value };
    }
    let schema = json!({ "type": "string", "format": "binary" });
    Body { media_type: "application/octet-stream", object: json!({ "schema": schema }), value: json!("\u{0}\u{fe}") }
}
