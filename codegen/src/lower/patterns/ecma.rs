//! The grammar of ECMA-262's patterns, as far as it takes to tell a pattern from a mistake.

/// What the runtime's engine does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beyond {
    LookAhead,
    LookBehind,
    BackReference,
    UnicodeClass,
}

impl Beyond {
    /// What a pattern does that has it.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::LookAhead => "looks ahead",
            Self::LookBehind => "looks behind",
            Self::BackReference => "refers back to one of its groups",
            Self::UnicodeClass => "has a class of Unicode",
        }
    }
}

/// Reads a pattern: what of it the engine does not have, or what is wrong with it.
pub(super) fn read(pattern: &str) -> Result<Option<Beyond>, String> {
    let mut reader = Reader { rest: pattern, repeatable: false, open: Vec::new(), beyond: None };
    while let Some(character) = reader.next() {
        reader.take(character)?;
    }
    if reader.open.is_empty() { Ok(reader.beyond) } else { Err("a `(` has no `)`".to_owned()) }
}

/// Reads from left to right. It calls nothing that calls it, so that no pattern is too deep.
struct Reader<'p> {
    rest: &'p str,
    /// Whether what was read last can be repeated.
    repeatable: bool,
    /// The groups that are open, and whether each can be repeated.
    open: Vec<bool>,
    beyond: Option<Beyond>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = self.rest.get(character.len_utf8()..).unwrap_or_default();
        Some(character)
    }

    /// Goes past a text, where it is next.
    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn is_beyond(&mut self, what: Beyond) {
        self.beyond.get_or_insert(what);
    }

    fn take(&mut self, character: char) -> Result<(), String> {
        match character {
            '\\' => self.escape(),
            '[' => self.class(),
            '(' => self.group(),
            ')' => {
                self.repeatable = self.open.pop().ok_or("a `)` has no `(`")?;
                Ok(())
            }
            '*' | '+' | '?' => self.repeat(&character.to_string()),
            '{' => match self.count()? {
                Some(count) => self.repeat(&format!("{{{count}}}")),
                None => self.plain(),
            },
            '|' | '^' | '$' => {
                self.repeatable = false;
                Ok(())
            }
            _ => self.plain(),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "one of several ways to go on, of which others fail")]
    fn plain(&mut self) -> Result<(), String> {
        self.repeatable = true;
        Ok(())
    }

    fn repeat(&mut self, sign: &str) -> Result<(), String> {
        if !self.repeatable {
            return Err(format!("there is nothing before `{sign}` that it could repeat"));
        }
        self.skip("?");
        self.repeatable = false;
        Ok(())
    }

    /// What stands between the braces of a quantifier. Other braces are characters as any.
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
        self.repeatable = !matches!(character, 'b' | 'B');
        match character {
            '1'..='9' => self.is_beyond(Beyond::BackReference),
            'k' if self.rest.starts_with('<') => self.is_beyond(Beyond::BackReference),
            'p' | 'P' if self.rest.starts_with('{') => self.is_beyond(Beyond::UnicodeClass),
            _ => {}
        }
        Ok(())
    }

    fn class(&mut self) -> Result<(), String> {
        self.skip("^");
        // The character that a range may begin with, and whether it does.
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
        self.repeatable = true;
        Ok(())
    }

    /// The character that an escape in a class stands for, where it is itself.
    fn escape_in_class(&mut self) -> Result<Option<char>, String> {
        let Some(character) = self.next() else { return Err("a `[` has no `]`".to_owned()) };
        if matches!(character, 'p' | 'P') && self.rest.starts_with('{') {
            self.is_beyond(Beyond::UnicodeClass);
        }
        Ok(Some(character).filter(|character| !character.is_ascii_alphanumeric()))
    }

    fn group(&mut self) -> Result<(), String> {
        let mut repeatable = true;
        if self.skip("?=") || self.skip("?!") {
            self.is_beyond(Beyond::LookAhead);
        } else if self.skip("?<=") || self.skip("?<!") {
            self.is_beyond(Beyond::LookBehind);
            repeatable = false;
        } else if self.skip("?<") {
            self.name()?;
        } else if self.skip("?") {
            self.modifiers()?;
        }
        self.open.push(repeatable);
        self.repeatable = false;
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

    /// What stands between `(?` and `:`.
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
    fn patterns_of_ecma_262_are_told_from_what_they_do() {
        for (pattern, beyond) in [
            ("", None),
            (r"^[a-z\d_-]+(?:\.[^]\]-]*)?$", None),
            ("a{2}b{2,}c{2,3}?d{,3}e{f}", None),
            (r"[]a]|[^]|\[|[\]\-z-\w]|}", None),
            (r"(?<name>a)|(?i:b)", None),
            (r"^(?=.*\d)(?!x)*", Some(Beyond::LookAhead)),
            (r"(?<=a)b(?<!c)", Some(Beyond::LookBehind)),
            (r"(a)\1", Some(Beyond::BackReference)),
            (r"(?<a>b)\k<a>", Some(Beyond::BackReference)),
            (r"\p{Lu}", Some(Beyond::UnicodeClass)),
            (r"[\p{L}\s]", Some(Beyond::UnicodeClass)),
        ] {
            assert_eq!(read(pattern), Ok(beyond), "{pattern}");
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
            ("*.txt", "there is nothing before `*` that it could repeat"),
            ("a++", "there is nothing before `+` that it could repeat"),
            ("a|{2}", "there is nothing before `{2}` that it could repeat"),
            (r"\b+", "there is nothing before `+` that it could repeat"),
            ("(?<=a)*", "there is nothing before `*` that it could repeat"),
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
    fn depth_and_length_are_no_matter() {
        let deep = format!("{}{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(read(&deep), Ok(None));
        assert_eq!(read(&"{".repeat(1_000_000)), Ok(None));
    }
}
