//! The stable codes of problems. A new one is one entry in the table below: code, title, advice.

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
    ($($name:ident = $text:literal, $title:literal, $advice:literal;)*) => {
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

            /// What a reader can do about any problem of this kind.
            pub fn advice(self) -> &'static str {
                match self {
                    $(Self::$name => $advice,)*
                }
            }
        }
    };
}

codes! {
    NotUtf8 = "E0101", "the file is not UTF-8",
        "save the file as UTF-8";
    EmptyFile = "E0102", "the file holds no document",
        "write the document into it, or leave the file out";
    InvalidYaml = "E0103", "the text is not YAML",
        "YAML indents with spaces, never tabs, and a text that holds `: ` or ` #` needs quotes";
    InvalidJson = "E0104", "the text is not JSON",
        "mend the JSON here; it has no comments and no comma after the last member";
    DuplicateKey = "E0105", "a key stands twice in one object",
        "keep one of the two: YAML and JSON readers disagree on which counts";
    SeveralDocuments = "E0106", "the file holds more than one document",
        "put each document into a file of its own";
    TooDeep = "E0107", "the document is nested too deeply",
        "give the inner parts names of their own and refer to them with `$ref`";
    TooManyAliases = "E0108", "aliases make the document too large",
        "write the shared parts under `components` and refer to them with `$ref`";
    UnsupportedTag = "E0109", "a YAML tag is not supported",
        "write the value without its tag; a text that looks like a number needs quotes";
    MergeKey = "E0110", "merge keys are not supported",
        "write the keys out, or share the object with `$ref`";
    NonFiniteNumber = "E0111", "a number is not finite",
        "write a number that is finite";
    TooLarge = "E0112", "the file is too large",
        "divide it into several files that refer to each other";
    KeyNotString = "E0113", "a key is not a text",
        "put the key in quotes";
    TooManySchemas = "E0114", "schemas make the document too large",
        "leave out what is not needed, with `--include` or `--exclude`";

    UnsupportedVersion = "E0201", "the version of OpenAPI is not supported",
        "convert the document to OpenAPI 3.0 or 3.1";
    WrongType = "E0202", "a value is of another kind than expected",
        "write what is expected; a text that looks like a number, a date or `true` needs quotes";
    MissingKey = "E0203", "a required key is missing",
        "add it: OpenAPI requires it here";
    DanglingReference = "E0204", "nothing stands at the address",
        "correct the address, or add what it names";
    UnsupportedReference = "E0205", "an address is not supported",
        "write a relative reference to a file, or a JSON pointer such as `#/components/schemas/Name`";
    CyclicReference = "E0206", "a reference leads back to itself",
        "let one of the references lead to a value that is written out";
    UnknownKey = "E0207", "a key is not known",
        "remove it, or correct its spelling; keys of one's own begin with `x-`";
    UndeclaredPathParameter = "E0208", "a path names a parameter that is not declared",
        "declare it under `parameters`, with `in: path`";
    UnusedPathParameter = "E0209", "a path parameter is not named in the path",
        "name it in the path, or remove the parameter";
    OptionalPathParameter = "E0210", "a path parameter is not required",
        "write `required: true`";
    MalformedPath = "E0211", "a path is malformed",
        "write a path such as `/things/{id}`";
    MalformedServer = "E0212", "the address of a server is malformed",
        "write an address such as `https://api.example.com/v1`";
    UnknownRequired = "E0213", "`required` names a property that is not declared",
        "add it to `properties`, or take it out of `required`";
    DuplicateOperation = "E0214", "two operations have one id, or one method and path",
        "give each operation an id, a path and a method that no other has";
    DuplicateParameter = "E0215", "a parameter is declared twice",
        "remove one of the two";
    ContradictoryLimits = "E0216", "no value is within the limits",
        "correct one of the two limits, or take it out";
    MalformedPattern = "E0217", "a pattern is no regular expression",
        "write the pattern as ECMA-262 does; a character that means something there needs a backslash";

    NameCollision = "E0301", "two names meet in one Rust name",
        "rename one of the two in the document, or with an overlay";

    UnsupportedKeyword = "E0401", "a construct is not supported",
        "describe it by other means, or leave the operation out with `--exclude`";

    MalformedExtension = "E0501", "an `x-` key is malformed",
        "`specs/README.md` of Wireright says what each `x-` key means and where it belongs";

    MalformedOverlay = "E0601", "an overlay is malformed",
        "see the Overlay Specification 1.0 for the form of an overlay";
    UnsupportedOverlay = "E0602", "the version of an overlay is not supported",
        "write `overlay: 1.0.0`";
    MalformedTarget = "E0603", "a target is no JSONPath expression",
        "see RFC 9535 for the grammar; an example is `$.paths['/things'].get`";
    UnmatchedTarget = "E0604", "a target matches nothing",
        "correct the target, or remove the action";
    UpdateTypeMismatch = "E0605", "an update does not fit what it changes",
        "update an object with an object; an array takes one more item";
    OverlayTooLarge = "E0606", "an overlay makes the document too large",
        "let the target match fewer places";

    UnsupportedFormat = "W0101", "a format is not honoured",
        "write a format that OpenAPI's registry has, or none";
    FormatAsString = "W0102", "a format is read as plain text",
        "nothing is lost: the text is kept as it is";
    HeaderIgnored = "W0104", "OpenAPI has this header ignored",
        "remove the parameter; media types and `security` say the same";
    UnknownKeyIgnored = "W0105", "a key is not known",
        "remove it, or correct its spelling; keys of one's own begin with `x-`";
    UnsupportedKeywordIgnored = "W0106", "a keyword is not honoured",
        "`docs/keywords.md` of Wireright says of each keyword what becomes of it";
    Untyped = "W0107", "a value has no type of its own",
        "give the value a `type`, or a schema with a name of its own under `components`";
    NameDisambiguated = "W0108", "two names met in one Rust name, and one was changed",
        "rename one of the two in the document, or with an overlay";
    MediaTypeOmitted = "W0109", "a media type is not offered",
        "describe only the media types that clients need, with an overlay if the document is not yours";
    ParameterFixed = "W0111", "a path parameter does not fit its path",
        "declare the parameter and name it in the path";
    WorkedAround = "W0112", "a mistake in the document was worked around",
        "mend the document, or tell its author";
    NotChecked = "W0113", "a rule is documented and not checked",
        "the service still checks it";
}

impl Code {
    /// Whether the rest of a document can be right without what the problem is about.
    pub(super) fn can_be_worked_around(self) -> bool {
        let text = self.as_str();
        (text.starts_with("E02") && self != Self::UnsupportedVersion)
            || text.starts_with("E04")
            || text.starts_with("E05")
    }

    /// What a client does instead, where the mistake was worked around and its place says nothing better.
    pub(super) fn instead(self) -> &'static str {
        match self {
            Self::MissingKey => "what lacks it is left out",
            Self::DanglingReference | Self::UnsupportedReference | Self::CyclicReference => {
                "what refers there is left out"
            }
            Self::MalformedServer => "whoever calls gives the endpoint",
            Self::UnknownRequired => "it is documented, and nothing asks for it",
            Self::DuplicateParameter => "the first one counts",
            Self::ContradictoryLimits => "both are documented, and neither is checked",
            Self::MalformedPattern => "it is documented, and not checked",
            _ => "what stands here is left out",
        }
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
            assert!(!code.title().is_empty() && !code.advice().is_empty() && !code.advice().ends_with('.'));
        }
    }
}
