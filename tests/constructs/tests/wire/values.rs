//! JSON values as Rust types: each value survives a round trip.

use constructs::values::{
    Client,
    types::{Account, Everything, Folder, Pet, Trace, Tree, everything},
};
use wireright_runtime::Nullable;

use crate::{echo, last, round_trip, wait};

fn read(json: &str) -> Result<Everything, serde_json::Error> {
    serde_json::from_str(json)
}

#[test]
fn values_survive_a_round_trip() {
    // The discriminator selects the variant, even if another one matches. An unknown value is kept.
    assert!(matches!(round_trip::<Everything>(r#"{"pet":{"kind":"dog","lives":1}}"#).pet, Some(Pet::Dog(_))));
    assert!(matches!(round_trip::<Everything>(r#"{"pet":{"kind":"cat","lives":1}}"#).pet, Some(Pet::Cat(_))));
    let cow = round_trip::<Everything>(r#"{"pet":{"kind":"cow","milk":[1.50]}}"#).pet;
    assert!(matches!(&cow, Some(Pet::Unknown(cow)) if cow.tag() == "cow" && cow.json().contains("1.50")), "{cow:?}");
    // Without a discriminator, the matching variant is selected.
    assert!(matches!(
        round_trip::<Everything>(r#"{"figure":{"radius":1.5}}"#).figure,
        Some(everything::Figure::Circle(_))
    ));
    assert!(matches!(
        round_trip::<Everything>(r#"{"figure":{"side":2.5}}"#).figure,
        Some(everything::Figure::Square(_))
    ));

    // A name with escapes, also written in another way.
    assert_eq!(round_trip::<Everything>(r#"{"in \"quotes\\":true}"#).in_quotes, Some(true));
    assert_eq!(read(r#"{"in \u0022quotes\u005c":false}"#).expect("it matches").in_quotes, Some(false));

    // An unknown enum value is kept.
    assert_eq!(round_trip::<Everything>(r#"{"colour":2}"#).colour, Some(2));
    assert_eq!(round_trip::<Everything>(r#"{"size":"large"}"#).size, Some(everything::Size::Large));
    assert_eq!(round_trip::<Everything>(r#"{"size":"huge"}"#).size, Some(everything::Size::Other("huge".into())));
    let grades = ["a", "+1", "-1", ""].map(everything::Grade::from);
    for (index, grade) in grades.iter().enumerate() {
        assert!(
            !matches!(grade, everything::Grade::Other(_)) && grades.iter().filter(|other| *other == grade).count() == 1
        );
        assert_eq!(grade.as_str(), ["a", "+1", "-1", ""][index]);
    }

    // Lists of types, null and absence, and numbers above 32 bits.
    assert_eq!(round_trip::<Everything>(r#"{"either":"1"}"#).either, Some(everything::Either::String("1".into())));
    assert_eq!(round_trip::<Everything>(r#"{"either":1}"#).either, Some(everything::Either::Integer(1)));
    assert_eq!(round_trip::<Everything>(r#"{"maybe":null}"#).maybe, Nullable::Null);
    assert_eq!(round_trip::<Everything>("{}").maybe, Nullable::Absent);
    assert_eq!(round_trip::<Everything>(r#"{"whole":3000000000}"#).whole, Some(3_000_000_000));

    // The limits select the integer type. Above 64 bits it is a number that keeps its digits.
    assert_eq!(round_trip::<Everything>(r#"{"unsigned":18446744073709551615}"#).unsigned, Some(u64::MAX));
    let huge = round_trip::<Everything>(r#"{"huge":36893488147419103231}"#);
    assert!(huge.validate().is_ok());
    let beyond = round_trip::<Everything>(r#"{"huge":36893488147419103232}"#).validate().expect_err("one too many");
    assert!(beyond.to_string().contains("huge"), "{beyond}");

    // Formats, undocumented properties and secrets.
    round_trip::<Everything>(concat!(
        r#"{"at":"2020-01-02T03:04:05.600+02:00","on":"2020-01-02","#,
        r#""id":"67e55044-10b1-426f-9247-bb680e5fe0c8","bytes":"AAEC","link":"/a?b"}"#,
    ));
    round_trip::<Everything>(r#"{"whole":1,"unknown":{"b":[1.10,null]},"more":18446744073709551616}"#);
    assert!(!format!("{:?}", read(r#"{"secret":"s3cret"}"#).expect("a secret")).contains("s3cret"));

    // A default does not make a required property optional, and is not filled in. An empty string is valid.
    assert!(read(r#"{"strict":{}}"#).expect_err("no id").to_string().contains("id"));
    assert!(read(r#"{"strict":{"id":1}}"#).expect_err("no name").to_string().contains("name"));
    assert_eq!(round_trip::<Everything>(r#"{"strict":{"id":1,"name":""}}"#).strict.expect("it came").note, None);

    // Read-only properties are received and not sent. Write-only properties are sent.
    let (client, sent): (Client, _) = echo();
    let mut account = Account::default().pin("0000").name("n");
    account.id = Some("1".into());
    wait(client.echo().body(Everything::default().account(account)).send()).expect("200");
    assert_eq!(last(&sent).body(), r#"{"account":{"pin":"0000","name":"n"}}"#);
    assert_eq!(read(r#"{"account":{"id":"1"}}"#).expect("it fits").account.expect("it came").id.as_deref(), Some("1"));
}

#[test]
fn lists_and_maps_contain_themselves() {
    let tree: Tree = round_trip("[[],[[]]]");
    assert_eq!(tree.len(), 2);
    assert_eq!(tree, Tree(vec![Tree::default(), Tree(vec![Tree::default()])]));
    assert!(Tree::default() < tree && tree < Tree(vec![Tree(vec![Tree::default()])]));
    let folder: Folder = round_trip(r#"{"a":{"b":{}},"c":{}}"#);
    assert!(Folder::default() < folder);
    let trace: Trace = round_trip(r#"[{"step":"a","trace":[{"folder":{"b":{}}}]}]"#);
    assert_eq!(trace[0].trace.as_ref().map(|inner| inner.len()), Some(1));
    let wide: Tree = round_trip("[[],[[],[],[]]]");
    let broken = wide.validate().expect_err("an inner list is too long").to_string();
    assert!(broken.contains("[1]") && broken.contains("at most 2 items"), "{broken}");
}

/// RFC 9562, section 4: the text is kept, and digits without hyphens are not a UUID.
#[test]
fn the_text_of_a_uuid_is_kept() {
    let json = r#"{"id":"67E55044-10B1-426F-9247-BB680E5FE0C8"}"#;
    assert_eq!(round_trip::<Everything>(json).id.map(|id| id.to_string().len()), Some(36));
    assert!(read(r#"{"id":"67e5504410b1426f9247bb680e5fe0c8"}"#).is_err());
}
