//! Values of a wrong type, and keys in a wrong table: how to write them. [`TABLES`] has the type of each key.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    error::Problem,
    keys::{Key, TABLES, Table, ValueType},
    tables::types::DEPENDENCIES,
};

/// The keys above the configuration in `Cargo.toml`.
const IN_MANIFEST: [&str; 3] = ["package", "metadata", "wireright"];

/// The maximum number of characters of a value that a message repeats.
const MAX_VALUE: usize = 60;

/// What a value has to be.
#[derive(Clone, Copy, Debug)]
enum Expected {
    /// The value of a key.
    Value(&'static Key),
    /// An item of the list of a key.
    Item(&'static Key),
    /// One table.
    Table(&'static Table),
    /// A list of tables.
    Tables(&'static Table),
    /// A table of a list.
    TableOfList(&'static Table),
    /// The table of dependencies.
    Dependencies,
}

/// The problem of a value of a wrong type: the value at this place, or the outermost one around it.
pub(super) fn find(text: &str, table: &DeTable<'_>, at: &Range<usize>) -> Option<Problem> {
    in_table(text, table, at, &mut Vec::new())
}

fn in_table<'t>(text: &str, table: &'t DeTable<'_>, at: &Range<usize>, path: &mut Vec<&'t str>) -> Option<Problem> {
    let (key, value) = table.iter().find(|(_, value)| contains(value, at))?;
    path.push(key.get_ref());
    let keys = path.strip_prefix(&IN_MANIFEST).unwrap_or(path);
    let header = path.join(".");
    let expected = expected(keys);
    let wrong = |value, expected: Option<Expected>| problem(text, value, &header, expected?);
    if let Some(problem) = wrong(value, expected) {
        return Some(problem);
    }
    match value.get_ref() {
        DeValue::Table(inner) => in_table(text, inner, at, path),
        DeValue::Array(items) => {
            let item = items.iter().find(|item| contains(item, at))?;
            wrong(item, expected.map(Expected::item)).or_else(|| match item.get_ref() {
                DeValue::Table(inner) => in_table(text, inner, at, path),
                _ => None,
            })
        }
        _ => None,
    }
}

/// Whether this is the place of a value, or of a value or a key inside it.
fn contains(value: &Spanned<DeValue<'_>>, at: &Range<usize>) -> bool {
    let is_inside = match value.get_ref() {
        DeValue::Table(table) => table.iter().any(|(key, value)| key.span() == *at || contains(value, at)),
        DeValue::Array(items) => items.iter().any(|item| contains(item, at)),
        _ => false,
    };
    is_inside || value.span() == *at
}

/// The table at these keys.
fn table_of(keys: &[&str]) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.header.trim_matches(['[', ']']).split('.').eq(keys.iter().copied()))
}

fn expected(keys: &[&str]) -> Option<Expected> {
    if DEPENDENCIES.0.trim_matches(['[', ']']).split('.').eq(keys.iter().copied()) {
        return Some(Expected::Dependencies);
    }
    if let Some(table) = table_of(keys) {
        let is_list = table.header.starts_with("[[");
        return Some(if is_list { Expected::Tables(table) } else { Expected::Table(table) });
    }
    let (name, parent) = keys.split_last()?;
    let key_in = |parent: &[&str], name: &str| table_of(parent)?.keys.iter().find(|key| key.name == name);
    let (container, above) = parent.split_last()?;
    let names = || key_in(above, container).filter(|key| key.kind == ValueType::Names).map(Expected::Item);
    key_in(parent, name).map(Expected::Value).or_else(names)
}

impl Expected {
    /// What an item of the value has to be.
    fn item(self) -> Self {
        match self {
            Self::Value(key) => Self::Item(key),
            Self::Tables(table) => Self::TableOfList(table),
            other => other,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Value(Key { kind: ValueType::Strings | ValueType::Selectors | ValueType::Paths, .. })
            | Self::Tables(_) => "a list",
            Self::Value(Key { kind: ValueType::Path, .. }) | Self::Item(Key { kind: ValueType::Paths, .. }) => {
                "a path in quotes"
            }
            Self::Value(Key { kind: ValueType::Boolean, .. }) => "a boolean",
            Self::Table(_)
            | Self::TableOfList(_)
            | Self::Dependencies
            | Self::Value(Key { kind: ValueType::Names, .. }) => "a table",
            Self::Value(_) | Self::Item(_) => "a string",
        }
    }

    fn is_type_of(self, value: &DeValue<'_>) -> bool {
        match self.noun() {
            "a list" => value.is_array(),
            "a table" => value.is_table(),
            "a boolean" => value.is_bool(),
            _ => value.is_str(),
        }
    }
}

fn problem(text: &str, value: &Spanned<DeValue<'_>>, header: &str, expected: Expected) -> Option<Problem> {
    if expected.is_type_of(value.get_ref()) {
        return None;
    }
    let written = text.get(value.span()).unwrap_or_default().trim();
    let is_short = !written.contains('\n') && written.chars().count() <= MAX_VALUE;
    let shown =
        |noun: &str, quote: &str| if is_short { format!("{noun} {quote}{written}{quote}") } else { noun.into() };
    let found = match value.get_ref() {
        DeValue::String(_) => shown("string", ""),
        DeValue::Integer(_) => shown("integer", "`"),
        DeValue::Float(_) => shown("number", "`"),
        DeValue::Boolean(_) => shown("boolean", "`"),
        DeValue::Datetime(_) => shown("date", "`"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    };
    let message = format!("wrong type: {found}, expected {}", expected.noun());
    let help = help(value.get_ref(), Some(written).filter(|_| is_short), header, expected);
    Some(Problem::new(value.span(), message).help(help))
}

/// How to write a value, from what was written if it is short.
fn help(value: &DeValue<'_>, written: Option<&str>, header: &str, expected: Expected) -> String {
    let name = header.rsplit('.').next().unwrap_or_default();
    let bracketed = |written: &&str| written.starts_with('[') && !value.is_array();
    match expected {
        Expected::Value(key) | Expected::Item(key) => value_help(value, written, key, expected),
        Expected::Table(_) | Expected::Dependencies if is_list_of_tables(value) => format!("write `[{header}]`"),
        Expected::Table(table) => match (written, value) {
            (Some(written), DeValue::String(source)) if name == "runtime" => {
                format!("write a table: `runtime = {{ {} = {written} }}`", runtime_key(source))
            }
            _ => format!("write a table: `{name} = {{ {} }}`", first_key(table)),
        },
        Expected::Dependencies => format!("write a table: `{name} = {{ jiff = \"0.2\" }}`"),
        Expected::Tables(table) | Expected::TableOfList(table) => match written {
            Some(header) if bracketed(&header) => format!("write `[{header}]`"),
            Some(inline) if value.is_table() => format!("write a list: `{name} = [{inline}]`"),
            _ => format!("write `[[{header}]]`, and keys such as `{}` on the lines below it", first_key(table)),
        },
    }
}

/// Whether this is a list of tables, as `[[client.package]]` is.
fn is_list_of_tables(value: &DeValue<'_>) -> bool {
    let first = value.as_array().and_then(|items| items.iter().next());
    first.is_some_and(|item| item.get_ref().is_table())
}

fn value_help(value: &DeValue<'_>, written: Option<&str>, key: &Key, expected: Expected) -> String {
    let Key { name, example, .. } = key;
    let is_number = matches!(value, DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_));
    let is_quoted = is_number && key.kind != ValueType::GroupBy;
    match (expected.noun(), value) {
        ("a boolean", DeValue::String(text)) if ["true", "false"].contains(&text.as_ref()) => {
            format!("write it without quotes: `{name} = {text}`")
        }
        ("a boolean", _) => "write `true` or `false`".to_owned(),
        ("a list", DeValue::String(_)) if written.is_some() => {
            format!("write a list: `[{}]`", written.unwrap_or_default())
        }
        ("a list" | "a table", _) => format!("write {}: `{name} = {example}`", expected.noun()),
        (_, DeValue::Array(items)) if matches!(expected, Expected::Value(_)) => {
            match items.iter().next().map(Spanned::get_ref) {
                Some(DeValue::String(text)) if items.len() == 1 => {
                    format!("write it without brackets: `{name} = {text:?}`")
                }
                _ => format!("write one value: `{name} = {example}`"),
            }
        }
        _ if is_quoted && written.is_some() => format!("write it in quotes: `\"{}\"`", written.unwrap_or_default()),
        _ => format!("write it as `{name} = {example}`"),
    }
}

/// The key of the runtime that takes this value.
fn runtime_key(source: &str) -> &'static str {
    let version = source.trim_start_matches(['=', '^', '~', '<', '>', ' ']);
    match source {
        source if source.contains("://") => "git",
        _ if version.starts_with(|first: char| first.is_ascii_digit()) => "version",
        _ => "path",
    }
}

/// The first key of a table with its example.
fn first_key(table: &Table) -> String {
    table.keys.first().map(|key| format!("{} = {}", key.name, key.example)).unwrap_or_default()
}

/// Where a key belongs that its table does not have.
pub(super) fn other_table(table: &DeTable<'_>, at: &Range<usize>) -> Option<String> {
    let (path, name) = path_of_key(table, at, Vec::new())?;
    let keys = path.strip_prefix(&IN_MANIFEST).unwrap_or(&path);
    let prefix = if keys.len() < path.len() { format!("{}.", IN_MANIFEST.join(".")) } else { String::new() };
    let other = TABLES.iter().find(|other| {
        let is_near = other.header.starts_with("[[client") || other.header.starts_with("[client");
        is_near
            && other.keys.iter().any(|key| key.name == name)
            && table_of(keys).is_none_or(|own| own.header != other.header)
    })?;
    let start = other.header.rfind('[')? + 1;
    let (brackets, rest) = other.header.split_at_checked(start)?;
    Some(format!("`{name}` is a key of `{brackets}{prefix}{rest}`"))
}

/// The keys above a key, and the key itself.
fn path_of_key<'t>(table: &'t DeTable<'_>, at: &Range<usize>, path: Vec<&'t str>) -> Option<(Vec<&'t str>, &'t str)> {
    if let Some((key, _)) = table.iter().find(|(key, _)| key.span() == *at) {
        return Some((path, key.get_ref()));
    }
    let (key, value) = table.iter().find(|(_, value)| contains(value, at))?;
    let path = [path, vec![key.get_ref().as_ref()]].concat();
    match value.get_ref() {
        DeValue::Table(inner) => path_of_key(inner, at, path),
        DeValue::Array(items) => match items.iter().find(|item| contains(item, at))?.get_ref() {
            DeValue::Table(inner) => path_of_key(inner, at, path),
            _ => None,
        },
        _ => None,
    }
}
