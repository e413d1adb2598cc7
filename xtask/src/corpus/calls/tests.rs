//! Calls end to end: requests sent and responses classified, against a server in this process.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
};

use super::{super::compiler, *};
use wireright::{
    crate_files::{self, CrateInfo, Metadata, RuntimeDependency},
    generator_options,
};
use wireright_codegen::{Options, generate};

const THINGS: &str = include_str!("document.yaml");

fn loaded() -> LoadedDocuments {
    LoadedDocuments {
        entries: vec!["a.yaml".to_owned()],
        files: [("a.yaml".to_owned(), THINGS.as_bytes().to_vec())].into(),
        root: PathBuf::new(),
    }
}

/// A server that records the first line, the key and the body of each request.
struct Recorder {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let recorded = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(&stream.unwrap(), &recorded);
            }
        });
        Self { address, requests }
    }
}

fn serve(mut stream: &TcpStream, requests: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let header = |name: &str| {
        let found =
            lines.iter().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.to_owned())
    };
    let mut body = vec![0; header("content-length").map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).unwrap();
    let request = lines[0].trim_end_matches(" HTTP/1.1").to_owned();
    let key = header("x-key").unwrap_or_default();
    let mut requests = requests.lock().unwrap();
    let is_second = requests.iter().any(|known| known.starts_with(&request));
    requests.push(format!("{request} {key} {}", String::from_utf8(body).unwrap()).trim().to_owned());
    let (status, more, text) = respond(&request, is_second);
    let length = text.len();
    let response = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{more}\r\n{text}");
    stream.write_all(response.as_bytes()).unwrap();
}

fn respond(request: &str, is_second: bool) -> (&'static str, &'static str, &'static str) {
    const JSON: &str = "content-type: application/json\r\n";
    const REJECTED: &str = "content-type: application/json\r\nsl-violations: [{\"location\":[\"request\",\"body\"],\
                           \"severity\":\"Error\",\"message\":\"must be nothing\"}]\r\n";
    match request.split('?').next().unwrap() {
        "GET /things/t-000" => ("200 OK", JSON, r#"{"name":"tin"}"#),
        "PUT /things/t-000" => ("422 Unprocessable Content", REJECTED, "{}"),
        "POST /things" if is_second => ("200 OK", JSON, r#"{"name":"generated"}"#),
        "POST /things" => ("200 OK", JSON, r#"{"name":1}"#),
        "GET /things" => ("200 OK", JSON, r#"["a",2]"#),
        "GET /changes" => ("200 OK", "content-type: text/event-stream\r\n", "data: a\n\n"),
        other => panic!("{other}"),
    }
}

#[test]
fn each_operation_is_called_and_its_outcome_reported() {
    let folder = tempfile::tempdir().unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let compiler = compiler::workspace_compiler();
    let loaded = loaded();
    let options = Options { package: "things".to_owned(), calls: true, ..generator_options::for_crate() };
    let generation = generate(loaded.sources(), &options);
    let client = folder.path().join("client");
    let runtime = RuntimeDependency::Path(project.join("runtime"));
    let metadata = Metadata::default();
    let info = CrateInfo::new("things", "a.yaml", &runtime, &metadata);
    for file in crate_files::files(info, generation.model.as_ref()).iter().chain(&generation.files) {
        let place = client.join(&file.path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, &file.text).unwrap();
    }
    let program = Program {
        package: "things",
        client: &client,
        features: &[],
        folder: folder.path().join("calls"),
        log: folder.path().join("log.txt"),
    };
    let recorder = Recorder::start();
    let target = Target::External(recorder.address.clone());
    let calls = run(&loaded, &generation.calls, &program, &target, &compiler);

    assert_eq!(calls.problem, None);
    let reported: Vec<_> = calls.failures().map(|(what, failure)| (what, failure.operation.as_str())).collect();
    let expected = [("rejected", "PUT /things/{id}"), ("not decoded", "GET /things"), ("not called", "DELETE /things")];
    assert_eq!(reported, expected, "{calls:?}");
    assert_eq!((calls.operations, calls.call_count(), calls.succeeded), (6, 5, 3));
    assert_eq!(calls.rejected[0].reason, "request.body: must be nothing");
    let violation = |failure: &Failure| failure.known_issue.clone().unwrap_or_default();
    assert!(
        violation(&calls.not_decoded[0]).starts_with("the response violates its schema: /1: 2 is not"),
        "{calls:?}"
    );
    assert!(
        calls.generated_responses[0].reason.starts_with("the response violates its schema: /name: 1 is not"),
        "{calls:?}"
    );
    assert!(calls.not_called[0].reason.starts_with("no value for `sure`: "), "{calls:?}");
    assert!(!calls.is_clean());

    let mut requests = recorder.requests.lock().unwrap().clone();
    requests.sort();
    let body = r#"{"name":"tin","size":{"sides":3}}"#;
    let key = "placeholder-secret";
    assert_eq!(
        requests,
        [
            format!("GET /changes {key}"),
            // Repeated in both other response modes.
            format!("GET /things {key}"),
            format!("GET /things {key}"),
            format!("GET /things {key}"),
            format!("GET /things/t-000?kind=big&kind=big&limit=7 {key}"),
            format!("POST /things {key} {body}"),
            format!("POST /things {key} {body}"),
            format!("PUT /things/t-000 {key} text"),
        ]
    );
}

#[test]
fn calls_are_only_returned_on_request() {
    let options = Options { package: "things".to_owned(), ..generator_options::for_crate() };
    assert_eq!(generate(loaded().sources(), &options).calls, []);
}
