//! [`read`]: decodes JSON text.

use super::{Context, Decode, JsonError, context::TimeLimit, from_text::from_text};

/// Decodes JSON.
///
/// `1.0` and `1e3` are integers in OpenAPI and JSON Schema (2020-12 validation, section 6.1.1), and are accepted for
/// Rust integers.
///
/// ```
/// use wireright_runtime::json;
///
/// assert_eq!(json::read::<Vec<i64>>("[1.0, 2, 1e3]")?, [1, 2, 1000]);
/// assert!(json::read::<i64>("1.5").is_err());
/// # Ok::<(), json::JsonError>(())
/// ```
///
/// # Errors
///
/// The text is not JSON, or does not match the type.
pub fn read<T: Decode>(text: &str) -> Result<T, JsonError> {
    from_text(text, &Context::default())
}

/// Decodes JSON within a time limit, if there is one.
///
/// # Errors
///
/// The text is not JSON, or does not match the type, or the time is over.
pub(crate) fn read_within<T: Decode>(text: &str, limit: Option<&TimeLimit>) -> Result<T, JsonError> {
    let Some(limit) = limit else { return read(text) };
    let context = Context::with_time_limit(limit.clone());
    let result = from_text(text, &context);
    context.check_time()?;
    result
}

/// Decodes JSON text inside another value, such as a union.
///
/// # Errors
///
/// The text is not JSON, or does not match the type.
pub fn decode_text<T: Decode>(text: &str, context: &Context) -> Result<T, JsonError> {
    from_text(text, context)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn floats_round_trip(value in proptest::num::f64::NORMAL, single in proptest::num::f32::NORMAL) {
            prop_assert_eq!(read::<f64>(&value.to_string()).unwrap().to_bits(), value.to_bits());
            prop_assert_eq!(read::<f32>(&single.to_string()).unwrap().to_bits(), single.to_bits());
        }

        #[test]
        fn integers_may_have_zeros(value: i32, zeros in 1_usize..20) {
            prop_assert_eq!(read::<i64>(&format!("{value}.{}", "0".repeat(zeros))).unwrap(), i64::from(value));
        }

        #[test]
        fn never_panics(text in "[\\\\\"0-9.eE{}\\[\\],é-]{0,40}") {
            let _ = read::<crate::JsonValue>(&text);
            let _ = read::<Vec<i64>>(&text);
        }
    }
}
