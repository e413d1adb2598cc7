//! The mock server checks every request that a test sends. It reads the documents itself.

use std::{any::type_name, collections::BTreeMap, fs, sync::Arc, time::Duration};

use codegen_tests::project;
use wireright_mock::{Api, Mock, http::RawRequest};
use wireright_runtime::{
    ServiceClient,
    transport::{BoxFuture, CannedTransport, HttpRequest, Transport, TransportResult},
};

/// Requests that their document does not allow, with the problem that the mock server names.
const REJECTED: [(&str, &str); 8] = [
    // The URL of the next page, which a response contains.
    ("GET /names?from=c", "unknown query parameter `from`"),
    ("GET /events?c=1", "unknown query parameter `c`"),
    // Enums and constants are open.
    ("POST /agreements/first?api-version=2027-01", "`api-version`: it is not one of \"2026-01\""),
    // A value can be sent without a call of `validate`.
    ("POST /pets", "/name: it is shorter than 2 characters"),
    // Token endpoints are no operations.
    ("POST /token?tenant=1", "unknown path"),
    ("POST /connect/token", "unknown path"),
    ("POST /refresh", "unknown path"),
    ("GET /.well-known/openid-configuration", "unknown path"),
];

/// A transport that records requests and responds to them. It panics if the document does not allow a request.
#[derive(Clone, Debug)]
pub(crate) struct CheckedTransport {
    transport: CannedTransport,
    mock: Arc<Mock>,
}

impl CheckedTransport {
    /// The transport of a client. The document has the name of the client's module.
    pub(crate) fn new<C: ServiceClient>(transport: &CannedTransport) -> Self {
        let mut modules = type_name::<C>().split("::").skip(1);
        let (folder, module) = match modules.next() {
            Some("lenient") => ("lenient", modules.next()),
            module => ("constructs", module),
        };
        let name = format!("{}.yaml", module.expect("a client is in a module"));
        let document = fs::read(project().join("tests/documents").join(folder).join(&name)).expect("a document");
        let api = Api::from_files(&BTreeMap::from([(name.clone(), document)]), &name).expect("the document is valid");
        Self { transport: transport.clone(), mock: Arc::new(Mock::new(vec![api])) }
    }

    /// Checks the last request.
    fn check(&self) {
        let Some(request) = self.transport.requests().pop() else { return };
        let header =
            |(name, value): (&http::HeaderName, &http::HeaderValue)| (name.to_string(), value.as_bytes().to_vec());
        let request = RawRequest {
            method: request.method().to_string(),
            target: request.uri().path_and_query().expect("the URL has a path").to_string(),
            headers: request.headers().iter().map(header).collect(),
            body: request.body().as_bytes().to_vec(),
        };
        let Err(rejection) = self.mock.respond(&request) else { return };
        let line = format!("{} {}", request.method, request.target);
        let problems = rejection.problems.join("; ");
        let is_expected = |(known, problem): &(&str, &str)| *known == line && problems.contains(problem);
        assert!(REJECTED.iter().any(is_expected), "the document does not allow {line}: {problems}");
    }
}

impl Transport for CheckedTransport {
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        Box::pin(async move {
            let response = self.transport.send(request, limit).await;
            self.check();
            response
        })
    }
}
