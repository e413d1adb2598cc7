//! Descriptions: the prose of the document's objects, as lines of Markdown.

use super::{constraints::constraints, markdown};
use crate::{
    model::{Docs, RustName, Type},
    openapi::{Header, Operation, Parameter, RequestBody, Schema, SecurityRequirement},
};

/// A title on one line.
pub(in crate::lower) fn title(text: &str) -> String {
    markdown::line(text)
}

/// The documentation, or a line in its place where there is none.
pub(in crate::lower) fn or_line(docs: Docs, line: impl FnOnce() -> String) -> Docs {
    if docs.0.is_empty() { Docs(vec![line()]) } else { docs }
}

/// What is said of something with a name on the wire. Of one that the document does not describe that is its name, where it is
/// called otherwise in Rust; else there is nothing to say.
pub(in crate::lower) fn or_wire_name(docs: Docs, wire: &str, name: &RustName) -> Docs {
    if !docs.0.is_empty() || name.unraw() == wire {
        return docs;
    }
    Docs(vec![markdown::capitalized(&format!("{} on the wire.", markdown::code(wire)))])
}

/// Paragraphs and lists, with a blank line between them.
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

/// The one line that stands for an operation.
pub(in crate::lower) fn summary(operation: &Operation, http_line: &str) -> Docs {
    let first = operation.summary.as_deref().or_else(|| operation.description.as_deref()?.lines().next());
    let line = first.map(markdown::line).filter(|line| !line.is_empty());
    Docs(vec![line.unwrap_or_else(|| markdown::code(http_line))])
}

/// The documentation of an operation after its summary.
pub(in crate::lower) fn operation(operation: &Operation, path_description: Option<&str>, http_line: &str) -> Docs {
    let mut paragraphs = Paragraphs::default();
    // Without words of its own, the line of HTTP is the summary already.
    if operation.summary.is_some() || operation.description.is_some() {
        paragraphs.push([markdown::code(http_line)]);
    }
    if operation.deprecated {
        paragraphs.push(["**Deprecated.**".to_owned()]);
    }
    paragraphs.markdown(operation.description.as_deref().or(path_description));
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
    if parameter.allow_reserved {
        paragraphs.push(["Reserved characters (`:/?#[]@!$&'()*+,;=`) are sent as they are.".to_owned()]);
    }
    paragraphs.push(constraints(schema));
    paragraphs.finish()
}

/// The documentation of a member: what it says itself, and the constraints of what it refers to.
pub(in crate::lower) fn property(documented: &Schema, resolved: &Schema, name: &RustName) -> Docs {
    if std::ptr::eq(documented, resolved) {
        return schema(resolved, name);
    }
    let mut paragraphs = Paragraphs::default();
    paragraphs.markdown(documented.description.as_deref());
    if documented.deprecated || resolved.deprecated {
        paragraphs.push(["**Deprecated.**".to_owned()]);
    }
    paragraphs.push(constraints(if documented.reference.is_some() { resolved } else { documented }));
    paragraphs.finish()
}

/// The title or the first line of a shape's description.
pub(in crate::lower) fn one_line(schema: &Schema, name: &RustName) -> Docs {
    let first = schema.description.as_deref().and_then(|text| text.lines().find(|line| !line.trim().is_empty()));
    let words = distinct_title(schema, name).or(first).map(markdown::line);
    Docs(words.filter(|words| !words.is_empty()).into_iter().collect())
}

/// What a variant holds, with what the tag says of it.
pub(in crate::lower) fn with_discriminator_values(mut docs: Docs, property: &str, values: &[&str]) -> Docs {
    let values: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
    if !values.is_empty() {
        docs.add([format!("Its {} is {}.", markdown::code(property), values.join(" or "))]);
    }
    docs
}

/// The title, where it says more than the name that stands below it.
fn distinct_title<'s>(schema: &'s Schema, name: &RustName) -> Option<&'s str> {
    let letters = |text: &str| text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let name: String = letters(name.unraw());
    schema.title.as_deref().filter(|title| letters(title) != name)
}

/// The documentation of a shape or a member.
pub(in crate::lower) fn schema(schema: &Schema, name: &RustName) -> Docs {
    let mut paragraphs = Paragraphs::default();
    paragraphs
        .push(distinct_title(schema, name).map(|title| format!("{}.", markdown::line(title).trim_end_matches('.'))));
    paragraphs.markdown(schema.description.as_deref());
    if schema.deprecated {
        paragraphs.push(["**Deprecated.**".to_owned()]);
    }
    paragraphs.push(constraints(schema));
    paragraphs.push(schema.external_docs.iter().map(|docs| markdown::see_link(docs.description.as_deref(), &docs.url)));
    paragraphs.finish()
}

/// The constraints of a branch of a union, where no shape of its own tells them.
pub(in crate::lower) fn with_constraints(mut docs: Docs, schema: &Schema, ty: &Type) -> Docs {
    let constraints = constraints(schema);
    if !matches!(ty, Type::Local(_) | Type::Shared(_)) && !constraints.is_empty() {
        docs.add(constraints);
    }
    docs
}

/// The documentation of a body whose members are arguments of their own.
pub(in crate::lower) fn body(body: &RequestBody, schema: Option<&Schema>) -> Docs {
    let mut paragraphs = Paragraphs::default();
    paragraphs.markdown(body.description.as_deref());
    if let Some(schema) = schema {
        paragraphs.markdown(schema.description.as_deref().filter(|words| body.description.as_deref() != Some(words)));
        paragraphs.push(constraints(schema));
    }
    paragraphs.finish()
}

/// What a token must allow.
pub(in crate::lower) fn scopes(security: &[SecurityRequirement]) -> Vec<String> {
    let needed = security.iter().flat_map(|alternative| &alternative.scopes).filter(|(_, scopes)| !scopes.is_empty());
    let needed = needed.map(|(scheme, scopes)| {
        let scopes: Vec<String> = scopes.iter().map(|scope| markdown::code(scope)).collect();
        format!("Scopes of {}: {}.", markdown::code(scheme), scopes.join(", "))
    });
    needed.flat_map(|line| [String::new(), line]).collect()
}

/// What is said of a header of an answer.
pub(in crate::lower) fn header(header: &Header) -> String {
    let words = header.description.as_deref().map(markdown::line).unwrap_or_default();
    let deprecated = if header.deprecated { "**Deprecated.**" } else { "" };
    [words.as_str(), deprecated].join(" ").trim().to_owned()
}
