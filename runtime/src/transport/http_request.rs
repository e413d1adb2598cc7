//! [`HttpRequest`]: a request as a transport sends it.

use std::{
    borrow::Cow,
    fmt,
    ops::{Deref, DerefMut},
};

use crate::{RequestBody, secret::REDACTED};

/// A request as a [`Transport`](super::Transport) sends it. Derefs to [`http::Request`].
///
/// `Debug` redacts the secrets in URL, headers and body. That of [`http::Request`] shows the URL, which may have a
/// key in its query.
///
/// ```
/// use wireright_runtime::{RequestBody, transport::HttpRequest};
///
/// let request = http::Request::get("https://api.example.com/pets?key=hunter2").body(RequestBody::default()).unwrap();
/// let request = HttpRequest::from(request);
/// assert_eq!(request.uri().query(), Some("key=hunter2"));
/// assert_eq!(request.redacted_url(), "https://api.example.com/pets?key=***");
/// assert!(!format!("{request:?}").contains("hunter2"));
/// ```
#[derive(Clone)]
pub struct HttpRequest {
    request: http::Request<RequestBody>,
    /// `None` if the URL has no secrets.
    redacted_url: Option<String>,
}

impl HttpRequest {
    /// A request with a redacted URL, if its URL has secrets.
    pub(crate) fn new(request: http::Request<RequestBody>, redacted_url: Option<String>) -> Self {
        Self { request, redacted_url }
    }

    /// The URL with its secrets redacted, for logs. It does not follow later changes of the URL.
    pub fn redacted_url(&self) -> Cow<'_, str> {
        match &self.redacted_url {
            Some(url) => Cow::Borrowed(url),
            None => Cow::Owned(self.request.uri().to_string()),
        }
    }

    /// The request itself.
    pub fn into_http(self) -> http::Request<RequestBody> {
        self.request
    }
}

/// All values of the query are redacted: any of them may be secret.
impl From<http::Request<RequestBody>> for HttpRequest {
    fn from(request: http::Request<RequestBody>) -> Self {
        let redacted_url = request.uri().query().map(|query| {
            let url = request.uri().to_string();
            let start = url.split('?').next().unwrap_or_default();
            let pairs = query.split('&').filter(|pair| !pair.is_empty());
            let names = pairs.map(|pair| pair.split('=').next().unwrap_or_default());
            format!("{start}?{}", names.map(|name| format!("{name}={REDACTED}")).collect::<Vec<_>>().join("&"))
        });
        Self { request, redacted_url }
    }
}

impl Deref for HttpRequest {
    type Target = http::Request<RequestBody>;

    fn deref(&self) -> &Self::Target {
        &self.request
    }
}

impl DerefMut for HttpRequest {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.request
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpRequest")
            .field("method", self.request.method())
            .field("url", &self.redacted_url())
            .field("headers", self.request.headers())
            .field("body", self.request.body())
            .finish_non_exhaustive()
    }
}
