//! [`Encode`]: how a value is written as JSON, independent of the format.
//!
//! A value calls one method of a [`Writer`]. All of this is dynamic, so the code of generated types is small.
//! [`to_serde`](super::to_serde) writes to any serde format.

use serde_json::value::RawValue;

use super::Property;
use crate::Secret;

/// A type that is encoded as JSON.
pub trait Encode {
    /// Writes the value: calls exactly one method of the writer.
    fn encode(&self, writer: &mut dyn Writer);

    /// Whether an optional property with this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// The destination of one value.
pub trait Writer {
    /// Writes `null`.
    fn null(&mut self);

    /// Writes a boolean.
    fn boolean(&mut self, value: bool);

    /// Writes an integer.
    fn unsigned(&mut self, value: u64);

    /// Writes an integer.
    fn signed(&mut self, value: i64);

    /// Writes a number.
    fn float(&mut self, value: f64);

    /// Writes a number of single precision.
    fn single(&mut self, value: f32);

    /// Writes a number that is given as JSON text, with all its digits.
    fn number(&mut self, text: &str);

    /// Writes a string.
    fn string(&mut self, text: &str);

    /// Writes a secret into a request. Elsewhere it is an error.
    fn secret(&mut self, secret: &Secret);

    /// Writes JSON as it is.
    fn raw(&mut self, json: &RawValue);

    /// Writes an array.
    fn array(&mut self, items: &mut dyn Iterator<Item = &dyn Encode>);

    /// Writes an object: the properties with their values, then further ones.
    fn object(&mut self, properties: &[Property], values: &[&dyn Encode], rest: &dyn Entries);
}

/// Properties whose names are data.
pub trait Entries {
    /// Gives each property to a function, in order.
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode));
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut dyn Writer) {
        T::encode(self, writer);
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}
