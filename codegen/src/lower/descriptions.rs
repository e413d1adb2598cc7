//! What the documentation says: descriptions, and what the keywords say in words.

use std::rc::Rc;

use super::{Context, authentication, json, markdown, schemas};
use crate::{
    model::{Docs, RustName, Type},
    openapi::{
        AdditionalProperties, Document, Header, Operation, Parameter, PasswordRules, RequestBody, Schema,
        SecurityRequirement, Server, MatchKind,
    },
    source::Value,
};

/// A title on one line.
pub(super) fn title(text: &str) -> String {
    markdown::line(text)
}

/// The documentation, or a line in its place where there is none.
pub(super) fn or_else(docs: Docs, line: impl FnOnce() -> String) -> Docs {
    if docs.0.is_empty() { Docs(vec![line()]) } else { docs }
}

/// What is said of something with a name on the wire. Of one that the document does not describe that is its name, where it is
/// called otherwise in Rust; else there is nothing to say.
pub(super) fn or_wire(docs: Docs, wire: &str, name: &RustName) -> Docs {
    if !docs.0.is_empty() || name.unraw() == wire {
        return docs;
    }
    Docs(vec![markdown::capitalized(&format!("{} on the wire.", markdown::code(wire)))])
}

/// Paragraphs and lists, with a blank line between them.
#[derive(Default)]
struct Paragraphs(Vec<String>);

impl Paragraphs {
    fn push(&mut self, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_none() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(lines);
    }

    fn markdown(&mut self, text: Option<&str>) {
        self.push(text.map(markdown::lines).unwrap_or_default());
    }

    fn finish(self) -> Docs {
        Docs(self.0)
    }
}

/// The documentation of a service's module.
pub(super) fn service(context: &mut Context<'_>) -> Docs {
    let document = context.document;
    let mut paragraphs = Paragraphs::default();
    paragraphs.push(document.info.summary.as_deref().map(markdown::line));
    paragraphs.markdown(document.info.description.as_deref());
    paragraphs.push(document.external_docs.iter().map(|docs| markdown::see(docs.description.as_deref(), &docs.url)));
    let tags = document.tags.iter().map(|tag| {
        let description = tag.description.as_deref().map(markdown::line).unwrap_or_default();
        let docs = tag.external_docs.as_ref();
        let docs =
            docs.map(|docs| format!(" {}", markdown::see(docs.description.as_deref(), &docs.url))).unwrap_or_default();
        format!("- {}: {description}{docs}", markdown::line(&tag.name))
    });
    paragraphs.push(tags);
    paragraphs.push(servers(document));
    let schemes = document.security_schemes.iter();
    let schemes = schemes.filter_map(|(name, scheme)| Some((name.as_str(), schemas::resolve(context, scheme)?)));
    for lines in authentication::section(schemes) {
        paragraphs.push(lines);
    }
    paragraphs.push(about(document));
    paragraphs.finish()
}

/// What the document says of the service's addresses. Those of regions have constants that say it.
fn servers(document: &Document) -> Vec<String> {
    let servers = document.servers.iter().filter(|server| server.region.is_none());
    let lines: Vec<String> = servers.filter_map(server).map(|line| format!("- {line}")).collect();
    if lines.is_empty() {
        return lines;
    }
    ["# Servers".to_owned(), String::new()].into_iter().chain(lines).collect()
}

/// An address with what the document says of it, if it says anything.
pub(super) fn server(server: &Server) -> Option<String> {
    let words = [&server.name, &server.description].into_iter().flatten().map(|words| markdown::line(words));
    let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then(|| format!("{}: {}", markdown::code(&server.url.value), words.join(": ")))
}

/// Version, terms, contact and licence of the API.
fn about(document: &Document) -> Vec<String> {
    let info = &document.info;
    let mut lines = vec![format!("Version of the API: {}.", markdown::code(&info.version))];
    lines.extend(info.terms_of_service.iter().map(|terms| format!("Terms of service: {}.", markdown::line(terms))));
    if let Some(contact) = &info.contact {
        let parts = [&contact.name, &contact.url, &contact.email].into_iter().flatten();
        let parts: Vec<String> = parts.map(|part| markdown::line(part)).collect();
        lines.push(format!("Contact: {}.", parts.join(", ")));
    }
    if let Some(license) = &info.license {
        let parts = [Some(&license.name), license.identifier.as_ref(), license.url.as_ref()].into_iter().flatten();
        let parts: Vec<String> = parts.map(|part| markdown::line(part)).collect();
        lines.push(format!("Licence of the API: {}.", parts.join(", ")));
    }
    lines
}

/// The one line that stands for an operation.
pub(super) fn summary(operation: &Operation, http_line: &str) -> Docs {
    let first = operation.summary.as_deref().or_else(|| operation.description.as_deref()?.lines().next());
    let line = first.map(markdown::line).filter(|line| !line.is_empty());
    Docs(vec![line.unwrap_or_else(|| markdown::code(http_line))])
}

/// The documentation of an operation after its summary.
pub(super) fn operation(operation: &Operation, path_description: Option<&str>, http_line: &str) -> Docs {
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
    paragraphs.push(operation.external_docs.iter().map(|docs| markdown::see(docs.description.as_deref(), &docs.url)));
    let tags: Vec<String> = operation.tags.iter().map(|tag| markdown::line(tag)).collect();
    if !tags.is_empty() {
        paragraphs.push([format!("Tags: {}.", tags.join(", "))]);
    }
    paragraphs.finish()
}

/// The documentation of a parameter.
pub(super) fn parameter(parameter: &Parameter, schema: &Schema) -> Docs {
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
pub(super) fn member(documented: &Schema, resolved: &Schema, name: &RustName) -> Docs {
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
pub(super) fn short(schema: &Schema, name: &RustName) -> Docs {
    let first = schema.description.as_deref().and_then(|text| text.lines().find(|line| !line.trim().is_empty()));
    let words = title_beside(schema, name).or(first).map(markdown::line);
    Docs(words.filter(|words| !words.is_empty()).into_iter().collect())
}

/// What a variant holds, with what the tag says of it.
pub(super) fn tagged(mut docs: Docs, property: &str, values: &[&str]) -> Docs {
    let values: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
    if !values.is_empty() {
        docs.add([format!("Its {} is {}.", markdown::code(property), values.join(" or "))]);
    }
    docs
}

/// The title, where it says more than the name that stands below it.
fn title_beside<'s>(schema: &'s Schema, name: &RustName) -> Option<&'s str> {
    let letters = |text: &str| text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let name: String = letters(name.unraw());
    schema.title.as_deref().filter(|title| letters(title) != name)
}

/// The documentation of a shape or a member.
pub(super) fn schema(schema: &Schema, name: &RustName) -> Docs {
    let mut paragraphs = Paragraphs::default();
    paragraphs
        .push(title_beside(schema, name).map(|title| format!("{}.", markdown::line(title).trim_end_matches('.'))));
    paragraphs.markdown(schema.description.as_deref());
    if schema.deprecated {
        paragraphs.push(["**Deprecated.**".to_owned()]);
    }
    paragraphs.push(constraints(schema));
    paragraphs.push(schema.external_docs.iter().map(|docs| markdown::see(docs.description.as_deref(), &docs.url)));
    paragraphs.finish()
}

/// The constraints of a branch of a union, where no shape of its own tells them.
pub(super) fn branch(mut docs: Docs, schema: &Schema, ty: &Type) -> Docs {
    let constraints = constraints(schema);
    if !matches!(ty, Type::Local(_) | Type::Shared(_)) && !constraints.is_empty() {
        docs.add(constraints);
    }
    docs
}

/// The documentation of a body whose members are arguments of their own.
pub(super) fn body(body: &RequestBody, schema: Option<&Schema>) -> Docs {
    let mut paragraphs = Paragraphs::default();
    paragraphs.markdown(body.description.as_deref());
    if let Some(schema) = schema {
        paragraphs.markdown(schema.description.as_deref().filter(|words| body.description.as_deref() != Some(words)));
        paragraphs.push(constraints(schema));
    }
    paragraphs.finish()
}

/// What the document says of the servers of one operation, and of their variables.
pub(super) fn whereabouts(servers: &[Server]) -> Vec<String> {
    let mut lines = Vec::new();
    for described in servers {
        lines.extend(server(described).map(|line| format!("- Server {line}")));
        lines.extend(described.variables.iter().filter_map(|(name, variable)| {
            Some(format!("- Variable {}: {}", markdown::code(name), markdown::line(variable.description.as_deref()?)))
        }));
    }
    if lines.is_empty() { lines } else { std::iter::once(String::new()).chain(lines).collect() }
}

/// What a token must allow.
pub(super) fn scopes(security: &[SecurityRequirement]) -> Vec<String> {
    let needed = security.iter().flat_map(|alternative| &alternative.scopes).filter(|(_, scopes)| !scopes.is_empty());
    let needed = needed.map(|(scheme, scopes)| {
        let scopes: Vec<String> = scopes.iter().map(|scope| markdown::code(scope)).collect();
        format!("Scopes of {}: {}.", markdown::code(scheme), scopes.join(", "))
    });
    needed.flat_map(|line| [String::new(), line]).collect()
}

/// What is said of a header of an answer.
pub(super) fn header(header: &Header) -> String {
    let words = header.description.as_deref().map(markdown::line).unwrap_or_default();
    let deprecated = if header.deprecated { "**Deprecated.**" } else { "" };
    [words.as_str(), deprecated].join(" ").trim().to_owned()
}

/// The constraints of a schema as a list.
fn constraints(schema: &Schema) -> Vec<String> {
    let limits = &schema.limits;
    let mut lines = Vec::new();
    if schema.lenient_string.as_ref().is_some_and(|key| key.value) {
        lines.push("- JSON that is no text is kept as JSON text, a number as its digits".to_owned());
    }
    lines.extend(span("characters", limits.min_length, limits.max_length));
    lines.extend(span("items", limits.min_items, limits.max_items));
    lines.extend(span("members", limits.min_properties, limits.max_properties));
    if limits.unique_items {
        lines.push("- No item twice".to_owned());
    }
    lines.extend(limits.patterns.iter().map(|pattern| format!("- Pattern: {}", markdown::code(&pattern.value))));
    for (words, bound) in [
        ("At least", &limits.minimum),
        ("More than", &limits.exclusive_minimum),
        ("At most", &limits.maximum),
        ("Less than", &limits.exclusive_maximum),
    ] {
        lines.extend(bound.iter().map(|bound| format!("- {words} {bound}")));
    }
    lines.extend(limits.multiples_of.iter().map(|factor| format!("- A multiple of {factor}")));
    lines.extend(alternatives(schema));
    lines.extend(listed(schema));
    lines.extend(
        schema.default.as_ref().map(|default| format!("- Default: {}", markdown::code(&json::compact(default)))),
    );
    lines.extend(schema.content_media_type.as_deref().map(|name| format!("- Media type: {}", markdown::code(name))));
    if schema.read_only {
        lines.push("- Set by the service, never sent".to_owned());
    }
    let patterns: Vec<String> = schema.pattern_properties.keys().map(|pattern| markdown::code(pattern)).collect();
    if !patterns.is_empty() {
        lines.push(format!("- Names of other members: {}", patterns.join(", ")));
    }
    let unknown = schema.required.iter().filter(|required| !schema.properties.contains_key(&required.value));
    let unknown: Vec<String> = unknown.map(|required| markdown::code(&required.value)).collect();
    if !unknown.is_empty() {
        lines.push(format!("- Always with {}", unknown.join(", ")));
    }
    if let Some(AdditionalProperties::Allowed(false)) = schema.additional_properties {
        lines.push("- No other members".to_owned());
    }
    lines.extend(schema.password_rules.as_deref().map(password).unwrap_or_default());
    lines
}

/// What alternatives of one type say, of which one is enough.
fn alternatives(schema: &Schema) -> Option<String> {
    let branches = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
    let first = branches.first()?;
    let is_same = |branch: &Rc<Schema>| branch.types == first.types && branch.types.len() == 1;
    let words = branches.iter().filter(|branch| is_same(branch)).map(|branch| {
        let lines = constraints(branch).into_iter().map(|line| {
            let line = line.trim_start_matches("- ");
            let mut rest = line.chars();
            rest.next().map(|first| format!("{}{}", first.to_lowercase(), rest.as_str())).unwrap_or_default()
        });
        lines.collect::<Vec<_>>().join(" and ")
    });
    let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    (words.len() > 1 && words.len() == branches.len()).then(|| format!("- Either {}", words.join(", or ")))
}

/// The rules of a password as a list.
fn password(rules: &PasswordRules) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(count) = &rules.min_classes {
        let classes = "lowercase letters, uppercase letters, digits, special characters";
        lines.push(format!("- At least {} of: {classes}", count.value));
    }
    lines.push(format!("- Special characters that may occur: {}", markdown::code(&rules.special_characters)));
    if !rules.forbidden_first.is_empty() {
        lines.push(format!("- It may not begin with any of {}", markdown::code(&rules.forbidden_first)));
    }
    lines.extend(rules.must_differ_from.iter().map(|unlike| {
        let verb = match unlike.matching {
            MatchKind::Equals => "equal",
            MatchKind::Contains => "contain",
        };
        let reversed = if unlike.reversed { ", forwards or backwards" } else { "" };
        format!("- It may not {verb} {}{reversed}", markdown::code(&unlike.parameter.value))
    }));
    if !rules.server_side_rules.is_empty() {
        lines.push("- Known to the service alone:".to_owned());
        lines.extend(rules.server_side_rules.iter().map(|rule| format!("  - {}", markdown::line(rule))));
    }
    lines
}

/// The listed values of a schema that is no enum of texts: those have a type of their own.
fn listed(schema: &Schema) -> Option<String> {
    let values = schema.values.as_ref()?;
    if values.iter().all(|value| matches!(value.value, Value::String(_))) {
        return None;
    }
    let values: Vec<String> = values.iter().map(|value| markdown::code(&json::compact(&value.value))).collect();
    Some(format!("- One of {}", values.join(", ")))
}

fn span(noun: &str, least: Option<u64>, most: Option<u64>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("- {least} to {most} {noun}")),
        (Some(least), None) => Some(format!("- At least {least} {}", singular(noun, least))),
        (None, Some(most)) => Some(format!("- At most {most} {}", singular(noun, most))),
        (None, None) => None,
    }
}

fn singular(noun: &str, count: u64) -> &str {
    if count == 1 { noun.trim_end_matches('s') } else { noun }
}
