//! Huawei Cloud for Wireright clients: request signing, credentials, project lookup and region overrides.
//!
//! A document names the [`Authenticator`] of this crate by `x-authenticator: wireright_huaweicloud::Authenticator`.
//! The generated client then takes [`Credentials`], or an [`Authenticator`] with more settings:
//!
//! ```no_run
//! use wireright_huaweicloud::{Authenticator, Credentials, RegionOverrides};
//! use wireright_runtime::{ClientBuilder, Error, ServiceClient};
//!
//! fn client<C: ServiceClient<Authenticator = Authenticator>>() -> Result<C, Error> {
//!     ClientBuilder::new().region("cn-north-4").authenticator(Credentials::from_env()?).build()
//! }
//!
//! fn global_client<C: ServiceClient<Authenticator = Authenticator>>() -> Result<C, Error> {
//!     let authenticator = Authenticator::builder().credentials_provider(Credentials::chain()).global(true);
//!     ClientBuilder::new().authenticator(authenticator).endpoint_resolver(RegionOverrides::new()).build()
//! }
//! ```
//!
//! All of it uses the public extension points of the runtime: [`Authenticator`](wireright_runtime::Authenticator),
//! [`EndpointResolver`](wireright_runtime::EndpointResolver) and
//! [`FailureClassifier`](wireright_runtime::FailureClassifier).
//!
//! - `authenticator`: the [`Authenticator`] and its builder
//! - `credentials`: [`Credentials`], and a provider for each source that the official SDKs know
//! - `endpoints`: the endpoints of IAM and STS
//! - `failure`: [`HuaweiCloudFailures`], the classifier of failed responses
//! - `project`: the id of the project or account that requests name, from IAM
//! - `regions`: [`RegionOverrides`], endpoints from the environment and a file, as the official SDKs read them
//! - `signing`: request signing with an access key
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unreachable,
        clippy::indexing_slicing
    )
)]

mod authenticator;
pub mod credentials;
mod endpoints;
mod failure;
mod project;
mod regions;
pub mod signing;

pub use authenticator::{Authenticator, AuthenticatorBuilder};
pub use credentials::Credentials;
pub use failure::{HuaweiCloudFailures, encoded_authorization_message};
pub use regions::RegionOverrides;
pub use signing::{DerivedSigning, SigningAlgorithm};
