//! What an attempt needs that is provided or fetched: tokens, and the texts of other schemes.

use super::{Client, Deadline, first_of::first_of, plan::Plan};
use crate::{
    Error, Secret,
    security::{AuthMaterial, after},
};

/// What follows a word in the header `Authorization`.
pub(super) struct Provided {
    word: &'static str,
    pub(super) text: Secret,
    /// Whether it was used before, so that another one may be better.
    is_known: bool,
}

impl Provided {
    /// The value of the header.
    pub(super) fn header(&self) -> Secret {
        after(self.word, &self.text)
    }
}

impl Client {
    /// Asks for all that an attempt needs, within the bound of the call.
    pub(super) async fn tokens(&self, plan: &Plan, deadline: Deadline) -> Result<Vec<Provided>, Error> {
        if !plan.needs_tokens() {
            return Ok(Vec::new());
        }
        // Boxed, since most requests are signed, and would carry this along.
        Box::pin(self.provide_all(plan, deadline)).await
    }

    async fn provide_all(&self, plan: &Plan, deadline: Deadline) -> Result<Vec<Provided>, Error> {
        let mut tokens = Vec::new();
        for proof in plan.proofs() {
            let clock = &*self.shared.clock;
            let limit = async { clock.sleep(deadline.remaining(clock)).await };
            match first_of(self.provide(plan, proof, deadline), limit).await {
                Some(token) => tokens.extend(token?),
                None => return Err(Error::out_of_time("no time was left once a token was provided")),
            }
        }
        Ok(tokens)
    }

    async fn provide(&self, plan: &Plan, proof: &AuthMaterial, deadline: Deadline) -> Result<Option<Provided>, Error> {
        let provided = match proof {
            AuthMaterial::Provided(word, provider) => {
                Provided { word, text: provider.token().await.map_err(Error::token)?, is_known: true }
            }
            AuthMaterial::Authorized(word, provider) => {
                let origin = plan.origin();
                let text = provider.authorization(plan.to_be_authorized(origin)).await.map_err(Error::token)?;
                Provided { word, text, is_known: true }
            }
            AuthMaterial::Fetched(scheme, source) => {
                let scopes = source.scopes(plan.scopes(scheme));
                let fetch = || self.fetch_token(source, &scopes, deadline);
                let (token, is_known) = source.token(&scopes, &*self.shared.clock, fetch).await?;
                Provided { word: "Bearer", text: token.text, is_known }
            }
            _ => return Ok(None),
        };
        Ok(Some(provided))
    }

    /// Tells those who provided tokens or credentials that the service refused them. Gives whether another one can be had.
    pub(super) fn renew(&self, plan: &Plan, tokens: &[Provided], error: &Error) -> bool {
        let challenge = error.headers().and_then(|headers| headers.get(http::header::WWW_AUTHENTICATE)?.to_str().ok());
        let mut is_better =
            plan.uses_authenticator() && plan.credentials.as_ref().is_some_and(|credentials| credentials.invalidate());
        // Each other material has provided one token, in the same order.
        let proofs = plan.proofs().iter().filter(|proof| proof.authenticator_scheme().is_none());
        for (proof, token) in proofs.zip(tokens) {
            is_better |= match proof {
                AuthMaterial::Provided(_, provider) => provider.refused(&token.text),
                AuthMaterial::Authorized(_, provider) => provider.refused(challenge),
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
