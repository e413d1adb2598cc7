//! The folders of clients: each client has its own. A run deletes generated files that its client does not have.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use toml::Spanned;

use super::error::{Problem, line_of};
use crate::paths::canonical;

/// The folders that two clients have, and those inside another one. Paths are relative to `folder`.
pub(super) fn problems(outs: &[&Spanned<PathBuf>], folder: &Path, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut known: HashMap<PathBuf, &Spanned<PathBuf>> = HashMap::new();
    for &out in outs {
        let path = folder.join(out.get_ref());
        let path = canonical(&path).unwrap_or(path);
        let Some(earlier) = known.get(&path) else {
            known.insert(path, out);
            continue;
        };
        let problem = format!(
            "two clients have the same folder: `out` is `{}` here and `{}` in line {}",
            out.get_ref().display(),
            earlier.get_ref().display(),
            line_of(text, earlier.span().start)
        );
        problems.push(Problem::new(out.span(), problem));
    }
    for (path, out) in &known {
        let outer = known.iter().find(|(other, _)| *other != path && path.starts_with(other));
        if let Some((_, outer)) = outer {
            let problem = format!(
                "the folder of a client is inside that of another: `out` is `{}` here and `{}` in line {}",
                out.get_ref().display(),
                outer.get_ref().display(),
                line_of(text, outer.span().start)
            );
            problems.push(Problem::new(out.span(), problem));
        }
    }
    problems
}
