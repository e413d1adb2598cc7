//! `wireright fetch`: downloads documents and records their hashes. No other command uses the network.
//!
//! - `download`: one GET request, with redirects

mod download;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use clap::Args;
use wireright_codegen::source::Value;
use wireright_mock::parse_document;

use self::download::Header;
use crate::{
    input,
    load::LoadError,
    lock::{Lock, LockedDocument, sha256},
    output,
    paths::display,
    phrases::io_reason,
    terminal::{Color, Outcome, Terminal},
};

const HELP: &str = "\
The SHA-256 of each document is recorded in wireright.lock, which belongs into version control with
the documents. `wireright generate` checks it and never uses the network. A document
that has changed at its URL is an error, and nothing is written; --update accepts it.

Examples:
  wireright fetch https://example.com/openapi.yaml
  wireright fetch https://example.com/openapi.json --out pets.json \\
    --header Authorization=API_TOKEN
  wireright fetch                                  all documents of wireright.lock
  wireright fetch --update                         the same, and changed documents are accepted

Exit codes:
  0  the documents are as recorded, or written
  1  a document has changed, or cannot be downloaded or written
  2  invalid arguments";

/// How to send credentials.
const HEADER_HELP: &str = "`--header Authorization=API_TOKEN` sends the value of the environment variable `API_TOKEN`";

/// Arguments of `wireright fetch`.
#[derive(Args, Debug, Default)]
#[command(after_help = HELP)]
pub struct FetchArguments {
    /// The URL of an OpenAPI document [default: the URLs in wireright.lock]
    #[arg(value_name = "URL")]
    pub url: Option<String>,
    /// The file to write [default: the last segment of the URL]
    #[arg(long, value_name = "FILE", requires = "url")]
    pub out: Option<PathBuf>,
    /// A header of the request, and the environment variable with its value; may be repeated
    #[arg(long, value_name = "NAME=VARIABLE", requires = "url")]
    pub header: Vec<String>,
    /// Accept documents that have changed
    #[arg(long)]
    pub update: bool,
}

/// Runs the command.
pub fn run(current_folder: &Path, arguments: &FetchArguments, terminal: &mut Terminal) -> Outcome {
    match fetch(current_folder, arguments, terminal) {
        Ok(outcome) => outcome,
        Err(error) => {
            error.print(terminal);
            Outcome::Failure
        }
    }
}

fn fetch(folder: &Path, arguments: &FetchArguments, terminal: &mut Terminal) -> Result<Outcome, LoadError> {
    let mut lock = Lock::read(folder)?;
    let wanted = match &arguments.url {
        Some(url) => vec![new_document(folder, url, arguments, &lock)?],
        None => lock.document.clone(),
    };
    if wanted.is_empty() {
        terminal.error("there is neither a URL among the arguments nor a `wireright.lock` in the current folder");
        terminal.help("`wireright fetch URL` downloads a document and records it");
        return Ok(Outcome::Failure);
    }
    let before = lock.clone();
    let result = wanted.into_iter().try_fold(Outcome::Success, |outcome, document| {
        Ok(if fetch_one(folder, document, arguments, &mut lock, terminal)? { outcome } else { Outcome::Failure })
    });
    // Also after an error: the lock describes the documents that were written before it.
    if lock != before {
        lock.write(folder)?;
    }
    result
}

/// Downloads, writes and records one document. Returns whether it is the recorded one, or `--update` accepts it.
fn fetch_one(
    folder: &Path,
    document: LockedDocument,
    arguments: &FetchArguments,
    lock: &mut Lock,
    terminal: &mut Terminal,
) -> Result<bool, LoadError> {
    let name = document.file.display().to_string();
    let bytes = download::get(&document.url, &headers(&document)?)?;
    check_is_document(&document.url, &bytes)?;
    let found = sha256(&bytes);
    let is_new = document.sha256.is_empty();
    if !is_new && found != document.sha256 && !arguments.update {
        terminal.error(&format!(
            "`{name}` has changed at {}: its SHA-256 is {found}, and `wireright.lock` has {}",
            document.url, document.sha256
        ));
        terminal.help("`--update` accepts the new document; nothing was written for this one");
        return Ok(false);
    }
    let path = folder.join(&document.file);
    let is_same = input::read(&path).is_ok_and(|existing| existing == bytes);
    if !is_same {
        write(&path, &bytes).map_err(|error| {
            let help =
                "make it writable, or name another file with `--out FILE`; nothing was written for this document";
            LoadError::new(format!("cannot write `{name}`: {error}"), help)
        })?;
    }
    let (color, label) = if is_same { (Color::Green, "unchanged") } else { (Color::Green, "wrote") };
    terminal.print_labelled(color, label, &format!(" {name}: {} bytes, SHA-256 {found}", bytes.len()));
    lock.record(LockedDocument { sha256: found, ..document });
    Ok(true)
}

/// Fails if a download is no object in JSON or YAML, such as a page about a login.
fn check_is_document(url: &str, bytes: &[u8]) -> Result<(), LoadError> {
    let is_object = parse_document(url, bytes).is_some_and(|document| matches!(document.root, Value::Object(_)));
    if is_object {
        Ok(())
    } else {
        let message = format!("`{url}` is no OpenAPI document: the response is neither JSON nor YAML");
        let help = "name the URL of the document itself, not of a page about it; if it needs a login, send credentials";
        Err(LoadError::new(message, format!("{help}: {HEADER_HELP}")))
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
    parent.and_then(|()| output::replace(path, bytes)).map_err(|error| io_reason(&error))
}

/// The document of the arguments. Its hash is that of the lock, if the lock has the same URL and file.
fn new_document(
    folder: &Path,
    url: &str,
    arguments: &FetchArguments,
    lock: &Lock,
) -> Result<LockedDocument, LoadError> {
    if !url.contains("://") {
        let advice = format!("a file needs no download: `wireright init {url}`");
        return Err(LoadError::new(format!("`{url}` is not a URL, which begins with `https://`"), advice));
    }
    let scheme = url.split("://").next().unwrap_or_default();
    if !["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        let advice = "download the document with another program, and name the file";
        return Err(LoadError::new(
            format!("unsupported scheme `{scheme}` in `{url}`, expected https or http"),
            advice,
        ));
    }
    let authority = url.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if authority.contains('@') {
        let advice =
            "write the URL without it, and name a variable of the environment: `--header Authorization=VARIABLE`";
        return Err(LoadError::new("the URL has a user name or password, which `wireright.lock` would show", advice));
    }
    if authority.is_empty() {
        return Err(LoadError::new(format!("`{url}` has no host"), "write it as `https://example.com/openapi.yaml`"));
    }
    let file = match &arguments.out {
        Some(out) => PathBuf::from(display(&folder.join(out), folder)),
        None => {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let last = path.rsplit('/').next().filter(|last| last.contains('.') && path.matches('/').count() > 2);
            let missing = || LoadError::new("the URL has no file name", "name the file with `--out FILE`");
            PathBuf::from(last.ok_or_else(missing)?)
        }
    };
    for header in &arguments.header {
        if !header.split_once('=').is_some_and(|(name, variable)| !name.is_empty() && !variable.is_empty()) {
            let message = format!("invalid header `{header}`: expected NAME=VARIABLE");
            return Err(LoadError::new(message, HEADER_HELP));
        }
    }
    let known = lock.document.iter().find(|known| known.file == file && known.url == url);
    let sha256 = known.map(|known| known.sha256.clone()).unwrap_or_default();
    if known.is_none() && folder.join(&file).exists() && !arguments.update {
        return Err(LoadError::new(format!("`{}` exists already", file.display()), "`--update` replaces it"));
    }
    Ok(LockedDocument { file, url: url.to_owned(), sha256, headers: arguments.header.clone() })
}

/// The headers of a document, with their values from the environment.
fn headers(document: &LockedDocument) -> Result<Vec<Header>, LoadError> {
    let header = |text: &String| {
        let (name, variable) = text.split_once('=').unwrap_or((text, ""));
        match env::var(variable) {
            Ok(value) if !value.is_empty() => Ok((name.to_owned(), value)),
            _ => {
                let message = format!("the environment variable `{variable}` with the header `{name}` is not set");
                Err(LoadError::new(message, format!("set it to the value of the header: `export {variable}=…`")))
            }
        }
    };
    document.headers.iter().map(header).collect()
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead, BufReader, Write as _},
        net::TcpListener,
        sync::{Arc, Mutex},
        thread,
    };

    use super::*;
    use crate::commands::generate::{self, GenerateArguments};

    const PETS: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\n";

    /// A server on this machine, which returns a document at `/pets.yaml` and redirects `/old.yaml` there.
    struct Server {
        url: String,
        document: Arc<Mutex<String>>,
        requests: Arc<Mutex<Vec<String>>>,
    }

    fn serve() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (document, requests) = (Arc::new(Mutex::new(PETS.to_owned())), Arc::<Mutex<Vec<String>>>::default());
        let server = Server { url, document: Arc::clone(&document), requests: Arc::clone(&requests) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
                let request = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
                let body = document.lock().unwrap().clone();
                let head = match request.split(' ').nth(1) {
                    Some("/pets.yaml") => "200 OK",
                    Some("/old.yaml") => "302 Found\r\nLocation: /pets.yaml",
                    _ => "404 Not Found",
                };
                requests.lock().unwrap().push(request);
                let length = body.len();
                let _ =
                    write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
            }
        });
        server
    }

    fn fetch(folder: &Path, arguments: &FetchArguments) -> (Outcome, String, String) {
        let (mut terminal, results, problems) = Terminal::captured();
        let outcome = run(folder, arguments, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    fn of_url(url: String) -> FetchArguments {
        FetchArguments { url: Some(url), ..FetchArguments::default() }
    }

    #[test]
    fn a_document_is_downloaded_once_and_pinned() {
        let (server, folder) = (serve(), tempfile::tempdir().unwrap());
        let folder = folder.path();
        let (outcome, results, problems) = fetch(folder, &of_url(format!("{}/pets.yaml", server.url)));
        assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
        assert!(results.starts_with("wrote pets.yaml: "), "{results}");
        assert_eq!(fs::read_to_string(folder.join("pets.yaml")).unwrap(), PETS);
        assert!(fetch(folder, &FetchArguments::default()).1.starts_with("unchanged pets.yaml: "));

        // The document changes at its URL.
        server.document.lock().unwrap().push_str("tags: []\n");
        let (outcome, _, problems) = fetch(folder, &FetchArguments::default());
        assert_eq!(outcome, Outcome::Failure);
        assert!(problems.starts_with("error: `pets.yaml` has changed at http://127.0.0.1"), "{problems}");
        assert!(problems.contains("help: `--update` accepts the new document"), "{problems}");
        assert_eq!(fs::read_to_string(folder.join("pets.yaml")).unwrap(), PETS);
        assert_eq!(fetch(folder, &FetchArguments { update: true, ..FetchArguments::default() }).0, Outcome::Success);
        assert_ne!(fs::read_to_string(folder.join("pets.yaml")).unwrap(), PETS);

        // The file changes on disk.
        let generate = || {
            let (mut terminal, _, problems) = Terminal::captured();
            let (spec, out) = (Some(folder.join("pets.yaml")), Some(folder.join("pets")));
            let outcome = generate::run(folder, &GenerateArguments { spec, out, ..Default::default() }, &mut terminal);
            (outcome, problems.text())
        };
        assert_eq!(generate(), (Outcome::Success, String::new()));
        fs::write(folder.join("pets.yaml"), PETS).unwrap();
        let (outcome, problems) = generate();
        assert_eq!(outcome, Outcome::Failure);
        assert!(problems.starts_with("error: `pets.yaml` is not the document that was downloaded: "), "{problems}");
    }

    #[test]
    fn an_error_keeps_the_record_of_documents_that_were_written_before_it() {
        let (server, folder) = (serve(), tempfile::tempdir().unwrap());
        let folder = folder.path();
        let pets = of_url(format!("{}/pets.yaml", server.url));
        assert_eq!(fetch(folder, &pets).0, Outcome::Success);
        let lock = fs::read_to_string(folder.join("wireright.lock")).unwrap();
        let gone = lock.replace("/pets.yaml", "/none.yaml").replace("\"pets.yaml", "\"z.yaml");
        let (_, entry) = gone.split_once("[[document]]").unwrap();
        fs::write(folder.join("wireright.lock"), format!("{lock}\n[[document]]{entry}")).unwrap();
        server.document.lock().unwrap().push_str("tags: []\n");
        let (outcome, _, problems) = fetch(folder, &FetchArguments { update: true, ..FetchArguments::default() });
        assert_eq!(outcome, Outcome::Failure);
        assert!(problems.contains("/none.yaml`: HTTP 404"), "{problems}");
        // The lock has the new hash: nothing has changed since.
        assert!(fetch(folder, &pets).1.starts_with("unchanged pets.yaml: "));
    }

    #[test]
    fn headers_are_read_from_the_environment_and_redirects_are_followed() {
        let (server, folder) = (serve(), tempfile::tempdir().unwrap());
        let folder = folder.path();
        let arguments = FetchArguments {
            out: Some("api/pets.yaml".into()),
            header: vec!["X-Path=PATH".to_owned()],
            ..of_url(format!("{}/old.yaml", server.url))
        };
        let (outcome, results, problems) = fetch(folder, &arguments);
        assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
        assert!(results.starts_with("wrote api/pets.yaml: ") && folder.join("api/pets.yaml").exists(), "{results}");
        let requests = server.requests.lock().unwrap().clone();
        assert!(requests.len() == 2 && requests.iter().all(|request| request.to_lowercase().contains("\nx-path: ")));
        let lock = fs::read_to_string(folder.join("wireright.lock")).unwrap();
        assert!(lock.contains("X-Path=PATH") && !lock.contains("/bin"), "{lock}");
    }

    #[test]
    fn mistakes_are_reported_and_nothing_is_written() {
        let (server, folder) = (serve(), tempfile::tempdir().unwrap());
        let folder = folder.path();
        let url = |path: &str| of_url(format!("{}{path}", server.url));
        let header = |header: &str| FetchArguments { header: vec![header.to_owned()], ..url("/pets.yaml") };
        for (arguments, expected) in [
            (url("/none.yaml"), "/none.yaml`: HTTP 404"),
            (url(""), "the URL has no file name"),
            (of_url("foo".to_owned()), "`foo` is not a URL, which begins with `https://`"),
            (of_url("api/pets.yaml".to_owned()), "`api/pets.yaml` is not a URL"),
            (
                of_url("ftp://example.com/pets.yaml".to_owned()),
                "unsupported scheme `ftp` in `ftp://example.com/pets.yaml`",
            ),
            (of_url("https:///pets.yaml".to_owned()), "`https:///pets.yaml` has no host"),
            (of_url("http://127.0.0.1:1/pets.yaml".to_owned()), "cannot download `http://127.0.0.1:1/pets.yaml`: "),
            (header("Authorization"), "expected NAME=VARIABLE"),
            (header("Authorization=WIRERIGHT_UNSET"), "`WIRERIGHT_UNSET` with the header `Authorization` is not set"),
            (
                of_url(server.url.replace("://", "://user:hunter2@") + "/pets.yaml"),
                "the URL has a user name or password",
            ),
            (FetchArguments::default(), "nor a `wireright.lock`"),
        ] {
            let (outcome, _, problems) = fetch(folder, &arguments);
            assert_eq!(outcome, Outcome::Failure, "{expected}");
            assert!(problems.contains(expected) && !problems.contains("hunter2"), "{expected} in {problems}");
            assert!(!problems.contains("os error") && problems.contains("\nhelp: "), "{problems}");
        }
        "<!doctype html><title>Log in</title>".clone_into(&mut server.document.lock().unwrap());
        let problems = fetch(folder, &url("/pets.yaml")).2;
        assert!(problems.contains("is no OpenAPI document") && problems.contains("\nhelp: "), "{problems}");
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
        PETS.clone_into(&mut server.document.lock().unwrap());
        fs::create_dir(folder.join("pets")).unwrap();
        let arguments = FetchArguments { out: Some("pets".into()), update: true, ..url("/pets.yaml") };
        let problems = fetch(folder, &arguments).2;
        assert!(problems.starts_with("error: cannot write `pets`: ") && problems.contains("\nhelp: make it writable"));
        fs::write(folder.join("pets.yaml"), "mine").unwrap();
        assert!(fetch(folder, &url("/pets.yaml")).2.contains("`pets.yaml` exists already"));
        assert_eq!(fs::read_to_string(folder.join("pets.yaml")).unwrap(), "mine");
    }
}
