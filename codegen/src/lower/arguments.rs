//! Parameters as arguments of a request.

use std::rc::Rc;

use super::{
    Context, descriptions, markdown,
    media::{self, Family},
    names,
    names::Scope,
    rules,
    schemas::{self, Direction, Kind, OwnTypes},
};
use crate::{
    diagnostic::Code,
    model::{Argument, ArgumentLocation, RustName, Style, Type, WireName},
    openapi::{Parameter, ParameterLocation, Schema},
    source::Location,
};

/// Lowers the parameters in the order in which they are handed over.
pub(super) fn lower(
    context: &mut Context<'_>,
    parameters: &[Parameter],
    types: &mut OwnTypes,
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
    types: &mut OwnTypes,
    operation: &RustName,
    scope: &mut Scope,
) -> Option<Argument> {
    let wire = &parameter.name;
    let content = content(context, parameter);
    let Some(written) = parameter.schema.clone().or_else(|| content.as_ref()?.schema.clone()) else {
        let message = format!("the parameter `{}` has no schema", wire.value);
        context.diagnostics.error(Code::MissingKey, &parameter.at, message);
        return None;
    };
    let type_name = names::joined(operation, names::variant_name(&wire.value).unraw());
    let ty = match schemas::for_operation(context, &written, &type_name, types, Direction::Request) {
        Type::Option(inner) => *inner,
        ty => ty,
    };
    context.note_parameter(parameter, &written, &ty);
    let schema = schemas::resolve_schema(context, &written);
    let kind = Kind::of(context, &schema);
    let is_plain = matches!(kind, Kind::Scalar(_) | Kind::Enumeration(_))
        && content.as_ref().is_none_or(|content| !content.is_json);
    if let Some(content) = content.as_ref().filter(|content| !content.is_json && !is_plain) {
        context.unsupported(&content.key, "a parameter like this is written as JSON");
    }
    let place = place(context, parameter, &ty)?;
    let part = parameter.location.as_str();
    let name = scope.claim_in(part, names::setter_name(&wire.value), &wire.value, &wire.at, context.diagnostics);
    let argument = Argument {
        flag: scope.flag(&name),
        wire: WireName(wire.value.clone()),
        docs: descriptions::or_wire(descriptions::parameter(parameter, &schema), &wire.value, &name),
        location: place,
        rules: rules::of(context, &written).if_any(),
        is_string_enum: is_text(context, &schema),
        style: match style(context, parameter, content.is_some()) {
            marked @ (Style::Label { .. } | Style::Matrix { .. }) => marked,
            _ if is_plain => Style::Plain,
            other => other,
        },
        ty,
        allows_reserved: parameter.allow_reserved,
        allows_empty: parameter.allow_empty_value,
        required: parameter.required && place != ArgumentLocation::ClientParameter,
        constant: None,
        password_rules: None,
        name,
    };
    Some(argument.with_constant(context, &schema))
}

impl Argument {
    /// With the only text that it can be, where it has to be there: it is sent unless another is given.
    pub(super) fn with_constant(mut self, context: &mut Context<'_>, schema: &Rc<Schema>) -> Self {
        let takes_null = matches!(self.ty, Type::Option(_));
        self.constant = if self.required && !takes_null { schemas::only_text(context, schema) } else { None };
        if let Some(text) = &self.constant {
            self.docs.add([format!("Sent as {} unless another is given.", markdown::code(text))]);
        }
        self
    }
}

/// Whether a text can be made to be one, or an element of one.
pub(super) fn is_text(context: &mut Context<'_>, schema: &Rc<Schema>) -> bool {
    match (Kind::of(context, schema), &schema.items) {
        (Kind::Enumeration(_), _) => true,
        (Kind::List, Some(items)) if schema.prefix_items.is_empty() => {
            let items = schemas::resolve_schema(context, items);
            matches!(Kind::of(context, &items), Kind::Enumeration(_))
        }
        _ => false,
    }
}

fn place(context: &mut Context<'_>, parameter: &Parameter, ty: &Type) -> Option<ArgumentLocation> {
    if parameter.client_parameter && (parameter.location != ParameterLocation::Path || *ty != Type::String) {
        let message = "only a text in the path can be an `x-client-parameter`";
        context.diagnostics.error(Code::MalformedExtension, &parameter.at, message);
        return None;
    }
    Some(match parameter.location {
        ParameterLocation::Path if parameter.client_parameter => ArgumentLocation::ClientParameter,
        ParameterLocation::Path => ArgumentLocation::Path,
        ParameterLocation::Query => ArgumentLocation::Query,
        ParameterLocation::Header => ArgumentLocation::Header,
        ParameterLocation::Cookie => ArgumentLocation::Cookie,
    })
}

/// The media type that a parameter is written in.
struct Content {
    key: Location,
    is_json: bool,
    schema: Option<Rc<Schema>>,
}

/// The one media type of a parameter that has no style; OpenAPI allows no second.
fn content(context: &mut Context<'_>, parameter: &Parameter) -> Option<Content> {
    let (_, media_type, family) = media::choose(context, &parameter.content)?;
    Some(Content { key: media_type.key.clone(), is_json: family == Family::Json, schema: media_type.schema.clone() })
}

/// How a value is written, where it is no single text or is marked by more than its place: what the document says, or else what the specification says.
fn style(context: &mut Context<'_>, parameter: &Parameter, has_content: bool) -> Style {
    if has_content {
        return Style::Json;
    }
    let usual = match parameter.location {
        ParameterLocation::Path | ParameterLocation::Header => "simple",
        ParameterLocation::Query | ParameterLocation::Cookie => "form",
    };
    let name = parameter.style.as_ref().map_or(usual, |style| style.value.as_str());
    let explode = parameter.explode.unwrap_or(name == "form");
    match (name, parameter.location) {
        ("simple", ParameterLocation::Path | ParameterLocation::Header) => Style::Simple { explode },
        ("label", ParameterLocation::Path) => Style::Label { explode },
        ("matrix", ParameterLocation::Path) => Style::Matrix { explode },
        ("form", ParameterLocation::Query | ParameterLocation::Cookie) => Style::Form { explode },
        // A pair for each element has nothing to delimit.
        ("spaceDelimited" | "pipeDelimited", ParameterLocation::Query) if explode => Style::Form { explode },
        ("spaceDelimited", ParameterLocation::Query) => Style::SpaceDelimited,
        ("pipeDelimited", ParameterLocation::Query) => Style::PipeDelimited,
        ("deepObject", ParameterLocation::Query) => Style::DeepObject,
        _ => {
            let message = format!("a parameter here cannot have the style `{name}`; it is written as `{usual}`");
            context.unsupported(parameter.style.as_ref().map_or(&parameter.at, |style| &style.at), message);
            if usual == "form" { Style::Form { explode } } else { Style::Simple { explode } }
        }
    }
}
