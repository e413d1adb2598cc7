//! [`Refusal`]: why a request is not what the documents allow.

use serde_json::json;

use crate::answer::Reply;

/// Why a request is refused. The words hold no value of the request but its path and the names that it uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status of the answer.
    pub status: u16,
    /// What is wrong, all of it.
    pub problems: Vec<String>,
    /// The methods that the path does have, where that is the problem.
    pub(crate) allow: Option<String>,
}

impl Refusal {
    pub(crate) fn new(status: u16, problem: impl Into<String>) -> Self {
        Self { status, problems: vec![problem.into()], allow: None }
    }

    /// The problems on one line.
    pub fn words(&self) -> String {
        self.problems.join("; ")
    }

    /// The answer that tells them: RFC 9457, with `message` for clients that look for that.
    pub(crate) fn reply(&self) -> Reply {
        let words = self.words();
        let body = json!({
            "title": "The API description does not allow this request.", "status": self.status,
            "detail": words, "message": words, "problems": self.problems,
        });
        let mut reply = Reply::new(self.status);
        reply.headers.push(("Content-Type".to_owned(), "application/problem+json".to_owned()));
        reply.headers.extend(self.allow.iter().map(|methods| ("Allow".to_owned(), methods.clone())));
        reply.body = body.to_string().into_bytes();
        reply
    }
}
