//! Adds to a request what proves who asks, as far as it is the same for each attempt.

use http::{HeaderMap, HeaderName};

use crate::{InvalidRequest, Secret, header::header_value, percent::encode, request::Query, security::AuthMaterial};

/// Adds a key to a header, the query or the cookies.
pub(super) fn prove(
    proof: &AuthMaterial,
    headers: &mut HeaderMap,
    query: &mut Query,
    cookies: &mut Vec<String>,
) -> Result<(), InvalidRequest> {
    match proof {
        AuthMaterial::Header(name, value) => insert_secret(headers, name, value),
        AuthMaterial::Query(name, value) => {
            query.push(&encode(name), &encode(value.expose()), true);
            Ok(())
        }
        AuthMaterial::Cookie(name, value) => {
            let is_cookie_octet = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
            if !value.expose().bytes().all(is_cookie_octet) {
                let problem = format!("the key for the cookie `{name}` has a character that no cookie can have");
                return Err(InvalidRequest::Credentials { problem });
            }
            cookies.push(format!("{name}={}", value.expose()));
            Ok(())
        }
        // These need the time, or I/O.
        AuthMaterial::Authenticator(_)
        | AuthMaterial::Provided(..)
        | AuthMaterial::Authorized(..)
        | AuthMaterial::Fetched(..)
        | AuthMaterial::Connection => Ok(()),
    }
}

/// Inserts a header whose value `Debug` does not show.
pub(super) fn insert_secret(headers: &mut HeaderMap, name: &'static str, value: &Secret) -> Result<(), InvalidRequest> {
    let mut text = header_value(name, value.expose())?;
    text.set_sensitive(true);
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| InvalidRequest::Header {
        name: name.to_owned(),
        problem: "has a name that no header can have".to_owned(),
    })?;
    headers.insert(name, text);
    Ok(())
}
