//! Redirects: never followed, since they would send the password and the security token to another host.

use huaweicloud_reset_password::ErrorKind;
use tests::{
    calls::{Call, Settings},
    fixture::{self, PASSWORD},
    server::{ScriptedResponse, Server},
};

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    for call in Call::all() {
        for status in [300, 301, 302, 303, 304, 305, 307, 308] {
            let elsewhere = Server::start_with_handler(|_, _| ScriptedResponse::status(204));
            let location = format!("{}/{PASSWORD}", elsewhere.url());
            let server = Server::script([ScriptedResponse::with(status, &[("Location", &location)], "")]);
            let settings = Settings { retry: fixture::attempts(3), ..Settings::of(&server) };
            let error = call.send(&settings).await.expect_err("a redirect is no success");
            assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(status)), "{call:?}: {error}");
            assert_eq!((server.count(), elsewhere.count()), (1, 0), "{call:?} {status}");
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(PASSWORD), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_redirect_to_the_same_host_is_not_followed() {
    for call in Call::all() {
        let server = Server::script([
            ScriptedResponse::with(307, &[("Location", "/v2/elsewhere")], ""),
            ScriptedResponse::status(204),
        ]);
        let error = call.send(&Settings::of(&server)).await.expect_err("a redirect is no success");
        assert_eq!((error.status(), server.count()), (Some(307), 1), "{call:?}: {error}");
    }
}
