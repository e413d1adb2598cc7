//! Limits of numbers. They are decimal strings, as the document writes them, and are compared exactly.

use std::cmp::Ordering;

use super::rule::Rule;

/// Reports a broken limit. Numbers and limits with too many digits to compare are not checked.
pub(super) fn check(keyword: &str, limit: &str, number: &str, report: &mut dyn FnMut(Rule, String)) {
    let compare = || Decimal::parse(number)?.compare(Decimal::parse(limit)?);
    match keyword {
        "minimum" if compare().is_some_and(Ordering::is_lt) => {
            report(Rule::BelowMinimum, format!("must be at least {limit}"));
        }
        "exclusiveMinimum" if compare().is_some_and(Ordering::is_le) => {
            report(Rule::BelowMinimum, format!("must be greater than {limit}"));
        }
        "maximum" if compare().is_some_and(Ordering::is_gt) => {
            report(Rule::AboveMaximum, format!("must be at most {limit}"));
        }
        "exclusiveMaximum" if compare().is_some_and(Ordering::is_ge) => {
            report(Rule::AboveMaximum, format!("must be less than {limit}"));
        }
        "multipleOf" => {
            let is_multiple = || Decimal::parse(number)?.is_multiple_of(Decimal::parse(limit)?);
            if is_multiple() == Some(false) {
                report(Rule::NotMultipleOf, format!("must be a multiple of {limit}"));
            }
        }
        _ => {}
    }
}

/// Maximum exponent. 128 bits hold 38 digits.
const MAX_EXPONENT: i32 = 400;

/// `digits` times ten to the power of `exponent`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// Parses a JSON number. `None` if it is not one, or has too many digits.
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
        (exponent.abs() <= MAX_EXPONENT).then_some(Self { digits: kept.parse().ok()?, exponent })
    }

    /// Whether it has no fraction.
    pub(super) fn is_integer(self) -> bool {
        self.exponent >= 0
    }

    /// A text that equal numbers share.
    pub(super) fn canonical(self) -> String {
        match usize::try_from(self.exponent) {
            Ok(zeros) if zeros < 20 => format!("{}{}", self.digits, "0".repeat(zeros)),
            _ => format!("{}e{}", self.digits, self.exponent),
        }
    }

    /// Compares exactly. `None` if the numbers have too many digits.
    fn compare(self, other: Self) -> Option<Ordering> {
        let sign = self.digits.signum();
        if sign != other.digits.signum() || sign == 0 {
            return Some(sign.cmp(&other.digits.signum()));
        }
        match self.magnitude().cmp(&other.magnitude()) {
            Ordering::Equal => self.align_exponents(other).map(|(left, right)| left.cmp(&right)),
            order => Some(if sign > 0 { order } else { order.reverse() }),
        }
    }

    /// Number of digits before the point. The number must not be zero.
    fn magnitude(self) -> i64 {
        i64::from(self.digits.unsigned_abs().checked_ilog10().unwrap_or(0)) + i64::from(self.exponent)
    }

    /// Whether it is an integer multiple of `other`. `None` if the numbers differ too much in size, or `other` is
    /// zero.
    fn is_multiple_of(self, other: Self) -> Option<bool> {
        let (left, right) = self.align_exponents(other)?;
        left.checked_rem(right).map(|rest| rest == 0)
    }

    /// Digits of both numbers at the smaller exponent.
    fn align_exponents(self, other: Self) -> Option<(i128, i128)> {
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

    fn broken(keyword: &str, limit: &str, number: &str) -> Option<String> {
        let mut message = None;
        check(keyword, limit, number, &mut |_, broken| message = Some(broken));
        message
    }

    #[test]
    fn limits_are_inclusive_by_default() {
        for (keyword, limit, number) in [
            ("minimum", "1", "1"),
            ("maximum", "10", "10.0"),
            ("exclusiveMinimum", "1", "1.001"),
            ("exclusiveMaximum", "10", "9.99"),
            ("other", "1", "0"),
        ] {
            assert_eq!(broken(keyword, limit, number), None, "{keyword} {limit} {number}");
        }
        assert_eq!(broken("minimum", "1", "0.99").unwrap(), "must be at least 1");
        assert_eq!(broken("maximum", "10", "11").unwrap(), "must be at most 10");
        assert_eq!(broken("exclusiveMinimum", "1", "1").unwrap(), "must be greater than 1");
        assert_eq!(broken("exclusiveMaximum", "10", "1e1").unwrap(), "must be less than 10");
    }

    #[test]
    fn large_limits_and_multiples_are_exact() {
        let limit = "18446744073709551616";
        assert_eq!(broken("maximum", limit, limit), None);
        assert!(broken("maximum", limit, "18446744073709551617").is_some());
        assert!(broken("maximum", limit, &1e300_f64.to_string()).is_some());
        assert_eq!(broken("multipleOf", "0.01", "19.99"), None);
        assert_eq!(broken("multipleOf", "0.01", "0.001").unwrap(), "must be a multiple of 0.01");
        // Too many digits to compare.
        assert_eq!(broken("maximum", limit, &"9".repeat(60)), None);
    }

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
