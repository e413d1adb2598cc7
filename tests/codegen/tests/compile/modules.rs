//! Generated code as a module of another crate, as a build script includes it.

use codegen_tests::{documents::generate_text, temporary_workspace::TemporaryWorkspace};
use wireright_codegen::{Generation, Options, SourceFile, generate};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '200':
          description: A thing.
          content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
components: { schemas: { Thing: { type: object, properties: { name: { type: string } } } } }
";

fn as_module(module: &str) -> Generation {
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    generate(vec![source], &Options { module: Some(module.to_owned()), ..Options::default() })
}

/// A crate that warns about missing documentation and contains the module, and one that uses nothing of it.
pub(crate) const CRATES: [&str; 2] = ["module", "private_module"];

pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    let roots = [
        "//! A program's library.\n#![warn(missing_docs)]\n\n/// The shop.\npub mod api;\n",
        "//! A program.\n#![warn(unreachable_pub)]\n\nmod api;\n",
    ];
    for (name, root) in CRATES.into_iter().zip(roots) {
        let files = as_module("api").files.into_iter().map(|file| (format!("src/api/{}", file.path), file.text));
        workspace.add(name, &[], files.chain([("src/lib.rs".to_owned(), root.to_owned())]));
    }
}

#[test]
fn module_files_equal_crate_files_except_for_paths() {
    let crate_files = generate_text(DOCUMENT).files;
    let module_files = as_module("clients::shop_api").files;
    assert_eq!(crate_files.len() + 1, module_files.len());
    for file in &module_files {
        // The root of a crate has the items of the service itself.
        let Some(path) = file.path.strip_prefix("shop/") else { continue };
        let twin = crate_files.iter().find(|twin| twin.path == format!("src/{path}")).expect("the same file");
        // Examples name items by paths from the crate. Code has a module `client`.
        let example = |line: &str| {
            let is_docs = line.trim_start().starts_with("//");
            if is_docs { line.replace("client::", "client::clients::shop_api::") } else { line.to_owned() }
        };
        let examples = twin.text.lines().map(example).collect::<Vec<_>>().join("\n");
        let moved = examples
            .replace("crate::", "crate::clients::shop_api::shop::")
            .replace("name: \"client", "name: \"shop_api")
            .replace("/// # Example\n    ///\n    /// ```\n", "/// # Example\n    ///\n    /// ```ignore\n")
            .replace("//! ```no_run\n", "//! ```ignore\n")
            .replacen("see `src/lib.rs` for", "see `mod.rs` for", 1);
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&file.text.replace("///", "")), words(&moved.replace("///", "")), "{}", file.path);
    }
}

#[test]
fn the_root_file_has_no_inner_attributes() {
    let files = as_module("api").files;
    let root = files.iter().find(|file| file.path == "mod.rs").expect("a root file was generated");
    assert!(root.text.contains("pub mod shop;") && root.text.contains("pub use ::wireright_runtime::*;"));
    assert!(!root.text.contains("#!") && !root.text.contains("//!") && !root.text.contains("feature"), "{}", root.text);
    assert!(files.iter().all(|file| !file.path.starts_with("src/")));
}

#[test]
fn a_keyword_as_module_name_becomes_a_raw_identifier() {
    let files = as_module("type").files;
    assert!(files.iter().any(|file| file.text.contains("crate::r#type::shop")), "the module name is a raw identifier");
}
