//! Tidy: checks of the source text that the compiler and clippy do not make. Reads files, compiles nothing.
//!
//! - `allowed`: folders that a rule does not cover
//! - `crates`: directions of the dependencies between the workspace's packages
//! - `files`: the text files of the workspace
//! - `finding`: one broken rule, with its file and line
//! - `imports`: `use` paths of a crate, resolved to the modules that define what they name
//! - `install`: commands that install this project's command use its lock file
//! - `layers`: cycles between sibling modules, and the layers of `codegen`
//! - `lines`: line length
//! - `links`: relative links of Markdown files
//! - `modules`: the module tree of a crate, and the style of its `mod.rs` files
//! - `policy`: no layer of `codegen` but `diagnostic` branches on the policy
//! - `purity`: `codegen` reads no file, clock, environment or network
//! - `vendor`: `codegen` and `runtime` name no vendor
//! - `words`: the words that this project does not use, each with the word to use instead
//!
//! Each rule has a test of its own that plants one violation.

mod allowed;
mod crates;
mod files;
mod finding;
mod imports;
mod install;
mod layers;
mod lines;
mod links;
mod modules;
mod policy;
mod purity;
mod vendor;
mod words;

use finding::report;

#[test]
fn no_banned_words() {
    report("words", files::all().iter().flat_map(|file| words::check(&file.path, &file.text)));
}

#[test]
fn no_line_over_120_columns() {
    report("lines", files::all().iter().flat_map(|file| lines::check(&file.path, &file.text)));
}

#[test]
fn installations_use_the_lock_file() {
    report("install", files::all().iter().flat_map(|file| install::check(&file.path, &file.text)));
}

#[test]
fn links_lead_to_files_and_headings() {
    report("links", files::all().iter().flat_map(|file| links::check(&file.path, &file.text)));
}

#[test]
fn module_files_have_one_style_and_a_map() {
    report("modules", modules::trees().iter().flat_map(modules::check));
}

#[test]
fn no_import_cycles() {
    report("cycles", modules::trees().iter().flat_map(layers::cycles));
}

#[test]
fn codegen_keeps_its_layers() {
    let codegen = modules::trees().iter().find(|tree| tree.root == "codegen/src/lib.rs").expect("the crate `codegen`");
    report("layers", layers::check(codegen).into_iter());
}

#[test]
fn only_diagnostic_knows_the_policy() {
    report("policy", files::all().iter().flat_map(|file| policy::check(&file.path, &file.text)));
}

#[test]
fn codegen_is_pure() {
    report("purity", files::all().iter().flat_map(|file| purity::check(&file.path, &file.text)));
}

#[test]
fn codegen_and_runtime_name_no_vendor() {
    report("vendor", files::all().iter().flat_map(|file| vendor::check(&file.path, &file.text)));
}

#[test]
fn dependencies_run_one_way() {
    report("crates", files::manifests().iter().flat_map(|file| crates::check(&file.path, &file.text)));
}
