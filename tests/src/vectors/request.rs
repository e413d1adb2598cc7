//! A case of `requests.json`: inputs, and what went out for them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// One case.
#[derive(Clone, Debug, Deserialize)]
pub struct RequestCase {
    /// The name of the case.
    pub id: String,
    /// `kafka`, `dcs`, …
    pub service: String,
    /// The official operation id.
    pub operation: String,
    /// What the client is built with; without one, the region says where.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The region, when one was given.
    #[serde(default)]
    pub region: Option<String>,
    /// The signing algorithm, as the official SDK calls it.
    #[serde(default = "hmac_sha256")]
    pub algorithm: String,
    /// Set when the key is derived for a date, region and service.
    #[serde(default)]
    pub derived: Option<Derived>,
    /// What the caller adds to the User-Agent.
    #[serde(default)]
    pub user_agent_config: Option<String>,
    /// When the request is signed, in the form of `X-Sdk-Date`.
    pub clock: String,
    /// What the caller gives.
    pub inputs: Inputs,
    /// Who the caller is.
    pub credentials: Credentials,
    /// Requests that were made first, to find out a project id or fetch keys.
    #[serde(default)]
    pub preflight: Option<Vec<Value>>,
    /// The status of the answer or the exception raised.
    #[serde(default)]
    pub outcome: Value,
    /// What the official SDK sent.
    #[serde(default)]
    pub sent: Option<Sent>,
    /// The text whose hash was signed.
    #[serde(default)]
    pub canonical_request: Option<String>,
    /// Whether what was signed is what was sent, in several respects.
    #[serde(default)]
    pub checks: Option<BTreeMap<String, bool>>,
}

/// For what a key is derived, and when.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Derived {
    /// The service, as it is called there.
    #[serde(default)]
    pub service: Option<String>,
    /// The rule: `always`, `never`, or `default` for the SDK's own.
    #[serde(default)]
    pub predicate: String,
}

/// What the caller of an operation gives.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Inputs {
    /// Path parameters by name; their values are of any type.
    #[serde(default)]
    pub path_params: Map<String, Value>,
    /// The body, if any.
    #[serde(default)]
    pub body: Option<Body>,
    /// Headers that the caller adds.
    #[serde(default)]
    pub extra_headers: Map<String, Value>,
}

/// The body that the caller gives.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// The members of the operation's body, by name.
    Model {
        /// Their values, of any type.
        #[serde(default)]
        fields: Map<String, Value>,
    },
    /// Something else.
    #[serde(other)]
    Other,
}

/// Who the caller is.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Credentials {
    /// A key pair.
    Basic {
        /// The access key.
        #[serde(default)]
        ak: Option<String>,
        /// The secret key.
        #[serde(default)]
        sk: Option<String>,
        /// The project, if the caller names it.
        #[serde(default)]
        project_id: Option<String>,
        /// For temporary keys.
        #[serde(default)]
        security_token: Option<String>,
        /// Where a project id is looked up.
        #[serde(default)]
        iam_endpoint: Option<String>,
    },
    /// A profile file, read by the chain of the official SDK for credentials of the kind that its client builder expects.
    Chain(Sources),
    /// The same, for the kind `basic`.
    ChainBasic(Sources),
    /// A profile file, read by itself.
    #[serde(alias = "profile")]
    ProfileProvider(Sources),
    /// The environment, read by itself.
    #[serde(alias = "env-provider")]
    Env(Sources),
    /// The token of an OpenID provider.
    #[serde(alias = "oidc-provider")]
    Oidc(Sources),
    /// A key pair for services that know no projects.
    Global {
        /// The account.
        domain_id: Option<String>,
    },
    /// Something else.
    #[serde(other)]
    Other,
}

/// Where credentials are found.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Sources {
    /// The content of the profile file.
    #[serde(default)]
    pub profile: Option<String>,
    /// The environment.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
}

/// A request as the official SDK sent it.
#[derive(Clone, Debug, Deserialize)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Sent {
    /// The bytes of it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("{} {} HTTP/1.1\r\n{headers}\r\n{}", self.method, self.target, self.body).into_bytes()
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

fn hmac_sha256() -> String {
    "HMAC_SHA256".to_owned()
}
