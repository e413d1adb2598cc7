//! How the command ends: what it prints, and its exit code.

use std::process::ExitCode;

use huaweicloud_reset_password::{
    Error, Violations,
    huaweicloud::credentials::{CredentialsError, CredentialsErrorKind},
};
use serde_json::{Value, json};

use crate::arguments::Format;

/// How the command ends.
pub(crate) enum Outcome {
    Done(Done),
    DryRun(DryRun),
    /// Not reset.
    Failed(Error),
    /// The command is wrong or incomplete.
    Misuse(Misuse),
    /// The new password breaks rules.
    Broken(Violations),
    /// Perhaps reset.
    Unknown(Error),
}

/// A completed reset, with its response.
pub(crate) struct Done {
    pub(crate) whose: String,
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) response: Value,
}

/// Why nothing can be sent.
pub(crate) struct Misuse {
    problem: String,
    details: Vec<String>,
}

/// A request without its secrets.
pub(crate) struct DryRun {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Value>,
}

impl Outcome {
    pub(crate) fn misuse(problem: impl Into<String>) -> Self {
        Self::Misuse(Misuse { problem: problem.into(), details: Vec::new() })
    }

    /// What an error means for who wants a new password.
    pub(crate) fn of_error(error: Error) -> Self {
        if let Some(refusal) = error.invalid_request() {
            return Self::misuse(in_words_of_the_command(&refusal.to_string()));
        }
        match CredentialsError::of_call(&error).filter(|why| why.kind() == CredentialsErrorKind::NoneFound) {
            Some(why) => Self::Misuse(Misuse {
                problem: "there are no credentials anywhere".to_owned(),
                details: why.previous_errors().map(|(name, why)| format!("{name}: {why}")).collect(),
            }),
            None if error.may_have_been_executed() => Self::Unknown(error),
            None => Self::Failed(error),
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done(_) | Self::DryRun(_) => 0,
            Self::Failed(_) => 1,
            Self::Misuse(_) => 2,
            Self::Broken(_) => 3,
            Self::Unknown(_) => 4,
        })
    }

    pub(crate) fn print(&self, format: Format) {
        match format {
            Format::Json => println!("{}", self.json()),
            Format::Human => self.print_words(),
        }
    }

    fn print_words(&self) {
        match self {
            Self::Done(Done { whose, status, request_id, response, .. }) => {
                let request_id = request_id.as_deref().unwrap_or("unknown");
                println!("Done: the password of {whose} is reset (HTTP {status}, request id {request_id}).");
                if response.as_object().is_some_and(|members| !members.is_empty()) {
                    println!("The service responded: {response}");
                }
            }
            Self::DryRun(DryRun { method, url, headers, body }) => {
                println!("{method} {url}");
                for (name, value) in headers {
                    println!("{name}: {value}");
                }
                if let Some(body) = body {
                    println!("\n{body}");
                }
                eprintln!("Nothing was sent.");
            }
            Self::Failed(error) => eprintln!("error: {error}\nThe password is not reset."),
            Self::Misuse(Misuse { problem, details }) => not_sent(problem, details),
            Self::Broken(violations) => {
                let told = violations.iter().map(|violation| format!("`{}` {}", violation.field, violation.message));
                let told: Vec<_> = told.map(|words| in_words_of_the_command(&words)).collect();
                not_sent(BROKEN_RULES, &told);
                eprintln!("help: --skip-rules sends it all the same; the service has the last word");
            }
            Self::Unknown(error) => {
                eprintln!("error: {error}\nThe new password may be set all the same: try it before you repeat this.");
            }
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Done(Done { whose, status, request_id, attempts, response }) => json!({
                "outcome": "done", "whose": whose, "status": status, "request_id": request_id, "attempts": attempts,
                "response": response,
            }),
            Self::DryRun(DryRun { method, url, headers, body }) => json!({
                "outcome": "dry-run", "method": method, "url": url, "body": body,
                "headers": headers
                    .iter()
                    .map(|(name, value)| json!({ "name": name, "value": value }))
                    .collect::<Vec<_>>(),
            }),
            Self::Failed(error) => of_error("failed", error),
            Self::Misuse(Misuse { problem, details }) => {
                json!({ "outcome": "misuse", "message": problem, "details": details })
            }
            Self::Broken(violations) => json!({
                "outcome": "broken-rules", "message": BROKEN_RULES,
                "rules": violations.iter().map(|violation| json!({
                    "field": violation.field, "rule": format!("{:?}", violation.rule), "message": violation.message,
                })).collect::<Vec<_>>(),
            }),
            Self::Unknown(error) => of_error("unknown", error),
        }
    }
}

const BROKEN_RULES: &str = "the request breaks documented rules";

/// What the library and the services call things by, and what this command does.
const WORDS: [(&str, &str); 9] = [
    ("`allow_http(true)`", "--allow-http"),
    ("`endpoint`", "--endpoint"),
    ("`project_id`", "--project-id"),
    ("`instance_id`", "--instance-id"),
    ("`user_name`", "--user-name"),
    ("`account_id`", "--account-id"),
    ("`cluster_id`", "--cluster-id"),
    ("`new_password`", "the new password"),
    ("`old_password`", "the old password"),
];

fn in_words_of_the_command(problem: &str) -> String {
    WORDS.iter().fold(problem.to_owned(), |problem, (theirs, ours)| problem.replace(theirs, ours))
}

fn not_sent(problem: &str, details: &[String]) {
    eprintln!("error: {problem}");
    for detail in details {
        eprintln!("  - {detail}");
    }
    eprintln!("Nothing was sent.");
}

fn of_error(outcome: &str, error: &Error) -> Value {
    json!({
        "outcome": outcome, "message": error.to_string(), "kind": format!("{:?}", error.kind()),
        "status": error.status(), "code": error.code(), "request_id": error.request_id(), "attempts": error.attempts(),
    })
}
