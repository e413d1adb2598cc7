//! The selection of the security schemes that authenticate a request.

use super::{
    credentials::ResolvedCredentials,
    keys::{AuthMaterial, Keyring, authorization_value},
};
use crate::{InvalidRequest, Operation, Secret, SecurityKind, SecurityScheme};

/// A value of the header `Authorization`, without the HTTP scheme.
pub(crate) struct ProvidedValue {
    pub(crate) http_scheme: &'static str,
    pub(crate) value: Secret,
    /// Whether it was fetched for an earlier attempt: a new value may then be accepted.
    pub(crate) was_cached: bool,
}

impl ProvidedValue {
    /// The value of the header.
    pub(crate) fn header(&self) -> Secret {
        authorization_value(self.http_scheme, &self.value)
    }
}

/// State of the authenticator's credentials.
#[derive(Clone, Copy)]
pub(crate) enum AuthState<'c> {
    /// There is no authenticator.
    None,
    /// They are not resolved yet.
    Unknown,
    /// They are resolved.
    Resolved(&'c dyn ResolvedCredentials),
}

/// Selects the first alternative whose schemes can all be satisfied. Returns its index and its materials. There are no
/// materials if the operation needs no security.
pub(crate) fn choose(
    operation: &'static Operation,
    state: AuthState<'_>,
    keys: &Keyring,
) -> Result<(usize, Vec<AuthMaterial>), InvalidRequest> {
    let materials_of = |(index, alternative): (usize, &&[&str])| {
        let materials = alternative.iter().map(|name| material(operation, name, state, keys));
        Some((index, materials.collect::<Option<Vec<_>>>()?))
    };
    // An alternative without schemes comes last, so that a configured key is used.
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
        // The schemes that the credentials satisfy are not known yet.
        None if matches!(state, AuthState::Unknown) => Ok((0, Vec::new())),
        None => Err(unsatisfied_error(operation, state, keys)),
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

fn unsatisfied_error(operation: &Operation, state: AuthState<'_>, keys: &Keyring) -> InvalidRequest {
    let description = |name: &&str| {
        let scheme = operation.service.security_schemes.iter().find(|scheme| scheme.name == *name);
        scheme.map_or_else(|| format!("`{name}`"), SecurityScheme::description)
    };
    let alternatives = operation.security.iter();
    let alternatives: Vec<String> =
        alternatives.map(|names| names.iter().map(description).collect::<Vec<_>>().join(" and ")).collect();
    let available = match state {
        AuthState::Resolved(credentials) => format!("{} was given", credentials.description()),
        _ if keys.is_empty() => "no credentials were given".to_owned(),
        _ => format!("only `{}` was given", keys.names().join("` and `")),
    };
    InvalidRequest::Credentials {
        problem: format!("the operation needs {}, but {available}", alternatives.join(", or ")),
    }
}
