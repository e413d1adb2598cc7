//! Profile file: location, format, changes and errors.

use std::{fs, path::Path};

use huaweicloud_reset_password::{
    ErrorKind,
    huaweicloud::credentials::{CredentialsError, CredentialsErrorKind, Environment, ProfileProvider},
};
use tempfile::TempDir;
use tests::{
    keys::{client, reset, reset_in_project},
    server::{ScriptedResponse, Server},
};

fn server() -> Server {
    Server::start_with_handler(|_, captured| match captured.raw_request().target.as_str() {
        "/v3/projects?name=cn-north-4" => {
            let access = captured.raw_request().header("Authorization").unwrap_or_default();
            let id = if access.contains("Access=second") { "p-second" } else { "p-first" };
            ScriptedResponse::json(&format!(r#"{{"projects":[{{"id":"{id}"}}]}}"#))
        }
        _ => ScriptedResponse::status(204),
    })
}

fn write(folder: &Path, content: &str) -> std::path::PathBuf {
    let path = folder.join("credentials");
    // Replaced atomically.
    fs::write(folder.join("new"), content).expect("a file can be written");
    fs::rename(folder.join("new"), &path).expect("a file can be renamed");
    path
}

#[tokio::test]
async fn a_changed_profile_file_is_read_again() {
    let server = server();
    let folder = TempDir::new().expect("a folder can be made");
    let path = write(folder.path(), "[basic]\nak = first\nsk = s\n");
    let client = client(&server, ProfileProvider::new().file(&path));
    for _ in 0..2 {
        reset(&client).await.expect("the keys are there");
    }
    write(folder.path(), "[basic]\nak = second\nsk = s\n");
    reset(&client).await.expect("the new keys are there");
    let access = |text: String| text.split("Access=").nth(1).and_then(|text| text.split(',').next()).map(str::to_owned);
    let requests = server.requests();
    let seen = requests.iter().map(|captured| {
        let request = captured.raw_request();
        (
            access(request.header("Authorization").unwrap_or_default()).unwrap_or_default(),
            request.header("X-Project-Id"),
        )
    });
    let seen: Vec<_> = seen.collect();
    let expected = [
        ("first", None),
        ("first", Some("p-first")),
        ("first", Some("p-first")),
        // Other credentials may belong to another account with another project.
        ("second", None),
        ("second", Some("p-second")),
    ];
    assert_eq!(seen, expected.map(|(access, project)| (access.to_owned(), project.map(str::to_owned))));

    fs::write(&path, "[basic\nak = third").expect("a file can be written");
    let error = reset(&client).await.expect_err("the file is malformed now");
    assert_eq!(CredentialsError::of_call(&error).expect("a reason").kind(), CredentialsErrorKind::Unreadable);
    assert_eq!(server.count(), 5);
}

#[tokio::test]
async fn a_profile_error_names_the_profile_and_the_reason() {
    let server = server();
    let folder = TempDir::new().expect("a folder can be made");
    let path = folder.path().join("credentials");
    let cases: [(&[u8], CredentialsErrorKind, &str); 6] = [
        (b"ak = hunter2", CredentialsErrorKind::Unreadable, "line 1 is before the first section"),
        (b"[basic]\nak = hunter2 %\nsk = hunter2", CredentialsErrorKind::Unreadable, "the value of `ak` has a `%`"),
        (b"[basic]\nak = \xff", CredentialsErrorKind::Unreadable, "is not UTF-8"),
        (b"[other]\nak = hunter2\nsk = hunter2", CredentialsErrorKind::NotConfigured, "no section [basic]"),
        (b"[basic]\nak = hunter2", CredentialsErrorKind::NotConfigured, "neither `ak` and `sk` nor"),
        (b"[basic]\nak = hunter 2\nsk = hunter2", CredentialsErrorKind::Invalid, "a blank"),
    ];
    for (content, kind, words) in cases {
        fs::write(&path, content).expect("a file can be written");
        let error = reset_in_project(&client(&server, ProfileProvider::new().file(&path))).await.expect_err(words);
        assert_eq!(error.kind(), ErrorKind::Credentials, "{error}");
        assert_eq!(CredentialsError::of_call(&error).expect("a reason").kind(), kind, "{error}");
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(words) && !shown.contains("hunter"), "{shown}");
    }
    let error = reset_in_project(&client(&server, ProfileProvider::new().file(folder.path()))).await;
    let error = error.expect_err("a folder is no file");
    assert_eq!(
        CredentialsError::of_call(&error).expect("a reason").kind(),
        CredentialsErrorKind::Unreadable,
        "{error}"
    );
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn the_profile_file_is_in_the_home_folder_or_set_by_a_variable() {
    let server = server();
    let home = TempDir::new().expect("a folder can be made");
    fs::create_dir(home.path().join(".huaweicloud")).expect("a folder can be made");
    write(&home.path().join(".huaweicloud"), "[basiccredentials]\nak=home\nsk=s\nproject_id=p\nsecurity_token=t\n");
    let other = write(home.path(), "[basic]\nak=other\nsk=s\nproject_id=p\n");
    let at_home = |name: &str| (name.to_owned(), home.path().as_os_str().to_owned());
    let mut variables = vec![at_home("HOME"), at_home("USERPROFILE")];
    for expected in ["Access=home,", "Access=other,"] {
        let provider = ProfileProvider::new().environment(Environment::of(variables.clone()));
        reset(&client(&server, provider)).await.expect("the keys are there");
        let request = server.requests().pop().expect("it arrived").raw_request().clone();
        assert!(request.header("Authorization").expect("it is signed").contains(expected));
        variables.push(("HUAWEICLOUD_SDK_CREDENTIALS_FILE".to_owned(), other.clone().into_os_string()));
    }
}
