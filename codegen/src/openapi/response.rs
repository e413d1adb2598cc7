//! Responses, Response and Header Objects. OpenAPI 3.0.3, sections 4.7.16, 4.7.17 and 4.7.21.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    content::MediaType,
    extensions::{self, ErrorCondition},
    node::{Node, Read, RefOverrides, Spanned},
    object_reader::ObjectReader,
    reference::RefOr,
    schema::Schema,
};
use crate::{
    diagnostic::{Code, Diagnostics, Tolerance},
    source::Location,
};

/// "Responses Object": responses by status.
pub(super) struct Responses(pub(super) Vec<(Spanned<StatusKey>, RefOr<Response>)>);

/// The key of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusKey {
    /// `200`.
    Exact(u16),
    /// `4XX`: the first digit.
    Range(u16),
    /// `default`.
    Default,
}

impl StatusKey {
    fn parse(text: &str) -> Option<Self> {
        if text == "default" {
            return Some(Self::Default);
        }
        if let Some((digit, "XX" | "xx" | "Xx" | "xX")) = text.split_at_checked(1) {
            return digit.parse().ok().filter(|digit| (1..=5).contains(digit)).map(Self::Range);
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text).filter(|text| text.len() == 3);
        digits?.parse().ok().filter(|status| (100..=599).contains(status)).map(Self::Exact)
    }
}

impl Read for Responses {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        node.read_collection_or_ref(diagnostics, Self::read_direct)
    }
}

impl Responses {
    fn read_direct(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let object = ObjectReader::new(node, "Responses Object", diagnostics)?;
        let entries = object.rest();
        let mut responses = Vec::new();
        for (key, entry) in entries {
            if key.starts_with("x-") {
                continue;
            }
            let at = entry.key();
            let Some(status) = StatusKey::parse(key) else {
                diagnostics
                    .report_as(Code::UnknownKey, Tolerance::WorkAround, &at, format!("unknown status `{key}`"))
                    .help("a status is `200`, a range like `4XX`, or `default`")
                    .fallback("the response is treated as undocumented");
                continue;
            };
            if let Some((same, _)) =
                responses.iter().find(|(known, _): &&(Spanned<StatusKey>, _)| known.value == status)
            {
                let message = format!("duplicate status `{key}`");
                let problem = diagnostics.report_as(Code::UnknownKey, Tolerance::WorkAround, &at, message);
                problem.related(same.at.clone(), "the same status").fallback("the first response is used");
                problem.help("remove one of the two responses");
                continue;
            }
            if matches!(status, StatusKey::Range(_)) && !key.ends_with("XX") {
                report_lowercase(key, &at, diagnostics);
            }
            let response = RefOr::read(&entry, diagnostics);
            responses.extend(response.map(|response| (Spanned { value: status, at }, response)));
        }
        Some(Self(responses))
    }
}

/// Reports a range that is not in capitals, once for each file: some documents write all ranges so.
fn report_lowercase(key: &str, at: &Location, diagnostics: &mut Diagnostics) {
    const PROBLEM: &str = "lowercase status range";
    if !diagnostics.has_report(Code::UnknownKey, at.file, PROBLEM) {
        let message = format!("{PROBLEM} `{key}`");
        diagnostics
            .report_as(Code::UnknownKey, Tolerance::WorkAround, at, message)
            .help(format!("write `{}`, and so all ranges of the document", key.to_uppercase()))
            .fallback(format!("it is read as `{}`, and so are all others", key.to_uppercase()));
    }
}

/// "Response Object".
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) description: String,
    pub(crate) content: IndexMap<String, MediaType>,
    pub(crate) headers: IndexMap<String, RefOr<Header>>,
    /// `x-error-conditions`: the conditions under which this success is a failure.
    pub(crate) error_conditions: Vec<ErrorCondition>,
}

impl Read for Response {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Response Object", diagnostics)?;
        let response = Self {
            description: read_description(&mut object),
            content: object.or_default("content"),
            headers: object.or_default("headers"),
            error_conditions: extensions::read_error_conditions(&mut object),
        };
        extensions::read_rationale(&mut object);
        object.unsupported_maps(&["links"]);
        object.finish();
        Some(response)
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        if let Some(description) = &overrides.description {
            self.description.clone_from(description);
        }
    }
}

/// The description, or the summary.
fn read_description(object: &mut ObjectReader<'_, '_>) -> String {
    let summary: Option<String> = object.optional("summary");
    let description: Option<String> =
        if summary.is_some() { object.optional("description") } else { object.expected("description") };
    description.filter(|description| !description.is_empty()).or(summary).unwrap_or_default()
}

/// "Header Object" of a response.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) at: Location,
    pub(crate) description: Option<String>,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) schema: Option<Rc<Schema>>,
    pub(crate) content: IndexMap<String, MediaType>,
}

impl Read for Header {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Header Object", diagnostics)?;
        let header = Self {
            at: object.at(),
            description: object.optional("description"),
            required: object.or_default("required"),
            deprecated: object.or_default("deprecated"),
            schema: object.optional("schema"),
            content: object.or_default("content"),
        };
        // Headers have one style. Objects are passed on as strings.
        object.ignore_keys(&["style", "explode", "example", "examples", "allowEmptyValue", "allowReserved"]);
        object.finish();
        Some(header)
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        overrides.replace_description(&mut self.description);
    }
}
