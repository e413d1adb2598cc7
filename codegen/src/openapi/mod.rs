//! The typed document: the content of an OpenAPI document, object by object. Makes no decisions.
//!
//! Each struct is one object of the OpenAPI Specification under its own name. The readers report the same problems for
//! every document, and [`Policy`](crate::diagnostic::Policy) judges them later. A key that no struct reads is reported
//! by the object reader. A field that no later layer reads is reported by the compiler.
//!
//! Reading:
//!
//! - `node`: values with locations, and the trait that reads them
//! - `object_reader`: the keys of one object
//! - `reference`: `$ref` and its relatives
//! - `extensions`, `pagination`: the `x-` keys of Wireright
//!
//! Objects:
//!
//! - `metadata`, `limits`, `assertions`, `schema`, `schema_type`, `content`, `parameter`, `response`, `security`,
//!   `operation`, `document`
//!
//! All documents:
//!
//! - `structure`: what each version of the specification requires of a document, for the strict policy
//! - `identifiers`: `$id` and `$anchor`
//! - `document_set`: documents by path, and their nodes and schemas by location
//! - `resolve`: the target of a reference. `lower::effective::dereference` reads the object or schema there

mod assertions;
mod content;
mod document;
mod document_set;
mod extensions;
mod identifiers;
mod limits;
mod metadata;
mod node;
mod object_reader;
mod operation;
mod pagination;
mod parameter;
mod reference;
mod resolve;
mod response;
mod schema;
mod schema_type;
mod security;
mod structure;

pub(crate) use content::{Encoding, Example, MediaType, RequestBody};
pub(crate) use document::Document;
pub(crate) use document_set::DocumentSet;
pub(crate) use extensions::{ErrorCondition, MatchKind, PasswordRules, is_rust_name};
pub(crate) use limits::{Limits, is_equal, is_greater};
pub(crate) use metadata::{Server, Tag};
pub(crate) use node::{Node, NodeId, Read, Spanned, node_id};
pub(crate) use operation::{Operation, PathItem, http_line};
pub(crate) use pagination::{Cursor, Pagination};
pub(crate) use parameter::{Parameter, ParameterLocation};
pub(crate) use reference::{RefOr, Reference};
pub(crate) use response::{Header, Response, StatusKey};
pub(crate) use schema::{AdditionalProperties, Discriminator, Property, Schema};
pub(crate) use schema_type::SchemaType;
pub(crate) use security::{Flow, Flows, SecurityRequirement, SecurityScheme};
pub(crate) use structure::check as check_structure;

use crate::{
    Options,
    diagnostic::Diagnostics,
    overlay, parser,
    source::{FileId, Sources},
    swagger,
};

/// The input of `lower`.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// All documents, for references.
    pub(crate) document_set: DocumentSet,
    /// The documents that describe services.
    pub(crate) entry_documents: Vec<Document>,
    /// Where the values come from that overlays or the conversion of Swagger changed.
    pub(crate) origins: overlay::Origins,
    /// The number of problems before any was reported at a changed value.
    pub(crate) first_to_relocate: usize,
}

/// Reads all sources. A document that cannot be read is omitted, and `diagnostics` has the reasons.
///
/// The overlays are applied to the entries, in their order. The configuration is no document.
pub(crate) fn read(sources: &Sources, options: &Options, diagnostics: &mut Diagnostics) -> Input {
    let mut input = Input::default();
    let overlays = overlay_files(sources, options);
    let is_entry = |file: FileId| {
        let path = &sources.get(file).path;
        !overlays.contains(&file) && (options.entries.is_empty() || options.entries.contains(path))
    };
    let mut parsed: Vec<parser::Document> = Vec::new();
    for (file, source) in sources.iter().filter(|(_, source)| options.configuration.as_ref() != Some(*source)) {
        parsed.extend(parser::parse(file, source, diagnostics));
    }
    let changes: Vec<parser::Document> = overlays
        .iter()
        .filter_map(|file| Some(parsed.remove(parsed.iter().position(|document| document.file == *file)?)))
        .collect();
    for document in &mut parsed {
        let file = document.file;
        for overlay in changes.iter().filter(|_| is_entry(file)) {
            overlay::apply(document, overlay, &mut input.origins, diagnostics);
        }
    }
    swagger::convert(&mut parsed, sources, &mut input.origins, diagnostics);
    input.first_to_relocate = diagnostics.len();
    for document in parsed {
        input.document_set.add(document.file, sources.get(document.file).path.clone(), document.root);
    }
    for (file, _) in sources.iter() {
        if let Some(root) = input.document_set.root(file).filter(|_| is_entry(file)) {
            input.entry_documents.extend(Document::read(&root, diagnostics));
        }
    }
    input
}

/// The files of the overlays. A document may have the path of an overlay, or be the same file.
fn overlay_files(sources: &Sources, options: &Options) -> Vec<FileId> {
    let mut files = Vec::new();
    for overlay in &options.overlays {
        let known = sources.iter().filter(|(_, source)| *source == overlay).map(|(file, _)| file);
        // Equal files are in a row, and the document is among them, if it is one of them.
        files.extend(known.filter(|file| !files.contains(file)).last());
    }
    files
}
