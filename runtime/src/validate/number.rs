//! [`NumberRules`]: what a document says a number must be.

use super::{Rule, decimal::Decimal};

/// What a document says a number must be. The limits are decimal text, as the document writes them, and are compared exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberRules {
    /// The least number.
    pub min: Option<&'static str>,
    /// Whether it must be greater than that.
    pub exclusive_min: bool,
    /// The greatest number.
    pub max: Option<&'static str>,
    /// Whether it must be less than that.
    pub exclusive_max: bool,
    /// It must be this, times an integer.
    pub multiple_of: Option<&'static str>,
}

impl NumberRules {
    /// Reports every rule that a number breaks. A number or a limit that has too many digits to be compared is left to the server.
    pub(super) fn check(&self, number: &str, report: &mut dyn FnMut(Rule, String)) {
        let Some(number) = Decimal::parse(number) else {
            return;
        };
        let compared = |limit: Option<&str>| limit.and_then(Decimal::parse).and_then(|limit| number.compare(limit));
        if let (Some(min), Some(order)) = (self.min, compared(self.min)) {
            if self.exclusive_min && order.is_le() {
                report(Rule::TooSmall, format!("must be greater than {min}"));
            } else if order.is_lt() {
                report(Rule::TooSmall, format!("must be at least {min}"));
            }
        }
        if let (Some(max), Some(order)) = (self.max, compared(self.max)) {
            if self.exclusive_max && order.is_ge() {
                report(Rule::TooGreat, format!("must be less than {max}"));
            } else if order.is_gt() {
                report(Rule::TooGreat, format!("must be at most {max}"));
            }
        }
        if let Some(factor) = self.multiple_of
            && Decimal::parse(factor).and_then(|factor| number.is_multiple_of(factor)) == Some(false)
        {
            report(Rule::NoMultiple, format!("must be a multiple of {factor}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(rules: &NumberRules, number: &str) -> Vec<String> {
        let mut words = Vec::new();
        rules.check(number, &mut |_, broken| words.push(broken));
        words
    }

    #[test]
    fn limits_are_inclusive_unless_said_otherwise() {
        let inclusive = NumberRules { min: Some("1"), max: Some("10"), ..NumberRules::default() };
        assert!(broken(&inclusive, "1").is_empty() && broken(&inclusive, "10.0").is_empty());
        assert_eq!(broken(&inclusive, "0.99"), ["must be at least 1"]);
        assert_eq!(broken(&inclusive, "11"), ["must be at most 10"]);
        let exclusive = NumberRules { exclusive_min: true, exclusive_max: true, ..inclusive };
        assert_eq!(broken(&exclusive, "1"), ["must be greater than 1"]);
        assert_eq!(broken(&exclusive, "1e1"), ["must be less than 10"]);
    }

    #[test]
    fn large_limits_and_multiples_are_exact() {
        let rules =
            NumberRules { max: Some("18446744073709551616"), multiple_of: Some("0.01"), ..NumberRules::default() };
        assert!(broken(&rules, "18446744073709551616").is_empty());
        assert_eq!(broken(&rules, "18446744073709551617"), ["must be at most 18446744073709551616"]);
        assert!(broken(&rules, "19.99").is_empty());
        assert_eq!(broken(&rules, "0.001"), ["must be a multiple of 0.01"]);
        // Too long to be compared: the server judges.
        assert!(broken(&rules, &"9".repeat(60)).is_empty());
    }
}
