//! Multipart bodies: each property is an argument and a part. If multipart is not the preferred media type, the parts
//! are the fields of a struct.

use std::rc::Rc;

use super::{
    RequestScope,
    files::Files,
    properties::{property_arguments, single_argument},
};
use crate::{
    diagnostic::Code,
    lower::{
        Context,
        docs::{descriptions, markdown},
        effective::{self, SchemaKind},
        media_types::{self, MediaKind},
        names::{self, NameScope},
    },
    model::{
        Argument, Body, BodyFormat, Check, Construction, CustomCode, Docs, Field, FieldCodec, MultipartPart, PartKind,
        RustName, StructType, Type, TypeDefinition, TypeKind, ValueTraits, WireName,
    },
    openapi::{Encoding, MediaType, RequestBody, Schema},
    source::Location,
};

/// How deep the variants of a body are nested.
const MAX_DEPTH: usize = 8;

/// The object whose properties are the parts. `None` if the schema describes no parts: the caller builds the form.
fn described_parts(context: &mut Context<'_>, media_type: &MediaType, schema: &Rc<Schema>) -> Option<Rc<Schema>> {
    let resolved = effective::schema(context, schema);
    match SchemaKind::of(context, &resolved) {
        SchemaKind::SubtypeEnum => context.unsupported(
            &media_type.key,
            "unsupported subtypes in a multipart body: only the properties of the base are sent",
        ),
        SchemaKind::Union(_) => {
            let message = "unchecked variants of a multipart body: every variant's parts can be set together";
            context.diagnostics.report(Code::NotChecked, &media_type.key, message);
        }
        _ => {}
    }
    let Some(parts) = parts_of_variants(context, &resolved, 0).filter(|parts| !parts.properties.is_empty()) else {
        let message = "untyped multipart body: its schema describes no parts by name";
        let problem = context.diagnostics.report(Code::Untyped, &media_type.key, message);
        problem.help(
            "describe an object: each property is a part; until then, callers build a `Multipart`, whose parts may be \
             unnamed if the media type is not `multipart/form-data`",
        );
        return None;
    };
    if effective::map_value_schema(&parts).is_some() {
        let message = "unsupported `additionalProperties` of a multipart body: only the described properties are parts";
        context.unsupported(&media_type.key, message);
    }
    Some(parts)
}

/// The object with the properties of all variants. A part is required if every variant requires it.
fn parts_of_variants(context: &mut Context<'_>, schema: &Rc<Schema>, depth: usize) -> Option<Rc<Schema>> {
    let variants = match SchemaKind::of(context, schema) {
        SchemaKind::Structure | SchemaKind::SubtypeEnum => return Some(schema.clone()),
        SchemaKind::Alias(inner) if depth < MAX_DEPTH => vec![inner],
        SchemaKind::Union(variants) if depth < MAX_DEPTH => variants,
        _ => return None,
    };
    let mut joined: Option<Schema> = None;
    for variant in &variants {
        let resolved = effective::schema(context, variant);
        let parts = parts_of_variants(context, &resolved, depth + 1)?;
        let Some(all) = &mut joined else {
            joined =
                Some(Schema { at: schema.at.clone(), description: schema.description.clone(), ..(*parts).clone() });
            continue;
        };
        all.required.retain(|required| parts.required.iter().any(|other| other.value == required.value));
        for (name, property) in &parts.properties {
            let Some(known) = all.properties.get_mut(name) else {
                all.properties.insert(name.clone(), property.clone());
                continue;
            };
            if known.schema.at != property.schema.at {
                let any_of = vec![known.schema.clone(), property.schema.clone()];
                let at = property.schema.at.clone();
                known.schema = Rc::new(Schema { is_synthetic: true, any_of, ..Schema::empty(at) });
            }
        }
        all.additional_properties = all.additional_properties.take().or_else(|| parts.additional_properties.clone());
    }
    joined.map(Rc::new)
}

/// A multipart body: each property is an argument and a part.
pub(super) fn multipart(
    context: &mut Context<'_>,
    body: &RequestBody,
    media_type: &MediaType,
    schema: &Rc<Schema>,
    content_type: String,
    request: &mut RequestScope<'_>,
) -> Body {
    let Some(schema) = described_parts(context, media_type, schema) else {
        return single_argument(context, body, None, content_type, BodyFormat::Multipart, request);
    };
    let first = request.arguments.len();
    property_arguments(context, &schema, Some(&media_type.encoding), body.required, request);
    let mut parts = Vec::new();
    for argument in request.arguments.iter_mut().skip(first) {
        let Some(property) = schema.properties.get(argument.wire.as_str()) else { continue };
        let encoding = media_type.encoding.get(argument.wire.as_str());
        if let Some(encoding) = encoding {
            check_part_style(context, encoding);
        }
        let written = encoding.and_then(|encoding| encoding.content_type.as_ref().map(|written| &written.value));
        let kind = match Files::of(context, &property.schema, encoding) {
            Some(files) => files.part_kind(encoding),
            None => value_kind(context, &property.key, &property.schema, encoding),
        };
        if let Some(written) = written.filter(|_| matches!(kind, PartKind::File(_) | PartKind::Files(_))) {
            // The caller states the type of a file, and must do so if several are allowed.
            let types: Vec<String> = written.split(',').map(|one| markdown::code(one.trim())).collect();
            argument.docs.add([match types.as_slice() {
                [only] if !written.contains('*') => format!("Media type: {only}."),
                _ => format!("Media type: {}, set by `Upload::media_type`.", types.join(" or ")),
            }]);
        }
        parts.push(MultipartPart { field: argument.name.clone(), wire: argument.wire.clone(), kind });
    }
    for argument in request.arguments.iter_mut().skip(first).filter(|_| !body.required) {
        if schema.required.iter().any(|name| name.value == argument.wire.as_str()) {
            argument.docs.add(["Required if any part is set.".to_owned()]);
        }
    }
    let is_required = |part: &&MultipartPart| schema.required.iter().any(|name| name.value == part.wire.as_str());
    let required = || parts.iter().filter(is_required).map(|part| (part.wire.clone(), part.field.clone())).collect();
    let required_if_sent = (!body.required).then(required);
    Body::Multipart { content_type, parts, required_if_sent }
}

/// The kind of a part that is no file, and the media type that it is sent with.
fn value_kind(context: &mut Context<'_>, key: &Location, schema: &Rc<Schema>, encoding: Option<&Encoding>) -> PartKind {
    // Each item of an array is a part, with the media type of the item.
    let resolved = effective::value_schema(context, schema);
    let item = resolved.items.as_ref().map(|items| effective::value_schema(context, items));
    let one = item.as_ref().unwrap_or(&resolved);
    let (has_scalars, is_object) = match part_values(context, one, 0) {
        PartValues::Scalars => (true, false),
        PartValues::Mixed => (true, true),
        PartValues::Others => (false, true),
    };
    let written = encoding.and_then(|encoding| encoding.content_type.as_ref());
    let listed = written.and_then(|written| media_types::of_part_value(&written.value, is_object));
    let listed = listed.filter(|listed| !is_object || MediaKind::of(listed) == MediaKind::Json);
    if let (Some(encoding), true, None) = (encoding, is_object, listed) {
        report_not_json(context, encoding);
    }
    // Of a union, each value has the default of its type.
    let sent = listed.or((!has_scalars).then_some("application/json"));
    let at = written.map_or(key, |written| &written.at);
    PartKind::Value(sent.map(|sent| media_types::with_sent_charset(context, sent, at)))
}

/// The values of a part.
#[derive(PartialEq, Eq)]
enum PartValues {
    /// Text.
    Scalars,
    /// Text, or JSON.
    Mixed,
    /// JSON.
    Others,
}

/// The values of a part. A union has those of its variants (OpenAPI 3.1.1, "Encoding Object": the default media type
/// depends on the type).
fn part_values(context: &mut Context<'_>, schema: &Rc<Schema>, depth: usize) -> PartValues {
    let variants = match SchemaKind::of(context, schema) {
        SchemaKind::Scalar(_) | SchemaKind::Enumeration(_) => return PartValues::Scalars,
        SchemaKind::Union(variants) if depth < MAX_DEPTH => variants,
        _ => return PartValues::Others,
    };
    let mut all = variants.iter().map(|variant| {
        let resolved = effective::value_schema(context, variant);
        part_values(context, &resolved, depth + 1)
    });
    let first = all.next().unwrap_or(PartValues::Others);
    if all.all(|other| other == first) { first } else { PartValues::Mixed }
}

/// Reports the media type of a part that is an object, and neither JSON nor a range that includes JSON.
fn report_not_json(context: &mut Context<'_>, encoding: &Encoding) {
    let Some(written) = &encoding.content_type else { return };
    let is_json = |name: &str| MediaKind::of(name) == MediaKind::Json && !media_types::is_json_suffix_range(name);
    if !written.value.split(',').any(is_json) {
        let message = format!("unsupported media type `{}` of a part: an object is sent as JSON", written.value);
        context.unsupported(&written.at, message);
    }
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
    media_type_name: &str,
    short: &str,
    request: &mut RequestScope<'_>,
) -> Type {
    let Some(schema) = &media_type.schema else { return Type::Multipart };
    let Some(schema) = &described_parts(context, media_type, schema) else { return Type::Multipart };
    let wire_name = format!("{short} body");
    let name = names::joined(request.name, names::variant_name(&wire_name).unraw());
    let name = request.types.claim(context, name, &wire_name, &media_type.key);
    let (mut scope, mut arguments) = (NameScope::default(), Vec::new());
    let mut own = RequestScope { types: request.types, name: &name, scope: &mut scope, arguments: &mut arguments };
    // The caller who sets this body sets all that it requires.
    let given = RequestBody { required: true, ..body.clone() };
    let lowered = multipart(context, &given, media_type, schema, String::new(), &mut own);
    let Body::Multipart { parts, .. } = lowered else { return Type::Multipart };
    let structure = structure(arguments, parts, &schema.at);
    request.types.add(TypeDefinition {
        name: name.clone(),
        module: name.clone(),
        is_nested: false,
        source: schema.at.clone(),
        docs: Docs(vec![format!("The body as {}.", markdown::code(media_type_name))]),
        kind: TypeKind::Struct(structure),
        in_requests: false,
        check: Check::None,
        traits: ValueTraits::default(),
        custom: CustomCode::default(),
    });
    Type::Local(name)
}

/// The arguments as fields of a struct, with names of their own.
fn structure(arguments: Vec<Argument>, parts: Vec<MultipartPart>, at: &Location) -> StructType {
    let (mut fields_scope, mut setters) = (NameScope::default(), NameScope::default());
    let place = |wire: &WireName| Location { pointer: at.pointer.child(wire.as_str()), ..at.clone() };
    let wires: Vec<(WireName, Location)> =
        arguments.iter().map(|argument| (argument.wire.clone(), place(&argument.wire))).collect();
    for (scope, name_of) in
        [(&mut fields_scope, names::field_name as fn(&str) -> RustName), (&mut setters, names::field_setter_name)]
    {
        let wanted = wires.iter().map(|(wire, at)| (wire.as_str(), at));
        scope.reserve(wanted.map(|(wire, at)| names::WantedName::of_field(name_of(wire), wire, wire, at)));
    }
    let (mut fields, mut part_kinds): (Vec<Field>, Vec<PartKind>) = (Vec::new(), Vec::new());
    for (argument, part) in arguments.into_iter().zip(parts) {
        let (wire, at) = (argument.wire.as_str(), place(&argument.wire));
        fields.push(Field {
            name: fields_scope.claim_unreported_at(names::field_name(wire), wire, &at),
            setter: setters.claim_unreported_at(names::field_setter_name(wire), wire, &at),
            setter_docs: descriptions::setter_of_field(&argument.docs),
            docs: argument.docs,
            ty: argument.ty,
            required: argument.required,
            nullable: false,
            read_only: false,
            is_read_only_discriminator: false,
            write_only: false,
            required_in_requests: false,
            codec: FieldCodec::default(),
            accepts_into: false,
            constant: argument.constant,
            check: argument.check,
            wire: argument.wire,
        });
        part_kinds.push(part.kind);
    }
    let extra: RustName = fields_scope.claim_unreported(names::field_name("extra"), "extra parts");
    StructType { fields, extra, additional: None, part_kinds, construction: Construction::default() }
}
