//! `cargo xtask corpus`: clients for a folder of documents, generated, compiled and measured.
//!
//! - [`arguments`]: the arguments and the help text
//! - [`documents`], [`document_stats`]: the documents of the folder, and their number of operations and schemas
//! - [`runner`]: from a document to its record
//! - [`generator`], [`compiler`], [`process`]: child processes
//! - [`examples`]: round trips of the documented examples
//! - [`calls`]: one call of each operation against a mock server
//! - [`record`], [`cache`], [`table`]: results, stored results, output

mod arguments;
mod cache;
mod calls;
mod compiler;
mod document_stats;
mod documents;
mod examples;
mod generator;
mod process;
mod record;
mod runner;
mod table;

use std::path::Path;

pub(crate) use arguments::CorpusArguments;
use wireright::{
    phrases::count_of,
    terminal::{Outcome, Terminal},
};

use cache::Cache;
use documents::Document;
use record::Record;
use runner::Runner;

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
    let mut runner = Runner::open(root, &out, arguments)?;
    let mut cache = Cache::open(&out, arguments.fresh);
    let mut records = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let record = measure(document, &mut runner, &mut cache, terminal)?;
        terminal.progress(&format!("[{}/{}] {}", index + 1, documents.len(), record.progress_line()));
        if arguments.json {
            terminal.print_raw(&format!("{}\n", record.to_json()));
        }
        records.push(record);
    }
    if let Some(problem) = runner.build_error() {
        terminal.error(problem);
    }
    Ok(records)
}

fn measure(
    document: &Document,
    runner: &mut Runner,
    cache: &mut Cache,
    terminal: &mut Terminal,
) -> Result<Record, String> {
    let loaded = match document.read() {
        Ok(loaded) => loaded,
        Err(problem) => return Ok(Record { failure: Some(problem), ..Record::new(&document.name) }),
    };
    let key = runner.key(&loaded);
    if let Some(cached) = cache.get(&document.name, &key) {
        return Ok(Record { cached: true, ..cached.clone() });
    }
    let record = Record { key, ..runner.measure(document, &loaded, terminal)? };
    if runner.build_error().is_none() {
        cache.put(record.clone())?;
    }
    Ok(record)
}

/// Prints the results. Succeeds if every record is complete and without failures.
fn conclude(records: &[Record], arguments: &CorpusArguments, terminal: &mut Terminal) -> Outcome {
    let count = |wanted: fn(&Record) -> bool| records.iter().filter(|record| wanted(record)).count();
    if !arguments.json {
        terminal.print_raw(&table::record_table(records));
        terminal.print_raw(&table::call_table(records));
        terminal.print_raw(&table::failures(records));
        let generated: usize = records.iter().map(Record::generated_operations).sum();
        let total: usize = records.iter().map(|record| record.operations).sum();
        let build = if cfg!(debug_assertions) { "; generator built without optimization" } else { "" };
        terminal.print_line(&format!(
            "{}: {} generated, {} complete, {} compile without warnings; {generated} of {total} operations{}{build}",
            count_of(records.len(), "document"),
            count(Record::is_generated),
            count(Record::is_complete),
            count(Record::is_compiled),
            example_phrase(records),
        ));
    }
    let passes = |record: &Record| {
        record.is_complete()
            && record.examples_pass()
            && record.calls_pass()
            && (record.is_compiled() || !arguments.checks())
    };
    if records.iter().all(passes) { Outcome::Success } else { Outcome::Failure }
}

/// The number of unchanged examples. Empty if no example was tried.
fn example_phrase(records: &[Record]) -> String {
    let all: Vec<_> = records.iter().filter_map(|record| record.examples.as_ref()).collect();
    let (unchanged, valid): (usize, usize) =
        (all.iter().map(|examples| examples.unchanged).sum(), all.iter().map(|examples| examples.valid).sum());
    if all.is_empty() { String::new() } else { format!("; {unchanged} of {valid} valid examples unchanged") }
}

#[cfg(test)]
mod tests;
