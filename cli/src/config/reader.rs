//! Reading TOML with all problems of one run: a part that is refused is left out, and the rest is read again.

use std::{borrow::Cow, ops::Range};

use toml::{
    Deserializer, Spanned,
    de::{DeArray, DeTable, DeValue, Error},
};
use wireright_codegen::diagnostic::suggest;

use super::{
    error::{Problem, key_help},
    syntax, wrong_type,
};
use crate::phrases::toml_message;

/// The maximum number of problems in one run.
const MAX_PROBLEMS: usize = 50;

/// A configuration without the parts that were refused.
pub(super) struct Reading<T> {
    /// `None` if the text is no TOML.
    pub(super) value: Option<T>,
    /// Why the text is no TOML, or the problems of the reader, in the order in which they were found.
    pub(super) problems: Vec<Problem>,
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
    let (mut table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Reading { value: None, problems: syntax::problems(text), incomplete: Vec::new() };
    }
    let (mut problems, mut omissions): (Vec<Problem>, Vec<Omission>) = (Vec::new(), Vec::new());
    let mut value = None;
    for _ in 0..2 * MAX_PROBLEMS {
        let error = match read(Deserializer::from(table.clone())) {
            Ok(found) => {
                value = Some(found);
                break;
            }
            Err(error) => error,
        };
        let problem = problem(text, table.get_ref(), &error);
        let Some(span) = error.span() else {
            problems.push(problem);
            break;
        };
        let is_repaired = match missing_key(&error).map(str::to_owned) {
            Some(key) => {
                // A key with a wrong value or a misspelled name is not missing.
                let is_key = |found: &str| found == key || suggest(found, std::iter::once(key.as_str())).is_some();
                let is_omitted = omissions.iter().any(|omission| omission.table == span && is_key(&omission.key));
                if !is_omitted {
                    problems.push(problem);
                }
                add_key(table.get_mut(), &span, key)
            }
            None => {
                let root = table.span();
                let omission = omit(table.get_mut(), &root, &problem.span);
                problems.push(problem);
                let is_found = omission.is_some();
                omissions.extend(omission);
                is_found
            }
        };
        if !is_repaired || problems.len() >= MAX_PROBLEMS {
            break;
        }
    }
    Reading { value, problems, incomplete: omissions.into_iter().map(|omission| omission.table).collect() }
}

/// The problem of an error.
fn problem(text: &str, table: &DeTable<'_>, error: &Error) -> Problem {
    let span = error.span().unwrap_or_default();
    let message = toml_message(error);
    if let Some(problem) = wrong_type::find(text, table, &span) {
        return problem;
    }
    let other = || wrong_type::other_table(table, &span).filter(|_| message.starts_with("unknown key"));
    Problem { help: key_help(&message).or_else(other), ..Problem::new(span.clone(), message) }
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
            // A list of tables with headers has the place of its first table, and is taken out as a whole.
            if inner.is_some() || own == *at || !items.iter().any(|item| item.span() == *at) {
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
