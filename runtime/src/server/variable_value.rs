//! [`ServerVariableValue`]: the value of a variable of a server's URL.

use crate::Secret;

/// The value of a server variable. A [`Secret`] is redacted wherever the URL or its host is shown.
///
/// ```
/// use wireright_runtime::{Secret, ServerVariableValue};
///
/// let region = ServerVariableValue::from("eu");
/// let token = ServerVariableValue::from(Secret::new("hunter2"));
/// assert!(!format!("{token:?}").contains("hunter2"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerVariableValue {
    /// A value that may be shown.
    Plain(String),
    /// A value that is redacted.
    Secret(Secret),
}

impl From<&str> for ServerVariableValue {
    fn from(value: &str) -> Self {
        Self::Plain(value.to_owned())
    }
}

impl From<String> for ServerVariableValue {
    fn from(value: String) -> Self {
        Self::Plain(value)
    }
}

impl From<&String> for ServerVariableValue {
    fn from(value: &String) -> Self {
        Self::Plain(value.clone())
    }
}

impl From<Secret> for ServerVariableValue {
    fn from(value: Secret) -> Self {
        Self::Secret(value)
    }
}
