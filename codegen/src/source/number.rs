//! Numbers with their digits as written: real documents have limits that fit neither `u64` nor `f64`.

use std::fmt;

/// A number of a document in JSON notation.
///
/// The digits are kept: `18446744073709551616`, `0.10` and `1e400` are numbers. Notation that JSON does not allow is
/// normalized: `+1` becomes `1`, and `.5` becomes `0.5`. Two numbers are equal if their text is equal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number {
    text: String,
}

impl Number {
    /// Parses a decimal number.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (rest, None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let power = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let some_digits = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
        let well_formed = all_digits(whole)
            && fraction.is_none_or(all_digits)
            && power.is_none_or(|power| !power.is_empty() && all_digits(power));
        if !some_digits || !well_formed {
            return None;
        }
        let mut written = String::from(sign);
        let whole = whole.trim_start_matches('0');
        written.push_str(if whole.is_empty() { "0" } else { whole });
        if let Some(fraction) = fraction {
            written.push('.');
            written.push_str(if fraction.is_empty() { "0" } else { fraction });
        }
        if let Some(exponent) = exponent {
            written.push('e');
            written.push_str(exponent);
        }
        Some(Self { text: written })
    }

    /// The number, if it is an integer in the range of `u64`.
    pub fn as_u64(&self) -> Option<u64> {
        self.text.parse().ok()
    }

    /// The number, if it is an integer in the range of `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        self.text.parse().ok()
    }

    /// The number, if it is an integer in the range of `i128`.
    pub fn as_i128(&self) -> Option<i128> {
        self.text.parse().ok()
    }

    /// The nearest `f64`, or `None` if the number is out of range.
    pub fn as_f64(&self) -> Option<f64> {
        self.text.parse().ok().filter(|float: &f64| float.is_finite())
    }

    /// A finite float in its shortest form. `None` for infinities and NaN.
    pub(crate) fn from_f64(float: f64) -> Option<Self> {
        float.is_finite().then(|| Self { text: format!("{float:?}") })
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Number {
            fn from(integer: $integer) -> Self {
                Self { text: integer.to_string() }
            }
        }
    )*};
}

from_integer!(i64, i128, u64, u128);

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Number({})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept() {
        for text in ["0", "-1", "18446744073709551616", "0.10", "1e400", "-1.5e-7", "1e+5"] {
            assert_eq!(Number::parse(text).map(|number| number.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn other_notations_become_json() {
        for (text, json) in [(".5", "0.5"), ("5.", "5.0"), ("+7", "7"), ("007", "7"), ("1E5", "1e5"), ("-.5", "-0.5")] {
            assert_eq!(Number::parse(text).map(|number| number.to_string()).as_deref(), Some(json));
        }
    }

    #[test]
    fn invalid_numbers_are_rejected() {
        for text in ["", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "1_000", "--1", "inf", "NaN", " 1", "١"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_converts_to_the_types_that_can_hold_it() {
        let huge = Number::from(u128::from(u64::MAX) + 1);
        assert_eq!((huge.as_u64(), huge.as_i64(), huge.as_i128()), (None, None, Some(18_446_744_073_709_551_616)));
        assert_eq!(Number::parse("1e400").and_then(|number| number.as_f64()), None);
        assert_eq!(Number::from(-3_i64).as_f64(), Some(-3.0));
        assert_eq!(Number::parse("1.0").and_then(|number| number.as_u64()), None);
    }
}
