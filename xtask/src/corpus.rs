//! `cargo xtask corpus`: a client of every description of a folder, generated, compiled and measured.

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

use crate::{arguments::CorpusArguments, generation::number, outcome::Outcome, terminal::Terminal};

use cache::Cache;
use documents::Document;
use measure::Workshop;
use record::Record;

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &CorpusArguments, terminal: &mut Terminal) -> Outcome {
    match measure_all(root, arguments, terminal) {
        Ok(records) => conclude(&records, arguments, terminal),
        Err(problem) => terminal.failure(&problem),
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
            terminal.raw_result(&format!("{}\n", record.json()));
        }
        records.push(record);
    }
    if let Some(problem) = workshop.obstacle() {
        terminal.failure(problem);
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
        terminal.raw_result(&table::of(records));
        terminal.raw_result(&table::of_calls(records));
        terminal.raw_result(&table::failures(records));
        let made: usize = records.iter().map(Record::operations_made).sum();
        let there: usize = records.iter().map(|record| record.operations).sum();
        let build = if cfg!(debug_assertions) { "; the generator is not optimised" } else { "" };
        terminal.line(&format!(
            "{}: {} generated, {} with every operation, {} compile without a warning; {made} of {there} operations{}{build}",
            number(records.len(), "document"),
            count(Record::is_generated),
            count(Record::is_whole),
            count(Record::is_compiled),
            tried(records),
        ));
    }
    let fine = |record: &Record| {
        record.is_whole() && record.is_round() && record.is_called() && (record.is_compiled() || !arguments.checks())
    };
    if records.iter().all(fine) { Outcome::Fine } else { Outcome::Found }
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
