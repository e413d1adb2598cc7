//! The output folder: brings a folder to the generated files. Changes only files that begin with the generated header.
//!
//! - `snapshot`: the files of a folder, without following symbolic links
//! - `plan`: the actions from a snapshot to the generated files; pure
//! - `diff`: an action as a unified diff; pure
//! - `drafts`: temporary names of files, and removing those that a killed run left
//! - `write`: writes, renames and deletes the files of a plan

mod diff;
mod drafts;
mod plan;
mod snapshot;
mod write;

pub use diff::unified_diff;
pub use drafts::remove_drafts;
pub use plan::{Action, Change, Entry, Plan, Snapshot, plan};
pub use snapshot::snapshot;
pub use write::{WriteError, execute, replace};
