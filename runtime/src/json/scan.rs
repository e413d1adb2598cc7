//! Search for the end of the plain characters of a JSON string, eight bytes at a time. Knows nothing else of JSON.

/// Bytes of one step.
const STEP: usize = 8;

/// The lowest bit of each byte.
const LOWEST: u64 = u64::MAX / 0xff;

/// Plain characters behind half a step.
const PLAIN: u64 = u64::MAX << 32;

/// The highest bit of each byte.
const HIGHEST: u64 = LOWEST << 7;

/// The index, from `start`, of the first quote, backslash or control character. The length if there is none.
#[inline]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(step) = bytes.get(at..).and_then(<[u8]>::first_chunk::<STEP>) {
        let found = special_bytes(u64::from_le_bytes(*step));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += STEP;
    }
    if let Some(step) = bytes.get(at..).and_then(<[u8]>::first_chunk::<{ STEP / 2 }>) {
        let found = special_bytes(u64::from(u32::from_le_bytes(*step)) | PLAIN);
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += STEP / 2;
    }
    while bytes.get(at).is_some_and(|byte| !is_special(*byte)) {
        at += 1;
    }
    at
}

/// The highest bit of each byte that is special. Bytes behind the first one may be marked too.
#[inline]
fn special_bytes(step: u64) -> u64 {
    // A subtraction borrows from the highest bit of a byte that is too small, and only of those behind it.
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(LOWEST * limit) & !bytes;
    let controls = below(step, 0x20);
    let quotes = below(step ^ (LOWEST * u64::from(b'"')), 1);
    let backslashes = below(step ^ (LOWEST * u64::from(b'\\')), 1);
    (controls | quotes | backslashes) & HIGHEST
}

/// Whether a byte is a quote, a backslash or a control character.
pub(super) const fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..=0x1f)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_byte_is_found_at_each_index() {
        for byte in 0..=u8::MAX {
            for index in 0..20 {
                let mut bytes = [b'a'; 20];
                bytes[index] = byte;
                assert_eq!(plain_end(&bytes, 0), if is_special(byte) { index } else { 20 }, "{byte} at {index}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_first_special_byte_is_found(
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            start in 0_usize..40,
        ) {
            let first = (start.min(bytes.len())..bytes.len()).find(|index| is_special(bytes[*index]));
            let expected = first.unwrap_or_else(|| bytes.len().max(start));
            prop_assert_eq!(plain_end(&bytes, start), expected);
        }
    }
}
