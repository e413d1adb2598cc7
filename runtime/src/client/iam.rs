//! Asks IAM for the project of a region.

use std::sync::Arc;

use http::HeaderMap;

use super::{Client, Deadline, answer::Reading, plan::PROJECT_ID, who::Who};
use crate::{
    Error, Refusal, credentials::CredentialsSource, decode, endpoint::Endpoint, project, signature::Credentials,
};

impl Client {
    /// Asks IAM for the project of these credentials.
    pub(super) async fn ask_iam(&self, who: Option<&Who>, deadline: Deadline) -> Result<String, Error> {
        let credentials = who.map(|who| (*who.credentials).clone());
        let said = credentials.as_ref().and_then(|credentials| credentials.iam_endpoint.as_deref());
        let said = said.map(|said| Endpoint::parse(said, self.shared.places.allow_http)).transpose();
        let iam = said.map_err(Error::refused)?.or_else(|| self.shared.iam.clone());
        let (Some(region), Some(iam)) = (&self.shared.places.region, iam) else {
            return Err(Error::refused(Refusal::Parameter {
                name: PROJECT_ID.to_owned(),
                problem: "has not been given, and without a region it cannot be looked up".to_owned(),
            }));
        };
        let mut shared = self.shared.of_other(&project::SERVICE, iam);
        shared.credentials = credentials.map(|mut credentials: Credentials| {
            credentials.project_id = None;
            Arc::new(CredentialsSource::given(credentials))
        });
        // The same client, but for another service: boxed, as it is this function that it would call.
        shared.signing = self.shared.signing.of_iam();
        shared.skew = self.shared.skew.clone();
        let client = self.with(shared);
        let words = format!("the project id of region {region} could not be looked up");
        let fail = |error: Error| Error::project(format!("{words}: {error}"), Some(error));
        let answer = Box::pin(client.execute(Box::new(project::question(region)), deadline, Reading::Whole))
            .await
            .map_err(fail)?;
        let answer = answer.decode(decode::json::<project::Projects>).map_err(fail)?;
        let request_id = answer.request_id().map(str::to_owned);
        project::the_one(region, answer.into_body(), request_id.as_deref())
    }
}

/// The User-Agent alone.
pub(super) fn user_agent_of(headers: &HeaderMap) -> HeaderMap {
    let name = http::header::USER_AGENT;
    headers.get(&name).cloned().map(|value| (name, value)).into_iter().collect()
}
