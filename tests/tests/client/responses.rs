//! Recorded responses, replayed with the generated clients. `vectors/expected-responses.json` has the expected
//! outcome of each case, and a reason if it differs from that of the official SDK.

use serde::Deserialize;
use serde_json::{Map, Value};
use tests::{
    replay::{self, ResponseResult},
    vectors::{self, LongBody, Text},
};

/// The expected outcome of a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedOutcome {
    id: String,
    outcome: String,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    code: Option<Text>,
    #[serde(default)]
    message: Option<Text>,
    #[serde(default)]
    request_id: Option<String>,
    #[serde(default)]
    attempts: Option<u32>,
    #[serde(default)]
    fields: Option<Map<String, Value>>,
    /// The reason, for readers.
    #[serde(default, rename = "why")]
    _why: Option<String>,
}

#[tokio::test]
async fn each_recorded_response_has_the_expected_outcome() {
    let expected = vectors::read_cases::<Vec<ExpectedOutcome>>("expected-responses.json");
    let cases = vectors::responses();
    let ids = |ids: Vec<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
    assert_eq!(ids(cases.iter().map(|case| &case.id).collect()), ids(expected.iter().map(|case| &case.id).collect()));

    let mut wrong = Vec::new();
    for (case, expected) in cases.iter().zip(&expected) {
        let result = replay::response(case).await;
        if let Some(difference) = difference(&result, expected) {
            wrong.push(format!("{}: {difference}", case.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The differences from the expected outcome.
fn difference(result: &ResponseResult, expected: &ExpectedOutcome) -> Option<String> {
    let actual = serde_json::to_value(result).expect("a result is JSON");
    let text = |text: &Option<Text>| text.as_ref().map(Text::expand).into();
    let mut parts = vec![("outcome", Value::from(expected.outcome.as_str()))];
    if expected.outcome != "unsupported" {
        parts.extend([
            ("status", expected.status.into()),
            ("code", text(&expected.code)),
            ("message", text(&expected.message)),
            ("request_id", expected.request_id.clone().into()),
            ("attempts", expected.attempts.into()),
        ]);
    }
    if expected.outcome == "ok" {
        let fields = expected.fields.clone().unwrap_or_default();
        parts.push((
            "fields",
            fields.into_iter().map(|(name, value)| (name, expand(value))).collect::<Map<_, _>>().into(),
        ));
    }
    let differing = parts.into_iter().filter(|(name, value)| actual.get(name) != Some(value));
    let differing = differing.map(|(name, value)| {
        format!("{name} is {} and not {}", abbreviate(actual.get(name)), abbreviate(Some(&value)))
    });
    let differing = differing.collect::<Vec<_>>();
    (!differing.is_empty()).then(|| format!("{} ({})", differing.join(", "), abbreviate(actual.get("error"))))
}

/// A long string is recorded as a rule, in a property too.
fn expand(value: Value) -> Value {
    match serde_json::from_value::<LongBody>(value.clone()) {
        Ok(long) => Text::Long(long).expand().into(),
        Err(_) => value,
    }
}

fn abbreviate(value: Option<&Value>) -> String {
    value.map(ToString::to_string).unwrap_or_default().chars().take(200).collect()
}
