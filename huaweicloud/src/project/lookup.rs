//! Looks up the project of a region, or the account of credentials.

use serde::de::DeserializeOwned;
use wireright_runtime::{
    AuthContext, AuthError, Authenticator, Endpoint, Error, InvalidRequest, RegionId, Request, Response, decode,
};

use super::{
    Tenant, operations,
    responses::{Caller, Domains, Projects},
};
use crate::{credentials::Credentials, endpoints};

/// Looks up the id of the project or account of these credentials. `authenticator` signs the requests.
pub(crate) async fn look_up<A: Authenticator + Clone>(
    context: &AuthContext,
    tenant: Tenant,
    credentials: &Credentials,
    authenticator: A,
) -> Result<String, AuthError> {
    let configured = credentials.iam_endpoint.as_deref();
    let configured = configured.map(|text| Endpoint::parse(text, context.allows_http())).transpose()?;
    let is_configured = configured.is_some();
    let region = context.region();
    let default = || match region {
        // A region id that is no part of a host name has no IAM.
        Some(region) => Endpoint::parse(&endpoints::iam_of(region), false).ok(),
        None if tenant == Tenant::Domain => Endpoint::parse(endpoints::IAM, false).ok(),
        None => None,
    };
    let lookup = Lookup { context, authenticator };
    match (tenant, region, configured.or_else(default)) {
        (Tenant::Project, Some(region), Some(iam)) => lookup.project(iam, region).await,
        (Tenant::Domain, _, Some(iam)) => lookup.domain(iam, !is_configured).await,
        _ => Err(InvalidRequest::Parameter {
            name: tenant.parameter().to_owned(),
            problem: "has not been given, and without a region it cannot be looked up".to_owned(),
        }
        .into()),
    }
}

struct Lookup<'c, A> {
    context: &'c AuthContext,
    authenticator: A,
}

impl<A: Authenticator + Clone> Lookup<'_, A> {
    /// The project of a region, from IAM.
    async fn project(&self, iam: Endpoint, region: &RegionId) -> Result<String, AuthError> {
        let wanted = format!("the project id of region {region}");
        let response = self.send::<Projects>(iam, operations::list_projects(region), &wanted).await?;
        let request_id = response.request_id().map(str::to_owned);
        response.into_body().single_id(region, request_id.as_deref())
    }

    /// The account, from IAM. The credentials may have no permission to ask IAM: then from STS, whose endpoint is
    /// known where that of IAM is the default.
    async fn domain(&self, iam: Endpoint, has_sts: bool) -> Result<String, AuthError> {
        let wanted = "the domain id";
        let response = self.send::<Domains>(iam, operations::list_domains(), wanted).await?;
        if response.is_empty() && has_sts {
            let sts = Endpoint::parse(&endpoints::sts_of(self.context.region()), false)?;
            let caller = self.send::<Caller>(sts, operations::get_caller_identity(), wanted).await?;
            let request_id = caller.request_id().map(str::to_owned);
            return caller.into_body().account(request_id.as_deref());
        }
        let request_id = response.request_id().map(str::to_owned);
        response.into_body().single_id(request_id.as_deref())
    }

    /// Sends a request. `wanted` names in errors what is looked up.
    async fn send<T: DeserializeOwned + 'static>(
        &self,
        endpoint: Endpoint,
        request: Request,
        wanted: &str,
    ) -> Result<Response<T>, AuthError> {
        let client = self.context.client(&operations::SERVICE, endpoint).with_hook_headers();
        let client = client.authenticator(self.authenticator.clone());
        let failed =
            |error: Error| AuthError::parameter(format!("{wanted} could not be looked up: {error}"), Some(error));
        client.send(request, decode::serde::<T>).await.map_err(failed)
    }
}
