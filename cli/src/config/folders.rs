//! The folders of clients: each client has its own. A run deletes generated files that its client does not have.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use toml::Spanned;

use super::error::{ConfigError, line_of};
use crate::paths::canonical;

/// Fails if two clients have the same folder, or if one folder is inside another. Paths are relative to `folder`.
pub(super) fn check(outs: &[&Spanned<PathBuf>], folder: &Path, name: &str, text: &str) -> Result<(), ConfigError> {
    let mut known: HashMap<PathBuf, &Spanned<PathBuf>> = HashMap::new();
    for &out in outs {
        let path = folder.join(out.get_ref());
        let Some(earlier) = known.insert(canonical(&path).unwrap_or(path), out) else { continue };
        let problem = format!(
            "two clients have the same folder: `out` is `{}` here and `{}` in line {}",
            out.get_ref().display(),
            earlier.get_ref().display(),
            line_of(text, earlier.span().start)
        );
        return Err(ConfigError::at(name, text, &out.span(), &problem));
    }
    let mut sorted: Vec<(&PathBuf, &&Spanned<PathBuf>)> = known.iter().collect();
    sorted.sort_by_key(|(_, out)| out.span().start);
    for (path, out) in &sorted {
        let outer = sorted.iter().find(|(other, _)| other != path && path.starts_with(other));
        if let Some((_, outer)) = outer {
            let problem = format!(
                "the folder of a client is inside that of another: `out` is `{}` here and `{}` in line {}",
                out.get_ref().display(),
                outer.get_ref().display(),
                line_of(text, outer.span().start)
            );
            return Err(ConfigError::at(name, text, &out.span(), &problem));
        }
    }
    Ok(())
}
