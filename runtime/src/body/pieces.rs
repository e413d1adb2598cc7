//! [`Pieces`]: the bytes of a multipart body, in memory and streamed. [`boundary`]: what separates its parts.

use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher as _,
    sync::atomic::{AtomicU64, Ordering},
};

use bytes::Bytes;

use super::request_body::{Piece, RequestBody, WipedBuffer};

/// Pieces of a body. Adjacent pieces in memory are merged.
#[derive(Default)]
pub(super) struct Pieces {
    before: Vec<Piece>,
    open: WipedBuffer,
    length: u64,
}

impl Pieces {
    pub(super) fn text(&mut self, text: &str) {
        self.open.extend(text.as_bytes());
    }

    pub(super) fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Bytes(bytes) => self.open.extend(&bytes),
            Piece::Once(_) => {
                self.close();
                self.before.push(piece);
            }
        }
    }

    fn close(&mut self) {
        let bytes = Bytes::from_owner(std::mem::take(&mut self.open).into_inner());
        self.length = self.length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.before.push(Piece::Bytes(bytes));
    }

    /// The body. `streamed` is the total length of the streamed pieces, if known.
    pub(super) fn finish(mut self, streamed: Option<u64>) -> RequestBody {
        if self.before.is_empty() {
            return RequestBody::zeroizing(self.open.into_inner());
        }
        self.close();
        RequestBody::from_pieces(self.before, streamed.map(|length| length.saturating_add(self.length)))
    }
}

/// A random boundary of 128 bits: two keyed hashes (SipHash with keys of the operating system) of a counter. A part
/// contains it by chance only.
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
    fn boundaries_are_unique_and_valid() {
        let boundaries: HashSet<String> = (0..1000).map(|_| boundary()).collect();
        assert_eq!(boundaries.len(), 1000);
        // RFC 2046, section 5.1.1: at most 70 characters. These need no quotes.
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        assert!(boundaries.iter().all(|boundary| boundary.len() <= 70 && boundary.bytes().all(is_allowed)));
    }
}
