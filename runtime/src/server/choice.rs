//! [`ServerChoice`]: which of the documented servers is meant.

/// Which of a service's documented servers is meant: by its place among them, the first being 0, or by its URL as documented.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerChoice {
    /// By its place.
    Index(usize),
    /// By its URL, with the braces of its variables.
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
