//! What becomes of a keyword: seen by generating from a document with it and from one without it.

use std::fmt;

use serde_json::Value;
use wireright_codegen::{
    Generation, Options, SourceFile,
    diagnostic::{Code, SourceLocation},
    generate,
};

/// What becomes of a keyword.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The code is another, and nothing is reported.
    Honoured,
    /// The documentation is another, the code is not, and nothing is reported.
    Documented,
    /// Nothing is another, and nothing is reported.
    Ignored,
    /// A problem with this code is reported, and no other.
    Reported(Code),
}

impl Outcome {
    /// An outcome as the table writes it: `honoured`, `reported W0106`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "honoured" => Some(Self::Honoured),
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
            Self::Honoured => formatter.write_str("honoured"),
            Self::Documented => formatter.write_str("documented"),
            Self::Ignored => formatter.write_str("ignored"),
            Self::Reported(code) => write!(formatter, "reported {code}"),
        }
    }
}

/// What the generator makes of a document.
#[derive(Debug)]
pub struct Observation {
    /// Each problem's code and the address that it names.
    pub problems: Vec<(Code, String)>,
    files: Vec<(String, String)>,
}

/// Generates from a document, somebody else's or ours.
///
/// # Panics
///
/// Never: a value of JSON can be written.
pub fn observe(document: &Value, lenient: bool) -> Observation {
    let bytes = serde_json::to_vec_pretty(document).expect("a value can be written");
    let source = SourceFile { path: "document.json".to_owned(), bytes };
    let Generation { files, diagnostics, .. } = generate(vec![source], &Options { lenient, ..Options::default() });
    let address = |place: &SourceLocation| match place {
        SourceLocation::Node(location) => location.pointer.to_string(),
        SourceLocation::Text(..) | SourceLocation::File(_) => "the file".to_owned(),
    };
    Observation {
        problems: diagnostics.iter().map(|problem| (problem.code, address(&problem.location))).collect(),
        files: files.into_iter().map(|file| (file.path, file.text)).collect(),
    }
}

impl Observation {
    /// What became of the keyword that the other document lacks.
    pub fn against(&self, without: &Self) -> Outcome {
        if let Some((code, _)) = self.problems.first() {
            return Outcome::Reported(*code);
        }
        if self.code() != without.code() {
            return Outcome::Honoured;
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
}

/// The Rust type of the member `it` of the shape `Thing`.
pub fn member_type(observation: &Observation) -> Option<&str> {
    let (_, text) = observation.files.iter().find(|(path, _)| path.ends_with("/shop/types/thing.rs"))?;
    let line = text.lines().find_map(|line| line.trim_start().strip_prefix("required it: "))?;
    line.split_once(" = ").map(|(ty, _)| ty)
}
