//! Origins: where the values of a changed document come from, for diagnostics.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use crate::source::{FileId, Location, NodePart, Pointer};

/// Lists with more items than this keep no origins when an item is removed.
const MAX_SHIFTED: usize = 4096;

/// The places of the values that overlays added or moved, by the file and the pointer of the changed document.
#[derive(Clone, Debug, Default)]
pub struct Origins(BTreeMap<FileId, BTreeMap<Pointer, Location>>);

impl Origins {
    /// The place of a node: that of the nearest value around it that an overlay added or moved, and the same steps from
    /// there. Without one, the location itself.
    pub fn find(&self, location: &Location) -> Location {
        let Some(known) = self.0.get(&location.file) else { return location.clone() };
        let mut ancestor = Some(location.pointer.clone());
        while let Some(pointer) = ancestor {
            if let Some(origin) = known.get(&pointer) {
                let steps = location.pointer.segments().skip(pointer.segments().count());
                let pointer = steps.fold(origin.pointer.clone(), |pointer, step| pointer.child(&step));
                return Location { file: origin.file, pointer, part: location.part };
            }
            ancestor = pointer.parent();
        }
        location.clone()
    }

    /// Whether no overlay changed anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Records the place of a value that an overlay adds.
    pub(super) fn record(&mut self, file: FileId, pointer: Pointer, origin: Location) {
        self.take(file, &pointer);
        self.0.entry(file).or_default().insert(pointer, origin);
    }

    /// Follows values of a file that were moved: each new place with the one before. Places that did not change are
    /// left out.
    pub(crate) fn move_values(&mut self, file: FileId, moved: BTreeMap<Pointer, Location>) {
        let before = self.clone();
        for (to, from) in moved {
            self.record(file, to.clone(), before.find(&from));
            let prefix = from.pointer.child("");
            let known = before.0.get(&from.file).into_iter();
            let inner = known.flat_map(|known| known.range(&prefix..));
            for (pointer, origin) in inner.take_while(|(pointer, _)| pointer.as_str().starts_with(prefix.as_str())) {
                let steps = pointer.segments().skip(from.pointer.segments().count());
                let pointer = steps.fold(to.clone(), |pointer, step| pointer.child(&step));
                self.0.entry(file).or_default().insert(pointer, origin.clone());
            }
        }
    }

    /// Follows the removal of properties of an object.
    pub(super) fn remove_properties(&mut self, file: FileId, object: &Pointer, names: &BTreeSet<String>) {
        for name in names {
            self.take(file, &object.child(name));
        }
    }

    /// Follows the removal of items of a list of this length: the items after them move.
    pub(super) fn remove_items(&mut self, file: FileId, list: &Pointer, length: usize, indices: &BTreeSet<usize>) {
        let first = indices.first().copied().unwrap_or(length);
        if length > MAX_SHIFTED {
            return;
        }
        let mut next = first;
        for index in first..length {
            let from = list.index(index);
            let origin = self.find(&Location { file, pointer: from.clone(), part: NodePart::Value });
            let inner = self.take(file, &from);
            if indices.contains(&index) {
                continue;
            }
            let to = list.index(next);
            next += 1;
            let known = self.0.entry(file).or_default();
            let moved = |pointer: &Pointer| {
                let steps = pointer.segments().skip(from.segments().count());
                steps.fold(to.clone(), |pointer, step| pointer.child(&step))
            };
            known.extend(inner.into_iter().map(|(pointer, origin)| (moved(&pointer), origin)));
            known.insert(to.clone(), origin);
        }
    }

    /// Removes and returns what is known about a value and the values inside it.
    fn take(&mut self, file: FileId, pointer: &Pointer) -> Vec<(Pointer, Location)> {
        let Some(known) = self.0.get_mut(&file) else { return Vec::new() };
        let inside = pointer.child("");
        let below = known.range::<Pointer, _>((Bound::Included(&inside), Bound::Unbounded));
        let below = below.map(|(pointer, _)| pointer).take_while(|one| one.as_str().starts_with(inside.as_str()));
        let pointers: Vec<Pointer> = std::iter::once(pointer).chain(below).cloned().collect();
        pointers.into_iter().filter_map(|pointer| known.remove_entry(&pointer)).collect()
    }
}
