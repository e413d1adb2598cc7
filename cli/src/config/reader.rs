//! Reading TOML with all problems of one run: a part that is refused is left out, and the rest is read again.

use std::{borrow::Cow, ops::Range};

use toml::{
    Deserializer, Spanned,
    de::{DeArray, DeTable, DeValue, Error},
};
use wireright_codegen::diagnostic::suggest;

use super::{error::Problem, syntax};

/// The maximum number of problems in one run.
const MAX_PROBLEMS: usize = 50;

/// A configuration without the parts that were refused.
pub(super) struct Reading<T> {
    /// `None` if the text is no TOML.
    pub(super) value: Option<T>,
    /// Why the text is no TOML.
    pub(super) syntax: Vec<Problem>,
    /// The problems of the reader, in the order in which they were found.
    pub(super) problems: Vec<Error>,
    /// The tables without a key that was refused. What is missing there is no problem of its own.
    pub(super) incomplete: Vec<Range<usize>>,
}

/// A key that was left out, and the table that it belongs to.
struct Omission {
    table: Range<usize>,
    key: String,
}

/// Reads a configuration.
pub(super) fn read<'t, T>(text: &'t str, read: impl Fn(Deserializer<'t>) -> Result<T, Error>) -> Reading<T> {
    let (mut table, problems) = DeTable::parse_recoverable(text);
    if !problems.is_empty() {
        let syntax = syntax::problems(text);
        return Reading { value: None, syntax, problems: Vec::new(), incomplete: Vec::new() };
    }
    let (mut problems, mut omissions): (Vec<Error>, Vec<Omission>) = (Vec::new(), Vec::new());
    let mut value = None;
    for _ in 0..2 * MAX_PROBLEMS {
        let error = match read(Deserializer::from(table.clone())) {
            Ok(found) => {
                value = Some(found);
                break;
            }
            Err(error) => error,
        };
        let Some(span) = error.span() else {
            problems.push(error);
            break;
        };
        let is_repaired = match missing_key(&error).map(str::to_owned) {
            Some(key) => {
                // A key with a wrong value or a misspelled name is not missing.
                let is_key = |found: &str| found == key || suggest(found, std::iter::once(key.as_str())).is_some();
                let is_omitted = omissions.iter().any(|omission| omission.table == span && is_key(&omission.key));
                if !is_omitted {
                    problems.push(error);
                }
                add_key(table.get_mut(), &span, key)
            }
            None => {
                problems.push(error);
                let root = table.span();
                let omission = omit(table.get_mut(), &root, &span);
                let is_found = omission.is_some();
                omissions.extend(omission);
                is_found
            }
        };
        if !is_repaired || problems.len() >= MAX_PROBLEMS {
            break;
        }
    }
    Reading {
        value,
        problems,
        syntax: Vec::new(),
        incomplete: omissions.into_iter().map(|omission| omission.table).collect(),
    }
}

/// The key that a table needs.
fn missing_key(error: &Error) -> Option<&str> {
    error.message().trim_end().strip_prefix("missing field `")?.strip_suffix('`')
}

/// A value that no check refuses. Its place is empty.
fn add_key(table: &mut DeTable<'_>, at: &Range<usize>, key: String) -> bool {
    let Some(table) = table_at(table, at) else { return false };
    let value = if key == "severity" { "info" } else { "" };
    let value = DeValue::String(Cow::Borrowed(value));
    table.insert(Spanned::new(0..0, Cow::Owned(key)), Spanned::new(0..0, value)).is_none()
}

/// The table inside this one with this place.
fn table_at<'a, 'i>(table: &'a mut DeTable<'i>, at: &Range<usize>) -> Option<&'a mut DeTable<'i>> {
    table.iter_mut().find_map(|(_, value)| value_at(value, at))
}

fn value_at<'a, 'i>(value: &'a mut Spanned<DeValue<'i>>, at: &Range<usize>) -> Option<&'a mut DeTable<'i>> {
    let is_there = value.span() == *at;
    match value.get_mut() {
        DeValue::Table(table) => {
            if is_there {
                return Some(table);
            }
            table_at(table, at)
        }
        DeValue::Array(items) => items.iter_mut().find_map(|item| value_at(item, at)),
        _ => None,
    }
}

/// Takes out the innermost key or item at this place. An item of a list has no key.
fn omit(table: &mut DeTable<'_>, own: &Range<usize>, at: &Range<usize>) -> Option<Omission> {
    for (_, value) in table.iter_mut() {
        let inner = omit_inside(value, at);
        if inner.is_some() {
            return inner;
        }
    }
    let contains = |range: Range<usize>| range.start <= at.start && at.end <= range.end;
    let key = table.iter().find(|(key, value)| contains(key.span()) || contains(value.span()));
    let key = key.map(|(key, _)| key.get_ref().to_string())?;
    table.remove(key.as_str());
    Some(Omission { table: own.clone(), key })
}

fn omit_inside(value: &mut Spanned<DeValue<'_>>, at: &Range<usize>) -> Option<Omission> {
    let own = value.span();
    match value.get_mut() {
        DeValue::Table(table) => omit(table, &own, at),
        DeValue::Array(items) => {
            let inner = items.iter_mut().find_map(|item| omit_inside(item, at));
            if inner.is_some() || !items.iter().any(|item| item.span() == *at) {
                return inner;
            }
            let mut kept = DeArray::new();
            items.iter().filter(|item| item.span() != *at).for_each(|item| kept.push(item.clone()));
            *items = kept;
            Some(Omission { table: own, key: String::new() })
        }
        _ => None,
    }
}
