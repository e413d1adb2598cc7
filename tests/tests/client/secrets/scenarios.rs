//! Ways to make one call, each with the secrets that it sends.

use std::{
    collections::BTreeMap,
    fmt,
    panic::{self, AssertUnwindSafe},
};

use huaweicloud_reset_password::{
    Error, RetryPolicy,
    huaweicloud::Credentials,
    kafka,
    runtime::{
        Client, ClientBuilder, ClientCredentials, RefreshToken, Request, Secret, ServiceClient, decode,
        transport::{BoxFuture, CannedTransport},
    },
};
use tests::fixture;

use super::{
    outputs::{LoggingHook, LoggingTransport, OF_ERROR, OF_STREAM, Outputs},
    places::Place,
    service::{BEARER, KEYS, OAUTH, vault},
};

/// The response size limit of the client.
pub(super) const MAX_RESPONSE_BYTES: usize = 100_000;

/// A way to make one call.
pub(super) struct Scenario {
    pub(super) name: &'static str,
    pub(super) places: &'static [Place],
    pub(super) run: fn(&Setup) -> BoxFuture<'_, ()>,
}

pub(super) struct Setup {
    pub(super) transport: CannedTransport,
    pub(super) outputs: Outputs,
    /// Whether errors are unwrapped, which is slow.
    pub(super) panics: bool,
}

impl Setup {
    /// Builds a client, and logs everything on the way.
    pub(super) fn client<C: ServiceClient + fmt::Debug>(&self, builder: ClientBuilder<C>) -> C {
        let transport = LoggingTransport { transport: self.transport.clone(), outputs: self.outputs.clone() };
        let builder = builder
            .transport(transport)
            .clock(fixture::clock())
            .retry(RetryPolicy::new().max_attempts(2))
            .max_response_bytes(MAX_RESPONSE_BYTES)
            .hook(LoggingHook(self.outputs.clone()));
        self.outputs.add("Debug of a client", &format!("{builder:?} {builder:#?}"));
        let client = builder.build().expect("the settings are valid");
        self.outputs.add("Debug of a client", &format!("{client:?} {client:#?}"));
        client
    }

    /// Sends a request in every way: prepared, buffered and streamed.
    pub(super) async fn send(&self, client: &Client, request: Request) {
        self.outputs.add("Debug of a request", &format!("{request:?} {request:#?}"));
        match client.prepare(request.clone()) {
            Ok(prepared) => self.outputs.add("prepared request", &format!("{prepared:?} {prepared:#?}")),
            Err(error) => self.outputs.add_error(OF_ERROR, &error),
        }
        let pending = client.send(request.clone(), decode::json::<BTreeMap<String, u8>>);
        self.outputs.add("Debug of a request", &format!("{pending:?}"));
        if let Err(error) = pending.await.map(drop) {
            self.fail(error);
        }
        let streamed = client.json_lines::<u8>(request.clone()).await;
        match streamed {
            Err(error) => self.fail(error),
            Ok(mut lines) => {
                while let Some(line) = lines.next().await {
                    if let Err(error) = line {
                        self.outputs.add_error(OF_STREAM, &error);
                    }
                }
            }
        }
        match client.text_events(request).await {
            Err(error) => self.fail(error),
            Ok(mut events) => {
                while let Some(Err(error)) = events.next().await {
                    self.outputs.add_error(OF_STREAM, &error);
                }
            }
        }
    }

    pub(super) fn fail(&self, error: Error) {
        self.outputs.add_error(OF_ERROR, &error);
        if self.panics {
            self.outputs.add("panic message", &panic_message(Err(error)));
        }
    }
}

/// The message of a panic by `unwrap`.
pub(super) fn panic_message(result: Result<(), Error>) -> String {
    let unwrap = AssertUnwindSafe(|| result.unwrap());
    let message = panic::catch_unwind(unwrap).expect_err("it panics");
    message.downcast_ref::<String>().cloned().expect("the message is text")
}

pub(super) fn secret(place: Place) -> Secret {
    Secret::new(place.secret())
}

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "keys",
        places: &[
            Place::HeaderKey,
            Place::QueryKey,
            Place::CookieKey,
            Place::Basic,
            Place::JsonBody,
            Place::Path,
            Place::QueryParameter,
            Place::HeaderParameter,
            Place::CookieParameter,
        ],
        run: |setup| {
            Box::pin(async {
                let client = setup.client(
                    vault()
                        .api_key("HeaderKey", Place::HeaderKey.secret())
                        .api_key("QueryKey", Place::QueryKey.secret())
                        .api_key("CookieKey", Place::CookieKey.secret())
                        .basic("Basic", "alice", Place::Basic.secret()),
                );
                let request = Request::builder(&KEYS)
                    .path("box", &Some(secret(Place::Path)))
                    .query("q", &Some(secret(Place::QueryParameter)))
                    .header_parameter("X-Parameter", &Some(secret(Place::HeaderParameter)))
                    .cookie("c", &Some(secret(Place::CookieParameter)))
                    .body_property("password", &Some(secret(Place::JsonBody)))
                    .object("application/json");
                setup.send(&client.0, request).await;
            })
        },
    },
    Scenario {
        name: "multipart",
        places: &[Place::Bearer, Place::MultipartPart],
        run: |setup| {
            Box::pin(async {
                let client = setup.client(vault().bearer("Bearer", Place::Bearer.secret()));
                let request = Request::builder(&BEARER)
                    .path("box", &Some("b"))
                    .part("password", &Some(secret(Place::MultipartPart)))
                    .multipart("multipart/form-data");
                setup.send(&client.0, request).await;
            })
        },
    },
    Scenario {
        name: "server variable",
        places: &[Place::ServerVariable, Place::Bearer],
        run: |setup| {
            Box::pin(async {
                let tenant = Secret::new(Place::ServerVariable.secret());
                let builder = vault().bearer("Bearer", Place::Bearer.secret()).server_variable("tenant", tenant);
                let client = setup.client(builder);
                setup.send(&client.0, Request::builder(&BEARER).path("box", &Some("b"))).await;
            })
        },
    },
    Scenario {
        name: "client credentials",
        places: &[Place::ClientSecret, Place::FetchedToken, Place::Form],
        run: |setup| {
            Box::pin(async {
                let credentials = ClientCredentials::new("id", Place::ClientSecret.secret());
                let client = setup.client(vault().oauth2_client_credentials("Oauth", credentials));
                let form = Some(BTreeMap::from([("password", Secret::new(Place::Form.secret()))]));
                let request = Request::builder(&OAUTH).path("box", &Some("b"));
                setup.send(&client.0, request.form("application/x-www-form-urlencoded", &form, &[])).await;
            })
        },
    },
    Scenario {
        name: "refresh token",
        places: &[Place::RefreshToken, Place::FetchedToken],
        run: |setup| {
            Box::pin(async {
                let token = RefreshToken::new(Place::RefreshToken.secret()).client_id("id");
                let client = setup.client(vault().oauth2_refresh_token("Oauth", token));
                setup.send(&client.0, Request::builder(&OAUTH).path("box", &Some("b"))).await;
            })
        },
    },
    Scenario {
        name: "temporary key",
        places: &[Place::SecretKey, Place::SecurityToken, Place::JsonBody],
        run: |setup| {
            Box::pin(async {
                let credentials = Credentials::new(fixture::ACCESS_KEY, Place::SecretKey.secret());
                let credentials = credentials.security_token(Place::SecurityToken.secret()).project_id("p");
                setup.outputs.add("Debug of a client", &format!("{credentials:?}"));
                let client: kafka::Client =
                    setup.client(ClientBuilder::new().region("cn-north-4").authenticator(credentials));
                let request = client.reset_user_password().instance_id("i").user_name("u");
                let request = request.new_password(Place::JsonBody.secret());
                setup.outputs.add("Debug of a request", &format!("{request:?}"));
                if let Err(error) = request.send().await {
                    setup.fail(error);
                }
            })
        },
    },
];
