//! What a document says of an operation, with the place where it says it.

use serde_json::Value as Json;
use wireright_codegen::{Call, model::ArgumentLocation as Part, source::Pointer};

use wireright_mock::{Documents, Place, reference};

/// How many references may lead to each other.
const LONGEST_CHAIN: usize = 20;

/// A place in the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) file: String,
    pub(super) pointer: Pointer,
}

impl Spot {
    pub(super) fn value<'d>(&self, documents: &'d Documents) -> Option<Place<'d>> {
        documents.at(&self.file, &self.pointer.to_string())
    }

    /// A member of what stands here, if it has it; where that leads, if it is a reference.
    pub(super) fn member(&self, documents: &Documents, name: &str) -> Option<Self> {
        let child = self.child(name);
        child.value(documents).map(|_| child.resolved(documents))
    }

    /// The members of what stands here, in its order.
    pub(super) fn members(&self, documents: &Documents) -> Vec<(String, Self)> {
        let named = |name: String| (name.clone(), self.child(&name).resolved(documents));
        match self.value(documents) {
            Some((_, Json::Object(members))) => members.keys().cloned().map(named).collect(),
            Some((_, Json::Array(items))) => (0..items.len()).map(|index| named(index.to_string())).collect(),
            _ => Vec::new(),
        }
    }

    /// A text among the members of what stands here.
    pub(super) fn text<'d>(&self, documents: &'d Documents, name: &str) -> Option<&'d str> {
        self.value(documents)?.1.get(name)?.as_str()
    }

    fn child(&self, name: &str) -> Self {
        Self { file: self.file.clone(), pointer: self.pointer.child(name) }
    }

    fn resolved(self, documents: &Documents) -> Self {
        let mut spot = self;
        for _ in 0..LONGEST_CHAIN {
            let Some((file, pointer)) = spot.value(documents).and_then(|(file, value)| reference(file, value)) else {
                break;
            };
            spot = Self { file, pointer };
        }
        spot
    }
}

/// An operation in the documents.
pub(super) struct Contract<'d> {
    documents: &'d Documents,
    item: Spot,
    operation: Spot,
}

impl<'d> Contract<'d> {
    /// The operation of a call.
    pub(super) fn of(documents: &'d Documents, call: &Call) -> Option<Self> {
        let method = call.http_method.to_ascii_lowercase();
        let item = Spot { file: call.file.clone(), pointer: Pointer::root().child("paths").child(&call.path) };
        // A path that refers to another may have operations of its own beside that.
        let nearest = item.member(documents, &method);
        let item = if nearest.is_some() { item } else { item.resolved(documents) };
        let operation = nearest.or_else(|| item.member(documents, &method))?;
        Some(Self { documents, item, operation })
    }

    /// A parameter: the operation's own, or one of its path.
    pub(super) fn parameter(&self, wire: &str, part: Part) -> Option<Spot> {
        let location = match part {
            Part::Path | Part::ClientParameter => "path",
            Part::Query => "query",
            Part::Header => "header",
            Part::Cookie => "cookie",
            Part::Body | Part::BodyProperty => return None,
        };
        let lists =
            [&self.operation, &self.item].into_iter().filter_map(|owner| owner.member(self.documents, "parameters"));
        let mut all = lists.flat_map(|list| list.members(self.documents));
        let is_it = |spot: &Spot| {
            spot.value(self.documents).is_some_and(|(_, parameter)| {
                let is = |key: &str, text: &str| parameter.get(key).and_then(Json::as_str) == Some(text);
                is("name", wire) && is("in", location)
            })
        };
        all.find_map(|(_, spot)| is_it(&spot).then_some(spot))
    }

    /// Whether the header `Content-Type` is described as a parameter, which OpenAPI has ignored and the server has not.
    pub(super) fn names_media_type(&self) -> bool {
        ["Content-Type", "content-type"].iter().any(|name| self.parameter(name, Part::Header).is_some())
    }

    /// The media type of a request's body.
    pub(super) fn body(&self, content_type: &str) -> Option<Spot> {
        let body = self.operation.member(self.documents, "requestBody")?;
        media_type(self.documents, &body, content_type)
    }

    /// The schema of an answer.
    pub(super) fn answer(&self, status: u16, content_type: &str) -> Option<Spot> {
        let responses = self.operation.member(self.documents, "responses")?;
        let range = format!("{}XX", status / 100);
        let named = |name: &str| responses.member(self.documents, name);
        let response = named(&status.to_string())
            .or_else(|| named(&range))
            .or_else(|| named(&range.to_lowercase()))
            .or_else(|| named("default"))?;
        media_type(self.documents, &response, content_type)?.member(self.documents, "schema")
    }
}

/// A media type of a body, whatever its parameters.
fn media_type(documents: &Documents, body: &Spot, wanted: &str) -> Option<Spot> {
    let content = body.member(documents, "content")?;
    let plain = |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let all = content.members(documents);
    let exact = all.iter().find(|(name, _)| name == wanted);
    let found = exact.or_else(|| all.iter().find(|(name, _)| plain(name) == plain(wanted)));
    found.or_else(|| all.iter().find(|(name, _)| name.contains('*'))).map(|(_, spot)| spot.clone())
}
