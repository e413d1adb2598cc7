//! What the program and the server say of a call, and what that means.

use serde::Deserialize;
use serde_json::Value as Json;

/// How the server's own errors are called, those that no document describes.
const ERRORS: &str = "https://stoplight.io/prism/errors#";

/// What the program says of a call.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    /// Why its values could not be given.
    unread: Option<String>,
    pub(super) status: Option<u16>,
    /// What the server objects to: a list as JSON, cut off where it is long.
    violations: Option<String>,
    pub(super) content_type: Option<String>,
    /// Why there is no answer.
    problem: Option<String>,
    #[serde(default)]
    pub(super) is_cut: bool,
    pub(super) body: Option<String>,
}

/// What came of a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was answered as documented.
    Answered,
    /// It was not sent.
    NotCalled(String),
    /// The server found fault with it.
    Refused(String),
    /// What the server answered was not understood.
    NotDecoded(String),
}

/// An objection of the server's.
#[derive(Deserialize)]
struct Violation {
    #[serde(default)]
    location: Vec<Json>,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    message: String,
}

impl Said {
    pub(super) fn outcome(&self) -> Outcome {
        let words = || self.problem.clone().unwrap_or_default();
        if let Some(problem) = &self.unread {
            return Outcome::NotCalled(problem.clone());
        }
        let Some(status) = self.status else { return Outcome::NotCalled(words()) };
        if let Some(objection) = self.objection() {
            return Outcome::Refused(objection);
        }
        match self.problem {
            Some(_) if (200..300).contains(&status) => Outcome::NotDecoded(words()),
            // A failure that the document has in place of a success.
            _ => Outcome::Answered,
        }
    }

    /// What the server has against the request.
    fn objection(&self) -> Option<String> {
        let listed = self.violations.as_deref().and_then(of_request);
        listed.or_else(|| {
            let error: Json = serde_json::from_str(self.body.as_deref()?).ok()?;
            let kind = error.get("type")?.as_str()?.strip_prefix(ERRORS)?;
            let detail = error.get("detail").and_then(Json::as_str).unwrap_or_default();
            let listed = error.get("validation").map(Json::to_string).and_then(|list| of_request(&list));
            Some(format!("{kind}: {}", listed.as_deref().unwrap_or(detail)))
        })
    }
}

/// The errors of a request among the violations; those of an answer are its own fault.
fn of_request(list: &str) -> Option<String> {
    let Ok(violations) = serde_json::from_str::<Vec<Violation>>(list) else {
        return list.contains("[\"request\"").then(|| list.chars().take(300).collect());
    };
    let is_meant = |violation: &&Violation| {
        violation.severity == "Error" && violation.location.first().is_none_or(|first| first != "response")
    };
    let words: Vec<String> = violations.iter().filter(is_meant).map(Violation::words).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

impl Violation {
    fn words(&self) -> String {
        let text = |part: &Json| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
        let place: Vec<String> = self.location.iter().map(text).collect();
        format!("{}: {}", place.join("."), self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(said: &str) -> Outcome {
        serde_json::from_str::<Said>(said).unwrap().outcome()
    }

    #[test]
    fn what_is_said_is_understood() {
        assert_eq!(
            outcome(r#"{"status":200,"violations":null,"content_type":"text/plain","problem":null}"#),
            Outcome::Answered
        );
        assert_eq!(outcome(r#"{"unread":"x"}"#), Outcome::NotCalled("x".to_owned()));
        assert_eq!(
            outcome(r#"{"status":null,"problem":"nobody is there"}"#),
            Outcome::NotCalled("nobody is there".to_owned())
        );
        assert_eq!(outcome(r#"{"status":200,"problem":"not JSON"}"#), Outcome::NotDecoded("not JSON".to_owned()));
        assert_eq!(outcome(r#"{"status":404,"problem":"Not Found","body":"{}"}"#), Outcome::Answered);
    }

    #[test]
    fn objections_to_the_request_are_told_and_those_to_the_answer_are_not() {
        let said = |violations: &str| {
            let said = serde_json::json!({ "status": 422, "problem": "HTTP 422", "violations": violations });
            outcome(&said.to_string())
        };
        let request =
            r#"{"location":["request","query","a",0],"severity":"Error","code":"type","message":"must be integer"}"#;
        let answer = r#"{"location":["response","body"],"severity":"Error","code":"type","message":"must be string"}"#;
        let warning = r#"{"location":["request"],"severity":"Warning","message":"old"}"#;
        assert_eq!(
            said(&format!("[{answer},{request}]")),
            Outcome::Refused("request.query.a.0: must be integer".to_owned())
        );
        assert_eq!(said(&format!("[{answer},{warning}]")), Outcome::Answered);
        let cut = format!("Too many violations! [{request},");
        assert_eq!(said(&cut), Outcome::Refused(cut.clone()));
    }

    #[test]
    fn errors_of_the_server_itself_are_told() {
        let said = |error: Json| {
            let said = serde_json::json!({ "status": 404, "problem": "HTTP 404", "body": error.to_string() });
            outcome(&said.to_string())
        };
        let error = serde_json::json!({ "type": format!("{ERRORS}NO_PATH_MATCHED_ERROR"), "detail": "The route /a is not there" });
        assert_eq!(said(error), Outcome::Refused("NO_PATH_MATCHED_ERROR: The route /a is not there".to_owned()));
        assert_eq!(said(serde_json::json!({ "type": "about:blank" })), Outcome::Answered);
    }
}
