//! Policy: `diagnostic` alone decides whether a problem is an error or a warning. No other layer knows the policy.

use crate::{files::has_extension, finding::Finding};

/// The only code of `codegen` that knows the policy: the layer that judges problems, and the entry point of a run.
const JUDGES: [&str; 2] = ["codegen/src/diagnostic/", "codegen/src/lib.rs"];

/// Names that a layer needs to branch on the policy.
const NAMES: [&str; 2] = ["Policy", "is_lenient"];

/// Access to the field of the generator's options that selects the policy.
const FIELD: &str = ".lenient";

/// Code of `codegen` outside `diagnostic` that names the policy.
pub(crate) fn check(path: &str, text: &str) -> Vec<Finding> {
    let is_judge = JUDGES.iter().any(|judge| path.starts_with(judge));
    let is_test = path.ends_with("/tests.rs");
    if !path.starts_with("codegen/src/") || is_judge || is_test || !has_extension(path, "rs") {
        return Vec::new();
    }
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    let named = code.filter_map(|(index, line)| {
        let mut words = line.split(|character: char| !character.is_alphanumeric() && character != '_');
        let name = words.find(|word| NAMES.contains(word));
        name.or(reads_field(line).then_some(FIELD)).map(|name| (index, name))
    });
    named
        .map(|(index, name)| {
            let message = format!("`{name}` outside `diagnostic`: report the problem, and let its `Tolerance` decide");
            Finding { path: path.to_owned(), line: index + 1, message }
        })
        .collect()
}

fn reads_field(line: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    line.split(FIELD).skip(1).any(is_end)
}

#[test]
fn a_branch_on_the_policy_is_found() {
    let text = "use crate::diagnostic::Code;\n// is_lenient\nfn f(c: &Context, p: RetryPolicy) {\n    \
                if c.policy.is_lenient() {}\n}\n";
    let found = check("codegen/src/lower/paths.rs", text);
    assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [4]);
    assert_eq!(check("codegen/src/openapi/node.rs", "use crate::diagnostic::{Code, Policy};\n").len(), 1);
    assert_eq!(check("codegen/src/lower/mod.rs", "if options.lenient {}\nif schema.lenient_string {}\n").len(), 1);
    assert!(check("codegen/src/diagnostic/policy.rs", text).is_empty());
}
