//! Program `replay`: its output, its errors, and its independence of the environment.

use std::{
    fs,
    process::{Command, Output},
};

use serde_json::{Value, json};

fn replay(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_replay"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn run(mut command: Command) -> Output {
    command.output().expect("the program can be run")
}

fn lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout.clone()).expect("the output is text");
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

/// Writes a file with these cases.
fn file(test: &str, content: &str) -> String {
    let path = format!("{}/{test}.json", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&path, content).expect("the file can be written");
    path
}

#[test]
fn each_case_is_a_line_of_output() {
    for (what, count) in [("requests", 97), ("responses", 104)] {
        let lines = lines(&run(replay(&[what, &format!("vectors/{what}.json")])));
        assert_eq!(lines.len(), count);
        assert!(lines.iter().all(|line| line["id"].is_string() && line["outcome"].is_string()));
    }
}

/// Proxies, `.netrc`, credentials and regions of the environment are not used by default.
#[test]
fn the_environment_changes_nothing() {
    let home = env!("CARGO_TARGET_TMPDIR");
    fs::write(format!("{home}/.netrc"), "default login planted password planted\n").expect("the file can be written");
    let arguments = ["requests", "vectors/requests.json"];
    let plain = lines(&run(replay(&arguments)));
    let mut changed = replay(&arguments);
    changed
        .env("HOME", home)
        .env("NETRC", format!("{home}/.netrc"))
        .env("TZ", "Asia/Shanghai")
        .env("LANG", "tr_TR.UTF-8");
    // No server listens on this port.
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        changed.env(name, "http://planted:planted@127.0.0.1:9");
    }
    for name in ["AK", "SK", "SECURITY_TOKEN", "PROJECT_ID", "DOMAIN_ID", "REGION_KAFKA_CN_NORTH_4", "REGIONS_FILE"] {
        changed.env(format!("HUAWEICLOUD_SDK_{name}"), "planted");
    }
    assert_eq!(lines(&run(changed)), plain);
}

#[test]
fn an_unknown_input_is_unsupported() {
    let case = |id: &str, change: Value| {
        let mut case = json!({
            "id": id, "service": "dws", "operation": "ResetPassword", "endpoint": "http://dws.example.com",
                "clock": "20260115T083000Z",
            "inputs": {"path_params": {"cluster_id": "c"}, "body": {"kind": "model", "fields": {"new_password": "p"}}},
            "credentials": {"kind": "basic", "ak": "A", "sk": "S", "project_id": "p"},
            "unknown": "UNREADABLE"
        });
        for (name, value) in change.as_object().expect("a change is an object") {
            case[name] = value.clone();
        }
        case
    };
    let cases = json!([
        case("as it is", json!({})),
        case("other service", json!({"service": "ecs"})),
        case("other operation", json!({"operation": "Delete"})),
        case("other algorithm", json!({"algorithm": "HMAC_MD5"})),
        case("other rule", json!({"derived": {"service": "dws", "predicate": "sometimes"}})),
        case("other credentials", json!({"credentials": {"kind": "metadata", "anything": null}})),
        case("other body", json!({"inputs": {"path_params": {"cluster_id": "c"}, "body": {"kind": "stream"}}})),
        case(
            "other value",
            json!({"inputs": {"path_params": {"cluster_id": ["c"]},
                "body": {"kind": "model", "fields": {"new_password": "p"}}}})
        ),
        case("other clock", json!({"clock": "yesterday"})),
        case("no value", json!({"inputs": {}})),
        case("no secret key", json!({"credentials": {"kind": "basic", "ak": "A", "project_id": "p"}})),
    ]);
    // A number and a string that Rust's JSON libraries reject, in a part that is not read.
    let cases = cases.to_string().replace("\"UNREADABLE\"", r#"[1e999, "\ud800"]"#);
    let outcomes = lines(&run(replay(&["requests", &file("unforeseen", &cases)])));
    let outcomes = outcomes.iter().map(|line| line["outcome"].as_str().unwrap_or_default()).collect::<Vec<_>>();
    let expected = ["sent"].into_iter().chain(["unsupported"; 8]).chain(["refused"; 2]).collect::<Vec<_>>();
    assert_eq!(outcomes, expected);
}

#[test]
fn an_unknown_server_behaviour_is_unsupported() {
    let case = |served: Value, config: Value| {
        json!({"id": "x", "service": "dws", "operation": "ResetPassword",
        "served": served, "config": config})
    };
    let cases = json!([
        case(json!({"status": 200, "headers": [], "body": null, "then": [[200, [], null]]}), json!({})),
        case(json!({"raw": "teapot"}), json!({})),
        case(json!({"status": 200}), json!({"ignore_ssl": true})),
        case(json!({"status": 200}), json!({"timeout": [1, 2]})),
        case(json!({"status": 200, "endpoint": "nowhere"}), json!({})),
        case(json!({"status": 200}), json!({"proxy_host": "proxy.example.com", "proxy_protocol": "gopher"})),
    ]);
    let outcomes = lines(&run(replay(&["responses", &file("behaviours", &cases.to_string())])));
    let outcomes = outcomes.iter().map(|line| line["outcome"].as_str().unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(outcomes, ["ok", "unsupported", "unsupported", "unsupported", "unsupported", "unsupported"]);
}

#[test]
fn a_proxy_case_uses_a_proxy() {
    let case = |served: Value, config: Value| {
        let mut config = config;
        config["proxy_host"] = json!("proxy.example.com");
        config["proxy_port"] = json!(3128);
        json!({"id": "x", "service": "dws", "operation": "ResetPassword", "served": served, "config": config})
    };
    let https = "https://dws.test.local";
    let cases = json!([
        // Only a proxy can resolve these hosts.
        case(json!({"status": 200, "endpoint": "http://dws.test.local"}), json!({"proxy_protocol": "http"})),
        case(json!({"status": 200, "endpoint": https, "tls": true}), json!({"ssl_ca_cert": "given"})),
        case(json!({"raw": "proxy403", "endpoint": https}), json!({"proxy_user": "u", "proxy_password": "p w+/"})),
        case(json!({"raw": "proxy407", "endpoint": https}), json!({})),
    ]);
    let lines = lines(&run(replay(&["responses", &file("proxies", &cases.to_string())])));
    let outcomes = lines.iter().map(|line| (line["outcome"].as_str().unwrap_or_default(), line["status"].as_u64()));
    let expected = [("ok", Some(200)), ("ok", Some(200)), ("error", None), ("error", None)];
    assert_eq!(outcomes.collect::<Vec<_>>(), expected, "{lines:?}");
}

#[test]
fn an_invalid_case_is_unsupported_by_itself() {
    let cases = json!([{"id": "bare"}, {"id": 1}, "no object"]);
    for what in ["requests", "responses"] {
        let lines = lines(&run(replay(&[what, &file("formats", &cases.to_string())])));
        let outcomes = lines.iter().map(|line| (line["id"].as_str(), line["outcome"].as_str())).collect::<Vec<_>>();
        assert_eq!(outcomes, ["bare", "1", ""].map(|id| (Some(id), Some("unsupported"))));
    }
}

#[test]
fn a_file_without_cases_is_an_error() {
    let cases = [
        (vec![], "usage:"),
        (vec!["requests".to_owned()], "usage:"),
        (vec!["other".to_owned(), file("list", "[]")], "usage:"),
        (vec!["requests".to_owned(), "vectors/none.json".to_owned()], "vectors/none.json"),
        (vec!["requests".to_owned(), file("cut", "[{\"id\": ")], "EOF"),
        (vec!["requests".to_owned(), file("object", "{}")], "sequence"),
    ];
    for (arguments, words) in cases {
        let output = run(replay(&arguments.iter().map(String::as_str).collect::<Vec<_>>()));
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(
            message.contains(words) && output.stdout.is_empty() && !message.contains("panicked"),
            "{arguments:?}: {message}"
        );
    }
}
