//! Faults of the server.

/// The outcome of an attempt at the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Applied, with a valid response.
    AttemptLog,
    /// Applied, with a response head in pieces.
    DoneSlowly,
    /// A reset of the connection after the request.
    Reset,
    /// No response.
    Stalled,
    /// A response with half of its declared body.
    Truncated,
    /// A response above the size limit of the client.
    Oversized,
    /// 429, with a `Retry-After`.
    Throttled,
    /// 503.
    Unavailable,
    /// 500.
    Failed,
}

/// Every fault, with its frequency in 1,000 attempts.
const BAD: [(Fault, u64); 8] = [
    (Fault::DoneSlowly, 10),
    (Fault::Reset, 15),
    (Fault::Stalled, 2),
    (Fault::Truncated, 10),
    (Fault::Oversized, 3),
    (Fault::Throttled, 15),
    (Fault::Unavailable, 15),
    (Fault::Failed, 10),
];

impl Fault {
    /// The fault of an attempt of a call.
    pub fn of(call: u64, attempt: u64) -> Self {
        let mut draw = scatter(call.wrapping_mul(8).wrapping_add(attempt)) % 1000;
        for (fate, share) in BAD {
            if draw < share {
                return fate;
            }
            draw -= share;
        }
        Self::AttemptLog
    }

    /// The letter of the fault in the report of the server.
    pub fn letter(self) -> char {
        match self {
            Self::AttemptLog => 'k',
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

/// Scatters adjacent numbers (finalizer of SplitMix64).
fn scatter(number: u64) -> u64 {
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
        let mut met: BTreeMap<Fault, u64> = BTreeMap::new();
        for call in 0..100_000 {
            *met.entry(Fault::of(call, 0)).or_default() += 1;
        }
        assert_eq!(met.len(), BAD.len() + 1);
        for (fate, share) in BAD {
            assert!((met[&fate] / 100).abs_diff(share) <= 2 + share / 5, "{fate:?}: {}", met[&fate]);
        }
    }
}
