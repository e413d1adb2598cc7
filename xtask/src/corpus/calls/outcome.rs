//! The outcome of a call, from the output of the program and the violations that the server reports.

use serde::Deserialize;
use serde_json::Value as Json;

/// Prefix of the type of the server's own errors.
const ERROR_TYPE_PREFIX: &str = "https://stoplight.io/prism/errors#";

/// Output of the program for a call.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ProgramOutput {
    /// Why an argument could not be deserialized.
    argument_error: Option<String>,
    pub(super) status: Option<u16>,
    /// The violations that the server reports: a JSON list, truncated if long.
    violations: Option<String>,
    pub(super) content_type: Option<String>,
    /// Why there is no response.
    problem: Option<String>,
    #[serde(default)]
    pub(super) is_truncated: bool,
    pub(super) body: Option<String>,
}

/// The outcome of a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The response is documented.
    Succeeded,
    /// The request was not sent.
    NotCalled(String),
    /// The server rejected the request.
    Rejected(String),
    /// The response could not be decoded.
    NotDecoded(String),
}

/// A violation that the server reports.
#[derive(Deserialize)]
struct Violation {
    #[serde(default)]
    location: Vec<Json>,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    message: String,
}

impl ProgramOutput {
    pub(super) fn outcome(&self) -> Outcome {
        let problem = || self.problem.clone().unwrap_or_default();
        if let Some(problem) = &self.argument_error {
            return Outcome::NotCalled(problem.clone());
        }
        let Some(status) = self.status else { return Outcome::NotCalled(problem()) };
        if let Some(reason) = self.rejection() {
            return Outcome::Rejected(reason);
        }
        match self.problem {
            Some(_) if (200..300).contains(&status) => Outcome::NotDecoded(problem()),
            // The document may have only failures.
            _ => Outcome::Succeeded,
        }
    }

    /// Why the server rejected the request.
    fn rejection(&self) -> Option<String> {
        let listed = self.violations.as_deref().and_then(request_violations);
        listed.or_else(|| {
            let error: Json = serde_json::from_str(self.body.as_deref()?).ok()?;
            let kind = error.get("type")?.as_str()?.strip_prefix(ERROR_TYPE_PREFIX)?;
            let detail = error.get("detail").and_then(Json::as_str).unwrap_or_default();
            let listed = error.get("validation").map(Json::to_string).and_then(|list| request_violations(&list));
            Some(format!("{kind}: {}", listed.as_deref().unwrap_or(detail)))
        })
    }
}

/// The violations of the request. Violations of the response are the server's own.
fn request_violations(list: &str) -> Option<String> {
    let Ok(violations) = serde_json::from_str::<Vec<Violation>>(list) else {
        return list.contains("[\"request\"").then(|| list.chars().take(300).collect());
    };
    let is_request_error = |violation: &&Violation| {
        violation.severity == "Error" && violation.location.first().is_none_or(|first| first != "response")
    };
    let messages: Vec<String> = violations.iter().filter(is_request_error).map(Violation::message).collect();
    (!messages.is_empty()).then(|| messages.join("; "))
}

impl Violation {
    fn message(&self) -> String {
        let text = |part: &Json| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
        let position: Vec<String> = self.location.iter().map(text).collect();
        format!("{}: {}", position.join("."), self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(output: &str) -> Outcome {
        serde_json::from_str::<ProgramOutput>(output).unwrap().outcome()
    }

    #[test]
    fn the_output_of_the_program_is_classified() {
        assert_eq!(
            outcome(r#"{"status":200,"violations":null,"content_type":"text/plain","problem":null}"#),
            Outcome::Succeeded
        );
        assert_eq!(outcome(r#"{"argument_error":"x"}"#), Outcome::NotCalled("x".to_owned()));
        assert_eq!(
            outcome(r#"{"status":null,"problem":"connection refused"}"#),
            Outcome::NotCalled("connection refused".to_owned())
        );
        assert_eq!(outcome(r#"{"status":200,"problem":"not JSON"}"#), Outcome::NotDecoded("not JSON".to_owned()));
        assert_eq!(outcome(r#"{"status":404,"problem":"Not Found","body":"{}"}"#), Outcome::Succeeded);
    }

    #[test]
    fn only_violations_of_the_request_are_reported() {
        let outcome_of = |violations: &str| {
            let output = serde_json::json!({ "status": 422, "problem": "HTTP 422", "violations": violations });
            outcome(&output.to_string())
        };
        let request =
            r#"{"location":["request","query","a",0],"severity":"Error","code":"type","message":"must be integer"}"#;
        let response =
            r#"{"location":["response","body"],"severity":"Error","code":"type","message":"must be string"}"#;
        let warning = r#"{"location":["request"],"severity":"Warning","message":"old"}"#;
        assert_eq!(
            outcome_of(&format!("[{response},{request}]")),
            Outcome::Rejected("request.query.a.0: must be integer".to_owned())
        );
        assert_eq!(outcome_of(&format!("[{response},{warning}]")), Outcome::Succeeded);
        let truncated = format!("Too many violations! [{request},");
        assert_eq!(outcome_of(&truncated), Outcome::Rejected(truncated.clone()));
    }

    #[test]
    fn errors_of_the_server_are_reported() {
        let outcome_of = |error: Json| {
            let output = serde_json::json!({ "status": 404, "problem": "HTTP 404", "body": error.to_string() });
            outcome(&output.to_string())
        };
        let error =
            serde_json::json!({ "type": format!("{ERROR_TYPE_PREFIX}NO_PATH_MATCHED_ERROR"), "detail": "No route /a" });
        assert_eq!(outcome_of(error), Outcome::Rejected("NO_PATH_MATCHED_ERROR: No route /a".to_owned()));
        assert_eq!(outcome_of(serde_json::json!({ "type": "about:blank" })), Outcome::Succeeded);
    }
}
