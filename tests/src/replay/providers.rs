//! Credentials providers of cases: files, the environment and OpenID Connect.

use std::{fs, path::PathBuf, sync::Arc};

use huaweicloud_reset_password::huaweicloud::credentials::{
    CredentialsChain, CredentialsProvider, Environment, EnvironmentProvider, OidcProvider, ProfileProvider,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::SkipReason;
use crate::vectors::{Credentials, RequestCase, Sources};

/// The paths of requests for credentials.
pub(super) const CREDENTIALS_PATHS: [&str; 2] = ["/v5/agencies/assume-with-oidc", "/v3.0/OS-CREDENTIAL/securitytokens"];

/// The temporary profile file of a case.
pub(super) struct Profile {
    path: PathBuf,
    _folder: TempDir,
}

impl Profile {
    /// Writes the profile file, if the case has one.
    pub(super) fn of(credentials: &Credentials) -> Result<Option<Self>, SkipReason> {
        let Some(text) = sources(credentials).and_then(|sources| sources.profile.as_ref()) else { return Ok(None) };
        let unwritable = |error| SkipReason::unsupported(format!("a file here: {error}"));
        let folder = TempDir::new().map_err(unwritable)?;
        let path = folder.path().join("credentials");
        fs::write(&path, text).map_err(unwritable)?;
        Ok(Some(Self { path, _folder: folder }))
    }
}

fn sources(credentials: &Credentials) -> Option<&Sources> {
    match credentials {
        Credentials::Chain(sources)
        | Credentials::ChainBasic(sources)
        | Credentials::ProfileProvider(sources)
        | Credentials::Env(sources)
        | Credentials::Oidc(sources) => Some(sources),
        Credentials::Basic { .. } | Credentials::Global { .. } | Credentials::Other => None,
    }
}

/// The provider of a case. It reads only the variables of the case.
pub(super) fn provider(credentials: &Credentials, profile: Option<&Profile>) -> Option<Arc<dyn CredentialsProvider>> {
    let sources = sources(credentials)?;
    let file =
        profile.map(|profile| ("HUAWEICLOUD_SDK_CREDENTIALS_FILE".to_owned(), profile.path.clone().into_os_string()));
    let variables = sources.env.iter().map(|(name, value)| (name.clone(), value.into())).chain(file);
    let environment = Environment::of(variables);
    let from_file = || ProfileProvider::new().environment(environment.clone());
    // The chain of the official SDK without metadata service and pod identity.
    let chain = |profile: ProfileProvider| {
        CredentialsChain::new()
            .with(OidcProvider::new().environment(environment.clone()))
            .with(EnvironmentProvider::of(environment.clone()))
            .with(profile)
    };
    Some(match credentials {
        // The client builder of the SDK reads the section with the name of the class.
        Credentials::Chain(_) => Arc::new(chain(from_file().section("basiccredentials"))),
        Credentials::ChainBasic(_) => Arc::new(chain(from_file().section("basic"))),
        Credentials::ProfileProvider(_) => Arc::new(from_file().section("basic")),
        Credentials::Env(_) => Arc::new(EnvironmentProvider::of(environment)),
        _ => Arc::new(OidcProvider::new().environment(environment)),
    })
}

/// The response with credentials. It is not recorded, and follows from the request of the official SDK.
pub(super) fn keys(case: &RequestCase) -> Value {
    let sent = |name: &str| case.sent.as_ref().and_then(|sent| sent.header(name));
    let access = sent("Authorization").and_then(|text| text.split_once("Access=")?.1.split(',').next());
    json!({"credentials": {
        "access_key_id": access.unwrap_or("STSAK"),
        "secret_access_key": "STSSK",
        "security_token": sent("X-Security-Token").unwrap_or("ststok"),
        "expiration": "2199-01-01T00:00:00.000000Z",
    }})
}
