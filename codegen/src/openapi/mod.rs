//! The typed document: what an OpenAPI description says, object by object, with no decisions taken.
//!
//! Each struct is one object of the OpenAPI Specification 3.0.3 under its own name. A key that no struct takes is
//! reported by the reader, and a field that no later layer reads is reported by the compiler.

mod document;
mod extensions;
mod node;
mod operation;
mod reference;
mod schema;

pub(crate) use document::{Document, SecurityRequirement, SecurityScheme, Server};
pub(crate) use extensions::{FailureRule, PasswordRules, UnlikeMatch};
pub(crate) use node::Located;
pub(crate) use operation::{
    MediaType, Operation, Parameter, ParameterLocation, PathItem, RequestBody, Response, StatusKey,
};
pub(crate) use reference::{RefOr, Reference};
pub(crate) use schema::{AdditionalProperties, Schema, SchemaType};

use node::{Node, Read};

use crate::{
    diagnostic::Diagnostics,
    source::{self, Location, Part, Pointer, Sources},
};

/// Reads every source. A document that cannot be read is left out, with its reasons in `diagnostics`.
pub(crate) fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Document> {
    let mut documents = Vec::new();
    for (file, source) in sources.iter() {
        let Some(parsed) = source::parse(file, source, diagnostics) else { continue };
        let at = Location { file, pointer: Pointer::root(), part: Part::Value };
        documents.extend(Document::read(&Node { value: &parsed.root, at }, diagnostics));
    }
    documents
}
