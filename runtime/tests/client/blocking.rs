//! Blocking calls: from threads, within async tasks and over the network.
#![cfg(feature = "blocking")]

use std::{thread, time::Duration};

use crate::support::*;
use tokio::{runtime::Builder, task::spawn_blocking};
use wireright_runtime::{
    Client, Error, ErrorKind, InvalidRequest, Request, Response,
    paging::{PageParameter, PageStep, Pagination},
    transport::{CannedResponse, CannedTransport, TransportErrorKind},
};

static PAGES: Pagination = Pagination {
    step: PageStep::Offset { parameter: PageParameter::Query("offset"), total: Some("/total") },
    items: Some("/data"),
    more: None,
};

fn responses(bodies: &[&str]) -> CannedTransport {
    let transport = CannedTransport::new();
    for body in bodies {
        transport.push(CannedResponse::json(200, (*body).to_owned()));
    }
    transport
}

fn reset(client: &Dcs) -> Result<Response<ResetBody>, Error> {
    client.reset().account_id("a").new_password("p").send().wait()
}

fn items(client: &Client) -> Vec<Result<u32, Error>> {
    client.items::<u32>(Request::builder(&LIST), &PAGES).blocking().collect()
}

/// Checks that the call is rejected because it would block, and that nothing is sent.
fn assert_would_block(result: Result<Response<ResetBody>, Error>, transport: &CannedTransport) {
    let error = result.unwrap_err();
    assert_eq!(error.invalid_request(), Some(&InvalidRequest::WouldBlock), "{error}");
    assert!(error.to_string().contains("`.await` it"), "{error}");
    assert!(transport.requests().is_empty());
}

#[test]
fn wait_returns_the_response() {
    let transport = responses(&[r#"{"code":"1"}"#]);
    let client = client(&transport);
    assert_eq!(reset(&client).unwrap().code.as_deref(), Some("1"));
    transport.push(CannedResponse::fails(TransportErrorKind::Interrupted));
    assert_eq!(reset(&client).unwrap_err().kind(), ErrorKind::Interrupted);
    assert_eq!(transport.requests().len(), 2);
}

#[test]
fn items_can_be_iterated() {
    let transport = responses(&[r#"{"data":[1,2],"total":3}"#, r#"{"data":[3],"total":3}"#]);
    let client = client(&transport).core;
    let mut waiting = client.items::<u32>(Request::builder(&LIST), &PAGES).blocking();
    assert_eq!((waiting.next().unwrap().unwrap(), transport.requests().len()), (1, 1));
    assert_eq!(waiting.map(Result::unwrap).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(transport.requests().len(), 2);
}

#[test]
fn a_response_is_read_as_it_arrives() {
    let transport = CannedTransport::new();
    transport.push(CannedResponse::new(200).header("content-type", "application/jsonl").body("1\n2\n"));
    let lines = client(&transport).core.json_lines::<u32>(Request::builder(&LIST)).wait().unwrap().into_body();
    assert_eq!(lines.blocking().map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
    transport.push(CannedResponse::new(200).header("content-type", "text/event-stream").body("data: a\n\ndata: b\n\n"));
    let events = client(&transport).core.text_events(Request::builder(&LIST)).wait().unwrap().into_body();
    assert_eq!(events.blocking().map(|event| event.unwrap().data).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn wait_in_an_async_task_is_an_error() {
    for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
        let runtime = builder.enable_all().build().unwrap();
        let (transport, other) = (responses(&[]), responses(&[]));
        let client = client(&transport);
        runtime.block_on(async {
            assert_would_block(reset(&client), &transport);
            // The task is not affected.
            assert_would_block(reset(&client), &transport);
            let spawned = crate::support::client(&other);
            tokio::spawn(async move { assert_would_block(reset(&spawned), &other) }).await.unwrap();
            let items = items(&client.core);
            let refusals = items.iter().map(|item| item.as_ref().unwrap_err().invalid_request()).collect::<Vec<_>>();
            assert_eq!(refusals, [Some(&InvalidRequest::WouldBlock)]);
            assert!(transport.requests().is_empty());
        });
    }
}

#[test]
fn wait_works_in_spawn_blocking() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = client(&responses(&["{}"]));
        assert_eq!(spawn_blocking(move || reset(&client)).await.unwrap().unwrap().status(), 200);
    });
    // Outside of tasks, within a runtime.
    let _entered = runtime.enter();
    assert_eq!(reset(&client(&responses(&["{}"]))).unwrap().status(), 200);
}

#[cfg(feature = "reqwest")]
mod over_the_network {
    use std::{
        io::{Read as _, Write as _},
        net::{SocketAddr, TcpListener},
        sync::mpsc,
    };

    use wireright_runtime::{RetryPolicy, Timeouts};

    use super::*;

    /// Serves all requests of each connection, or none. Returns the number of the connection of each request.
    fn serve(responses: bool) -> (SocketAddr, mpsc::Receiver<usize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let (mut stream, sender) = (stream.unwrap(), sender.clone());
                thread::spawn(move || {
                    let mut unread = Vec::new();
                    let mut buffer = [0; 4096];
                    while let Ok(count @ 1..) = stream.read(&mut buffer) {
                        unread.extend_from_slice(&buffer[..count]);
                        if unread.ends_with(b"\r\n\r\n") {
                            unread.clear();
                            let _ = sender.send(number);
                            if responses {
                                stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
                            }
                        }
                    }
                });
            }
        });
        (address, receiver)
    }

    /// A timeout that no call of a loaded machine reaches.
    const LONG: Duration = Duration::from_secs(60);

    fn client_of(address: SocketAddr, timeout: Duration) -> Dcs {
        let timeouts = Timeouts::new().attempt(timeout);
        let builder =
            Dcs::builder().endpoint(format!("http://{address}")).allow_http(true).authenticator(credentials());
        builder.timeouts(timeouts).retry(RetryPolicy::never()).build().unwrap()
    }

    /// The background thread returns a connection to the pool after the response. A call before that has a new one.
    #[test]
    fn a_connection_is_reused_by_another_thread() {
        let (address, numbers) = serve(true);
        let client = client_of(address, LONG);
        let mut connections = (0..1000).map(|_| {
            let client = client.clone();
            let call = thread::spawn(move || client.poke().wait().map(|response| response.status()));
            assert_eq!(call.join().unwrap().unwrap(), 204);
            numbers.try_iter().collect::<Vec<_>>()
        });
        let mut known = connections.next().unwrap();
        assert_eq!(known, [0]);
        let is_reused = connections.any(|next| {
            let is_known = next.iter().all(|number| known.contains(number));
            known.extend(next);
            is_known
        });
        assert!(is_reused, "each of 1000 calls had its own connection");
    }

    #[test]
    fn threads_call_concurrently() {
        let (address, numbers) = serve(true);
        let client = client_of(address, LONG);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..20).for_each(|_| assert_eq!(client.poke().wait().unwrap().status(), 204)));
            }
        });
        assert_eq!(numbers.try_iter().count(), 160);
    }

    #[test]
    fn a_blocking_call_times_out() {
        let (address, _numbers) = serve(false);
        let error = client_of(address, Duration::from_millis(300)).poke().wait().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    }
}
