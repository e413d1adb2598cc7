//! The server: openapi-core, which reads each request by the document.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
};

use serde::Deserialize;
use serde_json::{Map, Value};
use wireright::phrases::io_reason;

const SCRIPT: &str = include_str!("judge.py");

const MISSING: &str = "`conformance requests` requires Python with openapi-core: \
    `python3 -m venv DIR && DIR/bin/pip install openapi-core`, and `--python DIR/bin/python`";

/// What the server read of one request.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Seen {
    /// The first segment of the path.
    pub(super) id: String,
    /// Path and query as sent.
    pub(super) url: String,
    pub(super) errors: Vec<String>,
    pub(super) content_type: String,
    /// The bytes of the body as Latin-1.
    pub(super) raw: String,
    pub(super) body: Value,
    #[serde(default)]
    pub(super) path: Map<String, Value>,
    #[serde(default)]
    pub(super) query: Map<String, Value>,
    #[serde(default)]
    pub(super) header: Map<String, Value>,
    #[serde(default)]
    pub(super) cookie: Map<String, Value>,
}

/// A server on a loopback port. Dropping it ends the process.
pub(super) struct Server {
    process: Child,
    /// Its output. A thread reads it, so that the server never waits.
    lines: Receiver<String>,
    pub(super) port: u16,
}

impl Server {
    /// Starts a server for a document.
    pub(super) fn start(python: &Path, document: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot start Python: {}; {MISSING}", io_reason(&error));
        let mut command = Command::new(python);
        command.args(["-c", SCRIPT]).arg(document).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(failed)?;
        let output = BufReader::new(process.stdout.take().ok_or(MISSING)?);
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut server = Self { process, lines, port: 0 };
        server.port = server.line().ok().and_then(|line| line.parse().ok()).ok_or(MISSING)?;
        Ok(server)
    }

    /// The next request.
    pub(super) fn next(&self) -> Result<Seen, String> {
        serde_json::from_str(&self.line()?).map_err(|error| format!("the server printed other output: {error}"))
    }

    fn line(&self) -> Result<String, String> {
        self.lines.recv().map_err(|_| "the server ended: see above".to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails if the process has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
