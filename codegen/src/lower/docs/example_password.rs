//! Passwords in examples: strings that obey the documented rules.

use crate::model::{CallExample, ExampleValue, PasswordRules, RustName};

/// Passwords in order of preference, each with another special character or none.
const CANDIDATES: [&str; 8] = [
    "N3w-Example-Passw0rd",
    "N3w_Example_Passw0rd",
    "N3w!Example!Passw0rd",
    "N3w@Example@Passw0rd",
    "N3w#Example#Passw0rd",
    "N3w$Example$Passw0rd",
    "N3wExamplePassw0rd",
    "newexamplepassword",
];

/// The documented password or a candidate, whichever obeys the rules first. `None` if none does.
pub(super) fn password(documented: &str, rules: &PasswordRules, example: &CallExample) -> Option<String> {
    let candidates = CANDIDATES.iter().map(|candidate| resize(candidate, rules));
    let mut all = [documented.to_owned()].into_iter().chain(candidates);
    all.find(|candidate| is_valid(candidate, rules, example))
}

/// Repeats or cuts the candidate to a permitted length.
fn resize(candidate: &str, rules: &PasswordRules) -> String {
    let length =
        |bound: Option<u64>, default: usize| bound.map_or(default, |bound| usize::try_from(bound).unwrap_or(default));
    let length = candidate.len().max(length(rules.min_length, 0)).min(length(rules.max_length, usize::MAX));
    candidate.chars().cycle().take(length.min(LONGEST)).collect()
}

/// No example is longer.
const LONGEST: usize = 200;

fn is_valid(password: &str, rules: &PasswordRules, example: &CallExample) -> bool {
    let count = password.chars().count() as u64;
    let has = |is_in_class: fn(&char) -> bool| u8::from(password.chars().any(|character| is_in_class(&character)));
    let special = |character: &char| !character.is_ascii_alphanumeric();
    let classes =
        has(char::is_ascii_lowercase) + has(char::is_ascii_uppercase) + has(char::is_ascii_digit) + has(special);
    count >= rules.min_length.unwrap_or(0)
        && count <= rules.max_length.unwrap_or(u64::MAX)
        && classes >= rules.min_classes
        && password.chars().filter(special).all(|character| rules.special.contains(character))
        && !password.starts_with(|first| rules.forbidden_first.contains(first))
        && rules.similarity.iter().all(|rule| {
            let Some(other) = value_of(&rule.field, example) else { return true };
            let reversed: String = other.chars().rev().collect();
            let resembles = |other: &str| if rule.contains { password.contains(other) } else { password == other };
            other.is_empty() || !(resembles(other) || rule.reversed && resembles(&reversed))
        })
}

fn value_of<'e>(field: &RustName, example: &'e CallExample) -> Option<&'e str> {
    example.values.iter().find_map(|(name, value)| match value {
        ExampleValue::String(string) if name == field => Some(string.as_str()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SimilarityRule, WireName};

    fn rules() -> PasswordRules {
        PasswordRules {
            constant: RustName::fallback(),
            min_length: Some(8),
            max_length: Some(32),
            min_classes: 3,
            special: "!_".to_owned(),
            forbidden_first: "-".to_owned(),
            similarity: Vec::new(),
            server_side_rules: Vec::new(),
        }
    }

    fn call(user: &str) -> CallExample {
        let values = vec![(RustName::fallback(), ExampleValue::String(user.to_owned()))];
        CallExample { client: "client", values, response_field: None, error: None }
    }

    #[test]
    fn a_password_contains_permitted_special_characters_only() {
        assert_eq!(password("secret", &rules(), &call("user")).as_deref(), Some("N3w_Example_Passw0rd"));
    }

    #[test]
    fn a_documented_password_that_obeys_the_rules_is_kept() {
        assert_eq!(password("Spring_2026", &rules(), &call("user")).as_deref(), Some("Spring_2026"));
    }

    #[test]
    fn a_password_has_a_permitted_length() {
        let short = PasswordRules { max_length: Some(8), ..rules() };
        assert_eq!(password("secret", &short, &call("user")).as_deref(), Some("N3w_Exam"));
        let long = PasswordRules { min_length: Some(24), ..rules() };
        assert_eq!(password("secret", &long, &call("user")).as_deref(), Some("N3w_Example_Passw0rdN3w_"));
    }

    #[test]
    fn a_password_does_not_resemble_the_user_name() {
        let rule = SimilarityRule {
            other: WireName("user".to_owned()),
            field: RustName::fallback(),
            contains: true,
            reversed: true,
        };
        let rules = PasswordRules { similarity: vec![rule], ..rules() };
        assert_eq!(password("secret", &rules, &call("_w3N")).as_deref(), Some("N3w!Example!Passw0rd"));
    }

    #[test]
    fn rules_that_no_candidate_obeys_give_no_password() {
        let rules = PasswordRules { min_classes: 4, special: "~".to_owned(), ..rules() };
        assert_eq!(password("secret", &rules, &call("user")), None);
    }
}
