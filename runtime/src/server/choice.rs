//! [`ServerChoice`]: the index or the URL of a documented server.

/// A documented server of a service, by its index or its URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerChoice {
    /// The index among the documented servers. The first is 0.
    Index(usize),
    /// The URL as documented, with the braces of its variables.
    Url(String),
}

impl From<usize> for ServerChoice {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl From<&str> for ServerChoice {
    fn from(url: &str) -> Self {
        Self::Url(url.to_owned())
    }
}

impl From<String> for ServerChoice {
    fn from(url: String) -> Self {
        Self::Url(url)
    }
}
