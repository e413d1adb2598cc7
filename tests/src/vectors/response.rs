//! A case of `responses.json`: what was served.

use serde::Deserialize;
use serde_json::{Map, Value};

/// One case.
#[derive(Clone, Debug, Deserialize)]
pub struct ResponseCase {
    /// The name of the case.
    pub id: String,
    /// `kafka`, `dcs`, …
    pub service: String,
    /// The official operation id.
    pub operation: String,
    /// Settings of the client.
    #[serde(default)]
    pub config: Config,
    /// What the server did.
    pub served: ServedResponse,
}

/// Settings of the client.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Config {
    /// The maximum number of retries.
    #[serde(default)]
    pub retry_times: Option<u32>,
    /// The timeout of an attempt in seconds. Other forms are unsupported.
    #[serde(default)]
    pub timeout: Option<Value>,
    /// Whether the SDK followed redirects. This client never does.
    #[serde(default)]
    pub allow_redirects: Option<bool>,
    /// The scheme of the proxy URL. Default: `http`.
    #[serde(default)]
    pub proxy_protocol: Option<String>,
    /// The host of the proxy.
    #[serde(default)]
    pub proxy_host: Option<String>,
    /// The recorded port. A replay uses another port.
    #[serde(default)]
    pub proxy_port: Option<u16>,
    /// The user name for the proxy.
    #[serde(default)]
    pub proxy_user: Option<String>,
    /// The password for the proxy.
    #[serde(default)]
    pub proxy_password: Option<String>,
    /// Other keys, which a replay does not support.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

/// What the server did.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ServedResponse {
    /// The status of the response.
    #[serde(default)]
    pub status: Option<u16>,
    /// Its headers.
    #[serde(default)]
    pub headers: Vec<Header>,
    /// Its body.
    #[serde(default)]
    pub body: Option<Text>,
    /// The responses to later requests.
    #[serde(default)]
    pub then: Vec<(u16, Vec<Header>, Option<Text>)>,
    /// The name of a behavior other than a response.
    #[serde(default)]
    pub raw: Option<String>,
    /// Hosts that do not resolve, separated by commas.
    #[serde(default)]
    pub fail: Option<String>,
    /// Hosts that refuse the connection, separated by commas.
    #[serde(default)]
    pub refuse: Option<String>,
    /// The endpoint, if it is not the default one.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// Endpoints for failover.
    #[serde(default)]
    pub endpoints: Option<Vec<String>>,
    /// Whether the server uses TLS.
    #[serde(default)]
    pub tls: bool,
}

/// A header of a response.
pub type Header = (String, String);

/// A string, or a rule for a long string.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// The string itself.
    Short(String),
    /// A rule.
    Long(LongBody),
}

/// A prefix, a repeated unit and a suffix.
#[derive(Clone, Debug, Deserialize)]
pub struct LongBody {
    prefix: String,
    unit: String,
    count: usize,
    suffix: String,
}

impl Text {
    /// The whole string.
    pub fn expand(&self) -> String {
        match self {
            Self::Short(text) => text.clone(),
            Self::Long(LongBody { prefix, unit, count, suffix }) => {
                [prefix, &unit.repeat(*count), suffix].map(String::as_str).concat()
            }
        }
    }
}
