//! The line of the document that keeps the Rust name of what was renamed.

use wireright_codegen::{
    ApiItem,
    api::{ApiItemKind, ApiOrigin, OperationPart},
    source::{Location, NodePart},
};

use crate::{
    change::Rename,
    document::{Documents, Node},
    rules,
    rust::ItemChange,
    wire::Draft,
};

/// The name of the property, the parameter or the header of an item.
fn wire_name(item: &ApiItem) -> Option<&str> {
    match &item.origin {
        ApiOrigin::Schema { name, .. } => name.as_deref(),
        ApiOrigin::Operation { part: OperationPart::Argument(_, name) | OperationPart::Header(name), .. } => Some(name),
        _ => None,
    }
}

/// A string in YAML: in quotes, unless it is a plain word.
fn yaml_string(text: &str) -> String {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ' ');
    // YAML 1.1 and 1.2 read these as booleans and null.
    let is_reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|reserved| text.eq_ignore_ascii_case(reserved));
    let is_plain = text.starts_with(char::is_alphabetic) && text.chars().all(is_word) && !text.ends_with(' ');
    let is_plain = is_plain && !is_reserved;
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// Adds the line that keeps the Rust name: the last name of the item that is gone.
pub(crate) fn with_line(mut rename: Rename, draft: &Draft, items: &[ItemChange<'_>]) -> Rename {
    let gone = items.iter().filter(|item| item.new.is_none()).filter_map(|item| item.old);
    let old = rename.old.clone();
    let wanted = |item: &&ApiItem| match *draft.rule {
        rules::OPERATION_RENAMED | rules::OPERATION_MOVED | rules::TAG_CHANGED => item.path.contains("::Client::"),
        rules::SCHEMA_RENAMED => matches!(
            item.kind,
            ApiItemKind::Struct | ApiItemKind::ExhaustiveStruct | ApiItemKind::Enum | ApiItemKind::ExhaustiveEnum
        ),
        rules::DOCUMENT_RENAMED => item.kind == ApiItemKind::Module,
        // A rename of a property can also change items of other properties.
        _ => matches!(item.kind, ApiItemKind::Field | ApiItemKind::Function) && wire_name(item) == Some(&old),
    };
    // A type inside another one has a longer path.
    let name_of = |item: &'_ ApiItem| {
        let (parent, name) = item.path.rsplit_once("::").unwrap_or(("", &item.path));
        (parent.matches("::").count(), name.len(), name.to_owned())
    };
    let name = gone.filter(wanted).map(name_of).min().map(|(_, _, name)| name);
    let name = name.map(|name| name.trim_start_matches("r#").to_owned());
    rename.keep = name.map(|name| match *draft.rule {
        rules::DOCUMENT_RENAMED => format!("x-module: {name}"),
        rules::TAG_CHANGED => format!("tags: [{{ name: {}, x-rust-name: {name} }}]", yaml_string(&rename.new)),
        _ => format!("x-rust-name: {name}"),
    });
    rename
}

/// Adds the line that keeps the name of the variant of a renamed value: the names of all variants.
pub(crate) fn with_variants(
    mut rename: Rename,
    draft: &Draft,
    old_api: &[ApiItem],
    items: &[ItemChange<'_>],
    new: &Documents,
) -> Rename {
    let value = |item: &'_ ApiItem| {
        let string = item.behavior.iter().find(|(name, _)| *name == "string");
        string.map(|(_, value)| value.clone())
    };
    let gone = items.iter().filter(|item| item.new.is_none()).filter_map(|item| item.old);
    let mut gone = gone.filter(|item| item.kind == ApiItemKind::Variant && value(item).as_ref() == Some(&rename.old));
    let parent = gone.next().and_then(|item| item.path.rsplit_once("::")).map(|(parent, _)| parent);
    let name_of = |wanted: &str| {
        let wanted = if wanted == rename.new { &rename.old } else { wanted };
        let name = |item: &'_ ApiItem| item.path.strip_prefix(parent?)?.strip_prefix("::").map(str::to_owned);
        old_api.iter().filter(|item| value(item).as_deref() == Some(wanted)).find_map(name)
    };
    let location = draft.new.as_ref().map(|(file, pointer)| Location {
        file: *file,
        pointer: pointer.clone(),
        part: NodePart::Value,
    });
    let list = location.and_then(|location| new.at(&location));
    let values: Vec<&str> = list.iter().flat_map(Node::strings).collect();
    let names: Option<Vec<String>> = values.into_iter().map(name_of).collect();
    rename.keep =
        names.filter(|names| !names.is_empty()).map(|names| format!("x-enum-varnames: [{}]", names.join(", ")));
    rename
}

#[cfg(test)]
mod tests {
    use super::yaml_string;

    #[test]
    fn strings_that_yaml_reads_as_other_values_have_quotes() {
        assert_eq!(
            ["Pets", "pet store", "On", "null", "a: b", "it's"].map(yaml_string),
            ["Pets", "pet store", "'On'", "'null'", "'a: b'", "'it''s'"]
        );
    }
}
