//! What a service may answer as a date, a time, a number or bytes: what is read is written so that it is read the same.
#![no_main]

use std::{fmt::Display, str::FromStr};

use libfuzzer_sys::fuzz_target;
use wireright_runtime::{Base64, Date, DateTime, Number, Time};

fuzz_target!(|text: &str| {
    comes_back::<Date>(text);
    comes_back::<DateTime>(text);
    comes_back::<Time>(text);
    comes_back::<Number>(text);
    comes_back::<Base64>(text);
});

fn comes_back<T: FromStr + Display + PartialEq>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        assert!(value.to_string().parse::<T>().is_ok_and(|again| again == value), "{text:?} changes");
    }
}
