//! Security: the schemes of a document, and which of them an operation asks for.

use super::Context;
use crate::{
    diagnostic::{Code, suggest},
    model::{SecurityKind, SecurityScheme, WireName},
    openapi::{self, SecurityRequirement},
};

/// The document's schemes, in its order.
pub(super) fn schemes(context: &mut Context<'_>) -> Vec<SecurityScheme> {
    let mut schemes = Vec::new();
    for (name, scheme) in &context.document.components.security_schemes {
        let kind = kind(context, scheme);
        schemes.extend(kind.map(|kind| SecurityScheme { name: WireName(name.clone()), kind }));
    }
    schemes
}

fn kind(context: &mut Context<'_>, scheme: &openapi::SecurityScheme) -> Option<SecurityKind> {
    if scheme.kind.value != "apiKey" {
        let message = format!("security schemes of the type `{}` are not supported yet", scheme.kind.value);
        context.unsupported(&scheme.kind.at, message);
        return None;
    }
    let Some(header) = &scheme.name else {
        let message = "an `apiKey` security scheme says in `name` where the key goes";
        context.diagnostics.error(Code::MissingKey, &scheme.at, message);
        return None;
    };
    match &scheme.location {
        Some(location) if location.value == "header" => {}
        Some(location) => {
            let message = format!("keys in a {} are not supported yet", location.value);
            context.unsupported(&location.at, message);
            return None;
        }
        None => {
            let message = "an `apiKey` security scheme says in `in` where the key goes";
            context.diagnostics.error(Code::MissingKey, &scheme.at, message);
            return None;
        }
    }
    match &scheme.signature {
        None => Some(SecurityKind::HeaderKey(header.clone())),
        Some(signature) if signature.value == "SDK-HMAC-SHA256" => {
            Some(SecurityKind::Signature(signature.value.clone()))
        }
        Some(signature) => {
            let message = format!("there is no signature scheme `{}`", signature.value);
            context
                .diagnostics
                .error(Code::MalformedExtension, &signature.at, message)
                .help("`x-signature` is `SDK-HMAC-SHA256`");
            None
        }
    }
}

/// What an operation asks for: its own requirement, or else the document's.
pub(super) fn requirement(context: &mut Context<'_>, own: Option<&[SecurityRequirement]>) -> Vec<Vec<WireName>> {
    let document = context.document;
    let alternatives = own.unwrap_or(&document.security);
    for scheme in alternatives.iter().flat_map(|alternative| &alternative.schemes) {
        let known = &document.components.security_schemes;
        if known.contains_key(&scheme.value) {
            continue;
        }
        let message = format!("no security scheme is called `{}`", scheme.value);
        let problem = context.diagnostics.error(Code::DanglingReference, &scheme.at, message);
        match suggest(&scheme.value, known.keys().map(String::as_str)) {
            Some(near) => problem.help(format!("a security scheme with a similar name exists: `{near}`")),
            None => problem.help("define it under `components/securitySchemes`"),
        };
    }
    let combination = |alternative: &SecurityRequirement| {
        alternative.schemes.iter().map(|scheme| WireName(scheme.value.clone())).collect()
    };
    alternatives.iter().map(combination).collect()
}
