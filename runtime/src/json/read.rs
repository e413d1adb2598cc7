//! Parsing of responses: strict, except that integers may have a fraction of zero.

use serde::de::DeserializeOwned;

/// Deserializes JSON.
///
/// `1.0` is an integer in OpenAPI and JSON Schema (2020-12 validation, section 6.1.1), and services in languages
/// with a single number type write such integers. Rust integers reject them. If deserialization fails, it is
/// repeated without fractions of zero.
///
/// ```
/// use wireright_runtime::json;
///
/// assert_eq!(json::read::<Vec<i64>>("[1.0, 2]")?, [1, 2]);
/// assert!(json::read::<i64>("1.5").is_err());
/// # Ok::<(), json::JsonError>(())
/// ```
///
/// # Errors
///
/// The text is not JSON, or does not match the type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| {
        let whole = if error.is_data() { without_zero_fractions(text) } else { None };
        // Report the error of the original text.
        whole.and_then(|whole| serde_json::from_str(&whole).ok()).ok_or(error)
    })
}

/// The text with `1` for `1.0`; `None` if no number has a fraction of zero.
fn without_zero_fractions(text: &str) -> Option<String> {
    let mut result = String::new();
    let mut copied = 0;
    let mut in_string = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            // An escaped character does not end the string.
            b'\\' if in_string => drop(bytes.next()),
            b'.' if !in_string => {
                let fraction = text.get(at + 1..).unwrap_or_default();
                let rest = fraction.trim_start_matches('0');
                if rest.len() < fraction.len()
                    && !rest.starts_with(|next: char| next.is_ascii_digit() || "eE".contains(next))
                {
                    result.push_str(text.get(copied..at).unwrap_or_default());
                    copied = text.len() - rest.len();
                }
            }
            _ => {}
        }
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    (copied > 0).then_some(result)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_fractions_of_zero_are_removed() {
        let without = |text| without_zero_fractions(text);
        assert_eq!(without(r#"{"a":1.0,"b":[-20.000 , 3]}"#).as_deref(), Some(r#"{"a":1,"b":[-20 , 3]}"#));
        assert_eq!(without("7.0").as_deref(), Some("7"));
        for same in ["1.50", "1.05", "1.0e3", "1.0E3", "12", r#"["1.0"]"#, r#"["\"1.0"]"#, r#"["\\"]"#, "1."] {
            assert_eq!(without(same), None, "{same}");
        }
        assert_eq!(without(r#"["\\",1.0]"#).as_deref(), Some(r#"["\\",1]"#));
    }

    #[test]
    fn the_first_error_is_reported() {
        let error = read::<Vec<i64>>("[1.0,\"x\"]").unwrap_err();
        assert!(error.to_string().contains("floating point `1.0`"), "{error}");
        assert_eq!(read::<(i64, f64, String)>(r#"[1.0,2.0,"3.0"]"#).unwrap(), (1, 2.0, "3.0".to_owned()));
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\\\\"0-9.eE{}\\[\\],é-]{0,40}") {
            let _ = without_zero_fractions(&text);
        }

        #[test]
        fn floats_round_trip(value in proptest::num::f64::NORMAL, single in proptest::num::f32::NORMAL) {
            let both: (f64, f32) = read(&format!("[{value},{single}]")).unwrap();
            prop_assert_eq!((both.0.to_bits(), both.1.to_bits()), (value.to_bits(), single.to_bits()));
        }

        #[test]
        fn integers_may_have_any_number_of_zeros(value: i64, zeros in 1_usize..20) {
            prop_assert_eq!(read::<i64>(&format!("{value}.{}", "0".repeat(zeros))).unwrap(), value);
        }
    }
}
