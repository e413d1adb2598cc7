//! A short run of the load test.

use std::process::Command;

#[test]
fn every_call_is_accounted_for() {
    let output = Command::new(env!("CARGO_BIN_EXE_soak"))
        .args(["--calls", "3000", "--concurrency", "64"])
        .output()
        .expect("the soak runs");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("lost 0, doubled 0, invented 0, never ended 0"), "{told}");
}
