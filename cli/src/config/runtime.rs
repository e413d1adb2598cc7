//! `[client.runtime]`: where the runtime crate of a client comes from.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;

use super::error::Problem;
use crate::crate_files::{RuntimeDependency, requirement_problem};

/// Where the runtime crate comes from: one of `path`, `version` and `git`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuntimeConfig {
    /// Folder of the crate.
    pub path: Option<Spanned<PathBuf>>,
    /// Version requirement of the published crate.
    pub version: Option<Spanned<String>>,
    /// URL of a git repository.
    pub git: Option<Spanned<String>>,
    /// Commit of the git repository.
    pub rev: Option<Spanned<String>>,
    /// Tag of the git repository.
    pub tag: Option<Spanned<String>>,
    /// Branch of the git repository.
    pub branch: Option<Spanned<String>>,
}

impl RuntimeConfig {
    /// The dependency. Paths are relative to `folder`. `span` is the place of the table.
    pub(super) fn dependency(&self, span: Range<usize>, folder: &Path) -> Result<RuntimeDependency, Problem> {
        let sources = [
            self.path.as_ref().map(|path| ("path", path.span())),
            self.version.as_ref().map(|version| ("version", version.span())),
            self.git.as_ref().map(|git| ("git", git.span())),
        ];
        let mut sources = sources.into_iter().flatten();
        let Some((first, _)) = sources.next() else {
            return Err(Problem::new(span, "`runtime` needs one of `path`, `version` and `git`")
                .help("without the table `runtime`, the source of the runtime is copied beside the client"));
        };
        if let Some((second, span)) = sources.next() {
            return Err(Problem::new(
                span,
                format!("`runtime` has `{first}` and `{second}`, which exclude each other"),
            )
            .help("keep exactly one of `path`, `version` and `git`"));
        }
        let reference = self.reference()?;
        if let Some(path) = &self.path {
            return Ok(RuntimeDependency::Path(folder.join(path.get_ref())));
        }
        if let Some(version) = &self.version {
            let problem = requirement_problem(version.get_ref());
            let refused = |message| Err(Problem::new(version.span(), message));
            return problem.map_or_else(|| Ok(RuntimeDependency::Version(version.get_ref().clone())), refused);
        }
        if let Some(url) = self.git.as_ref().filter(|url| !url.get_ref().contains("://")) {
            let message =
                format!("`{}` is no URL; it begins with `https://` or `ssh://`", url.get_ref().escape_debug());
            return Err(Problem::new(url.span(), message));
        }
        let url = self.git.as_ref().map(|url| url.get_ref().clone()).unwrap_or_default();
        Ok(RuntimeDependency::Git { url, reference })
    }

    /// `rev`, `tag` or `branch` with its value.
    fn reference(&self) -> Result<Option<(&'static str, String)>, Problem> {
        let references = [("rev", &self.rev), ("tag", &self.tag), ("branch", &self.branch)];
        let mut references = references.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
        let Some((key, value)) = references.next() else { return Ok(None) };
        if self.git.is_none() {
            return Err(Problem::new(value.span(), format!("`{key}` belongs to `git`, which is missing")));
        }
        if let Some((second, value)) = references.next() {
            return Err(Problem::new(value.span(), format!("`{key}` and `{second}` exclude each other")));
        }
        Ok(Some((key, value.get_ref().clone())))
    }
}
