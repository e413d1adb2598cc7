//! From an address to the bytes of the text: the lazy second pass.
//!
//! Reading a document makes values without positions, which is fast and all that the other layers need. Where something
//! is reported, the text is read once more for all addresses together. An address that leads nowhere, or into what an
//! alias stands for, falls back to the nearest ancestor that stands in the text.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    Location, NodePart, Pointer,
    events::{self, Event, Kind},
};

/// Where a member stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spans {
    /// The bytes of the key; `None` for the root and the items of an array.
    pub key: Option<Range<usize>>,
    /// The bytes of the value, as far as they are in one line. An object or array in block style, which begins and ends
    /// nowhere in particular, stands at its key, or at the first line of it where it has none.
    pub value: Range<usize>,
}

impl Spans {
    /// The bytes of one part.
    pub fn part(&self, part: NodePart) -> Range<usize> {
        match (part, &self.key) {
            (NodePart::Key, Some(key)) => key.clone(),
            _ => self.value.clone(),
        }
    }
}

/// The bytes that a location means in the text of its file.
pub fn locate(text: &str, location: &Location) -> Range<usize> {
    let found = locate_all(text, [&location.pointer]);
    found.get(&location.pointer).map(|spans| spans.part(location.part)).unwrap_or_default()
}

/// Where each of these addresses stands, all found in one reading of the text.
///
/// Every address gets an answer, that of its nearest ancestor where it has none of its own.
pub fn locate_all<'p>(text: &str, pointers: impl IntoIterator<Item = &'p Pointer>) -> BTreeMap<Pointer, Spans> {
    let asked: BTreeSet<&Pointer> = pointers.into_iter().collect();
    let mut wanted = BTreeMap::new();
    for pointer in &asked {
        let mut ancestor = Some((*pointer).clone());
        while let Some(pointer) = ancestor {
            if wanted.contains_key(&pointer) {
                break;
            }
            ancestor = pointer.parent();
            wanted.insert(pointer, None);
        }
    }
    let mut walk = Walk { text, missing: wanted.len(), wanted, open: Vec::new(), begun: false };
    events::read(text, |event| walk.take(event));
    let nowhere = Spans { key: None, value: 0..0 };
    let answer = |pointer: &Pointer| {
        let mut ancestor = Some(pointer.clone());
        while let Some(pointer) = ancestor {
            if let Some(Some(spans)) = walk.wanted.get(&pointer) {
                return spans.clone();
            }
            ancestor = pointer.parent();
        }
        nowhere.clone()
    };
    asked.into_iter().map(|pointer| (pointer.clone(), answer(pointer))).collect()
}

/// An object or array that is being read.
struct Open {
    /// Its address, where that leads to something wanted.
    pointer: Option<Pointer>,
    /// The byte of its bracket, where it has one and its end is still to be noted.
    bracket: Option<usize>,
    next: Next,
}

/// What comes next in it.
enum Next {
    Item(usize),
    Key,
    Value { pointer: Option<Pointer>, key: Range<usize> },
}

struct Walk<'t> {
    text: &'t str,
    wanted: BTreeMap<Pointer, Option<Spans>>,
    missing: usize,
    open: Vec<Open>,
    begun: bool,
}

impl Walk<'_> {
    /// Takes an event; `false` when everything is found.
    fn take(&mut self, event: Event<'_>) -> bool {
        match event.kind {
            // A second document has addresses of its own.
            Kind::Document => {
                let first = !self.begun;
                self.begun = true;
                return first;
            }
            Kind::End => self.leave(&event.span),
            Kind::Scalar { ref text, .. } if matches!(self.next(), Some(Next::Key)) => {
                let pointer = self.wanted_child(|pointer| pointer.child(text));
                self.expect(Next::Value { pointer, key: event.span });
            }
            Kind::Object => self.open(&event.span, Next::Key),
            Kind::Array => self.open(&event.span, Next::Item(0)),
            Kind::Scalar { .. } | Kind::Alias => {
                self.enter(&event.span);
            }
        }
        self.missing > 0
    }

    fn next(&self) -> Option<&Next> {
        self.open.last().map(|open| &open.next)
    }

    fn expect(&mut self, next: Next) {
        if let Some(open) = self.open.last_mut() {
            open.next = next;
        }
    }

    fn wanted_child(&self, child: impl Fn(&Pointer) -> Pointer) -> Option<Pointer> {
        let parent = self.open.last()?.pointer.as_ref()?;
        Some(child(parent)).filter(|pointer| self.wanted.contains_key(pointer))
    }

    /// An object or array begins.
    fn open(&mut self, span: &Range<usize>, next: Next) {
        let missing = self.missing;
        let pointer = self.enter(span);
        let noted = self.missing < missing;
        let bracket = (noted && !span.is_empty()).then_some(span.start);
        // Its end is to be found too.
        self.missing += usize::from(bracket.is_some());
        self.open.push(Open { pointer, bracket, next });
    }

    /// The innermost object or array ends.
    fn leave(&mut self, span: &Range<usize>) {
        let Some(Open { pointer: Some(pointer), bracket: Some(start), .. }) = self.open.pop() else { return };
        self.missing = self.missing.saturating_sub(1);
        if let Some(Some(spans)) = self.wanted.get_mut(&pointer) {
            spans.value = first_line(self.text, start..span.end);
        }
    }

    /// A value begins: notes where it stands and gives its address, where that is wanted.
    fn enter(&mut self, span: &Range<usize>) -> Option<Pointer> {
        let (pointer, key, then) = match self.next() {
            None => (Some(Pointer::root()), None, None),
            Some(Next::Item(index)) => {
                (self.wanted_child(|pointer| pointer.index(*index)), None, Some(Next::Item(index + 1)))
            }
            Some(Next::Value { pointer, key }) => (pointer.clone(), Some(key.clone()), Some(Next::Key)),
            // An object or array as a key: it has no address, and its value has none either.
            Some(Next::Key) => (None, None, Some(Next::Value { pointer: None, key: span.clone() })),
        };
        if let Some(next) = then {
            self.expect(next);
        }
        if let Some(slot @ None) = pointer.as_ref().and_then(|pointer| self.wanted.get_mut(pointer)) {
            let value = match &key {
                Some(key) if span.is_empty() => key.clone(),
                None if span.is_empty() => first_line(self.text, span.start..self.text.len()),
                _ => first_line(self.text, span.clone()),
            };
            *slot = Some(Spans { key, value });
            self.missing -= 1;
        }
        pointer
    }
}

/// The first line of some bytes, without white space at its end.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let line = text.get(span.clone()).and_then(|written| written.lines().next()).unwrap_or_default();
    span.start..span.start + line.trim_end().len()
}

#[cfg(test)]
mod tests;
