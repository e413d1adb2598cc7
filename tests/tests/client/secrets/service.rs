//! The service of the table. It has security schemes of every kind.

use huaweicloud_reset_password::runtime::{
    Client, ClientBuilder, NoAuthenticator, Operation, SecurityKind, SecurityScheme, Server, ServerVariable, Service,
    ServiceClient,
};

pub(super) static SERVICE: Service = Service {
    name: "vault",
    title: "Vault",
    user_agent: "vault/1",
    servers: &[Server {
        region: None,
        url: "https://api.example.com/{tenant}",
        variables: &[ServerVariable { name: "tenant", default: "demo", allowed: &[] }],
    }],
    security_schemes: &[
        SecurityScheme { name: "HeaderKey", kind: SecurityKind::HeaderKey("X-Key") },
        SecurityScheme { name: "QueryKey", kind: SecurityKind::QueryKey("key") },
        SecurityScheme { name: "CookieKey", kind: SecurityKind::CookieKey("sid") },
        SecurityScheme { name: "Basic", kind: SecurityKind::Basic },
        SecurityScheme { name: "Bearer", kind: SecurityKind::Bearer },
        SecurityScheme {
            name: "Oauth",
            kind: SecurityKind::OAuth2 {
                token_url: Some("https://auth.example.com/token"),
                refresh_url: None,
                scopes: &[],
            },
        },
    ],
    client_parameters: &[],
};

pub(super) const fn operation(security: &'static [&'static [&'static str]]) -> Operation {
    Operation {
        id: "Put",
        name: "vault.put",
        method: "PUT",
        path: "/boxes/{box}",
        idempotent: true,
        security,
        failures: &[],
        servers: &[],
        service: &SERVICE,
    }
}

pub(super) static KEYS: Operation = operation(&[&["HeaderKey", "QueryKey", "CookieKey", "Basic"]]);
pub(super) static BEARER: Operation = operation(&[&["Bearer"]]);
pub(super) static OAUTH: Operation = operation(&[&["Oauth"]]);

#[derive(Debug)]
pub(super) struct Vault(pub(super) Client);

impl ServiceClient for Vault {
    type Authenticator = NoAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

pub(super) fn vault() -> ClientBuilder<Vault> {
    ClientBuilder::new()
}
