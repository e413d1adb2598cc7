//! [`Number`]: a JSON number of any size and precision.

use std::{borrow::Cow, cmp::Ordering, fmt, str::FromStr};

use serde_json::value::RawValue;

use super::text::ValueError;
use crate::{
    ParameterValue,
    json::{Decode, Encode, Input, JsonError, JsonKind, Token, Writer},
};

/// A JSON number (RFC 8259, section 6) with all its digits. Equality compares the text: `1.0` differs from `1`.
///
/// In a format without such numbers, what is no 64-bit number is a string. The feature `rust_decimal` converts it to
/// and from `Decimal`.
///
/// ```
/// use wireright_runtime::Number;
///
/// let price: Number = "0.10".parse()?;
/// assert_eq!(price.as_str(), "0.10");
/// assert_eq!(Number::from(5).to_i64(), Some(5));
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(pub(super) Box<str>);

impl Number {
    /// The number as received.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is an integer in range.
    pub fn to_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The number, if it is an integer in range.
    pub fn to_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The number, if it is an integer in range.
    pub fn to_i128(&self) -> Option<i128> {
        self.0.parse().ok()
    }

    /// The nearest `f64`; infinite if out of range.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The shortest decimal that parses to the same `f64`. `None` if it is infinite or NaN.
    pub fn from_f64(number: f64) -> Option<Self> {
        number.is_finite().then(|| Self(number.to_string().into()))
    }
}

/// Integers of each type.
macro_rules! integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Number {
            fn from(integer: $integer) -> Self {
                Self(integer.to_string().into())
            }
        })*
    };
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);

impl FromStr for Number {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) if raw.get() == text && JsonKind::of(raw) == JsonKind::Number => Ok(Self(text.into())),
            _ => Err(ValueError::new("a number")),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the nearest `f64`, then the text.
impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_f64().total_cmp(&other.to_f64()).then_with(|| self.0.cmp(&other.0))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Number({})", self.0)
    }
}

impl ParameterValue for Number {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }
}

impl Encode for Number {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.number(&self.0);
    }
}

impl Decode for Number {
    const IS_RAW: bool = true;

    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        match input.token {
            Token::Raw(text) if JsonKind::of_text(text) == JsonKind::Number => Ok(Self(text.into())),
            // Other formats have no numbers of any precision.
            Token::Raw(text) if input.context.is_foreign() => {
                text.trim_matches('"').parse().map_err(|_| expected(&input))
            }
            _ => Err(expected(&input)),
        }
    }
}

fn expected(input: &Input<'_>) -> JsonError {
    input.unexpected("a number")
}

crate::json_serde!(Number);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_is_lost() {
        for json in ["0", "-0.10", "123456789012345678901234567890.000000000000000000001", "1E400", "1e-7"] {
            let number: Number = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), json);
            assert_eq!(json.parse(), Ok(number));
        }
        assert_eq!(Number::from(u128::MAX).to_string(), u128::MAX.to_string());
        assert!((Number::from_f64(0.1).unwrap().to_f64() - 0.1).abs() < f64::EPSILON);
        assert_eq!(Number::from_f64(f64::NAN), None);
    }

    #[test]
    fn other_text_is_rejected() {
        for text in ["", "01", "+1", " 1", "1 ", ".5", "1.", "NaN", "null", "\"1\"", "0x1"] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
        let error = serde_json::from_str::<Number>(r#""12""#).unwrap_err();
        assert!(error.to_string().contains("expected a number"), "{error}");
    }
}
