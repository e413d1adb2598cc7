//! Expansion of the variables of a server's URL (OpenAPI 3.0.3, "Server Object").

use crate::{InvalidRequest, Server};

/// Expands each variable to its configured value, else to its documented default.
pub(crate) fn expand(server: &Server, values: &[(String, String)]) -> Result<String, InvalidRequest> {
    let mut url = String::with_capacity(server.url.len());
    let mut rest = server.url;
    while let Some((text, after)) = rest.split_once('{') {
        url.push_str(text);
        let Some((name, after)) = after.split_once('}') else {
            return Err(setting(format!("the URL of a server has an unmatched brace: `{}`", server.url)));
        };
        let position = match () {
            () if url.is_empty() => Position::Start,
            () if is_in_authority(&url) => Position::Authority,
            () => Position::Path,
        };
        url.push_str(&value(server, name, values, position)?);
        rest = after;
    }
    url.push_str(rest);
    Ok(url)
}

/// Position of a variable in a URL.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// The variable has the scheme.
    Start,
    Authority,
    Path,
}

/// Whether the end of this prefix of a URL is in the authority: host and port.
fn is_in_authority(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| !rest.contains('/'))
}

fn value(
    server: &Server,
    name: &str,
    values: &[(String, String)],
    position: Position,
) -> Result<String, InvalidRequest> {
    let variable = server.variables.iter().find(|variable| variable.name == name);
    let Some((_, value)) = values.iter().find(|(known, _)| known == name) else {
        let default = variable.map(|variable| variable.default.to_owned());
        let default = default.filter(|default| position != Position::Start || !default.is_empty());
        return default
            .ok_or_else(|| setting(format!("the server variable `{name}` has no default and was not given")));
    };
    // A documented value is as trustworthy as the documented URL around it.
    if variable.is_some_and(|variable| variable.default == value.as_str() || variable.allowed.contains(&value.as_str()))
    {
        return Ok(value.clone());
    }
    if let Some(variable) = variable.filter(|variable| !variable.allowed.is_empty()) {
        let allowed = variable.allowed.join("`, `");
        return Err(setting(format!("the server variable `{name}` must be one of `{allowed}`")));
    }
    // A value must not redirect the request and its secrets to another host.
    let is_separator = |character: char| match character {
        '/' => position == Position::Authority,
        _ => !character.is_ascii_alphanumeric() && !"-._~:".contains(character),
    };
    if value.is_empty() || value.contains(is_separator) || (position == Position::Authority && value.contains("..")) {
        return Err(setting(format!("the server variable `{name}` is empty or has an invalid character")));
    }
    Ok(value.clone())
}

fn setting(problem: String) -> InvalidRequest {
    InvalidRequest::Setting { problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ServerVariable;

    const SERVER: Server = Server {
        region: None,
        url: "https://{tenant}.example.com:{port}/{base}",
        variables: &[
            ServerVariable { name: "tenant", default: "demo", allowed: &[] },
            ServerVariable { name: "port", default: "443", allowed: &["443", "8443"] },
            ServerVariable { name: "base", default: "v2", allowed: &[] },
        ],
    };

    fn expand_variable(name: &str, value: &str) -> Result<String, InvalidRequest> {
        expand(&SERVER, &[(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn variables_expand_to_their_value_or_default() {
        assert_eq!(expand(&SERVER, &[]).unwrap(), "https://demo.example.com:443/v2");
        assert_eq!(expand_variable("tenant", "acme").unwrap(), "https://acme.example.com:443/v2");
        assert_eq!(expand_variable("base", "a/b").unwrap(), "https://demo.example.com:443/a/b");
        assert!(expand_variable("port", "80").unwrap_err().to_string().contains("`443`, `8443`"));
    }

    #[test]
    fn a_documented_value_may_have_any_character() {
        let variables = &[ServerVariable { name: "base", default: "", allowed: &["", "/v2"] }];
        let listed = Server { region: None, url: "https://example.com{base}", variables };
        let expanded = |value: &str| expand(&listed, &[("base".to_owned(), value.to_owned())]);
        assert_eq!(expanded("/v2").unwrap(), "https://example.com/v2");
        assert_eq!(expanded("").unwrap(), "https://example.com");
        assert!(expanded("/v3").is_err() && expanded(".evil.example").is_err());
        let variables = &[ServerVariable { name: "base", default: "/v1", allowed: &[] }];
        let open = Server { region: None, url: "https://example.com{base}", variables };
        assert_eq!(expand(&open, &[("base".to_owned(), "/v1".to_owned())]).unwrap(), "https://example.com/v1");
        assert!(expand(&open, &[("base".to_owned(), "/v3".to_owned())]).is_err());
        // The default is documented, too.
        let variables = &[ServerVariable { name: "base", default: "/v1", allowed: &["/v2"] }];
        let other = Server { region: None, url: "https://example.com{base}", variables };
        assert_eq!(expand(&other, &[("base".to_owned(), "/v1".to_owned())]).unwrap(), "https://example.com/v1");
    }

    /// A host template of Azure: `{Endpoint}/text/v3.0`.
    #[test]
    fn a_variable_with_the_scheme_is_not_empty() {
        let variables = &[ServerVariable { name: "Endpoint", default: "", allowed: &[] }];
        let server = Server { region: None, url: "{Endpoint}/v3", variables };
        let given = [("Endpoint".to_owned(), "https://a.example".to_owned())];
        assert_eq!(expand(&server, &given).unwrap(), "https://a.example/v3");
        let missing = expand(&server, &[]).unwrap_err().to_string();
        assert!(missing.contains("the server variable `Endpoint` has no default"), "{missing}");
    }

    #[test]
    fn value_cannot_change_the_host() {
        for value in ["evil.com/", "evil.com#", "evil.com?", "a@evil.com", "a\\b", "a b", "", "a%2f", "a..b"] {
            assert!(expand_variable("tenant", value).is_err(), "{value}");
        }
        for value in ["a?b", "a#b", "a@b", "a b"] {
            assert!(expand_variable("base", value).is_err(), "{value}");
        }
    }
}
