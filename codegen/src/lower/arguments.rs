//! Parameters as arguments of a request.

use super::{Context, descriptions, markdown, names, names::Scope, references::resolve, types::TypeLowering};
use crate::{
    diagnostic::Code,
    model::{Argument, Limits, Place, RustName, Type, WireName},
    openapi::{Located, Parameter, ParameterLocation, Schema},
};

/// Lowers the parameters in the order in which they are handed over.
pub(super) fn lower(
    context: &mut Context<'_>,
    parameters: &[&Parameter],
    types: &mut TypeLowering,
    operation: &RustName,
    scope: &mut Scope,
) -> Vec<Argument> {
    let mut arguments = Vec::new();
    for parameter in parameters {
        arguments.extend(argument(context, parameter, types, operation, scope));
    }
    arguments
}

fn argument(
    context: &mut Context<'_>,
    parameter: &Parameter,
    types: &mut TypeLowering,
    operation: &RustName,
    scope: &mut Scope,
) -> Option<Argument> {
    check_style(context, parameter);
    let wire = &parameter.name;
    let Some(schema) = &parameter.schema else {
        let message = format!("the parameter `{}` has no schema", wire.value);
        context.diagnostics.error(Code::MissingKey, &parameter.at, message);
        return None;
    };
    let type_name = names::joined(operation, names::variant_name(&wire.value).unraw());
    let ty = types.lower(context, schema, &type_name)?;
    let schema = resolve(context.document, schema, context.diagnostics)?;
    if matches!(ty, Type::Secret | Type::Json | Type::List(_) | Type::Map(_) | Type::AnyText) || is_structure(&ty, schema) {
        context.unsupported(&schema.at, "a parameter of this type is not supported yet");
        return None;
    }
    let place = place(context, parameter, &ty)?;
    let name = names::setter_name(&wire.value);
    scope.claim(&name, &wire.value, &wire.at, context.diagnostics);
    Some(Argument {
        flag: names::flag_name(&name),
        name,
        wire: WireName(wire.value.clone()),
        docs: descriptions::or_else(descriptions::parameter(parameter, Some(schema)), || {
            format!("Sets {}.", markdown::code(&wire.value))
        }),
        place,
        limits: limits(schema, place),
        ty,
        required: parameter.required && place != Place::ClientParameter,
        rules: None,
    })
}

fn is_structure(ty: &Type, schema: &Schema) -> bool {
    matches!(ty, Type::Named(_) | Type::Shared(_)) && schema.values.is_none()
}

fn place(context: &mut Context<'_>, parameter: &Parameter, ty: &Type) -> Option<Place> {
    if parameter.client_parameter && (parameter.location != ParameterLocation::Path || *ty != Type::String) {
        let message = "only a text in the path can be an `x-client-parameter`";
        context.diagnostics.error(Code::MalformedExtension, &parameter.at, message);
        return None;
    }
    Some(match parameter.location {
        ParameterLocation::Path if parameter.client_parameter => Place::ClientParameter,
        ParameterLocation::Path => Place::Path,
        ParameterLocation::Query => Place::Query,
        ParameterLocation::Header => Place::Header,
    })
}

/// A single text is written the same in every simple style; the others are another matter.
fn check_style(context: &mut Context<'_>, parameter: &Parameter) {
    let usual = if parameter.location == ParameterLocation::Query { "form" } else { "simple" };
    if let Some(style) = parameter.style.as_ref().filter(|style| style.value != usual) {
        let message = format!("the style `{}` is not supported yet", style.value);
        context.unsupported(&style.at, message);
    }
    let explode: Option<&Located<bool>> = parameter.explode.as_ref();
    if let Some(explode) = explode.filter(|explode| explode.value != (usual == "form")) {
        let message = format!("`explode: {}` is not supported yet here", explode.value);
        context.unsupported(&explode.at, message);
    }
}

/// The limits that are worth a check. An empty part of a path is refused in any case.
fn limits(schema: &Schema, place: Place) -> Limits {
    let is_implied = matches!(place, Place::Path | Place::ClientParameter) && schema.min_length == Some(1);
    Limits { min: schema.min_length.filter(|least| *least > 0 && !is_implied), max: schema.max_length }
}
