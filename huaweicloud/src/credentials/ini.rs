//! INI files as Python's `configparser` reads them, which the official SDK uses for profiles.
//!
//! Names and values are separated by `=` or `:`. Names are converted to lower case. Lines that begin with `#` or `;`
//! are comments; there are no comments after a value. A line with more indentation continues the value before it.
//! `%%` is a percent sign and `%(name)s` the value of another name. The section `DEFAULT` supplies values that other
//! sections lack. Duplicates are errors.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// The maximum depth of references between values.
const MAX_DEPTH: usize = 10;

/// The section with values that other sections lack.
const DEFAULT: &str = "DEFAULT";

/// A file whose values are not interpolated yet.
#[derive(Default)]
pub(super) struct Ini {
    sections: BTreeMap<String, Section>,
}

type Section = BTreeMap<String, Zeroizing<String>>;

/// The position of the parser.
struct Position {
    section: String,
    /// The name whose value may continue.
    name: Option<String>,
    indent: usize,
}

impl Ini {
    /// Parses a file. The error has the number of the line and shows nothing of it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut ini = Self::default();
        let mut place: Option<Position> = None;
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let wrong = |problem: &str| format!("line {} {problem}", index + 1);
            let content = line.trim();
            if content.starts_with(['#', ';']) {
                continue;
            }
            let indent = line.len() - line.trim_start().len();
            if let Some(place) = &mut place
                && let Some(name) = &place.name
                && (content.is_empty() || indent > place.indent)
            {
                if let Some(value) = ini.sections.get_mut(&place.section).and_then(|section| section.get_mut(name)) {
                    value.push('\n');
                    value.push_str(content);
                }
                continue;
            }
            if content.is_empty() {
                continue;
            }
            if let Some(section) = header(content) {
                let is_new = !ini.sections.contains_key(section);
                if !is_new && section != DEFAULT {
                    return Err(wrong("repeats a section"));
                }
                ini.sections.entry(section.to_owned()).or_default();
                place = Some(Position { section: section.to_owned(), name: None, indent });
                continue;
            }
            let Some(place) = &mut place else { return Err(wrong("is before the first section")) };
            place.indent = indent;
            let Some((name, value)) = content.split_once(['=', ':']).filter(|(name, _)| !name.trim().is_empty()) else {
                return Err(wrong("is neither a section nor a name with a value"));
            };
            let name = name.trim_end().to_lowercase();
            let section = ini.sections.entry(place.section.clone()).or_default();
            if section.insert(name.clone(), Zeroizing::new(value.trim().to_owned())).is_some() {
                return Err(wrong("repeats a name of its section"));
            }
            place.name = Some(name);
        }
        Ok(ini)
    }

    /// Whether a section exists. `DEFAULT` does not count.
    pub(super) fn has_section(&self, section: &str) -> bool {
        section != DEFAULT && self.sections.contains_key(section)
    }

    /// The interpolated value of a name in a section; `None` if it is missing or empty. The error shows no value.
    pub(super) fn get(&self, section: &str, name: &str) -> Result<Option<Zeroizing<String>>, String> {
        let Some(raw) = self.raw(section, name) else { return Ok(None) };
        let mut value = Zeroizing::new(String::new());
        self.interpolate(section, raw.trim_end(), &mut value, MAX_DEPTH)
            .map_err(|problem| format!("the value of `{name}` {problem}"))?;
        Ok(Some(value).filter(|value| !value.is_empty()))
    }

    fn raw(&self, section: &str, name: &str) -> Option<&str> {
        let in_section = |section: &str| self.sections.get(section)?.get(name).map(|value| value.as_str());
        in_section(section).or_else(|| in_section(DEFAULT))
    }

    fn interpolate(&self, section: &str, raw: &str, into: &mut String, depth: usize) -> Result<(), String> {
        if depth == 0 {
            return Err("refers to itself, or to other values too deeply".to_owned());
        }
        let mut rest = raw;
        while let Some((before, after)) = rest.split_once('%') {
            into.push_str(before);
            if let Some(after) = after.strip_prefix('%') {
                into.push('%');
                rest = after;
                continue;
            }
            let reference = after.strip_prefix('(').and_then(|after| after.split_once(")s"));
            let Some((name, after)) = reference else {
                return Err("has a `%` that is followed neither by `%` nor by `(name)s`".to_owned());
            };
            let Some(raw) = self.raw(section, &name.to_lowercase()) else {
                return Err("refers to an unknown name".to_owned());
            };
            self.interpolate(section, raw.trim_end(), into, depth - 1)?;
            rest = after;
        }
        into.push_str(rest);
        Ok(())
    }
}

/// The name in a section header. Text after the bracket is ignored.
fn header(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.rsplit_once(']').map(|(name, _)| name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, name: &str) -> Option<String> {
        let ini = Ini::parse(text).unwrap();
        ini.get("basic", name).unwrap().map(|value| value.to_string())
    }

    /// Each as Python 3.11 reads it.
    #[test]
    fn values_are_those_of_configparser() {
        for (text, expected) in [
            ("[basic]\nak=A", Some("A")),
            ("[basic]\nAK : A:=b", Some("A:=b")),
            (
                "# c\n\n[basic] trailing\n ; c\n  ak  =  A # not a comment ; either\n",
                Some("A # not a comment ; either"),
            ),
            ("[basic]\nak = P%%K", Some("P%K")),
            ("[basic]\nak = %(SK)s-%(sk)s\nsk = s%%", Some("s%-s%")),
            ("[DEFAULT]\nak = d\n[basic]\nsk = s", Some("d")),
            ("[DEFAULT]\nak = d\n[basic]\nak = b", Some("b")),
            ("[basic]\nak = a\n  b\n\n  c\nsk = s", Some("a\nb\n\nc")),
            ("[basic]\nak =\n", None),
            ("[basic]\n[other]\nak = a", None),
            ("\u{feff}[basic]\r\nak = a\r\n", Some("a")),
        ] {
            assert_eq!(value(text, "ak").as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn invalid_files_are_rejected_without_showing_them() {
        for text in [
            "ak = hunter2",
            "[basic]\nhunter2",
            "[basic]\n= hunter2",
            "[basic]\nak = hunter2\nAK = hunter2",
            "[basic]\nak = hunter2\n[basic]\n",
        ] {
            let error = Ini::parse(text).err().unwrap_or_else(|| panic!("{text:?} was taken"));
            assert!(error.starts_with("line ") && !error.contains("hunter2"), "{error}");
        }
        for text in ["hunter2%", "hunter2%x", "%(none)s hunter2", "hunter2 %(ak)s", "hunter2 %(ak"] {
            let error = Ini::parse(&format!("[basic]\nak = {text}")).unwrap().get("basic", "ak").unwrap_err();
            assert!(error.contains("`ak`") && !error.contains("hunter2"), "{error}");
        }
    }
}
