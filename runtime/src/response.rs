//! [`Response`]: a successful response with its decoded body.

use std::{
    fmt,
    ops::{Deref, DerefMut},
};

use http::HeaderMap;

use crate::{
    DocumentedHeaders, Error, Operation,
    failure::{REQUEST_ID_HEADERS, request_id},
};

/// A successful response. Derefs to the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    body: T,
    status: u16,
    headers: HeaderMap,
    attempts: u32,
    /// The operation, for errors. `None` if the client did not receive the response.
    operation: Option<&'static Operation>,
    /// The headers that hold the request id, the most trusted first.
    request_id_headers: &'static [&'static str],
}

impl<T> Response<T> {
    /// Builds a response, also for tests.
    pub fn new(status: u16, headers: HeaderMap, body: T) -> Self {
        Self { body, status, headers, attempts: 1, operation: None, request_id_headers: REQUEST_ID_HEADERS }
    }

    /// Replaces the body.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            body: change(self.body),
            status: self.status,
            headers: self.headers,
            attempts: self.attempts,
            operation: self.operation,
            request_id_headers: self.request_id_headers,
        }
    }

    /// The body, mutable: for streams.
    pub fn body_mut(&mut self) -> &mut T {
        &mut self.body
    }

    pub(crate) fn request_id_in(mut self, headers: &'static [&'static str]) -> Self {
        self.request_id_headers = headers;
        self
    }

    /// Sets the operation.
    pub(crate) fn of(mut self, operation: &'static Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Sets the number of attempts.
    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The HTTP status, 200 to 299.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The id of the request at the service, if a header has it
    /// ([`FailureClassifier`](crate::FailureClassifier::request_id_headers)). Quote it to the service's support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers, self.request_id_headers)
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Documented headers of the response.
    ///
    /// # Errors
    ///
    /// A required header is absent, or a header is not of the documented type. To parse a single header, pass
    /// [`headers`](Self::headers) to the function of that name on the struct:
    /// `ListPetsHeaders::decode_x_total(response.headers())`.
    pub fn documented_headers<H: DocumentedHeaders>(&self) -> Result<H, Error> {
        H::decode(&self.headers).map_err(|error| {
            let error = Error::header(error, self.status, self.request_id()).after(self.attempts, true);
            match self.operation {
                Some(operation) => error.of(operation),
                None => error,
            }
        })
    }

    /// Number of attempts, at least 1.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The body, taken out.
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("body", &self.body)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// Responses are equal if what was received is. The operation and the names of request id headers are not compared.
impl<T: PartialEq> PartialEq for Response<T> {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body
            && self.status == other.status
            && self.headers == other.headers
            && self.attempts == other.attempts
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.body
    }
}
