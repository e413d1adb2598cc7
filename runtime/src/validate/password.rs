//! [`PasswordRules`]: documented rules of a password.

use super::rule::{Rule, length};

/// Documented rules of a password. Generated code has a `static` for each.
///
/// A password consists of ASCII letters, digits and the special characters listed here. The four character classes
/// are lowercase, uppercase, digits and special.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// Minimum number of characters.
    pub min_chars: usize,
    /// Maximum number of characters.
    pub max_chars: usize,
    /// Minimum number of character classes.
    pub min_classes: usize,
    /// Allowed special characters.
    pub special: &'static str,
    /// Forbidden first characters.
    pub forbidden_first: &'static str,
    /// Values that the password must not resemble.
    pub similarity_rules: &'static [SimilarityRule],
    /// Rules that only the server can check, in prose. Not checked.
    pub server_side_rules: &'static [&'static str],
}

/// A forbidden similarity. Case-sensitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimilarityRule {
    /// The password must not equal the other value.
    Equals {
        /// Wire name of the other value.
        other: &'static str,
        /// Whether the reversed value is forbidden too.
        reversed: bool,
    },
    /// The password must not contain the other value.
    Contains {
        /// Wire name of the other value.
        other: &'static str,
        /// Whether the reversed value is forbidden too.
        reversed: bool,
    },
}

impl PasswordRules {
    /// Reports every broken rule.
    pub(super) fn check(&self, password: &str, others: &[(&str, Option<&str>)], report: &mut dyn FnMut(Rule, String)) {
        let characters = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        length(password, characters(self.min_chars), characters(self.max_chars), report);
        if self.classes(password) < self.min_classes {
            let least = self.min_classes;
            report(
                Rule::TooFewClasses,
                format!(
                    "must have characters of at least {least} of the classes lowercase, uppercase, digits and special"
                ),
            );
        }
        if !password.chars().all(|character| character.is_ascii_alphanumeric() || self.is_special(character)) {
            report(
                Rule::ForbiddenCharacter,
                format!("must have only ASCII letters, digits and the special characters {}", self.special),
            );
        }
        if password.starts_with(|first| self.forbidden_first.contains(first)) {
            report(Rule::ForbiddenFirst, format!("must not begin with one of {}", self.forbidden_first));
        }
        for rule in self.similarity_rules {
            rule.check(password, others, report);
        }
    }

    fn is_special(&self, character: char) -> bool {
        self.special.contains(character)
    }

    fn classes(&self, password: &str) -> usize {
        let classes: [&dyn Fn(char) -> bool; 4] = [
            &|character| character.is_ascii_lowercase(),
            &|character| character.is_ascii_uppercase(),
            &|character| character.is_ascii_digit(),
            &|character| self.is_special(character),
        ];
        classes.iter().filter(|class| password.chars().any(class)).count()
    }
}

impl SimilarityRule {
    fn check(self, password: &str, others: &[(&str, Option<&str>)], report: &mut dyn FnMut(Rule, String)) {
        let (name, reversed, verb) = match self {
            Self::Equals { other, reversed } => (other, reversed, "be"),
            Self::Contains { other, reversed } => (other, reversed, "contain"),
        };
        let given = others.iter().find(|(other, _)| *other == name).and_then(|(_, value)| *value);
        let Some(value) = given.filter(|value| !value.is_empty()) else {
            return;
        };
        let is_similar = |value: &str| match self {
            Self::Equals { .. } => password == value,
            Self::Contains { .. } => password.contains(value),
        };
        let reversed_value: String = value.chars().rev().collect();
        if is_similar(value) || (reversed && is_similar(&reversed_value)) {
            let also = if reversed { ", forwards or backwards" } else { "" };
            report(Rule::TooSimilar, format!("must not {verb} `{name}`{also}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Secret, Violations};

    const RULES: PasswordRules = PasswordRules {
        min_chars: 8,
        max_chars: 12,
        min_classes: 3,
        special: "!@#-",
        forbidden_first: "-",
        similarity_rules: &[
            SimilarityRule::Contains { other: "user_name", reversed: true },
            SimilarityRule::Equals { other: "old", reversed: false },
        ],
        server_side_rules: &[],
    };

    fn broken(password: &str, others: &[(&str, Option<&str>)]) -> Vec<Rule> {
        let mut violations = Violations::new();
        violations.password("new_password", Some(&Secret::new(password)), &RULES, others);
        let error = violations.finish().err().unwrap_or_default();
        assert!(password.is_empty() || !error.to_string().contains(password), "{error}");
        error.iter().map(|violation| violation.rule).collect()
    }

    #[test]
    fn every_broken_rule_is_reported() {
        assert_eq!(broken("Passw0rd!", &[]), []);
        assert_eq!(broken("", &[]), [Rule::TooShort, Rule::TooFewClasses]);
        assert_eq!(broken("-passwordpassword", &[]), [Rule::TooLong, Rule::TooFewClasses, Rule::ForbiddenFirst]);
        assert_eq!(broken("Passwörd1", &[]), [Rule::ForbiddenCharacter]);
        assert_eq!(broken("Pass word1", &[]), [Rule::ForbiddenCharacter]);
    }

    #[test]
    fn lengths_and_classes_count_at_their_limits() {
        assert_eq!(broken("Abcdef12", &[]), []);
        assert_eq!(broken("Abcdef1", &[]), [Rule::TooShort]);
        assert_eq!(broken("Abcdefgh1234", &[]), []);
        assert_eq!(broken("Abcdefgh12345", &[]), [Rule::TooLong]);
        assert_eq!(broken("abcdefg1", &[]), [Rule::TooFewClasses]);
        assert_eq!(broken("abcdef1!", &[]), []);
    }

    #[test]
    fn similarity_is_case_sensitive_and_may_be_reversed() {
        assert_eq!(broken("xAlice12!", &[("user_name", Some("Alice"))]), [Rule::TooSimilar]);
        assert_eq!(broken("xecilA12!", &[("user_name", Some("Alice"))]), [Rule::TooSimilar]);
        assert_eq!(broken("xalice12A", &[("user_name", Some("Alice"))]), []);
        assert_eq!(broken("Passw0rd!", &[("user_name", Some("")), ("old", None)]), []);
        assert_eq!(broken("Passw0rd!", &[("old", Some("Passw0rd!"))]), [Rule::TooSimilar]);
        assert_eq!(broken("Passw0rd!", &[("old", Some("!dr0wssaP"))]), []);
    }
}
