//! Servers: the host, the base path and the schemes.

use super::{source::Source, tree::Tree};

/// The servers: the host with each scheme, `https` first. `None` if the document has neither host nor base path.
///
/// Without `schemes`, the scheme is the one "used to access the Swagger definition itself", which is unknown: `https`.
pub(super) fn servers(root: &Source<'_>, schemes: Option<&Source<'_>>) -> Option<Tree> {
    let base = root.get("basePath");
    let path = base.as_ref().and_then(Source::text).unwrap_or_default().trim_end_matches('/');
    let server = |at: &Source<'_>, url: String| Tree::property(at, "url", Tree::text(at, url));
    let Some(host) = root.get("host") else {
        let base = base.filter(|_| !path.is_empty())?;
        return Some(Tree::list(&base, vec![server(&base, path.to_owned())]));
    };
    let name = host.text()?;
    let schemes = schemes.cloned().or_else(|| root.get("schemes"));
    let mut schemes: Vec<Source<'_>> = schemes.iter().flat_map(Source::items).collect();
    schemes.retain(|scheme| matches!(scheme.text(), Some("http" | "https")));
    schemes.sort_by_key(|scheme| scheme.text() != Some("https"));
    let mut servers: Vec<Tree> = schemes
        .iter()
        .filter_map(|scheme| Some(server(scheme, format!("{}://{name}{path}", scheme.text()?))))
        .collect();
    if servers.is_empty() {
        servers.push(server(&host, format!("https://{name}{path}")));
    }
    Some(Tree::list(&host, servers))
}
