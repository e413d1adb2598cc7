//! Purity: `codegen` reads no file, clock, environment or network, and starts no process.

use crate::{files::has_extension, finding::Finding, imports::paths_in};

const FORBIDDEN: [&str; 5] = ["fs", "env", "net", "time", "process"];

/// Paths of `codegen` into the modules of `std` that do I/O. Code inside `quote!` belongs to the output.
pub(crate) fn check(path: &str, text: &str) -> Vec<Finding> {
    if !path.starts_with("codegen/src/") || !has_extension(path, "rs") {
        return Vec::new();
    }
    let used = paths_in(text).into_iter().filter(|used| match used.as_slice() {
        [first, second, ..] => first == "std" && FORBIDDEN.contains(&second.as_str()),
        _ => false,
    });
    used.map(|used| {
        let name = used[..2].join("::");
        let line = text.lines().position(|line| line.contains(&name)).map_or(1, |index| index + 1);
        let message = format!("`{name}` in codegen: move I/O to its caller");
        Finding { path: path.to_owned(), line, message }
    })
    .collect()
}

#[test]
fn a_file_that_is_read_is_found() {
    let text = "fn f() {\n    let _ = std::fs::read(\"x\");\n    let _ = quote! { std::env::var(\"x\") };\n}\n";
    let found = check("codegen/src/lib.rs", text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].line, 2);
    assert!(check("xtask/src/main.rs", text).is_empty());
    let grouped = "use std::{\n    collections::BTreeMap,\n    time::Instant,\n};\n";
    assert_eq!(check("codegen/src/lib.rs", grouped).len(), 1);
}
