//! Webhooks: none is a method of the client.

const CLIENT: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../codegen/tests/snapshots/constructs/lenient/webhooks/client.snap"
));

#[test]
fn a_webhook_is_not_a_method_of_the_client() {
    assert!(CLIENT.contains("pub fn get_status("), "{CLIENT}");
    assert_eq!(CLIENT.matches("pub fn ").count(), 2, "`builder` and `get_status`");
}
