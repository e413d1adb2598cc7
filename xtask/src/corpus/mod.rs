//! `cargo xtask corpus`: a client of every description of a folder, generated, compiled and measured.

mod arguments;
mod cache;
mod call;
mod check;
mod contents;
mod documents;
mod examples;
mod generator;
mod measure;
mod memory;
mod record;
mod table;

use std::path::Path;

pub(crate) use arguments::CorpusArguments;
use wireright::{
    terminal::{Outcome, Terminal},
    wording::count_of,
};

use cache::Cache;
use documents::Document;
use measure::Workshop;
use record::Record;

/// Hidden command of `cargo xtask`: the generator in a process of its own.
pub(crate) const GENERATE_COMMAND: &str = "corpus-generate";

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &CorpusArguments, terminal: &mut Terminal) -> Outcome {
    match measure_all(root, arguments, terminal) {
        Ok(records) => conclude(&records, arguments, terminal),
        Err(problem) => terminal.error(&problem),
    }
}

fn measure_all(root: &Path, arguments: &CorpusArguments, terminal: &mut Terminal) -> Result<Vec<Record>, String> {
    let documents = documents::find(&arguments.folder, &arguments.only)?;
    let out = arguments.out.clone().unwrap_or_else(|| root.join("target/corpus"));
    let mut workshop = Workshop::open(root, &out, arguments)?;
    let mut cache = Cache::open(&out, arguments.fresh);
    let mut records = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let record = one(document, &mut workshop, &mut cache, terminal)?;
        terminal.progress(&format!("[{}/{}] {}", index + 1, documents.len(), record.line()));
        if arguments.json {
            terminal.print_raw(&format!("{}\n", record.json()));
        }
        records.push(record);
    }
    if let Some(problem) = workshop.obstacle() {
        terminal.error(problem);
    }
    Ok(records)
}

fn one(
    document: &Document,
    workshop: &mut Workshop,
    cache: &mut Cache,
    terminal: &mut Terminal,
) -> Result<Record, String> {
    let description = match document.read() {
        Ok(description) => description,
        Err(problem) => return Ok(Record { died: Some(problem), ..Record::new(&document.name) }),
    };
    let key = workshop.key(&description);
    if let Some(known) = cache.get(&document.name, &key) {
        return Ok(Record { known: true, ..known.clone() });
    }
    let record = Record { key, ..workshop.measure(document, &description, terminal)? };
    if workshop.obstacle().is_none() {
        cache.put(record.clone())?;
    }
    Ok(record)
}

/// Shows what was found; whether it is what it should be.
fn conclude(records: &[Record], arguments: &CorpusArguments, terminal: &mut Terminal) -> Outcome {
    let count = |wanted: fn(&Record) -> bool| records.iter().filter(|record| wanted(record)).count();
    if !arguments.json {
        terminal.print_raw(&table::of(records));
        terminal.print_raw(&table::of_calls(records));
        terminal.print_raw(&table::failures(records));
        let made: usize = records.iter().map(Record::operations_made).sum();
        let there: usize = records.iter().map(|record| record.operations).sum();
        let build = if cfg!(debug_assertions) { "; the generator is not optimised" } else { "" };
        terminal.print_line(&format!(
            "{}: {} generated, {} with every operation, {} compile without a warning; {made} of {there} operations{}{build}",
            count_of(records.len(), "document"),
            count(Record::is_generated),
            count(Record::is_whole),
            count(Record::is_compiled),
            tried(records),
        ));
    }
    let fine = |record: &Record| {
        record.is_whole() && record.is_round() && record.is_called() && (record.is_compiled() || !arguments.checks())
    };
    if records.iter().all(fine) { Outcome::Success } else { Outcome::Failure }
}

/// What came of the examples, where any were tried.
fn tried(records: &[Record]) -> String {
    let all: Vec<_> = records.iter().filter_map(|record| record.examples.as_ref()).collect();
    let (same, fitting): (usize, usize) =
        (all.iter().map(|examples| examples.same).sum(), all.iter().map(|examples| examples.fitting).sum());
    if all.is_empty() { String::new() } else { format!("; {same} of {fitting} fitting examples the same again") }
}

#[cfg(test)]
mod tests;
