//! The whole query as one parameter (OpenAPI 3.2, `in: querystring`). A form is the query parameter of an object in the
//! style `form`, whose pairs have the names of its properties. Other media types are reported.

use super::{Context, effective};
use crate::openapi::{Parameter, ParameterLocation, Spanned};

const FORM: &str = "application/x-www-form-urlencoded";

/// The same parameter in the query. `None` if its media type has no names for its values.
pub(super) fn as_query(context: &mut Context<'_>, mut parameter: Parameter) -> Option<Parameter> {
    let form = parameter.content.iter().find(|(name, _)| name.eq_ignore_ascii_case(FORM));
    let schema = form.and_then(|(_, media_type)| media_type.schema.clone());
    let is_object = |schema: &_| {
        let resolved = effective::value_schema(context, schema);
        matches!(
            effective::SchemaKind::of(context, &resolved),
            effective::SchemaKind::Structure | effective::SchemaKind::Map
        )
    };
    let Some(schema) = schema.filter(is_object) else {
        let at = parameter.content.values().next().map_or(&parameter.at, |media_type| &media_type.key);
        let message =
            format!("unsupported query string `{}`: only a form of an object is supported", parameter.name.value);
        let problem = context.diagnostics.unsupported(at, message);
        problem.help(format!("describe it as `{FORM}` with an object, or by parameters `in: query`"));
        return None;
    };
    parameter.location = ParameterLocation::Query;
    parameter.schema = Some(schema);
    parameter.style = Some(Spanned { value: "form".to_owned(), at: parameter.at.clone() });
    parameter.explode = Some(true);
    parameter.content.clear();
    Some(parameter)
}
