//! Documented headers of responses, as fields of a struct: of all successes of an operation together, of each failure
//! alone.

use std::{collections::BTreeMap, rc::Rc};

use indexmap::IndexMap;

use super::representation;
use crate::{
    lower::{
        Context,
        docs::descriptions,
        effective::{self, SchemaKind},
        names::{self, NameScope},
        schemas::{self, OperationTypes},
    },
    model::{Direction, Docs, HeaderCodec, ResponseHeader, ResponseHeaders, RustName, Type, WireName},
    openapi::{Header, NodeId, Operation, Response, Schema},
    source::Value,
};

/// A header of successes.
struct DocumentedHeader {
    wire: String,
    header: Header,
    /// How many successes require it.
    required_by: usize,
    /// Whether another success has it with another type.
    differs: bool,
}

/// Lowers the headers of the successes. Their types are added to `types`.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    successes: &[&Response],
    types: &mut OperationTypes,
    name: &RustName,
) -> Option<ResponseHeaders> {
    let documented = documented(context, successes);
    if documented.is_empty() {
        return None;
    }
    let own = types.claim(context, names::joined(name, "Headers"), "headers", &operation.key);
    let headers = fields(context, documented, successes.len(), &mut TypeTarget::Own(types), &own);
    Some(ResponseHeaders { name: own, headers })
}

/// Where the types of header values are defined.
pub(super) enum TypeTarget<'t> {
    /// Among the types of the operation.
    Own(&'t mut OperationTypes),
    /// Among the shared types, for the response with this id, in this module.
    Shared(&'t NodeId, &'t RustName),
}

impl TypeTarget<'_> {
    fn lower(&mut self, context: &mut Context<'_>, schema: &Rc<Schema>, name: &RustName) -> Type {
        let description = || "The value of a header.".to_owned();
        match self {
            Self::Own(types) => {
                let ty = schemas::for_operation(context, schema, name, types, Direction::Response);
                types.describe(&ty, description);
                ty
            }
            Self::Shared(place, module) => {
                let ty = schemas::for_response(context, schema, name, place, module);
                if schema.reference.is_none() {
                    context.shared.describe(&ty, description);
                }
                ty
            }
        }
    }
}

/// Lowers the headers of one response.
pub(super) fn of_response(
    context: &mut Context<'_>,
    response: &Response,
    target: &mut TypeTarget<'_>,
    name: &RustName,
) -> Vec<ResponseHeader> {
    let documented = documented(context, &[response]);
    fields(context, documented, 1, target, name)
}

/// The headers as fields. `responses` is the number of responses that they are for.
fn fields(
    context: &mut Context<'_>,
    documented: Vec<DocumentedHeader>,
    responses: usize,
    target: &mut TypeTarget<'_>,
    own: &RustName,
) -> Vec<ResponseHeader> {
    let mut scope = NameScope::default();
    let headers = documented.into_iter().map(|one| {
        let at = one.header.at.clone();
        let field = scope.claim(names::field_name(&one.wire), &one.wire, &at, context.diagnostics);
        let type_name = names::joined(own, names::variant_name(&one.wire).unraw());
        let (ty, reading) = if one.differs {
            (Type::String, HeaderCodec::String)
        } else {
            value(context, &one.header, target, &type_name)
        };
        let description = descriptions::header(&one.header);
        let docs = Docs(if description.is_empty() { Vec::new() } else { vec![description] });
        ResponseHeader {
            docs: descriptions::or_wire_name(docs, &one.wire, &field),
            name: field,
            wire: WireName(one.wire),
            ty,
            required: one.required_by == responses,
            codec: reading,
        }
    });
    headers.collect()
}

/// Whether the response documents headers that a client reads.
pub(super) fn has_headers(response: &Response) -> bool {
    response.headers.keys().any(|name| !is_ignored(name))
}

/// The identity of a response's headers: whether each is required, and its schema as written.
pub(super) fn signature<'d>(
    context: &mut Context<'d>,
    response: &Response,
) -> BTreeMap<String, (bool, Option<&'d Value>)> {
    let documented = documented(context, &[response]);
    let signature_of = |one: DocumentedHeader| {
        let value = match &one.header.schema {
            Some(schema) => written_schema(context, schema),
            None => context.document_set.at(&one.header.at).map(|node| node.value),
        };
        (one.wire.to_ascii_lowercase(), (one.header.required, value))
    };
    documented.into_iter().map(signature_of).collect()
}

/// The headers of all responses, each once. Header names are case-insensitive (RFC 9110, section 5.1).
fn documented(context: &mut Context<'_>, successes: &[&Response]) -> Vec<DocumentedHeader> {
    let mut all: IndexMap<String, DocumentedHeader> = IndexMap::new();
    for response in successes {
        for (wire, header) in &response.headers {
            let key = wire.to_ascii_lowercase();
            if is_ignored(wire) {
                continue;
            }
            let Some(header) = effective::object(context, header) else { continue };
            let required_by = usize::from(header.required);
            match all.get_mut(&key) {
                Some(known) => {
                    known.required_by += required_by;
                    known.differs |= !has_same_schema(context, &known.header, &header);
                }
                None => {
                    let new = DocumentedHeader { wire: wire.clone(), header, required_by, differs: false };
                    all.insert(key, new);
                }
            }
        }
    }
    all.into_values().collect()
}

/// "If a response header is defined with the name "Content-Type", it SHALL be ignored" (OpenAPI 3.0.3, "Response
/// Object").
fn is_ignored(name: &str) -> bool {
    name.eq_ignore_ascii_case("content-type")
}

fn has_same_schema(context: &mut Context<'_>, one: &Header, other: &Header) -> bool {
    let mut written = |header: &Header| written_schema(context, header.schema.as_ref()?);
    let (one, other) = (written(one), written(other));
    one.is_some() && one == other
}

/// The schema as it is written, through a reference.
fn written_schema<'d>(context: &mut Context<'d>, schema: &Rc<Schema>) -> Option<&'d Value> {
    let schema = effective::schema(context, schema);
    context.document_set.at(&schema.at).map(|node| node.value)
}

/// The type of a header value and its codec. A value without a type stays a string.
fn value(
    context: &mut Context<'_>,
    header: &Header,
    target: &mut TypeTarget<'_>,
    name: &RustName,
) -> (Type, HeaderCodec) {
    let as_text = (Type::String, HeaderCodec::String);
    if let Some((media_type, content)) = header.content.first() {
        let (true, Some(schema)) = (representation::is_json(context, media_type, content), &content.schema) else {
            return as_text;
        };
        return (target.lower(context, schema, name), HeaderCodec::Json);
    }
    let Some(schema) = &header.schema else { return as_text };
    let resolved = effective::schema(context, schema);
    let is_list = match SchemaKind::of(context, &resolved) {
        SchemaKind::Scalar(_) | SchemaKind::Enumeration(_) => false,
        SchemaKind::List if is_list_of_scalars(context, &resolved) => true,
        _ => return as_text,
    };
    let ty = match target.lower(context, schema, name) {
        Type::Option(inner) => *inner,
        ty => ty,
    };
    let item = match &ty {
        Type::List(item) if is_list => item,
        ty => ty,
    };
    match (item, is_list) {
        (Type::String | Type::Secret | Type::Local(_) | Type::Shared(_), false) => (ty, HeaderCodec::String),
        (Type::String | Type::Secret | Type::Local(_) | Type::Shared(_), true) => (ty, HeaderCodec::StringList),
        (Type::Mapped(_), is_list) => (ty, if is_list { HeaderCodec::SerdeList } else { HeaderCodec::Serde }),
        (item, is_list) if has_from_str(item) => {
            (ty, if is_list { HeaderCodec::FromStrList } else { HeaderCodec::FromStr })
        }
        _ => as_text,
    }
}

fn is_list_of_scalars(context: &mut Context<'_>, schema: &Rc<Schema>) -> bool {
    let Some(items) = schema.items.clone().filter(|_| schema.prefix_items.is_empty()) else { return false };
    let items = effective::schema(context, &items);
    matches!(SchemaKind::of(context, &items), SchemaKind::Scalar(_) | SchemaKind::Enumeration(_))
}

/// Whether values of the type are parsed from a string.
fn has_from_str(ty: &Type) -> bool {
    match ty {
        Type::Bool
        | Type::Integer(_)
        | Type::Float32
        | Type::Float64
        | Type::DateTime
        | Type::Date
        | Type::Duration
        | Type::Number
        | Type::Uuid
        | Type::Base64 => true,
        Type::String
        | Type::LenientString
        | Type::Secret
        | Type::Bytes
        | Type::Multipart
        | Type::Json
        | Type::Mapped(_)
        | Type::Local(_)
        | Type::Shared(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Option(_)
        | Type::Boxed(_) => false,
    }
}
