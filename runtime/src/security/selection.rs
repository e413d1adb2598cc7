//! Selects the security schemes that authenticate a request.

use super::{
    keys::{AuthMaterial, Keyring},
    resolved_credentials::ResolvedCredentials,
};
use crate::{InvalidRequest, Operation, SecurityKind, SecurityScheme};

/// What is known of the authenticator's credentials.
#[derive(Clone, Copy)]
pub(crate) enum AuthState<'c> {
    /// There are none.
    None,
    /// They are not resolved yet.
    Unknown,
    /// They are these.
    Resolved(&'c dyn ResolvedCredentials),
}

/// What must be added to the request: the materials of the first alternative whose schemes can all be satisfied, and the index of
/// that alternative. Nothing, if the operation is not secured or need not be.
pub(crate) fn choose(
    operation: &'static Operation,
    state: AuthState<'_>,
    keys: &Keyring,
) -> Result<(usize, Vec<AuthMaterial>), InvalidRequest> {
    let materials_of = |(index, alternative): (usize, &&[&str])| {
        let materials = alternative.iter().map(|name| material(operation, name, state, keys));
        Some((index, materials.collect::<Option<Vec<_>>>()?))
    };
    // An alternative without schemes is the last resort: a key that is set is meant to be used.
    let alternatives = operation.security.iter().enumerate();
    let first = alternatives.filter(|(_, alternative)| !alternative.is_empty()).find_map(materials_of);
    match first {
        Some((_, materials)) if materials.iter().filter(|material| material.is_authorization()).count() > 1 => {
            Err(InvalidRequest::Credentials {
                problem:
                    "the operation is secured by several schemes at once that each need the header `Authorization`"
                        .to_owned(),
            })
        }
        Some(first) => Ok(first),
        None if operation.security.is_empty() || operation.security.contains(&[].as_slice()) => Ok((0, Vec::new())),
        // Which schemes the credentials satisfy is not known yet.
        None if matches!(state, AuthState::Unknown) => Ok((0, Vec::new())),
        None => Err(none_fits(operation, state, keys)),
    }
}

fn material(operation: &'static Operation, name: &str, state: AuthState<'_>, keys: &Keyring) -> Option<AuthMaterial> {
    let scheme = operation.service.security_schemes.iter().find(|scheme| scheme.name == name)?;
    if let Some(material) = keys.material(scheme) {
        return Some(material);
    }
    let is_supported = match state {
        AuthState::None => false,
        AuthState::Unknown => scheme.kind == SecurityKind::Authenticator,
        AuthState::Resolved(credentials) => credentials.supports(scheme),
    };
    is_supported.then_some(AuthMaterial::Authenticator(scheme))
}

fn none_fits(operation: &Operation, state: AuthState<'_>, keys: &Keyring) -> InvalidRequest {
    let described = |name: &&str| {
        let scheme = operation.service.security_schemes.iter().find(|scheme| scheme.name == *name);
        scheme.map_or_else(|| format!("`{name}`"), SecurityScheme::described)
    };
    let alternatives = operation.security.iter();
    let alternatives: Vec<String> =
        alternatives.map(|names| names.iter().map(described).collect::<Vec<_>>().join(" and ")).collect();
    let given = match state {
        AuthState::Resolved(credentials) => format!("{} was given", credentials.description()),
        _ if keys.is_empty() => "no credentials were given".to_owned(),
        _ => format!("only `{}` was given", keys.names().join("` and `")),
    };
    InvalidRequest::Credentials { problem: format!("the operation needs {}, but {given}", alternatives.join(", or ")) }
}
