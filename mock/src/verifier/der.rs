//! A signature in DER: a sequence of two integers, in the one way in which they can be written.

use num_bigint::BigUint;

/// Reads lower-case hex.
pub(super) fn integers(hex: &str) -> Option<[BigUint; 2]> {
    let bytes = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok())
        .collect::<Option<Vec<_>>>()?;
    let (sequence, rest) = element(&bytes, 0x30)?;
    let (first, more) = element(sequence, 0x02)?;
    let (second, none) = element(more, 0x02)?;
    (rest.is_empty() && none.is_empty()).then_some([integer(first)?, integer(second)?])
}

/// The content of an element of this kind, and what follows it. A length of two signatures' numbers needs one byte.
fn element(bytes: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let [found, length, rest @ ..] = bytes else { return None };
    (*found == kind && *length < 0x80).then(|| rest.split_at_checked(usize::from(*length)))?
}

/// A positive integer without a needless zero before it.
fn integer(bytes: &[u8]) -> Option<BigUint> {
    let good = match bytes {
        [0, second, ..] => *second >= 0x80,
        [first, ..] => (1..0x80).contains(first),
        [] => false,
    };
    good.then(|| BigUint::from_bytes_be(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_way_is_read() {
        assert_eq!(integers("300702010102020080"), Some([BigUint::from(1u8), BigUint::from(128u8)]));
        for other in
            ["", "3", "30", "300602010102010200", "3107020101020200ff", "300702010102020001", "30060201ff020101"]
        {
            assert_eq!(integers(other), None, "{other}");
        }
    }
}
