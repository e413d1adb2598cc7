//! Security schemes: the requests of each operation and of its token endpoints.

use std::cell::Cell;

use crate::{Transcript, checked, wait};
use constructs::security::Client;
use wireright_runtime::{
    AuthorizationInfo, AuthorizationProvider, ClientBuilder, ClientCredentials, RefreshToken, Secret, TokenProvider,
    clock::ManualClock,
    transport::{BoxFuture, CannedResponse, CannedTransport},
};

type TokenFuture<'a> = BoxFuture<'a, Result<Secret, Box<dyn std::error::Error + Send + Sync>>>;

struct OpenId;

impl TokenProvider for OpenId {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Ok(Secret::new("of-openid")) })
    }
}

struct Digest;

impl AuthorizationProvider for Digest {
    fn authorization<'a>(&'a self, request: AuthorizationInfo<'a>) -> TokenFuture<'a> {
        let text = format!("username=\"Mufasa\", uri=\"{}\"", request.target);
        Box::pin(async { Ok(Secret::new(text)) })
    }
}

#[test]
fn a_request_is_authenticated_as_its_operation_requires() {
    let transcript = Transcript::default();
    let seen = Cell::new(0);
    let transport = CannedTransport::new().respond_with(|request| match (request.uri().host(), request.uri().path()) {
        (Some("id.example.com"), "/.well-known/openid-configuration") => CannedResponse::json(200, CONFIGURATION),
        (Some("login.example.com" | "id.example.com"), _) => CannedResponse::json(200, GRANTED),
        _ => CannedResponse::new(204),
    });
    let builder = || -> ClientBuilder<Client> {
        Client::builder().clock(ManualClock::new(std::time::UNIX_EPOCH)).transport(checked::<Client>(&transport))
    };
    let show = |title: &str| {
        transcript.line(format_args!("{title}"));
        for request in transport.requests().iter().skip(seen.replace(transport.requests().len())) {
            let authorization =
                request.headers().get("authorization").map_or("-", |value| value.to_str().unwrap_or("?"));
            let body = String::from_utf8_lossy(request.body().as_bytes());
            transcript.line(format_args!("  {} {} [{authorization}] {body}", request.method(), request.uri()));
        }
    };

    let client = builder()
        .oauth2_client_credentials("oauth", ClientCredentials::new("s6BhdRkqt3", "gX1fBat3bV"))
        .build()
        .expect("the settings are good");
    wait(client.list_pets().send()).expect("the transport responds");
    show("listed");
    wait(client.add_pet().send()).expect("the transport responds");
    show("added without a key: the second alternative, and its scopes");
    wait(client.get_status().send()).expect("the transport responds");
    show("status");

    let client = builder().token_provider("openId", OpenId).build().expect("the settings are good");
    wait(client.get_pet().id("1").send()).expect("the transport responds");
    let client = builder().authorization_provider("digest", Digest).build().expect("the settings are good");
    wait(client.get_pet().id("1").send()).expect("the transport responds");
    let client = builder().mutual_tls("certificate").build().expect("the settings are good");
    wait(client.get_pet().id("1").send()).expect("the transport responds");
    show("got by a token, a digest, a certificate");

    let client = builder()
        .oauth2_client_credentials("openId", ClientCredentials::new("s6BhdRkqt3", "gX1fBat3bV"))
        .build()
        .expect("the settings are good");
    wait(client.get_pet().id("1").send()).expect("the transport responds");
    show("got by a token that an OpenID provider gives the program");
    let token =
        RefreshToken::new("tGzv3JOkF0XG5Qx2TlKWIA").client_id("s6BhdRkqt3").client_secret("7Fjfp0ZBr1KtDRbnfVdmIw");
    let token = token.on_rotation({
        let transcript = transcript.clone();
        move |token| transcript.line(format_args!("to be stored: {}", token.expose()))
    });
    let client = builder().oauth2_refresh_token("person", token).build().expect("the settings are good");
    wait(client.get_pet().id("1").send()).expect("the transport responds");
    show("got by what a person has allowed");

    transcript.contains(&[
        // RFC 6749, section 4.4.2: the bytes of its example, and the scopes of the operation.
        "POST https://login.example.com/token?tenant=1 [Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW] \
         grant_type=client_credentials&scope=read\n",
        "GET https://api.example.com/v1/status [-]",
        // OpenID Connect Discovery 1.0, section 4.1: the request has no credentials. The response names the token
        // endpoint.
        "GET https://id.example.com/.well-known/openid-configuration [-] \n  \
         POST https://id.example.com/connect/token [Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW] \
         grant_type=client_credentials&scope=pets\n",
        // RFC 6749, section 6: the bytes of its example, at the document's `refreshUrl`.
        "POST https://login.example.com/refresh [Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3] \
         grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA\n",
        "to be stored: IwOGYzYTlmM2YxOTQ5MGE3YmNmMDFkNTVk\n",
    ]);
    insta::assert_snapshot!("security", transcript.text());
}

/// As in OpenID Connect Discovery 1.0, section 4.2.
const CONFIGURATION: &str =
    r#"{"issuer":"https://id.example.com","token_endpoint":"https://id.example.com/connect/token"}"#;

/// As in RFC 6749, section 5.1.
const GRANTED: &str = r#"{
    "access_token": "2YotnFZFEjr1zCsicMWpAA",
    "token_type": "bearer",
    "refresh_token": "IwOGYzYTlmM2YxOTQ5MGE3YmNmMDFkNTVk"
}"#;
