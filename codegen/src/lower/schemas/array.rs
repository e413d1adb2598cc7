//! Arrays, and how deep types without names may be nested.

use std::rc::Rc;

use super::{TypeScope, lower as lower_schema};
use crate::{
    diagnostic::Code,
    lower::{Context, names},
    model::{RustName, Type},
    openapi::{Schema, SchemaType, Spanned},
    source::{Location, NodePart, Value},
};

pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let item_name = names::joined(name, "Item");
    // `false` forbids further items, which is a limit of their number.
    let unevaluated = schema.assertions.as_deref().and_then(|assertions| assertions.unevaluated_items.as_ref());
    // Without `items`, it describes the items after `prefixItems`.
    let further = schema.items.as_ref().or(unevaluated.filter(|_| !schema.prefix_items.is_empty()));
    let items = further.filter(|items| !items.is_never);
    let items = match (items, schema.prefix_items.as_slice()) {
        (Some(items), []) => Some(items.clone()),
        (None, []) => None,
        (items, prefix) => {
            let item = item_schema(&schema.at, items.into_iter().chain(prefix));
            if further.is_none() {
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
    let count = u64::try_from(prefix.len()).unwrap_or(u64::MAX);
    if schema.limits.max_items.is_some_and(|max| max <= count) {
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

/// The schema of every item: the common one, or a union. It allows null if one of the schemas does.
fn item_schema<'s>(at: &Location, schemas: impl Iterator<Item = &'s Rc<Schema>>) -> Rc<Schema> {
    let schemas: Vec<Rc<Schema>> = schemas.filter(|schema| !schema.is_never).cloned().collect();
    let nullable = schemas.iter().any(|schema| schema.nullable);
    match schemas.as_slice() {
        [only] => only.clone(),
        [first, others @ ..] if others.iter().all(|other| is_same_scalar(first, other)) => {
            Rc::new(common_scalar(first, others, nullable))
        }
        _ => {
            let description = Some("An item of the list.".to_owned());
            Rc::new(Schema { is_synthetic: true, any_of: schemas, nullable, description, ..Schema::empty(at.clone()) })
        }
    }
}

/// Whether both schemas describe scalars of the same types.
fn is_same_scalar(one: &Schema, other: &Schema) -> bool {
    let is_scalar = |kind: &SchemaType| !matches!(kind, SchemaType::Array | SchemaType::Object | SchemaType::Null);
    !one.types.is_empty() && one.types == other.types && one.types.iter().all(is_scalar)
}

/// The first schema, without the formats and values that not all schemas have.
fn common_scalar(first: &Schema, others: &[Rc<Schema>], nullable: bool) -> Schema {
    let text = |spanned: &Option<Spanned<String>>| spanned.as_ref().map(|text| text.value.clone());
    let values = |schema: &Schema| -> Option<Vec<Value>> {
        Some(schema.values.as_ref()?.iter().map(|value| value.value.clone()).collect())
    };
    let has_format = others.iter().all(|other| {
        text(&other.format) == text(&first.format) && text(&other.content_encoding) == text(&first.content_encoding)
    });
    let has_values = others.iter().all(|other| values(other) == values(first));
    Schema {
        nullable,
        format: first.format.clone().filter(|_| has_format),
        content_encoding: first.content_encoding.clone().filter(|_| has_format),
        values: first.values.clone().filter(|_| has_values),
        ..first.clone()
    }
}
