//! A server on the loopback interface that verifies signatures and returns documented responses.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

use hmac::{Hmac, KeyInit, Mac};
use huaweicloud_reset_password::{
    Error,
    huaweicloud::{Authenticator, Credentials},
    runtime::{ClientBuilder, ServiceClient},
};
use sha2::{Digest, Sha256};

const ACCESS_KEY: &str = "EXAMPLEACCESSKEY";
const SECRET_KEY: &str = "example-secret-key";
const PROJECT_ID: &str = "89cd04f168b84af6be287f71730fdb4b";

pub(crate) struct DemoServer {
    address: SocketAddr,
}

impl DemoServer {
    /// Listens in a thread that ends with the program.
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || serve(&stream));
            }
        });
        Ok(Self { address })
    }

    /// A client with the key pair that the server knows.
    pub(crate) fn client<C: ServiceClient<Authenticator = Authenticator>>(&self) -> Result<C, Error> {
        self.client_with(SECRET_KEY)
    }

    pub(crate) fn client_with<C: ServiceClient<Authenticator = Authenticator>>(
        &self,
        secret_key: &str,
    ) -> Result<C, Error> {
        ClientBuilder::new()
            .endpoint(format!("http://{}", self.address))
            // The server does not use TLS. Requests stay on this machine.
            .allow_http(true)
            .authenticator(Credentials::new(ACCESS_KEY, secret_key).project_id(PROJECT_ID))
            .build()
    }
}

struct Request {
    method: String,
    target: String,
    /// By name in lower case.
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// Responds to the requests of one connection until the client closes it.
fn serve(stream: &TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        let (status, body) = respond(&request);
        let length = body.len();
        write!(
            &mut &*stream,
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nX-Request-Id: 0123456789abcdef\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )?;
    }
    Ok(())
}

fn read(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Request { method, target, headers, body }))
}

/// The status line and the body that the documents give as an example.
fn respond(request: &Request) -> (&'static str, &'static str) {
    if expected_authorization(request).as_ref() != request.headers.get("authorization") {
        return ("401 Unauthorized", r#"{"error_code":"APIGW.0301","error_msg":"the signature does not match"}"#);
    }
    if request.target.starts_with("/cloudartifact/") {
        ("200 OK", r#"{"status":"success","trace_id":"143002-1701244804975-630","result":{"userType":"personal"}}"#)
    } else if request.target.ends_with("/password/reset") {
        ("200 OK", r#"{"code":"1","message":"Reset DCSInstance password success.","retry_times_left":"5"}"#)
    } else {
        ("200 OK", "")
    }
}

/// The `Authorization` header that SDK-HMAC-SHA256 defines for the request, with the headers that the client has
/// signed.
fn expected_authorization(request: &Request) -> Option<String> {
    let (_, signed) = request.headers.get("authorization")?.split_once("SignedHeaders=")?;
    let (signed, _) = signed.split_once(',')?;
    let mut headers = String::new();
    for name in signed.split(';') {
        headers.push_str(&format!("{name}:{}\n", request.headers.get(name)?));
    }
    let (method, target) = (&request.method, &request.target);
    let body = hex(&Sha256::digest(&request.body));
    let canonical = format!("{method}\n{target}/\n\n{headers}\n{signed}\n{body}");
    let date = request.headers.get("x-sdk-date")?;
    let to_sign = format!("SDK-HMAC-SHA256\n{date}\n{}", hex(&Sha256::digest(canonical)));
    let mac = Hmac::<Sha256>::new_from_slice(SECRET_KEY.as_bytes()).ok()?.chain_update(to_sign);
    let signature = hex(&mac.finalize().into_bytes());
    Some(format!("SDK-HMAC-SHA256 Access={ACCESS_KEY}, SignedHeaders={signed}, Signature={signature}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
