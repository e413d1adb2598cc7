//! Locating: from JSON pointers to byte spans of the text.
//!
//! Values have no positions, which makes parsing fast. When problems are shown, the text is read once more for all
//! their pointers. A pointer to nothing, or into the target of an alias, falls back to its nearest ancestor.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    Location, NodePart, Pointer,
    events::{self, Demand, Event, EventKind},
};

/// The spans of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spans {
    /// The bytes of the key. `None` for the root and for items of an array.
    pub key: Option<Range<usize>>,
    /// The bytes of the value in its first line. An object or array in block style has the span of its key, or of its
    /// first line if it has no key.
    pub value: Range<usize>,
}

impl Spans {
    /// The bytes of the key or the value.
    pub fn part(&self, part: NodePart) -> Range<usize> {
        match (part, &self.key) {
            (NodePart::Key, Some(key)) => key.clone(),
            _ => self.value.clone(),
        }
    }
}

/// The bytes of a location in the text of its file.
pub fn locate(text: &str, location: &Location) -> Range<usize> {
    let found = locate_all(text, [&location.pointer]);
    found.get(&location.pointer).map(|spans| spans.part(location.part)).unwrap_or_default()
}

/// The spans of all these pointers, found in one pass over the text.
///
/// Every pointer has a result: a pointer that is not found has the spans of its nearest ancestor.
pub fn locate_all<'p>(text: &str, pointers: impl IntoIterator<Item = &'p Pointer>) -> BTreeMap<Pointer, Spans> {
    let pointers: BTreeSet<&Pointer> = pointers.into_iter().collect();
    let mut wanted = BTreeMap::new();
    for pointer in &pointers {
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
    events::read_some(text, |event| walk.take(event));
    let nowhere = Spans { key: None, value: 0..0 };
    let nearest = |pointer: &Pointer| {
        let mut ancestor = Some(pointer.clone());
        while let Some(pointer) = ancestor {
            if let Some(Some(spans)) = walk.wanted.get(&pointer) {
                return spans.clone();
            }
            ancestor = pointer.parent();
        }
        nowhere.clone()
    };
    pointers.into_iter().map(|pointer| (pointer.clone(), nearest(pointer))).collect()
}

/// An object or array whose end is not reached yet.
struct Open {
    /// Its pointer, if that leads to a wanted one.
    pointer: Option<Pointer>,
    /// The offset of its bracket, if the span of the value ends at the closing one.
    bracket: Option<usize>,
    next: Expected,
}

/// The next event that is expected in an object or array.
enum Expected {
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
    /// Takes an event, until everything is found. An object or array without a wanted node is skipped.
    fn take(&mut self, event: Event<'_>) -> Demand {
        let begins = matches!(event.kind, EventKind::Object | EventKind::Array);
        if !self.record(event) {
            return Demand::Nothing;
        }
        let is_wanted = self.open.last().is_none_or(|open| open.pointer.is_some());
        if begins && !is_wanted { Demand::End } else { Demand::Next }
    }

    /// Records an event. Returns `false` when everything is found.
    fn record(&mut self, event: Event<'_>) -> bool {
        match event.kind {
            // A second document has its own pointers.
            EventKind::Document => {
                let first = !self.begun;
                self.begun = true;
                return first;
            }
            EventKind::End => self.leave(&event.span),
            EventKind::Scalar { ref text, .. } if matches!(self.next(), Some(Expected::Key)) => {
                let pointer = self.wanted_child(|pointer| pointer.child(text));
                self.expect(Expected::Value { pointer, key: event.span });
            }
            EventKind::Object => self.open(&event.span, Expected::Key),
            EventKind::Array => self.open(&event.span, Expected::Item(0)),
            EventKind::Scalar { .. } | EventKind::Alias => {
                self.enter(&event.span);
            }
        }
        self.missing > 0
    }

    fn next(&self) -> Option<&Expected> {
        self.open.last().map(|open| &open.next)
    }

    fn expect(&mut self, next: Expected) {
        if let Some(open) = self.open.last_mut() {
            open.next = next;
        }
    }

    fn wanted_child(&self, child: impl Fn(&Pointer) -> Pointer) -> Option<Pointer> {
        let parent = self.open.last()?.pointer.as_ref()?;
        Some(child(parent)).filter(|pointer| self.wanted.contains_key(pointer))
    }

    /// Begins an object or array.
    fn open(&mut self, span: &Range<usize>, next: Expected) {
        let missing = self.missing;
        let pointer = self.enter(span);
        let noted = self.missing < missing;
        let bracket = (noted && !span.is_empty()).then_some(span.start);
        // Its end has to be found too.
        self.missing += usize::from(bracket.is_some());
        self.open.push(Open { pointer, bracket, next });
    }

    /// Ends the innermost object or array.
    fn leave(&mut self, span: &Range<usize>) {
        let Some(Open { pointer: Some(pointer), bracket: Some(start), .. }) = self.open.pop() else { return };
        self.missing = self.missing.saturating_sub(1);
        if let Some(Some(spans)) = self.wanted.get_mut(&pointer) {
            spans.value = first_line(self.text, start..span.end);
        }
    }

    /// Begins a value: records its spans and returns its pointer, if that is wanted.
    fn enter(&mut self, span: &Range<usize>) -> Option<Pointer> {
        let (pointer, key, then) = match self.next() {
            None => (Some(Pointer::root()), None, None),
            Some(Expected::Item(index)) => {
                (self.wanted_child(|pointer| pointer.index(*index)), None, Some(Expected::Item(index + 1)))
            }
            Some(Expected::Value { pointer, key }) => (pointer.clone(), Some(key.clone()), Some(Expected::Key)),
            // An object or array as a key: neither the key nor its value has a pointer.
            Some(Expected::Key) => (None, None, Some(Expected::Value { pointer: None, key: span.clone() })),
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

/// The first line of a span, without trailing white space.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let line = text.get(span.clone()).and_then(|written| written.lines().next()).unwrap_or_default();
    span.start..span.start + line.trim_end().len()
}

#[cfg(test)]
mod tests;
