//! The generated crate, and the program that sends each request.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use wireright::phrases::io_reason;
use wireright_codegen::{Call, CallArgument, CallValue, Generation, model::ArgumentLocation};

use super::operations::Operation;

/// Writes and compiles the program. Returns the path of the executable.
pub(super) fn build(root: &Path, out: &Path, generation: &Generation) -> Result<PathBuf, String> {
    let failed = |error: std::io::Error| format!("cannot write the client: {}", io_reason(&error));
    let folder = out.join("requests");
    let _ = fs::remove_dir_all(folder.join("src"));
    for file in &generation.files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&folder)).map_err(failed)?;
        fs::write(path, &file.text).map_err(failed)?;
    }
    let services = generation.model.iter().flat_map(|model| &model.services);
    let features = services.filter_map(|service| service.feature.as_deref());
    fs::write(folder.join("Cargo.toml"), manifest(root, &features.collect::<Vec<_>>())).map_err(failed)?;
    fs::write(folder.join("src/main.rs"), source(&generation.calls)).map_err(failed)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--offline", "--quiet"]).current_dir(&folder).stdin(Stdio::null());
    command.env("CARGO_TARGET_DIR", out.join("target")).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
    if command.status().map_err(failed)?.success() {
        Ok(out.join("target/debug").join(format!("requests{}", std::env::consts::EXE_SUFFIX)))
    } else {
        Err("the client does not compile: see above".to_owned())
    }
}

/// Sends all requests. Returns the result of each.
pub(super) fn send(
    program: &Path,
    out: &Path,
    calls: &[Call],
    operations: &[Operation],
    port: u16,
) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("cannot send the requests: {}", io_reason(&error));
    let path = out.join("arguments.txt");
    let lines: Result<Vec<String>, String> = calls.iter().map(|call| line(call, operations)).collect();
    fs::write(&path, lines?.join("\n")).map_err(failed)?;
    let mut command = Command::new(program);
    command.arg(format!("http://127.0.0.1:{port}")).stdin(fs::File::open(&path).map_err(failed)?);
    let output = command.stderr(Stdio::inherit()).output().map_err(failed)?;
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

/// The arguments of a call as JSON, separated by tabs.
pub(super) fn line(call: &Call, operations: &[Operation]) -> Result<String, String> {
    let missing = || format!("a call of `{}` has other arguments than the document", call.path);
    let operation = operations.iter().find(|operation| operation.is_of(&call.path)).ok_or_else(missing)?;
    let value = |argument: &CallArgument| -> Option<&Value> {
        let body = operation.body.as_ref().map(|body| &body.value);
        match argument.location {
            ArgumentLocation::Body => body,
            ArgumentLocation::BodyProperty => body?.get(&argument.wire),
            _ => operation.parameters.iter().find(|known| known.name == argument.wire).map(|found| &found.value),
        }
    };
    let values: Option<Vec<String>> =
        call.arguments.iter().map(|argument| value(argument).map(Value::to_string)).collect();
    Ok(values.ok_or_else(missing)?.join("\t"))
}

fn manifest(root: &Path, features: &[&str]) -> String {
    let runtime = root.join("runtime").to_string_lossy().into_owned();
    let each: String = features.iter().map(|feature| format!("{feature:?} = []\n")).collect();
    format!(
        "[package]\nname = \"requests\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nwireright-runtime = {{ path = {runtime:?}, features = [\"blocking\"] }}\n\n\
         [features]\ndefault = {features:?}\n{each}\n[profile.dev]\ndebug = false\n\n[workspace]\n"
    )
}

fn source(calls: &[Call]) -> String {
    let client = calls.first().map_or("requests::Client", |call| call.client.as_str());
    let names: String = (0..calls.len()).map(|number| format!("    call_{number},\n")).collect();
    let functions: String = calls.iter().enumerate().map(function).collect();
    format!(
        "\
//! Sends one request per line of arguments, and prints its result.

use std::collections::VecDeque;

use requests::runtime::{{RetryPolicy, Upload, json::{{Decode, read}}}};
use {client};

type Arguments = VecDeque<String>;

const CALLS: [fn(&Client, &mut Arguments) -> Result<u16, String>; {}] = [
{names}];

fn json<T: Decode>(arguments: &mut Arguments) -> Result<T, String> {{
    let text = arguments.pop_front().ok_or(\"missing argument\")?;
    read(&text).map_err(|error| format!(\"{{text}}: {{error}}\"))
}}

/// A string of Latin-1 as bytes.
fn upload(arguments: &mut Arguments) -> Result<Upload, String> {{
    let text: String = json(arguments)?;
    Ok(Upload::from(text.chars().map(|character| u8::try_from(character).unwrap_or(b'?')).collect::<Vec<u8>>()))
}}

fn main() {{
    let url = std::env::args().nth(1).expect(\"the URL of the server\");
    let client = Client::builder().endpoint(url.as_str()).allow_http(true).retry(RetryPolicy::never());
    let client = client.build().expect(\"the settings are valid\");
    for (call, line) in CALLS.iter().zip(std::io::stdin().lines()) {{
        let line = line.expect(\"the arguments are UTF-8\");
        let mut arguments = line.split('\\t').map(str::to_owned).collect();
        match call(&client, &mut arguments) {{
            Ok(status) => println!(\"{{status}}\"),
            Err(error) => println!(\"{{}}\", error.replace('\\n', \" \")),
        }}
    }}
}}

{functions}",
        calls.len()
    )
}

fn function((number, call): (usize, &Call)) -> String {
    let setters: String = call
        .arguments
        .iter()
        .map(|CallArgument { setter, value, .. }| {
            let value = match value {
                CallValue::Json(ty) => format!("json::<{ty}>(arguments)?"),
                _ => "upload(arguments)?".to_owned(),
            };
            format!("\n        .{setter}({value})")
        })
        .collect();
    format!(
        "#[allow(unused_variables)]\nfn call_{number}(client: &Client, arguments: &mut Arguments) -> Result<u16, \
         String> {{\n    let request = client.{}(){setters};\n    \
         request.send().wait().map(|response| response.status()).map_err(|error| error.to_string())\n}}\n\n",
        call.method
    )
}
