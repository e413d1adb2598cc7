//! What values become in Rust, and again in JSON: nothing is lost, and nothing is made up.

use wire_table::values::{
    Client,
    types::{Account, Everything, Pet, everything},
};

use super::{echo, last, wait};

fn read(json: &str) -> Result<Everything, serde_json::Error> {
    serde_json::from_str(json)
}

/// Reads, writes again, and gives what was read.
fn kept(json: &str) -> Everything {
    let read = read(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(serde_json::to_string(&read).expect("it can be written"), json);
    read
}

pub fn run() {
    // A discriminator decides, though the other branch would fit as well; what it does not know is refused, and says why.
    assert!(matches!(kept(r#"{"pet":{"kind":"dog","lives":1}}"#).pet, Some(Pet::Dog(_))));
    assert!(matches!(kept(r#"{"pet":{"kind":"cat","lives":1}}"#).pet, Some(Pet::Cat(_))));
    let error = read(r#"{"pet":{"kind":"cow"}}"#).expect_err("no such pet").to_string();
    assert!(error.contains("cow") && error.contains("kind"), "{error}");
    // Without one, the branch that fits; none is merged with another.
    assert!(matches!(kept(r#"{"shape":{"radius":1.5}}"#).shape, Some(everything::Shape::Circle(_))));
    assert!(matches!(kept(r#"{"shape":{"side":2.5}}"#).shape, Some(everything::Shape::Square(_))));

    // Constants are an enum, whatever they are; a value that is not listed is kept.
    assert_eq!(kept(r#"{"colour":2}"#).colour, Some(2));
    assert_eq!(kept(r#"{"size":"large"}"#).size, Some(everything::Size::Large));
    assert_eq!(kept(r#"{"size":"huge"}"#).size, Some(everything::Size::Other("huge".into())));
    let grades = ["a", "A", "+1", "-1", ""].map(everything::Grade::from);
    for (index, grade) in grades.iter().enumerate() {
        assert!(!matches!(grade, everything::Grade::Other(_)) && grades.iter().filter(|other| *other == grade).count() == 1);
        assert_eq!(grade.as_str(), ["a", "A", "+1", "-1", ""][index]);
    }

    // Types in a list; null and absent; numbers beyond 32 bits.
    assert_eq!(kept(r#"{"either":"1"}"#).either, Some(everything::Either::String("1".into())));
    assert_eq!(kept(r#"{"either":1}"#).either, Some(everything::Either::Integer(1)));
    assert_eq!(kept(r#"{"maybe":null}"#).maybe, Some(None));
    assert_eq!(kept("{}").maybe, None);
    assert_eq!(kept(r#"{"whole":3000000000}"#).whole, Some(3_000_000_000));

    // Alternatives that lead back to each other come to an end, and each has what both offer.
    for member in ["wide", "narrow"] {
        kept(&format!(r#"{{"{member}":"1"}}"#));
        kept(&format!(r#"{{"{member}":1}}"#));
        assert!(read(&format!(r#"{{"{member}":true}}"#)).is_err());
    }

    // An integer is as wide as its bounds say, and beyond 64 bits a number that keeps its digits.
    assert_eq!(kept(r#"{"unsigned":18446744073709551615}"#).unsigned, Some(u64::MAX));
    let huge = kept(r#"{"huge":36893488147419103231}"#);
    assert!(huge.validate().is_ok());
    let beyond = kept(r#"{"huge":36893488147419103232}"#).validate().expect_err("one too many");
    assert!(beyond.to_string().contains("huge"), "{beyond}");

    // Formats; members that the document does not name; secrets.
    kept(r#"{"at":"2020-01-02T03:04:05.600+02:00","on":"2020-01-02","id":"67e55044-10b1-426f-9247-bb680e5fe0c8","bytes":"AAEC","link":"/a?b"}"#);
    kept(r#"{"whole":1,"unknown":{"b":[1.10,null]},"more":18446744073709551616}"#);
    assert!(!format!("{:?}", kept(r#"{"secret":"s3cret"}"#)).contains("s3cret"));

    // A default makes nothing optional that is required, and fills nothing in; an empty text is as good as any.
    assert!(read(r#"{"strict":{}}"#).expect_err("no id").to_string().contains("id"));
    assert!(read(r#"{"strict":{"id":1}}"#).expect_err("no name").to_string().contains("name"));
    assert_eq!(kept(r#"{"strict":{"id":1,"name":""}}"#).strict.expect("it came").note, None);

    // What is read-only is never sent, and received all the same; what is write-only is sent.
    let (client, sent): (Client, _) = echo();
    let mut account = Account::default().pin("0000").name("n");
    account.id = Some("1".into());
    wait(client.echo().body(Everything::default().account(account)).send()).expect("200");
    assert_eq!(last(&sent).body(), r#"{"account":{"pin":"0000","name":"n"}}"#);
    assert_eq!(read(r#"{"account":{"id":"1"}}"#).expect("it fits").account.expect("it came").id.as_deref(), Some("1"));

    // A webhook is for others to call: the client has one method.
    let source = include_str!("../../values/client.rs");
    assert_eq!(source.matches("pub fn ").count(), 2, "`builder` and `echo`");
}
