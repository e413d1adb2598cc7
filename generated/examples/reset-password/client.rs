//! The client of a service, from the arguments and the environment.

use std::env;

use huaweicloud_reset_password::{
    ClientBuilder,
    huaweicloud::{Authenticator, Credentials},
    runtime::{
        ServiceClient,
        transport::{CannedResponse, CannedTransport},
    },
};

use crate::{
    arguments::{Arguments, Source},
    outcome::Outcome,
};

/// A client, and what it would have sent if it is one that sends nothing.
pub(crate) struct Connection<C> {
    pub(crate) client: C,
    pub(crate) recorded: Option<CannedTransport>,
}

/// Makes a client.
pub(crate) fn connect<C: ServiceClient<Authenticator = Authenticator>>(
    arguments: &Arguments,
) -> Result<Connection<C>, Outcome> {
    if arguments.region.is_none() && arguments.endpoint.is_none() {
        return Err(Outcome::misuse("where is the service? Give --region, or --endpoint"));
    }
    let mut builder: ClientBuilder<C> = ClientBuilder::new().allow_http(arguments.allow_http);
    if let Some(region) = &arguments.region {
        builder = builder.region(region);
    }
    if let Some(endpoint) = &arguments.endpoint {
        builder = builder.endpoint(endpoint);
    }
    let mut authenticator = Authenticator::builder();
    if let Some(project_id) = &arguments.project_id {
        authenticator = authenticator.project_id(project_id);
    }
    authenticator = match arguments.credentials {
        Source::Environment => authenticator.credentials(Credentials::from_env().map_err(|error| {
            let why = error.invalid_request().map_or_else(|| error.to_string(), ToString::to_string);
            Outcome::misuse(format!("{why}; --credentials chain looks in more places"))
        })?),
        Source::Chain if arguments.dry_run => {
            return Err(Outcome::misuse("--dry-run sends nothing, so it has no use for a chain that asks for keys"));
        }
        Source::Chain => authenticator.credentials_provider(Credentials::chain()),
    };
    builder = builder.authenticator(authenticator);
    let recorded = arguments.dry_run.then(|| {
        // Ends the call; the response is not used.
        CannedTransport::new().respond_with(|_| CannedResponse::new(500))
    });
    if let Some(transport) = &recorded {
        builder = builder.transport(transport.clone());
    }
    let client = builder.build().map_err(Outcome::of_error)?;
    Ok(Connection { client, recorded })
}

/// A dry run asks nobody, and so cannot look the project up.
pub(crate) fn needs_project(arguments: &Arguments) -> Result<(), Outcome> {
    let known = arguments.project_id.is_some() || env::var("HUAWEICLOUD_SDK_PROJECT_ID").is_ok_and(|id| !id.is_empty());
    if arguments.dry_run && !known {
        return Err(Outcome::misuse("--dry-run sends nothing, so it cannot look the project up: give --project-id"));
    }
    Ok(())
}
