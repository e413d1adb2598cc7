//! Arbitrary strings as dates, times, numbers and Base64: a parsed value is unchanged after formatting and parsing.
//! Arbitrary strings as JSON: decoded as by `serde_json`.
#![no_main]

use std::{fmt::Display, str::FromStr};

use libfuzzer_sys::fuzz_target;
use wireright_runtime::{Base64, Date, DateTime, JsonValue, Number, Time, json};

fuzz_target!(|text: &str| {
    round_trip::<Date>(text);
    round_trip::<DateTime>(text);
    round_trip::<Time>(text);
    round_trip::<Number>(text);
    round_trip::<Base64>(text);
    assert_eq!(json::read::<JsonValue>(text).ok(), text.parse::<JsonValue>().ok(), "{text:?}");
});

fn round_trip<T: FromStr + Display + PartialEq>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        assert!(value.to_string().parse::<T>().is_ok_and(|parsed| parsed == value), "{text:?} changes");
    }
}
