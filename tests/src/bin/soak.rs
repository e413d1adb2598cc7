//! `cargo run --release -q -p tests --bin soak`: load test with many concurrent calls against a faulty server.
//!
//! The exit code is 1 if a call has a false result, is duplicated or is unfinished. `--no-faults` makes it a benchmark.

use std::{
    cell::RefCell,
    env,
    error::Error,
    io::{BufRead, BufReader, Read, stdin},
    net::Ipv4Addr,
    process::{Child, Command, ExitCode, Stdio},
    rc::Rc,
    time::Duration,
};

use tests::soak::{
    call_counts::CallCounts,
    load::{self, Load, Outcome},
    server::{self, AttemptLog},
};
use tokio::{net::TcpListener, runtime, task::LocalSet};

const USAGE: &str =
    "usage: soak [--calls N] [--concurrency N] [--no-faults] [--endpoint URL] | soak --server [--no-faults]";

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]
fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// The command line.
struct Arguments {
    is_server: bool,
    faults: bool,
    calls: u64,
    concurrency: u64,
    endpoint: Option<String>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut asked = Arguments { is_server: false, faults: true, calls: 100_000, concurrency: 256, endpoint: None };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(USAGE);
        match word.as_str() {
            "--server" => asked.is_server = true,
            "--no-faults" => asked.faults = false,
            "--calls" => asked.calls = value()?.parse()?,
            "--concurrency" => asked.concurrency = value()?.parse()?,
            "--endpoint" => asked.endpoint = Some(value()?),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(asked)
}

#[allow(clippy::print_stdout, reason = "it is a program")]
fn run() -> Result<bool, Box<dyn Error>> {
    let asked = arguments()?;
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    if asked.is_server {
        serve(&runtime, asked.faults)?;
        return Ok(true);
    }
    let server = if asked.endpoint.is_none() { Some(start(asked.faults)?) } else { None };
    let endpoint = asked.endpoint.or_else(|| server.as_ref().map(|(_, endpoint)| endpoint.clone())).unwrap_or_default();
    let load = Load { endpoint, calls: asked.calls, concurrency: asked.concurrency };
    let outcome = LocalSet::new().block_on(&runtime, load::run(&load))?;
    print!("{}", report(&load, &outcome));
    let Some((server, _)) = server else { return Ok(true) };
    let counts = CallCounts::of(&outcome, &stop_server(server)?);
    println!("{counts}");
    Ok(counts.is_clean())
}

/// Runs the server until its standard input ends, then prints its report.
#[allow(clippy::print_stdout, reason = "it is a program")]
fn serve(runtime: &runtime::Runtime, faults: bool) -> Result<(), Box<dyn Error>> {
    let all = Rc::new(RefCell::new(AttemptLog::new()));
    let (end, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // The server ends with this program.
        let _ = stdin().read_to_end(&mut Vec::new());
        let _ = end.send(());
    });
    LocalSet::new().block_on(runtime, async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("http://{}", listener.local_addr()?);
        tokio::task::spawn_local(server::serve(listener, faults, Rc::clone(&all)));
        ended.await?;
        Ok::<(), Box<dyn Error>>(())
    })?;
    let lines: String = all.borrow().iter().map(|(call, letters)| format!("{call} {letters}\n")).collect();
    print!("{lines}");
    Ok(())
}

/// Starts the server as a separate process.
fn start(faults: bool) -> Result<(Child, String), Box<dyn Error>> {
    let mut command = Command::new(env::current_exe()?);
    command.arg("--server").stdin(Stdio::piped()).stdout(Stdio::piped());
    if !faults {
        command.arg("--no-faults");
    }
    let mut server = command.spawn()?;
    let mut line = String::new();
    let mut byte = [0];
    let output = server.stdout.as_mut().ok_or("the server says nothing")?;
    while output.read(&mut byte)? == 1 && byte[0] != b'\n' {
        line.push(char::from(byte[0]));
    }
    Ok((server, line))
}

/// Ends the server and reads its report.
fn stop_server(mut server: Child) -> Result<AttemptLog, Box<dyn Error>> {
    drop(server.stdin.take());
    let output = server.stdout.take().ok_or("the server says nothing")?;
    let mut all = AttemptLog::new();
    for line in BufReader::new(output).lines() {
        let line = line?;
        let (call, letters) = line.split_once(' ').ok_or("the server's counts is cut")?;
        all.insert(call.parse()?, letters.to_owned());
    }
    server.wait()?;
    Ok(all)
}

/// Prints throughput, latency and memory.
fn report(load: &Load, outcome: &Outcome) -> String {
    let mut times = outcome.times.clone();
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).copied();
    let milliseconds = |time: Option<Duration>| time.unwrap_or_default().as_secs_f64() * 1000.0;
    #[allow(clippy::cast_precision_loss, reason = "it is a figure to read")]
    let rate = load.calls as f64 / outcome.whole.as_secs_f64();
    let mut report = format!(
        "{} calls at a concurrency of {} in {:.1} s: {rate:.0} a second; p50 {:.2} ms, p99 {:.2} ms; the first in \
            {:.2} ms\n",
        load.calls,
        load.concurrency,
        outcome.whole.as_secs_f64(),
        milliseconds(at(50)),
        milliseconds(at(99)),
        outcome.first.as_secs_f64() * 1000.0,
    );
    if let Some((early, late)) = outcome.memory {
        report.push_str(&format!("memory: {early} kB after a tenth of the calls, {late} kB at the end\n"));
    }
    if let Some((early, late)) = outcome.files {
        report.push_str(&format!("open files: {early} after a tenth of the calls, {late} at the end\n"));
    }
    report
}
