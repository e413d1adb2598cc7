//! Keywords of any value, of strings and of numbers: `type`, `enum`, lengths, patterns and ranges.

use super::{
    json_tree::JsonTree,
    number, pattern,
    rule::{Rule, length},
    violations::Violations,
};

/// Maximum number of values that a message lists, and their total length.
const MAX_LISTED: usize = 12;
const MAX_LISTED_LENGTH: usize = 200;

/// Adds the violation of a keyword.
pub(super) fn keyword(keyword: &str, argument: &JsonTree<'_>, value: &JsonTree<'_>, violations: &mut Violations) {
    match (keyword, value) {
        ("type", _) => check_type(argument, value, violations),
        ("enum", _) => check_listed(argument.items(), value, violations),
        ("const", _) => check_listed(std::slice::from_ref(argument), value, violations),
        ("minLength", JsonTree::String(text)) => {
            let min = argument.as_count().unwrap_or(0);
            length(text, min, u64::MAX, &mut |rule, message| violations.add_here(rule, message));
        }
        ("maxLength", JsonTree::String(text)) => {
            let max = argument.as_count().unwrap_or(u64::MAX);
            length(text, 0, max, &mut |rule, message| violations.add_here(rule, message));
        }
        ("pattern", JsonTree::String(text)) => {
            if let Some(pattern) = argument.as_str().filter(|pattern| !pattern::matches(pattern, text)) {
                violations.add_here(Rule::PatternMismatch, format!("must match the pattern `{pattern}`"));
            }
        }
        (_, JsonTree::Number(number)) => {
            if let JsonTree::Number(limit) = argument {
                number::check(keyword, limit, number, &mut |rule, message| violations.add_here(rule, message));
            }
        }
        _ => {}
    }
}

fn check_type(argument: &JsonTree<'_>, value: &JsonTree<'_>, violations: &mut Violations) {
    let names: Vec<&str> = match argument {
        JsonTree::String(name) => vec![name],
        names => names.items().iter().filter_map(JsonTree::as_str).collect(),
    };
    if !names.iter().any(|name| value.has_type(name)) {
        let named = names.iter().map(|name| match *name {
            "null" => "null".to_owned(),
            vowel if vowel.starts_with(['a', 'i', 'o']) => format!("an {vowel}"),
            name => format!("a {name}"),
        });
        let named: Vec<String> = named.collect();
        violations.add_here(Rule::WrongType, format!("must be {}", named.join(" or ")));
    }
}

fn check_listed(listed: &[JsonTree<'_>], value: &JsonTree<'_>, violations: &mut Violations) {
    if listed.iter().any(|known| known.equals(value)) {
        return;
    }
    let shown = |value: &JsonTree<'_>| match value {
        JsonTree::Number(text) => (*text).to_owned(),
        other => other.canonical(),
    };
    let mut shown: Vec<String> = listed.iter().take(MAX_LISTED).map(shown).collect();
    while shown.len() > 1 && shown.iter().map(String::len).sum::<usize>() > MAX_LISTED_LENGTH {
        shown.pop();
    }
    let more = if shown.len() < listed.len() { ", …" } else { "" };
    let message = match shown.as_slice() {
        [only] if more.is_empty() && only.len() <= MAX_LISTED_LENGTH => format!("must be {only}"),
        [_] => "must be one of the listed values".to_owned(),
        _ => format!("must be one of {}{more}", shown.join(", ")),
    };
    violations.add_here(Rule::NotListed, message);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(name: &str, argument: &str, value: &str) -> String {
        let mut violations = Violations::new();
        let [argument, value] = [argument, value].map(|text| JsonTree::parse(text).unwrap());
        keyword(name, &argument, &value, &mut violations);
        violations.to_string()
    }

    #[test]
    fn messages_name_the_requirement_and_not_the_value() {
        for (name, argument, value, message) in [
            ("type", "\"integer\"", "1.5", "must be an integer"),
            ("type", "[\"string\",\"null\"]", "5", "must be a string or null"),
            ("const", "5", "\"hunter2\"", "must be 5"),
            ("enum", "[\"a\",null]", "\"hunter2\"", "must be one of \"a\", null"),
            ("minLength", "2", "\"é\"", "must have at least 2 characters"),
            ("maxLength", "2", "\"ééé\"", "must have at most 2 characters"),
            ("pattern", "\"^[0-9]+$\"", "\"hunter2\"", "must match the pattern `^[0-9]+$`"),
            ("maximum", "4", "5", "must be at most 4"),
        ] {
            assert_eq!(broken(name, argument, value), format!("the value {message}"));
        }
        let many: Vec<String> = (0..20).map(|number| number.to_string()).collect();
        let message = broken("enum", &format!("[{}]", many.join(",")), "30");
        assert_eq!(message, "the value must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …");
    }

    #[test]
    fn a_keyword_for_another_type_has_no_effect() {
        for (name, argument, value) in
            [("minLength", "2", "1"), ("maximum", "2", "\"9\""), ("pattern", "\"x\"", "5"), ("unknown", "2", "1")]
        {
            assert_eq!(broken(name, argument, value), "", "{name}");
        }
    }
}
