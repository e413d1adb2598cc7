//! Enum values whose names collide: each has a variant of its own.

use constructs::lenient::colliding_names::types::{Report, report::Grade};

use crate::round_trip;

#[test]
fn values_with_colliding_names_differ() {
    for value in ["a", "A", "+1", "-1", ""] {
        let grade = round_trip::<Report>(&format!(r#"{{"grade":"{value}"}}"#)).grade.expect("it came");
        assert!(!matches!(grade, Grade::Other(_)), "{value}");
        assert_eq!(grade.as_str(), value);
    }
    assert_ne!(Grade::from("a"), Grade::from("A"));
}
