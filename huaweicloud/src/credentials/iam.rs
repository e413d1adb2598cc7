//! The operations of services that issue credentials. All are idempotent: another key is as valid.

use wireright_runtime::{Operation, SecurityKind, SecurityScheme, Server, Service};

use crate::endpoints::IAM;

/// The media type of request bodies.
pub(super) const JSON: &str = "application/json;charset=UTF-8";

/// The security schemes.
pub(super) const METADATA_TOKEN: &str = "MetadataToken";
pub(super) const POD_TOKEN: &str = "PodToken";

/// The services that issue credentials, as one service.
pub(super) static SERVICE: Service = Service {
    name: "credentials",
    title: "Providers of credentials",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[Server { region: None, url: IAM, variables: &[] }],
    security_schemes: &[
        SecurityScheme { name: METADATA_TOKEN, kind: SecurityKind::HeaderKey("X-Metadata-Token") },
        SecurityScheme { name: POD_TOKEN, kind: SecurityKind::HeaderKey("Authorization") },
    ],
    client_parameters: &[],
};

const fn operation(
    id: &'static str,
    name: &'static str,
    method: &'static str,
    path: &'static str,
    security: &'static [&'static [&'static str]],
) -> Operation {
    Operation { id, name, method, path, idempotent: true, security, failures: &[], servers: &[], service: &SERVICE }
}

/// IAM: exchanges the token of an identity provider for one of IAM, in the response header `X-Subject-Token`.
pub(super) static CREATE_UNSCOPED_TOKEN: Operation = operation(
    "CreateUnscopedTokenWithIdToken",
    "iam.create_unscoped_token_with_id_token",
    "POST",
    "/v3.0/OS-AUTH/id-token/tokens",
    &[],
);

/// IAM: exchanges a token for a temporary key.
pub(super) static CREATE_TEMPORARY_KEY: Operation = operation(
    "CreateTemporaryAccessKeyByToken",
    "iam.create_temporary_access_key_by_token",
    "POST",
    "/v3.0/OS-CREDENTIAL/securitytokens",
    &[],
);

/// STS: exchanges the token of an OpenID provider for a temporary key of an agency.
pub(super) static ASSUME_AGENCY: Operation =
    operation("AssumeAgencyWithOidc", "sts.assume_agency_with_oidc", "POST", "/v5/agencies/assume-with-oidc", &[]);

/// ECS: issues a token for the metadata service.
pub(super) static GET_METADATA_TOKEN: Operation =
    operation("GetMetadataToken", "metadata.get_token", "PUT", "/meta-data/latest/api/token", &[]);

/// ECS: returns a temporary key of the agency of this machine.
pub(super) static GET_SECURITY_KEY: Operation = operation(
    "GetSecurityKey",
    "metadata.get_security_key",
    "GET",
    "/openstack/latest/securitykey",
    &[&[METADATA_TOKEN], &[]],
);

/// CCE: returns a temporary key of the agency of this pod. The cluster sets the URL.
pub(super) static GET_POD_KEY: Operation = operation("GetPodKey", "pod_identity.get_key", "POST", "/", &[&[POD_TOKEN]]);
