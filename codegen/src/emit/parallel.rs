//! Printing files on all processors. The files are the same, and in the same order, on one.

use std::{
    panic::resume_unwind,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use super::Job;
use crate::GeneratedFile;

/// Fewer jobs than this are not worth a thread.
const WORTHWHILE: usize = 32;

/// Does every job, and gives the files in the order of the jobs. Before this thread takes part it does something of its own.
pub(super) fn run<T>(jobs: &[Job<'_>], meanwhile: impl FnOnce() -> T) -> (Vec<GeneratedFile>, T) {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.len() / WORTHWHILE);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((index, job)) = take(&next, jobs) {
            done.push((index, job()));
        }
        done
    };
    let (mut done, other) = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let other = meanwhile();
        let join = |worker: thread::ScopedJoinHandle<'_, _>| worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        let own = work();
        let done: Vec<(usize, GeneratedFile)> = others.into_iter().flat_map(join).chain(own).collect();
        (done, other)
    });
    done.sort_by_key(|(index, _)| *index);
    (done.into_iter().map(|(_, file)| file).collect(), other)
}

fn take<'j, 'm>(next: &AtomicUsize, jobs: &'j [Job<'m>]) -> Option<(usize, &'j Job<'m>)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    jobs.get(index).map(|job| (index, job))
}
