//! The media types of request bodies and responses.

use super::swagger_node::SwaggerNode;

/// The media type of bodies without `consumes` or `produces`.
pub(super) const JSON: &str = "application/json";

/// The media type of files without `produces`.
pub(super) const BYTES: &str = "application/octet-stream";

/// The media types under `consumes` or `produces`.
#[derive(Clone, Debug, Default)]
pub(super) struct MediaTypes<'s>(Vec<SwaggerNode<'s>>);

impl<'s> MediaTypes<'s> {
    /// Those under this key, if the object has it.
    pub(super) fn of(source: &SwaggerNode<'s>, key: &str) -> Option<Self> {
        source.get(key)?;
        Some(Self(source.strings_of(key).into_iter().filter(|name| name.text().is_some()).collect()))
    }

    /// Those that have values and not files: JSON, XML and text.
    pub(super) fn without_files(&self) -> Self {
        let has_values = |name: &str| name.contains("json") || name.contains("xml") || name.starts_with("text/");
        Self(self.0.iter().filter(|name| name.text().is_some_and(has_values)).cloned().collect())
    }

    /// Whether all are media types of files: neither JSON, XML nor text.
    pub(super) fn are_files(&self) -> bool {
        !self.0.is_empty() && self.without_files().0.is_empty()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'s str> {
        self.0.iter().filter_map(SwaggerNode::text)
    }

    /// Each with its place. `default` if there are none.
    pub(super) fn or(&self, default: &str, at: &SwaggerNode<'s>) -> Vec<(String, SwaggerNode<'s>)> {
        let all: Vec<_> = self.0.iter().filter_map(|one| Some((one.text()?.to_owned(), one.clone()))).collect();
        if all.is_empty() { vec![(default.to_owned(), at.clone())] } else { all }
    }
}
