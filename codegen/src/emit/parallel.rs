//! Parallel printing of files. The result does not depend on the number of threads.

use std::{
    panic::resume_unwind,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::GeneratedFile;

/// Prints one file.
pub(super) type Job<'m> = Box<dyn Fn() -> GeneratedFile + Send + Sync + 'm>;

/// The number of jobs that justifies another thread.
const JOBS_PER_THREAD: usize = 32;

/// Runs all jobs and returns their files in the order of the jobs. `meanwhile` runs on this thread at the same time.
pub(super) fn run<T>(jobs: &[Job<'_>], meanwhile: impl FnOnce() -> T) -> (Vec<GeneratedFile>, T) {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.len() / JOBS_PER_THREAD);
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
