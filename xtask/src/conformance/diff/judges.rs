//! cargo-semver-checks and cargo-public-api, which compare the clients by the JSON of rustdoc.
//!
//! Both name the items that they find broken. Each of them, or an item that contains it, must be predicted.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use wireright::{phrases::io_reason, terminal::Terminal};
use wireright_codegen::ApiItem;
use wireright_diff::RustLevel;

use super::{
    Judged,
    workspace::{CLIENT, Workspace},
};

/// A judge with the name that it has in a report.
type Judge = (&'static str, fn(&Path, &Path) -> Result<BTreeSet<String>, String>);

const JUDGES: [Judge; 2] = [("cargo-semver-checks", semver_checks), ("cargo-public-api", public_api)];

/// Asks the judges. Returns the number of broken items that were not predicted.
pub(super) fn run(workspace: &Workspace, edits: &[Judged], terminal: &mut Terminal) -> Result<usize, String> {
    let documents = workspace.rustdoc()?;
    let document = |client: usize| -> Result<&PathBuf, String> {
        documents.get(client).ok_or_else(|| format!("client {client} has no documentation"))
    };
    let mut missed = 0;
    for (judge, ask) in JUDGES {
        let (mut broken, mut items, mut own) = (0, 0, 0);
        for edit in edits.iter().filter(|edit| edit.client != edit.old_client) {
            let found = ask(document(edit.old_client)?, document(edit.client)?)?;
            broken += usize::from(!found.is_empty());
            items += found.len();
            for path in found.iter().filter(|path| !is_predicted(edit, path)) {
                own += 1;
                terminal.print_line(&format!("{}: {judge}, not predicted: {path}", edit.name));
            }
        }
        missed += own;
        terminal.print_line(&format!("{judge}: {broken} edits break {items} items, {own} not predicted"));
    }
    Ok(missed)
}

/// Whether the item, one that contains it or a part of it is called breaking.
fn is_predicted(edit: &Judged, path: &str) -> bool {
    let path = without_reexports(path, &edit.api);
    // The files of types that several operations export. The judge calls a type by the name of one of them.
    let shared = ["error_responses::", "response_headers::"].iter().find_map(|module| path.rsplit_once(module));
    let shared = shared.map(|(_, name)| name.to_owned());
    let is_shared = shared.is_some();
    let path = shared.unwrap_or(path);
    // The trait of a request has an associated type for what `send` returns.
    let path = path.strip_suffix("::Body").map_or_else(|| path.clone(), |request| format!("{request}::send"));
    let breaking = edit.report.changes.iter().flat_map(|change| &change.api);
    let mut breaking = breaking.filter(|api| api.level == RustLevel::Breaks);
    let delimited = |path: &str| format!("::{path}::");
    breaking.any(|api| {
        let (one, other) = (delimited(&without_reexports(&api.path, &edit.api)), delimited(&path));
        one.starts_with(&other) || other.starts_with(&one) || (is_shared && one.ends_with(&other))
    })
}

/// The path in the list of the API. Types are also exported from the module above their own. The list names the items
/// of the only service after the crate.
fn without_reexports(path: &str, api: &[ApiItem]) -> String {
    let mut names: Vec<&str> = path.split("::").collect();
    let is_module = |name: &str| name.starts_with(|first: char| first.is_lowercase());
    let is_at_root = api.iter().any(|item| item.path.split("::").next() == Some(CLIENT));
    if is_at_root && names.first() != Some(&CLIENT) {
        names.insert(0, CLIENT);
    }
    if names.get(1) == Some(&"types") && names.len() > 3 && names.get(2).is_some_and(|name| is_module(name)) {
        names.remove(2);
    }
    names.join("::")
}

/// The items that cargo-semver-checks finds broken.
fn semver_checks(old: &Path, new: &Path) -> Result<BTreeSet<String>, String> {
    let mut command = Command::new("cargo-semver-checks");
    command.args(["semver-checks", "--release-type", "minor", "--color", "never", "--baseline-rustdoc"]);
    let text = output(command.arg(old).arg("--current-rustdoc").arg(new))?;
    // A failure has a line for each item, after "Failed in:".
    let mut items = BTreeSet::new();
    let mut is_item = false;
    for line in text.lines() {
        if line.starts_with("--- ") || line.trim().is_empty() || line.starts_with("     Summary") {
            is_item = false;
        } else if line.starts_with("Failed in:") {
            is_item = true;
        } else if is_item {
            items.insert(item_with_file(line));
        }
    }
    Ok(items)
}

/// The items that cargo-public-api finds removed or changed. The names of const parameters do not matter,
/// and neither does the module of a type that is also exported from the module above. An enum that several operations
/// export is listed in each module, and its implementations in one of them, which may be another one in the new client.
fn public_api(old: &Path, new: &Path) -> Result<BTreeSet<String>, String> {
    let mut command = Command::new("cargo-public-api");
    command.args(["public-api", "-ss", "--color", "never", "diff"]);
    let text = output(command.arg(old).arg(new))?;
    let lines = |sign: char| text.lines().filter_map(move |line| line.strip_prefix(sign));
    let comparable = |line: &str| without_own_modules(&without_flags(line));
    let after: BTreeSet<String> = lines('+').map(comparable).collect();
    let is_enum = |line: &str, path: &str| line.contains(" enum ") && path_in(line) == path;
    let is_gone = |path: &str| lines('-').any(|line| is_enum(line, path));
    let is_listed_elsewhere = |line: &str| implemented_errors(line).is_some_and(|errors| !is_gone(&errors));
    let broken = lines('-').filter(|line| !after.contains(&comparable(line)) && !is_listed_elsewhere(line));
    Ok(broken.map(path_in).collect())
}

/// The enum of documented errors that a line with a part of an implementation is about.
fn implemented_errors(line: &str) -> Option<String> {
    let path = path_in(line);
    if line.starts_with("impl") {
        return path.ends_with("Error").then_some(path);
    }
    let (errors, part) = path.rsplit_once("::")?;
    let is_part = ["OPERATIONS", "clone", "decode", "eq", "fmt"].contains(&part);
    (is_part && errors.ends_with("Error")).then(|| errors.to_owned())
}

/// A line without the names of const parameters.
fn without_flags(line: &str) -> String {
    let is_name = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    let mut parts = line.split("HAS_");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "_" + part.trim_start_matches(is_name))
}

/// A line with types as they are exported from the module above their own: `types::Pet`, not `types::pet::Pet`.
fn without_own_modules(line: &str) -> String {
    const PARENT: &str = "types::";
    let without = |part: &str| -> Option<String> {
        let (module, rest) = part.split_once("::")?;
        let name = rest.split(|it: char| !it.is_alphanumeric()).next()?;
        module.replace('_', "").eq_ignore_ascii_case(name).then(|| rest.to_owned())
    };
    let mut parts = line.split(PARENT);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + PARENT + &without(part).unwrap_or_else(|| part.to_owned()))
}

/// What a judge prints. One that finds breaks fails, and so does one that cannot read its input.
fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("cannot run {name}: {}", io_reason(&error)))?;
    let (text, problems) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !output.status.success() && text.trim().is_empty() {
        return Err(format!("{name}: {problems}"));
    }
    Ok(text.into_owned())
}

/// The path of the item in a line of cargo-semver-checks: its own, or the module of its file and the name of its type.
fn item_with_file(line: &str) -> String {
    if line.contains("client::") {
        return path_in(line);
    }
    let (head, file) = line.split_once("/src/").unwrap_or((line, ""));
    let module = file.split(".rs").next().unwrap_or_default().replace('/', "::");
    let mut modules: Vec<&str> = module.split("::").collect();
    // The parent exports the items of these.
    modules.pop_if(|last| ["client", "lib", "service"].contains(last));
    let is_kind = |word: &str| ["Enum", "Struct", "Trait", "Type"].contains(&word);
    let mut names = head.split([' ', ',']).filter(|word| word.starts_with(|it: char| it.is_uppercase()));
    let name = names.find(|word| !is_kind(word)).unwrap_or_default().replace(['.', ':'], "::").replace("::::", "::");
    modules.push(&name);
    modules.join("::")
}

/// The first path of the crate in a line, below the crate and without generics. For an implementation, that of its
/// type.
fn path_in(line: &str) -> String {
    let line = if line.starts_with("impl") { line.rsplit_once(" for ").map_or(line, |(_, rest)| rest) } else { line };
    let start = line.find("client::").map_or(0, |at| at + "client::".len());
    let mut path = String::new();
    let mut depth = 0;
    for character in line[start..].chars() {
        match character {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ if depth > 0 => {}
            // Both separate a variant or a field from its type.
            '.' => path.push_str("::"),
            '_' | ':' | '#' => path.push(character),
            letter if letter.is_alphanumeric() => path.push(letter),
            _ => break,
        }
    }
    let names: Vec<&str> = path.split(':').filter(|name| !name.is_empty()).collect();
    names.join("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_public_api_have_paths() {
        for (line, path) in [
            ("pub fn client::shop::list::List<HAS_ID>::send(self) -> client::x::Y", "shop::list::List::send"),
            ("impl core::clone::Clone for client::shop::Pet", "shop::Pet"),
            ("impl<const HAS_ID: bool> core::clone::Clone for client::shop::Pet<HAS_ID>", "shop::Pet"),
            ("pub client::shop::Pet::name: alloc::string::String", "shop::Pet::name"),
        ] {
            assert_eq!(path_in(line), path);
        }
        for (line, errors) in [
            ("impl core::fmt::Debug for client::get::GetError", Some("get::GetError")),
            ("pub const client::get::GetError::OPERATIONS: &'static [u8]", Some("get::GetError")),
            ("pub client::get::GetError::Status404(client::types::Problem)", None),
            ("impl core::fmt::Debug for client::types::Pet", None),
        ] {
            assert_eq!(implemented_errors(line).as_deref(), errors);
        }
        assert_eq!(without_flags("pub fn A<HAS_ID, HAS_B2>::id(self)"), "pub fn A<_, _>::id(self)");
        let line = "pub type a::types::B = a::types::pet_list::PetList<a::types::pet_list::Next>";
        let expected = "pub type a::types::B = a::types::PetList<a::types::pet_list::Next>";
        assert_eq!(without_own_modules(line), expected);
    }

    #[test]
    fn lines_of_semver_checks_have_paths() {
        for (line, path) in [
            ("  struct client::shop::Pet, previously in file clients/client-0/src/shop/pet.rs:3", "shop::Pet"),
            (
                "  variant Status::Open, previously in file clients/client-0/src/shop/status.rs:3",
                "shop::status::Status::Open",
            ),
            ("  field name of struct Pet, previously in file clients/client-0/src/shop.rs:3", "shop::Pet"),
            ("  Struct List allows 1 -> 0 const generics in clients/client-2/src/shop/list.rs:39", "shop::list::List"),
            ("  OPERATION in file clients/client-0/src/shop/list.rs:16", "shop::list::OPERATION"),
            ("  SERVICE in file clients/client-0/src/shop/service.rs:10", "shop::SERVICE"),
            ("  SERVICE in file clients/client-0/src/service.rs:10", "SERVICE"),
        ] {
            assert_eq!(item_with_file(line), path);
        }
    }
}
