//! Documents of Swagger 2.0: requests and responses as its specification describes them ("Parameter Object",
//! "Response Object").

use constructs::swagger_2_0::{
    Client,
    create_pet::CreatePet,
    list_pets::{ListPets, ListPetsHeaders},
    search::SearchBody,
    types::{Cat, Pet},
};
use wireright_runtime::transport::{CannedResponse, CannedTransport};

use crate::{builder, header, last, target, wait};

fn client(transport: &CannedTransport) -> Client {
    builder(transport).basic("basic", "user", "password").build().expect("the settings are valid")
}

/// "csv" is the default of `collectionFormat`.
#[test]
fn lists_are_delimited_as_documented() {
    let sent = CannedTransport::new().respond_to_operation::<ListPets>(200, &Vec::new());
    let (strings, numbers) = (|| vec!["a|b".to_owned(), "c".to_owned()], || vec![1, 2]);
    let request =
        client(&sent).list_pets().limit(3).names(strings()).kinds(strings()).sizes(numbers()).words(strings());
    wait(request.x_ids(numbers()).send()).expect("200");
    assert_eq!(target(&sent), "/v1/pets?limit=3&names=a%7Cb,c&kinds=a%7Cb&kinds=c&sizes=1%7C2&words=a%7Cb%20c",);
    assert_eq!(header(&sent, "x-ids").as_deref(), Some("1,2"));
    assert_eq!(header(&sent, "authorization").as_deref(), Some("Basic dXNlcjpwYXNzd29yZA=="));
}

#[test]
fn a_referenced_body_is_sent_and_its_discriminator_has_documented_values() {
    let pets = vec![Pet::Cat(Cat::new(None).lives(9))];
    let sent = CannedTransport::new()
        .respond_to_operation::<CreatePet>(201, &pets[0])
        .respond_to_requests_of::<ListPets>(CannedResponse::of(200, &pets).header("x-total", "1"));
    let created = wait(client(&sent).create_pet().body(pets[0].clone()).send()).expect("201");
    assert_eq!(last(&sent).body(), r#"{"kind":"felis catus","name":null,"lives":9}"#);
    assert_eq!(created.into_body(), pets[0]);
    let found = wait(client(&sent).list_pets().send()).expect("200");
    assert_eq!(found.documented_headers::<ListPetsHeaders>().expect("headers").x_total, Some(1));
    assert_eq!(found.into_body(), pets);
}

#[test]
fn form_parameters_are_a_form_or_parts() {
    let sent = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let client = client(&sent);
    wait(client.search().body(SearchBody::new("a b").ids(vec![1, 2])).send()).expect("204");
    assert_eq!(last(&sent).body(), "text=a+b&ids=1,2");
    assert_eq!(header(&sent, "authorization"), None);
    wait(client.set_photo().id("7").photo(b"png".to_vec()).title("Minka").send()).expect("204");
    assert_eq!(target(&sent), "/v1/pets/7/photo");
    let body = last(&sent).into_body();
    assert!(body.contains("name=\"photo\"") && body.contains("\r\n\r\npng\r\n"), "{body}");
    assert!(body.contains("name=\"title\"\r\n\r\nMinka\r\n"), "{body}");
}

#[test]
fn a_file_is_bytes() {
    let sent = CannedTransport::new().respond_with(|_| CannedResponse::bytes(200, b"png").media_type("image/png"));
    assert_eq!(wait(client(&sent).get_photo().id("7").send()).expect("200").into_body(), b"png");
    assert_eq!(header(&sent, "accept").as_deref(), Some("image/png"));
}
