//! [`multipart!`](crate::multipart): the parts of a struct.

/// Implements the multipart form of a struct, with one line per part: its field, whether it may be missing, its name,
/// and its content.
///
/// The content is a `value`, a `file`, or several `files`, with an optional default media type. The field behind `..`
/// holds parts without a line; they are sent last.
///
/// ```
/// use wireright_runtime::{Multipart, Upload, multipart};
///
/// /// A letter.
/// #[derive(Clone, Debug)]
/// #[non_exhaustive]
/// pub struct Letter {
///     /// What it is about.
///     pub subject: String,
///     /// A table.
///     pub enclosure: Option<Upload>,
///     /// Photographs of pages.
///     pub pages: Option<Vec<Upload>>,
///     /// Parts that the document does not describe.
///     pub extra: Multipart,
/// }
///
/// multipart! {
///     Letter {
///         subject: required "subject" value,
///         enclosure: optional "enclosure" file "text/csv",
///         pages: optional "pages" files,
///         ..extra
///     }
/// }
///
/// let letter = Letter {
///     subject: "A table".to_owned(),
///     enclosure: Some("a,b\n".into()),
///     pages: None,
///     extra: Multipart::default(),
/// };
/// assert_eq!(format!("{:?}", Multipart::from(letter)), "Multipart(2 parts)");
/// ```
#[macro_export]
macro_rules! multipart {
    ($name:ident {
        $($field:ident: $presence:ident $wire:literal $part:ident $($media_type:literal)?,)*
        ..$rest:ident
    }) => {
        impl ::core::convert::From<$name> for $crate::Multipart {
            fn from(form: $name) -> Self {
                let parts = Self::new();
                $(let parts = {
                    let value = $crate::multipart_part!($presence form.$field);
                    $crate::multipart_part!($part parts, $wire, &value $(, $media_type)?)
                };)*
                parts.and(form.$rest)
            }
        }
    };
}

/// Internal parts of [`multipart!`](crate::multipart).
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
