//! Scripted responses: lists of steps, from a valid response to a closed connection.

use std::time::Duration;

/// One step of the server on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Writes bytes.
    Send(Vec<u8>),
    /// Waits.
    Wait(Duration),
    /// Waits until the server is dropped or the client closes the connection.
    Hang,
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
}

/// The steps of the server for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptedResponse {
    pub(super) steps: Vec<Step>,
}

impl ScriptedResponse {
    /// A response with a status and no body.
    pub fn status(status: u16) -> Self {
        Self::with(status, &[], "")
    }

    /// A response with status 200 and this JSON.
    pub fn json(body: &str) -> Self {
        Self::with(200, &[("Content-Type", "application/json"), ("X-Request-Id", "req-0001")], body)
    }

    /// A valid response.
    pub fn with(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        // A 204 response has no body and no `Content-Length`.
        let length = if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        Self::raw([head(status, headers, &length).as_bytes(), body].concat())
    }

    /// Status 200 and a body in chunks.
    pub fn chunked(headers: &[(&str, &str)], chunks: &[&[u8]]) -> Self {
        let mut bytes = head(200, headers, "Transfer-Encoding: chunked\r\n").into_bytes();
        for chunk in chunks {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\n");
        Self::raw(bytes)
    }

    /// A chunked body that ends inside a chunk.
    pub fn cut_chunk() -> Self {
        Self::raw(head(200, &[], "Transfer-Encoding: chunked\r\n") + "5\r\nabc").then_close()
    }

    /// Declares a body of 50 bytes, sends 4 and closes the connection.
    pub fn short_body(status: u16) -> Self {
        Self::raw(head(status, &[], "Content-Length: 50\r\n") + "abcd").then_close()
    }

    /// A head with one header line of this many bytes.
    pub fn huge_header(bytes: usize) -> Self {
        Self::with(200, &[("X-Huge", &"h".repeat(bytes))], "")
    }

    /// These bytes.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { steps: vec![Step::Send(bytes.into())] }
    }

    /// Bytes that are not HTTP, then the end of the connection.
    pub fn garbage() -> Self {
        Self::raw("hello there\r\n").then_close()
    }

    /// No response.
    pub fn silence() -> Self {
        Self { steps: vec![Step::Hang] }
    }

    /// Closes the connection without a response.
    pub fn close() -> Self {
        Self { steps: vec![Step::Close] }
    }

    /// Resets the connection without a response.
    pub fn reset() -> Self {
        Self { steps: vec![Step::Reset] }
    }

    /// Waits before the first step.
    pub fn after(mut self, delay: Duration) -> Self {
        self.steps.insert(0, Step::Wait(delay));
        self
    }

    /// Waits after the first bytes.
    pub fn paused_after(mut self, bytes: usize, delay: Duration) -> Self {
        let at = self.steps.iter().position(|step| matches!(step, Step::Send(sent) if sent.len() > bytes));
        if let Some(index) = at
            && let Step::Send(sent) = &mut self.steps[index]
        {
            let rest = sent.split_off(bytes);
            let after = index + 1;
            self.steps.splice(after..after, [Step::Wait(delay), Step::Send(rest)]);
        }
        self
    }

    /// Closes the connection after the last step.
    pub fn then_close(mut self) -> Self {
        self.steps.push(Step::Close);
        self
    }
}

fn head(status: u16, headers: &[(&str, &str)], framing: &str) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} Status\r\n{headers}{framing}\r\n")
}
