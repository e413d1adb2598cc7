//! Reads the configuration of an OpenID provider (OpenID Connect Discovery 1.0, section 4), for where its tokens are fetched.

use http::Method;

use super::{Client, Deadline, answer::Reading};
use crate::{
    Error, Operation, Request, Service, decode,
    request::Target,
    security::{Configuration, Discovery, Found, TokenPlace, TokenSource},
};

/// The longest configuration that is read, in bytes. Those of large providers have a hundredth of it.
const LONGEST: usize = 256 * 1024;

/// An OpenID provider as a service.
static SERVICE: Service = Service {
    name: "openid",
    title: "OpenID provider",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[],
    security_schemes: &[],
    client_parameters: &[],
};

static CONFIGURATION: Operation = Operation {
    id: "configuration",
    name: "openid.configuration",
    method: Method::GET,
    path: "/",
    idempotent: true,
    security: &[],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

impl Client {
    /// Where tokens are fetched, which an OpenID provider says itself.
    pub(super) async fn find_token_endpoint(&self, source: &TokenSource, deadline: Deadline) -> Result<Found, Error> {
        match &source.place {
            TokenPlace::Given(found) => Ok(found.clone()),
            TokenPlace::Said(discovery) => {
                let read = || self.read_configuration(source, discovery, deadline);
                discovery.found(&*self.shared.clock, read).await
            }
        }
    }

    async fn read_configuration(
        &self,
        source: &TokenSource,
        discovery: &Discovery,
        deadline: Deadline,
    ) -> Result<Found, Error> {
        let url = &discovery.url;
        let of_provider = |words: String| format!("the OpenID provider's configuration {url} {words}");
        let mut shared = self.shared.for_service(&SERVICE, url.endpoint.clone()).observe_only();
        shared.max_response_bytes = shared.max_response_bytes.min(LONGEST);
        let mut request = Request::builder(&CONFIGURATION).accept("application/json");
        request.target = Some(Target { path: url.path.clone(), query: url.query.clone() });
        let unreadable = |error: Error| {
            let words = of_provider(format!("could not be read: {error}"));
            Error::token_endpoint(words, error)
        };
        let client = self.with(shared);
        let answer = Box::pin(client.execute(Box::new(request), deadline, Reading::Whole)).await.map_err(unreadable)?;
        let configuration = answer.decode(decode::json::<Configuration>).map_err(unreadable)?.into_body();
        discovery.check(configuration, self.shared.clock.instant()).map_err(|words| {
            let setter = format!("{}::token_url", source.grant.type_name());
            Error::token_place(of_provider(format!("{words}; with an address given by `{setter}` it is not read")))
        })
    }
}
