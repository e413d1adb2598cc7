//! The operations of IAM and STS that tell the id of a project or of an account.

use wireright_runtime::{Operation, RegionId, Request, SecurityKind, SecurityScheme, Service};

/// IAM and STS, as one service.
pub(super) static SERVICE: Service = Service {
    name: "iam",
    title: "Identity and Access Management",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[],
    security_schemes: &[
        SecurityScheme { name: "AccessKey", kind: SecurityKind::Authenticator },
        SecurityScheme { name: "Token", kind: SecurityKind::HeaderKey("X-Auth-Token") },
    ],
    client_parameters: &[],
};

const fn operation(id: &'static str, name: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        name,
        method: "GET",
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
static GET_CALLER_IDENTITY: Operation =
    operation("GetCallerIdentity", "sts.get_caller_identity", "/v5/caller-identity");

/// Lists the projects with the name of a region.
pub(super) fn list_projects(region: &RegionId) -> Request {
    Request::builder(&LIST_PROJECTS).query("name", &Some(region.as_str()))
}

/// Lists the accounts that the credentials may use.
pub(super) fn list_domains() -> Request {
    Request::builder(&LIST_DOMAINS)
}

/// Tells the account that the credentials belong to.
pub(super) fn get_caller_identity() -> Request {
    Request::builder(&GET_CALLER_IDENTITY)
}
