//! Constructs of public bug reports about other generators. `docs/comparison.md` lists the reports.

use constructs::public_reports::{
    Client,
    put_animal::PutAnimalError,
    put_meter::PutMeterHeaders,
    send_meter::{SendMeterBody, SendMeterBodyPlace},
    types::{
        Animal, Cat, Meter, Mode, Owner, Post, Profile,
        meter::{Order, State},
        post::StatusesItem,
        profile::LanguagesItem,
    },
};
use wireright_runtime::{
    Date, Nullable, Upload, json,
    transport::{CannedResponse, CannedTransport},
};

use crate::{builder, client, echo, header, last, round_trip, target, wait};

#[test]
fn each_item_of_a_list_is_a_part_of_a_multipart_body() {
    let (client, sent): (Client, _) = client();
    let files = vec![Upload::from("one"), Upload::from("two")];
    let tags = vec!["a".to_owned(), "b".to_owned()];
    wait(client.send_files().reason("broken").files(files).tags(tags).send()).expect("204");
    let body = last(&sent).into_body();
    for (name, count) in [("reason", 1), ("files", 2), ("tags", 2)] {
        assert_eq!(body.matches(&format!("; name=\"{name}\"")).count(), count, "{name} in {body}");
    }
    assert!(header(&sent, "content-type").expect("a header").starts_with("multipart/form-data; boundary="));
}

/// A part has no null: a union with null is a part like its other variant.
#[test]
fn parts_that_may_be_null() {
    let (client, sent): (Client, _) = client();
    let request = client.transcribe().file(Upload::from("WAV").file_name("a.wav")).pages(vec![Upload::from("PNG")]);
    wait(request.language("en").mode(Mode::Fast).send()).expect("204");
    let content_type = header(&sent, "content-type").expect("there is one");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("there is a boundary");
    let body = last(&sent).body().replace(boundary, "B");
    let bytes = "Content-Type: application/octet-stream\r\n\r\n";
    let text =
        |name: &str, value: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = format!(
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n{bytes}WAV\r\n\
         --B\r\nContent-Disposition: form-data; name=\"pages\"; filename=\"pages\"\r\n{bytes}PNG\r\n"
    );
    assert_eq!(body, format!("{file}{}{}--B--\r\n", text("language", "en"), text("mode", "fast")));
}

#[test]
fn several_discriminator_values_of_one_schema_are_kept() {
    let tiger: Animal = round_trip(r#"{"@species":"tiger","lives":9}"#);
    assert_eq!(tiger.as_cat().map(|cat| cat.species.as_str()), Some("tiger"));
    assert!(matches!(round_trip(r#"{"@species":"cow","milk":1}"#), Animal::Unknown(_)));
    let (client, sent) = echo::<Client>();
    let stored = wait(client.put_animal().body(Cat::new("tiger")).send()).expect("200").into_body();
    assert_eq!(last(&sent).body(), r#"{"@species":"tiger"}"#);
    assert_eq!(stored, Animal::Cat(Cat::new("tiger")));
}

#[test]
fn an_error_with_values_of_any_type_is_decoded() {
    let details = r#"{"code":3,"details":[{"@type":"double","value":224.92},{"@type":"list","value":[{"a":null}]}]}"#;
    let transport = CannedTransport::new().respond_with(move |_| CannedResponse::json(400, details));
    let client: Client = builder(&transport).build().expect("the settings are valid");
    let error = wait(client.put_animal().body(Cat::new("cat")).send()).expect_err("400");
    let Some(PutAnimalError::Other(status)) = error.documented() else { panic!("{error}") };
    let details = status.details.expect("details");
    assert_eq!(details[0].extra.get_as("value"), Some(Ok(224.92)));
    assert_eq!(details[1].extra.get("value").map(json::RawValue::get), Some(r#"[{"a":null}]"#));
}

#[test]
fn dates_in_paths_and_lists_are_encoded() {
    let (client, sent): (Client, _) = client();
    let day: Date = json::read(r#""2025-06-11""#).expect("a date");
    let sold = json::read(r#"["2021-07-23T22:55:43.3+02:00","2021-07-24T00:00:00Z"]"#).expect("dates");
    wait(client.list_sales().day(day).sold(sold).page_size(10).send()).expect("204");
    let expected =
        "/sales/2025-06-11?sold=2021-07-23T22%3A55%3A43.3%2B02%3A00&sold=2021-07-24T00%3A00%3A00Z&PageSize=10";
    assert_eq!(target(&sent), expected);
}

#[test]
fn a_request_with_a_parameter_in_each_location() {
    let (client, sent): (Client, _) = client();
    let fields = [("k 1".to_owned(), "v&".to_owned())].into();
    let request = client.put_meter().meter("a/b").ids(vec![1, 2]).fields(fields).content_range("bytes 0-1/2");
    // A 204 has no body, so the meter of the response has no values. No key is necessary.
    let stored = wait(request.session("s").body(Meter::default()).send()).expect("204").into_body();
    assert_eq!(stored, Meter::default());
    let uri = last(&sent).uri().to_string();
    assert_eq!(uri, "https://meters.example.com/v1/meters/a%2Fb?ids=1&ids=2&fields%5Bk%201%5D=v%26");
    for (name, value) in [
        ("content-range", "bytes 0-1/2"),
        ("cookie", "session=s"),
        ("content-type", "application/json; charset=utf-8"),
        ("accept", "application/vnd.meter+json; version=2"),
    ] {
        assert_eq!(header(&sent, name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(header(&sent, "x-key"), None);
}

#[test]
fn each_cookie_of_a_response_is_an_item() {
    let cookie = "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT";
    let transport = CannedTransport::new().respond_with(move |_| {
        CannedResponse::json(200, r#"{"count":18446744073709551615}"#)
            .header("set-cookie", cookie)
            .header("set-cookie", "b=2")
    });
    let client: Client = builder(&transport).build().expect("the settings are valid");
    let stored = wait(client.put_meter().meter("a").ids(vec![1]).body(Meter::default()).send()).expect("200");
    assert_eq!(stored.body().count, Some(u64::MAX));
    let headers = stored.documented_headers::<PutMeterHeaders>().expect("they are valid");
    assert_eq!(headers.set_cookie, Some(vec![cookie.to_owned(), "b=2".to_owned()]));
}

#[test]
fn values_with_unusual_names_round_trip() {
    let meter: Meter = round_trip(r#"{"25%":{"colour":"red"},"order":"null","state":"ON"}"#);
    assert_eq!(meter.order, Nullable::Value(Order::Null));
    assert_eq!(meter.state, Some(State::On));
    assert_eq!(meter.validate(), Ok(()));
    let meter: Meter = round_trip(r#"{"order":null,"event":{"result":{"code":5}}}"#);
    assert_eq!(meter.order, Nullable::Null);
    assert!(meter.event.is_some_and(|event| event.as_alarm().is_some()));
}

#[test]
fn properties_of_a_form_have_their_styles() {
    let (client, sent): (Client, _) = client();
    let place = SendMeterBodyPlace::default().town("a b").at(1);
    let list = || vec!["x".to_owned(), "y".to_owned()];
    let body = SendMeterBody::default().tags(list()).notes(list()).place(place);
    wait(client.send_meter().meter("a").ids(vec![1, 2]).body(body).send()).expect("204");
    assert_eq!(target(&sent), "/meters/a/form?ids=1&ids=2");
    assert_eq!(last(&sent).body(), "tags=x+y&notes=x&notes=y&place%5Btown%5D=a+b&place%5Bat%5D=1");
}

#[test]
fn enums_of_a_form_have_their_documented_strings() {
    let (client, sent): (Client, _) = client();
    let post = Post::default().body("a & b").statuses(vec![StatusesItem::InReview, StatusesItem::Sold]);
    wait(client.add_post().body(post.clone()).send()).expect("204");
    assert_eq!(last(&sent).body(), "body=a+%26+b&statuses=in-review&statuses=SOLD");
    wait(client.replace_posts().body(vec![post]).send()).expect("204");
    assert_eq!(last(&sent).body(), r#"[{"body":"a & b","statuses":["in-review","SOLD"]}]"#);
    assert_eq!(header(&sent, "content-type").as_deref(), Some("application/json"));
    wait(client.replace_posts().send()).expect("204");
    assert_eq!((last(&sent).body().as_str(), header(&sent, "content-type")), ("", None));
}

#[test]
fn a_required_value_may_be_null() {
    let profile: Profile = round_trip(r#"{"owner":null,"languages":["EN"]}"#);
    assert_eq!(profile.owner, None);
    assert_eq!(profile.languages, Nullable::Value(vec![LanguagesItem::En]));
    assert!(json::read::<Profile>("{}").is_err(), "it is required");
    let (client, sent) = echo::<Client>();
    wait(client.put_profile().body(Profile::new(Owner::default())).send()).expect("200");
    wait(client.put_profile().body(Profile::new(None)).send()).expect("200");
    assert_eq!(last(&sent).body(), r#"{"owner":null}"#);
}

#[test]
fn a_list_or_a_map_of_alternatives() {
    let list: Profile = round_trip(r#"{"owner":null,"references":["a","b"]}"#);
    let map: Profile = round_trip(r#"{"owner":null,"references":{"a":"1","b":{"version":"2"}}}"#);
    assert!(list.references.is_some_and(|list| list.as_list().is_some()));
    let map = map.references.expect("references");
    assert_eq!(map.as_map().map(std::collections::BTreeMap::len), Some(2));
    assert_eq!(map.validate(), Ok(()));
    let invalid = json::read::<Profile>(r#"{"owner":null,"references":{"b":{"version":"2","more":1}}}"#);
    assert!(invalid.is_ok_and(|profile| profile.validate().is_err()), "the object is closed");
}
