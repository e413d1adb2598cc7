//! Statistics of a generated crate.

use wireright_codegen::{GeneratedFile, Generation};

/// Counts of a generated crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Number of operations.
    pub operations: usize,
    /// Number of lines of all files.
    pub lines: usize,
    /// Number of declarations whose type is untyped JSON.
    pub untyped: usize,
}

impl Stats {
    /// Counts a generation.
    pub fn of(generation: &Generation) -> Self {
        let services = generation.model.iter().flat_map(|model| &model.services);
        let operations = services.map(|service| service.operations.len()).sum();
        let mut stats = Self { operations, ..Self::default() };
        for GeneratedFile { text, .. } in &generation.files {
            stats.lines += text.bytes().filter(|byte| *byte == b'\n').count();
            stats.untyped += if text.contains("JsonValue") { untyped(text) } else { 0 };
        }
        stats
    }
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
        assert_eq!(untyped(types), 3);
    }
}
