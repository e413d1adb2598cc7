//! Limits of values: lengths, ranges and counts. JSON Schema 2020-12 Validation, section 6.

use std::ops::{Deref, DerefMut};

use super::{node::Spanned, object_reader::ObjectReader};
use crate::{
    diagnostic::Code,
    source::{Location, Number, Value},
};

/// The keywords that can contradict each other.
const BOUNDS: [&str; 10] = [
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];

/// The limits of a value. Most values have none and need no memory for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits(Option<Box<Bounds>>);

/// All limits of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    /// Several if schemas were merged. All of them apply.
    pub(crate) patterns: Vec<Spanned<String>>,
    pub(crate) minimum: Option<Number>,
    pub(crate) exclusive_minimum: Option<Number>,
    pub(crate) maximum: Option<Number>,
    pub(crate) exclusive_maximum: Option<Number>,
    /// Several if schemas were merged. All of them apply.
    pub(crate) multiples_of: Vec<Number>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) unique_items: bool,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    /// The location of each limit. Few schemas have limits, so this needs less memory than a location in each field.
    locations: Vec<(&'static str, Location)>,
}

/// No limits.
static NONE: Bounds = Bounds {
    min_length: None,
    max_length: None,
    patterns: Vec::new(),
    minimum: None,
    exclusive_minimum: None,
    maximum: None,
    exclusive_maximum: None,
    multiples_of: Vec::new(),
    min_items: None,
    max_items: None,
    unique_items: false,
    min_properties: None,
    max_properties: None,
    locations: Vec::new(),
};

impl Deref for Limits {
    type Target = Bounds;

    fn deref(&self) -> &Bounds {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Limits {
    fn deref_mut(&mut self) -> &mut Bounds {
        self.0.get_or_insert_with(|| Box::new(NONE.clone()))
    }
}

impl PartialEq for Limits {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Limits {
    /// Reads the limits of a schema.
    pub(super) fn read(object: &mut ObjectReader<'_, '_>) -> Self {
        let (minimum, exclusive_minimum) = bound(object, "minimum", "exclusiveMinimum");
        let (maximum, exclusive_maximum) = bound(object, "maximum", "exclusiveMaximum");
        let mut bounds = Bounds {
            locations: Vec::new(),
            min_length: object.count("minLength"),
            max_length: object.count("maxLength"),
            patterns: object.optional("pattern").into_iter().collect(),
            minimum,
            exclusive_minimum,
            maximum,
            exclusive_maximum,
            multiples_of: factor(object).into_iter().collect(),
            min_items: object.count("minItems"),
            max_items: object.count("maxItems"),
            unique_items: object.or_default("uniqueItems"),
            min_properties: object.count("minProperties"),
            max_properties: object.count("maxProperties"),
        };
        if bounds == NONE {
            return Self(None);
        }
        let locations = BOUNDS.into_iter().filter_map(|keyword| Some((keyword, bound_location(object, keyword)?)));
        bounds.locations = locations.collect();
        Self(Some(Box::new(bounds)))
    }

    /// Whether there are no limits.
    pub(crate) fn is_empty(&self) -> bool {
        **self == NONE
    }

    /// Adds other limits, so that both apply.
    pub(crate) fn tighten(&mut self, other: &Self) {
        if other.is_empty() {
            return;
        }
        Bounds::tighten(self, other);
    }
}

impl Bounds {
    /// The location of a limit by its keyword.
    pub(crate) fn location_of(&self, keyword: &str) -> Option<&Location> {
        self.locations.iter().find(|(known, _)| *known == keyword).map(|(_, at)| at)
    }

    fn tighten(&mut self, other: &Self) {
        let taken = [
            ("minLength", tighten_limit(&mut self.min_length, other.min_length.as_ref(), |one, two| one > two)),
            ("maxLength", tighten_limit(&mut self.max_length, other.max_length.as_ref(), |one, two| one < two)),
            ("minItems", tighten_limit(&mut self.min_items, other.min_items.as_ref(), |one, two| one > two)),
            ("maxItems", tighten_limit(&mut self.max_items, other.max_items.as_ref(), |one, two| one < two)),
            (
                "minProperties",
                tighten_limit(&mut self.min_properties, other.min_properties.as_ref(), |one, two| one > two),
            ),
            (
                "maxProperties",
                tighten_limit(&mut self.max_properties, other.max_properties.as_ref(), |one, two| one < two),
            ),
            ("minimum", tighten_limit(&mut self.minimum, other.minimum.as_ref(), is_greater)),
            (
                "exclusiveMinimum",
                tighten_limit(&mut self.exclusive_minimum, other.exclusive_minimum.as_ref(), is_greater),
            ),
            ("maximum", tighten_limit(&mut self.maximum, other.maximum.as_ref(), is_less)),
            ("exclusiveMaximum", tighten_limit(&mut self.exclusive_maximum, other.exclusive_maximum.as_ref(), is_less)),
        ];
        for (keyword, _) in taken.into_iter().filter(|(_, is_taken)| *is_taken) {
            self.locations.retain(|(known, _)| *known != keyword);
            self.locations.extend(other.location_of(keyword).map(|at| (keyword, at.clone())));
        }
        self.unique_items |= other.unique_items;
        for pattern in &other.patterns {
            if !self.patterns.iter().any(|known| known.value == pattern.value) {
                self.patterns.push(pattern.clone());
            }
        }
        for factor in &other.multiples_of {
            if !self.multiples_of.contains(factor) {
                self.multiples_of.push(factor.clone());
            }
        }
    }
}

/// The location of a limit. A limit with an exclusive flag has the location of its number.
fn bound_location(object: &mut ObjectReader<'_, '_>, keyword: &'static str) -> Option<Location> {
    let node = object.node(keyword)?;
    match (node.value, keyword) {
        (Value::Bool(_), "exclusiveMinimum") => object.node("minimum").map(|node| node.at),
        (Value::Bool(_), "exclusiveMaximum") => object.node("maximum").map(|node| node.at),
        _ => Some(node.at),
    }
}

/// `multipleOf`, which must be greater than 0 (section 6.2.1).
fn factor(object: &mut ObjectReader<'_, '_>) -> Option<Number> {
    let factor: Spanned<Number> = object.optional("multipleOf")?;
    if factor.value.as_f64().is_some_and(|value| value <= 0.0) {
        let message = format!("invalid `multipleOf`: expected a number greater than 0, found {}", factor.value);
        let problem = object.diagnostics().report(Code::ContradictoryLimits, &factor.at, message);
        problem.help("write a number greater than 0, or remove it").fallback("the limit is omitted");
        return None;
    }
    Some(factor.value)
}

/// An inclusive and an exclusive limit. In OpenAPI 3.0 `exclusiveMinimum` is a flag, in 3.1 it is a number.
fn bound(
    object: &mut ObjectReader<'_, '_>,
    plain: &'static str,
    exclusive: &'static str,
) -> (Option<Number>, Option<Number>) {
    let value: Option<Number> = object.optional(plain);
    match object.node(exclusive).map(|node| node.value) {
        Some(Value::Bool(true)) => (None, value),
        Some(Value::Bool(false)) | None => (value, None),
        Some(_) => (value, object.optional(exclusive)),
    }
}

/// Replaces a limit by another one that is stricter. Returns whether it was replaced.
fn tighten_limit<T: Clone>(target: &mut Option<T>, other: Option<&T>, is_stricter: impl Fn(&T, &T) -> bool) -> bool {
    let taken = other.filter(|other| target.as_ref().is_none_or(|known| is_stricter(other, known)));
    if let Some(other) = taken {
        *target = Some(other.clone());
    }
    taken.is_some()
}

fn is_less(one: &Number, other: &Number) -> bool {
    is_greater(other, one)
}

/// Whether a number is greater than another. Compares integers exactly, and others as `f64`.
pub(crate) fn is_greater(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one > other,
        _ => one.as_f64() > other.as_f64(),
    }
}

/// Whether two values are equal: numbers by their mathematical value (JSON Schema 2020-12 Core, section 4.2.2).
pub(crate) fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one.as_f64().is_some() && !is_greater(one, other) && !is_greater(other, one))
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<Number> {
        Number::parse(text)
    }

    fn limits(bounds: Bounds) -> Limits {
        Limits(Some(Box::new(bounds)))
    }

    #[test]
    fn the_stricter_of_two_limits_applies() {
        let mut target =
            limits(Bounds { min_length: Some(1), max_length: Some(9), minimum: number("-1"), ..NONE.clone() });
        target.exclusive_maximum = number("18446744073709551616");
        let others = Bounds {
            min_length: Some(3),
            max_length: Some(12),
            minimum: number("-0.5"),
            exclusive_maximum: number("18446744073709551617"),
            multiples_of: number("2").into_iter().collect(),
            ..NONE.clone()
        };
        let others = limits(others);
        target.tighten(&others);
        assert_eq!((target.min_length, target.max_length), (Some(3), Some(9)));
        assert_eq!((target.minimum.clone(), target.maximum.clone()), (number("-0.5"), None));
        assert_eq!(target.exclusive_maximum, number("18446744073709551616"));
        let once = target.clone();
        target.tighten(&others);
        assert_eq!(target, once, "the same limits have no effect");
    }
}
