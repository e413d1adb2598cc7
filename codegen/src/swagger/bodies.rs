//! Body and form parameters, which are a request body in OpenAPI 3.0.

use super::{
    context::ConversionContext,
    converted_value::ConvertedValue,
    media_types::{JSON, MediaTypes},
    parameters, schemas,
    swagger_node::SwaggerNode,
};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// The request body of an operation with these parameters, if they have one. Each is the target of its reference.
pub(super) fn request_body(
    parameters: &[SwaggerNode<'_>],
    consumes: &MediaTypes<'_>,
    context: &ConversionContext<'_>,
) -> Option<ConvertedValue> {
    let is_in = |place: &'static str| move |one: &&SwaggerNode<'_>| one.text_of("in") == Some(place);
    let fields: Vec<_> = parameters.iter().filter(is_in("formData")).collect();
    let mut bodies = parameters.iter().filter(is_in("body"));
    if let Some(body) = bodies.next() {
        for other in bodies.chain(fields) {
            let name = other.text_of("name").unwrap_or_default();
            let message = format!("unsupported parameter `{name}` beside a body: it is omitted");
            context.unsupported(other, message, "an operation has one body or a form");
        }
        return Some(whole(body, consumes, context));
    }
    let first = *fields.first()?;
    Some(form(first, &fields, consumes, context))
}

/// The body of a parameter `in: body`.
fn whole(body: &SwaggerNode<'_>, consumes: &MediaTypes<'_>, context: &ConversionContext<'_>) -> ConvertedValue {
    let schema = match body.get("schema") {
        Some(schema) => schemas::schema(&schema, &[], context),
        // Some documents write the keys of the schema beside it.
        None => parameters::schema(body, context),
    };
    let media_type = |at: SwaggerNode<'_>| ConvertedValue::property(&at, "schema", schema.clone());
    let content = consumes.or(JSON, body).into_iter().map(|(name, at)| (name, media_type(at)));
    let content = ConvertedValue::object(body, content.collect());
    let kept = |key: &str| ["description", "required"].contains(&key) || key.starts_with("x-") && key != "x-example";
    let mut entries: Vec<_> = body
        .entries()
        .filter(|(key, _)| kept(key))
        .map(|(key, value)| (key.to_owned(), ConvertedValue::copy(&value)))
        .collect();
    entries.push(("content".to_owned(), content));
    ConvertedValue::object(body, entries)
}

/// The body of parameters `in: formData`. What has no place in the Swagger document has that of the first one.
fn form(
    first: &SwaggerNode<'_>,
    fields: &[&SwaggerNode<'_>],
    consumes: &MediaTypes<'_>,
    context: &ConversionContext<'_>,
) -> ConvertedValue {
    let has_file = fields.iter().any(|field| is_file(field));
    let mut names: Vec<&str> = consumes.names().filter(|name| [FORM, MULTIPART].contains(name)).collect();
    names.retain(|name| !has_file || *name == MULTIPART);
    if names.is_empty() {
        names.push(if has_file { MULTIPART } else { FORM });
    }
    let mut form = FormFields::default();
    for field in fields {
        form.add(field, names.contains(&MULTIPART), context);
    }
    let FormFields { properties, required, encoding } = form;
    let mut schema = vec![
        ("type".to_owned(), ConvertedValue::text(first, "object")),
        ("properties".to_owned(), ConvertedValue::object(first, properties)),
    ];
    let is_required = !required.is_empty();
    if is_required {
        schema.push(("required".to_owned(), ConvertedValue::list(first, required)));
    }
    let schema = ConvertedValue::object(first, schema);
    let content = names.into_iter().map(|name| {
        let mut media_type = vec![("schema".to_owned(), schema.clone())];
        if name == FORM && !encoding.is_empty() {
            media_type.push(("encoding".to_owned(), ConvertedValue::object(first, encoding.clone())));
        }
        (name.to_owned(), ConvertedValue::object(first, media_type))
    });
    let content = ConvertedValue::object(first, content.collect());
    let entries =
        vec![("content".to_owned(), content), ("required".to_owned(), ConvertedValue::flag(first, is_required))];
    ConvertedValue::object(first, entries)
}

/// What the parameters of a form become.
#[derive(Default)]
struct FormFields {
    properties: Vec<(String, ConvertedValue)>,
    /// The names of the required properties.
    required: Vec<ConvertedValue>,
    /// The Encoding Objects of properties.
    encoding: Vec<(String, ConvertedValue)>,
}

impl FormFields {
    /// Adds a parameter, or reports why it is omitted.
    fn add(&mut self, field: &SwaggerNode<'_>, is_multipart: bool, context: &ConversionContext<'_>) {
        let Some(name) = field.get("name").filter(|name| name.text().is_some()) else {
            context.unsupported(field, "unsupported form parameter without a name: it is omitted", "add a `name`");
            return;
        };
        let text = name.text().unwrap_or_default();
        if self.properties.iter().any(|(known, _)| known == text) {
            let message = format!("unsupported second form parameter `{text}`: it is omitted");
            context.unsupported(field, message, "remove one of the two");
            return;
        }
        match parameters::style(field, "formData") {
            Ok(Some(("form", true)) | None) => {}
            Ok(Some((style, explode))) => {
                if is_multipart {
                    let message = format!("unsupported list `{text}` in one part: each item is sent as a part");
                    context.unsupported(field, message, "write `collectionFormat: multi`");
                }
                let entries =
                    [("style", ConvertedValue::text(field, style)), ("explode", ConvertedValue::flag(field, explode))];
                let entries = entries.map(|(key, value)| (key.to_owned(), value));
                self.encoding.push((text.to_owned(), ConvertedValue::object(field, entries.into())));
            }
            Err(format) => return parameters::report_format(&format, text, context),
        }
        if field.is_true("required") {
            self.required.push(ConvertedValue::copy(&name));
        }
        self.properties.push((text.to_owned(), property(field, context)));
    }
}

fn is_file(field: &SwaggerNode<'_>) -> bool {
    field.text_of("type") == Some("file") || field.get("items").is_some_and(|items| is_file(&items))
}

/// A form parameter as a property.
fn property(field: &SwaggerNode<'_>, context: &ConversionContext<'_>) -> ConvertedValue {
    let schema = match field.get("schema") {
        // OpenAPI 3.0 has the key. Some documents mix the versions.
        Some(schema) => schemas::schema(&schema, &[], context),
        None => parameters::schema(field, context),
    };
    let others = field
        .entries()
        .filter(|(key, _)| *key == "description" || key.starts_with("x-") && !parameters::is_schema_key(key));
    schema.with(others.map(|(key, value)| (key.to_owned(), ConvertedValue::copy(&value))).collect())
}
