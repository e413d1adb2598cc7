//! What this crate knows of IAM, the service that knows projects and accounts, and of STS, which knows the latter too: where they are,
//! and what is asked of them.

use http::Method;

use crate::{Operation, RegionId, Request, SecurityKind, SecurityScheme, Service};

/// Where IAM and STS are where no region is meant.
pub(crate) const IAM: &str = "https://iam.myhuaweicloud.com";
pub(crate) const STS: &str = "https://sts.cn-north-4.myhuaweicloud.com";

/// IAM, as far as it is of interest.
pub(crate) static SERVICE: Service = Service {
    name: "iam",
    title: "Identity and Access Management",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[],
    security_schemes: &[
        SecurityScheme { name: "AccessKey", kind: SecurityKind::Signature("SDK-HMAC-SHA256") },
        SecurityScheme { name: "Token", kind: SecurityKind::HeaderKey("X-Auth-Token") },
    ],
    client_parameters: &[],
};

const fn operation(id: &'static str, name: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        name,
        method: Method::GET,
        path,
        idempotent: true,
        security: &[&["AccessKey"], &["Token"]],
        failures: &[],
        servers: &[],
        service: &SERVICE,
    }
}

static LIST_PROJECTS: Operation = operation("KeystoneListProjects", "iam.list_projects", "/v3/projects");
static LIST_DOMAINS: Operation = operation("KeystoneListAuthDomains", "iam.list_auth_domains", "/v3/auth/domains");
static WHO_CALLS: Operation = operation("GetCallerIdentity", "sts.get_caller_identity", "/v5/caller-identity");

/// Which projects are there of this name?
pub(crate) fn list_projects(region: &RegionId) -> Request {
    Request::builder(&LIST_PROJECTS).query("name", &Some(region.as_str()))
}

/// Which accounts may be used with these credentials?
pub(crate) fn list_domains() -> Request {
    Request::builder(&LIST_DOMAINS)
}

/// Whose are these credentials?
pub(crate) fn who_calls() -> Request {
    Request::builder(&WHO_CALLS)
}

/// Where IAM is for a region. All regions that the official SDKs list follow this one pattern, so there is no table of them; the
/// credentials can name another place.
pub(crate) fn region_endpoint(region: &RegionId) -> String {
    format!("https://iam.{region}.myhuaweicloud.com")
}

/// Where STS is for a region.
pub(crate) fn sts_endpoint(region: Option<&RegionId>) -> String {
    region.map_or_else(|| STS.to_owned(), |region| format!("https://sts.{region}.myhuaweicloud.com"))
}
