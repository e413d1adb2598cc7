//! Password rules of each service, checked by `validate`. Nothing is sent.

use huaweicloud_reset_password::{
    Violations, dcs, dws,
    huaweicloud::Credentials,
    kafka, rabbitmq,
    runtime::{ClientBuilder, transport::CannedTransport},
};
use tests::{
    calls::kafka_request,
    fixture::{self, HuaweiCloudClient},
    server::{ScriptedResponse, Server},
};

/// A client with a transport that has no responses.
fn client<C: HuaweiCloudClient>() -> C {
    let credentials = Credentials::new("ak", "sk").project_id("p");
    let builder =
        ClientBuilder::new().region("cn-north-4").authenticator(credentials).transport(CannedTransport::new());
    builder.build().expect("the settings are good")
}

fn kafka_of(user_name: &str, password: &str) -> Result<(), Violations> {
    client::<kafka::Client>().reset_user_password().user_name(user_name).new_password(password).validate()
}

fn kafka(password: &str) -> Result<(), Violations> {
    kafka_of("alice", password)
}

fn dcs(password: &str) -> Result<(), Violations> {
    client::<dcs::Client>().reset_acl_account_password().new_password(password).validate()
}

fn dws(password: &str) -> Result<(), Violations> {
    client::<dws::Client>().reset_password().new_password(password).validate()
}

fn rabbitmq(password: &str) -> Result<(), Violations> {
    client::<rabbitmq::Client>().reset_password().new_password(password).validate()
}

/// The rules of a service, copied from its documentation.
struct Rules {
    name: &'static str,
    validate: fn(&str) -> Result<(), Violations>,
    length: (usize, usize),
    /// The documented lists of Kafka and DCS have no backslash. The comments of the SDKs add it.
    special: &'static str,
    may_begin_with_hyphen: bool,
}

const RULES: [Rules; 4] = [
    Rules {
        name: "kafka",
        validate: kafka,
        length: (8, 32),
        special: "`~!@#$ %^&*()-_=+|[{}]:'\",<.>/?\\",
        may_begin_with_hyphen: false,
    },
    Rules {
        name: "dcs",
        validate: dcs,
        length: (8, 64),
        special: "`~!@#$%^&*()-_=+|{},<.>/?\\",
        may_begin_with_hyphen: true,
    },
    Rules {
        name: "dws",
        validate: dws,
        length: (12, 32),
        special: "~!?,.:;-_'\"(){}[]/<>@#%^&*+|\\=",
        may_begin_with_hyphen: true,
    },
    Rules {
        name: "rabbitmq",
        validate: rabbitmq,
        length: (8, 32),
        special: "`~!@#$%^&*()-_=+\\|[{}];:'\",<.>/? ",
        may_begin_with_hyphen: false,
    },
];

#[test]
fn only_documented_special_characters_are_allowed() {
    for Rules { name, validate, special, .. } in RULES {
        for character in (' '..='~').filter(|character| !character.is_ascii_alphanumeric()) {
            let result = validate(&format!("Abcdefgh{character}2345"));
            assert_eq!(result.is_ok(), special.contains(character), "{name} {character:?}: {result:?}");
        }
        for character in ['\0', '\n', '\t', '\u{7f}', 'é', 'Ａ', '１', '名', '\u{200b}', '😀'] {
            validate(&format!("Abcdefgh{character}2345")).expect_err(name);
        }
    }
}

#[test]
fn minimum_and_maximum_length_are_checked() {
    for Rules { name, validate, length: (shortest, longest), .. } in RULES {
        let of = |length: usize| validate(&"aB3456789".repeat(8)[..length]);
        for (length, good) in
            [(0, false), (shortest - 1, false), (shortest, true), (longest, true), (longest + 1, false)]
        {
            assert_eq!(of(length).is_ok(), good, "{name}: {length} characters");
        }
    }
}

#[test]
fn three_of_four_character_classes_are_required() {
    for Rules { name, validate, .. } in RULES {
        for (password, good) in [
            ("abcdefghijklm", false),
            ("abcdefghijkl1", false),
            ("abcdefghijkl_", false),
            ("ABCDEFGHIJKL1", false),
            ("1234567890123", false),
            ("_____________", false),
            ("abcdefghijkL1", true),
            ("abcdefghijk_1", true),
            ("abcdefghijkL_", true),
            ("ABCDEFGHIJK_1", true),
            ("abcdefghijL_1", true),
        ] {
            let result = validate(password);
            assert_eq!(result.is_ok(), good, "{name} {password}: {result:?}");
        }
    }
}

#[test]
fn a_leading_hyphen_is_checked_per_service() {
    for Rules { name, validate, may_begin_with_hyphen, .. } in RULES {
        assert_eq!(validate("-Abcdefgh2345").is_ok(), may_begin_with_hyphen, "{name}");
        validate("Abcdefgh2345-").expect(name);
    }
}

#[test]
fn a_kafka_password_is_not_the_user_name_forwards_or_backwards() {
    for (user_name, password, good) in [
        ("Alice12345", "Alice12345", false),
        ("Alice12345", "54321ecilA", false),
        // Only an equal password is forbidden. A part or another case is valid.
        ("Alice12345", "Alice12345_", true),
        ("Alice12345", "aLICE12345", true),
        ("a", "Alice12345", true),
    ] {
        let result = kafka_of(user_name, password);
        assert_eq!(result.is_ok(), good, "{user_name} {password}: {result:?}");
    }
}

#[test]
fn every_broken_rule_is_reported() {
    let violations = kafka_of("-é", "-é").expect_err("nearly every rule is broken");
    assert_eq!(violations.iter().count(), 5, "{violations}");
    let words = violations.to_string();
    for word in ["8", "3", "special", "begin", "user_name"] {
        assert!(words.contains(word), "{word} is missing: {words}");
    }
}

/// `send` does not check the rules: the service decides.
#[tokio::test]
async fn send_does_not_validate() {
    let server = Server::script([ScriptedResponse::status(204)]);
    let client: kafka::Client = fixture::builder(&server).build().expect("the settings are good");
    kafka_request(&client).new_password("").send().await.expect("the server responds");
    assert_eq!(server.only_request().body_text(), r#"{"new_password":""}"#);
}
