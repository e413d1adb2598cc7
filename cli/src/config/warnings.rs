//! Codes of warnings that are allowed, in their text form.

use toml::Spanned;
use wireright_codegen::{
    Generation,
    diagnostic::{Code, Diagnostic, Severity, suggest},
};

use super::error::Problem;

/// The code of a diagnostic, in upper or lower case.
///
/// # Errors
///
/// No diagnostic has the code: what to do next.
pub(crate) fn find_code(text: &str) -> Result<Code, String> {
    let wanted = text.to_ascii_uppercase();
    let found = Code::ALL.iter().find(|code| code.as_str() == wanted).copied();
    found.ok_or_else(|| match suggest(&wanted, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => format!("a diagnostic with a similar code exists: `{near}`"),
        None => "`wireright explain` lists all codes".to_owned(),
    })
}

/// Parses the code of a diagnostic that can be a warning, such as `W0106`.
///
/// # Errors
///
/// No diagnostic has the code, or it is always an error.
pub fn parse_warning(text: &str) -> Result<Code, String> {
    let code = find_code(text).map_err(|help| format!("unknown diagnostic: {help}"))?;
    if code.severity() == Severity::Error && !code.is_tolerated() {
        return Err(format!("`{}` is always an error", code.as_str()));
    }
    Ok(code)
}

/// The codes, without invalid ones.
pub(super) fn codes(strings: &[Spanned<String>]) -> Vec<Code> {
    strings.iter().filter_map(|text| parse_warning(text.get_ref()).ok()).collect()
}

/// The codes that are invalid.
pub(super) fn problems(strings: &[Spanned<String>]) -> impl Iterator<Item = Problem> {
    strings.iter().filter_map(|text| {
        let message = format!("invalid warning `{}`", text.get_ref().escape_debug());
        Some(Problem::new(text.span(), message).help(parse_warning(text.get_ref()).err()?))
    })
}

/// Removes the warnings with these codes. The code of an error allows its workarounds. Errors stay.
pub(crate) fn remove(generation: &mut Generation, allowed: &[Code]) {
    let is_allowed = |problem: &Diagnostic| {
        let mistake = problem.workaround.as_ref().map(|workaround| workaround.mistake);
        allowed.contains(&problem.code) || mistake.is_some_and(|code| allowed.contains(&code))
    };
    generation.diagnostics.retain(|problem| problem.severity() == Severity::Error || !is_allowed(problem));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_of_warnings_are_allowed() {
        assert_eq!(parse_warning("w0106"), Ok(Code::UnsupportedKeywordIgnored));
        assert!(Code::MissingKey.is_tolerated());
        assert_eq!(parse_warning(Code::MissingKey.as_str()), Ok(Code::MissingKey));
        assert_eq!(parse_warning("E0103"), Err("`E0103` is always an error".to_owned()));
        let error = parse_warning("W9106").unwrap_err();
        assert!(error.starts_with("unknown diagnostic: "), "{error}");
    }
}
