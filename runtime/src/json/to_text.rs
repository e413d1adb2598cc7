//! A [`Writer`] of compact JSON text. Compiled once, in contrast to [`to_serde`](super::to_serde), which writes any
//! format, and which begins and ends all writing.

use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    Encode, Entries, Property, Writer, lexer::is_number, object::is_documented, property::Presence, scan::plain_end,
};
use crate::{Secret, secret};

/// The text of an object. `None` if it contains a secret, or a value that does not write exactly once: then another
/// writer has to write it.
pub(super) fn object_text(properties: &[Property], values: &[&dyn Encode], rest: &dyn Entries) -> Option<String> {
    let mut writer = TextWriter { text: String::with_capacity(CAPACITY), count: 0, is_abandoned: false };
    writer.object(properties, values, rest);
    (!writer.is_abandoned).then_some(writer.text)
}

/// The initial size of the text.
const CAPACITY: usize = 256;

/// No number is longer.
const MAX_NUMBER: usize = 48;

struct TextWriter {
    text: String,
    /// Number of values that the current value has written.
    count: usize,
    /// Whether the text is of no use. A secret is never part of it, so its memory need not be zeroed.
    is_abandoned: bool,
}

impl TextWriter {
    fn value(&mut self, value: &dyn Encode) {
        if self.is_abandoned {
            return;
        }
        self.count = 0;
        value.encode(self);
        self.is_abandoned |= self.count != 1;
    }

    fn literal(&mut self, text: &str) {
        self.text.push_str(text);
        self.count += 1;
    }

    /// Writes a number as `serde_json` does.
    fn scalar<T: Serialize>(&mut self, value: T) {
        let mut buffer = [0; MAX_NUMBER];
        let mut unused = buffer.as_mut_slice();
        let result = serde_json::to_writer(&mut unused, &value);
        let length = MAX_NUMBER - unused.len();
        match (result, buffer.get(..length).map(str::from_utf8)) {
            (Ok(()), Some(Ok(text))) => self.literal(text),
            _ => self.is_abandoned = true,
        }
    }

    /// Writes a string as `serde_json` does.
    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        let end = plain_end(text.as_bytes(), 0);
        if end == text.len() {
            self.text.push_str(text);
        } else {
            self.escaped(text, end);
        }
        self.text.push('"');
    }

    /// Writes the inside of a string whose first plain characters end at an index.
    fn escaped(&mut self, text: &str, mut end: usize) {
        let mut start = 0;
        loop {
            self.text.push_str(text.get(start..end).unwrap_or_default());
            let Some(byte) = text.as_bytes().get(end) else { return };
            self.escape(*byte);
            start = end + 1;
            end = plain_end(text.as_bytes(), start);
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.text.push_str("\\\""),
            b'\\' => self.text.push_str("\\\\"),
            0x8 => self.text.push_str("\\b"),
            0x9 => self.text.push_str("\\t"),
            0xa => self.text.push_str("\\n"),
            0xc => self.text.push_str("\\f"),
            0xd => self.text.push_str("\\r"),
            _ => {
                let digits = [byte >> 4, byte & 0xf].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0'));
                self.text.push_str("\\u00");
                self.text.extend(digits);
            }
        }
    }
}

impl Writer for TextWriter {
    fn null(&mut self) {
        self.literal("null");
    }

    fn boolean(&mut self, value: bool) {
        self.literal(if value { "true" } else { "false" });
    }

    fn unsigned(&mut self, value: u64) {
        self.scalar(value);
    }

    fn signed(&mut self, value: i64) {
        self.scalar(value);
    }

    fn float(&mut self, value: f64) {
        self.scalar(value);
    }

    fn single(&mut self, value: f32) {
        self.scalar(value);
    }

    fn number(&mut self, text: &str) {
        self.is_abandoned |= !is_number(text);
        self.literal(text);
    }

    fn string(&mut self, text: &str) {
        self.quoted(text);
        self.count += 1;
    }

    fn secret(&mut self, _: &Secret) {
        self.is_abandoned = true;
    }

    fn raw(&mut self, json: &RawValue) {
        self.literal(json.get());
    }

    fn array(&mut self, items: &mut dyn Iterator<Item = &dyn Encode>) {
        let count = self.count;
        self.text.push('[');
        let start = self.text.len();
        for item in items {
            if self.text.len() > start {
                self.text.push(',');
            }
            self.value(item);
        }
        self.text.push(']');
        self.count = count + 1;
    }

    fn object(&mut self, properties: &[Property], values: &[&dyn Encode], rest: &dyn Entries) {
        let count = self.count;
        self.text.push('{');
        let start = self.text.len();
        for (property, value) in properties.iter().zip(values) {
            let is_left_out = property.kind.presence != Presence::Required && value.is_absent()
                || property.kind.is_read_only && secret::is_request();
            if is_left_out {
                continue;
            }
            if self.text.len() > start {
                self.text.push(',');
            }
            match property.plain_text() {
                Some(text) => self.text.push_str(text),
                None => {
                    self.quoted(property.name());
                    self.text.push(':');
                }
            }
            self.value(*value);
        }
        rest.each(&mut |name, value| {
            if is_documented(properties, values, name) {
                return;
            }
            if self.text.len() > start {
                self.text.push(',');
            }
            self.quoted(name);
            self.text.push(':');
            self.value(value);
        });
        self.text.push('}');
        self.count = count + 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::{Extra, JsonValue, json::read, json_object};

    #[derive(Debug)]
    struct Thing {
        name: String,
        escaped: Option<f32>,
        numbers: Option<Vec<f64>>,
        others: Option<BTreeMap<String, i64>>,
        secret: Option<Secret>,
        inner: Option<Box<Thing>>,
        extra: Extra,
    }

    json_object! {
        Thing {
            name: required "name",
            escaped: optional escaped "a\"\\\u{1}b",
            numbers: optional "numbers",
            others: optional "others",
            secret: optional "secret",
            inner: optional "inner",
            ..extra
        }
    }

    #[test]
    fn names_with_escapes_round_trip() {
        let json = concat!(
            r#"{"name":"a","a\"\\\u0001b":1.5,"numbers":[],"others":{"\n":-1,"b":2},"#,
            r#""inner":{"name":""},"x\"y":[1, 2]}"#
        );
        let thing: Thing = read(json).unwrap();
        assert_eq!(thing.escaped, Some(1.5));
        assert_eq!(serde_json::to_string(&thing).unwrap(), json);
    }

    #[test]
    fn a_name_is_written_once() {
        let mut thing: Thing = read(r#"{"name":"a"}"#).unwrap();
        thing.extra.insert_text("name", "\"b\"");
        thing.extra.insert_text("numbers", "[1]");
        let json = r#"{"name":"a","numbers":[1]}"#;
        assert_eq!(serde_json::to_string(&thing).unwrap(), json);
        assert_eq!(serde_json::to_value(&thing).unwrap(), serde_json::from_str::<serde_json::Value>(json).unwrap());
        thing.numbers = Some(vec![2.0]);
        assert_eq!(serde_json::to_string(&thing).unwrap(), r#"{"name":"a","numbers":[2.0]}"#);
    }

    #[test]
    fn a_secret_inside_is_written_without_text() {
        let json = r#"{"name":"a","inner":{"name":"b","secret":"hunter2","inner":{"name":"c","secret":"x"}}}"#;
        let thing: Thing = read(json).unwrap();
        assert!(object_text(&[], &[], &BTreeMap::from([("a".to_owned(), thing)])).is_none());
        let thing: Thing = read(json).unwrap();
        assert!(serde_json::to_string(&thing).unwrap_err().to_string().contains("expose"));
        let (text, secrets) = secret::capture_secrets(|| serde_json::to_string(&thing).unwrap());
        assert_eq!((text.as_str(), secrets.len()), (json, 2));
    }

    #[test]
    fn a_value_that_writes_twice_or_not_at_all_is_an_error() {
        struct Writes(usize);

        impl Encode for Writes {
            fn encode(&self, writer: &mut dyn Writer) {
                (0..self.0).for_each(|_| writer.array(&mut std::iter::empty()));
            }
        }

        let text = |times| object_text(&[], &[], &BTreeMap::from([("a".to_owned(), vec![Writes(times)])]));
        assert_eq!(text(1).as_deref(), Some(r#"{"a":[[]]}"#));
        assert_eq!((text(0), text(2)), (None, None));
    }

    proptest! {
        #[test]
        fn text_is_that_of_serde_json(
            strings in proptest::collection::btree_map(any::<String>(), any::<String>(), 0..4),
            escapes in "[a-z\"\\\\\u{0}-\u{1f}\u{7f}é]{0,20}",
            integers in any::<(i64, u64)>(),
            float in any::<f64>(),
            single in any::<f32>(),
        ) {
            let object = |value: JsonValue| BTreeMap::from([("a".to_owned(), value)]);
            let value = serde_json::json!([strings, escapes, integers, float]);
            let text = object_text(&[], &[], &object(value.clone())).unwrap();
            prop_assert_eq!(text, serde_json::to_string(&object(value)).unwrap());
            let singles = BTreeMap::from([("a".to_owned(), single)]);
            prop_assert_eq!(object_text(&[], &[], &singles).unwrap(), serde_json::to_string(&singles).unwrap());
        }
    }
}
