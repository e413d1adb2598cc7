//! [`DocumentedError`] and [`DocumentedErrorHeaders`]: error responses and their headers, as the document types them.

use crate::{Operation, RawResponse, headers::TypedHeaders};

/// Documented errors of one operation. Generated code implements it.
pub trait DocumentedError: Sized {
    /// The operation.
    const OPERATION: &'static Operation;

    /// Decodes the body that the document describes for the status of the response. `None` if it describes none, or
    /// the body does not match.
    fn decode(response: &RawResponse<'_>) -> Option<Self>;
}

/// Declares the documented errors of an operation. Each variant has an optional payload, the statuses, and the
/// decoder of the body: `json`, `text`, `bytes` or `nothing`.
///
/// ```
/// # use wireright_runtime::{Method, Operation, documented_errors};
/// # static OPERATION: Operation = Operation {
/// #     id: "readPet", name: "pets.read_pet", method: Method::GET, path: "/pets", idempotent: true, security: &[],
/// #     failures: &[], servers: &[], service: &SERVICE,
/// # };
/// # static SERVICE: wireright_runtime::Service = wireright_runtime::Service {
/// #     name: "pets", title: "Pets", user_agent: "pets/1", servers: &[], security_schemes: &[],
/// #     client_parameters: &[],
/// # };
///
/// documented_errors! {
///     /// Errors of reading a pet.
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

            fn decode(response: &$crate::RawResponse<'_>) -> ::core::option::Option<Self> {
                match response.status() {
                    $($status => $crate::documented_errors!(@$body response $variant),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    };
    (@nothing $response:ident $variant:ident) => { ::core::option::Option::Some(Self::$variant) };
    (@json $response:ident $variant:ident) => { $crate::decode::error_body($response).map(Self::$variant) };
    (@serde $response:ident $variant:ident) => { $crate::decode::serde_error_body($response).map(Self::$variant) };
    (@text $response:ident $variant:ident) => { $crate::decode::text($response).ok().map(Self::$variant) };
    (@bytes $response:ident $variant:ident) => { $crate::decode::bytes($response).ok().map(Self::$variant) };
}

/// Documented headers of error responses, of one operation or of several with the same headers. Generated code
/// implements it.
pub trait DocumentedErrorHeaders: TypedHeaders {
    /// Whether the operation documents these headers for the status. The status itself precedes its range, and the
    /// range precedes `default` (OpenAPI 3.0.3, "Response Object": "only the most specific key is applicable").
    fn is_documented(operation: &'static Operation, status: u16) -> bool;
}

/// Declares documented headers of error responses: the fields as in
/// [`documented_headers!`](crate::documented_headers), then the statuses and the operations.
///
/// A line may have a condition such as `#[cfg(feature = "…")]`.
///
/// An operation is given by its name, several by their modules. `if not` excludes statuses that are documented
/// separately.
///
/// ```
/// use wireright_runtime::{DocumentedErrorHeaders, documented_error_headers};
/// # use wireright_runtime::{Method, Operation};
///
/// # static OPERATION: Operation = Operation {
/// #     id: "listPets", name: "pets.list_pets", method: Method::GET, path: "/pets", idempotent: true, security: &[],
/// #     failures: &[], servers: &[], service: &SERVICE,
/// # };
/// # static SERVICE: wireright_runtime::Service = wireright_runtime::Service {
/// #     name: "pets", title: "Pets", user_agent: "pets/1", servers: &[], security_schemes: &[],
/// #     client_parameters: &[],
/// # };
///
/// documented_error_headers! {
///     /// Headers of the error responses.
///     pub struct ListPetsErrorHeaders {
///         optional retry_after: u64 = "Retry-After" from_str,
///     }
///     at 429 | 500..=599 if not 501 => OPERATION,
/// }
///
/// assert!(ListPetsErrorHeaders::is_documented(&OPERATION, 503));
/// assert!(!ListPetsErrorHeaders::is_documented(&OPERATION, 501));
/// ```
#[macro_export]
macro_rules! documented_error_headers {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident { $($fields:tt)* }
        $(
            $(#[$condition:meta])*
            at $statuses:pat $(if not $others:pat)? => $($operation:ident)::+ $(::{$($module:ident),* $(,)?})?,
        )*
    ) => {
        $crate::typed_headers! {
            $(#[$attribute])*
            pub struct $name { $($fields)* }
        }

        impl $crate::DocumentedErrorHeaders for $name {
            fn is_documented(operation: &'static $crate::Operation, status: u16) -> bool {
                $(
                    $(#[$condition])*
                    {
                        let is_status =
                            ::core::matches!(status, $statuses) $(&& !::core::matches!(status, $others))?;
                        if is_status
                            && $crate::documented_error_headers!(@is operation $($operation)::+ $(::{$($module),*})?)
                        {
                            return true;
                        }
                    }
                )*
                let _ = (operation, status);
                false
            }
        }
    };
    (@is $given:ident $operation:ident) => { *$given == $operation };
    (@is $given:ident $($service:ident)::+ ::{$($module:ident),*}) => {
        {
            use $($service)::+::*;
            [$(&$module::OPERATION),*]
        }
        .contains(&$given)
    };
}

#[cfg(test)]
mod tests {
    use types::{OwnHeaders, SharedHeaders};

    use crate::{
        DefaultFailureClassifier, DocumentedErrorHeaders, Error, HeaderMap, Operation,
        error::{ErrorResponse, ServiceMessage},
        headers::TypedHeaders,
        service::TEST_SERVICE as SERVICE,
    };

    static OPERATION: Operation = operation("own");

    const fn operation(id: &'static str) -> Operation {
        Operation {
            id,
            name: id,
            method: http::Method::GET,
            path: "/",
            idempotent: true,
            security: &[],
            failures: &[],
            servers: &[],
            service: &SERVICE,
        }
    }

    mod one {
        pub(super) static OPERATION: crate::Operation = super::operation("one");
    }

    mod other {
        pub(super) static OPERATION: crate::Operation = super::operation("other");
    }

    #[expect(unreachable_pub, reason = "the macro is for crates whose types are for everybody")]
    mod types {
        crate::documented_error_headers! {
            /// Of one operation.
            pub struct OwnHeaders {
                required left: u8 = "X-Left" from_str,
            }
            at _ if not 404 | 500..=599 => OPERATION,
            at 503 => OPERATION,
        }

        crate::documented_error_headers! {
            /// Of several.
            pub struct SharedHeaders {
                optional left: u8 = "X-Left" from_str,
            }
            at 429 => super::super::tests::{one, other},
            at 400..=499 => super::{other},
        }

        use super::OPERATION;
    }

    #[test]
    fn headers_are_those_of_the_most_particular_key() {
        for (status, expected) in [(400, true), (404, false), (500, false), (503, true), (302, true)] {
            assert_eq!(OwnHeaders::is_documented(&OPERATION, status), expected, "{status}");
            assert!(!OwnHeaders::is_documented(&one::OPERATION, status), "{status}");
        }
        for (operation, status, expected) in [
            (&one::OPERATION, 429, true),
            (&one::OPERATION, 404, false),
            (&other::OPERATION, 429, true),
            (&other::OPERATION, 404, true),
            (&other::OPERATION, 500, false),
            (&OPERATION, 429, false),
        ] {
            assert_eq!(SharedHeaders::is_documented(operation, status), expected, "{} {status}", operation.id);
        }
    }

    #[test]
    fn a_success_has_none_of_a_failure() {
        let response = |status| {
            let headers = HeaderMap::from_iter([(http::HeaderName::from_static("x-left"), http::HeaderValue::from(3))]);
            ErrorResponse::new(status, headers, Vec::new(), false, ServiceMessage::default(), &DefaultFailureClassifier)
        };
        let failure = Error::service(response(400), None).of(&OPERATION);
        assert_eq!(failure.documented_headers(), Ok(Some(OwnHeaders { left: 3 })));
        let success = Error::decode("is no JSON", response(200)).of(&OPERATION);
        assert_eq!(success.documented_headers::<OwnHeaders>(), Ok(None));
        assert_eq!(Error::service(response(400), None).documented_headers::<OwnHeaders>(), Ok(None));
    }

    #[test]
    fn they_are_read_as_those_of_a_success() {
        let absent = OwnHeaders::decode(&HeaderMap::new()).unwrap_err();
        assert_eq!(absent.name(), "X-Left");
        assert_eq!(SharedHeaders::decode(&HeaderMap::new()), Ok(SharedHeaders { left: None }));
    }
}
