//! Responses of IAM and STS, as far as they are read: the id of a project or of an account.

use serde::Deserialize;

use wireright_runtime::{AuthError, RegionId};

/// The projects with the name of a region. The default project of a region has it.
#[derive(Debug, Deserialize)]
pub(crate) struct Projects {
    projects: Vec<Resource>,
}

/// The accounts that credentials belong to.
#[derive(Debug, Deserialize)]
pub(crate) struct Domains {
    domains: Vec<Resource>,
}

/// The account that credentials belong to.
#[derive(Debug, Deserialize)]
pub(crate) struct Caller {
    account_id: String,
}

/// A project or an account.
#[derive(Debug, Deserialize)]
struct Resource {
    id: String,
}

impl Projects {
    /// The id of the project. There must be exactly one.
    pub(crate) fn single_id(self, region: &RegionId, request_id: Option<&str>) -> Result<String, AuthError> {
        let selection = IdSelection { kind: "project", of: format!(" for region {region}"), request_id };
        selection.single_id(self.projects)
    }
}

impl Domains {
    /// Whether IAM returned no account: the permission is missing.
    pub(crate) fn is_empty(&self) -> bool {
        self.domains.is_empty()
    }

    /// The id of the account. There must be exactly one.
    pub(crate) fn single_id(self, request_id: Option<&str>) -> Result<String, AuthError> {
        IdSelection { kind: "domain", of: String::new(), request_id }.single_id(self.domains)
    }
}

impl Caller {
    /// The account.
    pub(crate) fn account(self, request_id: Option<&str>) -> Result<String, AuthError> {
        IdSelection { kind: "domain", of: String::new(), request_id }.single_id(vec![Resource { id: self.account_id }])
    }
}

/// Selects the only id of a response. The fields are for error messages.
struct IdSelection<'r> {
    kind: &'static str,
    of: String,
    request_id: Option<&'r str>,
}

impl IdSelection<'_> {
    fn single_id(&self, found: Vec<Resource>) -> Result<String, AuthError> {
        let Self { kind, of, request_id } = self;
        let suffix = request_id.map(|id| format!(" (request id {id})")).unwrap_or_default();
        let hint = format!("give the {kind} id to the credentials or to the authenticator");
        let fail = |words: String| Err(AuthError::parameter(format!("{words}; {hint}"), None));
        let ids: Vec<String> = found.into_iter().map(|resource| resource.id).collect();
        match <[String; 1]>::try_from(ids) {
            Ok([id]) if !id.is_empty() => Ok(id),
            Ok(_) => fail(format!("IAM returned an empty {kind} id{of}{suffix}")),
            Err(ids) if ids.is_empty() => fail(format!("IAM knows no {kind}{of} with these credentials{suffix}")),
            Err(ids) => fail(format!("IAM knows several {kind}s{of}: {}{suffix}", ids.join(", "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use wireright_runtime::{Error, HeaderMap, RawResponse, decode};

    use super::*;

    fn read<T: serde::de::DeserializeOwned + 'static>(json: &str) -> T {
        decode::serde(&RawResponse::new(200, &HeaderMap::new(), json.as_bytes())).unwrap()
    }

    fn words(error: AuthError) -> String {
        Error::from(error).to_string()
    }

    fn project(json: &str) -> Result<String, String> {
        let region = RegionId::from_static("cn-north-4");
        read::<Projects>(json).single_id(&region, Some("trace-1")).map_err(words)
    }

    #[test]
    fn exactly_one_project_must_come_back() {
        assert_eq!(project(r#"{"projects":[{"id":"p","name":"cn-north-4"}],"links":{}}"#).as_deref(), Ok("p"));
        let none = project(r#"{"projects":[]}"#).unwrap_err();
        assert!(none.contains("no project for region cn-north-4") && none.contains("trace-1"), "{none}");
        let several = project(r#"{"projects":[{"id":"p1"},{"id":"p2"}]}"#).unwrap_err();
        assert!(several.contains("p1, p2"), "{several}");
        assert!(project(r#"{"projects":[{"id":""}]}"#).is_err());
    }

    #[test]
    fn exactly_one_account_must_come_back() {
        let domain = |json: &str| read::<Domains>(json).single_id(None).map_err(words);
        assert_eq!(domain(r#"{"domains":[{"id":"d","name":"mine","enabled":true}]}"#).as_deref(), Ok("d"));
        let several = domain(r#"{"domains":[{"id":"d1"},{"id":"d2"}]}"#).unwrap_err();
        assert!(several.contains("several domains: d1, d2; give the domain id to"), "{several}");
        assert!(read::<Domains>(r#"{"domains":[]}"#).is_empty());
        let caller = |json: &str| read::<Caller>(json).account(None).map_err(words);
        assert_eq!(caller(r#"{"account_id":"d","principal_urn":"iam::d:user:me"}"#).as_deref(), Ok("d"));
        assert!(caller(r#"{"account_id":""}"#).is_err());
    }
}
