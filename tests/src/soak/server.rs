//! Server of the load test: reads the number of a call from the path (`call-N`) and applies the fault of each attempt.

use std::{cell::RefCell, collections::BTreeMap, io, rc::Rc, time::Duration};

use socket2::SockRef;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::sleep,
};

use super::faults::Fault;
use crate::wire::request_length;

/// The faults of the attempts of each call, as letters ([`Fault::letter`]).
pub type AttemptLog = BTreeMap<u64, String>;

/// A response size above the limit of the client.
const OVERSIZED: usize = 256 * 1024;

/// Accepts connections while it is polled. Without faults every attempt succeeds.
pub async fn serve(listener: TcpListener, faults: bool, done: Rc<RefCell<AttemptLog>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let done = Rc::clone(&done);
        tokio::task::spawn_local(async move {
            // The client reports a broken connection.
            let _ = converse(stream, faults, &done).await;
        });
    }
}

async fn converse(mut stream: TcpStream, faults: bool, done: &RefCell<AttemptLog>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut unread: Vec<u8> = Vec::new();
    loop {
        let length = loop {
            if let Some(length) = request_length(&unread).filter(|length| *length <= unread.len()) {
                break length;
            }
            if stream.read_buf(&mut unread).await? == 0 {
                return Ok(());
            }
        };
        let call = call_of(&unread);
        unread.drain(..length);
        let fate = {
            let mut done = done.borrow_mut();
            let letters = done.entry(call).or_default();
            let fate = if faults { Fault::of(call, letters.len() as u64) } else { Fault::AttemptLog };
            letters.push(fate.letter());
            fate
        };
        if !response(&mut stream, call, fate).await? {
            return Ok(());
        }
    }
}

/// Applies a fault. The request id of the response names the call. Returns whether the connection stays open.
async fn response(stream: &mut TcpStream, call: u64, fate: Fault) -> io::Result<bool> {
    let id = format!("X-Request-Id: call-{call}\r\n");
    let whole = |status: &str, headers: &str, body: &str| {
        format!("HTTP/1.1 {status}\r\n{id}{headers}Content-Length: {}\r\n\r\n{body}", body.len())
    };
    match fate {
        Fault::AttemptLog => stream.write_all(whole("200 OK", "", "{}").as_bytes()).await?,
        Fault::DoneSlowly => {
            for piece in whole("200 OK", "", "{}").as_bytes().chunks(20) {
                stream.write_all(piece).await?;
                sleep(Duration::from_millis(5)).await;
            }
        }
        Fault::Reset => {
            SockRef::from(&*stream).set_linger(Some(Duration::ZERO))?;
            return Ok(false);
        }
        Fault::Stalled => {
            // Until the client closes the connection.
            while stream.read_u8().await.is_ok() {}
            return Ok(false);
        }
        Fault::Truncated => {
            let half = format!("HTTP/1.1 200 OK\r\n{id}Content-Length: 50\r\n\r\n{{\"half\":");
            stream.write_all(half.as_bytes()).await?;
            return Ok(false);
        }
        Fault::Oversized => stream.write_all(whole("200 OK", "", &" ".repeat(OVERSIZED)).as_bytes()).await?,
        Fault::Throttled => {
            stream.write_all(whole("429 Too Many Requests", "Retry-After: 0\r\n", "{}").as_bytes()).await?;
        }
        Fault::Unavailable => stream.write_all(whole("503 Service Unavailable", "", "{}").as_bytes()).await?,
        Fault::Failed => stream.write_all(whole("500 Internal Server Error", "", "{}").as_bytes()).await?,
    }
    Ok(true)
}

/// The number after `call-` in a request, or 0.
fn call_of(request: &[u8]) -> u64 {
    let head = String::from_utf8_lossy(&request[..request.len().min(400)]);
    let digits = head.split_once("call-").map_or("", |(_, rest)| rest);
    digits.split(|character: char| !character.is_ascii_digit()).next().unwrap_or_default().parse().unwrap_or_default()
}
