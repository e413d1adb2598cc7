//! [`Proxies`]: through whom requests go, and which do not.

use std::{ffi::OsString, fmt};

use super::{TransportError, TransportErrorKind};
use crate::{Environment, Secret, percent::encode};

/// Addresses that exist on the local link alone. The metadata service and the agents that hand out credentials have
/// such ones: no proxy can know them, and none is told what they say.
const LOCAL_LINK: [&str; 2] = ["169.254.0.0/16", "fe80::/10"];

/// Through which proxies requests go. Without it requests go straight to the service, whatever the environment
/// says.
///
/// A request for an `https` address is tunnelled (`CONNECT`), so that the proxy sees host and port and nothing
/// else; one for `http` is sent by the proxy, which reads all of it. Addresses of the local link, as that of the
/// metadata service (`169.254.169.254`), never go through a proxy.
///
/// ```
/// use wireright_runtime::transport::{Proxies, Proxy};
///
/// let proxies = Proxies::new()
///     .https(Proxy::new("http://proxy.example.com:3128").basic_auth("user", "password"))
///     .bypass("localhost, .internal.example.com, 10.0.0.0/8");
/// assert!(!format!("{proxies:?}").contains("password"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    bypass: Vec<String>,
    /// The first variable that is wrong.
    problem: Option<String>,
}

impl Proxies {
    /// No proxies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Those that the environment of this process names: `http_proxy`, `https_proxy`, `all_proxy` for either of the
    /// two, and `no_proxy` for hosts that go straight, as in [`bypass`](Self::bypass).
    ///
    /// Each may be written in capitals too; the small letters go first. `HTTP_PROXY` in capitals does not count
    /// where `REQUEST_METHOD` is set: in a CGI program, whoever sends a request decides what it is.
    pub fn from_env() -> Self {
        Self::from_environment(&Environment::of_process())
    }

    /// The same, by these variables.
    pub fn from_environment(environment: &Environment) -> Self {
        let mut proxies = Self::new();
        let is_cgi = environment.var_os("REQUEST_METHOD").is_some();
        let mut text = |name: &str| {
            let capitals = name.to_ascii_uppercase();
            let names = [name, &capitals].map(str::to_owned);
            let mut names = names.into_iter().filter(|name| !(is_cgi && name == "HTTP_PROXY"));
            let (name, value) = names.find_map(|name| environment.var_os(&name).map(|value| (name, value)))?;
            let text = OsString::into_string(value).ok();
            if text.is_none() {
                proxies.problem.get_or_insert(format!("the environment variable {name} is not Unicode text"));
            }
            text.map(|text| (name, text))
        };
        let [http, https, all, none] = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"].map(&mut text);
        let of_variable = |(name, address): (String, String)| Proxy {
            place: format!("the proxy of the environment variable {name}"),
            ..Proxy::new(address)
        };
        let all = all.map(of_variable);
        proxies.http = http.map(of_variable).or_else(|| all.clone());
        proxies.https = https.map(of_variable).or(all);
        match none {
            Some((_, hosts)) => proxies.bypass(hosts),
            None => proxies,
        }
    }

    /// Has requests for `http` and for `https` go through this one.
    pub fn all(self, proxy: impl Into<Proxy>) -> Self {
        let proxy = proxy.into();
        self.http(proxy.clone()).https(proxy)
    }

    /// Has requests for `http` go through this one. It reads them.
    pub fn http(mut self, proxy: impl Into<Proxy>) -> Self {
        self.http = Some(proxy.into());
        self
    }

    /// Has requests for `https` go through this one.
    pub fn https(mut self, proxy: impl Into<Proxy>) -> Self {
        self.https = Some(proxy.into());
        self
    }

    /// Has requests for these hosts go straight, in addition to those given before: names with commas between them,
    /// each with all below it (`example.com`, `.example.com` and `*.example.com` are the same), addresses
    /// (`10.1.2.3`), networks (`10.0.0.0/8`), or `*` for all. A name counts as it is written in the request, and
    /// ports are of no account.
    pub fn bypass(mut self, hosts: impl AsRef<str>) -> Self {
        let hosts = hosts.as_ref().split(',').map(str::trim).filter(|host| !host.is_empty());
        self.bypass.extend(hosts.map(|host| host.strip_prefix("*.").unwrap_or(host).to_owned()));
        self
    }

    /// The same as reqwest has it.
    pub(super) fn to_reqwest(&self) -> Result<Vec<reqwest::Proxy>, TransportError> {
        if let Some(problem) = &self.problem {
            return Err(TransportError::new(TransportErrorKind::InvalidRequest, problem));
        }
        let straight = self.bypass.iter().map(String::as_str).chain(LOCAL_LINK).collect::<Vec<_>>().join(",");
        let bypass = || reqwest::NoProxy::from_string(&straight);
        let mut made = Vec::new();
        for (proxy, of_scheme) in [(&self.http, reqwest::Proxy::http as OfScheme), (&self.https, reqwest::Proxy::https)]
        {
            if let Some(proxy) = proxy {
                let of_scheme = of_scheme(proxy.url()?).map_err(|_| proxy.refused())?;
                made.push(of_scheme.no_proxy(bypass()));
            }
        }
        Ok(made)
    }
}

/// A proxy of reqwest, for one of the two schemes.
type OfScheme = fn(reqwest::Url) -> reqwest::Result<reqwest::Proxy>;

/// A proxy: where it is, and who asks it.
#[derive(Clone)]
pub struct Proxy {
    /// Where it was named, in words.
    place: String,
    /// It may hold a password.
    address: Secret,
    user: Option<(String, Secret)>,
}

impl Proxy {
    /// A proxy at this address: `http://` or `https://`, host and port, as `http://proxy.example.com:3128`; with
    /// the feature `socks` also `socks5h://` (the proxy finds the host), `socks5://`, `socks4a://` and `socks4://`.
    /// Without a scheme it is `http`. A user and a password may stand before the host, percent-encoded.
    pub fn new(address: impl Into<Secret>) -> Self {
        Self { place: "the proxy that was given".to_owned(), address: address.into(), user: None }
    }

    /// Tells the proxy this user and password (`Proxy-Authorization: Basic`), as they are: nothing in them is
    /// encoded. The service does not see them.
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.user = Some((user.into(), password.into()));
        self
    }

    /// The address with user and password.
    fn url(&self) -> Result<reqwest::Url, TransportError> {
        let address = self.address.expose().trim();
        let with_scheme = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let mut url = reqwest::Url::parse(&with_scheme).map_err(|_| self.refused())?;
        let is_known = matches!(url.scheme(), "http" | "https")
            || (cfg!(feature = "socks") && matches!(url.scheme(), "socks4" | "socks4a" | "socks5" | "socks5h"));
        if !is_known || !url.has_host() {
            return Err(self.refused());
        }
        if let Some((user, password)) = &self.user {
            let is_set =
                url.set_username(&encode(user)).and_then(|()| url.set_password(Some(&encode(password.expose()))));
            is_set.map_err(|()| self.refused())?;
        }
        Ok(url)
    }

    /// The address is not shown: it may hold a password, wherever it is broken.
    fn refused(&self) -> TransportError {
        let socks = if cfg!(feature = "socks") { "" } else { "; one of SOCKS needs the feature `socks`" };
        let words = format!("{} has no address such as `http://proxy.example.com:3128`{socks}", self.place);
        TransportError::new(TransportErrorKind::InvalidRequest, words)
    }
}

impl From<&str> for Proxy {
    fn from(address: &str) -> Self {
        Self::new(address)
    }
}

impl From<String> for Proxy {
    fn from(address: String) -> Self {
        Self::new(address)
    }
}

/// Shows scheme, host and port.
impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.url() {
            Ok(url) => write!(formatter, "Proxy({}://{}", url.scheme(), url.host_str().unwrap_or_default())
                .and_then(|()| url.port().map_or(Ok(()), |port| write!(formatter, ":{port}")))
                .and_then(|()| formatter.write_str(")")),
            Err(_) => formatter.write_str("Proxy(malformed)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        net::{Ipv4Addr, TcpListener},
        time::Duration,
    };

    use super::{super::tls::Tls, *};

    /// Whether a request for this address comes to the proxy. What does not comes to nobody: it would have to leave
    /// by loopback.
    async fn is_asked_for(url: &str) -> bool {
        let proxy = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        proxy.set_nonblocking(true).unwrap();
        let proxies = Proxies::new().all(format!("http://{}", proxy.local_addr().unwrap()));
        let mut builder = reqwest::Client::builder().tls_backend_preconfigured(Tls::default().config().unwrap());
        for proxy in proxies.to_reqwest().unwrap() {
            builder = builder.proxy(proxy);
        }
        let client = builder.local_address(Some(Ipv4Addr::LOCALHOST.into())).build().unwrap();
        assert!(client.get(url).timeout(Duration::from_millis(200)).send().await.is_err());
        proxy.accept().is_ok()
    }

    #[tokio::test]
    async fn nobody_is_asked_for_addresses_of_the_local_link() {
        for host in ["169.254.169.254", "169.254.170.23", "[fe80::a9fe:a9fe]"] {
            assert!(!is_asked_for(&format!("http://{host}/")).await, "{host}");
            assert!(!is_asked_for(&format!("https://{host}/")).await, "{host}");
        }
        assert!(is_asked_for("http://169.253.169.254/").await);
        assert!(is_asked_for("https://169.255.169.254/").await);
    }
}
