//! Asks IAM for the project of a region, or for the account of credentials.

use std::sync::Arc;

use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::{Client, Deadline, answer::Reading, who::Who};
use crate::{
    Error, InvalidRequest, Request,
    credentials::CredentialsSource,
    decode,
    endpoint::Endpoint,
    response::Response,
    signature::Credentials,
    tenant::{self, Caller, Domains, Projects, Tenant},
};

impl Client {
    /// Asks IAM for the project or the account of these credentials.
    pub(super) async fn ask_iam(&self, who: Option<&Who>, deadline: Deadline) -> Result<String, Error> {
        let credentials = who.map(|who| (*who.credentials).clone());
        let said = credentials.as_ref().and_then(|credentials| credentials.iam_endpoint.as_deref());
        let said = said.map(|said| Endpoint::parse(said, self.shared.places.allow_http)).transpose();
        let said = said.map_err(Error::invalid)?;
        let is_private = said.is_some();
        let region = self.shared.places.region.as_ref();
        let asker = Asker { client: self, credentials, deadline };
        match (self.shared.tenant, region, said.or_else(|| self.shared.iam.clone())) {
            (Tenant::Project, Some(region), Some(iam)) => {
                let what = format!("the project id of region {region}");
                let answer = asker.ask::<Projects>(iam, tenant::list_projects(region), &what).await?;
                let request_id = answer.request_id().map(str::to_owned);
                answer.into_body().the_one(region, request_id.as_deref())
            }
            (Tenant::Domain, _, Some(iam)) => asker.domain(iam, !is_private).await,
            _ => Err(Error::invalid(InvalidRequest::Parameter {
                name: self.shared.tenant.parameter().to_owned(),
                problem: "has not been given, and without a region it cannot be looked up".to_owned(),
            })),
        }
    }
}

/// Asks others than the service by its credentials.
struct Asker<'c> {
    client: &'c Client,
    credentials: Option<Credentials>,
    deadline: Deadline,
}

impl Asker<'_> {
    /// The account: as IAM knows it; else, as it may have no right to ask IAM, as STS does, whose place is known where IAM's is the usual.
    async fn domain(&self, iam: Endpoint, has_sts: bool) -> Result<String, Error> {
        let what = "the domain id";
        let answer = self.ask::<Domains>(iam, tenant::list_domains(), what).await?;
        if answer.is_empty() && has_sts {
            let sts = tenant::sts_endpoint(self.client.region());
            let sts = Endpoint::parse(&sts, false).map_err(Error::invalid)?;
            let caller = self.ask::<Caller>(sts, tenant::who_calls(), what).await?;
            let request_id = caller.request_id().map(str::to_owned);
            return caller.into_body().account(request_id.as_deref());
        }
        let request_id = answer.request_id().map(str::to_owned);
        answer.into_body().the_one(request_id.as_deref())
    }

    /// Asks for something, to be called so in errors.
    async fn ask<T: DeserializeOwned + 'static>(
        &self,
        endpoint: Endpoint,
        request: Request,
        what: &str,
    ) -> Result<Response<T>, Error> {
        let ours = &self.client.shared;
        let mut shared = ours.of_other(&tenant::SERVICE, endpoint);
        shared.credentials = self.credentials.clone().map(|mut credentials| {
            credentials.project_id = None;
            Arc::new(CredentialsSource::given(credentials))
        });
        shared.signing = ours.signing.of_iam();
        shared.skew = ours.skew.clone();
        let client = self.client.with(shared);
        let fail = |error: Error| Error::project(format!("{what} could not be looked up: {error}"), Some(error));
        // The same client, but for another service: boxed, as it is this function that it would call.
        let answer = Box::pin(client.execute(Box::new(request), self.deadline, Reading::Whole)).await.map_err(fail)?;
        answer.decode(decode::json::<T>).map_err(fail)
    }
}

/// The User-Agent alone.
pub(super) fn user_agent_of(headers: &HeaderMap) -> HeaderMap {
    let name = http::header::USER_AGENT;
    headers.get(&name).cloned().map(|value| (name, value)).into_iter().collect()
}
