//! Where a client departs from its description: what `generate` says in its last line.

use wireright_codegen::diagnostic::{Code, Diagnostic, Severity};

use crate::generation::number;

/// How many operations the last line names.
const NAMED: usize = 5;

/// Where a client departs from its description, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Departures {
    /// The operations that are left out: `GET /things`.
    pub(crate) left_out: Vec<String>,
    /// Mistakes of the description that were worked around, and left no operation out.
    pub(crate) mistakes: usize,
    /// Names that are not made of their own spelling alone, since that meets another.
    pub(crate) names: usize,
    /// What is right in the description and not done.
    pub(crate) not_honoured: usize,
}

impl Departures {
    pub(crate) fn of(problems: &[Diagnostic]) -> Self {
        let mut departures = Self::default();
        for problem in problems.iter().filter(|problem| problem.severity() == Severity::Warning) {
            let left_out = problem.workaround.iter().flat_map(|workaround| &workaround.omitted_operations);
            let before = departures.left_out.len();
            departures.left_out.extend(left_out.cloned());
            match problem.code {
                Code::WorkedAround if departures.left_out.len() > before => {}
                Code::WorkedAround | Code::ParameterFixed => departures.mistakes += 1,
                Code::NameDisambiguated => departures.names += 1,
                _ => departures.not_honoured += 1,
            }
        }
        departures.left_out.sort();
        departures.left_out.dedup();
        departures
    }

    /// The counts in words, where there is any.
    pub(crate) fn in_words(&self) -> Option<String> {
        let operations = match self.left_out.len() {
            0 => None,
            count => Some(format!("{} left out ({})", number(count, "operation"), self.some_operations())),
        };
        let counted =
            |count: usize, noun: &str, what: &str| (count > 0).then(|| format!("{}{what}", number(count, noun)));
        let parts = [
            operations,
            counted(self.mistakes, "mistake", " worked around"),
            counted(self.names, "name", " changed"),
            counted(self.not_honoured, "thing", " not honoured"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn some_operations(&self) -> String {
        let named: Vec<&str> = self.left_out.iter().take(NAMED).map(String::as_str).collect();
        let more = if self.left_out.len() > NAMED { ", …" } else { "" };
        format!("{}{more}", named.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departures_are_words() {
        assert_eq!(Departures::default().in_words(), None);
        let left_out: Vec<String> = (1..=7).map(|number| format!("GET /{number}")).collect();
        let departures = Departures { left_out: left_out.clone(), mistakes: 1, names: 2, not_honoured: 3 };
        assert_eq!(
            departures.in_words().as_deref(),
            Some(
                "7 operations left out (GET /1, GET /2, GET /3, GET /4, GET /5, …), 1 mistake worked around, 2 names changed, \
                 3 things not honoured"
            )
        );
        let departures = Departures { left_out: left_out[..1].to_vec(), ..Departures::default() };
        assert_eq!(departures.in_words().as_deref(), Some("1 operation left out (GET /1)"));
    }
}
