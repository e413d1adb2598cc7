//! Security Schemes, OAuth Flows and Security Requirements. OpenAPI 3.0.3, sections 4.7.27 to 4.7.30.

use indexmap::IndexMap;

use super::{
    extensions,
    node::{Node, Read, RefOverrides, Spanned},
    object_reader::ObjectReader,
};
use crate::{diagnostic::Diagnostics, source::Location};

/// "Security Scheme Object".
#[derive(Clone, Debug)]
pub(crate) struct SecurityScheme {
    pub(crate) at: Location,
    pub(crate) kind: Spanned<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) name: Option<String>,
    pub(crate) location: Option<Spanned<String>>,
    pub(crate) scheme: Option<Spanned<String>>,
    pub(crate) flows: Option<Flows>,
    pub(crate) open_id_connect_url: Option<String>,
    /// `x-authenticator`: the path of the Rust type that authenticates requests, in place of a key.
    pub(crate) authenticator: Option<Spanned<String>>,
}

impl Read for SecurityScheme {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Security Scheme Object", diagnostics)?;
        let kind = object.required("type");
        let description = object.optional("description");
        let name = object.optional("name");
        let location = object.optional("in");
        let scheme = object.optional("scheme");
        let flows = object.optional("flows");
        let open_id_connect_url = object.optional("openIdConnectUrl");
        let authenticator = object.optional("x-authenticator");
        let deprecated = object.or_default("deprecated");
        // Only the server reads the content of a bearer token.
        object.ignore_keys(&["bearerFormat"]);
        object.unsupported(&["oauth2MetadataUrl"]);
        extensions::read_rationale(&mut object);
        let at = object.at();
        object.finish();
        Some(Self {
            at,
            kind: kind?,
            description,
            deprecated,
            name,
            location,
            scheme,
            flows,
            open_id_connect_url,
            authenticator,
        })
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        overrides.replace_description(&mut self.description);
    }
}

/// "OAuth Flows Object". The client fetches tokens of `clientCredentials` only: the other flows need a user.
#[derive(Clone, Debug)]
pub(crate) struct Flows {
    pub(crate) implicit: Option<Flow>,
    pub(crate) password: Option<Flow>,
    /// The only flow without a user.
    pub(crate) client_credentials: Option<Flow>,
    pub(crate) authorization_code: Option<Flow>,
    pub(crate) device_authorization: Option<Flow>,
}

impl Read for Flows {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "OAuth Flows Object", diagnostics)?;
        let flows = Self {
            implicit: object.optional("implicit"),
            password: object.optional("password"),
            client_credentials: object.optional("clientCredentials"),
            authorization_code: object.optional("authorizationCode"),
            device_authorization: object.optional("deviceAuthorization"),
        };
        object.finish();
        Some(flows)
    }
}

/// "OAuth Flow Object".
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    pub(crate) authorization_url: Option<String>,
    pub(crate) device_authorization_url: Option<String>,
    pub(crate) token_url: Option<String>,
    pub(crate) refresh_url: Option<String>,
    /// What each scope allows.
    pub(crate) scopes: IndexMap<String, String>,
}

impl Read for Flow {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "OAuth Flow Object", diagnostics)?;
        let flow = Self {
            authorization_url: object.optional("authorizationUrl"),
            device_authorization_url: object.optional("deviceAuthorizationUrl"),
            token_url: object.optional("tokenUrl"),
            refresh_url: object.optional("refreshUrl"),
            scopes: object.or_default("scopes"),
        };
        object.finish();
        Some(flow)
    }
}

/// "Security Requirement Object": the schemes that a request needs together.
#[derive(Clone, Debug)]
pub(crate) struct SecurityRequirement {
    pub(crate) schemes: Vec<Spanned<String>>,
    /// The scopes, by the name of their scheme.
    pub(crate) scopes: Vec<(String, Vec<String>)>,
}

impl Read for SecurityRequirement {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let object = ObjectReader::new(node, "Security Requirement Object", diagnostics)?;
        let entries = object.rest();
        let (mut schemes, mut all_scopes) = (Vec::new(), Vec::new());
        for (name, scopes) in entries {
            let names: Vec<String> = Vec::read(&scopes, diagnostics).unwrap_or_default();
            all_scopes.push((name.to_owned(), names));
            schemes.push(Spanned { value: name.to_owned(), at: scopes.key() });
        }
        Some(Self { schemes, scopes: all_scopes })
    }
}
