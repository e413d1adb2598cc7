//! [`ProfileProvider`]: credentials from a file.

use std::{
    fmt,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use wireright_runtime::{Environment, Secret, transport::BoxFuture};

use super::{
    Credentials, CredentialsContext, CredentialsError, CredentialsProvider, FederationProvider,
    file::{self, Stamp},
    ini::Ini,
    variables::{IAM_ENDPOINT, string, with_iam},
};

/// The variable with the path of the file.
const FILE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

/// The sections that the official SDK reads: by the kind of credentials, or by the name of its class.
const PROJECT_SECTIONS: [&str; 2] = ["basic", "basiccredentials"];
const ACCOUNT_SECTIONS: [&str; 2] = ["global", "globalcredentials"];

/// Reads a profile file: the one that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names, else `~/.huaweicloud/credentials`.
///
/// ```ini
/// [basic]
/// ak = ...
/// sk = ...
/// ; and, where they are needed:
/// security_token = ...
/// project_id = ...
/// iam_endpoint = https://iam.example.com
/// ; or, in place of ak and sk, for keys from a FederationProvider:
/// idp_id = ...
/// id_token_file = /var/run/token
/// ```
///
/// A client of a global service reads the section `global` instead, with `domain_id` in place of `project_id`. If the
/// section has no `iam_endpoint`, `HUAWEICLOUD_SDK_IAM_ENDPOINT` is used.
///
/// The file is read as by the official SDK, which uses Python's `configparser`: a `%` in a value is written `%%`.
///
/// Before each request, the date, size and inode of the file are compared, and a changed file is read again. From
/// then on nothing of the old one is used. Replace the file by renaming, so that it is never read while it is
/// incomplete.
pub struct ProfileProvider {
    environment: Environment,
    file: Option<PathBuf>,
    section: Option<String>,
    /// The file that was read last, and its metadata.
    read: Mutex<Option<(PathBuf, Stamp)>>,
}

impl ProfileProvider {
    /// The default file and its section `basic`, else `basiccredentials`; for a client of a global service `global`,
    /// else `globalcredentials`.
    pub fn new() -> Self {
        Self { environment: Environment::of_process(), file: None, section: None, read: Mutex::default() }
    }

    /// Reads this file.
    pub fn file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Reads this section.
    pub fn section(mut self, section: impl Into<String>) -> Self {
        self.section = Some(section.into());
        self
    }

    /// Reads the path of the file from these variables.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    async fn fetch(&self, context: &CredentialsContext) -> Result<Credentials, CredentialsError> {
        let path = self.file.clone().or_else(|| file::of_user(&self.environment, FILE, "credentials"));
        let Some(path) = path else {
            return Err(CredentialsError::not_configured("neither a profile file nor a home folder is known"));
        };
        // Before the file is read, so that a concurrent change is noticed.
        let stamp = Stamp::of(&path);
        let text = file::read("profile file", &path)?;
        let shown = path.display().to_string();
        let unreadable = |problem: String| {
            CredentialsError::unreadable(format!("the profile file `{shown}` cannot be read: {problem}"))
        };
        let ini = Ini::parse(&text).map_err(unreadable)?;
        let usual = if context.is_global() { ACCOUNT_SECTIONS } else { PROJECT_SECTIONS };
        let sections = self.section.as_deref().map_or_else(|| usual.to_vec(), |section| vec![section]);
        let Some(section) = sections.iter().find(|section| ini.has_section(section)) else {
            let sections = sections.join("] or [");
            return Err(CredentialsError::not_configured(format!(
                "the profile file `{shown}` has no section [{sections}]"
            )));
        };
        let text = |name: &str| ini.get(section, name).map_err(unreadable);
        let plain = |name: &str| Ok(text(name)?.map(|value| value.to_string()));
        let (project_id, domain_id, iam_endpoint) = (plain("project_id")?, plain("domain_id")?, plain("iam_endpoint")?);
        let mut credentials = if let (Some(id), Some(token)) = (plain("idp_id")?, plain("id_token_file")?) {
            let mut provider = FederationProvider::new(id, token);
            if let Some(endpoint) = iam_endpoint.clone().or(string(&self.environment, IAM_ENDPOINT)?) {
                provider = provider.iam_endpoint(endpoint);
            }
            provider.fetch(context).await?
        } else if let (Some(id), Some(secret)) = (plain("ak")?, text("sk")?) {
            let credentials = Credentials::new(id, Secret::from(secret));
            match text("security_token")? {
                Some(token) => credentials.security_token(Secret::from(token)),
                None => credentials,
            }
        } else {
            return Err(CredentialsError::not_configured(format!(
                "the section [{section}] of the profile file `{shown}` has neither `ak` and `sk` nor \
                 `idp_id` and `id_token_file`"
            )));
        };
        credentials.project_id = project_id;
        credentials.domain_id = domain_id;
        credentials.iam_endpoint = iam_endpoint;
        let credentials = with_iam(&self.environment, credentials)?;
        *self.lock_cache() = stamp.map(|stamp| (path, stamp));
        Ok(credentials)
    }

    fn lock_cache(&self) -> MutexGuard<'_, Option<(PathBuf, Stamp)>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for ProfileProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ProfileProvider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ProfileProvider")
            .field("file", &self.file)
            .field("section", &self.section)
            .finish_non_exhaustive()
    }
}

impl CredentialsProvider for ProfileProvider {
    fn name(&self) -> &'static str {
        "profile file"
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.fetch(context))
    }

    fn has_changed(&self) -> bool {
        let last = self.lock_cache().clone();
        last.is_some_and(|(path, stamp)| Stamp::of(&path) != Some(stamp))
    }
}
