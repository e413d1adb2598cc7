//! Servers: the host or its template, the base path and the schemes.

use super::{context::ConversionContext, converted_value::ConvertedValue, swagger_node::SwaggerNode};
use crate::source::Value;

/// The key of a host with parameters, which takes precedence over `host`.
const HOST_TEMPLATE: &str = "x-ms-parameterized-host";

/// The servers: the host with each scheme, `https` first. `None` if the document has neither host nor base path.
///
/// Without `schemes`, the scheme is the one "used to access the Swagger definition itself", which is unknown: `https`.
pub(super) fn servers<'s>(
    root: &SwaggerNode<'s>,
    schemes: Option<&SwaggerNode<'s>>,
    context: &ConversionContext<'s>,
) -> Option<ConvertedValue> {
    let schemes = || schemes.cloned().or_else(|| root.get("schemes"));
    let mut schemes: Vec<SwaggerNode<'_>> = schemes().iter().flat_map(SwaggerNode::items).collect();
    schemes.retain(|scheme| matches!(scheme.text(), Some("http" | "https")));
    schemes.sort_by_key(|scheme| scheme.text() != Some("https"));
    let base = root.get("basePath");
    let path = base.as_ref().and_then(SwaggerNode::text).unwrap_or_default().trim_end_matches('/');
    let server = |at: &SwaggerNode<'_>, url: String| ConvertedValue::property(at, "url", ConvertedValue::text(at, url));
    if let Some(template) = root.get(HOST_TEMPLATE) {
        return of_template(&template, path, &schemes, context);
    }
    let Some(host) = root.get("host") else {
        let base = base.filter(|_| !path.is_empty())?;
        return Some(ConvertedValue::list(&base, vec![server(&base, path.to_owned())]));
    };
    let name = host.text()?;
    let mut servers: Vec<ConvertedValue> = schemes
        .iter()
        .filter_map(|scheme| Some(server(scheme, format!("{}://{name}{path}", scheme.text()?))))
        .collect();
    if servers.is_empty() {
        servers.push(server(&host, format!("https://{name}{path}")));
    }
    Some(ConvertedValue::list(&host, servers))
}

/// The server of a host with parameters, which are the variables.
fn of_template<'s>(
    template: &SwaggerNode<'s>,
    path: &str,
    schemes: &[SwaggerNode<'s>],
    context: &ConversionContext<'s>,
) -> Option<ConvertedValue> {
    let host = template.get("hostTemplate")?;
    let has_prefix = !template.get("useSchemePrefix").is_some_and(|flag| *flag.value == Value::Bool(false));
    let prefix = match (has_prefix, schemes.first().and_then(SwaggerNode::text)) {
        (true, scheme) => format!("{}://", scheme.unwrap_or("https")),
        (false, _) => String::new(),
    };
    let url = ConvertedValue::text(&host, format!("{prefix}{}{path}", host.text()?));
    let mut variables = Vec::new();
    for written in template.get("parameters").iter().flat_map(SwaggerNode::items) {
        let (parameter, _) = context.target(&written).unwrap_or_else(|| (written.clone(), true));
        let Some(name) = parameter.text_of("name") else { continue };
        let kept = parameter.entries().filter(|(key, _)| ["description", "default", "enum"].contains(key));
        let mut variable: Vec<_> = kept.map(|(key, value)| (key.to_owned(), ConvertedValue::copy(&value))).collect();
        // Azure: the value that clients use if the caller gives none.
        let default = parameter.get("x-ms-client-default").filter(|_| parameter.get("default").is_none());
        variable.extend(default.map(|default| ("default".to_owned(), ConvertedValue::copy(&default))));
        variables.push((name.to_owned(), ConvertedValue::object(&written, variable)));
    }
    let server = vec![("url".to_owned(), url), ("variables".to_owned(), ConvertedValue::object(template, variables))];
    Some(ConvertedValue::list(template, vec![ConvertedValue::object(template, server)]))
}
