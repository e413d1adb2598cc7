//! Library of the `wireright` command: reads OpenAPI documents, runs the generator and writes crates.
//!
//! The generator (`wireright-codegen`) is pure. This crate does its I/O: arguments, files and the terminal.
//!
//! | module | content |
//! |---|---|
//! | [`commands`] | the commands, with their arguments |
//! | [`config`] | the configuration in `wireright.toml` |
//! | [`build_script`] | the generator for `build.rs`: [`build`] |
//! | `git` | documents of a git revision |
//! | `example_check` | examples that contradict their schemas, for `lint` |
//! | `input` | reading files of input: regular files only |
//! | `documents` | the documents of arguments or of the configuration, with their overlays |
//! | [`load`] | documents from disk, with every file that they reference |
//! | [`lock`] | hashes of downloaded documents |
//! | [`generator_options`] | options of the generator for a stand-alone crate |
//! | [`crate_files`] | `Cargo.toml`, `README.md` and `rustfmt.toml` of a generated crate |
//! | [`output`] | the output folder: snapshot, plan, diff, write |
//! | [`report`] | output of `generate` and `codegen`; `lint` calls `wireright_codegen::diagnostic::render` |
//! | `shared_types` | types that a client takes from another client |
//! | [`summary`], [`deviations`] | counts of a run, as JSON and as text |
//! | [`terminal`] | standard output, standard error, colors, exit status |
//! | `checkout` | the source checkout that this program was built from |
//! | [`paths`], [`phrases`] | display paths, phrases of messages |
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod build_script;
mod checkout;
pub mod commands;
pub mod config;
pub mod crate_files;
pub mod deviations;
pub mod documents;
mod example_check;
pub mod generator_options;
mod git;
mod input;
pub mod load;
pub mod lock;
pub mod output;
pub mod paths;
pub mod phrases;
pub mod report;
mod shared_types;
pub mod summary;
pub mod terminal;

pub use build_script::{Build, BuildSelector, build};
pub use wireright_codegen::{InvalidSelector, RenameRule, RenameRules, Selector, TypeRule, diagnostic::Code};
