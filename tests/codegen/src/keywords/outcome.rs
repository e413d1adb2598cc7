//! Outcome of a keyword: the difference between a document with it and one without it.

use std::fmt;

use serde_json::Value;
use wireright_codegen::{
    Generation, Options, SourceFile,
    diagnostic::{Code, SourceLocation},
    generate,
};

/// The outcome of a keyword.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The code differs, and nothing is reported.
    Supported,
    /// Only the documentation differs, and nothing is reported.
    Documented,
    /// Nothing differs, and nothing is reported.
    Ignored,
    /// Only this diagnostic is reported.
    Reported(Code),
}

impl Outcome {
    /// Parses an outcome of the table: `supported`, `reported W0106`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "supported" => Some(Self::Supported),
            "documented" => Some(Self::Documented),
            "ignored" => Some(Self::Ignored),
            _ => {
                let wanted = text.strip_prefix("reported ")?;
                Code::ALL.iter().find(|code| code.as_str() == wanted).map(|code| Self::Reported(*code))
            }
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Supported => formatter.write_str("supported"),
            Self::Documented => formatter.write_str("documented"),
            Self::Ignored => formatter.write_str("ignored"),
            Self::Reported(code) => write!(formatter, "reported {code}"),
        }
    }
}

/// The output of the generator for a document.
#[derive(Debug)]
pub struct Output {
    /// The code and the JSON Pointer of each diagnostic.
    pub problems: Vec<(Code, String)>,
    files: Vec<(String, String)>,
}

impl Output {
    /// Generates code from a document in lenient or strict mode.
    ///
    /// # Panics
    ///
    /// Never: JSON can be serialized.
    pub fn of(document: &Value, lenient: bool) -> Self {
        let bytes = serde_json::to_vec_pretty(document).expect("a value can be written");
        let source = SourceFile { path: "document.json".to_owned(), bytes };
        let Generation { files, diagnostics, .. } =
            generate(vec![source], &Options { lenient, unused_types: Some(true), ..Options::default() });
        let address = |place: &SourceLocation| match place {
            SourceLocation::Node(location) => location.pointer.to_string(),
            SourceLocation::Text(..) | SourceLocation::File(_) => "the file".to_owned(),
        };
        Self {
            problems: diagnostics.iter().map(|problem| (problem.code, address(&problem.location))).collect(),
            files: files.into_iter().map(|file| (file.path, file.text)).collect(),
        }
    }

    /// The outcome of the keyword that the other document lacks. Nothing is reported about it.
    pub fn outcome_compared_to(&self, without: &Self) -> Outcome {
        if self.code() != without.code() {
            return Outcome::Supported;
        }
        if self.files == without.files { Outcome::Ignored } else { Outcome::Documented }
    }

    /// The files without their comments.
    fn code(&self) -> Vec<(&str, Vec<&str>)> {
        let code = |text: &'_ str| !text.trim_start().starts_with("//");
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.lines().filter(|line| code(line)).collect()))
            .collect()
    }

    /// The Rust type of the field `it` of the type `Thing`.
    pub fn member_type(&self) -> Option<&str> {
        let (_, text) = self.files.iter().find(|(path, _)| path.ends_with("src/types/thing.rs"))?;
        text.lines().find_map(|line| line.trim_start().strip_prefix("pub it: ")?.strip_suffix(','))
    }
}
