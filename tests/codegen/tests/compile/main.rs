//! Generated crates, checked by clippy and rustdoc. One temporary workspace serves all tests.
//!
//! - `cost`: what a generated type costs the compiler.
//! - `groups`: operations by tag, with features.
//! - `mapped_types`: types of other crates.
//! - `misuse`: programs that must not compile.
//! - `modules`: generated code as a module of another crate.
//! - `names`: names that are difficult in Rust.
//! - `readme`: crates as the command line writes them, with the code of their README.
//! - `shared_types`: types of another client.
//! - `type_rules`: derives and attributes of the configuration.

mod cost;
mod groups;
mod mapped_types;
mod misuse;
mod modules;
mod names;
mod readme;
mod shared_types;
mod type_rules;

use std::{path::Path, sync::LazyLock};

use codegen_tests::temporary_workspace::{Message, TemporaryWorkspace};

/// The workspace with the crates of all modules, and the messages of its check.
static CHECKED: LazyLock<(TemporaryWorkspace, Vec<Message>)> = LazyLock::new(|| {
    let mut workspace = TemporaryWorkspace::new(Path::new(env!("CARGO_TARGET_TMPDIR")));
    names::add_crates(&mut workspace);
    modules::add_crates(&mut workspace);
    readme::add_crates(&mut workspace);
    type_rules::add_crates(&mut workspace);
    misuse::add_crates(&mut workspace);
    cost::add_crates(&mut workspace);
    groups::add_crates(&mut workspace);
    mapped_types::add_crates(&mut workspace);
    shared_types::add_crates(&mut workspace);
    let messages = workspace.check();
    (workspace, messages)
});

#[test]
fn clippy_reports_nothing() {
    let (_, messages) = &*CHECKED;
    let is_invalid = |target: &str| misuse::is_invalid(target) || mapped_types::is_invalid(target);
    let unexpected = messages.iter().filter(|message| !is_invalid(&message.target));
    let unexpected: Vec<&str> = unexpected.map(|message| message.text.as_str()).collect();
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
}

#[test]
fn rustdoc_reports_nothing() {
    let (workspace, _) = &*CHECKED;
    let crates = [&names::CRATES[..], &modules::CRATES, &readme::CRATES, &type_rules::CRATES, &mapped_types::CRATES];
    workspace.document(&[&crates.concat(), &groups::CRATES[..1]].concat());
}
