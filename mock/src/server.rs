//! [`MockServer`]: the service on a port of this machine.

use std::{
    fmt, io,
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::{
    answer::Reply,
    exchange::{Exchange, Next},
    mock::Mock,
    refusal::Refusal,
    wire::RawRequest,
};

/// How long a connection may be silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request that was answered. `Display` is a line without query, headers and bodies, in which secrets may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// The request; nothing where it could not be read.
    pub request: Option<RawRequest>,
    /// The status of the answer.
    pub status: u16,
    /// Why it was refused, if it was.
    pub refusal: Option<Refusal>,
}

impl fmt::Display for Handled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, target) = self.request.as_ref().map_or(("?", "?"), |request| (&request.method, &request.target));
        let path = target.split('?').next().unwrap_or_default();
        write!(formatter, "{method} {path} -> {}", self.status)?;
        if let Some(refusal) = &self.refusal {
            // What was to be signed is for the caller: it is long.
            let words = refusal.words();
            let short = words.split("; signed should be").next().unwrap_or_default();
            write!(formatter, ": {short}")?;
        }
        Ok(())
    }
}

/// A running server. Dropping it closes every connection.
#[derive(Debug)]
pub struct MockServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

/// Is told of each request.
type Listener = Box<dyn Fn(&Handled) + Send + Sync>;

struct Shared {
    mock: Mock,
    listener: Option<Listener>,
    handled: Mutex<Vec<Handled>>,
    connections: Mutex<Vec<TcpStream>>,
    stopped: AtomicBool,
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").field("mock", &self.mock).finish_non_exhaustive()
    }
}

impl Mock {
    /// Serves on a free port of loopback and remembers every request.
    pub fn start(self) -> io::Result<MockServer> {
        self.serve((Ipv4Addr::LOCALHOST, 0).into(), None)
    }

    /// Serves at an address and tells of every request, but remembers none.
    pub fn start_at(
        self,
        address: SocketAddr,
        listener: impl Fn(&Handled) + Send + Sync + 'static,
    ) -> io::Result<MockServer> {
        self.serve(address, Some(Box::new(listener)))
    }

    fn serve(self, address: SocketAddr, listener: Option<Listener>) -> io::Result<MockServer> {
        let socket = TcpListener::bind(address)?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared {
            mock: self,
            listener,
            handled: Mutex::default(),
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
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All requests so far, the first first, as far as they are remembered.
    pub fn requests(&self) -> Vec<Handled> {
        lock(&self.shared.handled).clone()
    }

    /// Goes on until the program is ended.
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
        // The acceptor sits in `accept` until somebody connects.
        drop(TcpStream::connect(self.address));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

fn accept(socket: &TcpListener, shared: &Arc<Shared>) {
    for stream in socket.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            break;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        thread::spawn(move || converse(stream, &shared));
    }
}

/// Answers requests until the connection ends.
fn converse(stream: TcpStream, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let peer = stream.peer_addr().ok();
    if let Ok(handle) = stream.try_clone() {
        let mut connections = lock(&shared.connections);
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        connections.push(handle);
    }
    let mut exchange = Exchange::new(stream);
    loop {
        let (reply, handled, is_last) = match exchange.next() {
            Next::Closed => break,
            Next::Refused(refusal) => {
                let reply = refusal.reply();
                (reply, Handled { request: None, status: refusal.status, refusal: Some(refusal) }, true)
            }
            Next::Request(request) => {
                let is_last = request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
                let (reply, refusal): (Reply, _) = match shared.mock.answer(&request) {
                    Ok(reply) => (reply, None),
                    Err(refusal) => (refusal.reply(), Some(refusal)),
                };
                let status = reply.status;
                (reply, Handled { request: Some(request), status, refusal }, is_last)
            }
        };
        let is_head = handled.request.as_ref().is_some_and(|request| request.method == "HEAD");
        // Told before it is answered: a client that has its answer may look at once at what arrived.
        match &shared.listener {
            Some(listener) => listener(&handled),
            None => lock(&shared.handled).push(handled),
        }
        if exchange.write(&reply, is_head, is_last).is_err() || is_last {
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
