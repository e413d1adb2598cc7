//! A service as generated code describes it, and its credentials.
//!
//! - `service`: the operations of the service, and its client: a file of the tests of the runtime

#[path = "../../../runtime/tests/client/support/service.rs"]
mod service;

use wireright_huaweicloud::{Authenticator, Credentials};
use wireright_runtime::{SecurityKind, SecurityScheme, Server, Service};

pub(crate) use service::*;

pub(crate) static SERVICE: Service = Service {
    name: "dcs",
    title: "Distributed Cache Service",
    user_agent: "test-crate/1.2.3",
    servers: &[
        Server { region: Some("cn-north-4"), url: "https://dcs.cn-north-4.myhuaweicloud.com", variables: &[] },
        Server { region: Some("cn-north-1"), url: "https://dcs.cn-north-1.myhuaweicloud.com", variables: &[] },
    ],
    security_schemes: &[
        SecurityScheme { name: "AccessKey", kind: SecurityKind::Authenticator },
        SecurityScheme { name: "Token", kind: SecurityKind::HeaderKey("X-Auth-Token") },
    ],
    client_parameters: &["project_id"],
};

pub(crate) type ServiceAuthenticator = Authenticator;

pub(crate) fn credentials() -> Credentials {
    Credentials::new("HPUAEXAMPLEAK0000001", "Zx8exampleSecretKey")
}
