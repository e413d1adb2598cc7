//! [`Mock`]: descriptions, and what is answered to a request.

use std::time::SystemTime;

use crate::{
    answer::{self, Reply},
    api::Api,
    body, parameters,
    refusal::Refusal,
    security,
    verifier::Verifier,
    wire::RawRequest,
};

/// A service that several descriptions describe together.
#[derive(Debug)]
pub struct Mock {
    apis: Vec<Api>,
    verifier: Option<Verifier>,
}

impl Mock {
    /// A service that checks no signature.
    pub fn new(apis: Vec<Api>) -> Self {
        Self { apis, verifier: None }
    }

    /// Checks signatures with this key pair, wherever a security scheme has `x-signature`. Dates may be 15 minutes off.
    #[must_use]
    pub fn key_pair(mut self, access_key: &str, secret_key: &str) -> Self {
        self.verifier = Some(Verifier::new(access_key, secret_key));
        self
    }

    /// What is answered to a request, without any network.
    pub fn answer(&self, request: &RawRequest) -> Result<Reply, Refusal> {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let mut refused = None;
        for api in &self.apis {
            match api.find(&request.method, path) {
                None => {}
                Some(Err(refusal)) => {
                    refused.get_or_insert(refusal);
                }
                Some(Ok(call)) => {
                    let verifier = self.verifier.clone().map(|verifier| verifier.at(SystemTime::now()));
                    security::check(api, &call, request, query, verifier.as_ref())
                        .map_err(|refusal| of_operation(&call.name, refusal))?;
                    let mut problems =
                        parameters::problems(api, &call, request, query, &security::query_names(api, &call));
                    let mut status = 400;
                    if let Err(refusal) = body::check(api, &call, request) {
                        // Where more is wrong than the media type, it is a bad request in any case.
                        status = if problems.is_empty() { refusal.status } else { 400 };
                        problems.extend(refusal.problems);
                    }
                    if !problems.is_empty() {
                        return Err(of_operation(&call.name, Refusal { problems, ..Refusal::new(status, "") }));
                    }
                    return answer::documented(api, &call, request)
                        .map_err(|refusal| of_operation(&call.name, refusal));
                }
            }
        }
        Err(refused.unwrap_or_else(|| Refusal::new(404, "no path of the description is like this one")))
    }
}

/// Says of which operation the problems are.
fn of_operation(name: &str, mut refusal: Refusal) -> Refusal {
    if let Some(first) = refusal.problems.first_mut() {
        *first = format!("{name}: {first}");
    }
    refusal
}
