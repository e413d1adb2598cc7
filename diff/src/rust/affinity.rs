//! Affinity: how well a change of the documents fits a change of an item, by the kinds of both.

use wireright_codegen::{ApiItem, api::ApiItemKind};

use super::ItemChange;
use crate::{
    rules::{self, Category, Rule},
    wire::Draft,
};

/// Rules that can change which values `new` or a request requires, or their types.
const REQUIREMENTS: [Rule; 18] = [
    rules::PARAMETER_ADDED,
    rules::PARAMETER_REMOVED,
    rules::PARAMETER_REQUIRED,
    rules::PARAMETER_RENAMED,
    rules::PARAMETER_ORDER,
    rules::PROPERTY_ADDED,
    rules::PROPERTY_REMOVED,
    rules::PROPERTY_REQUIRED,
    rules::PROPERTY_RENAMED,
    rules::BODY_ADDED,
    rules::BODY_REQUIRED,
    rules::BODY_REMOVED,
    rules::READ_ONLY_CHANGED,
    rules::NULLABLE_CHANGED,
    rules::VALUE_REMOVED,
    rules::VALUES_ADDED,
    rules::VALUES_REMOVED,
    rules::SCHEMA_EXTRACTED,
];

/// Rules that can remove an item, or put another one in its place.
const REPLACEMENTS: [Rule; 10] = [
    rules::OPERATION_RENAMED,
    rules::OPERATION_REMOVED,
    rules::OPERATION_MOVED,
    rules::SCHEMA_RENAMED,
    rules::SCHEMA_EXTRACTED,
    rules::SCHEMA_REMOVED,
    rules::EXTENSION_CHANGED,
    rules::DOCUMENT_RENAMED,
    rules::PROPERTY_RENAMED,
    rules::PARAMETER_RENAMED,
];

/// The score of a change of the documents as the cause of a change of an item: 0 if their kinds do not fit.
/// `is_generic` tells that only the values that a request requires differ.
pub(super) fn affinity(draft: &Draft, change: &ItemChange<'_>, is_generic: bool) -> usize {
    let rule = draft.rule;
    match *rule {
        _ if !change.item().is_some_and(|item| fits(draft, change, item, is_generic)) => 0,
        // A component is new because something uses it.
        rules::SCHEMA_REMOVED => 150,
        // What is gone was removed, and what is new was added.
        _ if change.new.is_none() && rule.is_addition() || change.old.is_none() && rule.is_removal() => 175,
        // Another type has another default, and may be nullable.
        rules::DEFAULT_CHANGED => 120,
        rules::NULLABLE_CHANGED => 80,
        rules::READ_ONLY_CHANGED => 210,
        _ => 200,
    }
}

/// Whether the kind of a change of the documents fits the kind of an item and what differs in it.
fn fits(draft: &Draft, change: &ItemChange<'_>, item: &ApiItem, is_generic: bool) -> bool {
    // A title names a type, not what belongs to it.
    let is_title = *draft.rule == rules::EXTENSION_CHANGED && draft.summary.starts_with("`title`");
    if change.aspects.iter().any(|aspect| fits_aspect(draft.rule, aspect)) {
        return true;
    }
    if is_title && is_part(item.kind) {
        return false;
    }
    (change.new.is_none() && fits_removal(draft.rule, item)) || fits_kind(draft.rule, change, item, is_generic)
}

/// Whether a rule can change this aspect of an item.
fn fits_aspect(rule: &Rule, aspect: &str) -> bool {
    let category = rule.category;
    match aspect {
        "security" | "scopes" | "security schemes" => category == Category::Security,
        "servers" => category == Category::Servers,
        "path" | "HTTP method" => *rule == rules::OPERATION_MOVED,
        "media type" | "body" | "part" | "format" => category == Category::Bodies,
        "accept" | "response" | "status" | "media types" => matches!(category, Category::Responses | Category::Bodies),
        "style" | "location" => category == Category::Parameters,
        "constraints" => category == Category::Constraints,
        "constant" | "string" => category == Category::Values || rule.is_rename(),
        "name" => rule.is_rename(),
        "retries" | "pagination" | "failures" | "password rules" => category == Category::RustOnly,
        _ => false,
    }
}

/// Whether a rule can remove an item. [`fits_kind`] decides the other cases.
fn fits_removal(rule: &Rule, item: &ApiItem) -> bool {
    let is_function = item.kind == ApiItemKind::Function;
    let (is_send, is_new) = (item.path.ends_with("::send"), item.path.ends_with("::new"));
    match *rule {
        _ if REPLACEMENTS.contains(rule) => true,
        _ if is_function && (is_send || is_new) => false,
        // A required property has no setter, because `new` takes it. Nor has one that only the service sends.
        rules::PROPERTY_REQUIRED | rules::READ_ONLY_CHANGED if is_function => true,
        // The types inside a schema are gone with its structure, and so is what belongs to them.
        rules::CHOICE_CHANGED | rules::TYPE_CHANGED | rules::VALUES_REMOVED
            if is_type(item.kind) || is_part(item.kind) =>
        {
            true
        }
        // The types of a parameter or a property are gone with it.
        _ => is_type(item.kind) && rule.is_removal(),
    }
}

/// Whether a rule can change an item of this kind.
fn fits_kind(rule: &Rule, change: &ItemChange<'_>, item: &ApiItem, is_generic: bool) -> bool {
    let category = rule.category;
    let is_requirement = REQUIREMENTS.contains(rule);
    let is_replacement = REPLACEMENTS.contains(rule);
    let is_changed = change.old.is_some() && change.new.is_some();
    match item.kind {
        ApiItemKind::Function if item.path.ends_with("::send") => {
            matches!(category, Category::Responses | Category::Bodies | Category::Structure)
                || *rule == rules::TYPE_CHANGED
        }
        ApiItemKind::Function if item.path.ends_with("::new") => is_requirement,
        ApiItemKind::ExhaustiveStruct => is_requirement,
        ApiItemKind::Struct if item.signature.contains('<') || is_generic => is_requirement,
        ApiItemKind::Function if is_generic || item.signature.contains("(&self) -> ") => {
            is_requirement || is_replacement
        }
        // A setter has the type of its property.
        ApiItemKind::Function => is_changed && matches!(category, Category::Type | Category::Structure),
        ApiItemKind::Trait => {
            is_requirement || matches!(category, Category::Type | Category::Structure | Category::Values)
        }
        ApiItemKind::Variant => {
            matches!(category, Category::Values | Category::Structure | Category::Responses | Category::RustOnly)
        }
        ApiItemKind::Field => {
            is_requirement || matches!(category, Category::Type | Category::Structure | Category::Values)
        }
        ApiItemKind::Module | ApiItemKind::Struct | ApiItemKind::Enum => is_replacement || rule.is_addition(),
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
