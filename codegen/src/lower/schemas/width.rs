//! How wide an integer must be for the numbers that its document allows, whatever its format says.

use crate::{
    model::{Integer, Type},
    openapi::Schema,
    source::{Number, Value},
};

/// The bounds of 64 bits as programs write them whose every number is a float.
const ROUNDED: [(i128, i128); 4] = [
    (9_223_372_036_854_776_000, 9_223_372_036_854_775_807),
    (9_223_372_036_854_775_808, 9_223_372_036_854_775_807),
    (-9_223_372_036_854_776_000, -9_223_372_036_854_775_808),
    (18_446_744_073_709_552_000, 18_446_744_073_709_551_615),
];

/// The type of the format, or the next one that holds all that the document allows: at last any number.
pub(super) fn of(format: Integer, schema: &Schema) -> Type {
    let (least, greatest) = bounds(schema);
    if holds(format, least, greatest) {
        return Type::Integer(format);
    }
    if holds(Integer::I64, least, greatest) {
        return Type::Integer(Integer::I64);
    }
    // Nobody who means negative numbers too writes this one down.
    let is_unsigned = least.is_some() || greatest == Some(u64::MAX.into());
    if is_unsigned && holds(Integer::U64, least, greatest) { Type::Integer(Integer::U64) } else { Type::Number }
}

fn holds(kind: Integer, least: Option<i128>, greatest: Option<i128>) -> bool {
    let (first, last) = match kind {
        Integer::I8 => (i8::MIN.into(), i8::MAX.into()),
        Integer::I16 => (i16::MIN.into(), i16::MAX.into()),
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::U8 => (0, u8::MAX.into()),
        Integer::U16 => (0, u16::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, i128::from(u64::MAX)),
    };
    least.is_none_or(|least| least >= first) && greatest.is_none_or(|greatest| greatest <= last)
}

/// The least and the greatest number that the document names.
fn bounds(schema: &Schema) -> (Option<i128>, Option<i128>) {
    let limits = &schema.limits;
    let least = [
        limits.minimum.as_ref().map(whole),
        limits.exclusive_minimum.as_ref().map(|bound| whole(bound).saturating_add(1)),
    ];
    let greatest = [
        limits.maximum.as_ref().map(whole),
        limits.exclusive_maximum.as_ref().map(|bound| whole(bound).saturating_sub(1)),
    ];
    let listed = schema.values.iter().flatten().filter_map(|value| match &value.value {
        Value::Number(number) => Some(whole(number)),
        _ => None,
    });
    let listed: Vec<i128> = listed.collect();
    // Both bounds hold, and every listed number is one.
    let least = least.into_iter().flatten().max().or_else(|| listed.iter().min().copied());
    let greatest = greatest.into_iter().flatten().min().or_else(|| listed.iter().max().copied());
    (least, greatest)
}

/// A bound as a whole number, the furthest there is where it is further.
fn whole(number: &Number) -> i128 {
    let exact = number.as_i128();
    let rounded = || format!("{:.0}", number.as_f64()?).parse().ok();
    let furthest = || if number.to_string().starts_with('-') { i128::MIN } else { i128::MAX };
    let bound = exact.or_else(rounded).unwrap_or_else(furthest);
    ROUNDED.iter().find(|(written, _)| *written == bound).map_or(bound, |(_, meant)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{openapi::Schema, source::Location, source::Sources};

    fn of_bounds(format: Integer, least: &str, greatest: &str) -> Type {
        let (file, _) = Sources::new(vec![crate::SourceFile { path: "a".to_owned(), bytes: Vec::new() }])
            .iter()
            .map(|(file, source)| (file, source.path.clone()))
            .next()
            .unwrap();
        let mut schema = Schema::empty(Location::root(file));
        (schema.limits.minimum, schema.limits.maximum) = (Number::parse(least), Number::parse(greatest));
        of(format, &schema)
    }

    #[test]
    fn an_integer_is_as_wide_as_its_numbers() {
        let int = |kind: Integer| Type::Integer(kind);
        for (format, least, greatest, wanted) in [
            (Integer::I64, "", "", int(Integer::I64)),
            (Integer::I64, "-9223372036854775808", "9223372036854775807", int(Integer::I64)),
            (Integer::I64, "-9223372036854776000", "9223372036854776000", int(Integer::I64)),
            (Integer::I64, "0", "18446744073709551615", int(Integer::U64)),
            (Integer::I64, "0", "18446744073709552000", int(Integer::U64)),
            (Integer::I64, "", "18446744073709551615", int(Integer::U64)),
            (Integer::I64, "-1", "18446744073709551615", Type::Number),
            (Integer::I64, "", "18446744073709551614", Type::Number),
            (Integer::I64, "0", "18446744073709551616", Type::Number),
            (Integer::I64, "0", "1e400", Type::Number),
            (Integer::I64, "-1e30", "0", Type::Number),
            (Integer::I64, "-9223372036854775809", "0", Type::Number),
            (Integer::I64, "0", "1e19", int(Integer::U64)),
            (Integer::U64, "0", "99999999999999999999", Type::Number),
            (Integer::I32, "0", "2147483647", int(Integer::I32)),
            (Integer::I32, "0", "4294967295", int(Integer::I64)),
            (Integer::U32, "-1", "5", int(Integer::I64)),
            (Integer::U8, "0", "256", int(Integer::I64)),
        ] {
            assert_eq!(of_bounds(format, least, greatest), wanted, "{format:?} {least}..{greatest}");
        }
    }
}
