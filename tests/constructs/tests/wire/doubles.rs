//! Test doubles of operations: a response has the type that the operation returns.

use constructs::paging::{
    Client,
    list_pets::{ListPets, ListPetsResponse},
    types::Pet,
};
use wireright_runtime::transport::CannedTransport;

use crate::{builder, wait};

#[test]
fn an_operation_returns_the_value_of_its_double() {
    let mut page = ListPetsResponse::default();
    page.data = Some(vec![Pet::new("Minka")]);
    let transport = CannedTransport::new().respond_to_operation::<ListPets>(200, &page);
    let client: Client = builder(&transport).build().expect("the settings are valid");
    let response = wait(client.list_pets().kind("cat").send()).expect("the double responds");
    assert_eq!(*response.body(), page);
    assert_eq!(transport.requests_of::<ListPets>().len(), 1);
    let error = wait(client.list_rows().send()).expect_err("it has no double");
    assert!(error.to_string().contains("no response left"), "{error}");
    assert_eq!(transport.requests_of::<ListPets>().len(), 1);
}
