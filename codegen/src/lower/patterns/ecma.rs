//! The grammar of ECMA-262 patterns, as far as needed to find malformed and unsupported patterns.

/// A feature of ECMA-262 that the engine of the runtime lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnsupportedFeature {
    LookAhead,
    LookBehind,
    BackReference,
    UnicodeClass,
}

impl UnsupportedFeature {
    /// Name of the feature.
    pub(super) fn description(self) -> &'static str {
        match self {
            Self::LookAhead => "look-ahead",
            Self::LookBehind => "look-behind",
            Self::BackReference => "back-reference",
            Self::UnicodeClass => "Unicode class",
        }
    }
}

/// Parses a pattern. Returns its first unsupported feature, or why it is malformed.
pub(super) fn find_unsupported(pattern: &str) -> Result<Option<UnsupportedFeature>, String> {
    let mut parser = PatternParser { rest: pattern, quantifiable: false, open: Vec::new(), unsupported: None };
    while let Some(character) = parser.next_character() {
        parser.parse_term(character)?;
    }
    if parser.open.is_empty() { Ok(parser.unsupported) } else { Err("a `(` has no `)`".to_owned()) }
}

/// Parses from left to right without recursion, so depth is unlimited.
struct PatternParser<'p> {
    rest: &'p str,
    /// Whether a quantifier may follow.
    quantifiable: bool,
    /// Open groups, and whether a quantifier may follow each.
    open: Vec<bool>,
    unsupported: Option<UnsupportedFeature>,
}

impl PatternParser<'_> {
    fn next_character(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = self.rest.get(character.len_utf8()..).unwrap_or_default();
        Some(character)
    }

    /// Consumes a string if it is next.
    fn skip_if_next(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn record_unsupported(&mut self, feature: UnsupportedFeature) {
        self.unsupported.get_or_insert(feature);
    }

    fn parse_term(&mut self, character: char) -> Result<(), String> {
        match character {
            '\\' => self.parse_escape(),
            '[' => self.parse_class(),
            '(' => self.parse_group(),
            ')' => {
                self.quantifiable = self.open.pop().ok_or("a `)` has no `(`")?;
                Ok(())
            }
            '*' | '+' | '?' => self.parse_quantifier(&character.to_string()),
            '{' => match self.parse_count()? {
                Some(count) => self.parse_quantifier(&format!("{{{count}}}")),
                None => self.accept_literal(),
            },
            '|' | '^' | '$' => {
                self.quantifiable = false;
                Ok(())
            }
            _ => self.accept_literal(),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "the other methods fail")]
    fn accept_literal(&mut self) -> Result<(), String> {
        self.quantifiable = true;
        Ok(())
    }

    fn parse_quantifier(&mut self, sign: &str) -> Result<(), String> {
        if !self.quantifiable {
            return Err(format!("nothing to repeat before `{sign}`"));
        }
        self.skip_if_next("?");
        self.quantifiable = false;
        Ok(())
    }

    /// The count between the braces of a quantifier. Other braces are literal.
    fn parse_count(&mut self) -> Result<Option<String>, String> {
        let end = self.rest.find(|character: char| !character.is_ascii_digit() && character != ',');
        let (count, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let Some(rest) = rest.strip_prefix('}') else { return Ok(None) };
        let (least, most) = count.split_once(',').unwrap_or((count, ""));
        if least.is_empty() || most.contains(',') {
            return Ok(None);
        }
        let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
        if !most.is_empty() && number(least) > number(most) {
            return Err(format!("`{{{count}}}` has a minimum above its maximum"));
        }
        let count = count.to_owned();
        self.rest = rest;
        Ok(Some(count))
    }

    fn parse_escape(&mut self) -> Result<(), String> {
        let Some(character) = self.next_character() else { return Err("nothing follows the last `\\`".to_owned()) };
        self.quantifiable = !matches!(character, 'b' | 'B');
        match character {
            '1'..='9' => self.record_unsupported(UnsupportedFeature::BackReference),
            'k' if self.rest.starts_with('<') => self.record_unsupported(UnsupportedFeature::BackReference),
            'p' | 'P' if self.rest.starts_with('{') => self.record_unsupported(UnsupportedFeature::UnicodeClass),
            _ => {}
        }
        Ok(())
    }

    fn parse_class(&mut self) -> Result<(), String> {
        self.skip_if_next("^");
        // The possible first character of a range, and whether a range began.
        let (mut first, mut is_range) = (None, false);
        loop {
            let Some(character) = self.next_character() else { return Err("a `[` has no `]`".to_owned()) };
            let single = match character {
                ']' => break,
                '\\' => self.parse_escape_in_class()?,
                '-' if first.is_some() && !is_range && !self.rest.starts_with(']') => {
                    is_range = true;
                    continue;
                }
                other => Some(other),
            };
            match (first, single) {
                (Some(least), Some(most)) if is_range && least > most => {
                    return Err(format!("the range `{least}-{most}` is in reverse order"));
                }
                _ => first = single.filter(|_| !is_range),
            }
            is_range = false;
        }
        self.quantifiable = true;
        Ok(())
    }

    /// The character of an escape in a class, if the escape is literal.
    fn parse_escape_in_class(&mut self) -> Result<Option<char>, String> {
        let Some(character) = self.next_character() else { return Err("a `[` has no `]`".to_owned()) };
        if matches!(character, 'p' | 'P') && self.rest.starts_with('{') {
            self.record_unsupported(UnsupportedFeature::UnicodeClass);
        }
        Ok(Some(character).filter(|character| !character.is_ascii_alphanumeric()))
    }

    fn parse_group(&mut self) -> Result<(), String> {
        let mut quantifiable = true;
        if self.skip_if_next("?=") || self.skip_if_next("?!") {
            self.record_unsupported(UnsupportedFeature::LookAhead);
        } else if self.skip_if_next("?<=") || self.skip_if_next("?<!") {
            self.record_unsupported(UnsupportedFeature::LookBehind);
            quantifiable = false;
        } else if self.skip_if_next("?<") {
            self.parse_group_name()?;
        } else if self.skip_if_next("?") {
            self.parse_modifiers()?;
        }
        self.open.push(quantifiable);
        self.quantifiable = false;
        Ok(())
    }

    fn parse_group_name(&mut self) -> Result<(), String> {
        let name = self.rest.split_once('>').map(|(name, rest)| (name.to_owned(), rest));
        let Some((name, rest)) = name else { return Err("the name of a group has no `>`".to_owned()) };
        let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$' | '\\');
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) || !name.chars().all(is_part) {
            return Err(format!("`{name}` is not a group name"));
        }
        self.rest = rest;
        Ok(())
    }

    /// Modifiers between `(?` and `:`.
    fn parse_modifiers(&mut self) -> Result<(), String> {
        let end = self.rest.find(|character| !matches!(character, 'i' | 'm' | 's' | '-')).unwrap_or(self.rest.len());
        let rest = self.rest.get(end..).unwrap_or_default();
        let Some(rest) = rest.strip_prefix(':') else {
            let first: String = self.rest.chars().take(1).collect();
            return Err(format!("`(?{first}` does not begin a group in ECMA-262"));
        };
        self.rest = rest;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsupported_features_are_found() {
        for (pattern, unsupported) in [
            ("", None),
            (r"^[a-z\d_-]+(?:\.[^]\]-]*)?$", None),
            ("a{2}b{2,}c{2,3}?d{,3}e{f}", None),
            (r"[]a]|[^]|\[|[\]\-z-\w]|}", None),
            (r"(?<name>a)|(?i:b)", None),
            (r"^(?=.*\d)(?!x)*", Some(UnsupportedFeature::LookAhead)),
            (r"(?<=a)b(?<!c)", Some(UnsupportedFeature::LookBehind)),
            (r"(a)\1", Some(UnsupportedFeature::BackReference)),
            (r"(?<a>b)\k<a>", Some(UnsupportedFeature::BackReference)),
            (r"\p{Lu}", Some(UnsupportedFeature::UnicodeClass)),
            (r"[\p{L}\s]", Some(UnsupportedFeature::UnicodeClass)),
        ] {
            assert_eq!(find_unsupported(pattern), Ok(unsupported), "{pattern}");
        }
    }

    #[test]
    fn malformed_patterns_are_errors() {
        for (pattern, problem) in [
            ("[", "a `[` has no `]`"),
            (r"[a\]", "a `[` has no `]`"),
            ("(a", "a `(` has no `)`"),
            ("a)", "a `)` has no `(`"),
            (r"a\", r"nothing follows the last `\`"),
            ("*.txt", "nothing to repeat before `*`"),
            ("a++", "nothing to repeat before `+`"),
            ("a|{2}", "nothing to repeat before `{2}`"),
            (r"\b+", "nothing to repeat before `+`"),
            ("(?<=a)*", "nothing to repeat before `*`"),
            ("a{3,2}", "`{3,2}` has a minimum above its maximum"),
            ("[z-a]", "the range `z-a` is in reverse order"),
            ("(?>a)", "`(?>` does not begin a group in ECMA-262"),
            ("(?<1>a)", "`1` is not a group name"),
            ("(?<a", "the name of a group has no `>`"),
        ] {
            assert_eq!(find_unsupported(pattern), Err(problem.to_owned()), "{pattern}");
        }
    }

    #[test]
    fn depth_and_length_are_unlimited() {
        let deep = format!("{}{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(find_unsupported(&deep), Ok(None));
        assert_eq!(find_unsupported(&"{".repeat(1_000_000)), Ok(None));
    }
}
