//! Prism: a server that checks each request against a document and answers by it, and that shares nothing with the generator.

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

use wireright::wording::io_reason;

/// How long it may take to read a document.
const PATIENCE: Duration = Duration::from_secs(180);

const MISSING: &str = "`--call` needs Prism, which is not there: `npm install -g @stoplight/prism-cli` installs it, and `prism` \
                       must be on the PATH";

/// The version of Prism that would be started.
pub(in crate::corpus) fn version() -> Result<String, String> {
    let output = Command::new("prism").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output = output.map_err(|_| MISSING.to_owned())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(format!("`prism --version` fails; {MISSING}"))
    }
}

/// What the server answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answers {
    /// The examples of the documents, where there are any.
    Examples,
    /// Values that the server makes for the schemas, the same each time.
    MadeUp,
    /// Values of chance, which keep patterns and limits, too.
    Random,
}

impl Answers {
    /// How long all calls together may take: values for large schemas that refer to each other take their time.
    pub(super) fn patience(self) -> Duration {
        match self {
            Self::Examples => Duration::from_secs(1800),
            Self::MadeUp => Duration::from_secs(120),
            Self::Random => Duration::from_secs(60),
        }
    }
}

/// A server on loopback, which ends with this value.
pub(super) struct Server {
    process: Child,
    port: u16,
}

impl Server {
    /// Starts a server for documents, which are written below a folder. Its answers are the documents' examples, or made up.
    pub(super) fn start(
        (documents, entry): (&Documents, &str),
        answers: Answers,
        folder: &Path,
        log: &Path,
    ) -> Result<Self, String> {
        let cannot = |error: std::io::Error| format!("Prism cannot be started: {}", io_reason(&error));
        let place = write(documents, entry, folder).map_err(cannot)?;
        let port = free_port().map_err(cannot)?;
        let mut command = Command::new("prism");
        command.arg("mock").arg(&place).args(["--host", "127.0.0.1", "--verboseLevel", "error"]);
        command.args(match answers {
            Answers::Examples => &[][..],
            Answers::MadeUp => &["--ignoreExamples"],
            Answers::Random => &["--dynamic", "--seed", "1"],
        });
        command.args(["--port", &port.to_string()]).stdin(Stdio::null());
        let output = File::create(log).map_err(cannot)?;
        command.stdout(output.try_clone().map_err(cannot)?).stderr(output);
        let mut server = Self { process: command.spawn().map_err(cannot)?, port };
        let begun = Instant::now();
        while TcpStream::connect(server.socket()).is_err() {
            let said = || fs::read_to_string(log).unwrap_or_default();
            if server.process.try_wait().map_err(cannot)?.is_some() {
                return Err(format!("Prism does not take the document: {}", last_words(&said())));
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("Prism takes longer than {} s to read the document", PATIENCE.as_secs()));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Where it listens.
    pub(super) fn address(&self) -> String {
        format!("http://{}", self.socket())
    }

    fn socket(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already where this fails.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> std::io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}

/// Writes the documents as JSON, without what would have the server call other hosts; gives the place of the entry.
fn write(documents: &Documents, entry: &str, folder: &Path) -> std::io::Result<PathBuf> {
    for (path, root) in &documents.files {
        let mut root = root.clone();
        remove_callbacks(&mut root);
        let place = folder.join(path);
        fs::create_dir_all(place.parent().unwrap_or(folder))?;
        fs::write(place, root.to_string())?;
    }
    Ok(folder.join(entry))
}

/// Removes the callbacks of every operation: the server would make them, whatever host they name.
fn remove_callbacks(value: &mut Json) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(remove_callbacks),
        Json::Object(members) => {
            if members.contains_key("responses") {
                members.remove("callbacks");
            }
            members.values_mut().for_each(remove_callbacks);
        }
        _ => {}
    }
}

/// What it says at the end, without colours.
fn last_words(log: &str) -> String {
    let uncoloured = |(index, part): (usize, &str)| match part.split_once('m') {
        Some((_, rest)) if index > 0 => rest.to_owned(),
        _ => part.to_owned(),
    };
    let plain = |line: &str| line.split('\u{1b}').enumerate().map(uncoloured).collect::<String>();
    let line = log.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
    plain(line).trim().chars().filter(|character| !character.is_control()).take(300).collect()
}
