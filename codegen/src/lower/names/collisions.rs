//! Namespaces: Rust names that must differ, and how collisions between them are resolved.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::{flag_name, identifier, spell_symbols, stem};
use crate::{
    diagnostic::{Code, Diagnostics},
    model::RustName,
    source::Location,
};

/// The names of one namespace, each with its wire name and location.
#[derive(Debug, Default)]
pub(in crate::lower) struct NameScope {
    taken: BTreeMap<RustName, (String, Option<Location>)>,
    /// The next number for a name without any other distinction.
    numbers: BTreeMap<RustName, usize>,
}

impl NameScope {
    pub(in crate::lower) fn contains(&self, name: &RustName) -> bool {
        self.taken.contains_key(name)
    }

    /// Claims the name of a setter's flag. Different setters have different flags, even if their names differ only in
    /// case.
    pub(in crate::lower) fn flag(&mut self, setter: &RustName) -> RustName {
        self.claim_unreported(flag_name(setter), setter.unraw())
    }

    /// Claims a name. A collision is an error. The later name gets a suffix made from its wire name.
    pub(in crate::lower) fn claim(
        &mut self,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        self.claim_reported(Code::NameCollision, name, wire, at, diagnostics)
    }

    /// Claims a name of something in a part of the request (`query`, `body`). The same wire name may occur in another
    /// part.
    pub(in crate::lower) fn claim_in_location(
        &mut self,
        location: &str,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        let Some(mut collision) = self.collision(&name, wire, at) else { return self.take(name, wire, at) };
        let mut wanted = name;
        if collision.other == wire {
            collision.message = format!("name collision: `{wire}` in the {location} has the name of another argument");
            wanted = with_suffix(&wanted, &format!("in {location}"));
        }
        let distinct = self.claim_unreported_at(wanted, wire, at);
        collision.report(Code::NameCollision, &distinct, diagnostics);
        distinct
    }

    /// Claims a name that the document does not have to change: a collision is a warning under every policy.
    pub(in crate::lower) fn claim_with_warning(
        &mut self,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        self.claim_reported(Code::NameDisambiguated, name, wire, at, diagnostics)
    }

    fn claim_reported(
        &mut self,
        code: Code,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        let Some(collision) = self.collision(&name, wire, at) else { return self.take(name, wire, at) };
        let distinct = self.claim_unreported_at(name, wire, at);
        collision.report(code, &distinct, diagnostics);
        distinct
    }

    /// The collision of a name with an earlier one, if there is one.
    pub(in crate::lower) fn collision(&self, name: &RustName, wire: &str, at: &Location) -> Option<Collision> {
        let (other, first) = self.taken.get(name)?.clone();
        let message = format!("name collision: `{wire}` and `{other}` both become `{name}`");
        Some(Collision { message, other, at: at.clone(), first })
    }

    /// Takes a free name.
    fn take(&mut self, name: RustName, wire: &str, at: &Location) -> RustName {
        self.taken.insert(name.clone(), (wire.to_owned(), Some(at.clone())));
        name
    }

    /// Claims a name without a report: for an item that the document does not name, and after a report. If the name is
    /// taken, claims one with a suffix made from the exact wire name.
    pub(in crate::lower) fn claim_unreported(&mut self, name: RustName, wire: &str) -> RustName {
        self.claim_with_suffixes(name, wire, distinguishing_suffixes)
    }

    /// The same for an item at a location. A later collision points there.
    pub(in crate::lower) fn claim_unreported_at(&mut self, name: RustName, wire: &str, at: &Location) -> RustName {
        let name = self.claim_unreported(name, wire);
        self.take(name, wire, at)
    }

    /// Claims a name for an item at a location that has no name in the document. If it is taken, claims it with a
    /// number.
    pub(in crate::lower) fn claim_numbered(&mut self, name: RustName, wire: &str, at: &Location) -> RustName {
        let name = self.claim_with_suffixes(name, wire, |_| Vec::new());
        self.take(name, wire, at)
    }

    /// Claims the name of a type inside another one. If it is taken, claims it with the suffix `Inner`.
    pub(in crate::lower) fn claim_inner(&mut self, name: RustName) -> RustName {
        let wire = name.unraw().to_owned();
        self.claim_with_suffixes(name, &wire, |_| vec!["inner".to_owned()])
    }

    fn claim_with_suffixes(
        &mut self,
        name: RustName,
        wire: &str,
        suffixes: impl FnOnce(&str) -> Vec<String>,
    ) -> RustName {
        let name = if self.contains(&name) { self.free_name(&name, &suffixes(wire)) } else { name };
        self.taken.insert(name.clone(), (wire.to_owned(), None));
        name
    }

    /// A free name: the first free suffix, otherwise a number.
    fn free_name(&mut self, name: &RustName, suffixes: &[String]) -> RustName {
        let mut candidates = suffixes.iter().map(|suffix| with_suffix(name, suffix));
        if let Some(free) = candidates.find(|candidate| !self.contains(candidate)) {
            return free;
        }
        // Many wire names may have one Rust name: the search continues at the last number.
        let mut number = self.numbers.get(name).copied().unwrap_or(2);
        let numbered = |number: usize| identifier(&format!("{}{number}", stem(name)), "n");
        while self.contains(&numbered(number)) {
            number += 1;
        }
        self.numbers.insert(name.clone(), number + 1);
        numbered(number)
    }
}

/// Two wire names with one Rust name.
#[derive(Debug)]
pub(in crate::lower) struct Collision {
    message: String,
    /// The wire name that was first.
    other: String,
    at: Location,
    first: Option<Location>,
}

impl Collision {
    /// Reports that the later name became `distinct`.
    pub(in crate::lower) fn report(self, code: Code, distinct: &RustName, diagnostics: &mut Diagnostics) {
        let named = format!("this one is named `{distinct}`");
        let problem = match code {
            Code::NameDisambiguated => diagnostics.report(code, self.at, format!("{}; {named}", self.message)),
            _ => diagnostics.report(code, self.at, self.message),
        };
        problem.help("rename one of them in the document, or with an overlay").fallback(named);
        if let Some(first) = self.first {
            problem.related(first, format!("`{}` is here", self.other));
        }
    }
}

/// A name with a suffix, in the case style of the name.
fn with_suffix(name: &RustName, ending: &str) -> RustName {
    let (text, first) = (name.unraw(), stem(name));
    let has = |is: fn(char) -> bool| text.chars().any(is);
    let is_constant = text.contains('_') && has(char::is_uppercase) && !has(char::is_lowercase);
    let joined = if is_constant {
        format!("{first}_{}", ending.to_shouty_snake_case())
    } else if has(char::is_uppercase) {
        format!("{first}{}", ending.to_pascal_case())
    } else {
        format!("{first}_{}", ending.to_snake_case())
    };
    identifier(&joined, "n")
}

/// Suffixes that distinguish a wire name from others with the same words: its case, its symbols, its hash.
fn distinguishing_suffixes(wire: &str) -> Vec<String> {
    let letters = || wire.chars().filter(|character| character.is_alphabetic());
    let mut endings = Vec::new();
    if letters().all(char::is_lowercase) {
        endings.push("lower".to_owned());
    } else if letters().all(char::is_uppercase) {
        endings.push("upper".to_owned());
    }
    let marks: String = wire.chars().filter(|character| !character.is_alphanumeric()).collect();
    if !marks.is_empty() {
        endings.push(spell_symbols(&marks));
    } else if endings.is_empty() {
        let is_camel = letters().next().is_some_and(char::is_lowercase);
        endings.push(if is_camel { "camel" } else { "pascal" }.to_owned());
    }
    endings.push(hash(wire));
    endings
}

/// A short hash (FNV-1a), the same on every platform.
pub(super) fn hash(wire: &str) -> String {
    let hash = wire.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("x{hash:08x}")
}
