//! [`Uuid`]: a universally unique identifier.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use super::text::{ValueError, text_value};

/// The length of the text: 32 digits and 4 hyphens.
const LENGTH: usize = 36;

/// A UUID: `uuid` of RFC 9562, section 4, and of JSON Schema.
///
/// It keeps its text and sends it back unchanged. Equality, order and hash are those of the value, so capital letters
/// make no difference. It converts from and into `uuid::Uuid` of the crate uuid. Digits without hyphens are not a UUID.
///
/// ```
/// use wireright_runtime::Uuid;
///
/// let id: Uuid = "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6".parse()?;
/// assert_eq!(id.as_str(), "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6");
/// assert_eq!(id, "f81d4fae-7dec-11d0-a765-00a0c91e6bf6".parse()?);
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
#[derive(Clone)]
pub struct Uuid {
    text: Box<str>,
    value: uuid::Uuid,
}

impl Uuid {
    /// The text as received.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.value.as_bytes()
    }
}

impl PartialEq for Uuid {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Uuid {}

impl Hash for Uuid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl PartialOrd for Uuid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Uuid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Uuid({})", self.text)
    }
}

impl FromStr for Uuid {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let value = uuid::Uuid::try_parse(text).ok().filter(|_| text.len() == LENGTH);
        let value = value.ok_or(ValueError::new("a UUID, such as f81d4fae-7dec-11d0-a765-00a0c91e6bf6"))?;
        Ok(Self { text: text.into(), value })
    }
}

impl From<uuid::Uuid> for Uuid {
    fn from(value: uuid::Uuid) -> Self {
        Self { text: value.hyphenated().to_string().into(), value }
    }
}

impl From<Uuid> for uuid::Uuid {
    fn from(uuid: Uuid) -> Self {
        uuid.value
    }
}

text_value!(Uuid, "a UUID");

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

    #[test]
    fn the_text_is_kept() {
        let json = format!("\"{}\"", SMALL.to_uppercase());
        let uuid: Uuid = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&uuid).unwrap(), json);
        assert_eq!(uuid.to_string(), SMALL.to_uppercase());
        assert_eq!(uuid, SMALL.parse().unwrap());
        assert_eq!(Uuid::from(uuid::Uuid::from(uuid)).as_str(), SMALL);
    }

    #[test]
    fn other_notations_are_rejected() {
        let digits = SMALL.replace('-', "");
        for text in ["", "x", &digits, &format!("{{{SMALL}}}"), &format!("urn:uuid:{SMALL}"), &SMALL.replace('f', "g")]
        {
            assert!(text.parse::<Uuid>().is_err(), "{text}");
        }
    }
}
