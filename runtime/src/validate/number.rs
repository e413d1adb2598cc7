//! What a document says a number must be. The limits are decimal text, as the document writes them, and are compared exactly.

use std::cmp::Ordering;

use super::{Rule, Rules, decimal::Decimal};

/// Reports every rule that a number breaks. A number or a limit that has too many digits to be compared is left to the server.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(rules: &Rules, number: &str) -> Vec<String> {
        let mut words = Vec::new();
        check(rules, number, &mut |_, broken| words.push(broken));
        words
    }

    #[test]
    fn limits_are_inclusive_unless_said_otherwise() {
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
        // Too long to be compared: the server judges.
        assert!(broken(&rules, &"9".repeat(60)).is_empty());
    }
}
