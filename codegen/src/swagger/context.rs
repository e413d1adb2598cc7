//! [`ConversionContext`]: the documents, targets of references before and after the conversion, and the problems so
//! far.

use std::{cell::RefCell, collections::BTreeMap};

use super::{is_swagger, swagger_node::SwaggerNode};
use crate::{
    diagnostic::Diagnostics,
    parser::file_references::{percent_decode, resolve_path},
    source::{FileId, Location, NodePart, Pointer, Value},
};

/// All documents before the conversion, by path.
pub(super) type Documents = BTreeMap<String, (FileId, Value)>;

/// The maps that have another place in OpenAPI 3.0.
const MOVED: [(&str, &str); 4] = [
    ("/definitions/", "/components/schemas/"),
    ("/parameters/", "/components/parameters/"),
    ("/responses/", "/components/responses/"),
    ("/securityDefinitions/", "/components/securitySchemes/"),
];

/// Maximum number of references in a chain.
const MAX_REFERENCES: usize = 20;

/// The documents, and the one that is being converted.
#[derive(Clone, Copy, Debug)]
pub(super) struct ConversionContext<'d> {
    pub(super) documents: &'d Documents,
    /// The path of the document that is being converted.
    pub(super) path: &'d str,
    pub(super) diagnostics: &'d RefCell<&'d mut Diagnostics>,
}

impl<'d> ConversionContext<'d> {
    /// Reports a part of the document that is omitted.
    pub(super) fn unsupported(&self, at: &SwaggerNode<'_>, message: impl Into<String>, help: &str) {
        self.diagnostics.borrow_mut().unsupported(at.at.clone(), message).help(help);
    }

    /// The reference to the same target after the conversion.
    pub(super) fn converted(&self, reference: &str) -> String {
        let Some((file, fragment)) = reference.split_once('#') else { return reference.to_owned() };
        let target = resolve_path(self.path, reference).and_then(|path| self.documents.get(&path));
        if !target.is_some_and(|(_, root)| is_swagger(root)) {
            return reference.to_owned();
        }
        match MOVED.iter().find_map(|(old, new)| Some((new, fragment.strip_prefix(old)?))) {
            Some((new, rest)) => format!("{file}#{new}{rest}"),
            None => reference.to_owned(),
        }
    }

    /// The target of a reference, and the path of its document.
    pub(super) fn resolve(&self, reference: &str) -> Option<(&'d str, SwaggerNode<'d>)> {
        let path = resolve_path(self.path, reference)?;
        let fragment = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        let pointer = Pointer::parse(&percent_decode(fragment)?)?;
        let (path, (file, root)) = self.documents.get_key_value(&path)?;
        let value = root.find(&pointer)?;
        Some((path, SwaggerNode { value, at: Location { file: *file, pointer, part: NodePart::Value } }))
    }

    /// The value at the end of all references, and whether all of them are in this document.
    pub(super) fn target(&self, source: &SwaggerNode<'d>) -> Option<(SwaggerNode<'d>, bool)> {
        let (mut source, mut path, mut is_local) = (source.clone(), self.path, true);
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = source.text_of("$ref") else { return Some((source, is_local)) };
            let (next, target) = Self { path, ..*self }.resolve(reference)?;
            is_local &= next == self.path;
            (source, path) = (target, next);
        }
        None
    }
}
