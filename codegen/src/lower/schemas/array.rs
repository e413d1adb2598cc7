//! Arrays, and how deep types without names may be nested.

use std::rc::Rc;

use super::{TypeScope, lower as lower_schema};
use crate::{
    diagnostic::Code,
    lower::{Context, names},
    model::{RustName, Type},
    openapi::Schema,
    source::{Location, NodePart},
};

pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let item_name = names::joined(name, "Item");
    // `false` forbids further items, which is a limit of their number.
    let items = schema.items.as_ref().filter(|items| !items.is_never);
    let items = match (items, schema.prefix_items.as_slice()) {
        (Some(items), []) => Some(items.clone()),
        (None, []) => None,
        (items, prefix) => {
            let item = item_schema(&schema.at, items.into_iter().chain(prefix));
            if schema.items.is_none() {
                report_open_list(context, schema);
            }
            Some(item)
        }
    };
    let item = items.map_or(Type::Json, |items| lower_schema(context, &items, &item_name, type_scope));
    Type::List(Box::new(limit_nesting(context, schema, item)))
}

/// Reports `prefixItems` that other items may follow.
fn report_open_list(context: &mut Context<'_>, schema: &Schema) {
    let prefix = &schema.prefix_items;
    let assertions = schema.assertions.as_deref();
    let is_closed = assertions.and_then(|assertions| assertions.unevaluated_items.as_ref()).is_some();
    let count = u64::try_from(prefix.len()).unwrap_or(u64::MAX);
    if is_closed || schema.limits.max_items.is_some_and(|max| max <= count) {
        return;
    }
    let Some(list) = prefix.first().and_then(|first| first.at.pointer.parent().zip(Some(first.at.file))) else {
        return;
    };
    let (pointer, file) = list;
    let at = Location { file, pointer, part: NodePart::Key };
    let message = "open `prefixItems`: further items must have one of the listed types too";
    context.diagnostics.report(Code::NarrowType, at, message).help("write `items: false` if there are none");
}

/// How deep types without names may be nested. More is unreadable, for people and compilers.
const MAX_NESTING: usize = 16;

/// The type, or untyped JSON if it is nested too deeply.
pub(super) fn limit_nesting(context: &mut Context<'_>, schema: &Schema, ty: Type) -> Type {
    if nesting_depth(&ty) < MAX_NESTING {
        return ty;
    }
    context.unsupported(&schema.at, "lists and maps are nested too deeply: the type is untyped JSON");
    Type::Json
}

fn nesting_depth(ty: &Type) -> usize {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => 1 + nesting_depth(inner),
        _ => 0,
    }
}

/// The schema of every item: the common one, or a union.
fn item_schema<'s>(at: &Location, schemas: impl Iterator<Item = &'s Rc<Schema>> + Clone) -> Rc<Schema> {
    let schemas = schemas.filter(|schema| !schema.is_never);
    common_schema(schemas.clone()).unwrap_or_else(|| {
        let description = Some("An item of the list.".to_owned());
        Rc::new(Schema {
            is_synthetic: true,
            any_of: schemas.cloned().collect(),
            description,
            ..Schema::empty(at.clone())
        })
    })
}

/// The schema that all schemas have in common, as far as their types say.
fn common_schema<'s>(mut schemas: impl Iterator<Item = &'s Rc<Schema>>) -> Option<Rc<Schema>> {
    let first = schemas.next()?;
    let is_same = |other: &Rc<Schema>| {
        first.types == other.types
            && !first.types.is_empty()
            && first.properties.is_empty()
            && other.properties.is_empty()
    };
    schemas.all(is_same).then(|| first.clone())
}
