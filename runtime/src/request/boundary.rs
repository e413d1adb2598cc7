//! What stands between the parts of a multipart body.

use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher as _,
    sync::atomic::{AtomicU64, Ordering},
};

/// A boundary that nobody can guess, so that no part can hold it but by a chance of one in 2^128: two keyed hashes (SipHash, keys
/// from the operating system) of a number that is never used again.
pub(super) fn boundary() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let halves = [RandomState::new(), RandomState::new()].map(|keys| keys.hash_one(number));
    let [high, low] = halves;
    format!("wireright-{high:016x}{low:016x}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_boundary_comes_twice_and_all_are_allowed() {
        let boundaries: HashSet<String> = (0..1000).map(|_| boundary()).collect();
        assert_eq!(boundaries.len(), 1000);
        // RFC 2046, section 5.1.1: at most 70 characters, of which these are allowed without quotes.
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        assert!(boundaries.iter().all(|boundary| boundary.len() <= 70 && boundary.bytes().all(is_allowed)));
    }
}
