//! Problems that are said many times in the same words: people read them once, and where else they stand. Programs get each.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, resolve::Resolver};

/// As often as this the same words are read; of more, the first.
const BEARABLE: usize = 3;

/// So many of the other places are named.
const NAMED: usize = 5;

/// What a problem says besides where it is.
type Words<'p> = (Code, &'p str, Option<&'p str>, &'p [String], &'p [String], Option<&'p str>);

/// The problems that are shown, in their order, each with the others that are said by it.
pub(super) fn once(problems: &[Diagnostic]) -> Vec<(&Diagnostic, Vec<&Diagnostic>)> {
    let mut alike: BTreeMap<Words<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in problems {
        if let Some(words) = words(problem) {
            alike.entry(words).or_default().push(problem);
        }
    }
    let shown = |problem: &'_ Diagnostic| {
        let all = words(problem).and_then(|words| alike.get(&words)).filter(|all| all.len() > BEARABLE);
        let is_first = |all: &&Vec<&Diagnostic>| all.first().is_some_and(|first| std::ptr::eq(*first, problem));
        match all {
            None => Some(Vec::new()),
            Some(all) => Some(all).filter(is_first).map(|all| all.iter().copied().skip(1).collect()),
        }
    };
    problems.iter().filter_map(|problem| Some((problem, shown(problem)?))).collect()
}

/// What a problem says, if it is all there is to say: other places, and operations that are left out, are of this one alone.
fn words(problem: &Diagnostic) -> Option<Words<'_>> {
    let workaround = problem.workaround.as_ref();
    let is_of_one =
        !problem.related.is_empty() || workaround.is_some_and(|workaround| !workaround.omitted_operations.is_empty());
    let instead = workaround.map(|workaround| workaround.fallback.as_str());
    let (label, notes, helps) = (problem.label.as_deref(), problem.notes.as_slice(), problem.helps.as_slice());
    (!is_of_one).then_some((problem.code, problem.message.as_str(), label, notes, helps, instead))
}

/// Where the others stand, in a line; `None` where there are none.
pub(super) fn in_words(others: &[&Diagnostic], resolver: &Resolver<'_>) -> Option<String> {
    let place = |problem: &&Diagnostic| {
        let line =
            resolver.lines(&problem.location).map(|lines| lines.position(resolver.span(&problem.location).start).line);
        let path = resolver.path(&problem.location);
        line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"))
    };
    let named: Vec<String> = others.iter().take(NAMED).map(place).collect();
    let more = others.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!others.is_empty())
        .then(|| format!("the same stands in {} other places: {}{more}", others.len(), named.join(", ")))
}
