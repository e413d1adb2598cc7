//! What `request!` declares, as a user of a generated crate meets it.

use wireright_runtime::{
    Client, ClientBuilder, Method, Operation, Service, ServiceClient,
    transport::{CannedAnswer, CannedTransport},
};

static SERVICE: Service = Service {
    name: "pets",
    title: "Pets",
    user_agent: "pets/1",
    servers: &[],
    security_schemes: &[],
    client_parameters: &[],
};

static OPERATION: Operation = Operation {
    id: "addPet",
    name: "pets.add_pet",
    method: Method::POST,
    path: "/pets/{owner}",
    repeatable: false,
    security: &[],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

/// What a generated client is made of.
#[derive(Debug)]
struct Pets(Client);

impl ServiceClient for Pets {
    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

impl Pets {
    fn add_pet(&self) -> add_pet::AddPet<'_, false> {
        add_pet::AddPet::new(&self.0)
    }
}

mod add_pet {
    use wireright_runtime::{BodyAs, Pending, Secret, decode, request};

    request! {
        /// Adds a pet.
        pub struct AddPet<HAS_OWNER> of super::OPERATION {
            /// Who it lives with.
            path owner: String = "owner" into => <true>,
            /// What only the two know.
            header_parameter password: Secret = "X-Password" into,
            /// How old it is.
            member age: u8 = "age",
            /// What it listens to.
            member name: String = "name" into,
        }
        as media_type {
            /// Sends a form.
            as_form = BodyAs::Form("application/x-www-form-urlencoded", &[]),
        }
        body object("application/json")
        send -> Pending<()> = send(decode::nothing);
    }
}

fn client() -> Pets {
    let transport = CannedTransport::new().answer(CannedAnswer::new(204));
    ClientBuilder::new().endpoint("https://pets.example.com").transport(transport).build().unwrap()
}

#[test]
fn a_request_is_shown_with_what_was_given_and_nothing_else() {
    let client = client();
    let request = client.add_pet().password("hunter2").name("Minka");
    assert_eq!(format!("{request:?}"), "pets.add_pet { password: Secret(***), name: \"Minka\" }");
    let request = request.owner("alice").as_form();
    let shown = format!("{request:#?}");
    for part in ["owner: \"alice\"", "media_type: Form("] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    for hidden in ["hunter2", "client", "transport", "age", "None"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}
