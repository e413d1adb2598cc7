//! Loopback HTTP/1.1 server with scripted responses, valid or invalid. It records each request byte for byte.
//!
//! - `scripted_response`: responses as lists of steps, from a valid response to a closed connection
//! - `connection`: a connection: reads, records and handles requests until one side closes it
//! - `stream`: a connection with or without TLS, and self-signed certificates

mod connection;
mod scripted_response;
mod stream;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use rustls::ServerConfig;

use crate::wire::RawRequest;
use connection::ServerState;
use stream::Stream;

pub use scripted_response::ScriptedResponse;

/// Selects the response to a request. The number counts requests from 0.
pub type Handler = dyn FnMut(usize, &CapturedRequest) -> ScriptedResponse + Send;

/// A recorded request.
#[derive(Clone, Debug)]
pub struct CapturedRequest {
    /// All bytes.
    pub bytes: Vec<u8>,
    /// The parsed request, or the reason why it is invalid.
    pub request: Result<RawRequest, String>,
    /// The number of the connection, counted from 0.
    pub connection: usize,
}

impl CapturedRequest {
    /// The parsed request.
    ///
    /// # Panics
    ///
    /// If the request is invalid.
    pub fn raw_request(&self) -> &RawRequest {
        self.request.as_ref().unwrap_or_else(|why| panic!("a malformed request arrived: {why}"))
    }
}

/// A running server. Dropping it closes every connection.
pub struct Server {
    address: SocketAddr,
    certificate: Option<String>,
    shared: Arc<ServerState>,
    acceptor: Option<JoinHandle<()>>,
}

impl Server {
    /// Sends these responses in order, one for each request. Further requests get the status 599.
    ///
    /// # Panics
    ///
    /// If the server cannot listen.
    pub fn script(responses: impl IntoIterator<Item = ScriptedResponse>) -> Self {
        let mut responses = responses.into_iter().collect::<Vec<_>>().into_iter();
        Self::start_with_handler(move |_, _| responses.next().unwrap_or_else(|| ScriptedResponse::status(599)))
    }

    /// Sends the responses that a function selects.
    ///
    /// # Panics
    ///
    /// If the server cannot listen.
    pub fn start_with_handler(
        handler: impl FnMut(usize, &CapturedRequest) -> ScriptedResponse + Send + 'static,
    ) -> Self {
        Self::start_on(Ipv4Addr::LOCALHOST.into(), None, handler).expect("127.0.0.1 can be listened on")
    }

    /// Sends the responses that a function selects, over TLS with a self-signed certificate for this host.
    ///
    /// # Panics
    ///
    /// If the server cannot listen, or if the host name is invalid.
    pub fn start_with_tls(
        host: &str,
        handler: impl FnMut(usize, &CapturedRequest) -> ScriptedResponse + Send + 'static,
    ) -> Self {
        let (config, certificate) = stream::self_signed(host);
        let mut server =
            Self::start_on(Ipv4Addr::LOCALHOST.into(), Some(config), handler).expect("127.0.0.1 can be listened on");
        server.certificate = Some(certificate);
        server
    }

    /// Sends the responses that a function selects, on `::1`. `None` if the machine has no IPv6.
    pub fn start_on_ipv6(
        handler: impl FnMut(usize, &CapturedRequest) -> ScriptedResponse + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_on(Ipv6Addr::LOCALHOST.into(), None, handler)
    }

    fn start_on(
        address: IpAddr,
        tls: Option<Arc<ServerConfig>>,
        handler: impl FnMut(usize, &CapturedRequest) -> ScriptedResponse + Send + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((address, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(ServerState::new(Box::new(handler)));
        let acceptor = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, tls.as_ref(), &shared)
        });
        Ok(Self { address, certificate: None, shared, acceptor: Some(acceptor) })
    }

    /// The address of the server.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The certificate as PEM, if the server uses TLS.
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// All requests so far, in order.
    pub fn requests(&self) -> Vec<CapturedRequest> {
        lock(&self.shared.captured).clone()
    }

    /// The number of requests so far.
    pub fn count(&self) -> usize {
        lock(&self.shared.captured).len()
    }

    /// The only request so far.
    ///
    /// # Panics
    ///
    /// If there is not exactly one valid request.
    pub fn only_request(&self) -> RawRequest {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "one request was expected: {requests:?}");
        requests[0].raw_request().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop();
        // A connection ends the blocking `accept`.
        drop(TcpStream::connect(self.address));
        if let Some(acceptor) = self.acceptor.take() {
            // A panic of a handler is already printed. The test fails without its response.
            drop(acceptor.join());
        }
    }
}

/// A loopback address that refuses connections.
///
/// # Panics
///
/// If the server cannot listen.
pub fn refusing_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("127.0.0.1 can be listened on");
    listener.local_addr().expect("a listener has an address")
}

fn accept(listener: &TcpListener, tls: Option<&Arc<ServerConfig>>, shared: &Arc<ServerState>) {
    let mut connections = Vec::new();
    for (number, stream) in listener.incoming().enumerate() {
        let Ok(stream) = stream else { continue };
        if !shared.admit(&stream) {
            break;
        }
        let Ok(stream) = Stream::new(stream, tls) else { continue };
        let shared = Arc::clone(shared);
        connections.push(thread::spawn(move || connection::serve(stream, number, &shared)));
    }
    for connection in connections {
        drop(connection.join());
    }
}

/// Locks a mutex. A poisoned lock still holds the requests before the panic.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
