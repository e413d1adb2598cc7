//! The credentials of a call: resolved by the authenticator, or provided and fetched for the security schemes of
//! OpenAPI.

use std::{borrow::Cow, sync::Arc};

use super::{AuthCall, CachedCredentials, Client, Deadline, plan::Plan, timing::first_of};
use crate::{
    Error, Operation, Request, Secret,
    request::has_placeholder,
    security::{AuthMaterial, AuthState, ResolvedCredentials, authorization_value, choose},
};

/// The credentials of a call, if it has any.
pub(super) type Credentials = Option<Arc<dyn ResolvedCredentials>>;

impl Client {
    /// The credentials of a call that is about to be sent, with the parameters that it needs of them. An invalid
    /// request is rejected before the authenticator does I/O.
    pub(super) async fn resolve_credentials(
        &self,
        request: &Request,
        deadline: Deadline,
    ) -> Result<Credentials, Error> {
        let Some(authenticator) = &self.shared.authenticator else { return Ok(None) };
        // Planning the request reports the problem.
        if request.invalid.is_some() {
            return Ok(None);
        }
        let operation = request.operation;
        let missing = self.missing_parameters(request, authenticator.parameters());
        let call = AuthCall { client: self, operation, missing: &missing, deadline: Some(deadline) };
        let is_required = self.requires_authenticator(operation);
        let known = match authenticator.cached(&call) {
            Ok(CachedCredentials::Ready(credentials)) => return Ok(Some(credentials)),
            Ok(CachedCredentials::Incomplete(known)) if !is_required && missing.is_empty() => return Ok(known),
            Ok(CachedCredentials::Incomplete(known)) => known,
            Err(_) if !is_required => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        self.check_plan(request, known.as_deref(), authenticator.parameters())?;
        authenticator.resolve(&call).await.map(Some).map_err(Error::from)
    }

    /// The credentials of a later attempt: those of the attempt before may have expired or been rejected.
    pub(super) async fn resolve_later(
        &self,
        operation: &'static Operation,
        deadline: Deadline,
    ) -> Result<Credentials, Error> {
        let Some(authenticator) = &self.shared.authenticator else { return Ok(None) };
        let call = AuthCall { client: self, operation, missing: &[], deadline: Some(deadline) };
        let is_required = self.requires_authenticator(operation);
        match authenticator.cached(&call) {
            Ok(CachedCredentials::Ready(credentials)) => Ok(Some(credentials)),
            Ok(CachedCredentials::Incomplete(known)) if !is_required => Ok(known),
            Ok(CachedCredentials::Incomplete(_)) => authenticator.resolve(&call).await.map(Some).map_err(Error::from),
            Err(_) if !is_required => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The credentials that are known without I/O. Without a deadline the request is not sent, and they must be valid
    /// now.
    pub(super) fn cached_credentials(
        &self,
        request: &Request,
        deadline: Option<Deadline>,
    ) -> Result<Credentials, Error> {
        let Some(authenticator) = &self.shared.authenticator else { return Ok(None) };
        let missing = self.missing_parameters(request, authenticator.parameters());
        let call = AuthCall { client: self, operation: request.operation, missing: &missing, deadline };
        match authenticator.cached(&call) {
            Ok(CachedCredentials::Ready(credentials)) => Ok(Some(credentials)),
            Ok(CachedCredentials::Incomplete(known)) => Ok(known),
            Err(_) if !self.requires_authenticator(request.operation) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Plans the request, with placeholders for parameters that are not resolved yet.
    fn check_plan(
        &self,
        request: &Request,
        known: Option<&dyn ResolvedCredentials>,
        parameters: &[&'static str],
    ) -> Result<(), Error> {
        let mut trial = request.clone();
        for name in parameters.iter().filter(|name| self.known(name, known).is_none()) {
            trial = trial.with_client_parameter(name, "unknown");
        }
        let state = known.map_or(AuthState::Unknown, AuthState::Resolved);
        self.plan_with(Box::new(trial), state, None).map(drop).map_err(Error::invalid)
    }

    /// Whether only the authenticator can authenticate an operation: no keys do, and it is secured.
    fn requires_authenticator(&self, operation: &'static Operation) -> bool {
        let without = choose(operation, AuthState::None, &self.shared.keys);
        !operation.security.is_empty() && without.map_or(true, |(_, materials)| materials.is_empty())
    }

    /// The parameters of these names that the path needs, and that neither the call nor the client sets.
    fn missing_parameters(&self, request: &Request, names: &[&'static str]) -> Vec<&'static str> {
        let is_missing = |name: &&&'static str| {
            let given = request.client_parameters.iter().find(|(known, _)| known == *name);
            given.is_some_and(|(_, value)| value.is_none())
                && has_placeholder(request.operation.path, name)
                && self.known(name, None).is_none()
        };
        names.iter().filter(is_missing).copied().collect()
    }

    /// The value of a client parameter: the client's own, else that of the credentials.
    pub(super) fn known<'k>(
        &'k self,
        name: &str,
        credentials: Option<&'k dyn ResolvedCredentials>,
    ) -> Option<Cow<'k, str>> {
        let own = self.shared.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        own.or_else(|| credentials?.parameter(name)).map(Cow::Borrowed)
    }
}

/// A value for the header `Authorization`, after the name of a scheme.
pub(super) struct ProvidedValue {
    word: &'static str,
    pub(super) text: Secret,
    /// Whether it was used before, so that another one may be accepted.
    is_known: bool,
}

impl ProvidedValue {
    /// The value of the header.
    pub(super) fn header(&self) -> Secret {
        authorization_value(self.word, &self.text)
    }
}

impl Client {
    /// The tokens that an attempt needs, within the overall timeout of the call.
    pub(super) async fn tokens(&self, plan: &Plan, deadline: Deadline) -> Result<Vec<ProvidedValue>, Error> {
        if !plan.needs_tokens() {
            return Ok(Vec::new());
        }
        // Boxed, because most requests need no tokens.
        Box::pin(self.provide_all(plan, deadline)).await
    }

    async fn provide_all(&self, plan: &Plan, deadline: Deadline) -> Result<Vec<ProvidedValue>, Error> {
        let mut tokens = Vec::new();
        for material in plan.materials() {
            let clock = &*self.shared.clock;
            let limit = async { clock.sleep(deadline.remaining(clock)).await };
            match first_of(self.provide(plan, material, deadline), limit).await {
                Some(token) => tokens.extend(token?),
                None => return Err(Error::out_of_time("the overall timeout ended while a token was provided")),
            }
        }
        Ok(tokens)
    }

    async fn provide(
        &self,
        plan: &Plan,
        material: &AuthMaterial,
        deadline: Deadline,
    ) -> Result<Option<ProvidedValue>, Error> {
        let provided = match material {
            AuthMaterial::Provided(word, provider) => {
                ProvidedValue { word, text: provider.token().await.map_err(Error::token)?, is_known: true }
            }
            AuthMaterial::Authorized(word, provider) => {
                let origin = plan.origin();
                let text = provider.authorization(plan.to_be_authorized(origin)).await.map_err(Error::token)?;
                ProvidedValue { word, text, is_known: true }
            }
            AuthMaterial::Fetched(scheme, source) => {
                let scopes = source.scopes(plan.scopes(scheme));
                let fetch = || self.fetch_token(source, &scopes, deadline);
                let (token, is_known) = source.token(&scopes, &*self.shared.clock, fetch).await?;
                ProvidedValue { word: "Bearer", text: token.text, is_known }
            }
            _ => return Ok(None),
        };
        Ok(Some(provided))
    }

    /// Invalidates rejected tokens and credentials. Returns whether others can be had.
    pub(super) fn renew(&self, plan: &Plan, tokens: &[ProvidedValue], error: &Error) -> bool {
        let challenge = error.headers().and_then(|headers| headers.get(http::header::WWW_AUTHENTICATE)?.to_str().ok());
        let mut is_better =
            plan.uses_authenticator() && plan.credentials.as_ref().is_some_and(|credentials| credentials.invalidate());
        // Every other material has provided one token, in the same order.
        let materials = plan.materials().iter().filter(|material| material.authenticator_scheme().is_none());
        for (material, token) in materials.zip(tokens) {
            is_better |= match material {
                AuthMaterial::Provided(_, provider) => provider.invalidate(&token.text),
                AuthMaterial::Authorized(_, provider) => provider.invalidate(challenge),
                AuthMaterial::Fetched(scheme, source) => {
                    source.forget(&source.scopes(plan.scopes(scheme)), &token.text);
                    token.is_known
                }
                _ => false,
            };
        }
        is_better
    }
}
