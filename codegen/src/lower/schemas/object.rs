//! Objects: structs if properties are described, maps otherwise.

use std::{collections::HashSet, rc::Rc};

use super::{TypeScope, array, definition::define_type};
use crate::{
    diagnostic::{Code, Diagnostics, Tolerance, suggest},
    lower::{
        Context,
        docs::{descriptions, markdown},
        effective, names,
    },
    model::{Check, Construction, Direction, Field, FieldCodec, RustName, StructType, Type, TypeKind, WireName},
    openapi::{AdditionalProperties, Property, Schema},
    source::{Location, NodePart},
};

pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let kind = struct_kind(context, schema, name, type_scope);
    define_type(context, schema, name, kind, type_scope)
}

/// The fields of the struct. `name` is the prefix of the types inside it.
pub(super) fn struct_kind(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> TypeKind {
    check_required(context, schema);
    let mut scope = FieldScope::new(schema);
    let mut fields = Vec::new();
    let all_required: HashSet<&str> = schema.required.iter().map(|required| required.value.as_str()).collect();
    for (wire, property) in &schema.properties {
        let resolved = effective::schema(context, &property.schema);
        let read_only = effective::is_never_sent(context, schema, wire, &property.schema, &resolved);
        let is_hidden = match type_scope.direction {
            Direction::Request => read_only,
            Direction::Response => is_write_only(&property.schema, &resolved),
            Direction::Both => false,
        };
        if !is_hidden {
            let field_names = scope.claim(wire, property, context.diagnostics);
            let use_of_property = PropertyUse { required: all_required.contains(wire.as_str()), read_only };
            fields.push(lower_field(context, &property.schema, field_names, use_of_property, name, type_scope));
        }
    }
    let additional = additional_type(context, schema, name, type_scope);
    TypeKind::Struct(StructType {
        fields,
        extra: scope.claim_extra(additional.is_some()),
        additional,
        part_kinds: Vec::new(),
        construction: Construction::default(),
    })
}

/// The names of the fields and setters of a struct.
struct FieldScope {
    fields: names::NameScope,
    setters: names::NameScope,
}

/// The names of a property: in JSON, of its field, and of its setter.
struct PropertyNames<'s> {
    wire: &'s str,
    field: RustName,
    setter: RustName,
}

impl FieldScope {
    fn new(schema: &Schema) -> Self {
        let wanted = |name_of: fn(&str) -> RustName| {
            schema.properties.iter().map(move |(wire, property)| {
                let word = property.schema.name_in_rust(wire);
                names::WantedName::of_field(name_of(word), word, wire, &property.key)
            })
        };
        let (mut fields, mut setters) = (names::NameScope::default(), names::NameScope::default());
        fields.reserve(wanted(names::field_name));
        setters.reserve(wanted(names::field_setter_name));
        Self { fields, setters }
    }

    fn claim<'s>(&mut self, wire: &'s str, property: &Property, diagnostics: &mut Diagnostics) -> PropertyNames<'s> {
        let word = property.schema.name_in_rust(wire);
        let (wanted, wanted_setter) = (names::field_name(word), names::field_setter_name(word));
        let field = self.fields.claim(wanted.clone(), wire, &property.key, diagnostics);
        // A collision of both names is reported once.
        let setter = if field == wanted {
            self.setters.claim_with_warning(wanted_setter, wire, &property.key, diagnostics)
        } else {
            self.setters.claim_unreported_at(wanted_setter, wire, &property.key)
        };
        PropertyNames { wire, field, setter }
    }

    /// The name of the field with the properties that are not described.
    fn claim_extra(&mut self, are_typed: bool) -> RustName {
        let wanted = if are_typed { ["additional", "additional_properties"] } else { ["extra", "extra_properties"] };
        let mut wanted = wanted.into_iter().map(names::field_name);
        let extra = wanted.find(|name| !self.fields.contains(name));
        let extra = extra.unwrap_or_else(|| names::field_name("all_other_properties"));
        self.fields.claim_unreported(extra, "other properties")
    }
}

/// What the schema of the object says of a property.
struct PropertyUse {
    required: bool,
    read_only: bool,
}

fn lower_field(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    property_names: PropertyNames<'_>,
    PropertyUse { required, read_only }: PropertyUse,
    struct_name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Field {
    let PropertyNames { wire, field: name, setter } = property_names;
    let resolved = effective::schema(context, schema);
    let write_only = is_write_only(schema, &resolved);
    let type_name = names::joined(struct_name, names::variant_name(wire).unraw());
    let only_value = effective::inline_constant(context, schema, &resolved);
    let lowered = match &only_value {
        Some(_) => lower_constant(context, schema, type_scope.direction),
        None => super::lower(context, schema, &type_name, type_scope),
    };
    let (ty, nullable) = match lowered {
        Type::Option(inner) => (*inner, true),
        ty => (ty, schema.nullable || resolved.nullable),
    };
    let nullable = nullable && ty != Type::Json;
    let constant = if required && !nullable { effective::constant(context, &resolved) } else { None };
    let value_schema = effective::value_schema(context, schema);
    let has_own_docs = matches!(ty, Type::Local(_) | Type::Shared(_)) || Rc::ptr_eq(&value_schema, &resolved);
    let value_schema = (!has_own_docs).then_some(&*value_schema);
    let is_read_only_discriminator = (schema.read_only || resolved.read_only) && !read_only;
    let sent = is_read_only_discriminator.then(|| Schema { read_only: false, ..Schema::clone(&resolved) });
    let described = sent.as_ref().unwrap_or(&resolved);
    let mut docs = context.docs(|| descriptions::property(schema, described, value_schema, &name));
    if let Some(value) = only_value {
        docs.add([format!("The only documented value is {}.", markdown::code(&value))]);
    }
    Field {
        setter,
        setter_docs: context.docs(|| descriptions::setter(schema)),
        docs: descriptions::or_wire_name(docs, wire, &name),
        name,
        wire: WireName(wire.to_owned()),
        check: Check::None,
        nullable,
        ty,
        required,
        read_only,
        is_read_only_discriminator,
        write_only,
        required_in_requests: false,
        codec: FieldCodec::default(),
        accepts_into: false,
        constant,
    }
}

/// The type of a property with one documented string. An enum of one variant would say no more.
fn lower_constant(context: &mut Context<'_>, schema: &Rc<Schema>, direction: Direction) -> Type {
    let mark = context.example_types.mark();
    let ty = super::nullable(Type::String, super::allows_null(context, schema));
    context.record_schema_type(schema, &ty, direction, mark);
    ty
}

fn is_write_only(written: &Schema, resolved: &Schema) -> bool {
    written.write_only || resolved.write_only
}

/// The type of properties that are not described, if the document gives one.
fn additional_type(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Option<Type> {
    check_pattern_properties(context, schema);
    let values = effective::map_value_schema(schema)?;
    let values = super::lower(context, &values, &names::joined(name, "Value"), type_scope);
    Some(array::limit_nesting(context, schema, values))
}

/// Reports patterns of property names if properties that match none have the same type.
fn check_pattern_properties(context: &mut Context<'_>, schema: &Schema) {
    let is_typed = matches!(schema.additional_properties, Some(AdditionalProperties::Schema(_)));
    if let Some(first) = schema.pattern_properties.values().next()
        && (is_typed || (schema.additional_properties.is_none() && effective::only_pattern(schema).is_some()))
        && let Some(pointer) = first.at.pointer.parent()
    {
        let at = Location { pointer, part: NodePart::Key, ..first.at.clone() };
        let message = "open `patternProperties`: undescribed properties have one type, whatever their names are";
        context.diagnostics.report(Code::NarrowType, at, message);
    }
}

/// An object without described properties.
pub(super) fn lower_map(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    check_required(context, schema);
    let values = additional_type(context, schema, name, type_scope).unwrap_or(Type::Json);
    Type::Map(Box::new(array::limit_nesting(context, schema, values)))
}

/// Reports required properties that are not described.
pub(in crate::lower) fn check_required(context: &mut Context<'_>, schema: &Schema) {
    // A required property of a map has the type of all undescribed properties, and is documented.
    let is_map = effective::map_value_schema(schema).is_some();
    let tolerance = if is_map { Tolerance::Accepted } else { Code::UnknownRequired.tolerance() };
    let unknown = schema.required.iter().filter(|required| !schema.properties.contains_key(&required.value));
    let unknown: Vec<_> = unknown.collect();
    let Some(first) = unknown.first() else { return };
    let names: Vec<String> = unknown.iter().map(|required| format!("`{}`", required.value)).collect();
    let noun = if names.len() == 1 { "property" } else { "properties" };
    let message = format!("unknown required {noun} {}", names.join(", "));
    let problem = context.diagnostics.report_as(Code::UnknownRequired, tolerance, &first.at, message);
    for required in unknown {
        if let Some(near) = suggest(&required.value, schema.properties.keys().map(String::as_str)) {
            problem.help(format!("a property with a name similar to `{}` exists: `{near}`", required.value));
        }
    }
    if names.len() > 1 {
        problem.fallback("the properties are documented and not required");
    }
}
