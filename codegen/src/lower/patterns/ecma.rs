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
pub(super) fn read(pattern: &str) -> Result<Option<UnsupportedFeature>, String> {
    let mut reader = Reader { rest: pattern, quantifiable: false, open: Vec::new(), unsupported: None };
    while let Some(character) = reader.next() {
        reader.take(character)?;
    }
    if reader.open.is_empty() { Ok(reader.unsupported) } else { Err("a `(` has no `)`".to_owned()) }
}

/// Parses from left to right without recursion, so depth is unlimited.
struct Reader<'p> {
    rest: &'p str,
    /// Whether a quantifier may follow.
    quantifiable: bool,
    /// Open groups, and whether a quantifier may follow each.
    open: Vec<bool>,
    unsupported: Option<UnsupportedFeature>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = self.rest.get(character.len_utf8()..).unwrap_or_default();
        Some(character)
    }

    /// Consumes a string if it is next.
    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn record_unsupported(&mut self, feature: UnsupportedFeature) {
        self.unsupported.get_or_insert(feature);
    }

    fn take(&mut self, character: char) -> Result<(), String> {
        match character {
            '\\' => self.escape(),
            '[' => self.class(),
            '(' => self.group(),
            ')' => {
                self.quantifiable = self.open.pop().ok_or("a `)` has no `(`")?;
                Ok(())
            }
            '*' | '+' | '?' => self.repeat(&character.to_string()),
            '{' => match self.count()? {
                Some(count) => self.repeat(&format!("{{{count}}}")),
                None => self.plain(),
            },
            '|' | '^' | '$' => {
                self.quantifiable = false;
                Ok(())
            }
            _ => self.plain(),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "the other methods fail")]
    fn plain(&mut self) -> Result<(), String> {
        self.quantifiable = true;
        Ok(())
    }

    fn repeat(&mut self, sign: &str) -> Result<(), String> {
        if !self.quantifiable {
            return Err(format!("nothing to repeat before `{sign}`"));
        }
        self.skip("?");
        self.quantifiable = false;
        Ok(())
    }

    /// The count between the braces of a quantifier. Other braces are literal.
    fn count(&mut self) -> Result<Option<String>, String> {
        let end = self.rest.find(|character: char| !character.is_ascii_digit() && character != ',');
        let (count, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let Some(rest) = rest.strip_prefix('}') else { return Ok(None) };
        let (least, most) = count.split_once(',').unwrap_or((count, ""));
        if least.is_empty() || most.contains(',') {
            return Ok(None);
        }
        let many = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
        if !most.is_empty() && many(least) > many(most) {
            return Err(format!("`{{{count}}}` goes from the greater count to the smaller"));
        }
        let count = count.to_owned();
        self.rest = rest;
        Ok(Some(count))
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(character) = self.next() else { return Err("nothing follows the last `\\`".to_owned()) };
        self.quantifiable = !matches!(character, 'b' | 'B');
        match character {
            '1'..='9' => self.record_unsupported(UnsupportedFeature::BackReference),
            'k' if self.rest.starts_with('<') => self.record_unsupported(UnsupportedFeature::BackReference),
            'p' | 'P' if self.rest.starts_with('{') => self.record_unsupported(UnsupportedFeature::UnicodeClass),
            _ => {}
        }
        Ok(())
    }

    fn class(&mut self) -> Result<(), String> {
        self.skip("^");
        // The possible first character of a range, and whether a range began.
        let (mut first, mut is_range) = (None, false);
        loop {
            let Some(character) = self.next() else { return Err("a `[` has no `]`".to_owned()) };
            let single = match character {
                ']' => break,
                '\\' => self.escape_in_class()?,
                '-' if first.is_some() && !is_range && !self.rest.starts_with(']') => {
                    is_range = true;
                    continue;
                }
                other => Some(other),
            };
            match (first, single) {
                (Some(least), Some(most)) if is_range && least > most => {
                    return Err(format!("the range `{least}-{most}` goes backwards"));
                }
                _ => first = single.filter(|_| !is_range),
            }
            is_range = false;
        }
        self.quantifiable = true;
        Ok(())
    }

    /// The character of an escape in a class, if the escape is literal.
    fn escape_in_class(&mut self) -> Result<Option<char>, String> {
        let Some(character) = self.next() else { return Err("a `[` has no `]`".to_owned()) };
        if matches!(character, 'p' | 'P') && self.rest.starts_with('{') {
            self.record_unsupported(UnsupportedFeature::UnicodeClass);
        }
        Ok(Some(character).filter(|character| !character.is_ascii_alphanumeric()))
    }

    fn group(&mut self) -> Result<(), String> {
        let mut quantifiable = true;
        if self.skip("?=") || self.skip("?!") {
            self.record_unsupported(UnsupportedFeature::LookAhead);
        } else if self.skip("?<=") || self.skip("?<!") {
            self.record_unsupported(UnsupportedFeature::LookBehind);
            quantifiable = false;
        } else if self.skip("?<") {
            self.name()?;
        } else if self.skip("?") {
            self.modifiers()?;
        }
        self.open.push(quantifiable);
        self.quantifiable = false;
        Ok(())
    }

    fn name(&mut self) -> Result<(), String> {
        let name = self.rest.split_once('>').map(|(name, rest)| (name.to_owned(), rest));
        let Some((name, rest)) = name else { return Err("the name of a group has no `>`".to_owned()) };
        let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$' | '\\');
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) || !name.chars().all(is_part) {
            return Err(format!("`{name}` is no name for a group"));
        }
        self.rest = rest;
        Ok(())
    }

    /// Modifiers between `(?` and `:`.
    fn modifiers(&mut self) -> Result<(), String> {
        let end = self.rest.find(|character| !matches!(character, 'i' | 'm' | 's' | '-')).unwrap_or(self.rest.len());
        let rest = self.rest.get(end..).unwrap_or_default();
        let Some(rest) = rest.strip_prefix(':') else {
            let first: String = self.rest.chars().take(1).collect();
            return Err(format!("`(?{first}` begins no group of ECMA-262"));
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
            assert_eq!(read(pattern), Ok(unsupported), "{pattern}");
        }
    }

    #[test]
    fn mistakes_are_explained() {
        for (pattern, mistake) in [
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
            ("a{3,2}", "`{3,2}` goes from the greater count to the smaller"),
            ("[z-a]", "the range `z-a` goes backwards"),
            ("(?>a)", "`(?>` begins no group of ECMA-262"),
            ("(?<1>a)", "`1` is no name for a group"),
            ("(?<a", "the name of a group has no `>`"),
        ] {
            assert_eq!(read(pattern), Err(mistake.to_owned()), "{pattern}");
        }
    }

    #[test]
    fn depth_and_length_are_unlimited() {
        let deep = format!("{}{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(read(&deep), Ok(None));
        assert_eq!(read(&"{".repeat(1_000_000)), Ok(None));
    }
}
