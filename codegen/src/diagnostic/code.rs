//! The stable codes of problems, and what the lenient policy does with each. A new code is one entry in the table
//! below: code, title, advice.

use std::fmt;

/// The severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The client would be wrong, so none is generated.
    Error,
    /// A part of the document has no effect on the client, which is correct without it.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// What the lenient policy does with a problem. [`Code::tolerance`] is the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tolerance {
    /// It reports the problem unchanged.
    Unchanged,
    /// An error becomes a warning, [`Code::WorkedAround`]: the invalid element was omitted or replaced.
    WorkAround,
    /// An error becomes a warning with this code. The fallback, if there is one, ends the message.
    Warning(Code),
    /// The problem is not shown: the meaning of the document is clear.
    Accepted,
}

macro_rules! codes {
    ($($name:ident = $text:literal, $title:literal, $advice:literal;)*) => {
        /// The kind of a problem, with a code that never changes its meaning.
        ///
        /// - `E01xx`: syntax of files
        /// - `E02xx`: structure and references
        /// - `E03xx`: names
        /// - `E04xx`: unsupported constructs
        /// - `E05xx`: `x-` keys of Wireright
        /// - `E06xx`: overlays
        /// - `E07xx`: options
        /// - `W01xx`: warnings
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(
                #[doc = concat!($text, ": ", $title, ".")]
                $name,
            )*
        }

        impl Code {
            /// Every code, in ascending order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as it is shown: `E0204`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The meaning of the code in one line.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// How to fix any problem with this code.
            pub fn advice(self) -> &'static str {
                match self {
                    $(Self::$name => $advice,)*
                }
            }
        }
    };
}

codes! {
    NotUtf8 = "E0101", "invalid UTF-8",
        "save the file as UTF-8";
    EmptyFile = "E0102", "empty file",
        "write a document into the file, or remove the file";
    InvalidYaml = "E0103", "invalid YAML",
        "YAML is indented with spaces, not tabs, and a string that contains `: ` or ` #` needs quotes";
    InvalidJson = "E0104", "invalid JSON",
        "correct the JSON here; JSON has no comments and no trailing commas";
    DuplicateKey = "E0105", "duplicate key in an object",
        "keep one of the two: YAML and JSON readers disagree on which one is used";
    SeveralDocuments = "E0106", "several documents in one file",
        "write each document into its own file";
    TooDeep = "E0107", "nesting too deep",
        "move the inner parts to `components` and refer to them with `$ref`";
    TooManyAliases = "E0108", "aliases make the document too large",
        "write the shared parts under `components` and refer to them with `$ref`";
    UnsupportedTag = "E0109", "unsupported YAML tag",
        "write the value without its tag; a string that looks like a number needs quotes";
    MergeKey = "E0110", "unsupported merge key",
        "write the keys out, or share the object with `$ref`";
    NonFiniteNumber = "E0111", "non-finite number",
        "write a finite number";
    TooLarge = "E0112", "file too large",
        "divide it into several files that refer to each other";
    KeyNotString = "E0113", "key is not a string",
        "put the key in quotes";
    TooManySchemas = "E0114", "schemas make the document too large",
        "omit operations that are not needed, with `--include` or `--exclude`";

    UnsupportedVersion = "E0201", "unsupported OpenAPI version",
        "convert the document to OpenAPI 3.0, 3.1 or 3.2";
    WrongType = "E0202", "wrong type of a value",
        "write a value of the expected type; a string that looks like a number, a date or `true` needs quotes";
    MissingKey = "E0203", "missing required key",
        "add the key: OpenAPI requires it here";
    DanglingReference = "E0204", "reference to a target that does not exist",
        "correct the reference, or add its target";
    UnsupportedReference = "E0205", "unsupported reference",
        "write a relative reference to a file, or a JSON pointer such as `#/components/schemas/Name`";
    CyclicReference = "E0206", "cyclic reference",
        "let one of the references lead to a value that is not a reference";
    UnknownKey = "E0207", "unknown key",
        "remove it, or correct its spelling; extension keys begin with `x-`";
    UndeclaredPathParameter = "E0208", "path names a parameter that is not declared",
        "declare it under `parameters`, with `in: path`";
    UnusedPathParameter = "E0209", "path parameter does not occur in the path",
        "use it in the path, or remove the parameter";
    OptionalPathParameter = "E0210", "path parameter is not required",
        "write `required: true`";
    MalformedPath = "E0211", "malformed path",
        "write a path such as `/things/{id}`";
    MalformedServer = "E0212", "malformed server URL",
        "write a URL such as `https://api.example.com/v1`";
    UnknownRequired = "E0213", "`required` names a property that is not declared",
        "add it to `properties`, or remove it from `required`";
    DuplicateOperation = "E0214", "two operations have the same id, or the same method and path",
        "give each operation a unique id, path and method";
    DuplicateParameter = "E0215", "duplicate parameter",
        "remove one of the two";
    ContradictoryLimits = "E0216", "contradictory limits",
        "correct or remove one of the two limits";
    MalformedPattern = "E0217", "invalid regular expression",
        "write the pattern as ECMA-262 does; a character with a special meaning needs a backslash";
    ContradictorySchemas = "E0218", "schemas that exclude each other",
        "correct one of the two schemas: no value matches both";
    ExclusiveKeys = "E0219", "keys that exclude each other",
        "keep only the key that applies";
    MalformedMethod = "E0220", "malformed or misplaced HTTP method",
        "write a method such as `COPY`; `get` and the other keys of a path item hold the operations of their methods";

    NameCollision = "E0301", "name collision in Rust",
        "rename one of the two in the document, or with an overlay";

    UnsupportedKeyword = "E0401", "unsupported construct",
        "https://github.com/wireright/wireright/blob/main/docs/keywords.md lists the effect of each keyword";

    MalformedExtension = "E0501", "malformed extension key",
        "https://github.com/wireright/wireright/blob/main/docs/extensions.md describes each `x-` key";

    MalformedOverlay = "E0601", "malformed overlay",
        "see the Overlay Specification 1.0 for the structure of an overlay";
    UnsupportedOverlay = "E0602", "unsupported overlay version",
        "write `overlay: 1.0.0`";
    MalformedTarget = "E0603", "malformed JSONPath expression",
        "see RFC 9535 for the grammar; an example is `$.paths['/things'].get`";
    UnmatchedTarget = "E0604", "target matches nothing",
        "correct the target, or remove the action";
    UpdateTypeMismatch = "E0605", "update does not fit its target",
        "update an object with an object; an array accepts one more item";
    OverlayTooLarge = "E0606", "overlay makes the document too large",
        "let the target match fewer values";

    UnmatchedInclude = "E0701", "included operations do not exist",
        "include operations of the document, or all";
    UnmatchedTypeRule = "E0702", "a rule for types matches nothing",
        "write the name of a schema or of a generated type; `*` stands for any characters";
    MalformedTypeRule = "E0703", "malformed rule for types",
        "https://github.com/wireright/wireright/blob/main/docs/wireright-toml.md describes these rules";
    RedundantDerive = "E0704", "derive of a trait that the type has already",
        "remove the derive, or let the pattern match fewer types";

    UnmatchedRename = "E0705", "a rule that renames matches nothing",
        "write the name of a schema or the id of an operation; `*` stands for any characters";
    MalformedRename = "E0706", "malformed rule that renames",
        "https://github.com/wireright/wireright/blob/main/docs/wireright-toml.md describes these rules";

    UnsupportedFormat = "W0101", "unsupported format",
        "write a format of OpenAPI's registry, or remove it";
    FormatAsString = "W0102", "format is kept as a string",
        "nothing is lost: the string is kept as it is";
    HeaderIgnored = "W0104", "OpenAPI ignores this header",
        "remove the parameter; media types and `security` define these headers";
    UnknownKeyIgnored = "W0105", "unknown key",
        "remove it, or correct its spelling; extension keys begin with `x-`";
    UnsupportedKeywordIgnored = "W0106", "unsupported keyword",
        "https://github.com/wireright/wireright/blob/main/docs/keywords.md lists the effect of each keyword";
    Untyped = "W0107", "untyped value",
        "give the value a `type`, or a named schema under `components`";
    NameDisambiguated = "W0108", "name collision in Rust, and one name was changed",
        "rename one of the two: in the document, with `x-rust-name` in an overlay, or with `[client.rename]`";
    MediaTypeOmitted = "W0109", "omitted media type",
        "describe only the media types that clients need, with an overlay if the document is not yours";
    ParameterFixed = "W0111", "path parameter does not match its path",
        "declare the parameter and use it in the path";
    WorkedAround = "W0112", "an error in the document was worked around",
        "correct the document, or report the error to its author";
    NotChecked = "W0113", "a documented rule is not checked",
        "the service still checks it";
    UnmatchedExclude = "W0114", "excluded operations do not exist",
        "exclude operations of the document, or remove the selector";
    ParameterIsApiKey = "W0115", "parameter is the API key of a security scheme",
        "set the key of the client; remove the parameter from the document";
    NarrowType = "W0116", "type accepts fewer values than its schema",
        "write `type`, and close lists and objects with `false`, if no other values are meant";
    InvalidExample = "W0117", "example or default contradicts its schema",
        "correct the value or the schema";
    AmbiguousName = "W0118", "name of two values of a request",
        "rename one of them: a server reads one of the two values";
    NotShared = "W0119", "schemas that are not shared with another client",
        "make the schemas equal, or add their names to `except`";
    ReadOnlyInRequest = "W0120", "example of a request contains a read-only property",
        "if the service expects the property, remove `readOnly`, with an overlay if the document is not yours";
}

impl Code {
    /// What the lenient policy does with a problem of this code. A layer may report an exception.
    pub(crate) fn tolerance(self) -> Tolerance {
        match self {
            Self::UnsupportedVersion => Tolerance::Unchanged,
            Self::UnknownKey => Tolerance::Warning(Self::UnknownKeyIgnored),
            Self::UnsupportedKeyword => Tolerance::Warning(Self::UnsupportedKeywordIgnored),
            Self::NameCollision | Self::DuplicateOperation => Tolerance::Warning(Self::NameDisambiguated),
            Self::UndeclaredPathParameter | Self::UnusedPathParameter | Self::OptionalPathParameter => {
                Tolerance::Warning(Self::ParameterFixed)
            }
            _ if ["E02", "E05"].iter().any(|group| self.as_str().starts_with(group)) => Tolerance::WorkAround,
            _ => Tolerance::Unchanged,
        }
    }

    /// Whether the generator works around the problem, with a warning, if invalid constructs are tolerated
    /// ([`Options::lenient`](crate::Options::lenient)).
    pub fn is_tolerated(self) -> bool {
        self.tolerance() != Tolerance::Unchanged
    }

    /// The default fallback of the lenient policy, as a clause.
    pub(super) fn fallback(self) -> &'static str {
        match self {
            Self::MissingKey => "the element without the key is omitted",
            Self::DanglingReference | Self::UnsupportedReference | Self::CyclicReference => {
                "the element with the reference is omitted"
            }
            Self::MalformedServer => "the caller has to set the endpoint",
            Self::UnknownRequired => "the property is documented and not required",
            Self::DuplicateParameter => "the first parameter is used",
            Self::ContradictoryLimits => "both limits are documented and not checked",
            Self::ContradictorySchemas => "the later schema is used",
            Self::MalformedPattern => "the pattern is documented and not checked",
            _ => "the invalid element is omitted",
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
    fn codes_are_unique_and_in_ascending_order() {
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(codes.is_sorted_by(|one, other| one < other), "{codes:?}");
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
