//! A loopback HTTP/1.1 server made of plain threads. It keeps what arrives byte for byte, and answers as it is told to: well, badly,
//! late, in part or not at all.

mod answer;
mod connection;
mod stream;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use rustls::ServerConfig;

use crate::wire::RawRequest;
use connection::Shared;
use stream::Stream;

pub use answer::Answer;

/// Decides what is done with a request. The number counts the requests from 0.
pub type Handler = dyn FnMut(usize, &Captured) -> Answer + Send;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Captured {
    /// Every byte of it.
    pub bytes: Vec<u8>,
    /// The same, taken apart; the error says why that could not be done.
    pub request: Result<RawRequest, String>,
    /// Which connection it came over, counted from 0.
    pub connection: usize,
}

impl Captured {
    /// The request, which is expected to be well formed.
    ///
    /// # Panics
    ///
    /// If it is not.
    pub fn parsed(&self) -> &RawRequest {
        self.request.as_ref().unwrap_or_else(|why| panic!("a malformed request arrived: {why}"))
    }
}

/// A running server; dropping it closes every connection.
pub struct Server {
    address: SocketAddr,
    certificate: Option<String>,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl Server {
    /// Plays a list of answers, one a request. A request too many is answered with 599, which no test takes for a success.
    ///
    /// # Panics
    ///
    /// If loopback cannot be listened on.
    pub fn script(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers = answers.into_iter().collect::<Vec<_>>().into_iter();
        Self::handling(move |_, _| answers.next().unwrap_or_else(|| Answer::status(599)))
    }

    /// Answers every request with what the function makes of it.
    ///
    /// # Panics
    ///
    /// If loopback cannot be listened on.
    pub fn handling(handler: impl FnMut(usize, &Captured) -> Answer + Send + 'static) -> Self {
        Self::listening(Ipv4Addr::LOCALHOST.into(), None, handler).expect("127.0.0.1 can be listened on")
    }

    /// The same over TLS, with a certificate for this host that the server signs itself.
    ///
    /// # Panics
    ///
    /// If loopback cannot be listened on, or if the host has no name that can be certified.
    pub fn handling_tls(host: &str, handler: impl FnMut(usize, &Captured) -> Answer + Send + 'static) -> Self {
        let (config, certificate) = stream::self_signed(host);
        let mut server =
            Self::listening(Ipv4Addr::LOCALHOST.into(), Some(config), handler).expect("127.0.0.1 can be listened on");
        server.certificate = Some(certificate);
        server
    }

    /// The same on `::1`, which not every machine has.
    pub fn handling_on_ipv6(handler: impl FnMut(usize, &Captured) -> Answer + Send + 'static) -> io::Result<Self> {
        Self::listening(Ipv6Addr::LOCALHOST.into(), None, handler)
    }

    fn listening(
        address: IpAddr,
        tls: Option<Arc<ServerConfig>>,
        handler: impl FnMut(usize, &Captured) -> Answer + Send + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((address, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(Box::new(handler)));
        let acceptor = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, tls.as_ref(), &shared)
        });
        Ok(Self { address, certificate: None, shared, acceptor: Some(acceptor) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The certificate as PEM, if the server speaks TLS.
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// All that has arrived so far, in order.
    pub fn requests(&self) -> Vec<Captured> {
        lock(&self.shared.captured).clone()
    }

    /// How many requests have arrived so far.
    pub fn count(&self) -> usize {
        lock(&self.shared.captured).len()
    }

    /// The only request that has arrived.
    ///
    /// # Panics
    ///
    /// If there is none, more than one, or a malformed one.
    pub fn only_request(&self) -> RawRequest {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "one request was expected: {requests:?}");
        requests[0].parsed().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop();
        // The acceptor sits in `accept` until somebody connects.
        drop(TcpStream::connect(self.address));
        if let Some(acceptor) = self.acceptor.take() {
            // A panic in a handler was printed where it happened, and the test fails by what it did not get.
            drop(acceptor.join());
        }
    }
}

/// An address on loopback on which nothing listens, so that a connection is refused.
///
/// # Panics
///
/// If loopback cannot be listened on.
pub fn refusing_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("127.0.0.1 can be listened on");
    listener.local_addr().expect("a listener has an address")
}

fn accept(listener: &TcpListener, tls: Option<&Arc<ServerConfig>>, shared: &Arc<Shared>) {
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

/// A handler that panicked has poisoned the lock; what was captured before is still worth reading.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
