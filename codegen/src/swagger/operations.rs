//! Path items, operations and responses.

use std::cell::RefCell;

use super::{
    bodies,
    context::ConversionContext,
    converted_value::ConvertedValue,
    is_swagger,
    media_types::{BYTES, JSON, MediaTypes},
    parameters, schemas,
    servers::servers,
    swagger_node::SwaggerNode,
};

/// The keys of a path item that hold operations.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Converts path items and operations. Has what they share: the root, its media types, and parts of other files.
#[derive(Clone, Debug)]
pub(super) struct Converter<'s> {
    pub(super) root: SwaggerNode<'s>,
    pub(super) consumes: MediaTypes<'s>,
    pub(super) produces: MediaTypes<'s>,
    pub(super) context: ConversionContext<'s>,
    /// The parts of other files that the document refers to, and that are to be converted in their place.
    pub(super) fragments: &'s RefCell<Vec<Fragment<'s>>>,
}

/// A part of a file without a version, and what it is.
#[derive(Clone, Debug)]
pub(super) struct Fragment<'s> {
    pub(super) path: &'s str,
    pub(super) source: SwaggerNode<'s>,
    pub(super) kind: FragmentKind,
}

/// What a part of a file is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FragmentKind {
    PathItem,
    Parameter,
    Response,
}

/// A parameter with the target of its reference.
struct Parameter<'s> {
    written: SwaggerNode<'s>,
    target: SwaggerNode<'s>,
}

impl Parameter<'_> {
    fn is_in_body(&self) -> bool {
        matches!(self.target.text_of("in"), Some("body" | "formData"))
    }

    /// Whether another parameter overrides this one: it has the same name and place.
    fn is_same(&self, other: &Self) -> bool {
        let identity =
            |one: &Self| (one.target.text_of("name").map(str::to_owned), one.target.text_of("in").map(str::to_owned));
        identity(self) == identity(other)
            || self.target.text_of("in") == Some("body") && other.target.text_of("in") == Some("body")
    }
}

impl<'s> Converter<'s> {
    pub(super) fn new(
        root: SwaggerNode<'s>,
        context: ConversionContext<'s>,
        fragments: &'s RefCell<Vec<Fragment<'s>>>,
    ) -> Self {
        let media_types = |key| MediaTypes::of(&root, key).unwrap_or_default();
        let (consumes, produces) = (media_types("consumes"), media_types("produces"));
        Self { root, consumes, produces, context, fragments }
    }

    /// The reference with the converted target, which is converted too if it is a part of a file without a version.
    fn reference(&self, source: &SwaggerNode<'s>, kind: FragmentKind) -> Option<ConvertedValue> {
        let reference = source.get("$ref")?;
        let text = reference.text()?;
        if let Some((path, target)) = self.context.resolve(text)
            && let Some((_, root)) = self.context.documents.get(path)
            && !is_swagger(root)
        {
            let mut fragments = self.fragments.borrow_mut();
            if !fragments.iter().any(|known| known.source.at == target.at) {
                fragments.push(Fragment { path, source: target, kind });
            }
        }
        let converted = ConvertedValue::text(&reference, self.context.converted(text));
        Some(ConvertedValue::property(source, "$ref", converted))
    }

    /// A part of a file, of this kind.
    pub(super) fn fragment(&self, source: &SwaggerNode<'s>, kind: FragmentKind) -> ConvertedValue {
        match kind {
            FragmentKind::PathItem => self.path_item(source),
            FragmentKind::Response => self.response(source, None),
            FragmentKind::Parameter => self.parameter(source).unwrap_or_else(|| ConvertedValue::copy(source)),
        }
    }

    /// A parameter that is not in the body, or a reference to one. `None` if it is omitted, which is reported.
    pub(super) fn parameter(&self, source: &SwaggerNode<'s>) -> Option<ConvertedValue> {
        self.reference(source, FragmentKind::Parameter).or_else(|| parameters::parameter(source, &self.context))
    }

    /// A path item, or a reference to one.
    pub(super) fn path_item(&self, source: &SwaggerNode<'s>) -> ConvertedValue {
        if let Some(reference) = self.reference(source, FragmentKind::PathItem) {
            return reference;
        }
        let common = self.parameters(source);
        let mut entries = Vec::new();
        for (key, value) in source.entries() {
            let converted = match key {
                "parameters" => self.other_parameters(&value, &common),
                key if METHODS.contains(&key) => self.operation(key, &value, &common),
                _ => ConvertedValue::copy(&value),
            };
            entries.push((key.to_owned(), converted));
        }
        ConvertedValue::object(source, entries)
    }

    /// The parameters of a path item or an operation. One whose target cannot be found stays a reference: the reader
    /// reports it.
    fn parameters(&self, source: &SwaggerNode<'s>) -> Vec<Parameter<'s>> {
        let mut parameters = Vec::new();
        for written in source.get("parameters").iter().flat_map(SwaggerNode::items) {
            let (target, is_local) = self.context.target(&written).unwrap_or_else(|| (written.clone(), true));
            let parameter = Parameter { written, target };
            if parameter.is_in_body() && !is_local {
                let message = "unsupported reference to a body parameter in another file: the parameter is omitted";
                let help = "write the parameter here, or bundle the files into one";
                self.context.unsupported(&parameter.written, message, help);
                continue;
            }
            parameters.push(parameter);
        }
        parameters
    }

    /// The parameters that are not in the body.
    fn other_parameters(&self, list: &SwaggerNode<'s>, all: &[Parameter<'s>]) -> ConvertedValue {
        let others = all.iter().filter(|one| !one.is_in_body());
        let items = others.filter_map(|one| self.parameter(&one.written));
        ConvertedValue::list(list, items.collect())
    }

    fn operation(&self, method: &str, source: &SwaggerNode<'s>, common: &[Parameter<'s>]) -> ConvertedValue {
        if !source.is_object() || source.get("$ref").is_some() {
            return ConvertedValue::copy(source);
        }
        let own = self.parameters(source);
        let inherited = common.iter().filter(|one| !own.iter().any(|other| one.is_same(other)));
        let in_body = inherited.chain(&own).filter(|one| one.is_in_body());
        let in_body: Vec<_> = in_body.map(|one| one.target.clone()).collect();
        let consumes = MediaTypes::of(source, "consumes");
        let consumes = consumes.as_ref().unwrap_or(&self.consumes);
        let produces = MediaTypes::of(source, "produces");
        let mut entries = Vec::new();
        for (key, value) in source.entries() {
            let converted = match key {
                "consumes" | "produces" => continue,
                "schemes" => {
                    let servers = servers(&self.root, Some(&value), &self.context);
                    entries.extend(servers.map(|servers| ("servers".to_owned(), servers)));
                    continue;
                }
                "parameters" => self.other_parameters(&value, &own),
                "responses" => {
                    // A response to HEAD has no content.
                    let files = produces.as_ref().filter(|produces| method != "head" && produces.are_files());
                    self.responses(&value, produces.as_ref(), files)
                }
                _ => ConvertedValue::copy(&value),
            };
            entries.push((key.to_owned(), converted));
        }
        let body = bodies::request_body(&in_body, consumes, &self.context);
        entries.extend(body.map(|body| ("requestBody".to_owned(), body)));
        ConvertedValue::object(source, entries)
    }

    /// The responses of an operation. `produces` are its own media types. Those of a file do not apply to its errors,
    /// which Swagger cannot say. `files` are its own media types if each is one of files: a success without a schema is
    /// a file then. By the specification it has no content, but an operation says so for a reason.
    fn responses(
        &self,
        source: &SwaggerNode<'s>,
        produces: Option<&MediaTypes<'s>>,
        files: Option<&MediaTypes<'s>>,
    ) -> ConvertedValue {
        let schema_of = |response: &SwaggerNode<'s>| response.get("schema");
        let has_file = source.entries().any(|(_, one)| schema_of(&one).is_some_and(|schema| schemas::is_file(&schema)));
        let beside_file = produces.unwrap_or(&self.produces).without_files();
        let is_undescribed =
            |response: &SwaggerNode<'s>| ["schema", "examples", "$ref"].iter().all(|key| response.get(key).is_none());
        let is_value = |schema: SwaggerNode<'s>| !schemas::is_file(&schema) && schema.text_of("type") != Some("string");
        let entries = source.entries().map(|(status, response)| {
            let converted = match status {
                status if status.starts_with("x-") => ConvertedValue::copy(&response),
                "200" | "201" | "202" | "206" if files.is_some() && is_undescribed(&response) => {
                    let content = files.map(|files| files.or(BYTES, &response)).unwrap_or_default().into_iter();
                    let content =
                        content.map(|(name, at)| (name, ConvertedValue::property(&at, "schema", schemas::file(&at))));
                    let content = ConvertedValue::object(&response, content.collect());
                    self.response(&response, None).with(vec![("content".to_owned(), content)])
                }
                _ if has_file && schema_of(&response).is_some_and(is_value) => {
                    self.response(&response, Some(&beside_file))
                }
                _ => self.response(&response, produces),
            };
            (status.to_owned(), converted)
        });
        ConvertedValue::object(source, entries.collect())
    }

    /// A response, or a reference to one. `produces` are the media types of its operation. Those of the document apply
    /// to a referenced response, which several operations share.
    pub(super) fn response(&self, source: &SwaggerNode<'s>, produces: Option<&MediaTypes<'s>>) -> ConvertedValue {
        if let Some(reference) = self.reference(source, FragmentKind::Response) {
            return reference;
        }
        let produces = produces.unwrap_or(&self.produces);
        let mut entries = Vec::new();
        for (key, value) in source.entries() {
            let converted = match key {
                "schema" | "examples" => continue,
                "headers" => {
                    let headers = value.entries().filter_map(|(name, header)| {
                        Some((name.to_owned(), parameters::header(name, &header, &self.context)?))
                    });
                    ConvertedValue::object(&value, headers.collect())
                }
                _ => ConvertedValue::copy(&value),
            };
            entries.push((key.to_owned(), converted));
        }
        entries.extend(self.content(source, produces).map(|content| ("content".to_owned(), content)));
        ConvertedValue::object(source, entries)
    }

    /// The content of a response: its schema and its examples in each media type.
    fn content(&self, response: &SwaggerNode<'s>, produces: &MediaTypes<'s>) -> Option<ConvertedValue> {
        let examples = response.get("examples");
        let Some(schema) = response.get("schema") else {
            let examples = examples?;
            let content = examples.entries().map(|(name, example)| {
                (name.to_owned(), ConvertedValue::property(&example, "example", ConvertedValue::copy(&example)))
            });
            let content: Vec<_> = content.collect();
            return (!content.is_empty()).then(|| ConvertedValue::object(&examples, content));
        };
        let is_file = schemas::is_file(&schema);
        let mut names = if is_file { produces.or(BYTES, &schema) } else { produces.or(JSON, &schema) };
        // An example shows a media type, also if `produces` lacks it: that of an error, for example.
        for (name, example) in examples.iter().flat_map(SwaggerNode::entries).filter(|(name, _)| name.contains('/')) {
            if !names.iter().any(|(known, _)| known == name) {
                names.push((name.to_owned(), example));
            }
        }
        let content = names.into_iter().map(|(name, at)| {
            let mut media_type = vec![("schema".to_owned(), schemas::schema(&schema, &[], &self.context))];
            let example = examples.as_ref().and_then(|examples| examples.get(&name));
            media_type.extend(example.map(|example| ("example".to_owned(), ConvertedValue::copy(&example))));
            (name, ConvertedValue::object(&at, media_type))
        });
        Some(ConvertedValue::object(response, content.collect()))
    }
}
