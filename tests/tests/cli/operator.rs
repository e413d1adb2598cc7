//! Example `reset-password`: the command line for operators against a loopback server that verifies signatures.

use crate::program::{self, ProgramResult, SECRET_KEY};
use serde_json::{Value, json};
use tests::{
    server::{CapturedRequest, ScriptedResponse, Server},
    verifier::Verifier,
};

/// Satisfies the documented rules of every service.
const PASSWORD: &str = "Pl4nted-Secret.X";

const KAFKA: [&str; 5] = ["kafka", "--instance-id", "i-1", "--user-name", "alice"];

fn responding(status: u16, body: &'static str) -> Server {
    Server::start_with_handler(move |_, captured| {
        let verifier = Verifier::new(program::ACCESS_KEY, SECRET_KEY).at(std::time::SystemTime::now());
        match verifier.verify(captured.raw_request()) {
            Ok(_) => {
                ScriptedResponse::with(status, &[("Content-Type", "application/json"), ("X-Request-Id", "r-1")], body)
            }
            Err(mismatch) => ScriptedResponse::with(401, &[], format!("{{\"error_msg\":\"{mismatch}\"}}")),
        }
    })
}

/// Runs the command line with a password on standard input.
fn run(server: &Server, arguments: &[&str]) -> ProgramResult {
    let url = server.url();
    let common = ["--endpoint", &url, "--allow-http", "--project-id", "p-1"];
    program::run(&[arguments, &common].concat(), &format!("{PASSWORD}\n"), true)
}

fn json_of(ran: &ProgramResult) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

#[test]
fn each_service_is_reset() {
    let stdin = "--password-stdin";
    for (arguments, target, members) in [
        (&["kafka", "--instance-id", "i-1", "--user-name", "a/b", stdin][..], "/v2/p-1/instances/i-1/users/a%2Fb", 1),
        (&["rabbitmq", "--instance-id", "i-1", stdin], "/v2/p-1/instances/i-1/password", 1),
        (
            &["dcs", "--instance-id", "i-1", "--account-id", "a-1", stdin],
            "/v2/p-1/instances/i-1/accounts/a-1/password/reset",
            1,
        ),
        (&["dws", "--cluster-id", "c-1", stdin], "/v1.0/p-1/clusters/c-1/reset-password", 1),
        (&["artifact"], "/cloudartifact/v5/maven/users/me", 0),
    ] {
        let server = responding(200, r#"{"status":"success"}"#);
        let ran = run(&server, arguments);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.stdout.starts_with("Done: the password of ") && ran.stderr.is_empty(), "{ran:?}");
        let request = server.only_request();
        assert_eq!(request.target, target);
        assert_eq!(request.body_text().matches(PASSWORD).count(), members);
    }
}

#[test]
fn the_old_password_is_read_from_a_file() {
    let folder = program::empty_folder("old");
    let old = folder.join("old.txt");
    std::fs::write(&old, "old one\r\n").expect("a file can be written");
    let server = responding(200, "{}");
    let old = old.display().to_string();
    let ran = run(
        &server,
        &["dcs", "--instance-id", "i", "--account-id", "a", "--old-password-file", &old, "--password-stdin"],
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    let body: Value = serde_json::from_str(&server.only_request().body_text()).expect("it is JSON");
    assert_eq!(body, json!({ "old_password": "old one", "new_password": PASSWORD }));
}

#[test]
fn credentials_can_come_from_the_default_chain() {
    let file = program::empty_folder("profile").join("credentials");
    let profile = format!("[basic]\nak = {}\nsk = {SECRET_KEY}\nproject_id = p-9\n", program::ACCESS_KEY);
    std::fs::write(&file, profile).expect("a file can be written");
    let file = file.display().to_string();
    let environment = [("HUAWEICLOUD_SDK_CREDENTIALS_FILE", file.as_str())];
    let server = responding(204, "");
    let url = server.url();
    let chain = ["--password-stdin", "--endpoint", &url, "--allow-http", "--credentials", "chain"];
    let arguments = [&KAFKA[..], &chain].concat();
    let ran = program::run_within(&environment, &arguments, PASSWORD);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(server.only_request().target, "/v2/p-9/instances/i-1/users/alice");
    let dry = [&arguments[..], &["--dry-run", "--project-id", "p"]].concat();
    let ran = program::run_within(&environment, &dry, PASSWORD);
    assert_eq!((ran.code, server.count()), (2, 1), "{ran:?}");
    assert!(ran.stderr.contains("--dry-run sends nothing"), "{ran:?}");
}

#[test]
fn a_dry_run_shows_the_request_without_its_secrets() {
    let server = responding(200, "");
    let ran = run(&server, &[&KAFKA[..], &["--password-stdin", "--dry-run", "--format", "json"]].concat());
    assert_eq!((ran.code, server.count()), (0, 0), "{ran:?}");
    let shown = json_of(&ran);
    assert_eq!(shown["url"], format!("{}/v2/p-1/instances/i-1/users/alice", server.url()));
    assert_eq!((&shown["method"], &shown["body"]), (&json!("PUT"), &json!({ "new_password": "***" })));
    let headers = shown["headers"].as_array().expect("it is a list");
    let authorization = headers.iter().find(|header| header["name"] == "authorization").expect("it is signed");
    let words = authorization["value"].as_str().expect("it is a text");
    assert!(words.starts_with("SDK-HMAC-SHA256 Access=") && words.ends_with(", Signature=***"), "{words}");
    let human = run(&server, &[&KAFKA[..], &["--password-stdin", "--dry-run"]].concat());
    assert_eq!(human.stderr, "Nothing was sent.\n");
    assert!(human.stdout.starts_with("PUT http://") && human.stdout.contains("\n\n{\"new_password\":\"***\"}"));
}

#[test]
fn broken_password_rules_are_reported_before_sending() {
    let server = responding(204, "");
    let url = server.url();
    let common = ["--endpoint", &url, "--allow-http", "--project-id", "p-1", "--password-stdin"];
    let arguments = [&KAFKA[..], &common].concat();
    let ran = program::run(&arguments, "ecila\n", true);
    assert_eq!((ran.code, server.count()), (3, 0), "{ran:?}");
    assert!(ran.stderr.contains("  - the new password must have at least 8 characters\n"), "{ran:?}");
    assert!(ran.stderr.contains("--user-name") && ran.stderr.contains("\nNothing was sent.\n"), "{ran:?}");
    assert!(!ran.stderr.contains("ecila"), "{ran:?}");
    let listed = json_of(&program::run(&[&arguments[..], &["--format", "json"]].concat(), "ecila", true));
    assert_eq!(listed["rules"][0]["rule"], "TooShort");
    assert_eq!(listed["message"], "the request breaks documented rules");
    assert_eq!(program::run(&[&arguments[..], &["--skip-rules"]].concat(), "ecila", true).code, 0);
}

#[test]
fn the_exit_code_reports_the_outcome() {
    let refusing = responding(403, r#"{"error_code":"DMS.00400003","error_msg":"no permission"}"#);
    let ran = run(&refusing, &[&KAFKA[..], &["--password-stdin"]].concat());
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("DMS.00400003: no permission") && ran.stderr.contains("is not reset"), "{ran:?}");
    let told = json_of(&run(&refusing, &[&KAFKA[..], &["--password-stdin", "--format", "json"]].concat()));
    assert_eq!(
        (&told["outcome"], &told["status"], &told["request_id"]),
        (&json!("failed"), &json!(403), &json!("r-1"))
    );

    let silent = Server::start_with_handler(|_, _: &CapturedRequest| ScriptedResponse::close());
    let arguments = ["dcs", "--instance-id", "i", "--account-id", "a", "--password-stdin"];
    let ran = run(&silent, &arguments);
    assert_eq!((ran.code, silent.count()), (4, 1), "{ran:?}");
    assert!(ran.stderr.contains("may be set all the same"), "{ran:?}");

    let nobody = tests::server::refusing_address();
    let url = format!("http://{nobody}");
    let ran = program::run(&["artifact", "--endpoint", &url, "--allow-http"], "", true);
    assert_eq!(ran.code, 1, "{ran:?}");
}

#[test]
fn invalid_arguments_send_nothing() {
    let server = responding(204, "");
    let url = server.url();
    let endpoint = ["--endpoint", url.as_str(), "--allow-http"];
    let project = ["--project-id", "p"];
    let folder = program::empty_folder("misuse");
    let lines = folder.join("lines.txt");
    std::fs::write(&lines, "one\ntwo\n").expect("a file can be written");
    let lines = lines.display().to_string();
    let stdin = ["--password-stdin"];
    for (arguments, input, words) in [
        (vec![], "", "Usage"),
        (vec!["kafka"], "", "--instance-id"),
        ([&KAFKA[..], &stdin, &project].concat(), PASSWORD, "Give --region"),
        ([&KAFKA[..], &stdin, &project, &["--region", "cn-noth-4"]].concat(), PASSWORD, "is it `cn-north-4`"),
        ([&KAFKA[..], &stdin, &project, &["--endpoint", &url]].concat(), PASSWORD, "must be https (--allow-http lifts"),
        ([&KAFKA[..], &stdin, &project, &["--region", "mars"]].concat(), PASSWORD, "give its --endpoint"),
        ([&KAFKA[..], &stdin, &endpoint, &["--dry-run"]].concat(), PASSWORD, "give --project-id"),
        ([&KAFKA[..], &stdin, &endpoint].concat(), PASSWORD, "--project-id has not been given"),
        (
            [&["kafka", "--instance-id", "..", "--user-name", "u"], &stdin[..], &endpoint, &project].concat(),
            PASSWORD,
            "--instance-id must not be `.` or `..`",
        ),
        ([&KAFKA[..], &stdin, &endpoint, &project].concat(), "", "holds no password"),
        ([&KAFKA[..], &stdin, &endpoint, &project].concat(), "a\nb\n", "more than one line"),
        ([&KAFKA[..], &["--password-file", &lines], &endpoint, &project].concat(), "", "more than one line"),
        ([&KAFKA[..], &["--password-file", "/nowhere/x"], &endpoint, &project].concat(), "", "cannot be read"),
        ([&KAFKA[..], &stdin, &["--password-file", &lines]].concat(), "", "cannot be used with"),
        ([&KAFKA[..], &["--password", PASSWORD]].concat(), "", "unexpected argument '--password'"),
        ([&KAFKA[..], &["--new-password=Pl4nted-Secret.X"]].concat(), "", "unexpected argument '--new-password"),
    ] {
        let ran = program::run(&arguments, input, true);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(words), "{arguments:?}: {ran:?}");
        // Every error of the arguments ends with the same line.
        let is_told = ran.stderr.ends_with("\nNothing was sent.\n") || ran.stderr.contains("try '--help'");
        assert!(is_told || words == "Usage", "{arguments:?}: {ran:?}");
    }
    let ran = program::run(&[&KAFKA[..], &stdin, &endpoint, &project].concat(), PASSWORD, false);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("HUAWEICLOUD_SDK_AK") && ran.stderr.contains("--credentials chain"), "{ran:?}");
    assert_eq!(server.count(), 0);
}

#[test]
fn the_help_names_services_and_exit_codes() {
    let ran = program::run(&["--help"], "", false);
    assert_eq!(ran.code, 0);
    for service in ["kafka", "rabbitmq", "dcs", "dws", "artifact"] {
        let options = program::run(&[service, "-h"], "", false).stdout;
        let options: Vec<&str> = options.lines().filter(|line| line.trim_start().starts_with('-')).collect();
        // The help of an option follows it after two spaces.
        let unexplained = options.iter().find(|line| !line.trim_start().contains("  "));
        assert!(!options.is_empty() && unexplained.is_none(), "{service}: {unexplained:?}");
    }
    // Without a terminal there are 100 columns. The examples fit into 80.
    let ours = ran.stdout.split("\nCredentials:\n").nth(1).expect("it says where credentials come from");
    assert_eq!(ours.lines().filter(|line| line.chars().count() > 80).collect::<Vec<_>>(), Vec::<&str>::new());
    for words in ["kafka", "rabbitmq", "dcs", "dws", "artifact", "HUAWEICLOUD_SDK_AK", "Exit codes:", "--dry-run"] {
        assert!(ran.stdout.contains(words), "{words}: {ran:?}");
    }
}
