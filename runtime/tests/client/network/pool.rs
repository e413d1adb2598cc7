//! Connection pool: how long idle connections are kept.

use std::{net::SocketAddr, time::Duration};

use crate::support::*;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::mpsc::{self, UnboundedReceiver},
};
use wireright_runtime::transport::ReqwestTransportBuilder;

/// Serves requests and returns the number of the connection of each.
async fn serve() -> (SocketAddr, UnboundedReceiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for number in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let sender = sender.clone();
            tokio::spawn(async move {
                let mut unread = Vec::new();
                while let Ok(1..) = stream.read_buf(&mut unread).await {
                    if unread.ends_with(b"\r\n\r\n") {
                        unread.clear();
                        sender.send(number).unwrap();
                        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
                    }
                }
            });
        }
    });
    (address, receiver)
}

/// The connections of two requests with a pause between them.
async fn connections(change: impl FnOnce(ReqwestTransportBuilder) -> ReqwestTransportBuilder) -> [usize; 2] {
    let (address, mut numbers) = serve().await;
    let builder = Dcs::builder().endpoint(format!("http://{address}")).allow_http(true).authenticator(credentials());
    let client = builder.network(change).build().unwrap();
    client.poke().await.unwrap();
    tokio::time::sleep(Duration::from_millis(150)).await;
    client.poke().await.unwrap();
    [numbers.recv().await.unwrap(), numbers.recv().await.unwrap()]
}

#[tokio::test]
async fn an_idle_connection_is_kept_for_the_configured_time() {
    assert_eq!(connections(|network| network).await, [0, 0]);
    assert_eq!(connections(|network| network.pool_idle_timeout(Duration::from_millis(50))).await, [0, 1]);
    assert_eq!(connections(|network| network.pool_idle_timeout(Duration::from_secs(5))).await, [0, 0]);
}

#[tokio::test]
async fn without_a_pool_each_request_has_its_own_connection() {
    assert_eq!(connections(|network| network.pool_max_idle_per_host(0)).await, [0, 1]);
    assert_eq!(connections(|network| network.pool_max_idle_per_host(1)).await, [0, 0]);
}
