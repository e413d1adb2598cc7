//! [`AuthRequest`]: an attempt that an authenticator adds its headers to.

use std::time::SystemTime;

use http::{HeaderMap, HeaderName, Method};

use crate::{AttemptInfo, InvalidRequest, RegionId, RequestBody, Secret, SecurityScheme, header::header_value};

/// An attempt that [`ResolvedCredentials::authenticate`](crate::ResolvedCredentials::authenticate) adds headers to. All else of it,
/// `Host` and the headers of hooks included, is as it will be sent.
#[derive(Debug)]
pub struct AuthRequest<'a> {
    pub(crate) attempt: AttemptInfo<'a>,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a mut HeaderMap,
    pub(crate) body: &'a RequestBody,
    pub(crate) time: SystemTime,
    pub(crate) region: Option<&'a RegionId>,
    pub(crate) schemes: &'a [&'static SecurityScheme],
    pub(crate) path_parameters: &'a [(&'static str, String)],
    pub(crate) client_parameters: &'a [(String, String)],
}

impl<'a> AuthRequest<'a> {
    /// The operation, the number of the attempt, and the host.
    pub fn attempt(&self) -> &AttemptInfo<'a> {
        &self.attempt
    }

    /// The HTTP method.
    pub fn method(&self) -> &'a Method {
        self.attempt.method
    }

    /// The path as it is sent, percent-encoded.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The query as it is sent, without the `?`; empty if there is none.
    pub fn query(&self) -> &'a str {
        self.query
    }

    /// The headers so far.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// The body. A streamed body cannot be read before it is sent.
    pub fn body(&self) -> &'a RequestBody {
        self.body
    }

    /// The time by the service's clock, as far as it is known: the client's clock, corrected by what a rejection showed.
    pub fn time(&self) -> SystemTime {
        self.time
    }

    /// The client's region, if one is set.
    pub fn region(&self) -> Option<&'a RegionId> {
        self.region
    }

    /// The security schemes that the authenticator is to satisfy.
    pub fn schemes(&self) -> &'a [&'static SecurityScheme] {
        self.schemes
    }

    /// The value of a path parameter of this request, else that of the client parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        let of_request = self.path_parameters.iter().find(|(known, _)| *known == name);
        let of_client = || self.client_parameters.iter().find(|(known, _)| known == name);
        of_request.map(|(_, value)| value.as_str()).or_else(|| of_client().map(|(_, value)| value.as_str()))
    }

    /// Sets a header.
    ///
    /// # Errors
    ///
    /// If the name or the value is invalid.
    pub fn insert_header(&mut self, name: &str, value: &str) -> Result<(), InvalidRequest> {
        self.insert(name, value, false)
    }

    /// Sets a header whose value `Debug` does not show.
    ///
    /// # Errors
    ///
    /// If the name or the value is invalid.
    pub fn insert_secret_header(&mut self, name: &str, value: &Secret) -> Result<(), InvalidRequest> {
        self.insert(name, value.expose(), true)
    }

    fn insert(&mut self, name: &str, value: &str, is_sensitive: bool) -> Result<(), InvalidRequest> {
        let mut value = header_value(name, value)?;
        value.set_sensitive(is_sensitive);
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| InvalidRequest::Header {
            name: name.to_owned(),
            problem: "has a name that no header can have".to_owned(),
        })?;
        self.headers.insert(name, value);
        Ok(())
    }
}
