//! Namespaces: no two things in one are called the same.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::{flag_name, identifier, spell_symbols, words};
use crate::{
    diagnostic::{Code, Diagnostics},
    model::RustName,
    source::Location,
};

/// The names of one namespace: no two things in it are called the same.
#[derive(Debug, Default)]
pub(in crate::lower) struct Scope {
    taken: BTreeMap<RustName, (String, Option<Location>)>,
    /// The next number for a name that nothing else sets apart.
    numbers: BTreeMap<RustName, usize>,
}

impl Scope {
    /// Whether something has this name.
    pub(in crate::lower) fn holds(&self, name: &RustName) -> bool {
        self.taken.contains_key(name)
    }

    /// Takes the name of a setter's flag. Setters that differ have flags that differ, even where their capitals do not.
    pub(in crate::lower) fn flag(&mut self, setter: &RustName) -> RustName {
        self.distinct(flag_name(setter), setter.unraw())
    }

    /// Takes a name. Where another thing has it: in a document of ours that is an error; in somebody else's the later
    /// one gets a name made of its own spelling, with a warning.
    pub(in crate::lower) fn claim(
        &mut self,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        self.claim_beside(None, name, wire, at, diagnostics)
    }

    /// Takes a name of something that is in a part of the request, which tells it from what is spelled alike in another part.
    pub(in crate::lower) fn claim_in(
        &mut self,
        part: &str,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        self.claim_beside(Some(part), name, wire, at, diagnostics)
    }

    fn claim_beside(
        &mut self,
        part: Option<&str>,
        name: RustName,
        wire: &str,
        at: &Location,
        diagnostics: &mut Diagnostics,
    ) -> RustName {
        let Some((other, first)) = self.taken.get(&name).cloned() else {
            self.taken.insert(name.clone(), (wire.to_owned(), Some(at.clone())));
            return name;
        };
        let part_of_twin = part.filter(|_| other == wire);
        let message = match part_of_twin {
            Some(part) => format!("`{wire}` in the {part} has the name of another value of the request"),
            None => format!("`{wire}` and `{other}` would both be called `{name}` in Rust"),
        };
        let (name, problem) = if diagnostics.is_lenient() {
            let wanted = part_of_twin.map_or(name.clone(), |part| with_ending(&name, &format!("in {part}")));
            let distinct = self.distinct(wanted, wire);
            let message = format!("{message}; this one is called `{distinct}`");
            (distinct, diagnostics.warning(Code::NameDisambiguated, at, message))
        } else {
            (name, diagnostics.error(Code::NameCollision, at, message))
        };
        problem.help("rename one of them in the document");
        if let Some(first) = first {
            problem.related(first, format!("`{other}` stands here"));
        }
        name
    }

    /// Takes a name, or one made of it and of the exact spelling on the wire.
    pub(in crate::lower) fn distinct(&mut self, name: RustName, wire: &str) -> RustName {
        if !self.holds(&name) {
            self.taken.insert(name.clone(), (wire.to_owned(), None));
            return name;
        }
        let free = self.free(&name, wire);
        self.taken.insert(free.clone(), (wire.to_owned(), None));
        free
    }

    /// A name that nothing has, for something whose own name is taken.
    fn free(&mut self, name: &RustName, wire: &str) -> RustName {
        let endings = distinctions(wire).into_iter().map(|ending| with_ending(name, &ending));
        if let Some(free) = endings.into_iter().find(|candidate| !self.holds(candidate)) {
            return free;
        }
        // Many may meet in one name: each goes on where the last one ended.
        let mut number = self.numbers.get(name).copied().unwrap_or(2);
        let numbered = |number: usize| identifier(&format!("{}{number}", words(name)), "n");
        while self.holds(&numbered(number)) {
            number += 1;
        }
        self.numbers.insert(name.clone(), number + 1);
        numbered(number)
    }
}

/// A name with an ending, written as the name is.
fn with_ending(name: &RustName, ending: &str) -> RustName {
    let (text, first) = (name.unraw(), words(name));
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

/// What sets a spelling apart from others that come to the same words: its case, its marks, and at last its bytes.
fn distinctions(wire: &str) -> Vec<String> {
    if wire.ends_with("Inner") {
        return vec!["inner".to_owned()];
    }
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

/// A few letters that stand for a long text: FNV-1a is short, and the same everywhere.
pub(super) fn hash(wire: &str) -> String {
    let hash = wire.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("x{hash:08x}")
}
