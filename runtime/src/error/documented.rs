//! [`DocumentedError`]: the failures of one operation as its document types them.

use crate::{Operation, RawResponse};

/// What a service documents for the failures of one operation. Generated code implements it.
pub trait DocumentedError: Sized {
    /// The operation.
    const OPERATION: &'static Operation;

    /// Reads the body documented for the answer's status; `None` if none is documented, or the body is something else.
    fn decode(answer: &RawResponse<'_>) -> Option<Self>;
}

/// Declares the documented errors of an operation: each variant with what it holds, the statuses that it is for, and how its body is read.
///
/// A body is `json`, `text`, `bytes` or `nothing`.
///
/// ```
/// # use wireright_runtime::{Method, Operation, documented_errors};
/// # static OPERATION: Operation = Operation {
/// #     id: "readPet", name: "pets.read_pet", method: Method::GET, path: "/pets", idempotent: true, security: &[],
/// #     failures: &[], servers: &[], service: &SERVICE,
/// # };
/// # static SERVICE: wireright_runtime::Service = wireright_runtime::Service {
/// #     name: "pets", title: "Pets", user_agent: "pets/1", servers: &[], security_schemes: &[], client_parameters: &[],
/// # };
///
/// documented_errors! {
///     /// What can go wrong.
///     pub enum ReadPetError of OPERATION {
///         /// No such pet.
///         NotFound: 404 => nothing,
///         Other(String): 400..=599 => text,
///     }
/// }
/// ```
#[macro_export]
macro_rules! documented_errors {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident of $operation:ident {
            $($(#[$documentation:meta])* $variant:ident $(($holds:ty))?: $status:pat => $body:ident,)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$documentation])* $variant $(($holds))?,)*
        }

        impl $crate::DocumentedError for $name {
            const OPERATION: &'static $crate::Operation = &$operation;

            fn decode(answer: &$crate::RawResponse<'_>) -> ::core::option::Option<Self> {
                match answer.status() {
                    $($status => $crate::documented_errors!(@$body answer $variant),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    };
    (@nothing $answer:ident $variant:ident) => { ::core::option::Option::Some(Self::$variant) };
    (@json $answer:ident $variant:ident) => { $crate::decode::error_body($answer).map(Self::$variant) };
    (@text $answer:ident $variant:ident) => { $crate::decode::text($answer).ok().map(Self::$variant) };
    (@bytes $answer:ident $variant:ident) => { $crate::decode::bytes($answer).ok().map(Self::$variant) };
}
