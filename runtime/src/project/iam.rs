//! What this crate knows of IAM, the service that knows the projects: where it is, and one operation.

use http::Method;

use crate::{Operation, RegionId, SecurityKind, SecurityScheme, Service};

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

/// `GET /v3/projects`: the projects that the credentials may use.
pub(crate) static LIST_PROJECTS: Operation = Operation {
    id: "KeystoneListProjects",
    name: "iam.list_projects",
    method: Method::GET,
    path: "/v3/projects",
    repeatable: true,
    security: &[&["AccessKey"], &["Token"]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

/// Where IAM is for a region. All regions that the official SDKs list follow this one pattern, so there is no table of them; the
/// credentials can name another place.
pub(crate) fn endpoint(region: &RegionId) -> String {
    format!("https://iam.{region}.myhuaweicloud.com")
}
