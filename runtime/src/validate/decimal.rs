//! [`Decimal`]: a number with all its digits, as far as 128 bits hold them.

use std::cmp::Ordering;

/// The greatest exponent that is looked at: 128 bits hold 38 digits.
const GREATEST: i32 = 400;

/// `digits` times ten to the power of `exponent`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// Reads a JSON number; `None` if it is none, or has too many digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().ok()?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let written = format!("{whole}{fraction}");
        let kept = written.trim_end_matches('0');
        if kept.trim_start_matches('-').is_empty() {
            return written.ends_with('0').then_some(Self { digits: 0, exponent: 0 });
        }
        let zeros = written.len().checked_sub(kept.len())?;
        let moved = i32::try_from(zeros).ok()?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        let exponent = exponent.checked_add(moved)?;
        (exponent.abs() <= GREATEST).then_some(Self { digits: kept.parse().ok()?, exponent })
    }

    /// How it compares with another; `None` if the two have too many digits.
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        let sign = self.digits.signum();
        if sign != other.digits.signum() || sign == 0 {
            return Some(sign.cmp(&other.digits.signum()));
        }
        match self.magnitude().cmp(&other.magnitude()) {
            Ordering::Equal => self.aligned(other).map(|(left, right)| left.cmp(&right)),
            order => Some(if sign > 0 { order } else { order.reverse() }),
        }
    }

    /// How many digits stand before the point. The number is not zero.
    fn magnitude(self) -> i64 {
        i64::from(self.digits.unsigned_abs().checked_ilog10().unwrap_or(0)) + i64::from(self.exponent)
    }

    /// Whether it is the other, times an integer; `None` if the two are too far apart, or the other is zero.
    pub(super) fn is_multiple_of(self, other: Self) -> Option<bool> {
        let (left, right) = self.aligned(other)?;
        left.checked_rem(right).map(|rest| rest == 0)
    }

    /// The digits of both, at the smaller exponent.
    fn aligned(self, other: Self) -> Option<(i128, i128)> {
        let exponent = self.exponent.min(other.exponent);
        Some((self.at(exponent)?, other.at(exponent)?))
    }

    fn at(self, exponent: i32) -> Option<i128> {
        if self.digits == 0 {
            return Some(0);
        }
        let zeros = u32::try_from(self.exponent.checked_sub(exponent)?).ok()?;
        self.digits.checked_mul(10_i128.checked_pow(zeros)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn spellings_of_one_number_are_equal() {
        for other in ["1.50", "15e-1", "0.15E+1", "150e-2"] {
            assert_eq!(decimal("1.5").compare(decimal(other)), Some(Ordering::Equal), "{other}");
        }
        assert_eq!(decimal("0e300").compare(decimal("0.0")), Some(Ordering::Equal));
        assert_eq!(decimal("-0.5").compare(decimal("0")), Some(Ordering::Less));
        assert_eq!(decimal("1e300").compare(decimal("1")), Some(Ordering::Greater));
        assert_eq!(decimal("-1e300").compare(decimal("-1")), Some(Ordering::Less));
        assert_eq!(decimal("-3").compare(decimal("1e-300")), Some(Ordering::Less));
        assert_eq!(decimal("1e300").is_multiple_of(decimal("7")), None);
        assert_eq!(decimal("1").is_multiple_of(decimal("0")), None);
        for none in ["", "x", "1e", "1e99999999999", "NaN"] {
            assert!(Decimal::parse(none).is_none(), "{none}");
        }
    }

    proptest! {
        #[test]
        fn integers_compare_as_integers(left: i64, right: i64) {
            let order = decimal(&left.to_string()).compare(decimal(&right.to_string()));
            prop_assert_eq!(order, Some(left.cmp(&right)));
            if right != 0 {
                let is_multiple = decimal(&left.to_string()).is_multiple_of(decimal(&right.to_string()));
                prop_assert_eq!(is_multiple, Some(i128::from(left) % i128::from(right) == 0));
            }
        }

        #[test]
        fn reading_never_panics(text in "[-+0-9.eE]{0,40}") {
            if let Some(number) = Decimal::parse(&text) {
                let _ = (number.compare(decimal("7.3")), number.is_multiple_of(decimal("7.3")));
            }
        }
    }
}
