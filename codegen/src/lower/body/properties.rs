//! Bodies as arguments: one for each property of an object that is written in place, otherwise one for the whole
//! body.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{RequestScope, files::Files};
use crate::{
    diagnostic::Code,
    lower::{
        Context,
        docs::{descriptions, markdown},
        effective::{self, SchemaKind},
        names, parameters, rules, schemas,
    },
    model::{
        Argument, ArgumentLocation, Body, BodyFormat, Check, Direction, Docs, EmptyValue, RustName, Style, Type,
        WireName,
    },
    openapi::{Encoding, RequestBody, Schema},
    source::Location,
};

/// A JSON body: one setter for each property of an inline object, otherwise one setter.
pub(super) fn json(
    context: &mut Context<'_>,
    body: &RequestBody,
    schema: Option<&Rc<Schema>>,
    content_type: String,
    request: &mut RequestScope<'_>,
) -> Body {
    let in_place =
        schema.filter(|schema| schema.reference.is_none() && schema.all_of.is_empty() && schema.rust_type.is_none());
    if let Some(schema) = in_place.filter(|_| body.required)
        && matches!(SchemaKind::of(context, schema), SchemaKind::Structure)
        && schema.additional_properties.is_none()
        && !has_setter_collision(schema, request)
    {
        if schema.nullable {
            report_null(context, &schema.at);
        }
        property_arguments(context, schema, None, true, request);
        return Body::Object { content_type };
    }
    single_argument(context, body, schema, content_type, BodyFormat::Json, request)
}

/// Whether a property would get the setter of a parameter.
fn has_setter_collision(schema: &Schema, request: &RequestScope<'_>) -> bool {
    let names: Vec<RustName> = schema.properties.keys().map(|wire| names::setter_name(wire)).collect();
    let is_parameter = |name: &RustName| request.arguments.iter().any(|argument| argument.name == *name);
    names
        .iter()
        .enumerate()
        .any(|(index, name)| is_parameter(name) || names.iter().take(index).any(|other| other == name))
}

/// One setter for the whole body.
pub(super) fn single_argument(
    context: &mut Context<'_>,
    body: &RequestBody,
    schema: Option<&Rc<Schema>>,
    content_type: String,
    format: BodyFormat,
    request: &mut RequestScope<'_>,
) -> Body {
    let ty = match (&format, schema) {
        (BodyFormat::Text, _) => Type::String,
        (BodyFormat::Bytes, _) => Type::Bytes,
        (BodyFormat::Multipart, _) => Type::Multipart,
        (_, Some(schema)) => {
            let name = names::joined(request.name, "Body");
            match schemas::for_operation(context, schema, &name, request.types, Direction::Request) {
                Type::Option(inner) => {
                    if body.required {
                        report_null(context, &schema.at);
                    }
                    *inner
                }
                ty => ty,
            }
        }
        (_, None) => Type::Json,
    };
    let is_value = !matches!(format, BodyFormat::Bytes | BodyFormat::Multipart);
    let check = schema.filter(|_| is_value).map_or(Check::None, |schema| rules::check(context, schema));
    let wire = "body".to_owned();
    let mut setter = names::setter_name(&wire);
    match request.scope.collision(&setter, "request body", &body.at) {
        Some(collision) => {
            setter = request.scope.claim_unreported_at(names::setter_name("request body"), "request body", &body.at);
            collision.report(Code::NameDisambiguated, &setter, context.diagnostics);
        }
        None => setter = request.scope.claim_unreported_at(setter, "request body", &body.at),
    }
    request.arguments.push(Argument {
        flag: request.scope.flag(&setter),
        name: setter,
        wire: WireName(wire),
        docs: Docs(markdown::lines(body.description.as_deref().unwrap_or_default())),
        location: ArgumentLocation::Body,
        ty,
        accepts_into: false,
        is_string_enum: false,
        style: Style::Json,
        allows_reserved: false,
        empty: EmptyValue::Omit,
        required: body.required,
        constant: None,
        check,
        password_rules: None,
    });
    Body::Single { content_type, format }
}

/// Reports a body that may be null.
fn report_null(context: &mut Context<'_>, at: &Location) {
    let message = "nullable body: the client sends a value, and cannot send null";
    let problem = context.diagnostics.report(Code::NarrowType, at, message);
    problem.help("describe a schema that does not allow null, or an untyped one (`{}`) if null has a meaning");
}

/// Reports rules of an object whose properties are set one by one: only the values of the properties are checked.
fn report_unchecked(context: &mut Context<'_>, schema: &Schema) {
    let limits = &schema.limits;
    let alternatives = [("oneOf", &schema.one_of), ("anyOf", &schema.any_of)];
    let alternatives = alternatives.into_iter().filter(|(_, variants)| effective::only_require_properties(variants));
    let mut keywords: Vec<&str> = alternatives.map(|(keyword, _)| keyword).collect();
    keywords.extend(limits.min_properties.filter(|min| *min > 0).map(|_| "minProperties"));
    keywords.extend(limits.max_properties.map(|_| "maxProperties"));
    keywords.extend(schema.assertions.iter().flat_map(|assertions| assertions.keywords()));
    if keywords.is_empty() {
        return;
    }
    let names: Vec<String> = keywords.iter().map(|keyword| format!("`{keyword}`")).collect();
    let message = format!("unchecked {} of a body whose properties have a setter each", names.join(", "));
    let problem = context.diagnostics.report(Code::NotChecked, &schema.at, message);
    problem.help("move the schema to `components`: a value of its type is checked as a whole");
}

/// Adds one argument for each property: of a multipart body with these encodings, otherwise of a JSON body. None is
/// required if the body is optional.
pub(super) fn property_arguments(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    multipart: Option<&IndexMap<String, Encoding>>,
    is_required: bool,
    request: &mut RequestScope<'_>,
) {
    schemas::check_required(context, schema);
    report_unchecked(context, schema);
    request.scope.reserve(schema.properties.iter().map(|(wire, property)| {
        let word = property.schema.name_in_rust(wire);
        names::WantedName::of_field(names::setter_name(word), word, wire, &property.key)
    }));
    for (wire, property) in &schema.properties {
        let resolved = effective::schema(context, &property.schema);
        if resolved.read_only || property.schema.read_only {
            continue;
        }
        let type_name = names::joined(request.name, names::variant_name(wire).unraw());
        let files = multipart.and_then(|encodings| Files::of(context, &property.schema, encodings.get(wire)));
        let ty = match &files {
            Some(files) => files.ty(),
            None => {
                match schemas::for_operation(context, &property.schema, &type_name, request.types, Direction::Request) {
                    // Forms have no null.
                    Type::Option(inner) if multipart.is_some() => *inner,
                    ty if multipart.is_none() && resolved.nullable => schemas::nullable(ty, true),
                    ty => ty,
                }
            }
        };
        let word = property.schema.name_in_rust(wire);
        let name = names::setter_name(word);
        let setter = request.scope.claim_in_part("body", name, wire, &property.key, context.diagnostics);
        names::report_reserved_setter(context.diagnostics, &property.key, word, &setter);
        let value_schema = effective::value_schema(context, &property.schema);
        let has_own_docs = matches!(ty, Type::Local(_) | Type::Shared(_)) || Rc::ptr_eq(&value_schema, &resolved);
        let documented = (!has_own_docs).then_some(&*value_schema);
        let mut docs = context.docs(|| descriptions::property(&property.schema, &resolved, documented, &setter));
        if let Some(line) = files.as_ref().and_then(|files| files.report_other_values(context, &property.key)) {
            docs.add([line]);
        }
        let argument = Argument {
            flag: request.scope.flag(&setter),
            docs: descriptions::or_wire_name(docs, wire, &setter),
            name: setter,
            wire: WireName(wire.clone()),
            location: ArgumentLocation::BodyProperty,
            is_string_enum: parameters::is_string_enum(context, &value_schema),
            ty,
            accepts_into: false,
            style: Style::Json,
            allows_reserved: false,
            empty: EmptyValue::Omit,
            required: is_required && schema.required.iter().any(|required| required.value == *wire),
            constant: None,
            check: files.map_or_else(|| rules::check(context, &property.schema), |files| files.check()),
            password_rules: None,
        };
        request.arguments.push(argument.with_constant(context, &resolved));
    }
}
