//! What the server does with an attempt.

/// One thing that can become of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Carried out, and answered well.
    Done,
    /// The same, the head a piece at a time.
    DoneSlowly,
    /// The connection is reset when the request has arrived.
    Reset,
    /// Never answered.
    Stalled,
    /// Answered with half of the body that was promised.
    Truncated,
    /// Answered with more than a client may take.
    Oversized,
    /// 429, with a `Retry-After`.
    Throttled,
    /// 503.
    Unavailable,
    /// 500.
    Failed,
}

/// Every fate that is not good, each with how many attempts of 1,000 meet it.
const BAD: [(Fate, u64); 8] = [
    (Fate::DoneSlowly, 10),
    (Fate::Reset, 15),
    (Fate::Stalled, 2),
    (Fate::Truncated, 10),
    (Fate::Oversized, 3),
    (Fate::Throttled, 15),
    (Fate::Unavailable, 15),
    (Fate::Failed, 10),
];

impl Fate {
    /// What becomes of this attempt of this call.
    pub fn of(call: u64, attempt: u64) -> Self {
        let mut draw = scattered(call.wrapping_mul(8).wrapping_add(attempt)) % 1000;
        for (fate, share) in BAD {
            if draw < share {
                return fate;
            }
            draw -= share;
        }
        Self::Done
    }

    /// The letter that stands for it in the server's account.
    pub fn letter(self) -> char {
        match self {
            Self::Done => 'k',
            Self::DoneSlowly => 'w',
            Self::Reset => 'r',
            Self::Stalled => 's',
            Self::Truncated => 't',
            Self::Oversized => 'o',
            Self::Throttled => '4',
            Self::Unavailable => '5',
            Self::Failed => 'f',
        }
    }
}

/// Neighbouring numbers far apart (SplitMix64's finalizer).
fn scattered(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn each_fault_has_its_documented_frequency() {
        let mut met: BTreeMap<Fate, u64> = BTreeMap::new();
        for call in 0..100_000 {
            *met.entry(Fate::of(call, 0)).or_default() += 1;
        }
        assert_eq!(met.len(), BAD.len() + 1);
        for (fate, share) in BAD {
            assert!((met[&fate] / 100).abs_diff(share) <= 2 + share / 5, "{fate:?}: {}", met[&fate]);
        }
    }
}
