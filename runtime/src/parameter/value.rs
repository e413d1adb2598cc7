//! [`ParameterValue`]: a value with one plain text, for a path, a query or a header.

use std::borrow::Cow;

/// A value with one plain text, for a path, a query or a header. It is not encoded.
pub trait ParameterValue {
    /// The text, not encoded.
    fn to_text(&self) -> Cow<'_, str>;
}

impl ParameterValue for str {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ParameterValue for String {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl<T: ParameterValue + ?Sized> ParameterValue for &T {
    fn to_text(&self) -> Cow<'_, str> {
        T::to_text(self)
    }
}

impl ParameterValue for bool {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

/// Numbers as Rust formats them: decimal, without exponent and separators.
macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl ParameterValue for $number {
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        })*
    };
}

numbers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_exponent() {
        assert_eq!(1e21_f64.to_text(), "1000000000000000000000");
        assert_eq!((-5_i8).to_text(), "-5");
        assert_eq!(true.to_text(), "true");
    }
}
