//! Placeholder credentials for each security scheme of a document. The server only checks their presence.

use serde_json::Value as Json;
use wireright_codegen::source::Pointer;

use wireright_mock::Documents;

use super::operation::Location;

/// Placeholder for a secret, unlikely to occur in a response.
const SECRET: &str = "placeholder-secret";

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scheme {
    name: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Key,
    Basic,
    Bearer,
    /// Another HTTP scheme with its parameters.
    Http(&'static str),
    Tls,
}

impl Scheme {
    /// The call of the builder method.
    pub(super) fn builder_call(&self) -> String {
        let name = &self.name;
        match self.kind {
            Kind::Key => format!("api_key({name:?}, {SECRET:?})"),
            Kind::Basic => format!("basic({name:?}, \"user\", {SECRET:?})"),
            Kind::Bearer => format!("bearer({name:?}, {SECRET:?})"),
            Kind::Http(text) => format!("api_key({name:?}, {text:?})"),
            Kind::Tls => format!("mutual_tls({name:?})"),
        }
    }
}

/// The schemes of a document.
pub(super) fn schemes(documents: &Documents, file: &str) -> Vec<Scheme> {
    let components = Location { file: file.to_owned(), pointer: Pointer::root().child("components") };
    let all = components.property(documents, "securitySchemes").map(|schemes| schemes.entries(documents));
    let scheme =
        |(name, location): (String, Location)| Some(Scheme { name, kind: kind(location.value(documents)?.1)? });
    all.into_iter().flatten().filter_map(scheme).collect()
}

fn kind(scheme: &Json) -> Option<Kind> {
    let text = |key: &str| scheme.get(key).and_then(Json::as_str).unwrap_or_default().to_ascii_lowercase();
    Some(match (text("type").as_str(), text("scheme").as_str()) {
        ("apikey", _) => Kind::Key,
        ("http", "basic") => Kind::Basic,
        ("http", "bearer") | ("oauth2" | "openidconnect", _) => Kind::Bearer,
        ("http", "digest") => Kind::Http(r#"username="a", realm="a", nonce="a", uri="a", response="a""#),
        ("http", _) => Kind::Http(SECRET),
        ("mutualtls", _) => Kind::Tls,
        _ => return None,
    })
}
