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

    /// The schemas of a property or an argument, with references followed: `validate` checks their values too.
    pub(crate) fn checked_schemas(&self, item: &ApiItem) -> Vec<NodeKey> {
        let location = |(file, pointer): NodeKey| Location { pointer, ..Location::root(file) };
        let nodes = self.of(item).into_iter().filter_map(|key| self.documents.at(&location(key)));
        let checked = nodes.map(|node| {
            let target = self.documents.resolve(&node).0.key();
            [target].into_iter().chain(self.inner_types(&node, MAX_DEPTH)).collect::<Vec<_>>()
        });
        checked.flatten().collect()
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

    /// The places of a part of an operation, the most exact first.
    fn operation(&self, path: &Node<'d>, operation: &Node<'d>, part: &OperationPart) -> Vec<NodeKey> {
        let mut places = match part {
            OperationPart::Whole => return self.whole_operation(path, operation),
            OperationPart::Argument(ArgumentLocation::BodyProperty, name) => {
                self.body_schemas(operation).flat_map(|schema| body_property(&schema, name)).collect()
            }
            OperationPart::Argument(ArgumentLocation::Body, _) | OperationPart::Body => self.body(operation),
            OperationPart::Argument(_, name) => self.parameter(path, operation, name),
            OperationPart::Responses => self.responses(operation, None),
            OperationPart::Response(StatusRange::Exact(code)) => self.responses(operation, Some(&code.to_string())),
            OperationPart::Response(StatusRange::Range(digit)) => {
                self.responses(operation, Some(&format!("{digit}XX")))
            }
            OperationPart::Response(StatusRange::Default) => self.responses(operation, Some("default")),
            OperationPart::Header(name) => self.header(operation, name),
        };
        places.push(operation.key());
        places
    }

    fn whole_operation(&self, path: &Node<'d>, operation: &Node<'d>) -> Vec<NodeKey> {
        let mut places = vec![operation.key()];
        for written in parameters(path, operation) {
            let parameter = self.resolved(&written);
            places.extend([written.key(), parameter.key()]);
            places.extend(parameter.get("schema").map(|schema| self.resolved(&schema).key()));
        }
        places.extend(operation.get("requestBody").map(|body| self.resolved(&body).key()));
        places.extend(self.body_schemas(operation).flat_map(|schema| part_keys(&schema)));
        places.extend(self.responses(operation, None));
        places
    }

    fn resolved(&self, node: &Node<'d>) -> Node<'d> {
        self.documents.resolve(node).0
    }

    /// The schemas of the request body in each media type.
    fn body_schemas(&self, operation: &Node<'d>) -> impl Iterator<Item = Schema<'d>> {
        let body = operation.get("requestBody").map(|body| self.resolved(&body));
        let content = body.and_then(|body| body.get("content"));
        let media_types: Vec<_> = content.iter().flat_map(Node::entries).collect();
        let schemas = media_types.into_iter().filter_map(|(_, media_type)| media_type.get("schema"));
        schemas.map(|schema| Schema::new(self.documents, &schema))
    }

    fn body(&self, operation: &Node<'d>) -> Vec<NodeKey> {
        let written = operation.get("requestBody");
        let places = written.iter().flat_map(|written| [written.key(), self.resolved(written).key()]);
        places.chain(self.body_schemas(operation).flat_map(|schema| part_keys(&schema))).collect()
    }

    fn parameter(&self, path: &Node<'d>, operation: &Node<'d>, name: &str) -> Vec<NodeKey> {
        let mut places = Vec::new();
        for written in parameters(path, operation) {
            let parameter = self.resolved(&written);
            if parameter.text("name") == Some(name) {
                places.extend([written.key(), parameter.key()]);
                let schema = parameter.get("schema").map(|schema| Schema::new(self.documents, &schema));
                places.extend(schema.map(|schema| schema.node.key()));
            }
        }
        places
    }

    /// The responses with a status, or all.
    fn responses(&self, operation: &Node<'d>, status: Option<&str>) -> Vec<NodeKey> {
        let responses = operation.get("responses");
        let all = responses.iter().flat_map(Node::entries);
        let wanted = all.filter(|(other, _)| status.is_none_or(|status| other.eq_ignore_ascii_case(status)));
        wanted.flat_map(|(_, response)| [response.key(), self.resolved(&response).key()]).collect()
    }

    fn header(&self, operation: &Node<'d>, name: &str) -> Vec<NodeKey> {
        let mut places = Vec::new();
        let responses = operation.get("responses");
        for (_, response) in responses.iter().flat_map(Node::entries) {
            let header = self.resolved(&response).get("headers").and_then(|headers| headers.get(name));
            places.extend(header.iter().flat_map(|header| [header.key(), self.resolved(header).key()]));
        }
        places.extend(self.responses(operation, None));
        places
    }
}

/// The parameters of an operation and of its path, as they are written.
fn parameters<'d>(path: &Node<'d>, operation: &Node<'d>) -> Vec<Node<'d>> {
    let lists = [operation.get("parameters"), path.get("parameters")];
    lists.iter().flatten().flat_map(Node::items).collect()
}

fn body_property(schema: &Schema<'_>, name: &str) -> Vec<NodeKey> {
    let property = schema.properties().into_iter().find(|(other, _)| *other == name);
    property.map(|(_, node)| node.key()).into_iter().chain(part_keys(schema)).collect()
}

fn part_keys(schema: &Schema<'_>) -> Vec<NodeKey> {
    schema.parts.iter().map(Node::key).collect()
}
