//! Child processes with a timeout.

use std::{
    process::{Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

/// Runs a command to its end. After the timeout the process is killed and the result is `None`.
pub(super) fn wait(command: &mut Command, timeout: Duration) -> std::io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() > timeout {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
