//! Construction and encoding of generated types: `Default`, constructors, setters and the codec of each field.

use crate::model::{
    Argument, ArgumentLocation, Checks, Construction, ConstructorParameter, EmptyValue, Field, FieldCodec, Operation,
    StructType, Type, TypeDefinition, TypeKind,
};

/// Decides for all types and arguments. Needs the final types, and which of them requests contain.
pub(super) fn decide(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    shared.iter_mut().for_each(definition);
    for operation in operations {
        operation.types.iter_mut().for_each(definition);
        operation.arguments.iter_mut().for_each(argument);
        for body in &mut operation.alternative_bodies.bodies {
            body.accepts_into = body.ty.as_ref().is_some_and(accepts_into);
        }
    }
}

fn definition(definition: &mut TypeDefinition) {
    let is_validated = definition.checks == Checks::Own;
    definition.has_validate = is_validated;
    let TypeKind::Struct(structure) = &mut definition.kind else { return };
    definition.has_validate &= definition.in_requests;
    for field in &mut structure.fields {
        field.codec = codec(field);
        let is_single_option = field.is_optional() && !field.is_double_option();
        field.accepts_into = is_single_option && !field.read_only && accepts_into(&field.ty);
        if !definition.in_requests {
            field.constant = None;
        }
    }
    structure.construction = construction(structure, definition.in_requests, is_validated);
}

fn construction(structure: &StructType, in_requests: bool, is_validated: bool) -> Construction {
    let fields = &structure.fields;
    let derives_default = fields.iter().all(|field| field.is_optional() && field.constant.is_none());
    if !in_requests || (fields.is_empty() && !is_validated) {
        return Construction { derives_default, ..Construction::default() };
    }
    let required = fields.iter().filter(|field| !field.is_optional() && field.constant.is_none());
    let parameters: Vec<ConstructorParameter> = required
        .map(|field| ConstructorParameter {
            field: field.name.clone(),
            ty: field.ty.clone(),
            accepts_into: accepts_into(&field.ty),
        })
        .collect();
    let has_constants = fields.iter().any(|field| field.constant.is_some());
    let constructor = (!parameters.is_empty() || has_constants).then_some(parameters);
    Construction { derives_default, constructor, has_setters: true }
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
        (_, _, false) if field.is_double_option() => FieldCodec::OptionalNullable,
        (_, _, true) if field.is_double_option() => FieldCodec::ReadOnlyNullable,
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
            | Type::Local(_)
            | Type::Shared(_)
            | Type::Option(_)
            | Type::Boxed(_)
    )
}
