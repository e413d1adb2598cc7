//! [`Proxies`]: proxies for requests, and the hosts that bypass them.

use std::{ffi::OsString, fmt};

use super::{TransportError, TransportErrorKind};
use crate::{Environment, Secret, percent::encode};

/// Link-local addresses, such as those of metadata services. A proxy cannot reach them and must not see these
/// requests.
const LOCAL_LINK: [&str; 2] = ["169.254.0.0/16", "fe80::/10"];

/// Proxies for requests. By default requests use none, regardless of the environment.
///
/// Requests to `https` addresses are tunnelled (`CONNECT`): the proxy sees only host and port. It reads requests to
/// `http` addresses. Link-local addresses, such as `169.254.169.254`, never use a proxy.
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
    /// The first invalid variable.
    problem: Option<String>,
}

impl Proxies {
    /// No proxies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the process environment: `http_proxy`, `https_proxy`, `all_proxy` for both, and `no_proxy` for hosts
    /// as in [`bypass`](Self::bypass).
    ///
    /// Names may be upper-case; lower-case names take precedence. `HTTP_PROXY` is ignored if `REQUEST_METHOD` is
    /// set: in a CGI program, a client of it controls that variable.
    pub fn from_env() -> Self {
        Self::from_environment(&Environment::of_process())
    }

    /// Reads these variables as [`from_env`](Self::from_env) does.
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
                proxies.problem.get_or_insert(format!("the environment variable {name} is not Unicode"));
            }
            text.map(|text| (name, text))
        };
        let [http, https, all, none] = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"].map(&mut text);
        let of_variable = |(name, address): (String, String)| Proxy {
            source: format!("the proxy of the environment variable {name}"),
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

    /// Sets the proxy for `http` and `https`.
    pub fn all(self, proxy: impl Into<Proxy>) -> Self {
        let proxy = proxy.into();
        self.http(proxy.clone()).https(proxy)
    }

    /// Sets the proxy for `http`. It reads the requests.
    pub fn http(mut self, proxy: impl Into<Proxy>) -> Self {
        self.http = Some(proxy.into());
        self
    }

    /// Sets the proxy for `https`.
    pub fn https(mut self, proxy: impl Into<Proxy>) -> Self {
        self.https = Some(proxy.into());
        self
    }

    /// Adds hosts that bypass the proxies, separated by commas: names including their subdomains (`example.com`,
    /// `.example.com` and `*.example.com` are equivalent), addresses (`10.1.2.3`, `::1` or `[::1]`), networks
    /// (`10.0.0.0/8`), or `*` for all. Case, ports, and a dot after a name are ignored.
    pub fn bypass(mut self, hosts: impl AsRef<str>) -> Self {
        self.bypass.extend(hosts.as_ref().split(',').map(bypass_host).filter(|host| !host.is_empty()));
        self
    }

    /// Converts to the types of reqwest.
    pub(super) fn to_reqwest(&self) -> Result<Vec<reqwest::Proxy>, TransportError> {
        if let Some(problem) = &self.problem {
            return Err(TransportError::new(TransportErrorKind::InvalidRequest, problem));
        }
        // reqwest compares a name with the host of a URL, which may end with a dot.
        let names = self.bypass.iter().flat_map(|host| [host.clone(), format!("{host}.")]);
        let straight = names.chain(LOCAL_LINK.map(str::to_owned)).collect::<Vec<_>>().join(",");
        let bypass = || reqwest::NoProxy::from_string(&straight);
        let mut made = Vec::new();
        for (proxy, of_scheme) in
            [(&self.http, reqwest::Proxy::http as ProxyConstructor), (&self.https, reqwest::Proxy::https)]
        {
            if let Some(proxy) = proxy {
                let of_scheme = of_scheme(proxy.url()?).map_err(|_| proxy.malformed_address())?;
                made.push(of_scheme.no_proxy(bypass()));
            }
        }
        // For reqwest, `*` does not match addresses.
        Ok(if self.bypass.iter().any(|host| host == "*") { Vec::new() } else { made })
    }
}

/// A host of a list as reqwest compares it: in lower case, without brackets, port and a dot at the end.
fn bypass_host(entry: &str) -> String {
    let entry = entry.trim().to_ascii_lowercase();
    let entry = entry.strip_prefix("*.").unwrap_or(&entry);
    if let Some((address, after)) = entry.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let length = if after.starts_with('/') { after } else { "" };
        return format!("{address}{length}");
    }
    let host = match entry.split_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => entry,
    };
    host.strip_suffix('.').unwrap_or(host).to_owned()
}

/// Constructor of a proxy for one scheme.
type ProxyConstructor = fn(reqwest::Url) -> reqwest::Result<reqwest::Proxy>;

/// A proxy: its address and credentials.
#[derive(Clone)]
pub struct Proxy {
    /// Where it was configured, for errors.
    source: String,
    /// It may contain a password.
    address: Secret,
    user: Option<(String, Secret)>,
}

impl Proxy {
    /// A proxy at this address: `http://` or `https://`, host and port, such as `http://proxy.example.com:3128`.
    /// The feature `socks` adds `socks5h://` (the proxy resolves the host), `socks5://`, `socks4a://` and
    /// `socks4://`. The default scheme is `http`. The address may contain a percent-encoded user and password.
    pub fn new(address: impl Into<Secret>) -> Self {
        Self { source: "the configured proxy".to_owned(), address: address.into(), user: None }
    }

    /// Sets user and password (`Proxy-Authorization: Basic`), not encoded. The service does not see them.
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.user = Some((user.into(), password.into()));
        self
    }

    /// The address with user and password.
    fn url(&self) -> Result<reqwest::Url, TransportError> {
        let address = self.address.expose().trim();
        let with_scheme = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let mut url = reqwest::Url::parse(&with_scheme).map_err(|_| self.malformed_address())?;
        let is_known = matches!(url.scheme(), "http" | "https")
            || (cfg!(feature = "socks") && matches!(url.scheme(), "socks4" | "socks4a" | "socks5" | "socks5h"));
        if !is_known || !url.has_host() {
            return Err(self.malformed_address());
        }
        if let Some((user, password)) = &self.user {
            let is_set =
                url.set_username(&encode(user)).and_then(|()| url.set_password(Some(&encode(password.expose()))));
            is_set.map_err(|()| self.malformed_address())?;
        }
        Ok(url)
    }

    /// The address is not shown: it may contain a password.
    fn malformed_address(&self) -> TransportError {
        let socks = if cfg!(feature = "socks") { "" } else { "; a SOCKS proxy needs the feature `socks`" };
        let words = format!("{} needs an address such as `http://proxy.example.com:3128`{socks}", self.source);
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

    #[test]
    fn hosts_of_a_list_are_normalized() {
        for (entry, host) in [
            (" Example.COM ", "example.com"),
            ("*.example.com.", "example.com"),
            (".example.com", ".example.com"),
            ("example.com:8080", "example.com"),
            ("10.1.2.3:80", "10.1.2.3"),
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("::1", "::1"),
            ("[::1]", "::1"),
            ("[::1]:8080", "::1"),
            ("[fd00::]/8", "fd00::/8"),
            ("*", "*"),
            ("", ""),
        ] {
            assert_eq!(bypass_host(entry), host, "{entry}");
        }
    }

    /// Whether a request for this address reaches the proxy. Otherwise it reaches nothing: it is bound to loopback.
    async fn is_used_for(url: &str) -> bool {
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
    async fn link_local_addresses_use_no_proxy() {
        for host in ["169.254.169.254", "169.254.170.23", "[fe80::a9fe:a9fe]"] {
            assert!(!is_used_for(&format!("http://{host}/")).await, "{host}");
            assert!(!is_used_for(&format!("https://{host}/")).await, "{host}");
        }
        assert!(is_used_for("http://169.253.169.254/").await);
        assert!(is_used_for("https://169.255.169.254/").await);
    }
}
