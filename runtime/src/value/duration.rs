//! [`Duration`]: a duration.

use std::{fmt, ops::Range, str::FromStr, time};

use super::text::{Scanner, ValueError, text_value};

/// A duration: `duration` of RFC 3339, appendix A, and `format: duration`, such as `P1Y2M10DT2H30M`.
///
/// It keeps its text. Equality compares the text: `PT60S` differs from `PT1M`. It also accepts forms of ISO 8601
/// and of services: a sign, weeks beside days, omitted parts (`P1Y1D`), and a fraction of the last part.
///
/// ```
/// use wireright_runtime::Duration;
///
/// let timeout: Duration = "PT1M30S".parse()?;
/// assert_eq!((timeout.minutes(), timeout.seconds()), (1, 30));
/// assert_eq!(timeout.to_std(), Some(std::time::Duration::from_secs(90)));
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Duration {
    pub(super) text: Box<str>,
    pub(super) parts: Parts,
}

/// Parts of a duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Parts {
    pub(super) is_negative: bool,
    /// Years, months, weeks, days, hours, minutes, seconds.
    numbers: [u64; 7],
    /// Fraction of the last part in billionths, and the index of that part.
    fraction: u32,
    last: usize,
}

/// Parts in order: the letter, and the seconds of one unit if they are constant.
const UNITS: [(char, Option<u64>); 7] = [
    ('Y', None),
    ('M', None),
    ('W', Some(7 * 24 * 3600)),
    ('D', Some(24 * 3600)),
    ('H', Some(3600)),
    ('M', Some(60)),
    ('S', Some(1)),
];

/// Index of the first part after `T`.
const FIRST_OF_TIME: usize = 4;

impl Duration {
    /// The text as received.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is negative.
    pub fn is_negative(&self) -> bool {
        self.parts.is_negative
    }

    /// The years.
    pub fn years(&self) -> u64 {
        self.parts.numbers[0]
    }

    /// The months.
    pub fn months(&self) -> u64 {
        self.parts.numbers[1]
    }

    /// The weeks.
    pub fn weeks(&self) -> u64 {
        self.parts.numbers[2]
    }

    /// The days.
    pub fn days(&self) -> u64 {
        self.parts.numbers[3]
    }

    /// The hours.
    pub fn hours(&self) -> u64 {
        self.parts.numbers[4]
    }

    /// The minutes.
    pub fn minutes(&self) -> u64 {
        self.parts.numbers[5]
    }

    /// The whole seconds.
    pub fn seconds(&self) -> u64 {
        self.parts.numbers[6]
    }

    /// The fraction of the last part in billionths: of a second in `PT1.5S`, of an hour in `PT1.5H`. Further digits
    /// are only in the text.
    pub fn fraction(&self) -> u32 {
        self.parts.fraction
    }

    /// The duration of the standard library, with days of 24 hours. `None` if it is negative, too long, or has
    /// years or months, whose length varies.
    pub fn to_std(&self) -> Option<time::Duration> {
        self.length().filter(|length| !self.parts.is_negative || length.is_zero())
    }

    /// The duration without its sign.
    pub(super) fn length(&self) -> Option<time::Duration> {
        let Parts { numbers, fraction, last, .. } = self.parts;
        let mut sum = time::Duration::ZERO;
        for (index, (number, (_, seconds))) in numbers.into_iter().zip(UNITS).enumerate() {
            let fraction = if index == last { u64::from(fraction) } else { 0 };
            if number == 0 && fraction == 0 {
                continue;
            }
            let seconds = seconds?;
            sum = sum.checked_add(time::Duration::from_secs(number.checked_mul(seconds)?))?;
            sum = sum.checked_add(time::Duration::from_nanos(fraction.checked_mul(seconds)?))?;
        }
        Some(sum)
    }
}

impl Parts {
    /// Parses a duration at the front of the text.
    fn scan(scanner: &mut Scanner<'_>) -> Option<Self> {
        let sign = scanner.one_of(&['+', '-']);
        scanner.one_of(&['P'])?;
        let mut parts = Self { is_negative: sign == Some('-'), ..Self::default() };
        // Index of the next possible part: parts occur once, in descending order.
        let mut next = 0;
        let mut end = FIRST_OF_TIME;
        let mut has_part = false;
        while !scanner.is_at_end() {
            if end == FIRST_OF_TIME && scanner.one_of(&['T']).is_some() {
                (next, end) = (FIRST_OF_TIME, UNITS.len());
                has_part = false;
            } else {
                next = parts.part(scanner, next..end)?;
                has_part = true;
            }
        }
        // `P` and `P1DT` are invalid.
        has_part.then_some(parts)
    }

    /// Parses one of these parts. Returns the index of the next possible part.
    fn part(&mut self, scanner: &mut Scanner<'_>, mut which: Range<usize>) -> Option<usize> {
        let number = scanner.all_digits().parse().ok()?;
        let fraction = match scanner.one_of(&['.', ',']) {
            Some(_) => Some(billionths(scanner.all_digits())?),
            None => None,
        };
        let unit = scanner.one_of(&['Y', 'M', 'W', 'D', 'H', 'S'])?;
        let index = which.find(|index| UNITS.get(*index).is_some_and(|(letter, _)| *letter == unit))?;
        *self.numbers.get_mut(index)? = number;
        self.last = index;
        if let Some(fraction) = fraction {
            self.fraction = fraction;
            // A fraction ends the duration.
            return scanner.is_at_end().then_some(UNITS.len());
        }
        Some(index + 1)
    }
}

/// Fraction from the digits after the point.
fn billionths(digits: &str) -> Option<u32> {
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    if digits.is_empty() { None } else { nine.parse().ok() }
}

/// Formatted in hours, minutes and seconds.
impl From<time::Duration> for Duration {
    fn from(duration: time::Duration) -> Self {
        let all = duration.as_secs();
        let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
        let fraction = duration.subsec_nanos();
        let mut text = String::from("PT");
        for (number, unit) in [(hours, 'H'), (minutes, 'M')] {
            if number > 0 {
                text.push_str(&format!("{number}{unit}"));
            }
        }
        if fraction > 0 {
            let digits = format!("{fraction:09}");
            text.push_str(&format!("{seconds}.{}S", digits.trim_end_matches('0')));
        } else if seconds > 0 || all == 0 {
            text.push_str(&format!("{seconds}S"));
        }
        let last = UNITS.len() - 1;
        let parts = Parts { is_negative: false, numbers: [0, 0, 0, 0, hours, minutes, seconds], fraction, last };
        Self { text: text.into(), parts }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Duration({})", self.text)
    }
}

impl FromStr for Duration {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let mut scanner = Scanner::new(text);
        Parts::scan(&mut scanner)
            .map(|parts| Self { text: text.into(), parts })
            .ok_or(ValueError::new("a duration such as `P1DT12H`"))
    }
}

text_value!(Duration, "a duration such as `P1DT12H`");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Duration {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_duration_keeps_its_text_and_its_parts() {
        let duration = parsed("P1Y2M3W4DT5H6M7.5S");
        assert_eq!((duration.years(), duration.months(), duration.weeks(), duration.days()), (1, 2, 3, 4));
        assert_eq!((duration.hours(), duration.minutes(), duration.seconds()), (5, 6, 7));
        assert_eq!(duration.fraction(), 500_000_000);
        assert_eq!(duration.to_string(), "P1Y2M3W4DT5H6M7.5S");
        assert_eq!((parsed("P2M").months(), parsed("PT2M").minutes()), (2, 2));
        assert!(parsed("-PT1S").is_negative());
        assert_eq!(serde_json::to_string(&parsed("PT036H")).unwrap(), "\"PT036H\"");
        assert!(serde_json::from_str::<Duration>("\"1h\"").unwrap_err().to_string().contains("a duration such as"));
    }

    #[test]
    fn invalid_durations_are_rejected() {
        for text in [
            "",
            "P",
            "PT",
            "P1",
            "P1DT",
            "1D",
            "P1H",
            "PT1D",
            "P1D2Y",
            "P1D1D",
            "PT1S1M",
            "P-1D",
            "PT.5S",
            "PT1.S",
            "PT1.5H3M",
            "P1.0D1D",
            "p1d",
            "PT1S ",
            "P1DT1HT1M",
            "P99999999999999999999D",
            "30s",
            "Pé",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_constant_lengths_convert_to_the_standard_library() {
        let seconds = |text: &str| parsed(text).to_std().map(|duration| duration.as_secs_f64());
        assert_eq!(seconds("P1W1DT1H1M1.5S"), Some(694_861.5));
        assert_eq!(seconds("PT1.5H"), Some(5400.0));
        assert_eq!(seconds("P0Y0M1D"), Some(86_400.0));
        assert_eq!(seconds("-PT0S"), Some(0.0));
        for text in ["P1Y", "P1M", "P0.5Y", "-PT1S", "P18446744073709551615W"] {
            assert_eq!(seconds(text), None, "{text}");
        }
        let written = |seconds, nanoseconds| Duration::from(time::Duration::new(seconds, nanoseconds)).to_string();
        assert_eq!(written(0, 0), "PT0S");
        assert_eq!(written(3600, 0), "PT1H");
        assert_eq!(written(90_061, 1_000_000), "PT25H1M1.001S");
        assert_eq!(written(60, 5), "PT1M0.000000005S");
    }

    proptest! {
        #[test]
        fn standard_durations_round_trip(seconds in any::<u64>(), nanoseconds in 0..1_000_000_000_u32) {
            let duration = time::Duration::new(seconds, nanoseconds);
            prop_assert_eq!(Duration::from(duration).to_std(), Some(duration));
            prop_assert_eq!(parsed(Duration::from(duration).as_str()).to_std(), Some(duration));
        }

        #[test]
        fn the_text_is_kept(
            text in "[+-]?P([0-9]{1,3}[YMWD]){0,3}(T([0-9]{1,2}[HMS]){0,2}([0-9][.,][0-9]{1,12}[HMS])?)?",
        ) {
            if let Ok(duration) = text.parse::<Duration>() {
                prop_assert_eq!(duration.to_string(), text);
            }
        }
    }
}
