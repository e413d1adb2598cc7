//! `cargo xtask mock`: a server that is made from descriptions, for programs in any language.

use std::{
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use wireright_codegen::diagnostic::escaped;
use wireright_mock::{Api, Mock, MockServer};

use crate::{
    arguments::MockArguments,
    generation::number,
    load,
    outcome::Outcome,
    specs::{self, Missing, words},
    terminal::Terminal,
};

const ACCESS_KEY: &str = "HUAWEICLOUD_SDK_AK";
const SECRET_KEY: &str = "HUAWEICLOUD_SDK_SK";

/// Runs the command, until somebody ends it.
pub(crate) fn run(root: &Path, arguments: &MockArguments, terminal: &mut Terminal) -> Outcome {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    match start(root, arguments, variable, terminal) {
        Ok(server) => {
            server.wait();
            Outcome::Fine
        }
        Err(Missing { problem, help }) => {
            terminal.failure(&problem);
            terminal.help(&help);
            Outcome::Found
        }
    }
}

fn start(
    root: &Path,
    arguments: &MockArguments,
    variable: impl Fn(&str) -> Option<String>,
    terminal: &mut Terminal,
) -> Result<MockServer, Missing> {
    let mut apis = Vec::new();
    for spec in descriptions(root, arguments)? {
        let description = load::description(&spec, arguments.root.as_deref())?;
        apis.push(Api::from_files(&description.files, &description.entry).map_err(|problem| Missing {
            problem,
            help: "`cargo xtask lint` and `cargo xtask generate` say more about a description".to_owned(),
        })?);
    }
    let operations = apis.iter().flat_map(Api::operations).collect::<Vec<_>>();
    let mut mock = Mock::new(apis);
    let key_pair = key_pair(arguments, variable)?;
    if let Some((access_key, secret_key)) = &key_pair {
        mock = mock.key_pair(access_key, secret_key);
    }
    let address = SocketAddr::new(arguments.listen, arguments.port);
    // It tells from the threads of its connections, each of its lines at once.
    #[expect(clippy::print_stderr, reason = "the terminal belongs to the main thread")]
    let listener = |handled: &wireright_mock::Handled| eprintln!("{}", escaped(&handled.to_string()));
    let server = mock.start_at(address, listener).map_err(|error| Missing {
        problem: format!("{address} cannot be listened on: {error}"),
        help: "`--port 0` takes a free port".to_owned(),
    })?;
    for operation in &operations {
        terminal.line(&format!("  {operation}"));
    }
    let checked = match &key_pair {
        Some((access_key, _)) => format!("signatures are checked for the access key {access_key}"),
        None => "signatures are not checked".to_owned(),
    };
    let count = number(operations.len(), "operation");
    terminal.line(&format!("{count} at {}; {checked}; Ctrl-C ends it", server.url()));
    Ok(server)
}

/// The files that are named, and those of the folders that are.
fn descriptions(root: &Path, arguments: &MockArguments) -> Result<Vec<PathBuf>, Missing> {
    let named = if arguments.specs.is_empty() { vec![root.join("specs")] } else { arguments.specs.clone() };
    let mut found = Vec::new();
    for path in named {
        if path.is_dir() {
            // Relative to nothing: the paths are opened again.
            found.extend(specs::folder(&path, Path::new(""))?.into_iter().map(|source| PathBuf::from(source.path)));
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// The access key and the secret key, if signatures are to be checked.
fn key_pair(
    arguments: &MockArguments,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<(String, String)>, Missing> {
    let Some(access_key) = &arguments.access_key else {
        return Ok(variable(ACCESS_KEY).zip(variable(SECRET_KEY)));
    };
    let secret_key = match &arguments.secret_key_file {
        None => variable(SECRET_KEY),
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| Missing {
                problem: format!("`{}` cannot be read: {}", path.display(), words(&error)),
                help: "it holds the secret key on one line".to_owned(),
            })?;
            Some(text.trim_end().to_owned()).filter(|text| !text.is_empty())
        }
    };
    match secret_key {
        Some(secret_key) => Ok(Some((access_key.clone(), secret_key))),
        None => Err(Missing {
            problem: format!("the access key {access_key} has no secret key"),
            help: format!("give it by --secret-key-file, or in {SECRET_KEY}"),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::{Ipv4Addr, TcpStream},
    };

    use super::*;
    use crate::terminal::testing;

    fn arguments(specs: Vec<PathBuf>) -> MockArguments {
        MockArguments {
            specs,
            root: None,
            port: 0,
            listen: Ipv4Addr::LOCALHOST.into(),
            access_key: None,
            secret_key_file: None,
        }
    }

    fn ask(server: &MockServer, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(format!("{request}\r\nHost: h\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_description_of_several_files_is_served() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        put("api.yaml", "openapi: 3.1.0\npaths: { /pets: { $ref: 'parts.yaml#/pets' } }\n");
        put(
            "parts.yaml",
            "pets: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/pet' } } } } } } }\npet: { type: object, properties: { name: { type: string, enum: [Rex] } } }\n",
        );
        let (mut terminal, results, _) = testing::terminal();
        let arguments = arguments(vec![folder.path().join("api.yaml")]);
        let server = start(folder.path(), &arguments, |_| None, &mut terminal).unwrap();
        let words = results.text();
        assert!(words.starts_with("  GET /pets\n1 operation at http://127.0.0.1:"), "{words}");
        assert!(words.ends_with("; signatures are not checked; Ctrl-C ends it\n"), "{words}");
        assert!(ask(&server, "GET /pets HTTP/1.1").ends_with("{\"name\":\"Rex\"}"));
    }

    #[test]
    fn a_secret_key_comes_from_a_file_or_the_environment() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sk.txt");
        fs::write(&file, "planted\n").unwrap();
        let with = |access_key: Option<&str>, secret_key_file: Option<&Path>| MockArguments {
            access_key: access_key.map(str::to_owned),
            secret_key_file: secret_key_file.map(Path::to_path_buf),
            ..arguments(Vec::new())
        };
        let pair = |access_key: &str, secret_key: &str| Some((access_key.to_owned(), secret_key.to_owned()));
        let environment = |name: &str| Some(format!("{name} of the environment"));
        assert_eq!(key_pair(&with(Some("ak"), Some(&file)), |_| None), Ok(pair("ak", "planted")));
        assert_eq!(key_pair(&with(None, None), |_| None), Ok(None));
        let known = pair("HUAWEICLOUD_SDK_AK of the environment", "HUAWEICLOUD_SDK_SK of the environment");
        assert_eq!(key_pair(&with(None, None), environment), Ok(known));
        let missing = key_pair(&with(Some("ak"), None), |_| None).unwrap_err();
        assert_eq!(missing.problem, "the access key ak has no secret key");
        assert!(key_pair(&with(Some("ak"), Some(folder.path())), |_| None).is_err());
    }

    #[test]
    fn what_cannot_be_served_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.yaml");
        for (text, words) in [
            ("a: [", "is no YAML or JSON document"),
            ("swagger: '2.0'\n", "has no `openapi` key"),
            ("openapi: 3.0.3\npaths: {}\n", "describes no operation"),
        ] {
            fs::write(&place, text).unwrap();
            let (mut terminal, _, problems) = testing::terminal();
            assert_eq!(run(folder.path(), &arguments(vec![place.clone()]), &mut terminal), Outcome::Found);
            assert!(problems.text().contains(words), "{}", problems.text());
        }
    }
}
