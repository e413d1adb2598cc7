//! [`DocumentedError`] and [`DocumentedErrorHeaders`]: error responses and their headers, as the document types them.

use crate::{Operation, RawResponse, headers::TypedHeaders};

/// Documented errors of one operation, or of several that document the same ones. Generated code implements it.
pub trait DocumentedError: Sized {
    /// The operations.
    const OPERATIONS: &'static [&'static Operation];

    /// Decodes the body that the document describes for the status of the response. `None` if it describes none, or
    /// the body does not match.
    fn decode(response: &RawResponse<'_>) -> Option<Self>;
}

/// Documented headers of error responses, of one operation or of several with the same headers. Generated code
/// implements it.
pub trait DocumentedErrorHeaders: TypedHeaders {
    /// Whether the operation documents these headers for the status. The status itself precedes its range, and the
    /// range precedes `default` (OpenAPI 3.0.3, "Response Object": "only the most specific key is applicable").
    fn is_documented(operation: &'static Operation, status: u16) -> bool;
}

#[cfg(test)]
mod tests {
    use crate::{
        DefaultFailureClassifier, DocumentedErrorHeaders, Error, HeaderMap, Operation,
        error::{ErrorResponse, ServiceMessage},
        headers::{self, HeaderError, TypedHeaders},
        service::TEST_SERVICE as SERVICE,
    };

    static OPERATION: Operation = operation("own");

    const fn operation(id: &'static str) -> Operation {
        Operation {
            id,
            name: id,
            method: "GET",
            path: "/",
            idempotent: true,
            security: &[],
            failures: &[],
            servers: &[],
            service: &SERVICE,
        }
    }

    #[derive(Debug, PartialEq)]
    struct ErrorHeaders {
        left: u8,
    }

    impl TypedHeaders for ErrorHeaders {
        fn decode(headers: &HeaderMap) -> Result<Self, HeaderError> {
            Ok(Self { left: headers::required(headers, "X-Left", headers::from_str)? })
        }
    }

    impl DocumentedErrorHeaders for ErrorHeaders {
        fn is_documented(operation: &'static Operation, status: u16) -> bool {
            *operation == OPERATION && status == 400
        }
    }

    #[test]
    fn a_success_has_none_of_a_failure() {
        let response = |status| {
            let headers = HeaderMap::from_iter([(http::HeaderName::from_static("x-left"), http::HeaderValue::from(3))]);
            ErrorResponse::new(status, headers, Vec::new(), false, ServiceMessage::default(), &DefaultFailureClassifier)
        };
        let failure = Error::service(response(400), None).of(&OPERATION);
        assert_eq!(failure.documented_headers(), Ok(Some(ErrorHeaders { left: 3 })));
        let success = Error::decode("is no JSON", response(200)).of(&OPERATION);
        assert_eq!(success.documented_headers::<ErrorHeaders>(), Ok(None));
        assert_eq!(Error::service(response(400), None).documented_headers::<ErrorHeaders>(), Ok(None));
    }

    #[test]
    fn an_undocumented_header_is_an_error_of_a_call() {
        let cause = ErrorHeaders::decode(&HeaderMap::new()).unwrap_err();
        let error = Error::from(cause);
        assert_eq!(error.kind(), crate::ErrorKind::Decode);
        assert!(error.to_string().contains("the header `X-Left` is required, but absent"), "{error}");
    }
}
