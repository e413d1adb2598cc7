//! What the server does with a request: a list of steps, from a well-formed answer to a cut connection.

use std::time::Duration;

/// One thing that the server does on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Writes bytes.
    Send(Vec<u8>),
    /// Does nothing for a while.
    Wait(Duration),
    /// Does nothing until the server is dropped or the client gives up.
    Hang,
    /// Closes the connection in order.
    Close,
    /// Closes the connection with a reset.
    Reset,
}

/// What the server does with one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub(super) steps: Vec<Step>,
}

impl Answer {
    /// An answer with a status, and no body.
    pub fn status(status: u16) -> Self {
        Self::with(status, &[], "")
    }

    /// An answer with status 200 and this JSON text.
    pub fn json(body: &str) -> Self {
        Self::with(200, &[("Content-Type", "application/json"), ("X-Request-Id", "req-0001")], body)
    }

    /// A well-formed answer.
    pub fn with(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        // A 204 has no body, and must not say how long it is.
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

    /// Promises 50 bytes of body, sends 4 and closes.
    pub fn short_body(status: u16) -> Self {
        Self::raw(head(status, &[], "Content-Length: 50\r\n") + "abcd").then_close()
    }

    /// A head with one header line of this many bytes.
    pub fn huge_header(bytes: usize) -> Self {
        Self::with(200, &[("X-Huge", &"h".repeat(bytes))], "")
    }

    /// These bytes, whatever they are.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { steps: vec![Step::Send(bytes.into())] }
    }

    /// Something that is not HTTP, then the end of the connection.
    pub fn garbage() -> Self {
        Self::raw("hello there\r\n").then_close()
    }

    /// Never answers.
    pub fn silence() -> Self {
        Self { steps: vec![Step::Hang] }
    }

    /// Closes the connection without an answer.
    pub fn close() -> Self {
        Self { steps: vec![Step::Close] }
    }

    /// Resets the connection without an answer.
    pub fn reset() -> Self {
        Self { steps: vec![Step::Reset] }
    }

    /// Waits before it does all this.
    pub fn after(mut self, delay: Duration) -> Self {
        self.steps.insert(0, Step::Wait(delay));
        self
    }

    /// Sends the first bytes, waits, and sends the rest.
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

    /// Closes the connection at the end.
    pub fn then_close(mut self) -> Self {
        self.steps.push(Step::Close);
        self
    }
}

fn head(status: u16, headers: &[(&str, &str)], framing: &str) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} Status\r\n{headers}{framing}\r\n")
}
