//! Types of random schemas agree with the crate `jsonschema`: they decode, validate and encode what it accepts, and
//! reject what it rejects. The build script generates them.

use codegen_tests::judge::{SEED, Trial, Version, compositions, count, difference};

/// The types of the schemas in OpenAPI 3.0.
mod openapi_3_0 {
    include!(concat!(env!("OUT_DIR"), "/compositions/openapi_3_0/types.rs"));

    /// Generated code. Nothing uses most of it.
    #[allow(dead_code, unused_imports, clippy::enum_variant_names, clippy::upper_case_acronyms)]
    mod generated {
        include!(concat!(env!("OUT_DIR"), "/compositions/openapi_3_0/mod.rs"));
    }
}

/// The types of the schemas in OpenAPI 3.1.
mod openapi_3_1 {
    include!(concat!(env!("OUT_DIR"), "/compositions/openapi_3_1/types.rs"));

    /// Generated code. Nothing uses most of it.
    #[allow(dead_code, unused_imports, clippy::enum_variant_names, clippy::upper_case_acronyms)]
    mod generated {
        include!(concat!(env!("OUT_DIR"), "/compositions/openapi_3_1/mod.rs"));
    }
}

#[test]
fn values_of_openapi_3_0_are_accepted_and_rejected_as_by_jsonschema() {
    compare(Version::V3_0, &openapi_3_0::TYPES, &openapi_3_0::REPORTED);
}

#[test]
fn values_of_openapi_3_1_are_accepted_and_rejected_as_by_jsonschema() {
    compare(Version::V3_1, &openapi_3_1::TYPES, &openapi_3_1::REPORTED);
}

/// Decodes, validates and encodes the JSON of a value.
type Attempt = fn(&str) -> Result<String, String>;

fn compare(version: Version, types: &[Attempt], are_reported: &[bool]) {
    let cases = compositions(version, SEED, count(version), |schema, values| {
        let judge = jsonschema::draft202012::new(schema).expect("the schema is valid");
        values.iter().map(|value| judge.is_valid(value)).collect()
    });
    assert_eq!((types.len(), are_reported.len()), (cases.len(), cases.len()));
    let (mut accepted, mut rejected, mut reported) = (0, 0, 0);
    let mut silent = Vec::new();
    for ((case, attempt), is_reported) in cases.iter().zip(types).zip(are_reported) {
        for instance in &case.instances {
            let trial = match attempt(&instance.value.to_string()) {
                Ok(json) => Trial::Accepted(json),
                Err(reason) => Trial::Rejected(reason),
            };
            match difference(instance, &trial) {
                None if instance.is_valid => accepted += 1,
                None => rejected += 1,
                Some(_) if *is_reported => reported += 1,
                Some(difference) => silent.push(format!("{}: {difference}", case.description)),
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(accepted > 300 && rejected > 300, "{accepted} accepted, {rejected} rejected");
    assert!(reported < 20, "{reported} differ and are reported");
}
