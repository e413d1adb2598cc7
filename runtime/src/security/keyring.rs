//! [`Keyring`]: the keys of a client, by the names of their security schemes.

use std::{fmt, sync::Arc};

use super::{AuthMaterial, Key, TokenSource};
use crate::{InvalidRequest, Secret, SecurityScheme, Service, endpoint::Endpoint, region::nearest};

/// The keys of a client, by the names of their security schemes. `Debug` shows the names alone.
#[derive(Clone, Default)]
pub(crate) struct Keyring(Vec<(String, Key)>);

impl Keyring {
    /// Adds a key, or replaces that of the same scheme.
    pub(crate) fn set(&mut self, scheme: String, key: Key) {
        self.0.retain(|(known, _)| *known != scheme);
        self.0.push((scheme, key));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses a key of which the service knows no scheme, or which its scheme does not take.
    pub(crate) fn checked(self, service: &'static Service) -> Result<Self, InvalidRequest> {
        let keys = self.0.into_iter().map(|(name, key)| {
            let scheme = service.security_schemes.iter().find(|scheme| scheme.name == name);
            let scheme = scheme.ok_or_else(|| unknown(service, &name))?;
            Ok((name, key.checked(scheme.name, scheme.kind)?))
        });
        keys.collect::<Result<_, _>>().map(Self)
    }

    /// Says to those that fetch tokens where that is.
    pub(crate) fn located(
        mut self,
        service: &Service,
        allow_http: bool,
        at: &Endpoint,
    ) -> Result<Self, InvalidRequest> {
        for (name, key) in &mut self.0 {
            let Key::Grant(grant) = key else { continue };
            let Some(scheme) = service.security_schemes.iter().find(|scheme| scheme.name == name) else { continue };
            *key = Key::Source(Arc::new(TokenSource::new(grant.clone(), scheme.kind, allow_http, at)?));
        }
        Ok(self)
    }

    /// What the key of this scheme adds to a request, if there is one.
    pub(super) fn material(&self, scheme: &SecurityScheme) -> Option<AuthMaterial> {
        self.0.iter().find(|(name, _)| name == scheme.name)?.1.material(scheme.name, scheme.kind)
    }

    /// Whether the transport must show a certificate.
    pub(crate) fn needs_certificate(&self) -> bool {
        self.0.iter().any(|(_, key)| matches!(key, Key::Transport))
    }

    /// The names of the schemes that have a key.
    pub(super) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The secrets, for taking them out of what a server echoes.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.0.iter().flat_map(|(_, key)| key.secrets()).collect()
    }
}

fn unknown(service: &Service, name: &str) -> InvalidRequest {
    let known = || service.security_schemes.iter().map(|scheme| scheme.name);
    let near = nearest(name, known());
    let hint = if near.is_empty() {
        format!("it has `{}`", known().collect::<Vec<_>>().join("`, `"))
    } else {
        format!("is it `{}`?", near.join("` or `"))
    };
    let hint = if service.security_schemes.is_empty() { "it has none".to_owned() } else { hint };
    InvalidRequest::Credentials { problem: format!("{} has no security scheme `{name}`; {hint}", service.name) }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.names()).finish()
    }
}
