//! [`object!`](crate::object): declares a struct for a JSON object, its constructors and its validation.

/// Declares a struct for a JSON object, with one line per property: its kind, its type, and its wire name.
///
/// The kind determines the type of the field, and how the property is read and written
/// ([`json::object`](crate::json::object)):
///
/// | kind | property | field |
/// |---|---|---|
/// | `required` | required | `T` |
/// | `required_nullable` | required and nullable | `Option<T>` |
/// | `optional` | optional; null is absent | `Option<T>` |
/// | `nullable` | optional and nullable | `Option<Option<T>>` |
/// | `json` | optional, any JSON including null | `Option<T>` |
/// | `lenient_string`, `optional_lenient_string` | a string that accepts any JSON | `T`, `Option<T>` |
/// | `read_only` | optional, never sent | `Option<T>` |
/// | `read_only_nullable`, `read_only_json`, `read_only_lenient_string` | never sent | as without `read_only` |
///
/// The field behind `..` holds all properties without a line. The struct is `Clone`, `Debug`, `PartialEq` and
/// `#[non_exhaustive]`.
///
/// `=>` sets the value of a new struct where there is only one: a constant or a discriminator.
///
/// `setters` adds a setter per optional property. It accepts `impl Into<T>` if `into` ends the line, and is named
/// after `as` if that follows the field. `new` takes the required properties. `validate` adds a check of the
/// documented rules.
///
/// ```
/// use wireright_runtime::{Extra, object};
///
/// object! {
///     /// An animal.
///     pub struct Pet {
///         required kind: String = "kind" => "animal",
///         /// Name of the animal.
///         required name: String = "name",
///         /// In years.
///         optional age: i64 = "age",
///         optional r#type: String = "type" into,
///         nullable owner: String = "owner",
///         ..extra: Extra
///     }
///     with new(name: impl Into<String>), setters
/// }
///
/// let pet = Pet::new("Minka").age(3).r#type("cat").owner(None);
/// assert_eq!((pet.name.as_str(), pet.age, &pet.owner), ("Minka", Some(3), &Some(None)));
/// assert_eq!(serde_json::to_string(&pet)?, r#"{"kind":"animal","name":"Minka","age":3,"type":"cat","owner":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident {
            $(
                $(#[$documentation:meta])* $kind:ident $field:ident $(as $setter:ident)?: $ty:ty =
                    $wire:literal $(=> $constant:literal)? $($into:ident)?,
            )*
            ..$rest:ident: $all:ty
        }
        $(with $($with:tt)+)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$documentation])* pub $field: $crate::object_part!(type $kind $ty),)*
            /// Properties that the document does not describe, as received.
            pub $rest: $all,
        }

        $crate::object_part! {
            methods $name {
                $($kind $field [$($setter)?] [$($constant)?] [$($into)?] $ty,)*
                ..$rest
            } $($($with)+)?
        }

        impl<'de> $crate::json::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::json::serde::Deserializer<'de>,
            {
                $crate::json::object::read(deserializer)
            }
        }

        impl $crate::json::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::json::serde::Serializer,
            {
                $crate::json::object::write(self, serializer)
            }
        }

        impl $crate::json::object::Object for $name {
            const NAME: &'static str = ::core::stringify!($name);

            fn read<'de, A>(mut map: A) -> ::core::result::Result<Self, A::Error>
            where
                A: $crate::json::object::MapAccess<'de>,
            {
                $(let mut $field = ::core::option::Option::None;)*
                let mut rest = ::core::default::Default::default();
                while let ::core::option::Option::Some(key) = map.next_key::<$crate::json::Key<'de>>()? {
                    match key.as_str() {
                        $($wire => $field = $crate::json::object::$kind::read(&mut map)?,)*
                        _ => $crate::json::object::Rest::take(&mut rest, key, &mut map)?,
                    }
                }
                ::core::result::Result::Ok(Self {
                    $($field: $crate::json::object::$kind::found($field, $wire)?,)*
                    $rest: rest,
                })
            }

            fn write<M>(&self, map: &mut M) -> ::core::result::Result<(), M::Error>
            where
                M: $crate::json::object::SerializeMap,
            {
                $($crate::json::object::$kind::write(map, $wire, &self.$field)?;)*
                $crate::json::object::Rest::write(&self.$rest, map)
            }
        }
    };
}

/// Internal parts of [`object!`](crate::object).
#[doc(hidden)]
#[macro_export]
macro_rules! object_part {
    (type required $ty:ty) => { $ty };
    (type lenient_string $ty:ty) => { $ty };
    (type nullable $ty:ty) => { ::core::option::Option<::core::option::Option<$ty>> };
    (type read_only_nullable $ty:ty) => { ::core::option::Option<::core::option::Option<$ty>> };
    (type $kind:ident $ty:ty) => { ::core::option::Option<$ty> };

    (methods $name:ident $members:tt) => {};
    (methods $name:ident $members:tt new(), $($with:tt)*) => {
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        // The comma selects the next rule instead of this one.
        $crate::object_part! { methods $name $members new(,), $($with)* }
    };
    (
        methods $name:ident {
            $($kind:ident $field:ident $setter:tt $constant:tt $into:tt $ty:ty,)*
            ..$rest:ident
        } new($($required:ident: $given:ty),* $(,)?), setters $(, $validate:ident)?
    ) => {
        impl $name {
            /// A value with the required properties only.
            #[allow(clippy::too_many_arguments, reason = "required properties are parameters")]
            pub fn new($($required: $given),*) -> Self {
                Self {
                    $($field: $crate::object_part!(first $kind $constant $field),)*
                    $rest: ::core::default::Default::default(),
                }
            }

            $($crate::object_part! { setter $kind $field $setter $into $ty })*
            $($crate::object_part! { $validate })?
        }
    };
    (
        methods $name:ident {
            $($kind:ident $field:ident $setter:tt $constant:tt $into:tt $ty:ty,)*
            ..$rest:ident
        } setters $(, $validate:ident)?
    ) => {
        impl $name {
            $($crate::object_part! { setter $kind $field $setter $into $ty })*
            $($crate::object_part! { $validate })?
        }
    };

    (first required [] $field:ident) => { $field.into() };
    (first required [$constant:literal] $field:ident) => { $constant.into() };
    (first lenient_string [] $field:ident) => { $field.into() };
    (first $kind:ident [] $field:ident) => { ::core::option::Option::None };
    (first $kind:ident [$constant:literal] $field:ident) => { ::core::option::Option::Some($constant.into()) };

    (setter required $($rest:tt)*) => {};
    (setter lenient_string $($rest:tt)*) => {};
    (setter read_only $($rest:tt)*) => {};
    (setter read_only_nullable $($rest:tt)*) => {};
    (setter read_only_json $($rest:tt)*) => {};
    (setter read_only_lenient_string $($rest:tt)*) => {};
    (setter $kind:ident $field:ident [] $into:tt $ty:ty) => {
        $crate::object_part! { setter $kind $field [$field] $into $ty }
    };
    (setter nullable $field:ident [$setter:ident] [] $ty:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`; `None` is sent as null.")]
        pub fn $setter(mut self, $field: impl ::core::convert::Into<::core::option::Option<$ty>>) -> Self {
            self.$field = ::core::option::Option::Some($field.into());
            self
        }
    };
    (setter $kind:ident $field:ident [$setter:ident] [] $ty:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
        pub fn $setter(mut self, $field: $ty) -> Self {
            self.$field = ::core::option::Option::Some($field);
            self
        }
    };
    (setter $kind:ident $field:ident [$setter:ident] [into] $ty:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
        pub fn $setter(mut self, $field: impl ::core::convert::Into<$ty>) -> Self {
            self.$field = ::core::option::Option::Some($field.into());
            self
        }
    };

    (validate) => {
        /// Checks the value against the documented rules, and lists every violation.
        ///
        /// The client does not call this. The service decides in the end.
        pub fn validate(&self) -> ::core::result::Result<(), $crate::Violations> {
            $crate::Violations::of(self)
        }
    };
}
