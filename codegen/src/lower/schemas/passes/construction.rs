//! Construction and encoding of generated types: `Default`, constructors, setters, accessors, and the codec of each
//! field.

use std::collections::BTreeSet;

use crate::{
    lower::names::{self, NameScope},
    model::{
        Argument, ArgumentLocation, Construction, Constructor, EmptyValue, Field, FieldCodec, Operation, RustName,
        SharedName, StructType, Type, TypeDefinition, TypeKind, Union, UnknownTag,
    },
};

/// Decides for all types and arguments. Needs the final types, and which of them requests contain.
pub(super) fn decide(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    // The names in each module, and those that all modules export.
    let mut taken: BTreeSet<SharedName> = shared
        .iter()
        .flat_map(|definition| [definition.shared_name(), in_module(definition, &definition.name)])
        .collect();
    for definition in shared {
        let (is_nested, module) = (definition.is_nested, definition.module.clone());
        self::definition(definition, &mut |name| {
            let exported = (!is_nested).then(|| SharedName::top_level(name.clone()));
            let names = exported.into_iter().chain([SharedName { parent: Some(module.clone()), name: name.clone() }]);
            let names: Vec<SharedName> = names.collect();
            let is_free = names.iter().all(|name| !taken.contains(name));
            taken.extend(names.into_iter().filter(|_| is_free));
            is_free
        });
    }
    for operation in operations {
        let mut taken = own_names(operation);
        operation.types.iter_mut().for_each(|own| definition(own, &mut |name| taken.insert(name.clone())));
        operation.arguments.iter_mut().for_each(argument);
        for body in &mut operation.alternative_bodies.bodies {
            body.accepts_into = body.ty.as_ref().is_some_and(accepts_into);
        }
    }
}

fn in_module(definition: &TypeDefinition, name: &RustName) -> SharedName {
    SharedName { parent: Some(definition.module.clone()), name: name.clone() }
}

/// The names of the types in an operation's module.
fn own_names(operation: &Operation) -> BTreeSet<RustName> {
    let types = operation.types.iter().map(|own| &own.name);
    let errors = operation.errors.as_ref().map(|errors| &errors.name);
    types.chain(errors).chain([&operation.type_name]).cloned().collect()
}

/// `claim` returns whether a name was free.
fn definition(definition: &mut TypeDefinition, claim: &mut dyn FnMut(&RustName) -> bool) {
    let structure = match &mut definition.kind {
        TypeKind::Struct(structure) => structure,
        TypeKind::Union(union) => return self::union(union),
        TypeKind::StringEnum(_) => return,
    };
    for field in &mut structure.fields {
        field.codec = codec(field);
        field.accepts_into = !field.read_only && (field.is_nullable_type() || accepts_into(&field.ty));
        // A received value without the property has no value for it.
        if !definition.in_requests && field.is_optional() {
            field.constant = None;
        }
    }
    structure.construction = construction(structure, &definition.name, definition.in_requests, claim);
}

fn union(union: &mut Union) {
    let mut accessors = NameScope::default();
    let variants: BTreeSet<RustName> = union.variants.iter().map(|variant| variant.name.clone()).collect();
    for variant in &mut union.variants {
        let wanted = names::field_name(&format!("as {}", variant.name.unraw()));
        variant.accessor = accessors.claim_unreported(wanted, variant.name.unraw());
    }
    let is_open = union.discriminator.as_ref().is_some_and(|discriminator| match discriminator.unknown {
        UnknownTag::Unknown | UnknownTag::BestMatch => true,
        UnknownTag::Variant(_) => false,
    });
    let mut wanted = ["Unknown", "UnknownVariant", "AnyOther"].into_iter().map(names::variant_name);
    union.unknown = wanted.find(|name| is_open && !union.is_closed && !variants.contains(name));
}

fn construction(
    structure: &StructType,
    name: &RustName,
    has_setters: bool,
    claim: &mut dyn FnMut(&RustName) -> bool,
) -> Construction {
    let fields = &structure.fields;
    let mut parameters = structure.constructor_fields();
    let constructor = match (parameters.next(), parameters.next()) {
        (None, _) if fields.iter().all(|field| field.constant.is_none()) => None,
        (None, _) => Some(Constructor::Empty),
        (Some(only), None) => Some(Constructor::Single(only.name.clone())),
        (Some(_), Some(_)) => {
            let mut number = 1;
            let mut parameters = names::joined(name, "Required");
            while !claim(&parameters) {
                number += 1;
                parameters = names::joined(name, &format!("Required{number}"));
            }
            Some(Constructor::Named(parameters))
        }
    };
    drop(parameters);
    let derives_default = constructor.is_none() && fields.iter().all(Field::is_optional);
    Construction { derives_default, constructor, has_setters }
}

fn codec(field: &Field) -> FieldCodec {
    match (field.is_optional(), &field.ty, field.read_only) {
        (false, Type::LenientString, _) => FieldCodec::RequiredString,
        (false, ..) => FieldCodec::Required,
        (true, Type::LenientString, false) => FieldCodec::OptionalString,
        (true, Type::LenientString, true) => FieldCodec::ReadOnlyString,
        _ if field.required => FieldCodec::RequiredNullable,
        (_, Type::Json, false) => FieldCodec::OptionalJson,
        (_, Type::Json, true) => FieldCodec::ReadOnlyJson,
        (_, _, false) if field.is_nullable_type() => FieldCodec::OptionalNullable,
        (_, _, true) if field.is_nullable_type() => FieldCodec::ReadOnlyNullable,
        (_, _, false) => FieldCodec::Optional,
        (_, _, true) => FieldCodec::ReadOnly,
    }
}

fn argument(argument: &mut Argument) {
    argument.accepts_into = accepts_into(&argument.ty);
    let note = match (argument.location, argument.empty) {
        (ArgumentLocation::ClientParameter, _) => "Default: the client's value.",
        (ArgumentLocation::Query | ArgumentLocation::Header | ArgumentLocation::Cookie, EmptyValue::Reject) => {
            "An empty value is invalid: the required parameter would be missing."
        }
        _ if matches!(argument.ty, Type::Option(_)) => "`None` is sent as null.",
        _ => return,
    };
    argument.docs.add([note.to_owned()]);
}

/// Whether a setter or constructor takes `impl Into` of the type.
fn accepts_into(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String
            | Type::LenientString
            | Type::Secret
            | Type::Bytes
            | Type::Number
            | Type::Uuid
            | Type::Local(_)
            | Type::Shared(_)
            | Type::Option(_)
            | Type::Boxed(_)
    )
}
