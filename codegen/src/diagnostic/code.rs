//! The stable codes of problems. A new one is one line in the table below.

use std::fmt;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The client would be wrong, so none is written.
    Error,
    /// Something of the document is not honoured; the client is right without it.
    Warning,
}

impl Severity {
    /// The word for it: `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[$group:meta])* $name:ident = $text:literal, $title:literal;)*) => {
        /// The kind of a problem, with a code that never changes its meaning.
        ///
        /// E01xx reading text, E02xx structure and references, E03xx names, E04xx constructs that are not supported,
        /// E05xx our own `x-` keys, E06xx overlays, W01xx what is not honoured.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(
                #[doc = concat!($text, ": ", $title, ".")]
                $name,
            )*
        }

        impl Code {
            /// Every code, in the order of their texts.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as people quote it: `E0204`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// What the code means, in a line.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }
        }
    };
}

codes! {
    NotUtf8 = "E0101", "the file is not UTF-8";
    EmptyFile = "E0102", "the file holds no document";
    InvalidYaml = "E0103", "the text is not YAML";
    InvalidJson = "E0104", "the text is not JSON";
    DuplicateKey = "E0105", "a key stands twice in one object";
    SeveralDocuments = "E0106", "the file holds more than one document";
    TooDeep = "E0107", "the document is nested too deeply";
    TooManyAliases = "E0108", "aliases make the document too large";
    UnsupportedTag = "E0109", "a YAML tag is not supported";
    MergeKey = "E0110", "merge keys are not supported";
    NonFiniteNumber = "E0111", "a number is not finite";
    TooLarge = "E0112", "the file is too large";
    KeyNotText = "E0113", "a key is not a text";
    TooManySchemas = "E0114", "schemas make the document too large";

    UnsupportedVersion = "E0201", "the version of OpenAPI is not supported";
    WrongType = "E0202", "a value is of another kind than expected";
    MissingKey = "E0203", "a required key is missing";
    DanglingReference = "E0204", "nothing stands at the address";
    UnsupportedReference = "E0205", "an address is not supported";
    CyclicReference = "E0206", "a reference leads back to itself";
    UnknownKey = "E0207", "a key is not known";
    UndeclaredPathParameter = "E0208", "a path names a parameter that is not declared";
    UnusedPathParameter = "E0209", "a path parameter is not named in the path";
    OptionalPathParameter = "E0210", "a path parameter is not required";
    MalformedPath = "E0211", "a path is malformed";
    MalformedServer = "E0212", "the address of a server is malformed";
    UnknownRequired = "E0213", "`required` names a property that is not declared";
    DuplicateOperation = "E0214", "two operations have one id, or one method and path";
    DuplicateParameter = "E0215", "a parameter is declared twice";

    NameCollision = "E0301", "two names meet in one Rust name";

    UnsupportedKeyword = "E0401", "a construct is not supported";

    MalformedExtension = "E0501", "an `x-` key is malformed";

    MalformedOverlay = "E0601", "an overlay is malformed";
    UnsupportedOverlay = "E0602", "the version of an overlay is not supported";
    MalformedTarget = "E0603", "a target is no JSONPath expression";
    UnmatchedTarget = "E0604", "a target matches nothing";
    MisfitUpdate = "E0605", "an update does not fit what it changes";
    OverlayTooLarge = "E0606", "an overlay makes the document too large";

    FormatNotHonoured = "W0101", "a format is not honoured";
    FormatAsText = "W0102", "a format is read as plain text";
    HeaderIgnored = "W0104", "OpenAPI has this header ignored";
    UnknownKeyIgnored = "W0105", "a key is not known";
    KeywordNotHonoured = "W0106", "a keyword is not honoured";
    Untyped = "W0107", "a value has no type of its own";
    NameDisambiguated = "W0108", "two names met in one Rust name, and one was changed";
    MediaTypeLeftOut = "W0109", "a media type is not offered";
    ParameterMended = "W0111", "a path parameter does not fit its path";
    WorkedAround = "W0112", "a mistake in the document was worked around";
    NotChecked = "W0113", "a rule is documented and not checked";
}

impl Code {
    /// Whether the rest of a document can be right without what the problem is about.
    pub(super) fn can_be_worked_around(self) -> bool {
        let text = self.as_str();
        (text.starts_with("E02") && self != Self::UnsupportedVersion)
            || text.starts_with("E04")
            || text.starts_with("E05")
    }

    /// Whether the problem is an error or a warning: the first letter of the code.
    pub fn severity(self) -> Severity {
        if self.as_str().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_none_stands_twice() {
        let texts: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(texts.is_sorted_by(|one, other| one < other), "{texts:?}");
    }

    #[test]
    fn a_code_is_a_letter_and_four_digits() {
        for code in Code::ALL {
            let (letter, digits) = code.as_str().split_at(1);
            assert!(["E", "W"].contains(&letter) && digits.len() == 4, "{code}");
            assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
            assert!(!code.title().is_empty());
        }
    }
}
