//! [`multipart!`](crate::multipart): declares a struct whose fields are the parts of a form.

/// Declares a struct for a body of parts: a line for each, as [`object!`](crate::object) has one for each member, with what the part
/// holds behind its name.
///
/// A part is a `value`, a `file`, or several `files`; a media type behind that is what it usually is. It must be there (`required`) or
/// may be left out (`optional`). The text that a part has from the beginning stands behind its name, as of `object!`. The field behind `..` is for parts that have no line, and they stand last.
///
/// ```
/// use wireright_runtime::{Multipart, Upload, multipart};
///
/// multipart! {
///     /// A letter.
///     pub struct Letter {
///         required subject: String = "subject" value,
///         /// What goes with it.
///         optional enclosure: Upload = "enclosure" file "text/csv" into,
///         optional pages: Vec<Upload> = "pages" files,
///         ..extra: Multipart
///     }
///     with new(subject: impl Into<String>), setters
/// }
///
/// let letter = Letter::new("A table").enclosure("a,b\n");
/// assert_eq!(format!("{:?}", Multipart::from(letter)), "Multipart(2 parts)");
/// ```
#[macro_export]
macro_rules! multipart {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident {
            $(
                $(#[$documentation:meta])* $kind:ident $field:ident $(as $setter:ident)?: $ty:ty =
                    $wire:literal $(=> $constant:literal)? $part:ident $($media_type:literal)? $($into:ident)?,
            )*
            ..$rest:ident: $all:ty
        }
        $(with $($with:tt)+)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$documentation])* pub $field: $crate::object_part!(type $kind $ty),)*
            /// Parts that the document does not name.
            pub $rest: $all,
        }

        $crate::object_part! {
            methods $name {
                $($kind $field [$($setter)?] [$($constant)?] [$($into)?] $ty,)*
                ..$rest
            } $($($with)+)?
        }

        impl ::core::convert::From<$name> for $crate::Multipart {
            fn from(form: $name) -> Self {
                let parts = Self::new();
                $(let parts = {
                    let value = $crate::multipart_part!($kind form.$field);
                    $crate::multipart_part!($part parts, $wire, &value $(, $media_type)?)
                };)*
                parts.and(form.$rest)
            }
        }
    };
}

/// The parts of [`multipart!`](crate::multipart), which alone calls it.
#[doc(hidden)]
#[macro_export]
macro_rules! multipart_part {
    (required $value:expr) => {
        ::core::option::Option::Some($value)
    };
    (optional $value:expr) => {
        $value
    };
    (value $parts:ident, $wire:literal, $value:expr) => {
        $parts.part($wire, $value, ::core::option::Option::None)
    };
    (value $parts:ident, $wire:literal, $value:expr, $media_type:literal) => {
        $parts.part($wire, $value, ::core::option::Option::Some($media_type))
    };
    (file $parts:ident, $wire:literal, $value:expr) => {
        $parts.file($wire, $value)
    };
    (file $parts:ident, $wire:literal, $value:expr, $media_type:literal) => {
        $parts.file_of($wire, $value, $media_type)
    };
    (files $parts:ident, $wire:literal, $value:expr) => {
        $parts.files($wire, $value)
    };
    (files $parts:ident, $wire:literal, $value:expr, $media_type:literal) => {
        $parts.files_of($wire, $value, $media_type)
    };
}
