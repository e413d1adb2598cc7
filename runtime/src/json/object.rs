//! [`json_object!`](crate::json_object): how a struct is read from a JSON object and written as one.

use std::collections::BTreeMap;

use super::{
    Decode, Encode, Entries, Extra, Input, JsonError, ObjectSource, Presence, Property, PropertyName, Slot, Token,
    lenient_string::LenientSlot,
};
use crate::secret;

/// The field for properties that the document does not describe.
pub trait Rest {
    /// Reads the value of the property whose name was just read.
    ///
    /// # Errors
    ///
    /// The value does not match its type, or the text is not JSON.
    fn read(&mut self, name: &str, source: &mut dyn ObjectSource) -> Result<(), JsonError>;
}

impl<T: Decode> Rest for BTreeMap<String, T> {
    fn read(&mut self, name: &str, source: &mut dyn ObjectSource) -> Result<(), JsonError> {
        let mut slot = None;
        source.next_value(&mut slot).map_err(|error| error.in_property(name.to_owned()))?;
        self.extend(slot.map(|value| (name.to_owned(), value)));
        Ok(())
    }
}

impl<T: Encode> Entries for BTreeMap<String, T> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode)) {
        for (name, value) in self {
            write(name, value);
        }
    }
}

impl Rest for Extra {
    fn read(&mut self, name: &str, source: &mut dyn ObjectSource) -> Result<(), JsonError> {
        let mut slot = ExtraSlot { extra: self, name };
        source.next_value(&mut slot).map_err(|error| error.in_property(name.to_owned()))
    }
}

/// The slot of an undocumented property.
struct ExtraSlot<'e> {
    extra: &'e mut Extra,
    name: &'e str,
}

impl Slot for ExtraSlot<'_> {
    fn is_raw(&self) -> bool {
        true
    }

    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError> {
        let Token::Raw(json) = input.token else { return Err(input.unexpected("JSON text")) };
        self.extra.insert_text(self.name, json);
        Ok(())
    }

    /// A property is never absent: it is null.
    fn clear(&mut self) {}

    fn is_filled(&self) -> bool {
        self.extra.get(self.name).is_some()
    }
}

/// Whether another property may not repeat this name: the field has a value, or requests leave it out.
pub(super) fn is_documented(properties: &[Property], values: &[&dyn Encode], name: &str) -> bool {
    let same_name = properties.iter().zip(values).find(|(property, _)| property.name() == name);
    same_name.is_some_and(|(property, value)| {
        property.kind.presence == Presence::Required
            || !value.is_absent()
            || property.kind.is_read_only && secret::is_request()
    })
}

impl Entries for Extra {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode)) {
        for (name, value) in self.iter() {
            write(name, &value);
        }
    }
}

/// Reads the properties of an object into slots, one per property.
///
/// # Errors
///
/// The value is not an object, a property does not match its type, or a required one is missing.
pub fn read_object(
    input: Input<'_>,
    type_name: &'static str,
    properties: &'static [Property],
    slots: &mut [&mut dyn Slot],
    rest: &mut dyn Rest,
) -> Result<(), JsonError> {
    let Token::Object(source) = input.token else {
        return Err(input.unexpected(format_args!("an object ({type_name})")));
    };
    let mut name = PropertyName::new(properties);
    while source.next_name(&mut name)? {
        let known = name.index().and_then(|index| Some((properties.get(index)?, slots.get_mut(index)?)));
        match known {
            Some((property, slot)) => {
                read_property(property, *slot, source).map_err(|error| error.in_property(property.name()))?;
            }
            None => rest.read(name.text(), source)?,
        }
    }
    for (property, slot) in properties.iter().zip(slots) {
        if property.kind.presence == Presence::Required && !slot.is_filled() {
            return Err(JsonError::new(format!("missing property `{}` of {type_name}", property.name())));
        }
    }
    Ok(())
}

fn read_property(property: &Property, slot: &mut dyn Slot, source: &mut dyn ObjectSource) -> Result<(), JsonError> {
    let is_optional = property.kind.presence == Presence::Optional;
    match (property.kind.is_lenient, is_optional) {
        (false, false) => source.next_value(slot),
        (false, true) => source.next_optional_value(slot),
        (true, _) => source.next_value(&mut LenientSlot { slot, null_is_text: !is_optional }),
    }
}

/// Implements the JSON form of a struct, with one line per property: its field, whether it may be missing, and its
/// name in JSON.
///
/// | word | property | field |
/// |---|---|---|
/// | `required` | must be present | `T`, or `Option<T>` if null is allowed |
/// | `optional` | may be missing; null is the same | `Option<T>` |
/// | `nullable` | may be missing or null | [`Nullable<T>`](crate::Nullable) |
/// | `json` | may be missing; null is a value | `Option<JsonValue>` |
///
/// `read_only` after that means that requests leave the property out. `lenient` means a string that accepts any
/// JSON, as its JSON text. `escaped` means that the name has characters that JSON escapes; a debug build asserts it.
/// The field behind `..` holds all other properties: [`Extra`](crate::Extra), unless another type follows.
///
/// The word `default` before the name of a struct means that each property may be missing, and that the struct derives
/// `Default`. Its properties are read into the fields of the default value, which compiles faster.
///
/// A struct with the word `serde` before its name may have fields of types of other crates: `serde` after the other
/// words of a property, or after the type behind `..` and a comma. Their JSON is that of their implementation of
/// serde's traits.
///
/// The macro implements [`Decode`](crate::json::Decode), [`Encode`](crate::json::Encode), and serde's `Deserialize`
/// and `Serialize`.
///
/// ```
/// use wireright_runtime::{Extra, json_object};
///
/// /// An animal.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub struct Pet {
///     /// Name of the animal.
///     pub name: String,
///     /// In years.
///     pub age: Option<i64>,
///     /// Properties that the document does not describe.
///     pub extra: Extra,
/// }
///
/// json_object! {
///     Pet {
///         name: required "name",
///         age: optional "age",
///         ..extra
///     }
/// }
///
/// let pet: Pet = serde_json::from_str(r#"{"name":"Minka","colour":"red"}"#)?;
/// assert_eq!((pet.name.as_str(), pet.age), ("Minka", None));
/// assert_eq!(serde_json::to_string(&pet)?, r#"{"name":"Minka","colour":"red"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! json_object {
    ($name:ident {
        $($field:ident: $presence:ident $($flag:ident)* $wire:literal,)*
        ..$rest:ident $(: $rest_type:ty)?
    }) => {
        const _: () = {
            static PROPERTIES: &[$crate::json::Property] =
                $crate::json_object_part!(properties $($presence [$($flag)*] $wire)*);

            impl $crate::json::Decode for $name {
                #[allow(irrefutable_let_patterns, reason = "a struct may have no required property")]
                fn decode(
                    input: $crate::json::Input<'_>,
                ) -> ::core::result::Result<Self, $crate::json::JsonError> {
                    $(let mut $field = $crate::json_object_part!(slot $presence);)*
                    let mut $rest: $crate::json_object_part!(rest $($rest_type)?) =
                        ::core::default::Default::default();
                    $crate::json::read_object(
                        input,
                        ::core::stringify!($name),
                        PROPERTIES,
                        &mut [$(&mut $field),*],
                        &mut $rest,
                    )?;
                    let ($($crate::json_object_part!(pattern $presence $field),)*) = ($($field,)*) else {
                        return ::core::result::Result::Err($crate::json::JsonError::incomplete());
                    };
                    ::core::result::Result::Ok(Self { $($field,)* $rest })
                }
            }

            $crate::json_object_part!(encode $name [$($field)*] $rest);
        };

        $crate::json_serde!($name);
    };
    (default $name:ident {
        $($field:ident: $presence:ident $($flag:ident)* $wire:literal,)*
        ..$rest:ident $(: $rest_type:ty)?
    }) => {
        const _: () = {
            static PROPERTIES: &[$crate::json::Property] =
                $crate::json_object_part!(properties $($presence [$($flag)*] $wire)*);

            impl $crate::json::Decode for $name {
                fn decode(
                    input: $crate::json::Input<'_>,
                ) -> ::core::result::Result<Self, $crate::json::JsonError> {
                    let mut value: Self = ::core::default::Default::default();
                    $crate::json::read_object(
                        input,
                        ::core::stringify!($name),
                        PROPERTIES,
                        &mut [$(&mut value.$field),*],
                        &mut value.$rest,
                    )?;
                    ::core::result::Result::Ok(value)
                }
            }

            $crate::json_object_part!(encode $name [$($field)*] $rest);
        };

        $crate::json_serde!($name);
    };
    (serde $name:ident {
        $($field:ident: $presence:ident $($flag:ident)* $wire:literal,)*
        ..$rest:ident $(: $rest_type:ty $(, $rest_serde:ident)?)?
    }) => {
        const _: () = {
            static PROPERTIES: &[$crate::json::Property] =
                $crate::json_object_part!(properties $($presence [$($flag)*] $wire)*);

            impl $crate::json::Decode for $name {
                #[allow(irrefutable_let_patterns, reason = "a struct may have no required property")]
                fn decode(
                    input: $crate::json::Input<'_>,
                ) -> ::core::result::Result<Self, $crate::json::JsonError> {
                    $(let mut $field = $crate::json_object_part!(slot $presence);)*
                    let mut $rest: $crate::json_object_part!(rest $($rest_type)?) =
                        ::core::default::Default::default();
                    $crate::json::read_object(
                        input,
                        ::core::stringify!($name),
                        PROPERTIES,
                        &mut [$($crate::json_object_part!(decoded [$($flag)*] $field)),*],
                        $crate::json_object_part!(decoded_rest [$($($rest_serde)?)?] $rest),
                    )?;
                    let ($($crate::json_object_part!(pattern $presence $field),)*) = ($($field,)*) else {
                        return ::core::result::Result::Err($crate::json::JsonError::incomplete());
                    };
                    ::core::result::Result::Ok(Self { $($field,)* $rest })
                }
            }

            impl $crate::json::Encode for $name {
                fn encode(&self, writer: &mut dyn $crate::json::Writer) {
                    writer.object(
                        PROPERTIES,
                        &[$($crate::json_object_part!(encoded $presence [$($flag)*] self.$field)),*],
                        $crate::json_object_part!(encoded_rest [$($($rest_serde)?)?] self.$rest),
                    );
                }
            }
        };

        $crate::json_serde!($name);
    };
}

/// Internal parts of [`json_object!`](crate::json_object).
#[doc(hidden)]
#[macro_export]
macro_rules! json_object_part {
    (properties $($presence:ident [$($flag:ident)*] $wire:literal)*) => {
        &[$($crate::json::Property {
            quoted: ::core::concat!("\"", $wire, "\":"),
            kind: $crate::json::property_kind::$presence$(.$flag())*,
        }),*]
    };
    (encode $name:ident [$($field:ident)*] $rest:ident) => {
        impl $crate::json::Encode for $name {
            fn encode(&self, writer: &mut dyn $crate::json::Writer) {
                writer.object(PROPERTIES, &[$(&self.$field),*], &self.$rest);
            }
        }
    };
    (decoded [serde] $field:ident) => { &mut $crate::json::SerdeSlot(&mut $field) };
    (decoded [read_only serde] $field:ident) => { &mut $crate::json::SerdeSlot(&mut $field) };
    (decoded $flags:tt $field:ident) => { &mut $field };
    (decoded_rest [serde] $rest:ident) => { &mut $crate::json::SerdeRest(&mut $rest) };
    (decoded_rest [] $rest:ident) => { &mut $rest };
    (encoded $presence:ident [read_only $($serde:ident)?] $($field:tt)+) => {
        $crate::json_object_part!(encoded $presence [$($serde)?] $($field)+)
    };
    (encoded required [serde] $($field:tt)+) => { &$crate::json::SerdeRequired(&$($field)+) };
    (encoded optional [serde] $($field:tt)+) => { &$crate::json::SerdeOptional(&$($field)+) };
    (encoded nullable [serde] $($field:tt)+) => { &$crate::json::SerdeNullable(&$($field)+) };
    (encoded $presence:ident $flags:tt $($field:tt)+) => { &$($field)+ };
    (encoded_rest [serde] $($rest:tt)+) => { &$crate::json::SerdeEntries(&$($rest)+) };
    (encoded_rest [] $($rest:tt)+) => { &$($rest)+ };
    (slot nullable) => { $crate::Nullable::Absent };
    (slot $presence:ident) => { ::core::option::Option::None };
    (pattern required $field:ident) => { ::core::option::Option::Some($field) };
    (pattern $presence:ident $field:ident) => { $field };
    (rest) => { $crate::Extra };
    (rest $type:ty) => { $type };
}

/// Implements serde's `Deserialize` and `Serialize` by [`Decode`](crate::json::Decode) and
/// [`Encode`](crate::json::Encode).
///
/// A type may so be used in any self-describing serde format.
#[macro_export]
macro_rules! json_serde {
    ($name:ident) => {
        impl<'de> $crate::json::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::json::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::json::deserialize(deserializer)
            }
        }

        impl $crate::json::serde::Serialize for $name {
            fn serialize<S: $crate::json::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::json::serialize(self, serializer)
            }
        }
    };
}
