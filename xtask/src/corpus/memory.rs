//! The most memory that compilers below a process held, as the Linux kernel tells.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

/// How often the kernel is asked. It keeps the highest value itself, so that only the very end can be missed.
const PAUSE: Duration = Duration::from_millis(20);

/// The compilers, as the kernel cuts their names.
const COMPILERS: [&str; 3] = ["rustc", "clippy-driver", "rustdoc"];

/// Watches the processes below this one until it is done; the most kilobytes that a compiler among them held. Nothing
/// where the system does not tell.
pub(super) fn peak_below(process: u32, done: &AtomicBool) -> Option<u64> {
    let mut peak = None;
    loop {
        let last = done.load(Ordering::Acquire);
        for below in below(process) {
            peak = peak.max(held(below));
        }
        if last {
            return peak;
        }
        thread::sleep(PAUSE);
    }
}

/// The processes that this one started, and those that they started.
fn below(process: u32) -> BTreeSet<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return BTreeSet::new() };
    let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let parents: BTreeMap<u32, u32> = ids.filter_map(|id| Some((id, parent(&read(id, "stat")?)?))).collect();
    let mut found = BTreeSet::from([process]);
    loop {
        let more = parents.iter().filter(|(_, parent)| found.contains(parent)).map(|(id, _)| *id);
        let more: BTreeSet<u32> = more.filter(|id| !found.contains(id)).collect();
        if more.is_empty() {
            found.remove(&process);
            return found;
        }
        found.extend(more);
    }
}

/// The most that a process held, if it is a compiler.
fn held(process: u32) -> Option<u64> {
    let status = read(process, "status")?;
    is_compiler(&status).then(|| high_water(&status)).flatten()
}

fn read(process: u32, file: &str) -> Option<String> {
    fs::read_to_string(format!("/proc/{process}/{file}")).ok()
}

/// The parent in a line of `stat`: the second word after the name, which may hold anything.
fn parent(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn is_compiler(status: &str) -> bool {
    let name = status.lines().find_map(|line| line.strip_prefix("Name:")).unwrap_or_default().trim();
    COMPILERS.contains(&name)
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_kernel_are_understood() {
        assert_eq!(parent("17 (a) b) S 4 17 17 0"), Some(4));
        assert_eq!(parent("nothing"), None);
        let status = "Name:\trustc\nVmPeak:\t  900 kB\nVmHWM:\t  1234 kB\n";
        assert_eq!((is_compiler(status), high_water(status)), (true, Some(1234)));
        assert!(!is_compiler("Name:\tcargo\n"));
        assert_eq!(high_water("Name:\trustc\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_is_below_this_process() {
        let mut child = std::process::Command::new("sleep").arg("10").spawn().unwrap();
        assert!(below(std::process::id()).contains(&child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(peak_below(child.id(), &AtomicBool::new(true)), None);
    }
}
