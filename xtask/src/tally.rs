//! What generated files hold, counted in their text.

use wireright_codegen::GeneratedFile;

/// The counts of a crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Operations that can be called.
    pub(crate) operations: usize,
    /// Lines of all files.
    pub(crate) lines: usize,
    /// Places where a declaration says no more than "some JSON".
    pub(crate) untyped: usize,
}

/// Counts what is in these files.
pub(crate) fn of(files: &[GeneratedFile]) -> Tally {
    let mut tally = Tally::default();
    for file in files {
        tally.lines += file.text.lines().count();
        tally.operations += file.text.lines().filter(|line| line.starts_with("pub static OPERATION: ")).count();
        tally.untyped += untyped(&file.text);
    }
    tally
}

/// How often a text declares something as `JsonValue`: a member, a variant, an argument of a request, or what `send`
/// gives. Setters and constructors say the same again, and are not counted.
fn untyped(text: &str) -> usize {
    let is_declaration = |line: &&str| {
        let is_member = line.starts_with("    ") && !line.starts_with("     ") && !line.contains("fn ");
        (is_member || line.contains("Pending<")) && !line.trim_start().starts_with("//")
    };
    let mut in_import = false;
    let mut count = 0;
    for line in text.lines() {
        in_import = in_import || line.starts_with("use ") || line.starts_with("pub use ");
        if !in_import && is_declaration(&line) {
            count += line.matches("JsonValue").count();
        }
        in_import = in_import && !line.contains(';');
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> GeneratedFile {
        GeneratedFile { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn what_is_declared_is_counted() {
        let types = "\
//! JsonValue
use wireright_runtime::{
    Extra, JsonValue,
};
use x::JsonValue;

/// JsonValue
pub struct A {
    pub any: Option<JsonValue>,
    pub map: Map<String, JsonValue>,
}

impl A {
    pub fn any(mut self, any: JsonValue) -> Self {
        self
    }
}
";
        let files = [
            file("src/a/types.rs", types),
            file("src/a/get.rs", "pub static OPERATION: Operation = Operation {\n};\n"),
        ];
        assert_eq!(of(&files), Tally { operations: 1, lines: 19, untyped: 2 });
    }
}
