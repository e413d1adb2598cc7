//! Edits of documents: those of the base document, from `cases.txt`, and those of `specs/`.

/// An edit of a document, and the changes that it causes.
pub(crate) struct Case {
    /// The name in the table of `docs/diff.md`.
    pub(crate) name: &'static str,
    /// The document, if it is not the base document.
    pub(crate) document: &'static str,
    /// Strings of the document, each with its replacement. The first occurrence is replaced.
    edits: Vec<(String, String)>,
    /// All changes: `rule: wire / Rust`.
    pub(crate) expected: Vec<String>,
}

impl Case {
    /// The document after the edits.
    pub(crate) fn apply(&self, text: &str) -> String {
        self.edits.iter().fold(text.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{}: `{old}` is not in the document", self.name);
            // A component is renamed with all its references.
            if self.name == "component renamed" { text.replace(old, new) } else { text.replacen(old, new, 1) }
        })
    }
}

/// The cases, in the order of the file.
pub(crate) fn all() -> Vec<Case> {
    read_all(include_str!("cases.txt"))
}

/// The edits of a text, after its first paragraph.
pub(crate) fn read_all(text: &'static str) -> Vec<Case> {
    text.split("\n\n").skip(1).map(read).collect()
}

fn read(paragraph: &'static str) -> Case {
    let mut lines = paragraph.trim().lines();
    let name = lines.next().expect("a name");
    let mut case = Case { name, document: "", edits: Vec::new(), expected: Vec::new() };
    for line in lines {
        let (mark, value) = line.split_at(1);
        let value = value.strip_prefix(' ').unwrap_or(value).replace("\\n", "\n");
        match mark {
            "@" => case.document = line.trim_start_matches("@ "),
            "-" => case.edits.push((value, String::new())),
            "+" => case.edits.last_mut().expect("a string to replace").1 = value,
            "=" => case.expected.push(value),
            _ => panic!("{}: {line}", case.name),
        }
    }
    case
}
