//! Newtypes: a struct around a list or a map that contains itself. Rust has no unnamed type for it.

use std::rc::Rc;

use super::{
    TypeScope,
    definition::{define_type, set_check},
};
use crate::{
    lower::{Context, names},
    model::{Docs, RustName, Type, TypeKind, Union, UnionVariant},
    openapi::Schema,
};

/// Defines the struct around a type.
pub(super) fn define(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    ty: Type,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let only = UnionVariant::new(names::variant_name("value"), Docs::default(), ty);
    let newtype =
        Union { variants: vec![only], discriminator: None, is_closed: false, unknown: None, is_newtype: true };
    let ty = define_type(context, schema, name, TypeKind::Union(newtype), type_scope);
    set_check(context, &ty, schema, type_scope, false);
    ty
}
