//! The comparison of two sets of documents: changes with both verdicts, and the version step.

use std::{collections::BTreeMap, thread};

use wireright_codegen::{
    Analysis, ApiItem, Options, SourceFile, analyze,
    api::{ApiItemKind, ApiOrigin},
    diagnostic::{Format, render},
    model::Crate,
};

use crate::{
    change::{ApiChange, Change, Direction, RustLevel, Verdict, WireLevel, fingerprint},
    document::{Documents, Node},
    renames::{with_line, with_variants},
    rules,
    rust::{self, Cause, Causes, ItemChange, OriginPlaces},
    version::VersionStep,
    wire::{Comparison, Draft},
};

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    /// The name in reports: a path, or a revision.
    pub name: String,
    /// The documents and the files that they reference.
    pub files: Vec<SourceFile>,
    /// The options of the generator.
    pub options: Options,
}

/// The result of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The name of the old side.
    pub old: String,
    /// The name of the new side.
    pub new: String,
    /// The changes: first those that break.
    pub changes: Vec<Change>,
    /// The version step of the client.
    pub step: VersionStep,
    /// The version of the client before and after the step, if it is known.
    pub versions: Option<(String, String)>,
    /// The number of items that the public API gained and lost.
    pub api_items: (usize, usize),
}

/// Why documents cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompareError {
    /// The documents of a side have errors.
    Invalid {
        /// The name of the side.
        side: String,
        /// The diagnostics as text.
        diagnostics: String,
    },
    /// The documents have nothing in common.
    DifferentApis {
        /// The titles.
        titles: (String, String),
    },
}

/// Compares two sets of documents.
///
/// # Errors
///
/// Documents have errors, or describe different APIs.
pub fn compare(old: Side, new: Side) -> Result<Report, CompareError> {
    let (old, new) = both(|| ReadSide::new(old), || ReadSide::new(new));
    let (old, new) = (old?, new?);
    let report = compare_read(&old, &new);
    // The caller does not wait until the memory is free.
    thread::spawn(move || drop(old));
    thread::spawn(move || drop(new));
    report
}

/// Runs both functions at the same time.
fn both<T: Send, U>(one: impl FnOnce() -> T + Send, other: impl FnOnce() -> U) -> (T, U) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

/// Compares two sides that were read.
pub(crate) fn compare_read(old: &ReadSide, new: &ReadSide) -> Result<Report, CompareError> {
    check_same_api(old, new)?;
    // The API of each side and the comparison of the documents need nothing from each other.
    let (drafts, (old_api, new_api)) = both(
        || Comparison::run(&old.documents, &new.documents),
        || both(|| api_with_name(&old.model, &new.model), || wireright_codegen::api(&new.model)),
    );
    let items = rust::compare(&old_api, &new_api);
    let count =
        |is_new: bool| items.iter().filter(|item| if is_new { item.old.is_none() } else { item.new.is_none() }).count();
    let api_items = (count(true), count(false));
    let mut step = items.iter().map(step).max().unwrap_or(VersionStep::None);
    let old_places = OriginPlaces::new(&old.documents);
    let new_places = OriginPlaces::new(&new.documents);
    let causes = Causes::new(&drafts, old_places, new_places, (&old.documents, &new.documents));
    let mut changes = assemble(&drafts, ItemsByCause::new(items, causes), old, new, &old_api);
    if let Some(change) = package_change(&old.model, &new.model) {
        changes.push(change);
        step = VersionStep::Incompatible;
    }
    changes.sort_by_cached_key(order);
    let step = if changes.is_empty() { step } else { step.max(VersionStep::Compatible) };
    Ok(Report { old: old.name.clone(), new: new.name.clone(), changes, step, versions: None, api_items })
}

/// The public API of the old client, with the name of the new crate in its paths: another name is one change.
fn api_with_name(old: &Crate, new: &Crate) -> Vec<ApiItem> {
    if old.import_name == new.import_name {
        return wireright_codegen::api(old);
    }
    let mut renamed = Crate { import_name: new.import_name.clone(), ..old.clone() };
    // The only service of a crate has its name.
    for service in renamed.services.iter_mut().filter(|service| service.name == old.import_name) {
        service.name = new.import_name.clone();
    }
    wireright_codegen::api(&renamed)
}

/// The change of the name of the crate.
fn package_change(old: &Crate, new: &Crate) -> Option<Change> {
    let (old, new) = (old.import_name.to_string(), new.import_name.to_string());
    (old != new).then(|| Change {
        rule: &rules::PACKAGE_RENAMED,
        fingerprint: fingerprint(&[rules::PACKAGE_RENAMED.id, &old, &new]),
        subject: format!("`{new}`"),
        summary: format!("renamed from the crate `{old}`"),
        old: None,
        new: None,
        direction: Direction::NONE,
        wire: Verdict::new(WireLevel::Unaffected, "no request has the name"),
        rust: Verdict::new(RustLevel::Breaks, format!("paths begin with `{new}` in place of `{old}`")),
        api: Vec::new(),
        rename: None,
        ignored: None,
    })
}

/// A side after it was read.
pub(crate) struct ReadSide {
    name: String,
    pub(crate) documents: Documents,
    model: Crate,
}

impl ReadSide {
    pub(crate) fn new(side: Side) -> Result<Self, CompareError> {
        let Side { name, files, options } = side;
        match analyze(files, &options) {
            Ok(Analysis { model, roots, origins, sources }) => {
                Ok(Self { name, documents: Documents::new(sources, origins, roots, &options.entries), model })
            }
            Err(failure) => {
                let format = Format::Human { color: false };
                let diagnostics = render(&failure.diagnostics, &failure.sources, format);
                Err(CompareError::Invalid { side: name, diagnostics })
            }
        }
    }

    fn title(&self) -> String {
        let titles = self.documents.entries.iter().filter_map(|entry| {
            let info = self.documents.root(entry)?.get("info")?;
            info.text("title").map(str::to_owned)
        });
        titles.collect::<Vec<_>>().join(", ")
    }

    /// The paths and the ids of the operations.
    fn operations(&self) -> Vec<String> {
        let mut names = Vec::new();
        for entry in &self.documents.entries {
            let paths = self.documents.root(entry).and_then(|root| root.get("paths"));
            for (path, item) in paths.iter().flat_map(Node::entries) {
                names.push(path.to_owned());
                names.extend(item.operations().filter_map(|(_, node)| node.text("operationId").map(str::to_owned)));
            }
        }
        names
    }
}

fn check_same_api(old: &ReadSide, new: &ReadSide) -> Result<(), CompareError> {
    let titles = (old.title(), new.title());
    let (before, after) = (old.operations(), new.operations());
    let has_common = before.iter().any(|name| after.contains(name));
    if titles.0 != titles.1 && !has_common && !before.is_empty() && !after.is_empty() {
        return Err(CompareError::DifferentApis { titles });
    }
    Ok(())
}

fn step(change: &ItemChange<'_>) -> VersionStep {
    match (change.level, change.old, change.new) {
        (RustLevel::Breaks, ..) => VersionStep::Incompatible,
        (RustLevel::ChangesMeaning, ..) | (_, None, Some(_)) => VersionStep::Addition,
        _ => VersionStep::Compatible,
    }
}

/// The order of a report: what breaks comes first.
fn order(change: &Change) -> impl Ord + use<> {
    let wire = std::cmp::Reverse(change.wire.level);
    let rust = std::cmp::Reverse(change.rust.level);
    let worst = match (change.wire.level, change.rust.level) {
        (WireLevel::Breaks, _) => 0,
        (_, RustLevel::Breaks) => 1,
        (WireLevel::MayBreak, _) => 2,
        (_, RustLevel::ChangesMeaning) => 3,
        _ => 4,
    };
    (worst, wire, rust, change.subject.clone(), change.rule.id, change.summary.clone())
}

/// Changes of items, by the change of the documents that causes them.
struct ItemsByCause<'a> {
    /// By the index of the draft.
    by_draft: BTreeMap<usize, Vec<ItemChange<'a>>>,
    /// The verdict of the items that a draft changes together with another one, which has them.
    shared: BTreeMap<usize, Verdict<RustLevel>>,
    /// By the type or the module that contains the item.
    without_cause: BTreeMap<String, Vec<ItemChange<'a>>>,
}

impl<'a> ItemsByCause<'a> {
    fn new(items: Vec<ItemChange<'a>>, mut causes: Causes<'_, '_>) -> Self {
        let mut by_draft: BTreeMap<usize, Vec<ItemChange<'_>>> = BTreeMap::new();
        let mut without_cause: BTreeMap<String, Vec<ItemChange<'_>>> = BTreeMap::new();
        let mut shared: BTreeMap<usize, Verdict<RustLevel>> = BTreeMap::new();
        let mut unknown = Vec::new();
        for item in items {
            match causes.find(&item) {
                Some(Cause { index, equal }) => {
                    for other in equal {
                        let verdict = shared.entry(other).or_insert_with(|| rust_verdict(&[]));
                        if item.level > verdict.level {
                            *verdict = Verdict::new(item.level, item.reason.clone());
                        }
                    }
                    by_draft.entry(index).or_default().push(item);
                }
                None => unknown.push(item),
            }
        }
        // One cause leads to another: a field to the type that it names, and that to a method that takes it.
        for is_last in [false, false, true] {
            for item in std::mem::take(&mut unknown) {
                match causes.find_indirect(&item) {
                    Some(index) => by_draft.entry(index).or_default().push(item),
                    None if !is_last => unknown.push(item),
                    None if item.level == RustLevel::Unaffected => {}
                    None => without_cause.entry(container(&item)).or_default().push(item),
                }
            }
        }
        Self { by_draft, shared, without_cause }
    }
}

/// Joins the changes of the documents with those of the code.
fn assemble(
    drafts: &[Draft],
    mut items_by_cause: ItemsByCause<'_>,
    old: &ReadSide,
    new: &ReadSide,
    old_api: &[ApiItem],
) -> Vec<Change> {
    let (old_places, new_places) = both(
        || old.documents.places(drafts.iter().filter_map(|draft| draft.old.as_ref())),
        || new.documents.places(drafts.iter().filter_map(|draft| draft.new.as_ref())),
    );
    let mut changes = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let items = items_by_cause.by_draft.remove(&index).unwrap_or_default();
        if items.is_empty() && draft.only_with_rust {
            continue;
        }
        let rename = draft.rename.clone().map(|rename| match *draft.rule {
            rules::VALUE_RENAMED => with_variants(rename, draft, old_api, &items, &new.documents),
            _ => with_line(rename, draft, &items),
        });
        let own = rust_verdict(&items);
        let shared = items_by_cause.shared.remove(&index).filter(|shared| shared.level > own.level);
        changes.push(Change {
            rule: draft.rule,
            subject: draft.subject.clone(),
            summary: draft.summary.clone(),
            old: draft.old.as_ref().and_then(|key| old_places.get(key).cloned()),
            new: draft.new.as_ref().and_then(|key| new_places.get(key).cloned()),
            direction: draft.direction,
            wire: draft.wire.clone(),
            rust: shared.unwrap_or(own),
            api: api_changes(items),
            rename,
            fingerprint: fingerprint(&[draft.rule.id, &draft.subject, &draft.summary]),
            ignored: None,
        });
    }
    changes
        .extend(items_by_cause.without_cause.into_iter().map(|(subject, items)| change_without_cause(&subject, items)));
    changes
}

/// Changes of items of one type or module that no change of the documents causes.
fn change_without_cause(subject: &str, items: Vec<ItemChange<'_>>) -> Change {
    let rust = rust_verdict(&items);
    Change {
        rule: &rules::API_CHANGED,
        fingerprint: fingerprint(&[rules::API_CHANGED.id, subject, &rust.reason]),
        subject: format!("`{subject}`"),
        summary: "the generated code differs".to_owned(),
        old: None,
        new: None,
        direction: Direction::NONE,
        wire: Verdict::new(WireLevel::Unaffected, "the documents agree there"),
        rust,
        api: api_changes(items),
        rename: None,
        ignored: None,
    }
}

/// The type or the module that contains an item.
fn container(change: &ItemChange<'_>) -> String {
    let Some(item) = change.item() else { return String::new() };
    match (&item.origin, item.kind) {
        (ApiOrigin::Document { .. }, _) => item.path.clone(),
        (_, ApiItemKind::Field | ApiItemKind::Variant | ApiItemKind::Function | ApiItemKind::Constant) => {
            item.path.rsplit_once("::").map_or_else(|| item.path.clone(), |(parent, _)| parent.to_owned())
        }
        _ => item.path.clone(),
    }
}

/// The verdict of the worst items.
fn rust_verdict(items: &[ItemChange<'_>]) -> Verdict<RustLevel> {
    // The last of equal items is the one whose name says most: a field, not its type.
    let rank = |item: &&ItemChange<'_>| {
        let kind = item.item().map(|item| item.kind);
        let detail = match kind {
            Some(ApiItemKind::Trait | ApiItemKind::Static) => 0,
            Some(ApiItemKind::Module) => 1,
            Some(ApiItemKind::Struct | ApiItemKind::Enum | ApiItemKind::Alias) => 2,
            Some(ApiItemKind::Function) if item.new.is_some() => 3,
            _ => 4,
        };
        (item.level, detail)
    };
    let Some(worst) = items.iter().max_by_key(rank) else {
        return Verdict::new(RustLevel::Unaffected, "the generated code has the same API");
    };
    let others = items.iter().filter(|item| item.level == worst.level).count() - 1;
    let mut reason = worst.reason.clone();
    if others > 0 && worst.level != RustLevel::Unaffected {
        reason += &format!(", and {others} more");
    }
    Verdict::new(worst.level, reason)
}

fn api_changes(items: Vec<ItemChange<'_>>) -> Vec<ApiChange> {
    let mut changes: Vec<ApiChange> = items.into_iter().map(ItemChange::into_api_change).collect();
    changes.sort_by(|one, other| {
        (std::cmp::Reverse(one.level), &one.path, &one.old, &one.new).cmp(&(
            std::cmp::Reverse(other.level),
            &other.path,
            &other.old,
            &other.new,
        ))
    });
    changes
}
