//! Unions: which variant a value becomes.

use constructs::unions::types::Pet;

use crate::round_trip;

#[test]
fn a_schema_that_only_the_mapping_names_is_a_variant() {
    let bird: Pet = round_trip(r#"{"kind":"bird","wings":2}"#);
    assert_eq!(bird.as_bird().and_then(|bird| bird.wings), Some(2));
    assert!(matches!(round_trip(r#"{"kind":"wolf"}"#), Pet::Dog(_)));
    assert!(matches!(round_trip(r#"{"kind":"cow"}"#), Pet::Unknown(_)));
}
