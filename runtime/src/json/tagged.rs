//! [`TaggedVariant`]: a variant of a union, encoded with the discriminator of the union.

use serde_json::value::RawValue;

use super::{Encode, Entries, Property, Writer};
use crate::Secret;

/// A variant of a union that does not describe the discriminator property. Its object is encoded with this property,
/// unless the value has it already.
pub struct TaggedVariant<'v> {
    value: &'v dyn Encode,
    property: &'static str,
    tag: &'static str,
}

impl<'v> TaggedVariant<'v> {
    /// The value with the name and the value of the discriminator.
    pub fn new(value: &'v dyn Encode, property: &'static str, tag: &'static str) -> Self {
        Self { value, property, tag }
    }
}

impl Encode for TaggedVariant<'_> {
    fn encode(&self, writer: &mut dyn Writer) {
        self.value.encode(&mut TagWriter { writer, property: self.property, tag: self.tag });
    }
}

/// Adds the discriminator to an object, and passes any other value on.
struct TagWriter<'w> {
    writer: &'w mut dyn Writer,
    property: &'static str,
    tag: &'static str,
}

impl Writer for TagWriter<'_> {
    fn null(&mut self) {
        self.writer.null();
    }

    fn boolean(&mut self, value: bool) {
        self.writer.boolean(value);
    }

    fn unsigned(&mut self, value: u64) {
        self.writer.unsigned(value);
    }

    fn signed(&mut self, value: i64) {
        self.writer.signed(value);
    }

    fn float(&mut self, value: f64) {
        self.writer.float(value);
    }

    fn single(&mut self, value: f32) {
        self.writer.single(value);
    }

    fn number(&mut self, text: &str) {
        self.writer.number(text);
    }

    fn string(&mut self, text: &str) {
        self.writer.string(text);
    }

    fn secret(&mut self, secret: &Secret) {
        self.writer.secret(secret);
    }

    fn raw(&mut self, json: &RawValue) {
        self.writer.raw(json);
    }

    fn array(&mut self, items: &mut dyn Iterator<Item = &dyn Encode>) {
        self.writer.array(items);
    }

    fn object(&mut self, properties: &[Property], values: &[&dyn Encode], rest: &dyn Entries) {
        let rest = TaggedEntries { rest, property: self.property, tag: self.tag };
        self.writer.object(properties, values, &rest);
    }
}

/// Undocumented properties, and the discriminator behind them. A documented property of the same name replaces it.
struct TaggedEntries<'r> {
    rest: &'r dyn Entries,
    property: &'static str,
    tag: &'static str,
}

impl Entries for TaggedEntries<'_> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode)) {
        let mut is_present = false;
        self.rest.each(&mut |name, value| {
            is_present |= name == self.property;
            write(name, value);
        });
        if !is_present {
            write(self.property, &self.tag);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "the macros are made for public types")]

    use crate::{Extra, json_object, json_union};

    #[derive(Debug)]
    struct Cat {
        lives: Option<i64>,
        extra: Extra,
    }

    json_object! {
        Cat { lives: optional "lives", ..extra }
    }

    #[derive(Debug)]
    enum Pet {
        Cat(Box<Cat>),
        Name(String),
    }

    json_union! {
        Pet by "kind" ["cat" => 0] or best_match {
            Cat(Box<Cat>) as_cat tagged "kind" = "cat": object { required: [], known: ["lives"], constants: [] },
            Name(String) as_name: string,
        }
    }

    #[test]
    fn a_discriminator_is_added_once() {
        let written = |pet: &Pet| serde_json::to_string(pet).unwrap();
        let cat = |extra| Pet::from(Box::new(Cat { lives: Some(9), extra }));
        assert_eq!(written(&cat(Extra::default())), r#"{"lives":9,"kind":"cat"}"#);
        for json in [r#"{"lives":9,"kind":"cat","a":1}"#, r#"{"kind":"lion"}"#] {
            assert_eq!(written(&serde_json::from_str(json).unwrap()), json);
        }
        let named = Pet::from("Tom");
        assert_eq!(written(&named), r#""Tom""#);
        assert!(named.as_cat().is_none() && named.as_name().is_some());
        assert_eq!(serde_json::to_value(cat(Extra::default())).unwrap()["kind"], "cat");
    }
}
