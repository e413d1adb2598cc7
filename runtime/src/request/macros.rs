//! [`request!`](crate::request) and [`multipart!`](crate::multipart): declarations of requests and of multipart bodies.

use std::fmt;

use super::Request;
use crate::Operation;

/// Declares the request of an operation: a line for each value that the caller gives, with where it goes, its type,
/// and its name on the wire.
///
/// The first word of a line is the method of [`Request`](crate::Request) that takes the value, with what else it
/// needs in brackets. Each line comes to a setter, which takes `impl Into<T>` where `into` ends the line. A value
/// that must be given says behind `=>` which type the request has afterwards: the struct has a const parameter for
/// each, and `send` asks for all of them to be `true`. One that can only be a single text has that from the
/// beginning: it stands behind its name on the wire, `= "version" => "v1"`.
///
/// What stands behind the struct, each only where it is needed and in this order:
///
/// | | says |
/// |---|---|
/// | `as field { setter = encoding, }` | setters that send the JSON of the body otherwise ([`BodyEncoding`](crate::BodyEncoding)) |
/// | `body object("…")`, `body multipart("…")` | the members or parts are the body, of this media type |
/// | `body empty_body("…")` | there is no body, and its `Content-Type` all the same |
/// | `scopes(0, "…", ["…"])` | what a token must allow ([`Request::scopes`](crate::Request::scopes)) |
/// | `with validate` | there are rules: `Input` has a method `check` |
/// | `send -> T = method(…);` | what sending gives, by which method of [`Client`](crate::Client), and the media types it asks for |
/// | `pub fn name -> T = method(…);` | another way of sending it |
///
/// What has been given is kept beside it, in a struct called `Input`.
///
/// ```
/// # use wireright_runtime::{Client, Method, Operation, Service};
/// # static SERVICE: Service = Service { name: "pets", title: "Pets", user_agent: "", servers: &[], security_schemes: &[], client_parameters: &[] };
/// static OPERATION: Operation = Operation {
///     path: "/owners/{owner}/pets",
/// #   id: "", name: "pets.create", method: Method::POST, idempotent: false, security: &[], failures: &[], servers: &[], service: &SERVICE,
///     // …
/// };
///
/// mod create_pet {
///     use wireright_runtime::{Pending, decode, request};
///
///     request! {
///         /// Adds a pet.
///         pub struct CreatePet<HAS_OWNER, HAS_NAME> of super::OPERATION {
///             /// Who it lives with.
///             path owner: String = "owner" into => <true, HAS_NAME>,
///             /// Whether nothing is to be kept of it.
///             query dry_run: bool = "dry_run",
///             /// What it listens to.
///             body_property name: String = "name" into => <HAS_OWNER, true>,
///         }
///         body object("application/json")
///         send -> Pending<String> = send(decode::text) accept "text/plain";
///     }
/// }
///
/// # fn example(client: &Client) {
/// use create_pet::CreatePet;
///
/// // A client has a method for this.
/// let request: CreatePet<'_, false, false> = CreatePet::new(client);
/// let sent = request.owner("alice").name("Minka").dry_run(true).send();
/// # }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! request {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident $(<$($flag:ident),+>)? of $operation:path {
            $(
                $(#[$doc:meta])*
                $kind:ident $(($($more:tt)+))? $field:ident: $ty:ty = $wire:literal $(=> $constant:literal)? $($into:ident)? $(=> <$($flags:tt),+>)?,
            )*
        }
        $(as $encoding_field:ident {
            $($(#[$encoding_doc:meta])* $encoding_setter:ident = $encoding:expr,)+
        })?
        $(body $body:ident($content_type:literal))?
        $(scopes($alternative:literal, $scheme:literal, [$($scope:literal),* $(,)?] $(,)?))*
        $(with $validate:ident)?
        send -> $output:ty = $send:ident($($argument:expr),* $(,)?) $(accept $accept:literal)?;
        $($variants:tt)*
    ) => {
        $(#[$attribute])*
        #[must_use = "a request does nothing until it is sent"]
        #[derive(Clone)]
        pub struct $name<'c $($(, const $flag: bool)+)?> {
            client: &'c $crate::Client,
            input: Input,
        }

        #[derive(Clone, Default)]
        struct Input {
            $($field: ::core::option::Option<$ty>,)*
            $($encoding_field: ::core::option::Option<$crate::BodyEncoding>,)?
        }

        impl $(<$(const $flag: bool),+>)? ::core::fmt::Debug for $name<'_ $($(, $flag)+)?> {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::Request::fmt_debug(&$operation, formatter, &[
                    $((::core::stringify!($field), &self.input.$field),)*
                    $((::core::stringify!($encoding_field), &self.input.$encoding_field),)?
                ])
            }
        }

        $(/// What must be given, for the compiler to name it.
        #[doc(hidden)]
        #[allow(non_camel_case_types, missing_debug_implementations)]
        pub mod required {
            $(pub enum $flag {})+
        })?

        impl<'c $($(, const $flag: bool)+)?> $name<'c $($(, $flag)+)?> {
            // A request of constants alone leaves nothing to the default.
            #[allow(clippy::needless_update)]
            pub(super) fn new(client: &'c $crate::Client) -> Self {
                let input = Input {
                    $($($field: ::core::option::Option::Some($constant.into()),)?)*
                    ..::core::default::Default::default()
                };
                Self { client, input }
            }

            $($crate::request_part! {
                setter $name [$(#[$doc])*] $field [$($into)?] $ty [$($($flags),+)?]
            })*

            $($($(#[$encoding_doc])*
            pub fn $encoding_setter(mut self) -> Self {
                self.input.$encoding_field = ::core::option::Option::Some($encoding);
                self
            })+)?

            $($crate::request_part! { $validate })?

            /// Sends the request. Nothing is sent before the future is awaited.
            pub fn send(self) -> $output
            $(where $($crate::RequiredField<$flag>: $crate::IsSet<required::$flag>),+)?
            {
                self.client.$send(self.to_request()$(.accept($accept))? $(, $argument)*)
            }

            fn to_request(&self) -> $crate::Request {
                $crate::Request::builder(&$operation)
                    $(.scopes($alternative, $scheme, &[$($scope),*]))*
                    $(.body_encoding(self.input.$encoding_field))?
                    $(.$kind($wire, &self.input.$field $(, $($more)+)?))*
                    $(.$body($content_type))?
            }
        }

        $crate::request_part! { send_variants $name [$($($flag),+)?] $($variants)* }
    };
}

/// The parts of [`request!`](crate::request), which alone calls it.
#[doc(hidden)]
#[macro_export]
macro_rules! request_part {
    (setter $name:ident [$(#[$doc:meta])*] $field:ident [] $ty:ty []) => {
        $(#[$doc])*
        pub fn $field(mut self, $field: $ty) -> Self {
            self.input.$field = ::core::option::Option::Some($field);
            self
        }
    };
    (setter $name:ident [$(#[$doc:meta])*] $field:ident [into] $ty:ty []) => {
        $(#[$doc])*
        pub fn $field(mut self, $field: impl ::core::convert::Into<$ty>) -> Self {
            self.input.$field = ::core::option::Option::Some($field.into());
            self
        }
    };
    (setter $name:ident [$(#[$doc:meta])*] $field:ident [] $ty:ty [$($flags:tt),+]) => {
        $(#[$doc])*
        ///
        /// Required.
        pub fn $field(mut self, $field: $ty) -> $name<'c, $($flags),+> {
            self.input.$field = ::core::option::Option::Some($field);
            $name { client: self.client, input: self.input }
        }
    };
    (setter $name:ident [$(#[$doc:meta])*] $field:ident [into] $ty:ty [$($flags:tt),+]) => {
        $(#[$doc])*
        ///
        /// Required.
        pub fn $field(mut self, $field: impl ::core::convert::Into<$ty>) -> $name<'c, $($flags),+> {
            self.input.$field = ::core::option::Option::Some($field.into());
            $name { client: self.client, input: self.input }
        }
    };

    (validate) => {
        /// Checks the values against the documented rules, and lists every rule that is broken.
        ///
        /// Nothing calls this for you: the service has the last word, and it may know rules that its documents do not.
        pub fn validate(&self) -> ::core::result::Result<(), $crate::Violations> {
            let mut violations = $crate::Violations::new();
            self.input.check(&mut violations);
            violations.finish()
        }
    };

    (send_variants $name:ident $flags:tt) => {};
    (
        send_variants $name:ident [$($flag:ident),*]
        $(#[$doc:meta])*
        pub fn $method:ident -> $output:ty = $send:ident($($argument:expr),* $(,)?) $(accept $accept:literal)?;
        $($rest:tt)*
    ) => {
        impl<$(const $flag: bool),*> $name<'_, $($flag),*> {
            $(#[$doc])*
            pub fn $method(self) -> $output
            where
                $($crate::RequiredField<$flag>: $crate::IsSet<required::$flag>),*
            {
                self.client.$send(self.to_request()$(.accept($accept))? $(, $argument)*)
            }
        }

        $crate::request_part! { send_variants $name [$($flag),*] $($rest)* }
    };
}

/// Declares a struct for a body of parts: a line for each, as [`object!`](crate::object) has one for each member,
/// with what the part holds behind its name.
///
/// A part is a `value`, a `file`, or several `files`; a media type behind that is what it usually is. It must be
/// there (`required`) or may be left out (`optional`). The text that a part has from the beginning stands behind
/// its name, as of `object!`. The field behind `..` is for parts that have no line, and they stand last.
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

/// A value that may have been given.
pub trait DebugField {
    /// The value.
    fn value(&self) -> Option<&dyn fmt::Debug>;
}

impl<T: fmt::Debug> DebugField for Option<T> {
    fn value(&self) -> Option<&dyn fmt::Debug> {
        self.as_ref().map(|value| value as _)
    }
}

impl Request {
    /// Writes what [`request!`](crate::request) declares. `Debug` of a secret shows none.
    ///
    /// # Errors
    ///
    /// Where nothing can be written.
    #[doc(hidden)]
    pub fn fmt_debug(
        operation: &Operation,
        formatter: &mut fmt::Formatter<'_>,
        values: &[(&str, &dyn DebugField)],
    ) -> fmt::Result {
        let mut debug = formatter.debug_struct(operation.name);
        for (name, value) in values {
            if let Some(value) = value.value() {
                debug.field(name.trim_start_matches("r#"), value);
            }
        }
        debug.finish()
    }
}
