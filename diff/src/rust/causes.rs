//! Causes: which change of the documents causes a change of an item.
//!
//! The places of an item lead to the changes at, below or above them. Of several, the kind of the item decides.

use std::collections::{BTreeSet, HashMap};

use wireright_codegen::{
    ApiItem,
    api::{ApiItemKind, ApiOrigin, OperationPart},
};

use super::{
    ItemChange, OriginPlaces,
    affinity::affinity,
    place_index::{PlaceIndex, PlaceText, closeness, place_text},
    reach::first_uses,
};
use crate::{
    change::RustLevel,
    document::{Documents, NodeKey},
    rules::{self, Category},
    wire::Draft,
};

/// The cause of a change of an item.
pub(crate) struct Cause {
    /// The index of the change of the documents.
    pub(crate) index: usize,
    /// The indices of other changes by the same rule which fit as well: the first of two required properties of a
    /// schema changes `new`, and so does the second.
    pub(crate) equal: Vec<usize>,
}

/// Finds the causes of changes of items.
pub(crate) struct Causes<'c, 'd> {
    drafts: &'c [Draft],
    /// The places of the drafts.
    draft_places: Vec<(Option<PlaceText>, Option<PlaceText>)>,
    old: OriginPlaces<'d>,
    new: OriginPlaces<'d>,
    /// The changes at each place of the old and the new documents.
    index: (PlaceIndex, PlaceIndex),
    /// The changes of what applies to a document as a whole.
    of_documents: Vec<usize>,
    /// The first change that uses each component, directly or not, in the old and the new documents.
    uses: (PlaceIndex, PlaceIndex),
    /// The causes of lost traits, by trait.
    traits: HashMap<String, usize>,
    /// The causes of changed types and modules, by path.
    paths: HashMap<String, usize>,
}

impl<'c, 'd> Causes<'c, 'd> {
    pub(crate) fn new(
        drafts: &'c [Draft],
        old: OriginPlaces<'d>,
        new: OriginPlaces<'d>,
        documents: (&'d Documents, &'d Documents),
    ) -> Self {
        let text = |key: &Option<NodeKey>| key.as_ref().map(place_text);
        let draft_places: Vec<_> = drafts.iter().map(|draft| (text(&draft.old), text(&draft.new))).collect();
        let numbered = || draft_places.iter().enumerate();
        let index = (
            numbered().filter_map(|(index, (old, _))| Some((old.clone()?, index))).collect(),
            numbered().filter_map(|(index, (_, new))| Some((new.clone()?, index))).collect(),
        );
        let of_documents = drafts.iter().enumerate().filter(|(_, draft)| is_of_document(draft));
        let of_documents = of_documents.map(|(index, _)| index).collect();
        let users = || drafts.iter().enumerate().filter(|(_, draft)| uses_types(draft));
        let uses = (
            first_uses(documents.0, users().filter_map(|(index, draft)| Some((index, draft.old.as_ref()?)))),
            first_uses(documents.1, users().filter_map(|(index, draft)| Some((index, draft.new.as_ref()?)))),
        );
        Self {
            drafts,
            draft_places,
            old,
            new,
            index,
            of_documents,
            uses,
            traits: HashMap::new(),
            paths: HashMap::new(),
        }
    }

    /// The change that causes the change of an item.
    pub(crate) fn find(&mut self, change: &ItemChange<'_>) -> Option<Cause> {
        let is_generic = is_only_generics(change);
        let of = |places: &OriginPlaces<'d>, item: Option<&ApiItem>| {
            item.map(|item| if is_generic { places.of_operation(item) } else { places.of(item) }).unwrap_or_default()
        };
        let text = |places: Vec<NodeKey>| places.iter().map(place_text).collect::<Vec<_>>();
        let (old, new) = (text(of(&self.old, change.old)), text(of(&self.new, change.new)));
        let mut scores: Vec<(usize, usize)> = Vec::new();
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        candidates.extend(old.iter().flat_map(|place| self.index.0.near(place)));
        candidates.extend(new.iter().flat_map(|place| self.index.1.near(place)));
        candidates.extend(&self.of_documents);
        for index in candidates {
            let (Some(draft), Some((draft_old, draft_new))) = (self.drafts.get(index), self.draft_places.get(index))
            else {
                continue;
            };
            let at = |places: &[PlaceText], draft: Option<&PlaceText>| {
                draft.map_or(0, |key| places.iter().map(|place| closeness(place, key)).max().unwrap_or(0))
            };
            let near = at(&old, draft_old.as_ref()).max(at(&new, draft_new.as_ref()));
            let near = near.max(whole_document(draft, change));
            let is_component = *draft.rule == rules::SCHEMA_REMOVED;
            let is_type = |item: &ApiItem| matches!(item.origin, ApiOrigin::Schema { .. });
            if near == 0 || is_component && !change.item().is_some_and(is_type) || !is_visible(draft, change) {
                continue;
            }
            scores.push((near + affinity(draft, change, is_generic), index));
        }
        let best = scores.iter().map(|(score, _)| *score).max().filter(|score| *score >= MIN_SCORE)?;
        let mut causes = scores.iter().filter(|(score, _)| *score == best).map(|(_, index)| *index);
        let index = causes.next()?;
        self.remember(change, index);
        let rule = |index: usize| self.drafts.get(index).map(|draft| draft.rule.id);
        let equal = causes.filter(|other| rule(*other) == rule(index)).collect();
        Some(Cause { index, equal })
    }

    /// The cause of a change that has none at its places: that of a type in its declaration, of its own type, of the
    /// same lost trait, or of something that uses it.
    pub(crate) fn find_indirect(&mut self, change: &ItemChange<'_>) -> Option<usize> {
        let found = self
            .by_component(change)
            .or_else(|| self.by_checked_schema(change))
            .or_else(|| self.by_mention(change))
            .or_else(|| self.by_container(change))
            .or_else(|| self.by_use(change))
            .or_else(|| self.by_trait(change))
            .or_else(|| self.by_list(change))
            .or_else(|| self.by_name(change));
        if let Some(index) = found {
            self.remember(change, index);
        }
        found
    }

    fn remember(&mut self, change: &ItemChange<'_>, index: usize) {
        let Some(item) = change.item() else { return };
        if let Some(lost) = lost_trait(change) {
            self.traits.entry(lost.signature.clone()).or_insert(index);
        }
        if change.level != RustLevel::Unaffected {
            self.paths.entry(container(item).to_owned()).or_insert(index);
        }
    }

    /// A component whose values are null now changes the type of a property with a reference to it.
    fn by_component(&self, change: &ItemChange<'_>) -> Option<usize> {
        let first = |places: &OriginPlaces<'d>, index: &PlaceIndex, item: Option<&ApiItem>| {
            let targets = item.map(|item| places.components(item)).unwrap_or_default();
            targets.iter().find_map(|target| {
                let decides =
                    |at: &usize| self.drafts.get(*at).is_some_and(|draft| draft.rule.category == Category::Type);
                index.at(&place_text(target)).filter(decides).min()
            })
        };
        first(&self.old, &self.index.0, change.old).or_else(|| first(&self.new, &self.index.1, change.new))
    }

    /// The limits of a property contain those of the component that it refers to.
    fn by_checked_schema(&self, change: &ItemChange<'_>) -> Option<usize> {
        if !change.aspects.contains(&"constraints") {
            return None;
        }
        let is_limit = |index: &usize| {
            let category = self.drafts.get(*index).map(|draft| draft.rule.category);
            category.is_some_and(|category| matches!(category, Category::Constraints | Category::Values))
        };
        let first = |places: &OriginPlaces<'d>, index: &PlaceIndex, item: Option<&ApiItem>| {
            let schemas = item.map(|item| places.checked_schemas(item)).unwrap_or_default();
            schemas.iter().find_map(|schema| index.near(&place_text(schema)).filter(is_limit).min())
        };
        first(&self.new, &self.index.1, change.new).or_else(|| first(&self.old, &self.index.0, change.old))
    }

    fn by_mention(&self, change: &ItemChange<'_>) -> Option<usize> {
        let signatures = [change.old, change.new].into_iter().flatten().map(|item| item.signature.as_str());
        let names = signatures.flat_map(|text| text.split(|it: char| !it.is_alphanumeric() && it != '_' && it != ':'));
        let own = change.item().map(|item| item.path.clone()).unwrap_or_default();
        let mut types =
            names.map(|name| name.trim_matches(':')).filter(|name| name.contains("::") && !own.starts_with(name));
        types.find_map(|name| self.paths.get(name).copied())
    }

    fn by_container(&self, change: &ItemChange<'_>) -> Option<usize> {
        let path = container(change.item()?);
        // The struct of the values that `new` takes belongs to the type.
        let owner = path.strip_suffix("Required").unwrap_or(path);
        self.paths.get(path).or_else(|| self.paths.get(owner)).copied()
    }

    /// The service has another name.
    fn by_name(&self, change: &ItemChange<'_>) -> Option<usize> {
        change
            .new
            .is_none()
            .then(|| self.drafts.iter().position(|draft| *draft.rule == rules::DOCUMENT_RENAMED))
            .flatten()
    }

    /// A type that differs because of something that uses it, on either side.
    fn by_use(&self, change: &ItemChange<'_>) -> Option<usize> {
        let first = |places: &OriginPlaces<'d>, uses: &PlaceIndex, item: Option<&ApiItem>| {
            let place = item.and_then(|item| places.of(item).into_iter().next())?;
            uses.near(&place_text(&place)).min()
        };
        let before = first(&self.old, &self.uses.0, change.old);
        let after = first(&self.new, &self.uses.1, change.new);
        before.into_iter().chain(after).min()
    }

    /// A type inside a choice whose number is another one, because an alternative is new or gone.
    fn by_list(&self, change: &ItemChange<'_>) -> Option<usize> {
        let first = |places: &OriginPlaces<'d>, index: &PlaceIndex, item: Option<&ApiItem>| {
            let (file, pointer) = item.and_then(|item| places.of(item).last().map(place_text))?;
            let end = ["/oneOf/", "/anyOf/"].iter().filter_map(|key| pointer.rfind(key)).max()?;
            let list = (file, pointer.get(..end + "/oneOf".len())?.to_owned());
            let is_alternative = |index: &usize| {
                self.drafts
                    .get(*index)
                    .is_some_and(|draft| matches!(*draft.rule, rules::ALTERNATIVE_ADDED | rules::ALTERNATIVE_REMOVED))
            };
            index.near(&list).filter(is_alternative).min()
        };
        let before = first(&self.old, &self.index.0, change.old);
        before.or_else(|| first(&self.new, &self.index.1, change.new))
    }

    /// A trait that is lost because a part of the type lost it.
    fn by_trait(&self, change: &ItemChange<'_>) -> Option<usize> {
        let item = lost_trait(change)?;
        self.traits.get(&item.signature).copied()
    }
}

/// The minimum score of a cause: a change above the item counts only if its kind fits.
const MIN_SCORE: usize = 100;

/// The type that an item belongs to, or the item itself.
fn container(item: &ApiItem) -> &str {
    match item.kind {
        ApiItemKind::Field | ApiItemKind::Variant | ApiItemKind::Function | ApiItemKind::Constant => {
            item.path.rsplit_once("::").map_or(&*item.path, |(parent, _)| parent)
        }
        _ => &item.path,
    }
}

/// Whether a change concerns which types are used.
fn uses_types(draft: &Draft) -> bool {
    let categories = [
        Category::PathsAndOperations,
        Category::Parameters,
        Category::Bodies,
        Category::Responses,
        Category::Headers,
        Category::Structure,
        Category::Existence,
    ];
    let is_name = matches!(*draft.rule, rules::OPERATION_RENAMED | rules::TAG_CHANGED);
    !is_name && (categories.contains(&draft.rule.category) || *draft.rule == rules::TYPE_CHANGED)
}

/// Requirements and servers of the document apply to operations that have none of their own.
fn whole_document(draft: &Draft, change: &ItemChange<'_>) -> usize {
    let is = |aspects: &[&str]| change.aspects.iter().any(|aspect| aspects.contains(aspect));
    let fits = match draft.rule.category {
        Category::Security => is(&["security", "scopes", "security schemes"]),
        Category::Servers => is(&["servers"]),
        _ => false,
    };
    if fits && is_of_document(draft) { 20 } else { 0 }
}

/// Whether a change concerns requirements or servers outside of operations.
fn is_of_document(draft: &Draft) -> bool {
    let is_at_path = |key: &NodeKey| key.1.to_string().starts_with("/paths");
    matches!(draft.rule.category, Category::Security | Category::Servers)
        && !draft.new.as_ref().or(draft.old.as_ref()).is_some_and(is_at_path)
}

fn lost_trait<'a>(change: &ItemChange<'a>) -> Option<&'a ApiItem> {
    change.old.filter(|item| change.new.is_none() && item.kind == ApiItemKind::Trait)
}

/// Whether only the values that a request requires differ: the setter itself is the same.
fn is_only_generics(change: &ItemChange<'_>) -> bool {
    let (Some(old), Some(new)) = (change.old, change.new) else { return false };
    let head = |item: &ApiItem| item.signature.split_once(" -> ").map(|(head, _)| head.to_owned());
    let is_argument =
        |item: &ApiItem| matches!(&item.origin, ApiOrigin::Operation { part: OperationPart::Argument(..), .. });
    is_argument(old) && old.signature != new.signature && head(old) == head(new)
}

/// Whether Rust shows a change of this kind at all: no description, version or deprecation. A tag can be a module.
fn is_visible(draft: &Draft, change: &ItemChange<'_>) -> bool {
    match *draft.rule {
        rules::VERSION_CHANGED | rules::OPERATION_DEPRECATED | rules::SUNSET_CHANGED => false,
        rules::TAG_CHANGED => change.old.is_none() || change.new.is_none(),
        _ => true,
    }
}
