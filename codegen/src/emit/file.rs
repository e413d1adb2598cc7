//! Paths and headers of the generated files.

use super::code::code;
use crate::{
    GeneratedFile,
    model::{Crate, RustName, Service},
    print::{self, Header, Item},
};

/// A file inside the module of a service: `types/pet` is `src/petstore/types/pet.rs`, or `src/types/pet.rs` if the root
/// has the items of the service.
pub(super) fn in_service(
    krate: &Crate,
    service: &Service,
    name: &str,
    docs: Item,
    items: impl IntoIterator<Item = impl Into<Item>>,
) -> GeneratedFile {
    let module = service.module.as_ref().map(|module| format!("{}/", module.unraw())).unwrap_or_default();
    let path = format!("{}{module}{name}.rs", folder(krate));
    print::file(path, &header(krate, &service.source), docs, items)
}

/// The export of an operation for a type that it shares with others: `pub use super::MODULE::SHARED as OWN;`
pub(super) fn reexport(module: &'static str, shared: &RustName, own: &RustName) -> Item {
    Item::Text(code!["pub use super::", module, "::", shared, " as ", own, ";"].line(0))
}

/// The module of a service: `src/petstore.rs`.
pub(super) fn of_service(
    krate: &Crate,
    service: &Service,
    module: &RustName,
    docs: Item,
    items: impl IntoIterator<Item = impl Into<Item>>,
) -> GeneratedFile {
    let path = format!("{}{}.rs", folder(krate), module.unraw());
    print::file(path, &header(krate, &service.source), docs, items)
}

/// The root: `src/lib.rs` of a crate, `mod.rs` of a module.
pub(super) fn root(
    krate: &Crate,
    source: &str,
    docs: Item,
    items: impl IntoIterator<Item = impl Into<Item>>,
) -> GeneratedFile {
    let header = Header { source, command: krate.command.as_deref(), guide: None };
    print::file(root_path(krate).to_owned(), &header, docs, items)
}

fn header<'k>(krate: &'k Crate, source: &'k str) -> Header<'k> {
    Header { source, command: krate.command.as_deref(), guide: Some(root_path(krate)) }
}

fn root_path(krate: &Crate) -> &'static str {
    if krate.is_module() { "mod.rs" } else { "src/lib.rs" }
}

/// The folder of the sources. The files of a module are relative to the folder of the module.
fn folder(krate: &Crate) -> &'static str {
    if krate.is_module() { "" } else { "src/" }
}
