//! Alternatives that contain each other: decoding terminates, and each has the values of both.

use constructs::lenient::recursive_alternatives::types::Alternatives;

use crate::round_trip;

#[test]
fn recursive_alternatives_survive_a_round_trip() {
    for property in ["wide", "narrow"] {
        round_trip::<Alternatives>(&format!(r#"{{"{property}":"1"}}"#));
        round_trip::<Alternatives>(&format!(r#"{{"{property}":1}}"#));
        assert!(serde_json::from_str::<Alternatives>(&format!(r#"{{"{property}":true}}"#)).is_err());
    }
}
