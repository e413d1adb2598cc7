//! The servers and the credentials of a service.
//!
//! - `service`: the service, its operations and its client: a file of the tests of the runtime

#[path = "../../../runtime/tests/client/support/service.rs"]
mod service;

use wireright_huaweicloud::{Authenticator, Credentials};
use wireright_runtime::Server;

pub(crate) use service::*;

pub(crate) const SERVERS: [Server; 2] = [
    Server { region: Some("cn-north-4"), url: "https://dcs.cn-north-4.myhuaweicloud.com", variables: &[] },
    Server { region: Some("cn-north-1"), url: "https://dcs.cn-north-1.myhuaweicloud.com", variables: &[] },
];

pub(crate) type ServiceAuthenticator = Authenticator;

pub(crate) fn credentials() -> Credentials {
    Credentials::new("HPUAEXAMPLEAK0000001", "Zx8exampleSecretKey")
}
