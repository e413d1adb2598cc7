//! Learns which secrets a value holds, by watching it being serialised.
//!
//! A request body is any `Serialize` value, with secrets at any depth. To take an echoed secret out of an error
//! message, the client must know those secrets; serialising is the one walk over the value that happens anyway. The
//! note is kept per thread and only while [`capture_secrets`] runs, so nothing is shared and nothing stays behind.
//! This must not be used for anything else.

use std::cell::RefCell;

use super::Secret;

thread_local! {
    /// `Some` only while [`capture_secrets`] runs on this thread.
    static SEEN: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

/// Runs `serialise` and returns, beside its result, every secret that was serialised meanwhile.
pub(crate) fn capture_secrets<T>(serialise: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    // A call inside another one (a `Serialize` that builds a request) gets its own note, and the outer one goes on
    // afterwards: the guard puts it back even if `serialise` panics.
    let guard = Restore(SEEN.replace(Some(Vec::new())));
    let result = serialise();
    let seen = SEEN.take().unwrap_or_default();
    drop(guard);
    (result, seen)
}

/// Notes a secret if somebody is watching.
pub(super) fn record(secret: &Secret) {
    SEEN.with_borrow_mut(|seen| {
        if let Some(seen) = seen {
            seen.push(secret.clone());
        }
    });
}

/// Puts the note of an outer [`capture_secrets`] back.
struct Restore(Option<Vec<Secret>>);

impl Drop for Restore {
    fn drop(&mut self) {
        SEEN.set(self.0.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_nested_secrets_and_forgets_them() {
        let value = vec![Some(Secret::new("first")), None, Some(Secret::new("second"))];
        let (text, seen) = capture_secrets(|| serde_json::to_string(&value).unwrap());
        assert_eq!(text, r#"["first",null,"second"]"#);
        assert_eq!(seen, [Secret::new("first"), Secret::new("second")]);
        let ((), seen) = capture_secrets(|| ());
        assert!(seen.is_empty());
    }
}
