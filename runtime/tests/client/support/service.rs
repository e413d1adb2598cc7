//! A service as generated code describes it: its operations and its client. The tests of two crates include this file.
//! Its parent module has the servers and the credentials.

use wireright_runtime::{
    Client, ClientBuilder, Extra, FailureRule, IsSet, Operation, Request, RequiredField, ResponseFuture, Secret,
    SecurityKind, SecurityScheme, Service, ServiceClient, clock::ManualClock, decode, json_object,
    transport::CannedTransport,
};

use super::{SERVERS, ServiceAuthenticator, credentials};

pub(crate) static SERVICE: Service = Service {
    name: "dcs",
    title: "Distributed Cache Service",
    user_agent: "test-crate/1.2.3",
    servers: &SERVERS,
    security_schemes: &[
        SecurityScheme { name: "AccessKey", kind: SecurityKind::Authenticator },
        SecurityScheme { name: "Token", kind: SecurityKind::HeaderKey("X-Auth-Token") },
    ],
    client_parameters: &["project_id"],
};

/// Not idempotent.
pub(crate) static RESET: Operation = Operation {
    id: "ResetAclAccountPassWord",
    name: "dcs.reset_acl_account_password",
    method: "PUT",
    path: "/v2/{project_id}/accounts/{account_id}/password",
    idempotent: false,
    security: &[&["AccessKey"], &["Token"]],
    failures: &[
        FailureRule::Present { pointer: "/error_code" },
        FailureRule::Equals { pointer: "/status", value: "error" },
    ],
    servers: &[],
    service: &SERVICE,
};

/// Idempotent, without a project id.
pub(crate) static LIST: Operation = Operation {
    id: "List",
    name: "dcs.list",
    method: "GET",
    path: "/v2/list",
    idempotent: true,
    security: &[&["AccessKey"]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

/// Not idempotent, without a project id and without a body.
pub(crate) static POKE: Operation = Operation {
    id: "Poke",
    name: "dcs.poke",
    method: "POST",
    path: "/v2/poke",
    idempotent: false,
    security: &[&["AccessKey"], &["Token"]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

#[derive(Clone, Debug)]
pub(crate) struct Dcs {
    pub(crate) core: Client,
}

impl Dcs {
    pub(crate) fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    pub(crate) fn reset(&self) -> Reset<'_, false> {
        Reset { client: &self.core, project_id: None, account_id: None, new_password: None }
    }

    pub(crate) fn list(&self) -> ResponseFuture<()> {
        self.core.send(Request::builder(&LIST), decode::nothing)
    }

    pub(crate) fn poke(&self) -> ResponseFuture<()> {
        self.core.send(Request::builder(&POKE).empty_body("application/json"), decode::nothing)
    }
}

impl ServiceClient for Dcs {
    type Authenticator = ServiceAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self { core }
    }
}

#[must_use]
#[derive(Clone, Debug)]
pub(crate) struct Reset<'c, const ACCOUNT_ID: bool> {
    client: &'c Client,
    project_id: Option<String>,
    account_id: Option<String>,
    new_password: Option<Secret>,
}

impl<'c, const ACCOUNT_ID: bool> Reset<'c, ACCOUNT_ID> {
    pub(crate) fn account_id(self, account_id: impl Into<String>) -> Reset<'c, true> {
        let account_id = Some(account_id.into());
        Reset { client: self.client, project_id: self.project_id, account_id, new_password: self.new_password }
    }

    pub(crate) fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    pub(crate) fn new_password(mut self, new_password: impl Into<Secret>) -> Self {
        self.new_password = Some(new_password.into());
        self
    }

    pub(crate) fn request(&self) -> Request {
        Request::builder(&RESET)
            .client_parameter("project_id", &self.project_id)
            .path("account_id", &self.account_id)
            .body_property("new_password", &self.new_password)
            .object("application/json;charset=utf-8")
    }

    pub(crate) fn send(self) -> ResponseFuture<ResetBody>
    where
        RequiredField<ACCOUNT_ID>: IsSet<()>,
    {
        self.client.send(self.request(), decode::json_or_default)
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct ResetBody {
    pub(crate) code: Option<String>,
    extra: Extra,
}

json_object! {
    ResetBody { code: optional "code", ..extra }
}

/// 2026-01-15T08:30:00Z.
pub(crate) fn clock() -> ManualClock {
    ManualClock::at_unix_seconds(1_768_465_800)
}

/// A client builder with region, credentials, project id, transport and clock.
pub(crate) fn builder(transport: &CannedTransport) -> ClientBuilder<Dcs> {
    Dcs::builder()
        .region("cn-north-4")
        .authenticator(credentials().project_id("project0"))
        .transport(transport.clone())
        .clock(clock())
}

pub(crate) fn client(transport: &CannedTransport) -> Dcs {
    builder(transport).build().unwrap()
}
