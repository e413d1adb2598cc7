//! One connection: reads, records and handles requests until one side closes it.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpStream},
    sync::{Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

use socket2::SockRef;

use super::{CapturedRequest, Handler, lock, scripted_response::Step, stream::Stream};
use crate::wire::{RawRequest, request_length};

/// State that the connections of a server share.
pub(super) struct ServerState {
    pub(super) captured: Mutex<Vec<CapturedRequest>>,
    handler: Mutex<Box<Handler>>,
    open: Mutex<OpenConnections>,
    stopped: Condvar,
}

/// The open streams. `stop` closes them and admits no others.
#[derive(Default)]
struct OpenConnections {
    stopped: bool,
    streams: Vec<TcpStream>,
}

impl ServerState {
    pub(super) fn new(handler: Box<Handler>) -> Self {
        Self {
            captured: Mutex::default(),
            handler: Mutex::new(handler),
            open: Mutex::default(),
            stopped: Condvar::new(),
        }
    }

    /// Adds a connection, unless the server is stopped.
    pub(super) fn admit(&self, stream: &TcpStream) -> bool {
        let mut open = lock(&self.open);
        if let (false, Ok(stream)) = (open.stopped, stream.try_clone()) {
            open.streams.push(stream);
        }
        !open.stopped
    }

    /// Ends every wait and closes every connection.
    pub(super) fn stop(&self) {
        let mut open = lock(&self.open);
        open.stopped = true;
        for stream in open.streams.drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
        self.stopped.notify_all();
    }

    /// Waits, at most until the server stops.
    fn wait(&self, delay: Duration) {
        let until = Instant::now() + delay;
        let mut open = lock(&self.open);
        while !open.stopped && Instant::now() < until {
            let left = until.saturating_duration_since(Instant::now());
            open =
                self.stopped.wait_timeout(open, left).map_or_else(|poisoned| poisoned.into_inner().0, |(open, _)| open);
        }
    }

    fn wait_for_the_end(&self) {
        let open = lock(&self.open);
        drop(self.stopped.wait_while(open, |open| !open.stopped).unwrap_or_else(PoisonError::into_inner));
    }

    fn steps_for(&self, captured: &CapturedRequest) -> Vec<Step> {
        // Recorded before the response, so that a test finds the request as soon as the call ends.
        let number = {
            let mut all = lock(&self.captured);
            all.push(captured.clone());
            all.len() - 1
        };
        lock(&self.handler)(number, captured).steps
    }
}

/// Handles requests until the connection ends.
pub(super) fn serve(mut stream: Stream, connection: usize, shared: &ServerState) {
    // Parts of a response are sent without delay.
    drop(stream.socket().set_nodelay(true));
    let mut unread = Vec::new();
    while let Ok(Some(bytes)) = read_request(&mut stream, &mut unread) {
        let captured = CapturedRequest { request: RawRequest::parse(&bytes), bytes, connection };
        for step in shared.steps_for(&captured) {
            match step {
                Step::Send(bytes) => {
                    if stream.write_all(&bytes).and_then(|()| stream.flush()).is_err() {
                        return;
                    }
                }
                Step::Wait(delay) => shared.wait(delay),
                Step::Hang => return shared.wait_for_the_end(),
                Step::Close => return drop(stream.socket().shutdown(Shutdown::Both)),
                Step::Reset => return reset(stream.socket(), shared),
            }
        }
    }
    // Another handle keeps the socket open, so dropping this one does not close it.
    drop(stream.socket().shutdown(Shutdown::Both));
}

/// Closes a socket with a reset. All handles of it have to be dropped.
fn reset(stream: &TcpStream, shared: &ServerState) {
    drop(SockRef::from(stream).set_linger(Some(Duration::ZERO)));
    let peer = stream.peer_addr().ok();
    lock(&shared.open).streams.retain(|other| other.peer_addr().ok() != peer);
}

/// The next request, or `None` if the client has closed the connection.
fn read_request(stream: &mut Stream, unread: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let mut buffer = [0; 16 * 1024];
    loop {
        if let Some(length) = request_length(unread).filter(|length| *length <= unread.len()) {
            let rest = unread.split_off(length);
            return Ok(Some(std::mem::replace(unread, rest)));
        }
        if !looks_like_http(unread) {
            // For example TLS. It cannot be read, so it is not recorded.
            return Ok(None);
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(None),
            count => unread.extend_from_slice(&buffer[..count]),
        }
    }
}

fn looks_like_http(start: &[u8]) -> bool {
    start.first().is_none_or(u8::is_ascii_uppercase)
}
