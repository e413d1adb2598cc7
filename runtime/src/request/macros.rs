//! [`request!`](crate::request) and [`multipart!`](crate::multipart): declarations of requests and of multipart bodies.

use std::fmt;

use super::Request;
use crate::Operation;

/// Declares the request of an operation, with one line per value: its location, its type, and its wire name.
///
/// The first word of a line is the method of [`Request`](crate::Request) that receives the value, with further
/// arguments in parentheses. Each line becomes a setter. `into` at the end makes it accept `impl Into<T>`. `=> <…>`
/// marks a required value and gives the flags of the request after the setter: the struct has a const parameter per
/// required value, and `send` needs all of them to be `true`. `= "version" => "v1"` sets a value that can only be
/// one constant.
///
/// Optional clauses follow the struct, in this order:
///
/// | clause | meaning |
/// |---|---|
/// | `as field { setter = encoding, }` | setters of the [`BodyEncoding`](crate::BodyEncoding) of a JSON body |
/// | `body object("…")`, `body multipart("…")` | the properties or parts are a body of this media type |
/// | `body empty_body("…")` | a `Content-Type` without a body |
/// | `scopes(0, "…", ["…"])` | required scopes ([`Request::scopes`](crate::Request::scopes)) |
/// | `with validate` | there are rules: `Input` has a method `check` |
/// | `send -> T = method(…);` | the result, the method of [`Client`](crate::Client), and the accepted media types |
/// | `pub fn name -> T = method(…);` | an alternative send method |
///
/// The values set so far are stored in `Input`. A request has its client, so it can be stored and sent later. The type
/// of a request does not change with an optional value, so it can be set conditionally:
/// `if let Some(limit) = limit { request = request.limit(limit); }`.
///
/// ```
/// # use wireright_runtime::{Client, Method, Operation, Service};
/// # static SERVICE: Service = Service {
/// #     name: "pets", title: "Pets", user_agent: "", servers: &[], security_schemes: &[], client_parameters: &[],
/// # };
/// static OPERATION: Operation = Operation {
///     path: "/owners/{owner}/pets",
/// #   id: "", name: "pets.create", method: Method::POST, idempotent: false, security: &[], failures: &[],
/// #   servers: &[], service: &SERVICE,
///     // …
/// };
///
/// mod create_pet {
///     use wireright_runtime::{ResponseFuture, decode, request};
///
///     request! {
///         /// Adds a pet.
///         pub struct CreatePet<HAS_OWNER, HAS_NAME> of super::OPERATION {
///             /// Owner of the pet.
///             path owner: String = "owner" into => <true, HAS_NAME>,
///             /// Validates the request only.
///             query dry_run: bool = "dry_run",
///             /// Name of the pet.
///             body_property name: String = "name" into => <HAS_OWNER, true>,
///         }
///         body object("application/json")
///         send -> ResponseFuture<String> = send(decode::text) accept "text/plain";
///     }
/// }
///
/// # fn example(client: &Client) {
/// use create_pet::CreatePet;
///
/// // A client has a method for this.
/// let request: CreatePet<false, false> = CreatePet::new(client);
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
                $kind:ident $(($($more:tt)+))? $field:ident: $ty:ty =
                    $wire:literal $(=> $constant:literal)? $($into:ident)? $(=> <$($flags:tt),+>)?,
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
        pub struct $name $(<$(const $flag: bool = false),+>)? {
            client: $crate::Client,
            input: Input,
        }

        #[derive(Clone, Default)]
        struct Input {
            $($field: ::core::option::Option<$ty>,)*
            $($encoding_field: ::core::option::Option<$crate::BodyEncoding>,)?
        }

        impl $(<$(const $flag: bool),+>)? ::core::fmt::Debug for $name $(<$($flag),+>)? {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::Request::fmt_debug(&$operation, formatter, &[
                    $((::core::stringify!($field), &self.input.$field),)*
                    $((::core::stringify!($encoding_field), &self.input.$encoding_field),)?
                ])
            }
        }

        $(/// Names of the required values, for compiler errors.
        #[doc(hidden)]
        #[allow(non_camel_case_types, missing_debug_implementations)]
        pub mod required {
            $(pub enum $flag {})+
        })?

        impl $(<$(const $flag: bool),+>)? $name $(<$($flag),+>)? {
            // A request with constants only leaves nothing to `Default`.
            #[allow(clippy::needless_update)]
            pub(super) fn new(client: &$crate::Client) -> Self {
                let input = Input {
                    $($($field: ::core::option::Option::Some($constant.into()),)?)*
                    ..::core::default::Default::default()
                };
                Self { client: ::core::clone::Clone::clone(client), input }
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

        impl $(<$(const $flag: bool),+>)? $crate::OperationRequest for $name $(<$($flag),+>)? {
            type Body = <$output as $crate::FutureBody>::Body;

            const OPERATION: &'static $crate::Operation = &$operation;
        }

        $crate::request_part! { alternative_sends $name [$($($flag),+)?] $($variants)* }
    };
}

/// Internal parts of [`request!`](crate::request).
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
        pub fn $field(mut self, $field: $ty) -> $name<$($flags),+> {
            self.input.$field = ::core::option::Option::Some($field);
            $name { client: self.client, input: self.input }
        }
    };
    (setter $name:ident [$(#[$doc:meta])*] $field:ident [into] $ty:ty [$($flags:tt),+]) => {
        $(#[$doc])*
        ///
        /// Required.
        pub fn $field(mut self, $field: impl ::core::convert::Into<$ty>) -> $name<$($flags),+> {
            self.input.$field = ::core::option::Option::Some($field.into());
            $name { client: self.client, input: self.input }
        }
    };

    (validate) => {
        /// Checks the values against the documented rules, and lists every violation.
        ///
        /// The client does not call this. The service decides in the end, and may have rules that its documents
        /// lack.
        pub fn validate(&self) -> ::core::result::Result<(), $crate::Violations> {
            let mut violations = $crate::Violations::new();
            self.input.check(&mut violations);
            violations.finish()
        }
    };

    (alternative_sends $name:ident $flags:tt) => {};
    (
        alternative_sends $name:ident [$($flag:ident),*]
        $(#[$doc:meta])*
        pub fn $method:ident -> $output:ty = $send:ident($($argument:expr),* $(,)?) $(accept $accept:literal)?;
        $($rest:tt)*
    ) => {
        impl<$(const $flag: bool),*> $name<$($flag),*> {
            $(#[$doc])*
            pub fn $method(self) -> $output
            where
                $($crate::RequiredField<$flag>: $crate::IsSet<required::$flag>),*
            {
                self.client.$send(self.to_request()$(.accept($accept))? $(, $argument)*)
            }
        }

        $crate::request_part! { alternative_sends $name [$($flag),*] $($rest)* }
    };
}

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

/// A value that may be set.
pub trait DebugField {
    /// The value, if it is set.
    fn value(&self) -> Option<&dyn fmt::Debug>;
}

impl<T: fmt::Debug> DebugField for Option<T> {
    fn value(&self) -> Option<&dyn fmt::Debug> {
        self.as_ref().map(|value| value as _)
    }
}

impl Request {
    /// Writes the `Debug` output of [`request!`](crate::request). Secrets are redacted by their own `Debug`.
    ///
    /// # Errors
    ///
    /// The formatter fails.
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
