//! Puts values for the variables of a server's URL (OpenAPI 3.0.3, "Server Object").

use crate::{InvalidRequest, Server};

/// The URL with a value for each variable: the given one, else the documented default.
pub(crate) fn expand(server: &Server, given: &[(String, String)]) -> Result<String, InvalidRequest> {
    let mut url = String::with_capacity(server.url.len());
    let mut rest = server.url;
    while let Some((text, after)) = rest.split_once('{') {
        url.push_str(text);
        let Some((name, after)) = after.split_once('}') else {
            return Err(setting(format!("the URL of a server has a brace without its partner: `{}`", server.url)));
        };
        let place = if is_in_authority(&url) { Place::Authority } else { Place::Elsewhere };
        url.push_str(&value(server, name, given, place)?);
        rest = after;
    }
    url.push_str(rest);
    Ok(url)
}

/// Where in a URL a variable stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Authority,
    Elsewhere,
}

/// Whether what follows belongs to host and port.
fn is_in_authority(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| !rest.contains('/'))
}

fn value(server: &Server, name: &str, given: &[(String, String)], place: Place) -> Result<String, InvalidRequest> {
    let variable = server.variables.iter().find(|variable| variable.name == name);
    let Some((_, value)) = given.iter().find(|(known, _)| known == name) else {
        let default = variable.map(|variable| variable.default.to_owned());
        return default
            .ok_or_else(|| setting(format!("the server variable `{name}` has no default and was not given")));
    };
    if let Some(variable) = variable.filter(|variable| !variable.allowed.is_empty())
        && !variable.allowed.contains(&value.as_str())
    {
        let allowed = variable.allowed.join("`, `");
        return Err(setting(format!("the server variable `{name}` must be one of `{allowed}`")));
    }
    // A value must not move the request, and the secrets in it, to another host.
    let is_separator = |character: char| match character {
        '/' => place == Place::Authority,
        _ => !character.is_ascii_alphanumeric() && !"-._~:".contains(character),
    };
    if value.is_empty() || value.contains(is_separator) || (place == Place::Authority && value.contains("..")) {
        return Err(setting(format!(
            "the server variable `{name}` is empty or has a character that has no place there"
        )));
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

    fn expanded(name: &str, value: &str) -> Result<String, InvalidRequest> {
        expand(&SERVER, &[(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn variables_have_their_default_or_the_given_value() {
        assert_eq!(expand(&SERVER, &[]).unwrap(), "https://demo.example.com:443/v2");
        assert_eq!(expanded("tenant", "acme").unwrap(), "https://acme.example.com:443/v2");
        assert_eq!(expanded("base", "a/b").unwrap(), "https://demo.example.com:443/a/b");
        assert!(expanded("port", "80").unwrap_err().to_string().contains("`443`, `8443`"));
    }

    #[test]
    fn a_value_cannot_move_the_request() {
        for value in ["evil.com/", "evil.com#", "evil.com?", "a@evil.com", "a\\b", "a b", "", "a%2f", "a..b"] {
            assert!(expanded("tenant", value).is_err(), "{value}");
        }
        for value in ["a?b", "a#b", "a@b", "a b"] {
            assert!(expanded("base", value).is_err(), "{value}");
        }
    }
}
