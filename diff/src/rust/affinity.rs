//! Affinity: how well a change of the documents fits a change of an item, by the kinds of both.

use wireright_codegen::{ApiItem, api::ApiItemKind};

use super::ItemChange;
use crate::{rules::Rule, wire::Draft};

/// Rules that can change which values `new` or a request requires, or their types.
const REQUIREMENTS: [&str; 18] = [
    "parameter-added",
    "parameter-removed",
    "parameter-required",
    "parameter-renamed",
    "parameter-order",
    "property-added",
    "property-removed",
    "property-required",
    "property-renamed",
    "body-added",
    "body-required",
    "body-removed",
    "read-only-changed",
    "nullable-changed",
    "value-removed",
    "values-added",
    "values-removed",
    "schema-extracted",
];

/// Rules that can remove an item, or put another one in its place.
const REPLACEMENTS: [&str; 10] = [
    "operation-renamed",
    "operation-removed",
    "operation-moved",
    "schema-renamed",
    "schema-extracted",
    "schema-removed",
    "extension-changed",
    "document-renamed",
    "property-renamed",
    "parameter-renamed",
];

/// The score of a change of the documents as the cause of a change of an item: 0 if their kinds do not fit.
/// `is_generic` tells that only the values that a request requires differ.
pub(super) fn affinity(draft: &Draft, change: &ItemChange<'_>, is_generic: bool) -> usize {
    let rule = draft.rule.id;
    let is_gone = change.new.is_none();
    match rule {
        _ if !change.item().is_some_and(|item| fits(draft, change, item, is_generic)) => 0,
        // A component is new because something uses it.
        "schema-removed" => 150,
        // What is gone was removed, and what is new was added.
        _ if is_gone && rule.ends_with("-added") || change.old.is_none() && rule.ends_with("-removed") => 175,
        // Another type has another default, and may be nullable.
        "default-changed" => 120,
        "nullable-changed" => 80,
        "read-only-changed" => 210,
        _ => 200,
    }
}

/// Whether the kind of a change of the documents fits the kind of an item and what differs in it.
fn fits(draft: &Draft, change: &ItemChange<'_>, item: &ApiItem, is_generic: bool) -> bool {
    // A title names a type, not what belongs to it.
    let is_title = draft.rule.id == "extension-changed" && draft.summary.starts_with("`title`");
    if change.aspects.iter().any(|aspect| fits_aspect(draft.rule, aspect)) {
        return true;
    }
    if is_title && is_part(item.kind) {
        return false;
    }
    (change.new.is_none() && fits_removal(draft.rule, item)) || fits_kind(draft.rule, change, item, is_generic)
}

/// Whether a rule can change this aspect of an item.
fn fits_aspect(Rule { id: rule, category, .. }: &Rule, aspect: &str) -> bool {
    match aspect {
        "security" | "scopes" | "security schemes" => *category == "Security",
        "servers" => *category == "Servers",
        "path" | "HTTP method" => *rule == "operation-moved",
        "media type" | "body" | "part" | "format" => *category == "Bodies",
        "accept" | "response" | "status" | "media types" => matches!(*category, "Responses" | "Bodies"),
        "style" | "location" => *category == "Parameters",
        "constraints" => *category == "Constraints",
        "constant" | "string" => *category == "Values" || rule.ends_with("renamed"),
        "name" => rule.ends_with("renamed"),
        "retries" | "pagination" | "failures" | "password rules" => *category == "Rust only",
        _ => false,
    }
}

/// Whether a rule can remove an item. [`fits_kind`] decides the other cases.
fn fits_removal(Rule { id: rule, .. }: &Rule, item: &ApiItem) -> bool {
    let is_function = item.kind == ApiItemKind::Function;
    let (is_send, is_new) = (item.path.ends_with("::send"), item.path.ends_with("::new"));
    match *rule {
        _ if REPLACEMENTS.contains(rule) => true,
        _ if is_function && (is_send || is_new) => false,
        // A required property has no setter, because `new` takes it. Nor has one that only the service sends.
        "property-required" | "read-only-changed" if is_function => true,
        // The types inside a schema are gone with its structure, and so is what belongs to them.
        "choice-changed" | "type-changed" | "values-removed" if is_type(item.kind) || is_part(item.kind) => true,
        // The types of a parameter or a property are gone with it.
        rule => is_type(item.kind) && rule.ends_with("-removed"),
    }
}

/// Whether a rule can change an item of this kind.
fn fits_kind(rule: &Rule, change: &ItemChange<'_>, item: &ApiItem, is_generic: bool) -> bool {
    let Rule { id: rule, category, .. } = rule;
    let is_requirement = REQUIREMENTS.contains(rule);
    let is_replacement = REPLACEMENTS.contains(rule);
    let is_changed = change.old.is_some() && change.new.is_some();
    match item.kind {
        ApiItemKind::Function if item.path.ends_with("::send") => {
            matches!(*category, "Responses" | "Bodies" | "Structure") || *rule == "type-changed"
        }
        ApiItemKind::Function if item.path.ends_with("::new") => is_requirement,
        ApiItemKind::ExhaustiveStruct => is_requirement,
        ApiItemKind::Struct if item.signature.contains('<') || is_generic => is_requirement,
        ApiItemKind::Function if is_generic || item.signature.contains("(&self) -> ") => {
            is_requirement || is_replacement
        }
        // A setter has the type of its property.
        ApiItemKind::Function => is_changed && matches!(*category, "Type" | "Structure"),
        ApiItemKind::Trait => is_requirement || matches!(*category, "Type" | "Structure" | "Values"),
        ApiItemKind::Variant => matches!(*category, "Values" | "Structure" | "Responses" | "Rust only"),
        ApiItemKind::Field => is_requirement || matches!(*category, "Type" | "Structure" | "Values"),
        ApiItemKind::Module | ApiItemKind::Struct | ApiItemKind::Enum => is_replacement || rule.ends_with("-added"),
        _ => false,
    }
}

/// Whether an item belongs to a type.
fn is_part(kind: ApiItemKind) -> bool {
    matches!(kind, ApiItemKind::Function | ApiItemKind::Variant | ApiItemKind::Field | ApiItemKind::Trait)
}

/// Whether an item is a type.
fn is_type(kind: ApiItemKind) -> bool {
    matches!(
        kind,
        ApiItemKind::Struct | ApiItemKind::ExhaustiveStruct | ApiItemKind::Enum | ApiItemKind::ExhaustiveEnum
    )
}
