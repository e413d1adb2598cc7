//! Parameters with unusual names and schemas, and parameters that are API keys.

use constructs::{
    parameter_styles,
    parameters::{Client, types::Range},
};

use crate::{builder, client, header, last, target, wait};
use wireright_runtime::transport::{CannedResponse, CannedTransport};

#[test]
fn a_wire_name_may_be_any_string() {
    let (client, sent): (Client, _) = client();
    wait(client.get_user().user_id("a b").fmt_ext("c/d").send()).expect("204");
    assert_eq!(target(&sent), "/users/a%20b/x.c%2Fd");
}

#[test]
fn a_parameter_without_a_type_is_a_string() {
    let (client, sent): (Client, _) = client();
    wait(client.get_account().account_id("x").page("2").send()).expect("204");
    assert_eq!(target(&sent), "/accounts/x?page=2");
}

#[test]
fn a_parameter_with_content_is_json_in_each_location() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let client: Client = builder(&transport).build().expect("valid");
    let range = || Range::default().from(1).days(vec!["a,b".to_owned()]);
    let request = client.get_json().r#where(range()).x_range(range()).range(range()).x_text("a");
    wait(request.send()).expect("204");
    assert_eq!(target(&transport), "/json/%7B%22from%22%3A1%2C%22days%22%3A%5B%22a%2Cb%22%5D%7D");
    assert_eq!(header(&transport, "x-range").as_deref(), Some(r#"{"from":1,"days":["a,b"]}"#));
    assert_eq!(header(&transport, "x-text").as_deref(), Some(r#""a""#));
    let cookie = "range=%7B%22from%22%3A1%2C%22days%22%3A%5B%22a%2Cb%22%5D%7D";
    assert_eq!(header(&transport, "cookie").as_deref(), Some(cookie));
}

#[test]
fn a_parameter_that_is_the_api_key_is_the_key_of_the_client() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let client: Client = builder(&transport).api_key("Key", "k-1").api_key("Token", "t-1").build().expect("valid");
    wait(client.get_secret().x_api_key("other").send()).expect("204");
    assert_eq!(header(&transport, "x-api-key").as_deref(), Some("k-1"));
    assert_eq!(last(&transport).headers().get_all("x-api-key").iter().count(), 1);
    assert_eq!(target(&transport), "/secret?X-API-Key=other&token=t-1");
}

#[test]
fn a_documented_value_of_a_server_variable_may_have_a_slash() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let client: Client = builder(&transport).server_variable("base", "/v2").build().expect("valid");
    wait(client.get_account().account_id("x").send()).expect("204");
    assert_eq!(last(&transport).uri().to_string(), "https://api.example.com/v2/accounts/x");
}

/// OpenAPI 3.2.0, "Parameter Object", `allowReserved`; RFC 6570, section 3.2.3. No path contains `?` and `#`. URL
/// parsers resolve segments of dots.
#[test]
fn a_reserved_value_of_a_path_has_several_segments() {
    let (client, sent): (parameter_styles::Client, _) = client();
    let get = |path: &str| wait(client.get_file().path(path).version("1/2").send());
    get("subscriptions/a b/(x)?y#z%2F").expect("204");
    assert_eq!(target(&sent), "/files/subscriptions/a%20b/(x)%3Fy%23z%2F/1%2F2");
    for path in ["..", "a/../b", "a/%2E%2e", "./a", ""] {
        let error = get(path).expect_err("it addresses another resource");
        assert!(error.is_invalid_request(), "{path}: {error}");
    }
    assert_eq!(sent.requests().len(), 1);
}
