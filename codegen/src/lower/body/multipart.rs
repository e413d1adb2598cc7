//! Multipart bodies: each property is an argument and a part. If multipart is not the preferred media type, the parts
//! are the fields of a struct.

use std::rc::Rc;

use super::{
    Target,
    properties::{property_arguments, single_argument},
};
use crate::{
    lower::{
        Context,
        docs::markdown,
        effective::{self, SchemaKind},
        media_types::{self, MediaKind, is_file},
        names::{self, NameScope},
        rules,
    },
    model::{
        Argument, Body, BodyFormat, Checks, Construction, Docs, Field, FieldCodec, MultipartPart, PartKind, Rules,
        RustName, StructType, Type, TypeDefinition, TypeKind, ValueTraits,
    },
    openapi::{Encoding, MediaType, RequestBody, Schema},
};

/// A multipart body: each property is an argument and a part.
pub(super) fn multipart(
    context: &mut Context<'_>,
    body: &RequestBody,
    media_type: &MediaType,
    schema: &Rc<Schema>,
    content_type: String,
    target: &mut Target<'_>,
) -> Body {
    let schema = effective::schema(context, schema);
    if schema.properties.is_empty() {
        return single_argument(context, body, None, content_type, BodyFormat::Bytes, target);
    }
    if matches!(SchemaKind::of(context, &schema), SchemaKind::SubtypeEnum) {
        context.unsupported(
            &media_type.key,
            "unsupported subtypes in a multipart body: only the properties of the base are sent",
        );
    }
    let first = target.arguments.len();
    property_arguments(context, &schema, MediaKind::Multipart, body.required, target);
    let mut parts = Vec::new();
    for argument in target.arguments.iter_mut().skip(first) {
        let Some(property) = schema.properties.get(argument.wire.as_str()) else { continue };
        let resolved = effective::schema(context, &property.schema);
        let item = resolved.items.as_ref().map(|items| effective::schema(context, items));
        let encoding = media_type.encoding.get(argument.wire.as_str());
        if let Some(encoding) = encoding {
            check_part_style(context, encoding);
        }
        let written = encoding.and_then(|encoding| encoding.content_type.as_ref().map(|written| written.value.clone()));
        let kind = if is_file(&resolved) {
            argument.ty = Type::Bytes;
            argument.rules = None;
            PartKind::File(written.clone().filter(|written| media_types::is_file_media_type(written)))
        } else if item.as_ref().is_some_and(|item| is_file(item)) {
            argument.ty = Type::List(Box::new(Type::Bytes));
            argument.rules = argument.rules.take().and_then(|all| rules::keep_item_counts(&all));
            PartKind::Files(written.clone().filter(|written| media_types::is_file_media_type(written)))
        } else {
            // Each item of an array is a part, with the media type of the item.
            let one = item.as_ref().unwrap_or(&resolved);
            let is_object = !matches!(SchemaKind::of(context, one), SchemaKind::Scalar(_) | SchemaKind::Enumeration(_));
            let listed = written.as_deref().and_then(|written| media_types::of_part_value(written, is_object));
            PartKind::Value(listed.or(is_object.then_some("application/json")).map(str::to_owned))
        };
        if let Some(written) = written.filter(|_| matches!(kind, PartKind::File(_) | PartKind::Files(_))) {
            // The caller states the type of a file, and must do so if several are allowed.
            let several = if written.contains(['*', ',']) { "; set it by `Upload::media_type`" } else { "" };
            argument.docs.add([format!("Media type: {}{several}.", markdown::code(&written))]);
        }
        parts.push(MultipartPart { field: argument.name.clone(), wire: argument.wire.clone(), kind });
    }
    Body::Multipart { content_type, parts }
}

/// Reports the style of a part: each item of an array is one part, any other value is one part.
fn check_part_style(context: &mut Context<'_>, encoding: &Encoding) {
    if let Some(style) = encoding.style.as_ref().filter(|style| style.value != "form") {
        let message = format!("unsupported style `{}` of a part", style.value);
        context.unsupported(&style.at, message);
    } else if let Some(explode) = encoding.explode.as_ref().filter(|explode| !explode.value) {
        context.unsupported(&explode.at, "unsupported `explode: false` of a part: each item of an array is a part");
    }
}

/// The type of a multipart body. Without described properties it is an untyped `Multipart`.
pub(super) fn as_struct(
    context: &mut Context<'_>,
    body: &RequestBody,
    media_type: &MediaType,
    (media_type_name, short): (&str, &str),
    target: &mut Target<'_>,
) -> Type {
    let Some(schema) = &media_type.schema else { return Type::Multipart };
    let resolved = effective::schema(context, schema);
    if !matches!(SchemaKind::of(context, &resolved), SchemaKind::Structure) {
        return Type::Multipart;
    }
    let wire_name = format!("{short} body");
    let name = names::joined(target.name, names::variant_name(&wire_name).unraw());
    let name = target.types.claim(context, name, &wire_name, &media_type.key);
    let (mut scope, mut arguments) = (NameScope::default(), Vec::new());
    let mut own = Target { types: target.types, name: &name, scope: &mut scope, arguments: &mut arguments };
    // The caller who sets this body sets all that it requires.
    let given = RequestBody { required: true, ..body.clone() };
    let lowered = multipart(context, &given, media_type, schema, String::new(), &mut own);
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
        has_validate: false,
        traits: ValueTraits::default(),
    });
    Type::Local(name)
}

/// The arguments as fields of a struct, with names of their own.
fn structure(arguments: Vec<Argument>, parts: Vec<MultipartPart>) -> StructType {
    let (mut names, mut setters) = (NameScope::default(), NameScope::default());
    let (mut fields, mut part_kinds): (Vec<Field>, Vec<PartKind>) = (Vec::new(), Vec::new());
    for (argument, part) in arguments.into_iter().zip(parts) {
        let wire = argument.wire.as_str();
        fields.push(Field {
            name: names.claim_unreported(names::field_name(wire), wire),
            setter: setters.claim_unreported(names::field_setter_name(wire), wire),
            docs: argument.docs,
            ty: argument.ty,
            required: argument.required,
            nullable: false,
            read_only: false,
            codec: FieldCodec::default(),
            accepts_into: false,
            constant: argument.constant,
            rules: argument.rules,
            wire: argument.wire,
        });
        part_kinds.push(part.kind);
    }
    let extra: RustName = names.claim_unreported(names::field_name("extra"), "extra parts");
    StructType {
        fields,
        extra,
        additional: None,
        additional_rules: None,
        part_kinds,
        construction: Construction::default(),
    }
}
