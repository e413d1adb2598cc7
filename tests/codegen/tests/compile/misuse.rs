//! Programs that use a generated client incorrectly, each an example of the crate `misuse`. They must not compile.

use codegen_tests::temporary_workspace::{TemporaryWorkspace, dependency};

use crate::CHECKED;

const SETTERS: [&str; 3] = [".instance_id(\"i\")", ".user_name(\"u\")", ".new_password(\"p\")"];
const FLAGS: [&str; 3] = ["HAS_INSTANCE_ID", "HAS_USER_NAME", "HAS_NEW_PASSWORD"];
/// Which setters each program leaves out, by position.
const MISSING: [(&str, &[usize]); 4] =
    [("without_instance", &[0]), ("without_user", &[1]), ("without_password", &[2]), ("without_two", &[0, 2])];
const DISPLAYED_SECRET: &str = "displayed_secret";
const SUCCESS_HEADERS: &str = "success_headers";
const VENDOR_SETTINGS: &str = "vendor_settings";
/// Settings of the authenticator of one vendor, which the builder of another client does not have.
const SETTINGS: [&str; 3] = ["domain_id", "global", "derived_signing"];

/// The programs that must not compile.
pub(crate) fn is_invalid(target: &str) -> bool {
    MISSING.iter().any(|(name, _)| *name == target)
        || [DISPLAYED_SECRET, SUCCESS_HEADERS, VENDOR_SETTINGS].contains(&target)
}

pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    let program = |setters: &str| {
        format!(
            "use huaweicloud_reset_password::kafka::Client;\n\nfn main() {{}}\n\n\
             pub async fn call(client: &Client) {{\n    let _ = \
             client.reset_user_password(){setters}.send().await;\n}}\n"
        )
    };
    let headers = |ty: &str| {
        format!(
            "fn main() {{}}\n\npub fn read(error: &wireright_runtime::Error) {{\n    \
             let _ = error.documented_headers::<constructs::error_headers::{ty}>();\n}}\n"
        )
    };
    let secret = "use huaweicloud_reset_password::Secret;\n\nfn main() {}\n\n\
                  pub fn display(secret: &Secret) -> String {\n    format!(\"{secret}\")\n}\n";
    let settings =
        SETTINGS.map(|setting| format!("    let _ = constructs::paging::Client::builder().{setting}(true);\n"));
    let settings = format!("fn main() {{\n{}}}\n", settings.concat());
    let mut programs = vec![
        (VENDOR_SETTINGS.to_owned(), settings),
        ("complete".to_owned(), program(&SETTERS.concat())),
        ("error_headers".to_owned(), headers("types::responses::RefusedHeaders")),
        (SUCCESS_HEADERS.to_owned(), headers("list_things::ListThingsHeaders")),
        (DISPLAYED_SECRET.to_owned(), secret.to_owned()),
    ];
    for (name, missing) in MISSING {
        let setters: String = (0..3).filter(|position| !missing.contains(position)).map(|it| SETTERS[it]).collect();
        programs.push((name.to_owned(), program(&setters)));
    }
    let files = programs.into_iter().map(|(name, text)| (format!("examples/{name}.rs"), text));
    let root = ("src/lib.rs".to_owned(), String::new());
    let client = "default-features = false, features = [\"kafka\"]";
    let dependencies = [
        dependency("huaweicloud-reset-password", "generated", client),
        dependency("constructs", "tests/constructs", "version = \"0.1.0\""),
    ];
    workspace.add("misuse", &dependencies, files.chain([root]));
}

/// What the compiler reports about a program.
fn messages(target: &str) -> String {
    let (_, messages) = &*CHECKED;
    messages.iter().filter(|message| message.target == target).map(|message| message.text.as_str()).collect()
}

#[test]
fn a_missing_required_value_is_named() {
    for (name, missing) in MISSING {
        let output = messages(name);
        let problem = "a required value of this request is not set: \
                       `huaweicloud_reset_password::kafka::service::required::";
        for (position, flag) in FLAGS.iter().enumerate() {
            let is_named = output.contains(&format!("{problem}{flag}`"));
            assert_eq!(is_named, missing.contains(&position), "{flag}: {output}");
        }
    }
}

#[test]
fn a_secret_cannot_be_displayed() {
    let output = messages(DISPLAYED_SECRET);
    assert!(output.contains("Secret"), "{output}");
}

#[test]
fn headers_of_a_success_cannot_be_read_from_an_error() {
    let output = messages(SUCCESS_HEADERS);
    assert!(output.contains("DocumentedErrorHeaders"), "{output}");
}

#[test]
fn a_client_has_no_settings_of_another_vendor() {
    let output = messages(VENDOR_SETTINGS);
    for setting in SETTINGS {
        assert!(output.contains(&format!("no method named `{setting}` found")), "{output}");
    }
}
