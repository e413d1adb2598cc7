//! HTTP proxy that opens tunnels, for cases with a proxy and TLS.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    thread,
};

/// Opens every tunnel to this address until the program ends.
pub(super) fn open_to(target: SocketAddr) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // An error closes the connection.
            thread::spawn(move || drop(open(client, target)));
        }
    });
    Ok(address)
}

fn open(mut client: TcpStream, target: SocketAddr) -> io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte)?;
        head.extend(byte);
    }
    client.write_all(b"HTTP/1.1 200 Connection Established\r\n\r\n")?;
    let server = TcpStream::connect(target)?;
    let (to_server, from_server) = (server.try_clone()?, server);
    let from_client = client.try_clone()?;
    thread::spawn(move || pipe(from_client, to_server));
    pipe(from_server, client);
    Ok(())
}

/// Copies bytes until the end of the input, then closes the output.
fn pipe(mut from: TcpStream, mut to: TcpStream) {
    drop(io::copy(&mut from, &mut to));
    drop(to.shutdown(Shutdown::Write));
}
