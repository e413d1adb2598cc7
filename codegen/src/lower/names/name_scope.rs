//! [`NameScope`]: the Rust names of one namespace, which must differ, and how name collisions in it are resolved.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::{
    collision::{CollidingItem, Collision, NameChange},
    field_name, flag_name, identifier,
    spelling::spell_symbols,
    stem,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    model::RustName,
    source::Location,
};

/// The names of one namespace, each with its wire name and location.
#[derive(Debug, Default)]
pub(in crate::lower) struct NameScope {
    taken: BTreeMap<RustName, (String, Option<Location>)>,
    /// Names that several items want, each with the wire name and the location of the item that gets it.
    reserved: BTreeMap<RustName, (String, Location)>,
    /// The names of tags.
    tags: BTreeSet<RustName>,
    /// The items with another name than in the document, by location.
    renamed: BTreeMap<Location, NameChange>,
    /// The parts of the request that contain the items, by location.
    parts: BTreeMap<Location, &'static str>,
    /// The next number for a name without any other distinction.
    numbers: BTreeMap<RustName, usize>,
}

impl NameScope {
    pub(in crate::lower) fn contains(&self, name: &RustName) -> bool {
        self.taken.contains_key(name) || self.reserved.contains_key(name)
    }

    /// Reserves names that several of these items want: for the item whose word is the name itself, else for the first
    /// whose word has no symbols. Without such an item, the first one that claims a name gets it.
    pub(in crate::lower) fn reserve<'n>(&mut self, wanted: impl IntoIterator<Item = WantedName<'n>>) {
        let mut wanted: Vec<WantedName<'n>> = wanted.into_iter().collect();
        for WantedName { wire, at, renamed_by, .. } in &wanted {
            if let Some(key) = renamed_by {
                self.note_rename(at, NameChange::by_key(wire, key));
            }
        }
        // Stable: equal names keep the order of the document.
        wanted.sort_by(|one, other| one.name.cmp(&other.name));
        for equal in wanted.chunk_by(|one, other| one.name == other.name).filter(|equal| equal.len() > 1) {
            let best = equal.iter().min_by_key(|one| one.difference);
            let best = best.filter(|one| one.difference < Difference::Symbols);
            if let Some(WantedName { name, wire, at, .. }) = best.filter(|one| !self.contains(&one.name)) {
                self.reserved.insert(name.clone(), ((*wire).to_owned(), (*at).clone()));
            }
        }
    }

    /// Notes that the item at a location is named after another word than its name in the document. A later collision
    /// shows that name.
    pub(in crate::lower) fn note_rename(&mut self, at: &Location, renamed: NameChange) {
        self.renamed.insert(at.clone(), renamed);
    }

    /// Notes that the item at a location is in a part of the request (`query`, `body`).
    pub(in crate::lower) fn note_part(&mut self, at: &Location, part: &'static str) {
        self.parts.insert(at.clone(), part);
    }

    /// Claims the name of a tag without a report. A later collision says that the other item is a tag.
    pub(in crate::lower) fn claim_tag(&mut self, name: RustName, tag: &str) -> RustName {
        let name = self.claim_unreported(name, tag);
        self.tags.insert(name.clone());
        name
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

    /// Claims a name of something in a part of the request (`query`, `body`). Another part may have a similar name.
    pub(in crate::lower) fn claim_in_part(
        &mut self,
        part: &'static str,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        self.note_part(at, part);
        let Some(mut collision) = self.collision(&name, wire, at) else { return self.take(name, wire, at) };
        let mut wanted = name;
        let other_part = collision.first.as_ref().and_then(|first| self.parts.get(first));
        if collision.other == wire {
            let message = format!("name collision: `{wire}` in the {part} has the name of another argument");
            collision.message = Some(message);
        }
        if collision.other == wire || other_part.is_some_and(|other| *other != part) {
            wanted = with_suffix(&wanted, &format!("in {part}"));
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
        let reserved = || self.reserved.get(name).filter(|(_, owner)| owner != at);
        let (other, first) = match self.taken.get(name) {
            Some(taken) => taken.clone(),
            None => reserved().map(|(other, owner)| (other.clone(), Some(owner.clone())))?,
        };
        let (own, earlier) = (self.renamed.get(at), first.as_ref().and_then(|first| self.renamed.get(first)));
        Some(Collision {
            name: name.clone(),
            own: CollidingItem::new(own, wire, false),
            earlier: CollidingItem::new(earlier, &other, self.tags.contains(name)),
            other,
            at: at.clone(),
            first,
            message: None,
        })
    }

    /// Takes a free name.
    fn take(&mut self, name: RustName, wire: &str, at: &Location) -> RustName {
        self.taken.insert(name.clone(), (wire.to_owned(), Some(at.clone())));
        name
    }

    /// Claims a name without a report: for an item that the document does not name, and after a report. If the name is
    /// taken, claims one with a suffix made from the exact wire name.
    pub(in crate::lower) fn claim_unreported(&mut self, name: RustName, wire: &str) -> RustName {
        let taken = self.taken.get(&name).map(|(other, _)| other);
        let other = taken.or_else(|| self.reserved.get(&name).map(|(other, _)| other)).cloned().unwrap_or_default();
        if self.tags.contains(&name) {
            return self.claim_with_suffixes(name, wire, |_| vec!["operation".to_owned()]);
        }
        self.claim_with_suffixes(name, wire, |wire| distinguishing_suffixes(wire, &other))
    }

    /// The same for an item at a location. A later collision points there.
    pub(in crate::lower) fn claim_unreported_at(&mut self, name: RustName, wire: &str, at: &Location) -> RustName {
        let is_free = self.collision(&name, wire, at).is_none();
        let name = if is_free { name } else { self.claim_unreported(name, wire) };
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

/// Suffixes that distinguish a wire name from another one with the same words: its case or its symbols, whichever
/// differs, then its hash. None for other words and for the same name, which a number distinguishes.
fn distinguishing_suffixes(wire: &str, other: &str) -> Vec<String> {
    let letters = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    if wire == other || (letters(wire) != letters(other) && !letters(wire).is_empty()) {
        return Vec::new();
    }
    let symbols = |text: &str| -> String { text.chars().filter(|character| !character.is_alphanumeric()).collect() };
    let (marks, other_marks) = (symbols(wire), symbols(other));
    let case = case_word(wire).filter(|case| case_word(other) != Some(*case)).map(str::to_owned);
    // As in PHP: `book[]=1&book[]=2`.
    let is_list = wire.ends_with("[]") && !other.ends_with("[]");
    let spell = || if is_list { "list".to_owned() } else { spell_symbols(&marks) };
    let spelled = (!marks.is_empty() && marks != other_marks).then(spell);
    // The words for cases mean underscores and hyphens too.
    let has_others = marks.contains(|mark| !['_', '-'].contains(&mark));
    let mut suffixes: Vec<String> = case.into_iter().chain(spelled).collect();
    if has_others {
        suffixes.reverse();
    }
    suffixes.extend(wire.is_empty().then(|| "string".to_owned()));
    suffixes.push(hash(wire));
    suffixes
}

/// The name of the case that a word is written in. `None` without letters.
fn case_word(wire: &str) -> Option<&'static str> {
    let mut letters = wire.chars().filter(|character| character.is_alphabetic()).peekable();
    let first = *letters.peek()?;
    let (mut has_lower, mut has_upper) = (false, false);
    for letter in letters {
        has_lower |= letter.is_lowercase();
        has_upper |= letter.is_uppercase();
    }
    Some(match (has_lower, has_upper) {
        (_, false) if wire.contains('_') => "snake",
        (_, false) if wire.contains('-') => "kebab",
        (_, false) => "lower",
        (false, true) => "upper",
        _ if first.is_lowercase() => "camel",
        _ => "pascal",
    })
}

/// An item that wants a name.
pub(in crate::lower) struct WantedName<'n> {
    pub(in crate::lower) name: RustName,
    pub(in crate::lower) difference: Difference,
    pub(in crate::lower) wire: &'n str,
    pub(in crate::lower) at: &'n Location,
    /// The key of the document that names it after another word.
    pub(in crate::lower) renamed_by: Option<&'static str>,
}

impl<'n> WantedName<'n> {
    /// The field or the setter of a value. `word` is what it is named after: the wire name, or `x-rust-name`.
    pub(in crate::lower) fn of_field(name: RustName, word: &str, wire: &'n str, at: &'n Location) -> Self {
        let difference = match difference(&field_name(word), word) {
            Difference::None if name.unraw() != word => Difference::Reserved,
            other => other,
        };
        Self { name, difference, wire, at, renamed_by: (word != wire).then_some("x-rust-name") }
    }
}

/// How a word differs from the Rust name that is made from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lower) enum Difference {
    /// It is the name.
    None,
    /// It is a reserved name, which the name replaces.
    Reserved,
    /// Its case differs.
    Case,
    /// It has symbols.
    Symbols,
}

/// How a word differs from its Rust name.
pub(in crate::lower) fn difference(name: &RustName, word: &str) -> Difference {
    if name.unraw() == word {
        Difference::None
    } else if word.chars().all(char::is_alphanumeric) {
        Difference::Case
    } else {
        Difference::Symbols
    }
}

/// A short hash (FNV-1a), the same on every platform.
pub(super) fn hash(wire: &str) -> String {
    let hash = wire.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("x{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::{super::variant_name, *};
    use crate::source::{Pointer, SourceFile, Sources};

    /// The variants of an enum of these values.
    fn variants(wires: &[&str]) -> Vec<String> {
        let sources = Sources::new(vec![SourceFile { path: "a.yaml".to_owned(), bytes: Vec::new() }]);
        let (file, _) = sources.iter().next().unwrap();
        let at = |index| Location { pointer: Pointer::root().index(index), ..Location::root(file) };
        let places: Vec<Location> = (0..wires.len()).map(at).collect();
        let mut scope = NameScope::default();
        let items = || wires.iter().zip(&places);
        scope.reserve(items().map(|(wire, at)| {
            let name = variant_name(wire);
            WantedName { difference: difference(&name, wire), name, wire, at, renamed_by: None }
        }));
        let names = items().map(|(wire, at)| scope.claim_unreported_at(variant_name(wire), wire, at).to_string());
        names.collect()
    }

    #[test]
    fn the_value_that_is_the_name_keeps_it_and_others_say_how_they_differ() {
        for (wires, expected) in [
            (["JSON", "json", "Json"], ["JsonUpper", "JsonLower", "Json"]),
            (["book[]", "book", "book-"], ["BookList", "Book", "BookKebab"]),
            (["orderId", "order[id]", "order id"], ["OrderId", "OrderIdBrackets", "OrderIdSpace"]),
            (["createdAt", "created_at", "created-at"], ["CreatedAt", "CreatedAtSnake", "CreatedAtKebab"]),
            (["foo.bar", "foo/bar", "FooBar"], ["FooBarDot", "FooBarSlash", "FooBar"]),
            (["1.0", "10", "1_0"], ["N10Dot", "N10", "N10Underscore"]),
            (["a", "A", "a "], ["ALower", "A", "ASpace"]),
        ] {
            assert_eq!(variants(&wires), expected, "{wires:?}");
        }
    }
}
