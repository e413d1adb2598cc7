//! What the generator prints, an item at a time: small enough that a reviewer sees what changed for users.

use insta::{assert_snapshot, with_settings};
use tests::documents;
use wireright_codegen::{GeneratedFile, Options, generate};

/// The items of a file with a name for each, taken apart at blank lines that nothing is indented after.
fn items(file: &GeneratedFile) -> Vec<(String, String)> {
    let mut items: Vec<(String, String)> = Vec::new();
    for block in file.text.split("\n\n") {
        match items.last_mut() {
            // An indented block is the rest of the item before it.
            Some((_, item)) if block.starts_with([' ', '}']) => {
                item.push_str("\n\n");
                item.push_str(block);
            }
            _ => items.push((label(block), block.to_owned())),
        }
    }
    items
}

/// `struct ResetPassword`, as a file name: the first words of the item after its documentation and attributes.
fn label(block: &str) -> String {
    let is_said = |line: &&str| !line.starts_with("//") && !line.starts_with('#');
    let mut lines = block.lines().map(str::trim_start).filter(is_said);
    let first = lines.next().unwrap_or("docs");
    // A macro's call says inside what it declares.
    let is_call = first.ends_with("! {");
    let line = if is_call { lines.next().unwrap_or_default() } else { first };
    let words = line.split(|character: char| !(character.is_alphanumeric() || character == '_'));
    let skipped = ["", "pub", "c", "de", "const", "_", "static"];
    let words: Vec<&str> = words.filter(|word| !skipped.contains(word)).take(if is_call { 2 } else { 4 }).collect();
    words.join("_")
}

/// Items that are the same for every operation and every shape: a change of them shows in the constructs that are about them.
const SAME_EVERYWHERE: [&str; 9] = [
    "docs",
    "impl_DocumentedError",
    "impl_From_String",
    "impl_ServiceClient",
    "impl_fmt",
    "mod",
    "struct_Client",
    "struct_Input",
    "use",
];

fn snapshot(folder: &str, file: &GeneratedFile) {
    let place = file.path.trim_start_matches("src/").trim_end_matches(".rs").replace('/', ".");
    let mut seen: Vec<String> = Vec::new();
    for (label, text) in items(file) {
        if SAME_EVERYWHERE.iter().any(|start| label.starts_with(start)) || label.ends_with("_false") {
            continue;
        }
        let twins = seen.iter().filter(|other| **other == label).count();
        let name = if twins == 0 { format!("{place}.{label}") } else { format!("{place}.{label}.{twins}") };
        seen.push(label);
        with_settings!({ snapshot_path => format!("snapshots/{folder}"), prepend_module_to_snapshot => false, omit_expression => true }, {
            assert_snapshot!(name, text);
        });
    }
}

#[test]
fn operations_of_the_five_services() {
    let generation = generate(documents::specs(), &documents::options());
    for file in &generation.files {
        // The tables of servers are data, reviewed in specs/.
        if !file.path.ends_with("/service.rs") {
            snapshot("services", file);
        }
    }
}

#[test]
fn each_construct() {
    for document in documents::folder("tests/documents/constructs") {
        let path = document.path.clone();
        let generation = generate(vec![document], &Options::default());
        assert!(!generation.files.is_empty(), "{path}: {:?}", generation.diagnostics);
        for file in &generation.files {
            let is_data = file.path.ends_with("/service.rs") || file.path.ends_with("/client.rs");
            if !is_data && file.path != "src/lib.rs" {
                snapshot("constructs", file);
            }
        }
    }
}

/// What a user reads of the ways to prove who is calling, and the same as data.
#[test]
fn security_schemes() {
    let mut documents = documents::folder("tests/documents/constructs");
    documents.retain(|document| document.path.ends_with("/security.yaml"));
    let generation = generate(documents, &Options::default());
    let between = |begin: &str, end: &str| {
        let text = generation.files.iter().find_map(|file| Some(file.text.split_once(begin)?.1.split_once(end)?.0));
        text.unwrap_or_else(|| panic!("`{begin}` begins nothing")).to_owned()
    };
    let docs = between("//! # Authentication\n//!\n", "\n//!\n");
    let data = between("security_schemes: ", "client_parameters");
    with_settings!({ snapshot_path => "snapshots/constructs", prepend_module_to_snapshot => false, omit_expression => true }, {
        assert_snapshot!("security.schemes", format!("{docs}\n\n{data}"));
    });
}
