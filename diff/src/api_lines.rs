//! The verdict on two public APIs as text, for a client whose old documents are not known.

use std::collections::BTreeSet;

use crate::version::VersionStep;

/// The difference of two public APIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiDifference {
    /// The old and the new name of the crate, if they differ. Its items are compared without the name.
    pub renamed: Option<(String, String)>,
    /// The number of items that are gone or have another declaration.
    pub breaking: usize,
    /// The number of items that are new or have another declaration.
    pub added: usize,
    /// The version step. What the text does not show, such as a name on the wire, requires none.
    pub step: VersionStep,
}

/// Compares the lines that [`api_text`](wireright_codegen::api_text) writes. Comments are ignored.
pub fn compare_api_text(old: &str, new: &str) -> ApiDifference {
    let renamed = crate_name(old).zip(crate_name(new)).filter(|(old, new)| old != new);
    let renamed = renamed.map(|(old, new)| (old.to_owned(), new.to_owned()));
    let old = match &renamed {
        Some((from, to)) => items(&with_crate_name(old, from, to)),
        None => items(old),
    };
    let new = items(new);
    let lost = old.difference(&new).count();
    let added: Vec<&String> = new.difference(&old).collect();
    // Other code lists all parts of a type without `#[non_exhaustive]`.
    let extends = added.iter().filter(|line| extends_exhaustive(line, &old)).count();
    let breaking = lost + extends;
    let step = match (breaking, added.len()) {
        _ if renamed.is_some() => VersionStep::Incompatible,
        (0, 0) => VersionStep::None,
        (0, _) => VersionStep::Addition,
        _ => VersionStep::Incompatible,
    };
    ApiDifference { renamed, breaking, added: added.len(), step }
}

/// The crate whose items the lines list: each path begins with it.
fn crate_name(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| ["pub struct ", "pub mod "].iter().any(|start| line.starts_with(start)))?;
    let name = line.get(..line.find("::").unwrap_or(line.len()))?;
    name.rsplit(' ').next()
}

/// The text with another crate in its paths.
fn with_crate_name(text: &str, from: &str, to: &str) -> String {
    let mut renamed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = rest.find(from) {
            let (before, after) = rest.split_at(at);
            let after = after.get(from.len()..).unwrap_or_default();
            let is_start = !before.ends_with(|last: char| last == ':' || last == '_' || last.is_alphanumeric());
            let is_path = is_start && (after.starts_with("::") || after.trim().is_empty());
            renamed.push_str(before);
            renamed.push_str(if is_path { to } else { from });
            rest = after;
        }
        renamed.push_str(rest);
    }
    renamed
}

/// The lines, with a line for each trait of a type.
fn items(text: &str) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#') || line.starts_with("#[")) {
        match line.strip_prefix("impl ").and_then(|rest| rest.rsplit_once(" for ")) {
            Some((traits, path)) => items.extend(traits.split(", ").map(|name| format!("impl {name} for {path}"))),
            None => drop(items.insert(line.to_owned())),
        }
    }
    items
}

/// Whether a line is a new part of an old type that other code constructs or matches completely.
fn extends_exhaustive(line: &str, old: &BTreeSet<String>) -> bool {
    let Some(rest) = line.strip_prefix("pub ") else { return false };
    // The path ends at a type in parentheses, at `: `, or with the line.
    let end = rest.find(": ").or_else(|| rest.find('(')).unwrap_or(rest.len());
    let Some((parent, _)) = rest.get(..end).and_then(|path| path.rsplit_once("::")) else { return false };
    !parent.contains(' ') && ["struct", "enum"].iter().any(|kind| old.contains(&format!("pub {kind} {parent}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "# A comment.\npub mod a\npub struct a::B\nimpl Clone, Debug for a::B\npub a::B::c: String\n";

    #[test]
    fn lines_that_are_gone_break_and_new_ones_do_not() {
        let step = |new: &str| compare_api_text(OLD, new).step;
        assert_eq!(step(&OLD.replace("# A comment.", "# Another one.")), VersionStep::None);
        assert_eq!(step(&format!("{OLD}pub mod b\n")), VersionStep::Addition);
        assert_eq!(step(&OLD.replace("Clone, Debug", "Clone, Debug, Eq")), VersionStep::Addition);
        assert_eq!(step(&OLD.replace("Clone, Debug", "Clone")), VersionStep::Incompatible);
        assert_eq!(step(&OLD.replace("String", "i64")), VersionStep::Incompatible);
    }

    #[test]
    fn another_name_of_the_crate_is_one_change() {
        let renamed =
            OLD.replace(" a\n", " z\n").replace("a::", "z::") + "pub fn z::B::a(&self, a: z::B) -> runtime::a::C\n";
        let old = OLD.to_owned() + "pub fn a::B::a(&self, a: a::B) -> runtime::a::C\n";
        let difference = compare_api_text(&old, &renamed);
        let names = Some(("a".to_owned(), "z".to_owned()));
        let step = VersionStep::Incompatible;
        assert_eq!(difference, ApiDifference { renamed: names.clone(), breaking: 0, added: 0, step });
        let more = renamed + "pub fn z::b() -> i64\n";
        assert_eq!(compare_api_text(&old, &more), ApiDifference { renamed: names, breaking: 0, added: 1, step });
    }

    #[test]
    fn a_new_field_breaks_a_struct_that_other_code_constructs() {
        let with_field = |text: &str| format!("{text}pub a::B::d: runtime::Secret\n");
        assert_eq!(compare_api_text(OLD, &with_field(OLD)).step, VersionStep::Incompatible);
        let open = OLD.replace("pub struct", "#[non_exhaustive] pub struct");
        assert_eq!(compare_api_text(&open, &with_field(&open)).step, VersionStep::Addition);
        assert_eq!(compare_api_text(OLD, &format!("{OLD}pub fn a::B::e(&self) -> i64\n")).step, VersionStep::Addition);
    }
}
