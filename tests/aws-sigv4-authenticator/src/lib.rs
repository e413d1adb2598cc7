//! Authenticator for AWS Signature Version 4. It shows that the public extension points serve more than one vendor.
//!
//! `x-authenticator` in `tests/documents/constructs/authenticator.yaml` names [`AwsSigV4`].

use std::{collections::BTreeMap, sync::Arc, time::SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use wireright_runtime::{
    AuthCall, AuthError, AuthRequest, Authenticator, CachedCredentials, DateTime, InvalidRequest, ResolvedCredentials,
    Secret, SecurityKind, SecurityScheme, percent,
};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const SIGNED_HEADERS: [&str; 2] = ["content-type", "host"];

/// An access key with the region and the service that its signatures are for.
#[derive(Clone, Debug)]
pub struct AwsSigV4 {
    /// The id of the access key.
    pub access_key: String,
    /// The secret access key.
    pub secret_key: Secret,
    /// The region, for example `us-east-1`.
    pub region: String,
    /// The signing name of the service, for example `sqs`.
    pub service: String,
}

impl Authenticator for AwsSigV4 {
    fn reserved_headers() -> &'static [&'static str] {
        &["x-amz-date"]
    }

    fn cached(&self, _: &AuthCall<'_>) -> Result<CachedCredentials, AuthError> {
        Ok(CachedCredentials::Ready(Arc::new(self.clone())))
    }
}

impl ResolvedCredentials for AwsSigV4 {
    fn description(&self) -> &'static str {
        "an AWS access key"
    }

    fn supports(&self, scheme: &SecurityScheme) -> bool {
        scheme.kind == SecurityKind::Authenticator
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![self.secret_key.clone()]
    }

    fn authenticate(&self, request: &mut AuthRequest<'_>) -> Result<(), InvalidRequest> {
        let time = timestamp(request.time());
        request.insert_header("x-amz-date", &time)?;
        let authorization = Secret::new(self.authorization(request, &time));
        request.insert_secret_header("authorization", &authorization)
    }
}

impl AwsSigV4 {
    /// The `Authorization` header for a request that has all other headers.
    fn authorization(&self, request: &AuthRequest<'_>, time: &str) -> String {
        let headers: BTreeMap<&str, &str> = request
            .headers()
            .iter()
            .filter(|(name, _)| SIGNED_HEADERS.contains(&name.as_str()) || name.as_str().starts_with("x-amz-"))
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default().trim()))
            .collect();
        let names = headers.keys().copied().collect::<Vec<_>>().join(";");
        let headers: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let mut query: Vec<&str> = request.query().split('&').filter(|pair| !pair.is_empty()).collect();
        query.sort_unstable();
        // The path is encoded once more, since a request has it percent-encoded.
        let path = request.path().split('/').map(percent::encode).collect::<Vec<_>>();
        let canonical = format!(
            "{}\n{}\n{}\n{headers}\n{names}\n{}",
            request.method(),
            path.join("/"),
            query.join("&"),
            hex(&Sha256::digest(request.body().as_bytes()))
        );
        let day = time.get(..8).unwrap_or_default();
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let to_sign = format!("{ALGORITHM}\n{time}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
        let key = format!("AWS4{}", self.secret_key.expose()).into_bytes();
        let key = scope.split('/').fold(key, |key, part| hmac(&key, part));
        let signature = hex(&hmac(&key, &to_sign));
        format!("{ALGORITHM} Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", self.access_key)
    }
}

/// A time as `20260115T083000Z`.
fn timestamp(time: SystemTime) -> String {
    let time = DateTime::from_system_time(time).map(|time| time.to_string()).unwrap_or_default();
    let seconds = time.split(['.', 'Z']).next().unwrap_or_default();
    seconds.replace(['-', ':'], "") + "Z"
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let hmac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length is valid");
    hmac.chain_update(message).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
