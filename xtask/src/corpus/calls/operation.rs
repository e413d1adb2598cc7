//! The operation of a call in its document.

use serde_json::Value as Json;
use wireright_codegen::{Call, http::operation_keys, model::ArgumentLocation, source::Pointer};

use wireright_mock::{Documents, LocatedSchema, parse_reference};

/// Maximum number of references in a chain.
const MAX_REFERENCES: usize = 20;

/// A position in the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) file: String,
    pub(super) pointer: Pointer,
}

impl Location {
    pub(super) fn value<'d>(&self, documents: &'d Documents) -> Option<LocatedSchema<'d>> {
        documents.get(&self.file, &self.pointer.to_string())
    }

    /// A property of this object, after references.
    pub(super) fn property(&self, documents: &Documents, name: &str) -> Option<Self> {
        let child = self.child(name);
        child.value(documents).map(|_| child.resolve_references(documents))
    }

    /// The properties or items of this value, after references.
    pub(super) fn entries(&self, documents: &Documents) -> Vec<(String, Self)> {
        let named = |name: String| (name.clone(), self.child(&name).resolve_references(documents));
        match self.value(documents) {
            Some((_, Json::Object(object))) => object.keys().cloned().map(named).collect(),
            Some((_, Json::Array(items))) => (0..items.len()).map(|index| named(index.to_string())).collect(),
            _ => Vec::new(),
        }
    }

    /// A string property of this object.
    pub(super) fn string<'d>(&self, documents: &'d Documents, name: &str) -> Option<&'d str> {
        self.value(documents)?.1.get(name)?.as_str()
    }

    fn child(&self, name: &str) -> Self {
        Self { file: self.file.clone(), pointer: self.pointer.child(name) }
    }

    fn resolve_references(self, documents: &Documents) -> Self {
        let mut location = self;
        for _ in 0..MAX_REFERENCES {
            let Some((file, pointer)) =
                location.value(documents).and_then(|(file, value)| parse_reference(file, value))
            else {
                break;
            };
            location = Self { file, pointer };
        }
        location
    }
}

/// An operation with its path item.
pub(super) struct DocumentedOperation<'d> {
    documents: &'d Documents,
    item: Location,
    operation: Location,
}

impl<'d> DocumentedOperation<'d> {
    /// The operation of a call.
    pub(super) fn of(documents: &'d Documents, call: &Call) -> Option<Self> {
        let item = Location { file: call.file.clone(), pointer: Pointer::root().child("paths").child(&call.path) };
        // A path item with a reference may have its own operations.
        let of_item = |item: &Location| {
            let keys = operation_keys(&call.http_method);
            keys.into_iter()
                .find_map(|keys| keys.iter().try_fold(item.clone(), |location, key| location.property(documents, key)))
        };
        let own = of_item(&item);
        let item = if own.is_some() { item } else { item.resolve_references(documents) };
        let operation = own.or_else(|| of_item(&item))?;
        Some(Self { documents, item, operation })
    }

    /// A parameter of the operation or of its path item.
    pub(super) fn parameter(&self, wire: &str, argument_location: ArgumentLocation) -> Option<Location> {
        let parameter_in = match argument_location {
            ArgumentLocation::Path | ArgumentLocation::ClientParameter => "path",
            ArgumentLocation::Query => "query",
            ArgumentLocation::Header => "header",
            ArgumentLocation::Cookie => "cookie",
            ArgumentLocation::Body | ArgumentLocation::BodyProperty => return None,
        };
        let lists =
            [&self.operation, &self.item].into_iter().filter_map(|owner| owner.property(self.documents, "parameters"));
        let mut all = lists.flat_map(|list| list.entries(self.documents));
        let is_parameter = |location: &Location| {
            location.value(self.documents).is_some_and(|(_, parameter)| {
                let has = |key: &str, text: &str| parameter.get(key).and_then(Json::as_str) == Some(text);
                has("name", wire) && has("in", parameter_in)
            })
        };
        all.find_map(|(_, location)| is_parameter(&location).then_some(location))
    }

    /// Whether `Content-Type` is a header parameter. OpenAPI ignores it, Prism does not.
    pub(super) fn has_content_type_parameter(&self) -> bool {
        ["Content-Type", "content-type"].iter().any(|name| self.parameter(name, ArgumentLocation::Header).is_some())
    }

    /// The media type of the request body.
    pub(super) fn body(&self, content_type: &str) -> Option<Location> {
        let body = self.operation.property(self.documents, "requestBody")?;
        media_type(self.documents, &body, content_type)
    }

    /// The schema of a response.
    pub(super) fn response_schema(&self, status: u16, content_type: &str) -> Option<Location> {
        let responses = self.operation.property(self.documents, "responses")?;
        let range = format!("{}XX", status / 100);
        let named = |name: &str| responses.property(self.documents, name);
        let response = named(&status.to_string())
            .or_else(|| named(&range))
            .or_else(|| named(&range.to_lowercase()))
            .or_else(|| named("default"))?;
        media_type(self.documents, &response, content_type)?.property(self.documents, "schema")
    }
}

/// A media type of a body, ignoring parameters.
fn media_type(documents: &Documents, body: &Location, wanted: &str) -> Option<Location> {
    let content = body.property(documents, "content")?;
    let essence = |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let all = content.entries(documents);
    let exact = all.iter().find(|(name, _)| name == wanted);
    let found = exact.or_else(|| all.iter().find(|(name, _)| essence(name) == essence(wanted)));
    found.or_else(|| all.iter().find(|(name, _)| name.contains('*'))).map(|(_, location)| location.clone())
}
