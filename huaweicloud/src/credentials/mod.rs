//! Where credentials come from: the [`CredentialsProvider`] trait, and a provider for each place that the official SDKs know.
//!
//! | provider | reads | the keys last |
//! |---|---|---|
//! | [`EnvironmentProvider`] | `HUAWEICLOUD_SDK_AK` and others | for ever, or federated |
//! | [`ProfileProvider`] | `~/.huaweicloud/credentials` | until the file changes, or federated |
//! | [`MetadataProvider`] | the metadata service of an ECS with an agency | until they expire |
//! | [`PodIdentityProvider`] | the agent of a CCE cluster | until they expire |
//! | [`OidcProvider`] | STS, for the token of an OpenID provider | until they expire |
//! | [`FederationProvider`] | IAM, for the token of an identity provider | until they expire |
//!
//! [`CredentialsChain`] asks several of them in turn. A client is given one by
//! [`AuthenticatorBuilder::credentials_provider`](crate::AuthenticatorBuilder::credentials_provider). It asks at its first call, over its own
//! transport, keeps what it is given, and asks again before that expires: one call does, and those that come meanwhile go on with
//! what is there.
//!
//! ```no_run
//! use wireright_huaweicloud::{Authenticator, Credentials};
//! use wireright_runtime::{ClientBuilder, Error, ServiceClient};
//!
//! fn client<C: ServiceClient<Authenticator = Authenticator>>() -> Result<C, Error> {
//!     ClientBuilder::new().region("cn-north-4").authenticator(Credentials::chain()).build()
//! }
//! ```

mod access_key;
mod chain;
mod context;
mod environment;
mod error;
mod federation;
mod file;
mod iam;
mod ini;
mod metadata;
mod oidc;
mod pod_identity;
mod profile;
mod provider;
mod source;
mod temporary;
mod variables;

pub use access_key::Credentials;
pub(crate) use access_key::{AccessKey, Identity};
pub use chain::CredentialsChain;
pub use context::CredentialsContext;
pub use environment::EnvironmentProvider;
pub use error::{CredentialsError, CredentialsErrorKind};
pub use federation::FederationProvider;
pub(crate) use file::of_user;
pub use metadata::MetadataProvider;
pub use oidc::OidcProvider;
pub use pod_identity::PodIdentityProvider;
pub use profile::ProfileProvider;
pub use provider::CredentialsProvider;
pub(crate) use source::{CredentialsSource, Held};
pub use wireright_runtime::Environment;
