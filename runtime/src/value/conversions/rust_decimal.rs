//! The type of the crate rust_decimal.

use rust_decimal::Decimal;

use crate::{Number, ValueError};

/// Maximum number of digits after the point.
const MAX_SCALE: i64 = 28;

/// Exactly the same number, with the same digits after the point.
///
/// A string of the format `decimal` is a `String`, which `Decimal` parses.
///
/// ```
/// use rust_decimal::Decimal;
/// use wireright_runtime::Number;
///
/// let price: Number = "12.50".parse()?;
/// let decimal = Decimal::try_from(&price)?;
/// assert_eq!(decimal.to_string(), "12.50");
/// assert_eq!(Number::from(decimal * Decimal::from(2)).as_str(), "25.00");
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
///
/// # Errors
///
/// A `Decimal` has fewer digits than the number needs.
impl TryFrom<&Number> for Decimal {
    type Error = ValueError;

    fn try_from(value: &Number) -> Result<Self, ValueError> {
        exact(value.as_str()).ok_or_else(|| ValueError::of(value, "exactly a `rust_decimal::Decimal`"))
    }
}

/// The number without rounding.
fn exact(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let mantissa = Decimal::from_str_exact(mantissa).ok()?;
    if mantissa.is_zero() {
        return Some(mantissa);
    }
    let exponent: i32 = exponent.parse().ok()?;
    let mut digits = mantissa.mantissa();
    let mut scale = i64::from(mantissa.scale()) - i64::from(exponent);
    while scale > MAX_SCALE && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    if scale < 0 {
        digits = digits.checked_mul(10_i128.checked_pow(u32::try_from(-scale).ok()?)?)?;
        scale = 0;
    }
    Decimal::try_from_i128_with_scale(digits, u32::try_from(scale).ok()?).ok()
}

/// The same number, with the same digits.
impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        // Its decimal notation is that of JSON.
        Self(value.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Result<String, String> {
        let number: Number = text.parse().unwrap();
        Decimal::try_from(&number).map(|decimal| decimal.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn digits_are_kept() {
        for text in ["0", "-12.50", "79228162514264337593543950335", "0.0000000000000000000000000001"] {
            assert_eq!(decimal(text).as_deref(), Ok(text));
            let number = Number::from(Decimal::from_str_exact(text).unwrap());
            assert_eq!((number.as_str(), text.parse()), (text, Ok(number.clone())));
        }
        assert_eq!(decimal("1.5e3").as_deref(), Ok("1500"));
        assert_eq!(decimal("-15E-2").as_deref(), Ok("-0.15"));
        assert_eq!(decimal("10e-29").as_deref(), Ok("0.0000000000000000000000000001"));
        assert_eq!(decimal("0e999").as_deref(), Ok("0"));
    }

    #[test]
    fn nothing_is_rounded() {
        for text in
            ["79228162514264337593543950336", "1e-29", "1e400", "0.12345678901234567890123456789", "1e99999999999"]
        {
            assert_eq!(decimal(text), Err(format!("`{text}` is not exactly a `rust_decimal::Decimal`")));
        }
    }
}
