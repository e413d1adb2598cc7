//! [`Secret`]: a string that is sent but never shown.
//!
//! - `capture`: records the secrets of a value while it is serialized
//! - `redactor`: removes secrets from text of a server. `client::response`, `stream::byte_stream` and
//!   `error::service_message` apply it
//! - `spelling`: spellings of a secret, literal and escaped

mod capture;
mod redactor;
mod spelling;

use std::{convert::Infallible, fmt, str::FromStr};

use serde::{Serialize, Serializer, ser::Error as _};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

pub(crate) use capture::{capture_secrets, is_capturing, is_request, with_secrets};
pub(crate) use redactor::{REDACTED, Redactor};

/// A password, key or token. It is zeroed on drop and redacted in `Debug`. It has no `Display`.
///
/// Equality takes constant time for secrets of the same length.
///
/// `Serialize` writes the secret into the requests of a client. Elsewhere it is an error, so a secret does not get
/// into a log or a file by accident. To write it, write the string that [`expose`](Self::expose) returns.
///
/// ```
/// use wireright_runtime::Secret;
///
/// let secret = Secret::new("hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret(***)");
/// assert_eq!(secret.expose(), "hunter2");
/// ```
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of the string, which is zeroed on drop.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The secret itself. No other method returns it, so a search for `expose` finds every use.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the string is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(***)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::new(text))
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::new(text.as_str())
    }
}

impl From<Zeroizing<String>> for Secret {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !is_capturing() {
            return Err(S::Error::custom(
                "a secret is serialized into requests only: if you mean to write it, write `secret.expose()`",
            ));
        }
        capture::record(self);
        serializer.serialize_str(self.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Some(Secret::new("hunter2"))), "Some(Secret(***))");
    }

    #[test]
    fn equality_is_of_the_text() {
        assert_eq!(Secret::new("a"), Secret::from("a"));
        assert_ne!(Secret::new("a"), Secret::new("b"));
        assert_ne!(Secret::new("a"), Secret::new("ab"));
    }

    #[test]
    fn the_wire_carries_the_text_and_an_error_does_not() {
        let (text, _) = capture_secrets(|| serde_json::to_string(&Secret::new("a\"b")).unwrap());
        assert_eq!(text, r#""a\"b""#);
        let error = serde_json::to_string(&Secret::new("hunter2")).unwrap_err().to_string();
        assert!(error.contains("expose") && !error.contains("hunter2"), "{error}");
        assert_eq!(serde_json::from_str::<Secret>("\"x\"").unwrap().expose(), "x");
        let error = serde_json::from_str::<Secret>("12345678").unwrap_err();
        assert!(!error.to_string().contains("1234"), "{error}");
    }
}
