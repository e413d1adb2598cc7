//! Clients that take types from other clients of the file.

use wireright_codegen::diagnostic::suggest;

use super::{ClientConfig, error::Problem};

/// The client with this name, or with a crate in a folder of this name.
pub fn find_client<'c>(clients: &'c [ClientConfig], name: &str) -> Option<&'c ClientConfig> {
    clients.iter().find(|client| client.has_name(name))
}

/// Unknown clients, and clients that take types from each other.
pub(super) fn problems(clients: &[ClientConfig]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for client in clients {
        for rule in &client.shared_types {
            let name = rule.get_ref().client.get_ref();
            let span = rule.get_ref().client.span();
            match find_client(clients, name) {
                None => {
                    let names = || clients.iter().map(ClientConfig::display_name);
                    let known: Vec<String> = names().collect();
                    let similar = suggest(name, known.iter().map(String::as_str));
                    let all = || names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                    let help = similar.map_or_else(
                        || format!("this file has: {}", all()),
                        |similar| format!("a client with a similar name exists: `{similar}`"),
                    );
                    problems.push(Problem::new(span, format!("unknown client `{}`", name.escape_debug())).help(help));
                }
                Some(other) if takes_types_of(other, client, clients) => {
                    let message = format!(
                        "`{}` and `{}` take types from each other",
                        client.display_name(),
                        other.display_name()
                    );
                    let message = if std::ptr::eq(client, other) {
                        format!("`{}` takes types from itself", client.display_name())
                    } else {
                        message
                    };
                    let help = "Cargo allows no cycle of crates: keep the table in one of the clients";
                    problems.push(Problem::new(span, message).help(help));
                }
                Some(_) => {}
            }
        }
    }
    problems
}

/// Whether a client is the other one, or takes types from it, directly or not.
fn takes_types_of(client: &ClientConfig, other: &ClientConfig, clients: &[ClientConfig]) -> bool {
    let mut seen: Vec<&ClientConfig> = Vec::new();
    let mut unseen = vec![client];
    while let Some(client) = unseen.pop() {
        if std::ptr::eq(client, other) {
            return true;
        }
        if seen.iter().any(|known| std::ptr::eq(*known, client)) {
            continue;
        }
        seen.push(client);
        unseen.extend(
            client.shared_types.iter().filter_map(|rule| find_client(clients, rule.get_ref().client.get_ref())),
        );
    }
    false
}
