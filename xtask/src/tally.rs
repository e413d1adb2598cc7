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
    for GeneratedFile { text, .. } in files {
        tally.lines += text.bytes().filter(|byte| *byte == b'\n').count();
        tally.operations += text.matches("\npub static OPERATION: ").count();
        tally.untyped += if text.contains("JsonValue") { untyped(text) } else { 0 };
    }
    tally
}

/// How often a text declares something as `JsonValue`: a member, a variant, an argument of a request, or what `send`
/// gives. Setters and constructors say the same again, and are not counted.
fn untyped(text: &str) -> usize {
    let mut in_import = false;
    let mut margin = Some(MEMBER);
    let mut count = 0;
    for line in text.lines() {
        in_import = in_import || line.starts_with("use ") || line.starts_with("pub use ");
        if !line.starts_with(' ') {
            margin = Some(if line.ends_with("! {") { MEMBER_OF_A_CALL } else { MEMBER });
        } else if margin == Some(MEMBER_OF_A_CALL) && line == "    }" {
            // What follows says how it is built, and declares nothing.
            margin = None;
        }
        let inside = margin.and_then(|margin| line.strip_prefix(margin)).filter(|rest| !rest.starts_with([' ', '/']));
        let is_member = inside.is_some_and(|rest| !rest.contains("fn "));
        if !in_import && (is_member || line.contains("Pending<")) {
            count += line.matches("JsonValue").count();
        }
        in_import = in_import && !line.contains(';');
    }
    count
}

/// How far a member is indented, and one of a type that a macro declares.
const MEMBER: &str = "    ";
const MEMBER_OF_A_CALL: &str = "        ";

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

object! {
    /// JsonValue
    pub struct B {
        /// JsonValue
        required any: JsonValue = \"any\",
        ..extra: Extra
    }
    with new(
        any: JsonValue
    ), setters
}
";
        let files = [
            file("src/a/types.rs", types),
            file("src/a/get.rs", "\npub static OPERATION: Operation = Operation {\n};\n"),
        ];
        assert_eq!(of(&files), Tally { operations: 1, lines: 32, untyped: 3 });
    }
}
