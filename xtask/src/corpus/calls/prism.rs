//! Prism, a mock server by other authors: validates each request and responds by the document.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value as Json;
use wireright_mock::Documents;

use wireright::phrases::io_reason;

/// Maximum time for reading a document.
const START_TIMEOUT: Duration = Duration::from_secs(180);

const MISSING: &str = "`--call` requires `prism` on the PATH: install it with `npm install -g @stoplight/prism-cli`";

/// The version of the installed Prism.
pub(in crate::corpus) fn version() -> Result<String, String> {
    let output = Command::new("prism").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output = output.map_err(|_| MISSING.to_owned())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(format!("`prism --version` failed; {MISSING}"))
    }
}

/// Content of the responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseMode {
    /// Documented examples, if any.
    Examples,
    /// Constant values generated from the schemas.
    Generated,
    /// Random values that satisfy patterns and limits.
    Random,
}

impl ResponseMode {
    /// Maximum time of all calls. Generating values for large recursive schemas is slow.
    pub(super) fn timeout(self) -> Duration {
        match self {
            Self::Examples => Duration::from_secs(1800),
            Self::Generated => Duration::from_secs(120),
            Self::Random => Duration::from_secs(60),
        }
    }
}

/// A server on a loopback port. Dropping it ends the process.
pub(super) struct Prism {
    process: Child,
    port: u16,
}

impl Prism {
    /// Starts a server for documents, which are written to a folder.
    pub(super) fn start(
        documents: &Documents,
        entry: &str,
        mode: ResponseMode,
        folder: &Path,
        log: &Path,
    ) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot start Prism: {}", io_reason(&error));
        let path = write(documents, entry, folder).map_err(failed)?;
        let port = free_port().map_err(failed)?;
        let mut command = Command::new("prism");
        command.arg("mock").arg(&path).args(["--host", "127.0.0.1", "--verboseLevel", "error"]);
        command.args(match mode {
            ResponseMode::Examples => &[][..],
            ResponseMode::Generated => &["--ignoreExamples"],
            ResponseMode::Random => &["--dynamic", "--seed", "1"],
        });
        command.args(["--port", &port.to_string()]).stdin(Stdio::null());
        let output = File::create(log).map_err(failed)?;
        command.stdout(output.try_clone().map_err(failed)?).stderr(output);
        let mut server = Self { process: command.spawn().map_err(failed)?, port };
        let started = Instant::now();
        while TcpStream::connect(server.socket()).is_err() {
            let output = || fs::read_to_string(log).unwrap_or_default();
            if server.process.try_wait().map_err(failed)?.is_some() {
                return Err(format!("Prism rejects the document: {}", last_line(&output())));
            }
            if started.elapsed() > START_TIMEOUT {
                return Err(format!("Prism did not start within {} s", START_TIMEOUT.as_secs()));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Base URL.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.socket())
    }

    fn socket(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // Fails if the process has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> std::io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}

/// Writes the documents as JSON without callbacks. Returns the path of the entry.
fn write(documents: &Documents, entry: &str, folder: &Path) -> std::io::Result<PathBuf> {
    for (path, root) in &documents.files {
        let mut root = root.clone();
        remove_callbacks(&mut root);
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, root.to_string())?;
    }
    Ok(folder.join(entry))
}

/// Removes the callbacks of every operation: Prism would send them to any host.
fn remove_callbacks(value: &mut Json) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(remove_callbacks),
        Json::Object(object) => {
            if object.contains_key("responses") {
                object.remove("callbacks");
            }
            object.values_mut().for_each(remove_callbacks);
        }
        _ => {}
    }
}

/// The last line of the log, without colors.
fn last_line(log: &str) -> String {
    let without_color = |(index, part): (usize, &str)| match part.split_once('m') {
        Some((_, rest)) if index > 0 => rest.to_owned(),
        _ => part.to_owned(),
    };
    let plain = |line: &str| line.split('\u{1b}').enumerate().map(without_color).collect::<String>();
    let line = log.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no output");
    plain(line).trim().chars().filter(|character| !character.is_control()).take(300).collect()
}
