//! Vendor: `codegen` and `runtime` serve any API, so they name no vendor, its products or its headers.

use crate::{finding::Finding, words::words_of};

const NAMES: [&str; 9] = ["huawei", "huaweicloud", "myhuaweicloud", "obs", "iam", "ak", "sk", "ecs", "hws"];
const PIECES: [&str; 3] = ["sdk-hmac", "x-sdk-", "huawei"];

/// Vendor names in a file of the two crates.
pub(crate) fn check(path: &str, text: &str) -> Vec<Finding> {
    if !path.starts_with("codegen/") && !path.starts_with("runtime/") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let lower = line.to_lowercase();
        let piece = PIECES.iter().find(|piece| lower.contains(**piece)).map(|piece| (*piece).to_owned());
        let name = piece.or_else(|| words_of(line).into_iter().find(|word| NAMES.contains(&word.as_str())));
        if let Some(name) = name {
            let message = format!("`{name}` is the name of a vendor: move it to huaweicloud/ or use a neutral example");
            findings.push(Finding { path: path.to_owned(), line: index + 1, message });
        }
    }
    findings
}

#[test]
fn one_vendor_name_is_found() {
    assert_eq!(check("runtime/src/lib.rs", "//! Signs.\nconst NAME: &str = \"SDK-HMAC-SHA256\";\n")[0].line, 2);
    assert_eq!(check("codegen/src/lib.rs", "fn iam_host() {}\n").len(), 1);
    assert!(check("codegen/src/lib.rs", "fn observe() -> Diamond {}\n").is_empty());
    assert!(check("huaweicloud/src/lib.rs", "//! Huawei Cloud.\n").is_empty());
}
