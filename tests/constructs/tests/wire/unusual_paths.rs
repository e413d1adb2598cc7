//! Paths with a query, a fragment or a space, which OpenAPI does not allow.

use constructs::lenient::unusual_paths::Client;

use crate::{client, target, wait};

#[test]
fn the_query_of_a_path_is_sent_as_query() {
    let (client, sent): (Client, _) = client();
    wait(client.list().limit(3).send()).expect("204");
    assert_eq!(target(&sent), "/rpc?action=list&limit=3");
    wait(client.get_one().id("a/b").send()).expect("204");
    assert_eq!(target(&sent), "/rpc?id=a%2Fb&action=get%20one&raw=");
    wait(client.any().action("x&y").send()).expect("204");
    assert_eq!(target(&sent), "/rpc?action=x%26y");
    wait(client.get_street().size("groß").e("x").send()).expect("204");
    assert_eq!(target(&sent), "/stra%C3%9Fe/gro%C3%9F/100%25/%C3%9f/a%22b%7Cc/(d='x')");
    wait(client.get_space().id("a b").send()).expect("204");
    assert_eq!(target(&sent), "/white%20space/a%20b");
    wait(client.start().send()).expect("204");
    assert_eq!(target(&sent), "/rpc");
}
