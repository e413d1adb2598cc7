//! Documented error responses as types, and details of success responses.

use huaweicloud_reset_password::{
    Error, codearts_artifact, codearts_artifact::reset_user_password::ResetUserPasswordResponseStatus, dcs,
    dcs::reset_acl_account_password::ResetAclAccountPasswordError,
};
use tests::{
    calls::{Call, Settings},
    server::{ScriptedResponse, Server},
};

/// The error of the operation with this index in [`Call::all`].
async fn error_of(operation: usize, response: ScriptedResponse) -> Error {
    let server = Server::script([response]);
    Call::all()[operation].send(&Settings::of(&server)).await.expect_err("the response is a failure")
}

const DCS: usize = 1;
const DWS: usize = 2;

#[tokio::test]
async fn dcs_documents_a_body_for_five_statuses() {
    let body = r#"{"error_code":"DCS.4961","error_msg":"m","error_ext_msg":"e","unknown":1}"#;
    for status in [400, 401, 403, 404, 500] {
        let error = error_of(DCS, ScriptedResponse::with(status, &[], body)).await;
        let documented =
            error.documented::<ResetAclAccountPasswordError>().unwrap_or_else(|| panic!("{status} is documented"));
        let response = match (status, documented) {
            (400, ResetAclAccountPasswordError::Status400(response))
            | (401, ResetAclAccountPasswordError::Status401(response))
            | (403, ResetAclAccountPasswordError::Status403(response))
            | (404, ResetAclAccountPasswordError::Status404(response))
            | (500, ResetAclAccountPasswordError::Status500(response)) => response,
            (_, other) => panic!("{status} is not {other:?}"),
        };
        assert_eq!(response.error_code.as_deref(), Some("DCS.4961"));
        assert_eq!(response.error_msg.as_deref(), Some("m"));
        assert_eq!(response.error_ext_msg.as_deref(), Some("e"));
    }
    for response in [
        ScriptedResponse::with(418, &[], body),
        ScriptedResponse::with(400, &[], "<html>"),
        ScriptedResponse::with(200, &[], body),
    ] {
        let error = error_of(DCS, response).await;
        assert_eq!(error.documented::<ResetAclAccountPasswordError>(), None, "{error}");
    }
}

/// The documented example of a 400 response has a code and no message. Both official SDKs lose the code.
#[tokio::test]
async fn a_code_without_a_message_is_a_code() {
    let error = error_of(DCS, ScriptedResponse::with(400, &[], r#"{"error_code":"DCS.4961"}"#)).await;
    assert_eq!((error.code(), error.message()), (Some("DCS.4961"), None));
    let documented = error.documented::<ResetAclAccountPasswordError>().expect("400 is documented");
    assert!(matches!(&documented, ResetAclAccountPasswordError::Status400(response)
            if response.error_code.as_deref() == Some("DCS.4961")));
}

/// DWS documents six error statuses without bodies. Bodies of other operations are not decoded for it.
#[tokio::test]
async fn documented_errors_belong_to_one_operation() {
    let body = r#"{"error_code":"DCS.4961","error_msg":"m"}"#;
    let error = error_of(DWS, ScriptedResponse::with(400, &[], body)).await;
    assert_eq!((error.status(), error.code()), (Some(400), Some("DCS.4961")));
    assert_eq!(error.documented::<ResetAclAccountPasswordError>(), None);
}

#[tokio::test]
async fn undocumented_properties_are_kept() {
    let server =
        Server::script([ScriptedResponse::json(r#"{"code":1,"lock_time":null,"later":{"a":[1,2]},"message":"m"}"#)]);
    let client: dcs::Client = Settings::of(&server).build().expect("the settings are good");
    let request = client.reset_acl_account_password().instance_id("i").account_id("a").new_password("p");
    let response = request.send().await.expect("the response is a success");
    assert_eq!((response.status(), response.request_id()), (200, Some("req-0001")));
    assert_eq!(response.headers()["content-type"], "application/json");
    // Fields of the body and methods of the response are both available.
    assert_eq!(
        (response.code.as_deref(), response.message.as_deref(), response.lock_time.as_deref()),
        (Some("1"), Some("m"), None)
    );
    let written = serde_json::to_value(response.into_body()).expect("a body is JSON");
    assert_eq!(written, serde_json::json!({"code": "1", "message": "m", "later": {"a": [1, 2]}}));
}

#[tokio::test]
async fn an_unknown_enum_value_keeps_its_string() {
    for (text, expected) in [
        (r#""success""#, ResetUserPasswordResponseStatus::Success),
        (r#""pending""#, ResetUserPasswordResponseStatus::Other("pending".to_owned())),
        ("7", ResetUserPasswordResponseStatus::Other("7".to_owned())),
    ] {
        let server = Server::script([ScriptedResponse::json(&format!(r#"{{"status":{text}}}"#))]);
        let client: codearts_artifact::Client = Settings::of(&server).build().expect("the settings are good");
        let response = client.reset_user_password().send().await.expect("the response is a success");
        assert_eq!(response.body().status, Some(expected));
    }
}

#[tokio::test]
async fn a_200_response_with_an_error_status_is_an_error() {
    for body in [r#"{"status":"error","error":{"code":"X","message":"m"}}"#, r#"{"error_code":"X","error_msg":"m"}"#] {
        let error = error_of(0, ScriptedResponse::json(body)).await;
        assert_eq!((error.status(), error.code(), error.message()), (Some(200), Some("X"), Some("m")), "{error}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn a_200_response_with_any_error_property_is_an_error() {
    let bodies = [
        r#"{"error_code":"X","error_msg":"m"}"#,
        r#"{"errorCode":"X","errorMsg":"m"}"#,
        r#"{"code":"X","message":"m"}"#,
        r#"{"error":{"code":"X","message":"m"}}"#,
    ];
    for (operation, call) in Call::all().iter().enumerate() {
        // A success response of DCS has a `code` too.
        for body in bodies.iter().filter(|body| operation != DCS || !body.starts_with("{\"code\"")) {
            let error = error_of(operation, ScriptedResponse::json(body)).await;
            assert_eq!(
                (error.status(), error.code(), error.message()),
                (Some(200), Some("X"), Some("m")),
                "{call:?} {body}"
            );
        }
    }
}

#[tokio::test]
async fn the_request_id_is_read_from_the_body() {
    let error =
        error_of(0, ScriptedResponse::with(200, &[], r#"{"status":"error","trace_id":"143002-1701244804975-630"}"#))
            .await;
    assert_eq!(error.request_id(), Some("143002-1701244804975-630"));
}
