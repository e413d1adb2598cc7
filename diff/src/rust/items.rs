//! Items of the public API that are new, gone or different, each with what that does to existing code.

use std::collections::{HashMap, HashSet};

use wireright_codegen::{ApiItem, api::ApiItemKind};

use crate::{
    change::{ApiChange, RustLevel},
    wire::without_parameter_names,
};

/// A change of an item.
#[derive(Clone, Debug)]
pub(crate) struct ItemChange<'a> {
    pub(crate) old: Option<&'a ApiItem>,
    pub(crate) new: Option<&'a ApiItem>,
    pub(crate) level: RustLevel,
    pub(crate) reason: String,
    /// The names of the aspects that differ.
    pub(crate) aspects: Vec<&'static str>,
}

impl<'a> ItemChange<'a> {
    /// The new item, or the old one if it is gone.
    pub(crate) fn item(&self) -> Option<&'a ApiItem> {
        self.new.or(self.old)
    }

    /// The change for a report.
    pub(crate) fn into_api_change(self) -> ApiChange {
        let text = |item: Option<&ApiItem>| item.map(ToString::to_string);
        let path = self.item().map(|item| item.path.clone()).unwrap_or_default();
        ApiChange { path, old: text(self.old), new: text(self.new), level: self.level, reason: self.reason }
    }
}

/// The identity of an item: a struct and a method of the same path are two.
type Key<'a> = (&'a str, u8, &'a str);

fn key(item: &ApiItem) -> Key<'_> {
    let group = match item.kind {
        ApiItemKind::Struct | ApiItemKind::ExhaustiveStruct | ApiItemKind::Enum | ApiItemKind::ExhaustiveEnum => 0,
        ApiItemKind::Alias => 1,
        ApiItemKind::Module => 2,
        ApiItemKind::Static => 3,
        ApiItemKind::Field => 4,
        ApiItemKind::Variant => 5,
        ApiItemKind::Constant => 6,
        ApiItemKind::Function => 7,
        ApiItemKind::Trait => 8,
    };
    let signature = if item.kind == ApiItemKind::Trait { item.signature.as_str() } else { "" };
    (&item.path, group, signature)
}

fn is_same(one: &ApiItem, other: &ApiItem) -> bool {
    key(one) == key(other) && one.signature == other.signature && one.behavior == other.behavior
}

/// The number of items after which an equal pair is expected.
const MAX_DISTANCE: usize = 100;

/// The items without those that both APIs have in the same order: most items of a large API.
fn without_common<'a>(
    mut old: &'a [ApiItem],
    mut new: &'a [ApiItem],
) -> (HashMap<Key<'a>, &'a ApiItem>, HashMap<Key<'a>, &'a ApiItem>) {
    let (mut before, mut after) = (HashMap::new(), HashMap::new());
    let index = |items: &mut HashMap<_, _>, part: &'a [ApiItem]| items.extend(part.iter().map(|it| (key(it), it)));
    loop {
        let common = old.iter().zip(new).take_while(|(one, other)| is_same(one, other)).count();
        (old, new) = (&old[common..], &new[common..]);
        // The nearest equal pair: what is in front of it is gone, new or different.
        let mut pairs = (1..=MAX_DISTANCE).flat_map(|sum| (0..=sum).map(move |skipped| (skipped, sum - skipped)));
        let is_pair = |(one, other): &(usize, usize)| {
            old.get(*one).zip(new.get(*other)).is_some_and(|(one, other)| is_same(one, other))
        };
        let (one, other) = pairs.find(is_pair).unwrap_or((old.len(), new.len()));
        index(&mut before, &old[..one]);
        index(&mut after, &new[..other]);
        (old, new) = (&old[one..], &new[other..]);
        if old.is_empty() && new.is_empty() {
            return (before, after);
        }
    }
}

/// Compares two APIs.
pub(crate) fn compare<'a>(old: &'a [ApiItem], new: &'a [ApiItem]) -> Vec<ItemChange<'a>> {
    let (before, after) = without_common(old, new);
    let different = |one: &HashMap<Key<'a>, &'a ApiItem>, other: &HashMap<Key<'a>, &'a ApiItem>| {
        let is_moved = |key: &Key<'a>, item: &ApiItem| other.get(key).is_some_and(|other| is_same(item, other));
        let mut items: Vec<(Key<'a>, &'a ApiItem)> =
            one.iter().filter(|(key, item)| !is_moved(key, item)).map(|(key, item)| (*key, *item)).collect();
        items.sort_unstable_by_key(|(key, _)| *key);
        items
    };
    let validated: HashSet<&str> =
        old.iter().chain(new).filter_map(|item| item.path.strip_suffix("::validate")).collect();
    let mut changes = Vec::new();
    let (changed, added) = (different(&before, &after), different(&after, &before));
    let parent = |item: &'a ApiItem| item.path.rsplit_once("::").map_or("", |(parent, _)| parent);
    let parents: HashSet<&str> = added.iter().map(|(_, item)| parent(item)).collect();
    let exhaustive = old.iter().filter(|item| is_exhaustive(item.kind)).map(|item| item.path.as_str());
    let exhaustive: HashSet<&str> = exhaustive.filter(|path| parents.contains(path)).collect();
    // What is gone or new with its type or module needs no line of its own.
    let containers = |items: &[(Key<'a>, &'a ApiItem)], other: &HashMap<Key<'a>, &'a ApiItem>| -> HashSet<&'a str> {
        let is_alone = |(key, item): &&(Key<'a>, &'a ApiItem)| is_container(item.kind) && !other.contains_key(key);
        items.iter().filter(is_alone).map(|(_, item)| item.path.as_str()).collect()
    };
    let (gone, fresh) = (containers(&changed, &after), containers(&added, &before));
    for (key, item) in changed.iter().filter(|(_, item)| !is_inside(item, &gone)) {
        match after.get(key) {
            Some(same) => changes.extend(difference(item, same, &validated)),
            None => changes.push(ItemChange {
                old: Some(item),
                new: None,
                level: RustLevel::Breaks,
                reason: removal(item),
                aspects: Vec::new(),
            }),
        }
    }
    for (key, item) in added.iter().filter(|(_, item)| !is_inside(item, &fresh)) {
        if !before.contains_key(key) {
            let parent = parent(item);
            let is_part = matches!(item.kind, ApiItemKind::Field | ApiItemKind::Variant);
            let (level, reason) = if is_part && exhaustive.contains(parent) {
                let what =
                    if item.kind == ApiItemKind::Field { "constructed with all fields" } else { "matched completely" };
                (RustLevel::Breaks, format!("`{}` is {what}", last(parent)))
            } else {
                (RustLevel::Unaffected, addition(item))
            };
            changes.push(ItemChange { old: None, new: Some(item), level, reason, aspects: Vec::new() });
        }
    }
    changes
}

fn is_exhaustive(kind: ApiItemKind) -> bool {
    matches!(kind, ApiItemKind::ExhaustiveStruct | ApiItemKind::ExhaustiveEnum)
}

/// Whether other items belong to items of this kind.
fn is_container(kind: ApiItemKind) -> bool {
    matches!(kind, ApiItemKind::Module | ApiItemKind::Struct | ApiItemKind::Enum) || is_exhaustive(kind)
}

/// Whether an item belongs to one of these containers.
fn is_inside(item: &ApiItem, containers: &HashSet<&str>) -> bool {
    let is_own = item.kind == ApiItemKind::Trait && containers.contains(item.path.as_str());
    is_own || item.path.match_indices("::").any(|(end, _)| containers.contains(&item.path[..end]))
}

fn addition(item: &ApiItem) -> String {
    match item.kind {
        ApiItemKind::Trait => format!("`{}` implements `{}`", last(&item.path), item.signature),
        _ => format!("`{}` is new", name(item)),
    }
}

fn removal(item: &ApiItem) -> String {
    match item.kind {
        ApiItemKind::Trait => format!("`{}` no longer implements `{}`", last(&item.path), item.signature),
        _ => format!("`{}` is gone", name(item)),
    }
}

/// The change of an item that both clients have.
fn difference<'a>(old: &'a ApiItem, new: &'a ApiItem, validated: &HashSet<&str>) -> Option<ItemChange<'a>> {
    let change = |level, reason, aspects| Some(ItemChange { old: Some(old), new: Some(new), level, reason, aspects });
    let is_reexport = old.kind == ApiItemKind::Alias && old.signature.starts_with("pub use ");
    if !is_reexport && without_flags(&old.signature) != without_flags(&new.signature) {
        if is_compatible(old, new) {
            return change(RustLevel::Unaffected, format!("`{}` accepts more", name(new)), Vec::new());
        }
        return change(RustLevel::Breaks, signature_change(old, new), Vec::new());
    }
    let aspects = different_aspects(old, new);
    let parent = old.path.rsplit_once("::").map_or("", |(parent, _)| parent);
    let is_checked = validated.contains(parent) || validated.contains(old.path.as_str());
    let aspects: Vec<&'static str> =
        aspects.into_iter().filter(|aspect| *aspect != "constraints" || is_checked).collect();
    let first = *aspects.first()?;
    let full = |item: &ApiItem| {
        let value = item.behavior.iter().find(|(name, _)| *name == first);
        value.map(|(_, value)| value.clone())
    };
    let (before, after) = shortened(full(old).as_deref().unwrap_or("none"), full(new).as_deref().unwrap_or("none"));
    if first == "feature" {
        let reason = format!("the feature `{before}` is now `{after}`");
        return change(RustLevel::Breaks, reason, aspects);
    }
    // Another server, or a body that existing code does not send.
    let is_more = match (first, full(old), full(new)) {
        ("servers", Some(before), Some(after)) => after.starts_with(&format!("{before}, ")),
        ("media type" | "body", None, _) => true,
        _ => false,
    };
    if is_more && aspects.iter().all(|aspect| ["servers", "media type", "body"].contains(aspect)) {
        return None;
    }
    let subject = name(new);
    let reason = match first {
        "constraints" | "password rules" => format!("`validate` checks `{subject}` by other limits"),
        "retries" => format!("`{subject}` is {after}"),
        _ => format!("{first} of `{subject}`: {before} → {after}"),
    };
    change(RustLevel::ChangesMeaning, reason, aspects)
}

fn different_aspects(old: &ApiItem, new: &ApiItem) -> Vec<&'static str> {
    let get = |item: &ApiItem, wanted: &str| {
        let value = item.behavior.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.clone());
        // Names in a path are not sent.
        if wanted == "path" { value.map(|path| without_parameter_names(&path)) } else { value }
    };
    let mut names: Vec<&'static str> = Vec::new();
    for (name, _) in old.behavior.iter().chain(&new.behavior) {
        if !names.contains(name) && get(old, name) != get(new, name) {
            names.push(name);
        }
    }
    names
}

/// A declaration without the names of const parameters: only their number and positions matter.
fn without_flags(signature: &str) -> String {
    let mut text = String::new();
    let mut rest = signature;
    while let Some(at) = rest.find("HAS_") {
        let is_flag = rest[..at].ends_with(['<', ' ']);
        let end = rest[at..].find([',', '>', ' ']).map_or(rest.len(), |length| at + length);
        text += &rest[..at];
        text += if is_flag { "_" } else { &rest[at..end] };
        rest = &rest[end..];
    }
    text + rest
}

/// Whether code that uses the old declaration compiles with the new one.
fn is_compatible(old: &ApiItem, new: &ApiItem) -> bool {
    if old.kind == ApiItemKind::Function {
        let split =
            |item: &ApiItem| item.signature.split_once(" -> ").map(|(one, two)| (one.to_owned(), two.to_owned()));
        if let (Some((before, result)), Some((after, new_result))) = (split(old), split(new)) {
            let (old_parameter, new_parameter) = (parameter(&before), parameter(&after));
            let accepts_more = result == new_result && new_parameter == format!("impl Into<{old_parameter}>");
            // A reference that lives longer.
            return accepts_more || before == after && new_result == result.replace("&str", "&'static str");
        }
    }
    // An exhaustive type can be matched with `_`, too.
    old.signature.strip_prefix("#[non_exhaustive] ") == Some(&new.signature)
}

/// The last parameter of a function.
fn parameter(head: &str) -> &str {
    let inside = head.rsplit_once(')').map_or(head, |(inside, _)| inside);
    let inside = inside.split_once('(').map_or("", |(_, inside)| inside);
    inside.strip_prefix("self, ").unwrap_or(inside)
}

fn signature_change(old: &ApiItem, new: &ApiItem) -> String {
    let subject = name(new);
    match old.kind {
        ApiItemKind::Field => {
            let ty = |item: &ApiItem| item.signature.rsplit_once(": ").map_or("", |(_, ty)| ty).to_owned();
            let (before, after) = short_types(&ty(old), &ty(new));
            format!("`{subject}` is `{after}` instead of `{before}`")
        }
        ApiItemKind::Function => {
            let split = |item: &ApiItem| {
                item.signature.split_once(" -> ").map(|(one, two)| (one.to_owned(), two.to_owned())).unwrap_or_default()
            };
            let ((before, result), (after, new_result)) = (split(old), split(new));
            if parameter(&before) == parameter(&after) {
                let (before, after) = short_types(&result, &new_result);
                format!("`{subject}` returns `{after}` instead of `{before}`")
            } else {
                let (before, after) = short_types(parameter(&before), parameter(&after));
                format!("`{subject}` takes `{after}` instead of `{before}`")
            }
        }
        ApiItemKind::Struct if new.signature.contains('<') || old.signature.contains('<') => {
            format!("`{}` requires other values", last(&new.path))
        }
        _ => format!("`{subject}` has another declaration"),
    }
}

/// Two types without the paths of their parts, unless only the paths tell them apart.
fn short_types(old: &str, new: &str) -> (String, String) {
    let (before, after) = (short_type(old), short_type(new));
    if before == after && old != new { (old.to_owned(), new.to_owned()) } else { (before, after) }
}

/// A type without the paths of its parts.
fn short_type(ty: &str) -> String {
    let mut text = String::new();
    let mut word = String::new();
    for character in ty.chars() {
        if character.is_alphanumeric() || matches!(character, '_' | ':') {
            word.push(character);
        } else {
            text += word.rsplit("::").next().unwrap_or_default();
            word.clear();
            text.push(character);
        }
    }
    text + word.rsplit("::").next().unwrap_or_default()
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The last two names of a path: `Pet::name`.
fn name(item: &ApiItem) -> String {
    let names: Vec<&str> = item.path.split("::").collect();
    let from = match item.kind {
        kind if is_container(kind) || matches!(kind, ApiItemKind::Alias | ApiItemKind::Static) => 1,
        _ => 2,
    };
    names.get(names.len().saturating_sub(from)..).unwrap_or_default().join("::")
}

/// The maximum number of characters of a value.
const MAX_CHARACTERS: usize = 60;

/// Two values. Long ones begin shortly before the first difference.
fn shortened(old: &str, new: &str) -> (String, String) {
    let common = old.chars().zip(new.chars()).take_while(|(one, other)| one == other).count();
    let is_long = [old, new].iter().any(|value| value.chars().count() > MAX_CHARACTERS);
    let skipped = if is_long && common > MAX_CHARACTERS / 2 { common - MAX_CHARACTERS / 4 } else { 0 };
    let short = |value: &str| {
        let mut rest = value.chars().skip(skipped);
        let shown: String = rest.by_ref().take(MAX_CHARACTERS).collect();
        let (begin, end) = (if skipped > 0 { "…" } else { "" }, if rest.next().is_some() { "…" } else { "" });
        format!("{begin}{shown}{end}")
    };
    (short(old), short(new))
}
