//! `[client.package]`: what `Cargo.toml` of a client says. Cargo and crates.io have rules for these values: a client
//! that violates them does not compile or cannot be published.

use semver::Version;
use serde::Deserialize;
use spdx::{Expression, ParseMode};
use toml::Spanned;
use wireright_codegen::diagnostic::suggest;

use super::error::Problem;
use crate::crate_files::{Metadata, RUST_VERSION};

/// Maximum number of keywords and of categories. Source: <https://doc.rust-lang.org/cargo/reference/manifest.html>.
const MAX_WORDS: usize = 5;

/// Maximum length of a keyword.
const MAX_KEYWORD: usize = 20;

/// What `Cargo.toml` says about the crate.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackageConfig {
    /// Version of the crate.
    pub version: Option<Spanned<String>>,
    /// Description of the crate.
    pub description: Option<String>,
    /// License, as an SPDX expression.
    pub license: Option<Spanned<String>>,
    /// URL of the repository.
    pub repository: Option<Spanned<String>>,
    /// URL of the home page.
    pub homepage: Option<Spanned<String>>,
    /// Authors.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Keywords for crates.io.
    #[serde(default)]
    pub keywords: Vec<Spanned<String>>,
    /// Categories of crates.io.
    #[serde(default)]
    pub categories: Vec<Spanned<String>>,
    /// Minimum Rust version.
    pub rust_version: Option<Spanned<String>>,
}

impl PackageConfig {
    /// The values for `Cargo.toml`, with defaults for the missing ones.
    pub fn metadata(&self) -> Metadata {
        let default = Metadata::default();
        let text = |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.get_ref().clone());
        let strings = |values: &[Spanned<String>]| values.iter().map(|value| value.get_ref().clone()).collect();
        Metadata {
            version: text(&self.version).unwrap_or(default.version),
            description: self.description.clone(),
            license: text(&self.license),
            repository: text(&self.repository),
            homepage: text(&self.homepage),
            authors: self.authors.clone(),
            keywords: strings(&self.keywords),
            categories: strings(&self.categories),
            rust_version: text(&self.rust_version).unwrap_or(default.rust_version),
        }
    }

    /// Fails at the first value that Cargo or crates.io refuses.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let values = [
            self.version.as_ref().and_then(|value| check(value, version_problem)),
            self.license.as_ref().and_then(|value| check(value, license_problem)),
            self.repository.as_ref().and_then(|value| check(value, url_problem)),
            self.homepage.as_ref().and_then(|value| check(value, url_problem)),
            self.rust_version.as_ref().and_then(|value| check(value, rust_version_problem)),
        ];
        let mut problems: Vec<Problem> = values.into_iter().flatten().collect();
        for (words, noun) in [(&self.keywords, "keywords"), (&self.categories, "categories")] {
            if let Some(word) = words.get(MAX_WORDS) {
                let message = format!("crates.io accepts at most {MAX_WORDS} {noun}; remove this one");
                problems.push(Problem::new(word.span(), message));
            }
        }
        problems.extend(self.keywords.iter().filter_map(|keyword| check(keyword, keyword_problem)));
        problems.extend(self.categories.iter().filter_map(|category| check(category, category_problem)));
        problems
    }
}

fn check(value: &Spanned<String>, problem: impl Fn(&str) -> Option<String>) -> Option<Problem> {
    problem(value.get_ref()).map(|message| Problem::new(value.span(), message))
}

/// A number without leading zeros.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

fn version_problem(version: &str) -> Option<String> {
    let Err(error) = Version::parse(version) else { return None };
    let numbers: Option<Vec<u64>> = version.split('.').map(number).collect();
    let example = match numbers.as_deref() {
        Some([major]) => format!("{major}.0.0"),
        Some([major, minor]) => format!("{major}.{minor}.0"),
        _ => "0.1.0".to_owned(),
    };
    Some(format!("invalid version `{}`: {error}; write it as `{example}`", version.escape_debug()))
}

fn rust_version_problem(version: &str) -> Option<String> {
    let numbers = |text: &str| -> Option<Vec<u64>> { text.split('.').map(number).collect() };
    match numbers(version).filter(|parts| (2..=3).contains(&parts.len())) {
        None => Some(format!("invalid Rust version `{version}`; write it as `{RUST_VERSION}`")),
        Some(parts) if numbers(RUST_VERSION).is_some_and(|minimum| parts < minimum) => {
            Some(format!("generated code needs Rust {RUST_VERSION}, and this is an older version"))
        }
        Some(_) => None,
    }
}

fn url_problem(url: &str) -> Option<String> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_url = host.is_some_and(|host| !host.is_empty()) && !url.contains(char::is_whitespace);
    (!is_url).then(|| format!("`{url}` is no URL; it begins with `https://`"))
}

fn keyword_problem(keyword: &str) -> Option<String> {
    let is_valid = |one: char| one.is_ascii_alphanumeric() || ['_', '-', '+'].contains(&one);
    let begins = keyword.starts_with(|first: char| first.is_ascii_alphanumeric());
    if !begins || !keyword.chars().all(is_valid) {
        return Some(format!(
            "crates.io refuses the keyword `{keyword}`; it has letters, digits, `_`, `-` and `+`, and begins with a \
             letter or a digit"
        ));
    }
    (keyword.len() > MAX_KEYWORD).then(|| format!("the keyword `{keyword}` has over {MAX_KEYWORD} characters"))
}

fn category_problem(category: &str) -> Option<String> {
    let is_part = |part: &str| {
        let is_valid = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
        !part.is_empty() && part.chars().all(is_valid)
    };
    let message = || format!("`{category}` is no category; https://crates.io/category_slugs lists them");
    (!category.split("::").all(is_part)).then(message)
}

/// How crates.io reads the license of a package: Cargo also accepts `/` for `OR`, and identifiers that SPDX deprecates.
const LICENSES: ParseMode = ParseMode {
    allow_deprecated: true,
    allow_postfix_plus_on_gpl: true,
    allow_slash_as_or_operator: true,
    ..ParseMode::STRICT
};

fn license_problem(license: &str) -> Option<String> {
    let error = Expression::parse_mode(license, LICENSES).err()?;
    let at = license.get(error.span.clone()).unwrap_or_default().trim();
    let problem = match at {
        "" => format!("`{license}` is no SPDX expression: {}", error.reason),
        at => format!("`{license}` is no SPDX expression: {} `{at}`", error.reason),
    };
    let known = spdx::imprecise_license_id(license).filter(|(_, length)| *length == license.len());
    let similar = || suggest(license, spdx::identifiers::LICENSES.iter().map(|license| license.name));
    let help = match known.map(|(id, _)| id.name).or_else(similar) {
        Some(id) => format!("; did you mean `{id}`?"),
        None => "; write it as `MIT OR Apache-2.0`".to_owned(),
    };
    Some(problem + &help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(problem: fn(&str) -> Option<String>, values: &[&str]) {
        for value in values {
            assert_eq!(problem(value), None, "{value}");
        }
    }

    fn refused(problem: fn(&str) -> Option<String>, values: &[&str]) {
        for value in values {
            assert!(problem(value).is_some(), "{value}");
        }
    }

    #[test]
    fn versions_are_semantic_versions() {
        accepted(version_problem, &["0.1.0", "1.0.0-alpha.1", "1.2.3-rc.1+build.05", "1.0.0+a-b"]);
        refused(
            version_problem,
            &["", "1", "1.2", "1.2.3.4", "01.0.0", "1.0.x", "1.0.0-", "1.0.0-01", "1.0.0+", "v1.0.0"],
        );
        assert!(version_problem("1.2").unwrap().ends_with("write it as `1.2.0`"));
        accepted(rust_version_problem, &[RUST_VERSION, "1.90.0", "2.0"]);
        refused(rust_version_problem, &["1", "1.x", "1.90.0.0", "1.90-nightly", "1.70"]);
    }

    #[test]
    fn licenses_are_spdx_expressions() {
        let valid = ["MIT", "MIT OR Apache-2.0", "MIT/Apache-2.0", "(MIT OR BSD-3-Clause) AND Unicode-3.0"];
        accepted(license_problem, &valid);
        accepted(license_problem, &["GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-Acme"]);
        refused(
            license_problem,
            &["", "Apache2", "Apache 2.0", "MIT OR", "OR MIT", "(MIT", "MIT)", "MIT and more", "\u{a9} Acme", "mit"],
        );
        accepted(license_problem, &["GPL-2.0", "GPL-2.0+", "Apache-2.0 WITH LLVM-exception"]);
        let problem = license_problem("Apache2").unwrap();
        assert_eq!(problem, "`Apache2` is no SPDX expression: unknown term `Apache2`; did you mean `Apache-2.0`?");
    }

    #[test]
    fn words_and_urls_fit_crates_io() {
        accepted(keyword_problem, &["api", "c++", "http-2_x", "2d"]);
        refused(keyword_problem, &["", "two words", "-a", "\u{e4}", "a-keyword-of-21-letters"]);
        accepted(category_problem, &["api-bindings", "web-programming::http-client"]);
        refused(category_problem, &["", "API bindings", "a::", "a:b"]);
        accepted(url_problem, &["https://example.com/pets", "http://localhost"]);
        refused(url_problem, &["", "example.com", "https://", "git@example.com:pets", "https://example.com/a b"]);
    }
}
