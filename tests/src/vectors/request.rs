//! A case of `requests.json`: inputs and the request that the official SDK sent.

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
    /// The endpoint. Default: that of the region.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The region, if set.
    #[serde(default)]
    pub region: Option<String>,
    /// The signing algorithm, by its name in the official SDK.
    #[serde(default = "hmac_sha256")]
    pub algorithm: String,
    /// Settings of derived signing keys.
    #[serde(default)]
    pub derived: Option<DerivedSigningCase>,
    /// The suffix of the User-Agent.
    #[serde(default)]
    pub user_agent_config: Option<String>,
    /// The time of the signature, in the format of `X-Sdk-Date`.
    pub clock: String,
    /// The inputs of the operation.
    pub inputs: Inputs,
    /// The credentials.
    pub credentials: Credentials,
    /// Earlier requests that looked up a project id or fetched credentials.
    #[serde(default)]
    pub preflight: Option<Vec<Value>>,
    /// The status of the response or the exception.
    #[serde(default)]
    pub outcome: Value,
    /// What the official SDK sent.
    #[serde(default)]
    pub sent: Option<SentRequest>,
    /// The canonical request.
    #[serde(default)]
    pub canonical_request: Option<String>,
    /// Whether the signed request equals the sent request, in several respects.
    #[serde(default)]
    pub checks: Option<BTreeMap<String, bool>>,
}

/// Settings of derived signing keys.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DerivedSigningCase {
    /// The signing name of the service.
    #[serde(default)]
    pub service: Option<String>,
    /// The rule: `always`, `never`, or `default` for that of the SDK.
    #[serde(default)]
    pub predicate: String,
}

/// The inputs of an operation.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Inputs {
    /// Path parameters by name, with values of any type.
    #[serde(default)]
    pub path_params: Map<String, Value>,
    /// The body, if any.
    #[serde(default)]
    pub body: Option<Body>,
    /// Additional headers.
    #[serde(default)]
    pub extra_headers: Map<String, Value>,
}

/// The body of an operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// The properties of the body, by name.
    Model {
        /// Values of any type.
        #[serde(default)]
        fields: Map<String, Value>,
    },
    /// Another value.
    #[serde(other)]
    Other,
}

/// The credentials.
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
        /// The project id, if set.
        #[serde(default)]
        project_id: Option<String>,
        /// The security token of temporary credentials.
        #[serde(default)]
        security_token: Option<String>,
        /// The IAM endpoint for the project lookup.
        #[serde(default)]
        iam_endpoint: Option<String>,
    },
    /// A profile file, read by the credentials chain of the official SDK.
    Chain(Sources),
    /// A profile file, read by the credentials chain for the type `basic`.
    ChainBasic(Sources),
    /// A profile file, read by its provider.
    #[serde(alias = "profile")]
    ProfileProvider(Sources),
    /// The environment, read by its provider.
    #[serde(alias = "env-provider")]
    Env(Sources),
    /// The token of an OpenID provider.
    #[serde(alias = "oidc-provider")]
    Oidc(Sources),
    /// A key pair for services without projects.
    Global {
        /// The domain id.
        domain_id: Option<String>,
    },
    /// Another value.
    #[serde(other)]
    Other,
}

/// The sources of credentials.
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
pub struct SentRequest {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl SentRequest {
    /// The bytes of the request.
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
