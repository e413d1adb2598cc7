//! One GET request over the transport of the runtime, with redirects.

use std::time::Duration;

use http::{Request, StatusCode, Uri, header::LOCATION};
use wireright_runtime::{
    RequestBody,
    transport::{HttpRequest, Proxies, ReqwestTransport, ResponseBody, Transport as _},
};

use super::HEADER_HELP;
use crate::{load::LoadError, phrases::without_number};

/// A header with its value, which may be a secret.
pub(super) type Header = (String, String);

/// The time for one request with its response.
const LIMIT: Duration = Duration::from_secs(120);

const MAX_REDIRECTS: usize = 5;

/// The maximum size of a document, in bytes.
const MAX_SIZE: usize = 256 * 1024 * 1024;

/// Downloads a document. Only requests to the host of the URL have the headers.
///
/// # Errors
///
/// Why it cannot be downloaded. The message does not show the headers.
pub(super) fn get(url: &str, headers: &[Header]) -> Result<Vec<u8>, LoadError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| LoadError::new(format!("cannot start the network: {error}"), OTHER_PROGRAM))?;
    runtime.block_on(follow(url, headers)).map_err(|problem| {
        LoadError::new(format!("cannot download `{url}`: {}", without_number(&problem)), help_for(&problem))
    })
}

/// The advice that always holds.
const OTHER_PROGRAM: &str = "download the document with another program, and name the file: `wireright init FILE`";

/// What to do about a failed download.
fn help_for(problem: &str) -> String {
    match problem.strip_prefix("HTTP ") {
        Some("401" | "403") => format!("the document needs credentials: {HEADER_HELP}"),
        Some("404" | "410") => "check the URL in a browser: no document is there, or only after a login".to_owned(),
        Some(_) => format!("the server has a problem: run the command again later, or {OTHER_PROGRAM}"),
        None => format!("check the URL, the network and `HTTPS_PROXY` or `HTTP_PROXY`, or {OTHER_PROGRAM}"),
    }
}

async fn follow(url: &str, headers: &[Header]) -> Result<Vec<u8>, String> {
    let transport = ReqwestTransport::builder().proxies(Proxies::from_env()).build();
    let transport = transport.map_err(|error| error.to_string())?;
    let first = parse(url)?;
    let mut uri = first.clone();
    for _ in 0..=MAX_REDIRECTS {
        let mut request = Request::get(&uri).header("User-Agent", concat!("wireright/", env!("CARGO_PKG_VERSION")));
        if uri.authority() == first.authority() && uri.scheme() == first.scheme() {
            for (name, value) in headers {
                request = request.header(name, value);
            }
        }
        let request = request.body(RequestBody::default()).map_err(|error| error.to_string())?;
        let response = transport.send(HttpRequest::from(request), LIMIT).await.map_err(|error| error.to_string())?;
        let status = response.status();
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        match location.filter(|_| status.is_redirection()) {
            Some(location) => uri = resolve(&uri, location)?,
            None if status == StatusCode::OK => return read(response.into_body()).await,
            None => return Err(format!("HTTP {}", status.as_u16())),
        }
    }
    Err(format!("more than {MAX_REDIRECTS} redirects"))
}

fn parse(url: &str) -> Result<Uri, String> {
    let uri = url.parse::<Uri>().map_err(|error| error.to_string())?;
    let is_http = uri.scheme_str().is_some_and(|scheme| ["https", "http"].contains(&scheme));
    if is_http && uri.host().is_some() { Ok(uri) } else { Err("expected a URL with https:// or http://".to_owned()) }
}

/// The target of a redirect: a URL, or a path on the same host. It does not leave TLS.
fn resolve(from: &Uri, location: &str) -> Result<Uri, String> {
    let (scheme, authority) = (from.scheme_str().unwrap_or("https"), from.authority().map_or("", |host| host.as_str()));
    let target = match location {
        path if path.starts_with("//") => format!("{scheme}:{path}"),
        path if path.starts_with('/') => format!("{scheme}://{authority}{path}"),
        path if path.contains("://") => path.to_owned(),
        path => {
            let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{scheme}://{authority}{folder}/{path}")
        }
    };
    let target = parse(target.split('#').next().unwrap_or_default())?;
    if scheme == "https" && target.scheme_str() != Some("https") {
        return Err("it redirects to a URL without TLS".to_owned());
    }
    Ok(target)
}

async fn read(mut body: ResponseBody) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await {
        bytes.extend_from_slice(&chunk.map_err(|error| error.to_string())?);
        if bytes.len() > MAX_SIZE {
            return Err(format!("the document has more than {} MB", MAX_SIZE / 1024 / 1024));
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_advice() {
        for (problem, expected) in [
            ("HTTP 401", "the document needs credentials: `--header "),
            ("HTTP 404", "check the URL in a browser"),
            ("HTTP 503", "run the command again later"),
            ("Connection refused", "`HTTPS_PROXY`"),
        ] {
            assert!(help_for(problem).contains(expected), "{problem}");
        }
    }

    #[test]
    fn redirects_are_resolved() {
        let from: Uri = "https://example.com/v1/api.yaml?a=b".parse().unwrap();
        for (location, expected) in [
            ("https://other.example/x.yaml", "https://other.example/x.yaml"),
            ("/x.yaml", "https://example.com/x.yaml"),
            ("x.yaml#part", "https://example.com/v1/x.yaml"),
            ("//other.example/x.yaml", "https://other.example/x.yaml"),
        ] {
            assert_eq!(resolve(&from, location).unwrap(), expected);
        }
        assert!(resolve(&from, "http://example.com/").unwrap_err().contains("without TLS"));
        assert!(resolve(&from, "file:///etc/passwd").is_err());
    }
}
