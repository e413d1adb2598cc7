//! How the command ends: what it prints, and its exit code.

use std::process::ExitCode;

use huaweicloud_reset_password::{Error, Violations};
use serde_json::{Value, json};

use crate::arguments::Format;

/// How the command ends.
pub(crate) enum Outcome {
    Done(Done),
    DryRun(DryRun),
    /// Not reset.
    Failed(Error),
    /// The command is wrong or incomplete.
    Misuse(String),
    /// The new password breaks rules.
    Broken(Violations),
    /// Perhaps reset.
    Unknown(Error),
}

/// A reset that was answered.
pub(crate) struct Done {
    pub(crate) whose: String,
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) answer: Value,
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
        Self::Misuse(problem.into())
    }

    /// What an error means for who wants a new password.
    pub(crate) fn of_error(error: Error) -> Self {
        match error.refusal() {
            Some(refusal) => Self::Misuse(in_words_of_the_command(&refusal.to_string())),
            None if error.may_have_been_applied() => Self::Unknown(error),
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
            Self::Done(Done { whose, status, request_id, .. }) => {
                let request_id = request_id.as_deref().unwrap_or("unknown");
                println!("Done: the password of {whose} is reset (HTTP {status}, request id {request_id}).");
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
            Self::Misuse(problem) => eprintln!("error: {problem}"),
            Self::Broken(violations) => {
                eprintln!("error: the request breaks documented rules, so nothing was sent:");
                for violation in violations.iter() {
                    eprintln!("  - `{}` {}", violation.field, violation.words);
                }
                eprintln!("help: --skip-rules sends it all the same; the service has the last word");
            }
            Self::Unknown(error) => {
                eprintln!("error: {error}\nThe new password may be set all the same: try it before you repeat this.");
            }
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Done(Done { whose, status, request_id, attempts, answer }) => json!({
                "outcome": "done", "whose": whose, "status": status, "request_id": request_id, "attempts": attempts,
                "answer": answer,
            }),
            Self::DryRun(DryRun { method, url, headers, body }) => json!({
                "outcome": "dry-run", "method": method, "url": url, "body": body,
                "headers": headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
            }),
            Self::Failed(error) => of_error("failed", error),
            Self::Misuse(problem) => json!({ "outcome": "misuse", "message": problem }),
            Self::Broken(violations) => json!({
                "outcome": "broken-rules",
                "rules": violations.iter().map(|violation| json!({
                    "field": violation.field, "rule": format!("{:?}", violation.rule), "words": violation.words,
                })).collect::<Vec<_>>(),
            }),
            Self::Unknown(error) => of_error("unknown", error),
        }
    }
}

/// What the library calls by its functions is called by the options of this command.
fn in_words_of_the_command(problem: &str) -> String {
    problem.replace("`allow_http(true)`", "--allow-http").replace("`endpoint`", "--endpoint")
}

fn of_error(outcome: &str, error: &Error) -> Value {
    json!({
        "outcome": outcome, "message": error.to_string(), "kind": format!("{:?}", error.kind()),
        "status": error.status(), "code": error.code(), "request_id": error.request_id(), "attempts": error.attempts(),
    })
}
