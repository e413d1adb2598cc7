//! Forms: the styles of the properties of `application/x-www-form-urlencoded`.

use std::rc::Rc;

use crate::{
    lower::{
        Context,
        effective::{self, SchemaKind},
        media_types::MediaKind,
    },
    model::Style,
    openapi::{Encoding, MediaType, Schema, SchemaType},
};

/// The properties with a style other than the default.
pub(super) fn form_styles(
    context: &mut Context<'_>,
    media_type: &MediaType,
    schema: &Rc<Schema>,
) -> Vec<(String, Style)> {
    let schema = effective::schema(context, schema);
    let kind = SchemaKind::of(context, &schema);
    if matches!(kind, SchemaKind::List | SchemaKind::Scalar(_) | SchemaKind::Enumeration(_)) {
        context.unsupported(&media_type.key, "unsupported form: only an object can be sent as a form");
    }
    let mut styles = Vec::new();
    for (wire, encoding) in &media_type.encoding {
        if schema.properties.contains_key(wire)
            && let Some(style) = form_style(context, encoding)
        {
            styles.push((wire.clone(), style));
        } else if let Some(property) = schema.properties.get(wire) {
            check_form_type(context, encoding, &property.schema);
        }
    }
    styles
}

fn form_style(context: &mut Context<'_>, encoding: &Encoding) -> Option<Style> {
    let name = encoding.style.as_ref().map(|style| style.value.as_str());
    let explode = encoding.explode.as_ref().map_or(name.unwrap_or("form") == "form", |explode| explode.value);
    match name {
        None if encoding.explode.is_none() => None,
        None | Some("form") => Some(Style::Form { explode }),
        Some("deepObject") => Some(Style::DeepObject),
        Some("spaceDelimited" | "pipeDelimited") if explode => Some(Style::Form { explode }),
        Some("spaceDelimited") => Some(Style::SpaceDelimited),
        Some("pipeDelimited") => Some(Style::PipeDelimited),
        Some(other) => {
            let message = format!("unsupported style `{other}` of a form property");
            if let Some(style) = &encoding.style {
                context.unsupported(&style.at, message);
            }
            None
        }
    }
}

/// Reports a media type that a form property cannot have: strings are sent as text, everything else as JSON.
fn check_form_type(context: &mut Context<'_>, encoding: &Encoding, schema: &Rc<Schema>) {
    let Some(written) = &encoding.content_type else { return };
    let schema = effective::schema(context, schema);
    let item = schema.items.as_ref().map(|items| effective::schema(context, items));
    let kind = SchemaKind::of(context, &item.unwrap_or(schema));
    let is_text = matches!(kind, SchemaKind::Enumeration(_) | SchemaKind::Scalar(SchemaType::String));
    let is_plain = is_text || matches!(kind, SchemaKind::Scalar(_));
    let fits = written.value.split(',').any(|name| match MediaKind::of(name) {
        MediaKind::Json => !is_text,
        MediaKind::Text | MediaKind::Bytes => is_plain,
        MediaKind::Form | MediaKind::Multipart => false,
    });
    if !fits {
        let message = format!("unsupported media type `{}` of a form property", written.value);
        context.unsupported(&written.at, message);
    }
}
