//! Picks the security schemes by which a request is sent.

use super::{Keyring, Proof};
use crate::{
    InvalidRequest, Operation, SecurityKind, SecurityScheme,
    signature::{Credentials, Identity, SigningAlgorithm},
};

/// What the request must be given, by the first alternative of the operation of which all schemes have a key. Nothing, if the
/// operation is not secured or need not be. Beside it stands which alternative that is.
pub(crate) fn choose(
    operation: &Operation,
    credentials: Option<&Credentials>,
    keys: &Keyring,
) -> Result<(usize, Vec<Proof>), InvalidRequest> {
    let identity = credentials.map(|credentials| &credentials.identity);
    let proofs_of = |(place, alternative): (usize, &&[&str])| {
        let proofs = alternative.iter().map(|name| fit(operation, name, identity, keys));
        Some((place, proofs.collect::<Option<Vec<_>>>()?))
    };
    // One that needs nothing is the last resort: whoever gave a key wants it used.
    let alternatives = operation.security.iter().enumerate();
    let fitting = alternatives.filter(|(_, alternative)| !alternative.is_empty()).find_map(proofs_of);
    match fitting {
        Some((_, proofs)) if proofs.iter().filter(|proof| proof.is_authorization()).count() > 1 => {
            Err(InvalidRequest::Credentials {
                problem:
                    "the operation is secured by several schemes at once that each need the header `Authorization`"
                        .to_owned(),
            })
        }
        Some(fitting) => Ok(fitting),
        None if operation.security.is_empty() || operation.security.contains(&[].as_slice()) => Ok((0, Vec::new())),
        None => Err(none_fits(operation, identity, keys)),
    }
}

fn fit(operation: &Operation, name: &str, identity: Option<&Identity>, keys: &Keyring) -> Option<Proof> {
    let scheme = operation.service.security_schemes.iter().find(|scheme| scheme.name == name)?;
    if let Some(proof) = keys.proof(scheme) {
        return Some(proof);
    }
    match (scheme.kind, identity?) {
        // The algorithm that the document names is the usual one. Whoever asks for another means it.
        (SecurityKind::Signature(name), Identity::AccessKey(_)) if name == SigningAlgorithm::default().name() => {
            Some(Proof::Signature)
        }
        (SecurityKind::HeaderKey(header), Identity::Token(_)) => Some(Proof::IamToken(header)),
        _ => None,
    }
}

fn none_fits(operation: &Operation, identity: Option<&Identity>, keys: &Keyring) -> InvalidRequest {
    let described = |name: &&str| {
        let scheme = operation.service.security_schemes.iter().find(|scheme| scheme.name == *name);
        scheme.map_or_else(|| format!("`{name}`"), SecurityScheme::described)
    };
    let alternatives = operation.security.iter();
    let alternatives: Vec<String> =
        alternatives.map(|names| names.iter().map(described).collect::<Vec<_>>().join(" and ")).collect();
    let given = match identity {
        None if keys.is_empty() => "no credentials were given".to_owned(),
        None => format!("only `{}` was given", keys.names().join("` and `")),
        Some(Identity::AccessKey(_)) => "an access key was given".to_owned(),
        Some(Identity::Token(_)) => "an IAM token was given".to_owned(),
    };
    InvalidRequest::Credentials { problem: format!("the operation needs {}, but {given}", alternatives.join(", or ")) }
}
