//! Region overrides: [`RegionOverrides`], endpoints from the environment and a file, as the official SDKs read them.
//!
//! - `yaml`: the format of the file

mod yaml;

use std::{ffi::OsString, fs, io::ErrorKind, path::PathBuf};

use wireright_runtime::{EndpointResolver, Environment, InvalidRequest, RegionId, Service};

use crate::credentials::of_user;

const VARIABLE: &str = "HUAWEICLOUD_SDK_REGION";
const FILE: &str = "HUAWEICLOUD_SDK_REGIONS_FILE";

/// Endpoints of services by region. The variable `HUAWEICLOUD_SDK_REGION_<SERVICE>_<REGION>`, such as
/// `HUAWEICLOUD_SDK_REGION_DCS_CN_NORTH_4`, has precedence. Then the file that `HUAWEICLOUD_SDK_REGIONS_FILE` names
/// is read, else `~/.huaweicloud/regions.yaml`. The name of a service is that of its module, without underscores.
///
/// ```yaml
/// DCS:
///   - id: cn-north-4
///     endpoint: https://dcs.example.com
///   - id: my-region
///     endpoints:
///       - https://dcs-1.example.com
///       - https://dcs-2.example.com
/// ```
///
/// Several endpoints (in the variable separated by commas) have the meaning of
/// [`ClientBuilder::endpoints`](wireright_runtime::ClientBuilder::endpoints). The default scheme is https.
#[derive(Clone, Debug, Default)]
pub struct RegionOverrides {
    environment: Environment,
    file: Option<PathBuf>,
}

impl RegionOverrides {
    /// Overrides of the environment of this process and the default file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads these variables, and the file that they name.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Reads this file.
    pub fn file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// The endpoints of a service in a region; empty without an override.
    fn find(&self, service: &str, region: &RegionId) -> Result<Vec<String>, InvalidRequest> {
        let service = name(service);
        let variable = format!("{VARIABLE}_{service}_{}", region.as_str().replace('-', "_").to_uppercase());
        if let Some(value) = self.environment.var_os(&variable) {
            let value = OsString::into_string(value)
                .map_err(|_| invalid(format!("the environment variable {variable} is not Unicode text")))?;
            return Ok(value.split(',').map(with_scheme).collect());
        }
        let is_named = self.file.is_some() || self.environment.var_os(FILE).is_some();
        let file = self.file.clone().or_else(|| of_user(&self.environment, FILE, "regions.yaml"));
        let Some(file) = file else { return Ok(Vec::new()) };
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && !is_named => return Ok(Vec::new()),
            Err(error) => {
                return Err(invalid(format!("the regions file `{}` cannot be read: {error}", file.display())));
            }
        };
        let services = yaml::parse(&text)
            .map_err(|problem| invalid(format!("the regions file `{}` is malformed: {problem}", file.display())))?;
        // The last of several has precedence, as in the official SDK.
        let mut regions =
            services.into_iter().filter(|(known, _)| name(known) == service).flat_map(|(_, regions)| regions);
        let found = regions.rfind(|known| known.id == region.as_str() && !known.endpoints.is_empty());
        Ok(found.map(|found| found.endpoints.iter().map(|text| with_scheme(text)).collect()).unwrap_or_default())
    }
}

impl EndpointResolver for RegionOverrides {
    fn endpoints(&self, service: &Service, region: &RegionId) -> Result<Vec<String>, InvalidRequest> {
        self.find(service.name, region)
    }
}

/// The name of a service in variables.
fn name(service: &str) -> String {
    service.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

fn with_scheme(endpoint: &str) -> String {
    let endpoint = endpoint.trim();
    if endpoint.contains("://") { endpoint.to_owned() } else { format!("https://{endpoint}") }
}

fn invalid(problem: String) -> InvalidRequest {
    InvalidRequest::Setting { problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(variables: &[(&str, &str)], service: &str) -> Result<Vec<String>, InvalidRequest> {
        let overrides = RegionOverrides::new().environment(Environment::of(variables.iter().copied()));
        overrides.find(service, &RegionId::from("cn-north-4"))
    }

    #[test]
    fn the_variable_is_that_of_the_official_sdk() {
        let variables = [
            ("HUAWEICLOUD_SDK_REGION_CODEARTSARTIFACT_CN_NORTH_4", "https://a.example.com, b.example.com"),
            ("HUAWEICLOUD_SDK_REGION_DCS_CN_NORTH_4", ""),
            ("HUAWEICLOUD_SDK_REGION_KAFKA_CN_NORTH_1", "https://k.example.com"),
        ];
        let found = find(&variables, "codearts_artifact").unwrap();
        assert_eq!(found, ["https://a.example.com", "https://b.example.com"]);
        assert!(find(&variables, "dcs").unwrap().is_empty());
        assert!(find(&variables, "kafka").unwrap().is_empty());
    }

    #[test]
    fn a_configured_file_must_exist() {
        let error = find(&[(FILE, "no/such/file.yaml")], "dcs").unwrap_err().to_string();
        assert!(error.contains("no/such/file.yaml"), "{error}");
        assert!(find(&[("HOME", "no/such/home"), ("USERPROFILE", "no/such/home")], "dcs").unwrap().is_empty());
    }
}
