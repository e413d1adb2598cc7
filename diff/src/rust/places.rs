//! The parts of a document that items of the API come from.

use std::collections::HashMap;

use wireright_codegen::{
    ApiItem,
    api::{ApiOrigin, OperationPart},
    model::{ArgumentLocation, StatusRange},
    source::Location,
};

use crate::document::{Documents, Node, NodeKey, Schema};

/// The operations of a set of documents, by file and name.
pub(crate) struct OriginPlaces<'d> {
    documents: &'d Documents,
    /// The path item and the operation.
    operations: HashMap<(String, String), (Node<'d>, Node<'d>)>,
}

/// How deep types inside each other are followed.
const MAX_DEPTH: usize = 4;

impl<'d> OriginPlaces<'d> {
    pub(crate) fn new(documents: &'d Documents) -> Self {
        let mut operations = HashMap::new();
        for entry in &documents.entries {
            let paths = documents.root(entry).and_then(|root| root.get("paths"));
            for (path, item) in paths.iter().flat_map(Node::entries) {
                let (item, _) = documents.resolve(&item);
                for (method, node) in item.operations() {
                    let name = format!("{method} {path}");
                    operations.insert((entry.clone(), name), (item.clone(), node));
                }
            }
        }
        Self { documents, operations }
    }

    /// The places of an item, the most exact first.
    pub(crate) fn of(&self, item: &ApiItem) -> Vec<NodeKey> {
        match &item.origin {
            ApiOrigin::Document { file } => self.documents.root(file).map(|node| node.key()).into_iter().collect(),
            ApiOrigin::Schema { location, name } => self.schema(location, name.as_deref()),
            ApiOrigin::Operation { file, operation, part } => {
                let key = (file.to_string(), operation.to_string());
                self.operations.get(&key).map(|(path, node)| self.operation(path, node, part)).unwrap_or_default()
            }
        }
    }

    /// The places of the whole operation of an item.
    pub(crate) fn of_operation(&self, item: &ApiItem) -> Vec<NodeKey> {
        let ApiOrigin::Operation { file, operation, .. } = &item.origin else { return Vec::new() };
        let key = (file.to_string(), operation.to_string());
        let whole = |(path, node): &(Node<'d>, Node<'d>)| self.operation(path, node, &OperationPart::Whole);
        self.operations.get(&key).map(whole).unwrap_or_default()
    }

    /// The component that a property refers to, or the items of its list.
    pub(crate) fn components(&self, item: &ApiItem) -> Vec<NodeKey> {
        let ApiOrigin::Schema { location, name: Some(name) } = &item.origin else { return Vec::new() };
        let Some(node) = self.documents.at(location) else { return Vec::new() };
        let properties = Schema::new(self.documents, &node).properties();
        let mut next = properties.into_iter().find(|(other, _)| other == name).map(|(_, node)| node);
        let mut components = Vec::new();
        for _ in 0..MAX_DEPTH {
            let Some(node) = next else { break };
            let schema = Schema::new(self.documents, &node);
            components.push(schema.node.key());
            next = schema.get("items").or_else(|| schema.additional());
        }
        components
    }

    fn schema(&self, location: &Location, name: Option<&str>) -> Vec<NodeKey> {
        let Some(node) = self.documents.at(location) else {
            return vec![(location.file, location.pointer.clone())];
        };
        let schema = Schema::new(self.documents, &node);
        let mut places = Vec::new();
        if let Some(name) = name {
            let property = schema.properties().into_iter().find(|(other, _)| *other == name);
            places.extend(property.iter().map(|(_, node)| node.key()));
            places.extend(property.iter().flat_map(|(_, node)| self.inner_types(node, MAX_DEPTH)));
            places.extend(schema.values().map(|(node, _)| node.key()));
        }
        places.push(node.key());
        places.extend(schema.parts.iter().map(Node::key));
        places
    }

    /// The schemas that decide the type of a property without a type of their own: items, and components that are no
    /// objects.
    fn inner_types(&self, node: &Node<'d>, depth: usize) -> Vec<NodeKey> {
        let schema = Schema::new(self.documents, node);
        let has_type = schema.get("properties").is_some() || schema.values().is_some();
        if depth == 0 || has_type || schema.alternatives().is_some() {
            return Vec::new();
        }
        let inner = [schema.get("items"), schema.additional()];
        let inner = inner.iter().flatten().flat_map(|node| {
            let own = [node.key()];
            own.into_iter().chain(self.inner_types(node, depth - 1)).collect::<Vec<_>>()
        });
        [schema.node.key()].into_iter().chain(inner).collect()
    }

    fn operation(&self, path: &Node<'d>, operation: &Node<'d>, part: &OperationPart) -> Vec<NodeKey> {
        let resolved = |node: &Node<'d>| self.documents.resolve(node).0;
        let body = operation.get("requestBody").map(|node| resolved(&node));
        let body_schemas = || -> Vec<Schema<'d>> {
            let content = body.iter().filter_map(|body| body.get("content"));
            let schemas = content.flat_map(|content| content.entries()).filter_map(|(_, node)| node.get("schema"));
            schemas.map(|node| Schema::new(self.documents, &node)).collect()
        };
        let parameters = || {
            let lists = [operation.get("parameters"), path.get("parameters")];
            lists.into_iter().flatten().flat_map(|list| list.items()).collect::<Vec<_>>()
        };
        let response_keys = |wanted: Option<&str>| -> Vec<NodeKey> {
            let responses = operation.get("responses");
            let responses = responses.iter().flat_map(Node::entries);
            let wanted =
                responses.filter(|(status, _)| wanted.is_none_or(|wanted| status.eq_ignore_ascii_case(wanted)));
            wanted.flat_map(|(_, node)| [node.key(), resolved(&node).key()]).collect()
        };
        let mut places = Vec::new();
        match part {
            OperationPart::Whole => {
                places.push(operation.key());
                for parameter in parameters() {
                    let found = resolved(&parameter);
                    places.extend([parameter.key(), found.key()]);
                    places.extend(found.get("schema").map(|node| resolved(&node).key()));
                }
                places.extend(body.as_ref().map(Node::key));
                for schema in body_schemas() {
                    places.extend(schema.parts.iter().map(Node::key));
                }
                places.extend(response_keys(None));
                return places;
            }
            OperationPart::Argument(ArgumentLocation::BodyProperty, name) => {
                for schema in body_schemas() {
                    let property = schema.properties().into_iter().find(|(other, _)| other == name);
                    places.extend(property.map(|(_, node)| node.key()));
                    places.extend(schema.parts.iter().map(Node::key));
                }
            }
            OperationPart::Argument(ArgumentLocation::Body, _) | OperationPart::Body => {
                places.extend(operation.get("requestBody").as_ref().map(Node::key));
                places.extend(body.as_ref().map(Node::key));
                for schema in body_schemas() {
                    places.extend(schema.parts.iter().map(Node::key));
                }
            }
            OperationPart::Argument(_, name) => {
                for place in parameters() {
                    let parameter = resolved(&place);
                    if parameter.text("name") == Some(name) {
                        places.extend([place.key(), parameter.key()]);
                        let schema = parameter.get("schema").map(|node| Schema::new(self.documents, &node));
                        places.extend(schema.map(|schema| schema.node.key()));
                    }
                }
            }
            OperationPart::Responses => places.extend(response_keys(None)),
            OperationPart::Response(status) => {
                let status = match status {
                    StatusRange::Exact(code) => code.to_string(),
                    StatusRange::Range(digit) => format!("{digit}XX"),
                    StatusRange::Default => "default".to_owned(),
                };
                places.extend(response_keys(Some(&status)));
            }
            OperationPart::Header(name) => {
                let responses = operation.get("responses");
                for (_, response) in responses.iter().flat_map(Node::entries) {
                    let header = resolved(&response).get("headers").and_then(|headers| headers.get(name));
                    places.extend(header.iter().flat_map(|header| [header.key(), resolved(header).key()]));
                }
                places.extend(response_keys(None));
            }
        }
        places.push(operation.key());
        places
    }
}
