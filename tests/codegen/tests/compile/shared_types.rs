//! Two clients as the command line writes them: one takes the types of the other, which a program passes between them.

use std::{fs, path::Path, process::Command};

use codegen_tests::{programs::build_program, project, temporary_workspace::TemporaryWorkspace};

use crate::readme::read_files;

/// The client that has the types, and the one that takes them. The first one has a runtime of its own.
pub(crate) const CRATES: [&str; 2] = ["accounts", "orders"];

const PROGRAM: &str = "\
//! Passes a customer from one service to the other.

use accounts::types::{Customer, CustomerRequired, PostalAddress, Tier};

/// Orders for a customer of the other service.
pub async fn order(accounts: accounts::Client, orders: orders::Client) -> Result<(), Box<dyn std::error::Error>> {
    let customer: Customer = accounts.customers().get_customer().id(\"7\").send().await?.into_body();
    let created = orders.create_order().tier(Tier::Gold).body(orders::types::Order::new(customer)).send().await?;
    let back: &Customer = &created.body().customer;
    let order = orders::types::Order::new(back.clone()).alternates(vec![PostalAddress::new(\"Elm Street\").into()]);
    accounts.customers().put_customer().id(\"7\").body(order.customer).send().await?;
    Ok(())
}

fn main() {
    let address = PostalAddress::new(\"Elm Street\").into();
    let customer = Customer::new(CustomerRequired { name: \"Ada\".to_owned(), address });
    println!(\"{:?}\", orders::types::Order::new(customer));
}
";

/// The clients, and a crate with the program.
pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    let folder = generate();
    for name in CRATES {
        let mut files = Vec::new();
        read_files(&folder.join(name), "", &mut files);
        for (path, text) in &mut files {
            if path == "Cargo.toml" {
                // A member of the temporary workspace.
                *text = text.replace("\n[workspace]\n", "\n").replace("\nmembers = [\"runtime\"]\n", "\n");
            }
        }
        workspace.add_files(name, files);
    }
    workspace.add_files(&format!("{}/runtime", CRATES[0]), []);
    let dependencies = CRATES.map(|name| format!("{name} = {{ path = \"../{name}\" }}"));
    workspace.add("shop", &dependencies, [("src/main.rs".to_owned(), PROGRAM.to_owned())]);
}

fn generate() -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared-types");
    fs::create_dir_all(&folder).expect("the folder can be created");
    let documents = project().join("tests/documents/crates/shared");
    for name in ["schemas.yaml", "accounts.yaml", "orders.yaml"] {
        fs::copy(documents.join(name), folder.join(name)).expect("the document can be copied");
    }
    let runtime = project().join("runtime").display().to_string();
    let config = format!(
        "[[client]]\nspec = \"accounts.yaml\"\nout = \"accounts\"\ngroup-by = \"tag\"\n\n[[client]]\n\
         spec = \"orders.yaml\"\nout = \"orders\"\nruntime.path = {runtime:?}\n\n[[client.shared-types]]\n\
         client = \"accounts\"\n"
    );
    fs::write(folder.join("wireright.toml"), config).expect("the configuration can be written");
    let program = build_program("--bin", "wireright");
    let output = Command::new(program).arg("generate").current_dir(&folder).output().expect("the command starts");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

#[test]
fn the_types_exist_once() {
    let root = crate::CHECKED.0.folder();
    let types = |name: &str| {
        let files = fs::read_dir(root.join(name).join("src/types")).expect("the client has types");
        let mut names: Vec<_> = files.map(|file| file.expect("the entry can be read").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(types("orders"), ["order.rs"]);
    assert_eq!(types("accounts"), ["address.rs", "customer.rs", "postal_address.rs", "tier.rs"]);
}
