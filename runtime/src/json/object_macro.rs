//! [`object!`](crate::object): declares a struct that is a JSON object, how it is built, and how it is checked.

/// Declares a struct for an object of JSON: a line for each member, with its kind, its type, and its name on the
/// wire.
///
/// The kind says which type the field has, and how the member is read and written
/// ([`json::object`](crate::json::object)):
///
/// | kind | the member | the field |
/// |---|---|---|
/// | `required` | must be there | `T` |
/// | `required_nullable` | must be there, and may be null | `Option<T>` |
/// | `optional` | may be absent, for which null says the same | `Option<T>` |
/// | `nullable` | may be absent, and may be null, which says something else | `Option<Option<T>>` |
/// | `json` | may be absent, and null is a value of it | `Option<T>` |
/// | `lenient_string`, `optional_lenient_string` | is read as text whatever it is | `T`, `Option<T>` |
/// | `read_only`, `read_only_nullable`, `read_only_json`, `read_only_lenient_string` | is never sent | as without `read_only` |
///
/// The field behind `..` keeps all members that have no line. The struct is `Clone`, `Debug` and `PartialEq`, and
/// more members may be added to it later (`#[non_exhaustive]`).
///
/// Behind `=>` stands the text that a new value has, where there is no choice: a constant, or the tag of a kind.
///
/// What is sent has `setters` for the members that may be absent: one takes `impl Into<T>` where `into` ends the
/// line, and has another name than its field where that stands behind `as`. Where members must be there, `new`
/// takes them. Where the document has rules, `validate` checks them.
///
/// ```
/// use wireright_runtime::{Extra, object};
///
/// object! {
///     /// An animal.
///     pub struct Pet {
///         required kind: String = "kind" => "animal",
///         /// What it listens to.
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
            $($(#[$documentation:meta])* $kind:ident $field:ident $(as $setter:ident)?: $ty:ty = $wire:literal $(=> $constant:literal)? $($into:ident)?,)*
            ..$rest:ident: $all:ty
        }
        $(with $($with:tt)+)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$documentation])* pub $field: $crate::object_part!(type $kind $ty),)*
            /// Members that the document does not name, kept as they came.
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

/// The parts of [`object!`](crate::object), which alone calls it.
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

        // The comma leads to the next rule, and not here again.
        $crate::object_part! { methods $name $members new(,), $($with)* }
    };
    (
        methods $name:ident {
            $($kind:ident $field:ident $setter:tt $constant:tt $into:tt $ty:ty,)*
            ..$rest:ident
        } new($($required:ident: $given:ty),* $(,)?), setters $(, $validate:ident)?
    ) => {
        impl $name {
            /// A value with the members that must be there, and no others.
            #[allow(clippy::too_many_arguments, reason = "what must be there must be said")]
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
        /// Checks the value against the documented rules, and lists every rule that is broken.
        ///
        /// Nothing calls this for you: the service has the last word.
        pub fn validate(&self) -> ::core::result::Result<(), $crate::Violations> {
            $crate::Violations::of(self)
        }
    };
}
