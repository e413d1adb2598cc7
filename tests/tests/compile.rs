//! What is printed compiles without a warning, and what must not compile does not.

use std::path::Path;

use tests::{documents, scratch::Scratch};
use wireright_codegen::{GeneratedFile, Options, generate};

fn scratch(name: &str) -> Scratch {
    Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")), name)
}

#[test]
fn every_construct_compiles_without_a_warning() {
    let mut scratch = scratch("constructs");
    for document in documents::folder("tests/documents/constructs") {
        let path = document.path.clone();
        let name = path.rsplit('/').next().unwrap_or_default().replace(['.', '_'], "-");
        let options = Options { package: name.clone(), ..Options::default() };
        let generation = generate(vec![document], &options);
        assert!(!generation.files.is_empty(), "{path}: {:?}", generation.diagnostics);
        scratch.add_generated(&name, &generation);
    }
    let verdict = scratch.cargo(&["clippy"]);
    assert!(verdict.success, "{}", verdict.output);
    let verdict = scratch.cargo(&["doc", "--no-deps"]);
    assert!(verdict.success, "{}", verdict.output);
}

/// A program that calls one operation with these setters.
fn calling(setters: &str) -> String {
    format!(
        "use huaweicloud_reset_password::kafka::Client;\n\
         pub async fn call(client: &Client) {{ let _ = client.reset_user_password(){setters}.send().await; }}\n"
    )
}

#[test]
fn a_request_without_a_required_value_does_not_compile() {
    let complete = ".instance_id(\"i\").user_name(\"u\").new_password(\"p\")";
    let mut whole = scratch("complete");
    whole.add("complete", &["kafka"], [("src/lib.rs", calling(complete).as_str())]);
    let verdict = whole.cargo(&["check"]);
    assert!(verdict.success, "{}", verdict.output);

    let setters = [".instance_id(\"i\")", ".user_name(\"u\")", ".new_password(\"p\")"];
    let flags = ["HAS_INSTANCE_ID", "HAS_USER_NAME", "HAS_NEW_PASSWORD"];
    for missing in [&[0][..], &[1], &[2], &[0, 2]] {
        let given: String = (0..3).filter(|place| !missing.contains(place)).map(|place| setters[place]).collect();
        let mut lacking = scratch("complete");
        lacking.add("complete", &["kafka"], [("src/lib.rs", calling(&given).as_str())]);
        let verdict = lacking.cargo(&["check"]);
        assert!(!verdict.success, "it compiled with no more than {given}");
        // Exactly what is missing is named.
        let said = "a required value of this request has not been given: \
                    `huaweicloud_reset_password::kafka::reset_user_password::required::";
        for (place, flag) in flags.iter().enumerate() {
            let is_named = verdict.output.contains(&format!("{said}{flag}`"));
            assert_eq!(is_named, missing.contains(&place), "{flag}: {}", verdict.output);
        }
    }
}

#[test]
fn a_password_is_no_plain_text() {
    let mut scratch = scratch("secret");
    let program =
        "use huaweicloud_reset_password::Secret;\npub fn show(secret: &Secret) -> String { format!(\"{secret}\") }\n";
    scratch.add("secret", &["kafka"], [("src/lib.rs", program)]);
    let verdict = scratch.cargo(&["check"]);
    assert!(!verdict.success && verdict.output.contains("Secret"), "{}", verdict.output);
}

/// The two are asked for with one word, so the type must tell them apart.
#[test]
fn headers_of_a_success_are_not_read_from_a_failure() {
    for (wanted, compiles) in [("types::responses::RefusedHeaders", true), ("list_things::ListThingsHeaders", false)] {
        let mut documents = documents::folder("tests/documents/constructs");
        documents.retain(|document| document.path.ends_with("/refusals.yaml"));
        let package = "refusal";
        let mut generation = generate(documents, &Options { package: package.to_owned(), ..Options::default() });
        let text = format!(
            "fn main() {{}}\npub fn read(error: &wireright_runtime::Error) {{\n    \
             let _ = error.documented_headers::<refusal::refusals::{wanted}>();\n}}\n"
        );
        generation.files.push(GeneratedFile { path: "src/main.rs".to_owned(), text });
        let mut scratch = scratch("refusal");
        scratch.add_generated(package, &generation);
        let verdict = scratch.cargo(&["check"]);
        assert_eq!(verdict.success, compiles, "{}", verdict.output);
        assert!(compiles || verdict.output.contains("DocumentedErrorHeaders"), "{}", verdict.output);
    }
}
