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
    pub served: Served,
}

/// Settings of the client.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Config {
    /// How often a request is repeated at most.
    #[serde(default)]
    pub retry_times: Option<u32>,
    /// Seconds for an attempt; other forms are not known here.
    #[serde(default)]
    pub timeout: Option<Value>,
    /// Whether the SDK followed redirects. This client never does.
    #[serde(default)]
    pub allow_redirects: Option<bool>,
    /// The scheme by which the proxy is reached; `http` if there is one.
    #[serde(default)]
    pub proxy_protocol: Option<String>,
    /// Where the proxy is, if there is one.
    #[serde(default)]
    pub proxy_host: Option<String>,
    /// Its port, which is another one on loopback.
    #[serde(default)]
    pub proxy_port: Option<u16>,
    /// Who asks the proxy.
    #[serde(default)]
    pub proxy_user: Option<String>,
    /// The password of who asks the proxy.
    #[serde(default)]
    pub proxy_password: Option<String>,
    /// Whatever else there is.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

/// What the server did.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Served {
    /// The status of the answer.
    #[serde(default)]
    pub status: Option<u16>,
    /// Its headers.
    #[serde(default)]
    pub headers: Vec<Header>,
    /// Its body.
    #[serde(default)]
    pub body: Option<Text>,
    /// The answers to further requests.
    #[serde(default)]
    pub then: Vec<(u16, Vec<Header>, Option<Text>)>,
    /// The name of a behaviour that is no answer.
    #[serde(default)]
    pub raw: Option<String>,
    /// Hosts that do not resolve, separated by commas.
    #[serde(default)]
    pub fail: Option<String>,
    /// Hosts that refuse the connection, separated by commas.
    #[serde(default)]
    pub refuse: Option<String>,
    /// The endpoint, when it is not the usual one.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// Endpoints to fail over between.
    #[serde(default)]
    pub endpoints: Option<Vec<String>>,
    /// Whether the server speaks TLS.
    #[serde(default)]
    pub tls: bool,
}

/// A header of an answer.
pub type Header = (String, String);

/// A text as it is, or a long one as a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// As it is.
    Short(String),
    /// As a rule.
    Long(LongBody),
}

/// A unit repeated, between a prefix and a suffix.
#[derive(Clone, Debug, Deserialize)]
pub struct LongBody {
    prefix: String,
    unit: String,
    count: usize,
    suffix: String,
}

impl Text {
    /// The text in full.
    pub fn expand(&self) -> String {
        match self {
            Self::Short(text) => text.clone(),
            Self::Long(LongBody { prefix, unit, count, suffix }) => {
                [prefix, &unit.repeat(*count), suffix].map(String::as_str).concat()
            }
        }
    }
}
