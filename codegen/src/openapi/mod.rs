//! The typed document: what an OpenAPI description says, object by object, with no decisions taken.
//!
//! Each struct is one object of the OpenAPI Specification under its own name. A key that no struct takes is reported by
//! the reader, and a field that no later layer reads is reported by the compiler.

mod document;
mod document_set;
mod extensions;
mod identifiers;
mod limits;
mod node;
mod operation;
mod pagination;
mod reference;
mod response;
mod schema;
mod security;

pub(crate) use document::{Document, Server};
pub(crate) use document_set::{DocumentSet, NodeId, node_id};
pub(crate) use extensions::{ErrorCondition, MatchKind, PasswordRules};
pub(crate) use limits::{Limits, is_greater};
pub(crate) use node::{Node, Read, Spanned};
pub(crate) use operation::{
    Encoding, MediaType, Operation, Parameter, ParameterLocation, PathItem, RequestBody, http_line,
};
pub(crate) use pagination::{Cursor, Pagination};
pub(crate) use reference::{RefOr, Reference};
pub(crate) use response::{Example, Header, Response, StatusKey};
pub(crate) use schema::{AdditionalProperties, Discriminator, Schema, SchemaType};
pub(crate) use security::{Flow, Flows, SecurityRequirement, SecurityScheme};

use crate::{
    diagnostic::Diagnostics,
    overlay,
    source::{self, Sources},
};

/// What was read: every text, and the documents among them that describe a service.
#[derive(Debug, Default)]
pub(crate) struct Input {
    pub(crate) document_set: DocumentSet,
    pub(crate) entry_documents: Vec<Document>,
}

/// Reads every source. A document that cannot be read is left out, with its reasons in `diagnostics`.
///
/// `entries` are the paths of the documents that describe a service; the others are only referred to. Where it is empty,
/// every document describes one. `overlays` are the paths of those that change the entries first, in their order.
pub(crate) fn read(sources: &Sources, entries: &[String], overlays: &[String], diagnostics: &mut Diagnostics) -> Input {
    let mut input = Input::default();
    let is_entry = |path: &String| (entries.is_empty() || entries.contains(path)) && !overlays.contains(path);
    let mut parsed: Vec<source::Document> = Vec::new();
    for (file, source) in sources.iter() {
        parsed.extend(source::parse(file, source, diagnostics));
    }
    let changes: Vec<source::Document> = overlays
        .iter()
        .filter_map(|path| {
            let index = parsed.iter().position(|document| sources.get(document.file).path == *path)?;
            Some(parsed.remove(index))
        })
        .collect();
    for mut document in parsed {
        let path = sources.get(document.file).path.clone();
        for overlay in changes.iter().filter(|_| is_entry(&path)) {
            overlay::apply(&mut document, overlay, diagnostics);
        }
        input.document_set.add(document.file, path, document.root);
    }
    for (file, source) in sources.iter() {
        if let Some(root) = input.document_set.root(file).filter(|_| is_entry(&source.path)) {
            input.entry_documents.extend(Document::read(&root, diagnostics));
        }
    }
    input
}
