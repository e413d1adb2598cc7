//! The settings that all grants have, declared once for the types that users write.

/// Methods of a type that wraps a [`Grant`](super::grant::Grant), and `Debug`, which shows no secret. What scopes mean differs.
macro_rules! grant_settings {
    ($name:ident, $(#[$scopes:meta])+ scopes) => {
        impl $name {
            /// Says where tokens are fetched, instead of where the document says: `https://`, or `http://` where the client allows that.
            /// An OpenID provider's configuration is not read then.
            pub fn token_url(mut self, url: impl Into<String>) -> Self {
                self.0.token_url = Some(url.into());
                self
            }

            /// Says where the configuration of the OpenID provider is read, instead of where the document says: `https://`, or `http://`
            /// where the client allows that. An address without `/.well-known/` is the issuer's own.
            pub fn discovery_url(mut self, url: impl Into<String>) -> Self {
                self.0.discovery_url = Some(url.into());
                self
            }

            $(#[$scopes])+
            pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
                self.0.scopes = Some(scopes.into_iter().map(Into::into).collect());
                self
            }

            /// Sends one more parameter to the token endpoint, as `audience` or `resource`, which several servers ask for. It is no place
            /// for a secret.
            pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.0.parameters.push((name.into(), value.into()));
                self
            }

            /// Sends id and secret in the body, for servers that do not take HTTP basic authentication (RFC 6749, section 2.3.1). An id
            /// without a secret always goes there. An OpenID provider that takes nothing else says so itself.
            pub fn in_body(mut self) -> Self {
                self.0.is_in_body = true;
                self
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

pub(super) use grant_settings;
