//! TLS settings: trusted servers, the client certificate, and the minimum version.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore, SupportedProtocolVersion,
    client::{WebPkiServerVerifier, danger::ServerCertVerifier},
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    version::{TLS12, TLS13},
};
use rustls_platform_verifier::Verifier;

use super::{CertificatePart, TransportError, TransportErrorKind};
use crate::Secret;

/// TLS version. Older versions are not supported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2 (RFC 5246).
    #[default]
    V1_2,
    /// TLS 1.3 (RFC 8446).
    V1_3,
}

/// TLS settings. Verification cannot be disabled.
#[derive(Clone, Debug, Default)]
pub(super) struct Tls {
    /// Additional trusted certificates, as PEM.
    pub(super) roots: Vec<Vec<u8>>,
    /// Whether only these are trusted.
    pub(super) only_roots: bool,
    /// Client certificate chain and private key, as PEM.
    pub(super) client: Option<(Vec<u8>, Secret)>,
    pub(super) min_version: TlsVersion,
    /// Offered ALPN protocols, preferred first. Empty: HTTP/1.1.
    pub(super) protocols: Vec<Vec<u8>>,
}

impl Tls {
    pub(super) fn config(&self) -> Result<ClientConfig, TransportError> {
        let mut roots = Vec::new();
        for text in &self.roots {
            roots.extend(certificates(text, "a root certificate")?);
        }
        // The provider is passed explicitly: a library must neither depend on nor install a process-wide one.
        let provider = provider()?;
        let verifier = self.verifier(roots, &provider)?;
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(self.versions())
            .map_err(|error| invalid("TLS cannot be set up").caused_by(error))?;
        // `dangerous` guards verifiers that trust too much. This one trusts the certificates of the platform, or
        // fewer.
        let builder = builder.dangerous().with_custom_certificate_verifier(verifier);
        let mut config = match &self.client {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => {
                let chain = certificates(chain, "the client's certificate")
                    .map_err(|error| error.lacking(CertificatePart::Certificate))?;
                let key = PrivateKeyDer::from_pem_slice(key.expose().as_bytes()).map_err(|_| {
                    invalid("the key of the client's certificate is not a PEM private key")
                        .lacking(CertificatePart::PrivateKey)
                })?;
                builder
                    .with_client_auth_cert(chain, key)
                    .map_err(|error| invalid(&format!("the client's certificate cannot be used: {error}")))?
            }
        };
        config.alpn_protocols.clone_from(&self.protocols);
        Ok(config)
    }

    fn versions(&self) -> &'static [&'static SupportedProtocolVersion] {
        static FROM_1_2: [&SupportedProtocolVersion; 2] = [&TLS13, &TLS12];
        static FROM_1_3: [&SupportedProtocolVersion; 1] = [&TLS13];
        match self.min_version {
            TlsVersion::V1_2 => &FROM_1_2,
            TlsVersion::V1_3 => &FROM_1_3,
        }
    }

    fn verifier(
        &self,
        roots: Vec<CertificateDer<'static>>,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, TransportError> {
        let nothing_trusted = "no trusted certificates could be loaded";
        if !self.only_roots {
            let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(provider));
            let failed = |error| invalid(&format!("{nothing_trusted}: {error}")).caused_by(error);
            return Ok(Arc::new(verifier.map_err(failed)?));
        }
        let mut store = RootCertStore::empty();
        for root in roots {
            store.add(root).map_err(|error| invalid("a root certificate cannot be used").caused_by(error))?;
        }
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider)).build();
        Ok(verifier.map_err(|error| invalid(&format!("{nothing_trusted}: {error}")).caused_by(error))?)
    }
}

/// The rustls crypto provider. AWS-LC takes precedence over ring, which is the default.
#[cfg(feature = "tls-aws-lc-rs")]
#[expect(clippy::unnecessary_wraps, reason = "without a feature there may be none")]
fn provider() -> Result<Arc<CryptoProvider>, TransportError> {
    Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

#[cfg(all(feature = "tls-ring", not(feature = "tls-aws-lc-rs")))]
#[expect(clippy::unnecessary_wraps, reason = "without a feature there may be none")]
fn provider() -> Result<Arc<CryptoProvider>, TransportError> {
    Ok(Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(not(any(feature = "tls-ring", feature = "tls-aws-lc-rs")))]
fn provider() -> Result<Arc<CryptoProvider>, TransportError> {
    let words =
        "no rustls crypto provider: enable the feature `tls-ring` or `tls-aws-lc-rs`, or install one in this process";
    CryptoProvider::get_default().map(Arc::clone).ok_or_else(|| invalid(words))
}

/// Parses PEM certificates. At least one is required.
fn certificates(text: &[u8], what: &str) -> Result<Vec<CertificateDer<'static>>, TransportError> {
    let certificates = CertificateDer::pem_slice_iter(text).collect::<Result<Vec<_>, _>>();
    let certificates = certificates.map_err(|error| invalid(&format!("{what} is not PEM")).caused_by(error))?;
    if certificates.is_empty() {
        return Err(invalid(&format!("no certificate in the PEM of {what}")));
    }
    Ok(certificates)
}

fn invalid(words: &str) -> TransportError {
    TransportError::new(TransportErrorKind::InvalidRequest, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pem_must_contain_certificates() {
        let config = |text: &[u8]| Tls { roots: vec![text.to_vec()], ..Tls::default() }.config();
        assert!(config(b"hello").is_err());
        assert!(config(b"-----BEGIN CERTIFICATE-----\nAAAA\n").is_err());
    }

    #[test]
    fn a_trusted_certificate_is_required() {
        let error = Tls { only_roots: true, ..Tls::default() }.config().unwrap_err();
        assert!(error.to_string().starts_with("no trusted certificates"), "{error}");
    }

    #[test]
    fn the_key_must_match_the_certificate() {
        let make = || rcgen::generate_simple_self_signed(["client".to_owned()]).unwrap();
        let (own, other) = (make(), make());
        let config = |key: &str| Tls { client: Some((own.cert.pem().into(), key.into())), ..Tls::default() }.config();
        assert!(config(&own.signing_key.serialize_pem()).is_ok());
        let error = config(&other.signing_key.serialize_pem()).unwrap_err().to_string();
        assert!(error.contains("KeyMismatch") || error.contains("mismatch"), "{error}");
        // A certificate is not a private key.
        for text in ["SECRET", "", &own.cert.pem()] {
            let error = config(text).unwrap_err();
            assert_eq!(error.to_string(), "the key of the client's certificate is not a PEM private key");
            assert_eq!(error.missing(), Some(CertificatePart::PrivateKey));
        }
        let key = own.signing_key.serialize_pem();
        let client = Some((key.clone().into_bytes(), key.into()));
        let error = Tls { client, ..Tls::default() }.config().unwrap_err();
        assert_eq!(error.missing(), Some(CertificatePart::Certificate), "{error}");
    }
}
