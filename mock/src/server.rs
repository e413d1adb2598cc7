//! Mock service: validates a request and chooses the response, without network or on a local port.

use std::{
    fmt, io,
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, SystemTime},
};

use crate::{
    api::Api,
    body,
    connection::{Connection, ConnectionEvent},
    documented_response, examples,
    http::{RawRequest, Rejection, Response},
    huawei_signature::Verifier,
    parameters, security,
    values::normalized_path,
};

/// The service of one or more OpenAPI documents.
#[derive(Debug)]
pub struct Mock {
    apis: Vec<Api>,
    verifier: Option<Verifier>,
}

impl Mock {
    /// A service that does not verify signatures.
    pub fn new(apis: Vec<Api>) -> Self {
        Self { apis, verifier: None }
    }

    /// Verifies Huawei Cloud signatures with this key pair. Dates may deviate by 15 minutes.
    #[must_use]
    pub fn key_pair(mut self, access_key: &str, secret_key: &str) -> Self {
        self.verifier = Some(Verifier::new(access_key, secret_key));
        self
    }

    /// The authenticators whose signatures are not verified, even with a key pair: the paths of their types.
    pub fn unverified_authenticators(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.apis.iter().flat_map(security::unverified_authenticators).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// The documented examples of responses that contradict their schema, one line each. The service responds with
    /// them all the same.
    pub fn contradictory_examples(&self) -> Vec<String> {
        self.apis.iter().flat_map(examples::contradictory).collect()
    }

    /// The path of a request for logs: without query, and with secret parameters redacted.
    fn redacted_path(&self, request: &RawRequest) -> String {
        let (path, query) = path_and_query(request);
        let matched = self.apis.iter().find_map(|api| Some((api, api.find(&request.method, &path, query)?.ok()?)));
        matched.map_or_else(|| path.clone(), |(api, matched)| parameters::redacted_path(api, &matched, &path))
    }

    /// The response to a request, without network.
    pub fn respond(&self, request: &RawRequest) -> Result<Response, Rejection> {
        let (path, query) = path_and_query(request);
        let mut rejected = None;
        for api in &self.apis {
            match api.find(&request.method, &path, query) {
                None => {}
                Some(Err(rejection)) => {
                    rejected.get_or_insert(rejection);
                }
                Some(Ok(operation)) => {
                    let verifier = self.verifier.clone().map(|verifier| verifier.at(SystemTime::now()));
                    security::check(api, &operation, request, query, verifier.as_ref())
                        .map_err(|rejection| in_operation(&operation.name, rejection))?;
                    let mut other_names = security::query_names(api, &operation);
                    other_names.extend_from_slice(&operation.query_names);
                    let mut problems = parameters::problems(api, &operation, request, query, &other_names);
                    let mut status = 400;
                    if let Err(rejection) = body::check(api, &operation, request) {
                        // With other problems, an unsupported media type is a bad request.
                        status = if problems.is_empty() { rejection.status } else { 400 };
                        problems.extend(rejection.problems);
                    }
                    if !problems.is_empty() {
                        return Err(in_operation(
                            &operation.name,
                            Rejection { problems, ..Rejection::new(status, "") },
                        ));
                    }
                    return documented_response::build(api, &operation, request)
                        .map_err(|rejection| in_operation(&operation.name, rejection));
                }
            }
        }
        Err(rejected.unwrap_or_else(|| Rejection::new(404, "unknown path: it matches no path of the document")))
    }
}

/// The path of a request in its normal form, and the query.
fn path_and_query(request: &RawRequest) -> (String, &str) {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    (normalized_path(path), query)
}

/// Prefixes the first problem with the operation.
fn in_operation(name: &str, mut rejection: Rejection) -> Rejection {
    if let Some(first) = rejection.problems.first_mut() {
        *first = format!("{name}: {first}");
    }
    rejection
}

/// Maximum time without input on a connection.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// A request with its result. `Display` is one line without query, headers, body and secret path parameters
/// (`format: password`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedRequest {
    /// The request. `None` if it is malformed.
    pub request: Option<RawRequest>,
    /// Status code of the response.
    pub status: u16,
    /// Why the request was rejected.
    pub rejection: Option<Rejection>,
    /// The path for logs.
    path: String,
}

impl fmt::Display for ServedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.request.as_ref().map_or("?", |request| &request.method);
        write!(formatter, "{method} {} -> {}", self.path, self.status)?;
        if let Some(rejection) = &self.rejection {
            // The response contains the canonical request; the log line does not.
            let message = rejection.message();
            let short = message.split(security::CANONICAL_REQUEST_INTRO).next().unwrap_or_default();
            write!(formatter, ": {short}")?;
        }
        Ok(())
    }
}

/// A running server. Dropping it closes every connection.
#[derive(Debug)]
pub struct MockServer {
    address: SocketAddr,
    shared: Arc<ServerState>,
    acceptor: Option<JoinHandle<()>>,
}

/// Called for each request.
type Listener = Box<dyn Fn(&ServedRequest) + Send + Sync>;

struct ServerState {
    mock: Mock,
    listener: Option<Listener>,
    served: Mutex<Vec<ServedRequest>>,
    connections: Mutex<Vec<TcpStream>>,
    stopped: AtomicBool,
}

impl fmt::Debug for ServerState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").field("mock", &self.mock).finish_non_exhaustive()
    }
}

impl Mock {
    /// Serves on a free loopback port and records every request.
    pub fn start(self) -> io::Result<MockServer> {
        self.serve((Ipv4Addr::LOCALHOST, 0).into(), None)
    }

    /// Serves at an address. Calls the listener for every request and records none.
    pub fn start_at(
        self,
        address: SocketAddr,
        listener: impl Fn(&ServedRequest) + Send + Sync + 'static,
    ) -> io::Result<MockServer> {
        self.serve(address, Some(Box::new(listener)))
    }

    fn serve(self, address: SocketAddr, listener: Option<Listener>) -> io::Result<MockServer> {
        let socket = TcpListener::bind(address)?;
        let address = socket.local_addr()?;
        let shared = Arc::new(ServerState {
            mock: self,
            listener,
            served: Mutex::default(),
            connections: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let acceptor = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&socket, &shared)
        });
        Ok(MockServer { address, shared, acceptor: Some(acceptor) })
    }
}

impl MockServer {
    /// The local address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Base URL: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The recorded requests, in order of arrival.
    pub fn requests(&self) -> Vec<ServedRequest> {
        lock(&self.shared.served).clone()
    }

    /// Blocks until the process ends.
    pub fn wait(mut self) {
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        for connection in lock(&self.shared.connections).drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
        // A connection wakes up the blocked acceptor.
        drop(TcpStream::connect(self.address));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

fn accept(socket: &TcpListener, shared: &Arc<ServerState>) {
    for stream in socket.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            break;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        thread::spawn(move || serve_connection(stream, &shared));
    }
}

/// Responds to requests until the connection is closed.
fn serve_connection(stream: TcpStream, shared: &ServerState) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(IDLE_TIMEOUT));
    let peer = stream.peer_addr().ok();
    if let Ok(handle) = stream.try_clone() {
        let mut connections = lock(&shared.connections);
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        connections.push(handle);
    }
    let mut connection = Connection::new(stream);
    loop {
        let (response, served, is_last) = match connection.next() {
            ConnectionEvent::Closed => break,
            ConnectionEvent::Rejected(rejection) => {
                let response = rejection.to_response();
                let (status, path) = (rejection.status, "?".to_owned());
                (response, ServedRequest { request: None, status, rejection: Some(rejection), path }, true)
            }
            ConnectionEvent::Request(request) => {
                let is_last = request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
                let (response, rejection): (Response, _) = match shared.mock.respond(&request) {
                    Ok(response) => (response, None),
                    Err(rejection) => (rejection.to_response(), Some(rejection)),
                };
                let (status, path) = (response.status, shared.mock.redacted_path(&request));
                (response, ServedRequest { request: Some(request), status, rejection, path }, is_last)
            }
        };
        let is_head = served.request.as_ref().is_some_and(|request| request.method == "HEAD");
        // Recorded before the response: a client may inspect the records as soon as it has the response.
        match &shared.listener {
            Some(listener) => listener(&served),
            None => lock(&shared.served).push(served),
        }
        if connection.write(&response, is_head, is_last).is_err() || is_last {
            break;
        }
    }
    let mut connections = lock(&shared.connections);
    if let Some(index) = connections.iter().position(|other| other.peer_addr().ok() == peer) {
        let _ = connections.swap_remove(index).shutdown(Shutdown::Both);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "
openapi: 3.0.3
servers: [{ url: 'https://api.example.com/my api' }]
paths:
  /white space/{secret}.json:
    parameters: [{ name: secret, in: path, required: true, schema: { type: string, format: password } }]
    get: { responses: { '204': { description: Done. } } }
  /rpc?action=get&key={secret}:
    parameters: [{ name: secret, in: path, required: true, schema: { type: string, format: password } }]
    get: { responses: { '204': { description: Done. } } }
";

    #[test]
    fn secrets_in_paths_are_redacted_in_each_encoding() {
        let mock = Mock::new(vec![Api::from_text(DOCUMENT).unwrap()]);
        for (target, logged) in [
            ("/white%20space/pl4nted%2f%c3%a9.json", "/white%20space/***"),
            ("/white%20space/%70l4nted%7E%2C.json", "/white%20space/***"),
            ("/my%20api/white%20space/pl4nted.json?x=1", "/my%20api/white%20space/***"),
            ("/rpc?key=pl4nted&action=get", "/rpc"),
        ] {
            let request = RawRequest::parse(format!("GET {target} HTTP/1.1\r\n\r\n").as_bytes()).unwrap();
            assert_eq!(mock.redacted_path(&request), logged);
            let status = mock.respond(&request).map_or_else(|rejection| rejection.status, |response| response.status);
            assert_eq!(status, if target.ends_with("x=1") { 400 } else { 204 }, "{target}");
        }
    }
}
