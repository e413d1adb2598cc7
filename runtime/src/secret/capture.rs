//! Capture of the secrets that a value contains, while it is serialized.
//!
//! A body is any `Serialize` value with secrets at any depth. The client must know them to redact them in errors.
//! Serialization visits the whole value anyway, so [`Secret`] records itself there. The record is per thread and
//! exists only during [`capture_secrets`].

use std::cell::RefCell;

use super::Secret;

thread_local! {
    /// `Some` during [`capture_secrets`] or [`with_secrets`] on this thread.
    static RECORDED: RefCell<Option<Record>> = const { RefCell::new(None) };
}

/// The secrets that were serialized.
struct Record {
    secrets: Vec<Secret>,
    is_request: bool,
}

/// Runs `serialize` for a request. Returns its result and every secret that was serialized.
pub(crate) fn capture_secrets<T>(serialize: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    run(true, serialize)
}

/// Runs `serialize` for the response of a test, which has secrets and read-only properties.
pub(crate) fn with_secrets<T>(serialize: impl FnOnce() -> T) -> T {
    run(false, serialize).0
}

fn run<T>(is_request: bool, serialize: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    // A nested call, by a `Serialize` that builds a request, has its own record. The guard restores the outer one,
    // also after a panic.
    let guard = RestoreGuard(RECORDED.replace(Some(Record { secrets: Vec::new(), is_request })));
    let result = serialize();
    let recorded = RECORDED.take().map(|record| record.secrets).unwrap_or_default();
    drop(guard);
    (result, recorded)
}

/// Whether secrets may be written on this thread.
pub(crate) fn is_capturing() -> bool {
    RECORDED.with_borrow(Option::is_some)
}

/// Whether a request is being written on this thread.
pub(crate) fn is_request() -> bool {
    RECORDED.with_borrow(|record| record.as_ref().is_some_and(|record| record.is_request))
}

/// Records a secret during [`capture_secrets`].
pub(super) fn record(secret: &Secret) {
    RECORDED.with_borrow_mut(|recorded| {
        if let Some(recorded) = recorded {
            recorded.secrets.push(secret.clone());
        }
    });
}

/// Restores the record of an outer [`capture_secrets`].
struct RestoreGuard(Option<Record>);

impl Drop for RestoreGuard {
    fn drop(&mut self) {
        RECORDED.set(self.0.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_secrets_are_captured_once() {
        let value = vec![Some(Secret::new("first")), None, Some(Secret::new("second"))];
        let (text, recorded) = capture_secrets(|| serde_json::to_string(&value).unwrap());
        assert_eq!(text, r#"["first",null,"second"]"#);
        assert_eq!(recorded, [Secret::new("first"), Secret::new("second")]);
        let ((), recorded) = capture_secrets(|| ());
        assert!(recorded.is_empty());
    }
}
