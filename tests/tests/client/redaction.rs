//! Redaction: planted secrets appear in no error, hook or debug output.

use std::{
    error::Error as _,
    fmt::Write as _,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, PoisonError},
};

use huaweicloud_reset_password::{
    Error,
    dcs::{self, reset_acl_account_password::ResetAclAccountPasswordError},
    huaweicloud::{Credentials, encoded_authorization_message},
    kafka,
    runtime::{AttemptInfo, Hook, OutcomeInfo},
};
use tests::{
    calls::{Call, Settings},
    fixture::{ACCESS_KEY, INSTANCE_ID, PROJECT_ID},
    server::{ScriptedResponse, Server},
};

const SECRET_KEY: &str = "planted-secret-key";
const SECURITY_TOKEN: &str = "planted-security-token";
const IAM_TOKEN: &str = "planted-iam-token";
/// Has characters that JSON escapes, so a server can echo it in several forms.
const NEW_PASSWORD: &str = "planted-new-\"pä\\ss";
const OLD_PASSWORD: &str = "planted-old-pass";

/// The prefix of every planted secret, in every form.
const PLANTED: &str = "planted-";

fn temporary_keys() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY).security_token(SECURITY_TOKEN).project_id(PROJECT_ID)
}

fn iam_token() -> Credentials {
    Credentials::token(IAM_TOKEN).project_id(PROJECT_ID)
}

fn call() -> Call {
    Call::Dcs {
        instance_id: INSTANCE_ID.to_owned(),
        account_id: "account".to_owned(),
        old_password: Some(OLD_PASSWORD.to_owned()),
        new_password: NEW_PASSWORD.to_owned(),
    }
}

/// Records everything that hooks receive.
#[derive(Default)]
struct Listener {
    heard: Mutex<String>,
}

impl Listener {
    fn hear(&self, what: &str) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).push_str(what);
    }

    fn heard(&self) -> String {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Hook for Listener {
    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        self.hear(&format!("{attempt:?}"));
    }

    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        self.hear(&format!("{attempt:?} {outcome:?}"));
        if let Some(error) = outcome.error {
            self.hear(&all_that_shows(error));
        }
    }
}

/// All output of an error.
fn all_that_shows(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n");
    let mut cause = error.source();
    while let Some(source) = cause {
        writeln!(shown, "{source} {source:?} {source:#?}").expect("a string can be written to");
        cause = source.source();
    }
    let encoded = encoded_authorization_message(error);
    for text in [error.code(), error.message(), error.details(), encoded.as_deref()] {
        shown.push_str(text.unwrap_or_default());
    }
    shown.push_str(&String::from_utf8_lossy(error.body().unwrap_or_default()));
    writeln!(shown, "{:?} {:?}", error.invalid_request(), error.documented::<ResetAclAccountPasswordError>())
        .expect("a string can be written to");
    shown
}

fn assert_hidden(shown: &str) {
    assert!(!shown.contains(PLANTED), "a secret is shown:\n{shown}");
}

/// Every way in which a server may echo secrets.
fn echoes(secrets: &[&str]) -> Vec<ScriptedResponse> {
    let plain = secrets.join(" ");
    let json = serde_json::to_string(&plain).expect("a text is JSON");
    let ascii = json.replace('ä', "\\u00e4");
    let mut responses = Vec::new();
    for text in [json, ascii] {
        for body in [
            format!(r#"{{"error_code":"X","error_msg":{text}}}"#),
            format!(r#"{{"error_code":{text},"error_msg":"m"}}"#),
            format!(r#"{{"error_code":"X","error_msg":{{"value":{text}}},"details":{text}}}"#),
            format!(r#"{{"error":{{"error_code":{text}}},"error_code":"X","encoded_authorization_message":{text}}}"#),
            format!(r#"{{"error_code":"X","unknown":{text}}}"#),
            format!(r#"{{"error_code":"X","error_msg":{text}"#),
        ] {
            responses.extend([200, 400, 401, 500, 302].map(|status| ScriptedResponse::with(status, &[], &body)));
        }
    }
    for status in [200, 400, 502] {
        responses.push(ScriptedResponse::with(status, &[], &plain));
        // Across the end of the kept part of a body.
        responses.extend(
            (0..plain.len())
                .step_by(10)
                .map(|before| ScriptedResponse::with(status, &[], "x".repeat(65_536 - before) + &plain)),
        );
    }
    let promising_more = format!("HTTP/1.1 400 Status\r\nContent-Length: 5000\r\n\r\n{plain}.");
    responses
        .extend([promising_more, format!("{plain}\r\n\r\n")].map(|bytes| ScriptedResponse::raw(bytes).then_close()));
    responses
}

#[tokio::test]
async fn an_echoed_secret_is_redacted_in_errors_and_hooks() {
    let keys = (temporary_keys(), [NEW_PASSWORD, OLD_PASSWORD, SECRET_KEY, SECURITY_TOKEN].as_slice());
    let token = (iam_token(), [NEW_PASSWORD, OLD_PASSWORD, IAM_TOKEN].as_slice());
    for (credentials, secrets) in [keys, token] {
        for response in echoes(secrets) {
            let listener = Arc::new(Listener::default());
            let server = Server::script([response.clone()]);
            let hook = Some(Arc::clone(&listener) as Arc<dyn Hook>);
            let settings = Settings { credentials: credentials.clone(), hook, ..Settings::of(&server) };
            let error = call().send(&settings).await.expect_err("every one of these is a failure");
            assert!(listener.heard().contains("number: 1"), "the hook was not told");
            assert_hidden(&all_that_shows(&error));
            assert_hidden(&listener.heard());
            assert_hidden(&panic_message(Err(error)));
        }
    }
}

/// The message of a panic by `unwrap`.
fn panic_message(result: Result<(), Error>) -> String {
    let unwrap = AssertUnwindSafe(|| result.unwrap());
    let message = panic::catch_unwind(unwrap).expect_err("it panics");
    message.downcast_ref::<String>().cloned().expect("the message is text")
}

/// Servers echo the request id that a client sent, so it may be a secret.
#[tokio::test]
async fn a_secret_in_a_header_or_a_truncated_body_is_redacted() {
    let promising_more = |body: &str| {
        ScriptedResponse::raw(format!("HTTP/1.1 400 Status\r\nContent-Length: 5000\r\n\r\n{body}")).then_close()
    };
    let mut responses = vec![
        ScriptedResponse::with(400, &[("X-Request-Id", OLD_PASSWORD), ("Location", SECURITY_TOKEN)], ""),
        ScriptedResponse::with(200, &[("Content-Encoding", OLD_PASSWORD)], "x"),
    ];
    responses
        .extend((12..OLD_PASSWORD.len()).map(|length| promising_more(&format!("no: {}", &OLD_PASSWORD[..length]))));
    // The size limit truncates the body as a closed connection does.
    responses.push(ScriptedResponse::with(400, &[], format!("{}{SECRET_KEY} and more", "x".repeat(85))));
    for response in responses {
        let server = Server::script([response]);
        let settings =
            Settings { credentials: temporary_keys(), max_response_bytes: Some(100), ..Settings::of(&server) };
        let error = call().send(&settings).await.expect_err("every one of these is a failure");
        assert_hidden(&all_that_shows(&error));
        assert_hidden(&format!("{:?}", error.headers()));
    }
}

#[tokio::test]
async fn a_secret_is_redacted_in_transport_errors() {
    for response in [
        ScriptedResponse::close(),
        ScriptedResponse::reset(),
        ScriptedResponse::garbage(),
        ScriptedResponse::short_body(200),
    ] {
        let server = Server::script([response]);
        let error = call()
            .send(&Settings { credentials: temporary_keys(), ..Settings::of(&server) })
            .await
            .expect_err("there is no response");
        assert_hidden(&all_that_shows(&error));
    }
}

#[test]
fn secrets_are_redacted_in_clients_builders_and_requests() {
    for credentials in [temporary_keys(), iam_token()] {
        let builder = dcs::Client::builder().region("cn-north-4").authenticator(credentials.clone());
        assert_hidden(&format!("{credentials:?} {credentials:#?} {builder:?} {builder:#?}"));
        let client = builder.build().expect("the settings are good");
        let request = client.reset_acl_account_password().old_password(OLD_PASSWORD).new_password(NEW_PASSWORD);
        assert_hidden(&format!("{client:?} {client:#?} {request:?} {request:#?}"));
        let future = request.instance_id("i").account_id("a").send();
        assert_hidden(&format!("{future:?} {future:#?}"));
    }
}

/// An invalid value is often a secret in the wrong place.
#[tokio::test]
async fn secrets_are_redacted_in_validation_errors() {
    let line_break = |secret: &str| format!("{secret}\n");
    let refused = [
        Settings {
            credentials: temporary_keys().security_token(line_break(SECURITY_TOKEN)),
            ..Settings::at("https://dcs.example.com")
        },
        Settings { credentials: Credentials::token(line_break(IAM_TOKEN)), ..Settings::at("https://dcs.example.com") },
        Settings { credentials: iam_token().security_token(SECURITY_TOKEN), ..Settings::at("https://dcs.example.com") },
        Settings::at(format!("https://user:{OLD_PASSWORD}@dcs.example.com")),
        Settings {
            headers: vec![("Authorization".to_owned(), SECRET_KEY.to_owned())],
            ..Settings::at("https://dcs.example.com")
        },
        Settings {
            headers: vec![("X-Mine".to_owned(), line_break(SECRET_KEY))],
            ..Settings::at("https://dcs.example.com")
        },
    ];
    for settings in refused {
        let error = call().send(&settings).await.expect_err("it is refused");
        assert!(error.is_invalid_request(), "{error}");
        assert_hidden(&all_that_shows(&error));
    }
}

#[test]
fn an_invalid_password_is_not_displayed() {
    let client = kafka::Client::builder()
        .region("cn-north-4")
        .authenticator(iam_token())
        .build()
        .expect("the settings are good");
    let request = client.reset_user_password().user_name("planted-user").new_password("planted-user");
    let violations = request.validate().expect_err("it is the user's name, and has no digit");
    assert_hidden(&format!("{violations} {violations:?} {violations:#?} {:?}", Error::from(violations.clone())));
}
