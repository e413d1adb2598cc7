//! Descriptions: the prose of the document's objects, as lines of Markdown.

use super::{constraints::constraints, markdown};
use crate::{
    model::{Docs, RustName, Type},
    openapi::{Header, Operation, Parameter, ParameterLocation, RequestBody, Schema, SecurityRequirement},
};

/// A title on one line.
pub(in crate::lower) fn title(text: &str) -> String {
    markdown::line(text)
}

/// The documentation, or the line if there is none.
pub(in crate::lower) fn or_line(docs: Docs, line: impl FnOnce() -> String) -> Docs {
    if docs.0.is_empty() { Docs(vec![line()]) } else { docs }
}

/// The documentation of something with a wire name. Without documentation it is the wire name, if the Rust name
/// differs.
pub(in crate::lower) fn or_wire_name(docs: Docs, wire: &str, name: &RustName) -> Docs {
    if !docs.0.is_empty() || name.unraw() == wire {
        return docs;
    }
    Docs(vec![markdown::capitalized(&format!("Wire name: {}.", markdown::code(wire)))])
}

/// Paragraphs and lists, separated by blank lines.
#[derive(Default)]
pub(in crate::lower) struct Paragraphs(Vec<String>);

impl Paragraphs {
    pub(in crate::lower) fn push(&mut self, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_none() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(lines);
    }

    pub(in crate::lower) fn markdown(&mut self, text: Option<&str>) {
        self.push(text.map(markdown::lines).unwrap_or_default());
    }

    pub(in crate::lower) fn finish(self) -> Docs {
        Docs(self.0)
    }
}

/// The summary of an operation, on one line.
pub(in crate::lower) fn summary(operation: &Operation, http_line: &str) -> Docs {
    let first = operation.summary.as_deref().or_else(|| operation.description.as_deref()?.lines().next());
    let line = first.map(markdown::line).filter(|line| !line.is_empty());
    Docs(vec![line.unwrap_or_else(|| markdown::code(http_line))])
}

/// The documentation of an operation after its summary.
pub(in crate::lower) fn operation(operation: &Operation, path_description: Option<&str>, http_line: &str) -> Docs {
    let mut paragraphs = Paragraphs::default();
    // Without a description, the HTTP line is the summary already.
    if operation.summary.is_some() || operation.description.is_some() {
        paragraphs.push([markdown::code(http_line)]);
    }
    if operation.deprecated {
        paragraphs.push(["**Deprecated.**".to_owned()]);
    }
    let description = operation.description.as_deref().or(path_description);
    let mut lines = description.map(markdown::lines).unwrap_or_default();
    // Without a summary, the first line of the description is the summary.
    if operation.summary.is_none() && lines.first() == summary(operation, http_line).0.first() {
        lines.remove(0);
    }
    paragraphs.push(lines.into_iter().skip_while(String::is_empty));
    paragraphs.push(operation.required_permission.iter().map(|permission| {
        let level = permission.access_level.as_deref();
        let level = level.map(|level| format!(" (access level {})", markdown::line(level))).unwrap_or_default();
        format!("Permission: {}{level}.", markdown::code(&permission.action))
    }));
    paragraphs
        .push(operation.external_docs.iter().map(|docs| markdown::see_link(docs.description.as_deref(), &docs.url)));
    let tags: Vec<String> = operation.tags.iter().map(|tag| markdown::line(tag)).collect();
    if !tags.is_empty() {
        paragraphs.push([format!("Tags: {}.", tags.join(", "))]);
    }
    paragraphs.finish()
}

/// The documentation of a parameter.
pub(in crate::lower) fn parameter(parameter: &Parameter, schema: &Schema) -> Docs {
    let mut paragraphs = Paragraphs::default();
    paragraphs.markdown(parameter.description.as_deref().or(schema.description.as_deref()));
    if parameter.deprecated {
        paragraphs.push(["**Deprecated.**".to_owned()]);
    }
    let reserved = match parameter.location {
        ParameterLocation::Query => {
            "The reserved characters `:/?@!$()*,;=` are sent as they are, except `,` in a list."
        }
        ParameterLocation::Path => {
            "The characters `/:@!$&'()*+,;=` are sent as they are: a value may have several segments."
        }
        _ => "",
    };
    if parameter.allow_reserved.is_some() && parameter.content.is_empty() && !reserved.is_empty() {
        paragraphs.push([reserved.to_owned()]);
    }
    // OpenAPI 3.0.3, "Schema Object": `readOnly` is relevant for properties only.
    paragraphs.push(constraints(&Schema { read_only: false, ..schema.clone() }));
    paragraphs.finish()
}

/// The documentation of a property: its own description, or that of the schema that it refers to, and the constraints
/// of the effective schema. `value` is the schema of the values other than null, if it is another one without a type
/// that documents its constraints.
pub(in crate::lower) fn property(own: &Schema, resolved: &Schema, value: Option<&Schema>, name: &RustName) -> Docs {
    let mut lines = constraints(resolved);
    let of_value = value.map(constraints).unwrap_or_default();
    lines.extend(of_value.into_iter().filter(|line| !lines.contains(line)).collect::<Vec<_>>());
    let Some(documented) = own_description(own) else { return schema_with(resolved, name, lines) };
    let mut paragraphs = Paragraphs::default();
    paragraphs.markdown(documented.description.as_deref());
    if own.deprecated || resolved.deprecated {
        paragraphs.push(["**Deprecated.**".to_owned()]);
    }
    paragraphs.push(lines);
    paragraphs.finish()
}

/// The longest description of a setter, in characters.
const MAX_SETTER: usize = 120;

/// The documentation of a property's setter: the beginning of its own description on one line, if it is short. The
/// field has the whole description.
pub(in crate::lower) fn setter(own: &Schema) -> Docs {
    let opening = own_description(own).and_then(|described| opening(described.description.as_deref()?));
    let is_short = |text: &&str| text.chars().count() <= MAX_SETTER;
    let short = opening.as_deref().and_then(|all| [all, first_sentence(all)].into_iter().find(is_short));
    Docs(short.map(markdown::line).filter(|text| !text.is_empty()).into_iter().collect())
}

/// The same for a field that has its documentation: its first paragraph, if this is one short line.
pub(in crate::lower) fn setter_of_field(docs: &Docs) -> Docs {
    let is_prose = |line: &&String| !line.starts_with(['-', '*', '+', '#', '|', '`', '>', '<']);
    let is_alone = docs.0.get(1).is_none_or(String::is_empty);
    let first = docs.0.first().filter(|line| is_alone && line.chars().count() <= MAX_SETTER);
    Docs(first.filter(is_prose).into_iter().cloned().collect())
}

/// The first of several sentences.
fn first_sentence(text: &str) -> &str {
    let mut ends = text.match_indices(". ").map(|(end, _)| end + 1);
    let begins_sentence = |end: &usize| text.get(end + 1..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    ends.find(begins_sentence).and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The schema with the description that is written at a property. OpenAPI 3.0 ignores a description beside a `$ref`, so
/// documents write it in an `allOf` beside an element with the reference.
fn own_description(own: &Schema) -> Option<&Schema> {
    if own.description.is_some() {
        return Some(own);
    }
    let (references, written): (Vec<_>, Vec<_>) = own.all_of.iter().partition(|part| part.reference.is_some());
    written.into_iter().find(|part| part.description.is_some() && !references.is_empty()).map(|part| &**part)
}

/// The beginning of a text: its first line that is not blank, with the lines that continue its sentence.
pub(in crate::lower) fn opening(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).skip_while(|line| line.is_empty());
    let mut opening = lines.next()?.to_owned();
    for line in lines.take_while(|line| !line.is_empty() && !line.starts_with(['-', '*', '+', '#', '|', '`', '>', '<']))
    {
        if opening.ends_with(['.', '!', '?', ':', ')', '>', '`']) {
            break;
        }
        opening = format!("{opening} {line}");
    }
    Some(opening)
}

/// The title, or the first line of the description.
pub(in crate::lower) fn one_line(schema: &Schema, name: &RustName) -> Docs {
    let line = distinct_title(schema, name).map(str::to_owned).or_else(|| opening(schema.description.as_deref()?));
    let line = line.as_deref().map(markdown::line);
    Docs(line.filter(|line| !line.is_empty()).into_iter().collect())
}

/// The documentation of a variant, with its discriminator values.
pub(in crate::lower) fn with_discriminator_values(mut docs: Docs, property: &str, values: &[&str]) -> Docs {
    let values: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
    if !values.is_empty() {
        docs.add([format!("Its {} is {}.", markdown::code(property), values.join(" or "))]);
    }
    docs
}

/// Whether two strings have the same letters and digits.
fn are_same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

/// The title, if it says more than the type's name.
fn distinct_title<'s>(schema: &'s Schema, name: &RustName) -> Option<&'s str> {
    schema.title.as_deref().filter(|title| !are_same_words(title, name.unraw()))
}

/// The documentation of a type or a property.
pub(in crate::lower) fn schema(schema: &Schema, name: &RustName) -> Docs {
    schema_with(schema, name, constraints(schema))
}

/// The documentation of a schema with these constraints.
fn schema_with(schema: &Schema, name: &RustName, constraints: Vec<String>) -> Docs {
    let mut paragraphs = Paragraphs::default();
    let repeats =
        |title: &str| schema.description.as_deref().is_some_and(|description| are_same_words(title, description));
    let title = distinct_title(schema, name).filter(|title| !repeats(title));
    paragraphs.push(title.map(|title| format!("{}.", markdown::line(title).trim_end_matches('.'))));
    paragraphs.markdown(schema.description.as_deref());
    if schema.deprecated {
        paragraphs.push(["**Deprecated.**".to_owned()]);
    }
    paragraphs.push(constraints);
    paragraphs.push(schema.external_docs.iter().map(|docs| markdown::see_link(docs.description.as_deref(), &docs.url)));
    paragraphs.finish()
}

/// The documentation of a union's variant. Constraints are added unless a named type documents them.
pub(in crate::lower) fn with_constraints(mut docs: Docs, schema: &Schema, ty: &Type) -> Docs {
    let constraints = constraints(schema);
    if !matches!(ty, Type::Local(_) | Type::Shared(_)) && !constraints.is_empty() {
        docs.add(constraints);
    }
    docs
}

/// The documentation of a body whose properties are arguments.
pub(in crate::lower) fn body(body: &RequestBody, schema: Option<&Schema>) -> Docs {
    let mut paragraphs = Paragraphs::default();
    paragraphs.markdown(body.description.as_deref());
    if let Some(schema) = schema {
        paragraphs.markdown(
            schema.description.as_deref().filter(|description| body.description.as_deref() != Some(description)),
        );
        paragraphs.push(constraints(schema));
    }
    paragraphs.finish()
}

/// The scopes that a token needs.
pub(in crate::lower) fn scopes(security: &[SecurityRequirement]) -> Vec<String> {
    let needed = security.iter().flat_map(|alternative| &alternative.scopes).filter(|(_, scopes)| !scopes.is_empty());
    let needed = needed.map(|(scheme, scopes)| {
        let scopes: Vec<String> = scopes.iter().map(|scope| markdown::code(scope)).collect();
        format!("Scopes of {}: {}.", markdown::code(scheme), scopes.join(", "))
    });
    needed.flat_map(|line| [String::new(), line]).collect()
}

/// The documentation of a response header.
pub(in crate::lower) fn header(header: &Header) -> String {
    let description = header.description.as_deref().map(markdown::line).unwrap_or_default();
    let deprecated = if header.deprecated { "**Deprecated.**" } else { "" };
    [description.as_str(), deprecated].join(" ").trim().to_owned()
}
