//! Which servers are trusted over TLS.

use std::sync::Arc;

use rustls::{
    ClientConfig,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use rustls_platform_verifier::Verifier;

use super::{TransportError, TransportErrorKind};

/// TLS 1.2 and 1.3 with the certificates that this machine trusts, and those of these PEM texts. Verification cannot be turned off.
pub(super) fn tls_config(pem_texts: &[Vec<u8>]) -> Result<ClientConfig, TransportError> {
    let mut certificates = Vec::new();
    for text in pem_texts {
        let before = certificates.len();
        for certificate in CertificateDer::pem_slice_iter(text) {
            certificates.push(certificate.map_err(|error| refuse("a root certificate is not PEM").caused_by(error))?);
        }
        if certificates.len() == before {
            return Err(refuse("there is no certificate in the PEM text of a root certificate"));
        }
    }
    // Given, not taken from the process: a library must neither depend on nor install a process-wide provider.
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(certificates, Arc::clone(&provider))
        .map_err(|error| refuse(&format!("no trusted certificates could be loaded: {error}")).caused_by(error))?;
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = versions.map_err(|error| refuse("TLS cannot be set up").caused_by(error))?;
    // The name `dangerous` is for verifiers that trust too much; this one is the platform's.
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

fn refuse(words: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Refused, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pem_text_must_hold_certificates() {
        assert!(tls_config(&[b"hello".to_vec()]).is_err());
        assert!(tls_config(&[b"-----BEGIN CERTIFICATE-----\nAAAA\n".to_vec()]).is_err());
    }
}
