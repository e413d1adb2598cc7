//! A short run of the load test.

use std::process::Command;

#[test]
fn every_call_is_accounted_for() {
    let output = Command::new(env!("CARGO_BIN_EXE_soak"))
        .args(["--calls", "3000", "--concurrency", "64"])
        .output()
        .expect("the soak runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let clean = "0 false failures, 0 false successes, 0 duplicated, 0 unfinished, 0 wrongly said to be executed, \
                 0 wrongly said not to be, 0 with the response of another call";
    assert!(text.contains(clean), "{text}");
}
