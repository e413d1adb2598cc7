//! Selectors of operations, in their text form.

use toml::Spanned;
use wireright_codegen::{ConfigSelector, InvalidSelector, Selector};

use super::error::Problem;

/// The selectors with their places in the configuration.
pub(super) fn with_places(selectors: &[Spanned<String>]) -> Result<Vec<ConfigSelector>, Problem> {
    let with_place = |one: &Spanned<String>| match parse_or_explain(one.get_ref()) {
        Ok(selector) => Ok(ConfigSelector { selector, span: Some(one.span()) }),
        Err(problem) => Err(Problem::new(one.span(), problem)),
    };
    selectors.iter().map(with_place).collect()
}

/// The selectors that are invalid.
pub(super) fn problems<'s>(selectors: impl Iterator<Item = &'s Spanned<String>>) -> impl Iterator<Item = Problem> {
    selectors.filter_map(|one| with_places(std::slice::from_ref(one)).err())
}

/// Parses a selector. The error names the text.
pub(crate) fn parse_or_explain(text: &str) -> Result<Selector, String> {
    parse_selector(text).map_err(|problem| format!("invalid selector `{}`: {problem}", text.escape_debug()))
}

/// Parses a selector: `operation:ID`, `tag:NAME`, `path:PREFIX` or `deprecated`.
///
/// # Errors
///
/// The text has another form.
pub fn parse_selector(text: &str) -> Result<Selector, String> {
    text.parse().map_err(|problem: InvalidSelector| problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_have_a_kind_and_a_value() {
        assert_eq!(parse_selector("operation:users/list"), Ok(Selector::Operation("users/list".to_owned())));
        assert_eq!(parse_selector("tag:a: b"), Ok(Selector::Tag("a: b".to_owned())));
        assert_eq!(parse_selector("deprecated"), Ok(Selector::Deprecated));
        assert_eq!(parse_selector("path:/v1"), Ok(Selector::Path("/v1".to_owned())));
        for invalid in ["users", "id:x", "tag:", "path:v1", ""] {
            assert!(parse_selector(invalid).is_err(), "{invalid}");
        }
    }
}
