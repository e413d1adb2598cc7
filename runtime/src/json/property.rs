//! [`Property`]: how a documented property of an object is read and written.

use super::scan::is_special;

/// A documented property of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// The name of the property in JSON.
    pub name: &'static str,
    /// The name in JSON text: quoted, and with the colon. `None` if it has characters that are escaped.
    pub quoted: Option<&'static str>,
    /// Whether it may be missing or null.
    pub presence: Presence,
    /// Whether requests leave it out.
    pub is_read_only: bool,
    /// Whether it is a string that accepts any JSON, as its JSON text.
    pub is_lenient: bool,
}

/// Whether a property may be missing, and what null means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must be present. Null is a value of its type, if any.
    Required,
    /// It may be missing. Null is the same as missing.
    Optional,
    /// It may be missing. Null is a value of its type.
    Nullable,
}

impl Property {
    /// A property that requests send, and whose type determines its JSON. `quoted` is the name between quotes and the
    /// colon behind them.
    pub const fn new(name: &'static str, quoted: &'static str, presence: Presence) -> Self {
        let quoted = if is_plain(name.as_bytes()) { Some(quoted) } else { None };
        Self { name, quoted, presence, is_read_only: false, is_lenient: false }
    }

    /// Leaves the property out of requests.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self { is_read_only: true, ..self }
    }

    /// Accepts any JSON for a string.
    #[must_use]
    pub const fn lenient(self) -> Self {
        Self { is_lenient: true, ..self }
    }
}

/// Whether a name has no characters that JSON escapes.
const fn is_plain(name: &[u8]) -> bool {
    let mut rest = name;
    while let [byte, others @ ..] = rest {
        if is_special(*byte) {
            return false;
        }
        rest = others;
    }
    true
}
