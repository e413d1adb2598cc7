//! Rules of numbers. Limits are decimal strings, as the document writes them, and are compared exactly.

use std::cmp::Ordering;

use super::rules::{Rule, Rules};

/// Reports every broken rule. Numbers and limits with too many digits to compare are not checked.
pub(super) fn check(rules: &Rules, number: &str, report: &mut dyn FnMut(Rule, String)) {
    let bounds = [rules.minimum, rules.exclusive_minimum, rules.maximum, rules.exclusive_maximum];
    if bounds.iter().all(Option::is_none) && rules.multiples_of.is_empty() {
        return;
    }
    let Some(number) = Decimal::parse(number) else { return };
    let compared = |limit: &str| Decimal::parse(limit).and_then(|limit| number.compare(limit));
    if let Some(least) = rules.minimum.filter(|limit| compared(limit).is_some_and(Ordering::is_lt)) {
        report(Rule::BelowMinimum, format!("must be at least {least}"));
    }
    if let Some(limit) = rules.exclusive_minimum.filter(|limit| compared(limit).is_some_and(Ordering::is_le)) {
        report(Rule::BelowMinimum, format!("must be greater than {limit}"));
    }
    if let Some(most) = rules.maximum.filter(|limit| compared(limit).is_some_and(Ordering::is_gt)) {
        report(Rule::AboveMaximum, format!("must be at most {most}"));
    }
    if let Some(limit) = rules.exclusive_maximum.filter(|limit| compared(limit).is_some_and(Ordering::is_ge)) {
        report(Rule::AboveMaximum, format!("must be less than {limit}"));
    }
    for factor in rules.multiples_of {
        if Decimal::parse(factor).and_then(|factor| number.is_multiple_of(factor)) == Some(false) {
            report(Rule::NotMultipleOf, format!("must be a multiple of {factor}"));
        }
    }
}

/// Maximum exponent. 128 bits hold 38 digits.
const MAX_EXPONENT: i32 = 400;

/// `digits` times ten to the power of `exponent`.
#[derive(Clone, Copy, Debug)]
struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// Parses a JSON number. `None` if it is not one, or has too many digits.
    fn parse(text: &str) -> Option<Self> {
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

    fn broken(rules: &Rules, number: &str) -> Vec<String> {
        let mut words = Vec::new();
        check(rules, number, &mut |_, broken| words.push(broken));
        words
    }

    #[test]
    fn limits_are_inclusive_by_default() {
        let inclusive = Rules { minimum: Some("1"), maximum: Some("10"), ..Rules::NONE };
        assert!(broken(&inclusive, "1").is_empty() && broken(&inclusive, "10.0").is_empty());
        assert_eq!(broken(&inclusive, "0.99"), ["must be at least 1"]);
        assert_eq!(broken(&inclusive, "11"), ["must be at most 10"]);
        let exclusive = Rules { exclusive_minimum: Some("1"), exclusive_maximum: Some("10"), ..Rules::NONE };
        assert_eq!(broken(&exclusive, "1"), ["must be greater than 1"]);
        assert_eq!(broken(&exclusive, "1e1"), ["must be less than 10"]);
        assert!(broken(&exclusive, "1.001").is_empty());
    }

    #[test]
    fn large_limits_and_multiples_are_exact() {
        let rules = Rules { maximum: Some("18446744073709551616"), multiples_of: &["0.01"], ..Rules::NONE };
        assert!(broken(&rules, "18446744073709551616").is_empty());
        assert_eq!(broken(&rules, "18446744073709551617"), ["must be at most 18446744073709551616"]);
        assert!(broken(&rules, "19.99").is_empty());
        assert_eq!(broken(&rules, "0.001"), ["must be a multiple of 0.01"]);
        assert_eq!(broken(&rules, &1e300_f64.to_string()), ["must be at most 18446744073709551616"]);
        // Too many digits to compare.
        assert!(broken(&rules, &"9".repeat(60)).is_empty());
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
