//! A multipart body that is not the preferred one: a struct of its parts, which are what they would be if it were.

use super::{
    Context, bodies,
    bodies::Target,
    markdown, names,
    names::Scope,
    schemas::{self, Kind},
};
use crate::{
    model::{
        Argument, Body, Checks, Docs, Field, MultipartPart, PartKind, Rules, RustName, StructType, Type,
        TypeDefinition, TypeKind,
    },
    openapi::{MediaType, RequestBody},
};

/// The type of the body. Where no members are described, its parts are put together by hand.
pub(super) fn lower(
    context: &mut Context<'_>,
    body: &RequestBody,
    media_type: &MediaType,
    (media_type_name, short): (&str, &str),
    target: &mut Target<'_>,
) -> Type {
    let Some(schema) = &media_type.schema else { return Type::Multipart };
    let facts = schemas::resolve_schema(context, schema);
    if !matches!(Kind::of(context, &facts), Kind::Structure) {
        return Type::Multipart;
    }
    let spoken = format!("{short} body");
    let name = names::joined(target.name, names::variant_name(&spoken).unraw());
    let name = target.types.claim(context, name, &spoken, &media_type.key);
    let (mut scope, mut arguments) = (Scope::default(), Vec::new());
    let mut own = Target { types: target.types, name: &name, scope: &mut scope, arguments: &mut arguments };
    // Whoever gives this body gives what it must have.
    let given = RequestBody { required: true, ..body.clone() };
    let lowered = bodies::multipart(context, &given, media_type, schema, String::new(), &mut own);
    let Body::Multipart { parts, .. } = lowered else { return Type::Multipart };
    let structure = structure(arguments, parts);
    target.types.add(TypeDefinition {
        name: name.clone(),
        module: name.clone(),
        is_nested: false,
        docs: Docs(vec![format!("The body as {}.", markdown::code(media_type_name))]),
        kind: TypeKind::Struct(structure),
        rules: Rules::default(),
        in_requests: false,
        checks: Checks::None,
    });
    Type::Local(name)
}

/// The values as fields of a struct, which has its own names.
fn structure(arguments: Vec<Argument>, parts: Vec<MultipartPart>) -> StructType {
    let (mut names, mut setters) = (Scope::default(), Scope::default());
    let (mut fields, mut kinds): (Vec<Field>, Vec<PartKind>) = (Vec::new(), Vec::new());
    for (argument, part) in arguments.into_iter().zip(parts) {
        let wire = argument.wire.as_str();
        fields.push(Field {
            name: names.distinct(names::field_name(wire), wire),
            setter: setters.distinct(names::member_setter_name(wire), wire),
            docs: argument.docs,
            ty: argument.ty,
            required: argument.required,
            nullable: false,
            read_only: false,
            constant: argument.constant,
            rules: argument.rules,
            wire: argument.wire,
        });
        kinds.push(part.kind);
    }
    let extra: RustName = names.distinct(names::field_name("extra"), "extra parts");
    StructType { fields, extra, additional: None, additional_rules: None, part_kinds: kinds }
}
