//! Tokens from any self-describing serde format, and [`deserialize`], the `Deserialize` implementation of all types.
//!
//! The only code that is generic over the deserializer. It is compiled once per format, not once per type.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};

use super::{
    ArraySource, Context, Decode, Input, JsonError, Key, ObjectSource, PropertyName, Slot, Token, raw_value::RAW_NAME,
    text::JsonText,
};

/// Decodes a value from a serde format.
///
/// # Errors
///
/// The value does not match the type, or the format is malformed.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let context = Context::default();
    let mut slot = None;
    read_into(deserializer, &mut slot, &context)
        .map_err(|error| context.take_failure().map_or(error, D::Error::custom))?;
    slot.ok_or_else(|| D::Error::custom("there is no value"))
}

/// The error with its path, or the error of the parser.
fn failure(context: &Context, error: &dyn fmt::Display) -> JsonError {
    context.take_failure().unwrap_or_else(|| JsonError::syntax(error.to_string()))
}

fn read_into<'de, D: Deserializer<'de>>(
    deserializer: D,
    slot: &mut dyn Slot,
    context: &Context,
) -> Result<(), D::Error> {
    SlotVisitor::new(slot, context).deserialize(deserializer)
}

/// Fills a slot with a value.
struct SlotVisitor<'s> {
    slot: &'s mut dyn Slot,
    context: &'s Context,
    is_raw: bool,
    /// Whether null clears the slot.
    null_is_absent: bool,
}

impl<'s> SlotVisitor<'s> {
    fn new(slot: &'s mut dyn Slot, context: &'s Context) -> Self {
        let is_raw = slot.is_raw();
        Self { slot, context, is_raw, null_is_absent: false }
    }

    fn fill<'t, E: Error>(self, token: Token<'t>) -> Result<(), E>
    where
        's: 't,
    {
        let context = self.context;
        if self.null_is_absent && matches!(token, Token::Null | Token::Raw("null")) {
            self.slot.clear();
            return Ok(());
        }
        let result = if self.is_raw && !matches!(token, Token::Raw(_)) {
            // Another format than JSON: its values as JSON text.
            context.set_foreign();
            let mut text = JsonText::default();
            text.fill(Input { token, context })
                .and_then(|()| self.slot.fill(Input { token: Token::Raw(text.as_str()), context }))
        } else {
            self.slot.fill(Input { token, context })
        };
        result.map_err(|error| {
            context.fail(error);
            E::custom("")
        })
    }
}

impl<'de> DeserializeSeed<'de> for SlotVisitor<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.is_raw {
            deserializer.deserialize_newtype_struct(*RAW_NAME, self)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for SlotVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.fill(Token::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.fill(u64::try_from(value).map_or(Token::Signed(value), Token::Unsigned))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        match (u64::try_from(value), i64::try_from(value)) {
            (Ok(value), _) => self.fill(Token::Unsigned(value)),
            (_, Ok(value)) => self.fill(Token::Signed(value)),
            _ => Err(E::custom("an integer has more than 64 bits")),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.fill(Token::Unsigned(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        match u64::try_from(value) {
            Ok(value) => self.fill(Token::Unsigned(value)),
            Err(_) => Err(E::custom("an integer has more than 64 bits")),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.fill(Token::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.fill(Token::String(text))
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.fill(Token::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.fill(Token::Null)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut items = Items { access, context: self.context };
        self.fill(Token::Array(&mut items))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut properties = Properties { access, context: self.context, first: FirstName::NotRead };
        if self.is_raw {
            // `serde_json` gives the text as the only property of an object.
            let mut name = PropertyName::default();
            let has_name = properties.access.next_key_seed(NameVisitor(&mut name))?.is_some();
            if has_name && name.text() == *RAW_NAME {
                let text: Key<'de> = properties.access.next_value()?;
                return self.fill(Token::Raw(text.as_str()));
            }
            properties.first = if has_name { FirstName::Name(name.take_text()) } else { FirstName::End };
        }
        self.fill(Token::Object(&mut properties))
    }
}

struct Items<'c, A> {
    access: A,
    context: &'c Context,
}

impl<'de, A: SeqAccess<'de>> ArraySource for Items<'_, A> {
    fn next_item(&mut self, slot: &mut dyn Slot) -> Result<bool, JsonError> {
        self.context.tick(1)?;
        let item = self.access.next_element_seed(SlotVisitor::new(slot, self.context));
        item.map(|item| item.is_some()).map_err(|error| failure(self.context, &error))
    }
}

struct Properties<'c, A> {
    access: A,
    context: &'c Context,
    first: FirstName,
}

/// The first name of an object, which may have been read already.
enum FirstName {
    NotRead,
    /// There is none.
    End,
    Name(String),
}

impl<'de, A: MapAccess<'de>> ObjectSource for Properties<'_, A> {
    fn next_name(&mut self, name: &mut PropertyName) -> Result<bool, JsonError> {
        self.context.tick(1)?;
        match std::mem::replace(&mut self.first, FirstName::NotRead) {
            FirstName::NotRead => {}
            FirstName::End => return Ok(false),
            FirstName::Name(first) => {
                name.set(&first);
                return Ok(true);
            }
        }
        let name = self.access.next_key_seed(NameVisitor(name));
        name.map(|name| name.is_some()).map_err(|error| failure(self.context, &error))
    }

    fn next_value(&mut self, slot: &mut dyn Slot) -> Result<(), JsonError> {
        let value = self.access.next_value_seed(SlotVisitor::new(slot, self.context));
        value.map_err(|error| failure(self.context, &error))
    }

    fn next_optional_value(&mut self, slot: &mut dyn Slot) -> Result<(), JsonError> {
        let visitor = SlotVisitor { null_is_absent: true, ..SlotVisitor::new(slot, self.context) };
        let value = self.access.next_value_seed(visitor);
        value.map_err(|error| failure(self.context, &error))
    }
}

/// Reads the name of a property. Other formats have names that are integers or booleans.
struct NameVisitor<'n>(&'n mut PropertyName);

impl<'de> DeserializeSeed<'de> for NameVisitor<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for NameVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a property")
    }

    fn visit_str<E>(self, name: &str) -> Result<(), E> {
        self.0.set(name);
        Ok(())
    }

    fn visit_bool<E>(self, name: bool) -> Result<(), E> {
        self.0.set(&name.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, name: i64) -> Result<(), E> {
        self.0.set(&name.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, name: u64) -> Result<(), E> {
        self.0.set(&name.to_string());
        Ok(())
    }
}
