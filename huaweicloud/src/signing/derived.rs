//! V11-HMAC-SHA256: the signature with a key that is derived for a day, a region and a service.
//!
//! ```text
//! info = yyyymmdd/region/service
//! key  = hex(HKDF-SHA-256(salt = AK, input = SK, info, 32 bytes))
//! ```

use std::{
    fmt,
    sync::{Arc, LazyLock},
};

use regex_lite::Regex;
use wireright_runtime::{AttemptInfo, InvalidRequest, Secret};
use zeroize::{Zeroize as _, Zeroizing};

use super::{
    SigningAlgorithm,
    hash::{HashFunction, hex},
};

/// The name of the algorithm, which begins the `Authorization` header.
pub(super) const NAME: &str = "V11-HMAC-SHA256";

/// The hosts where the official SDKs do not derive keys by default: their expression, unchanged.
const DEFAULT_HOSTS: &str = r"^[a-z][a-z0-9-]+(\.[a-z]{2,}-[a-z]+-\d{1,2})?\.(my)?(huaweicloud|myhwclouds).(com|cn)";

/// When a request is signed by `V11-HMAC-SHA256` in place of the authenticator's [`SigningAlgorithm`]. The key is
/// valid for one day, one region and one service. Project lookups never use it: IAM is another service.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DerivedSigning {
    /// For all hosts.
    Always,
    /// For hosts other than the default ones, such as `dms.cn-north-4.myhuaweicloud.com`: the default rule of the
    /// official SDKs.
    AtOtherHosts,
    /// For attempts that match a rule: see [`custom`](Self::custom).
    Custom(DerivedSigningRule),
}

/// A custom rule for [`DerivedSigning`].
#[derive(Clone)]
pub struct DerivedSigningRule(Arc<dyn Fn(&AttemptInfo<'_>) -> bool + Send + Sync>);

/// The signing settings of an authenticator.
#[derive(Clone, Debug, Default)]
pub(crate) struct SigningSettings {
    pub(crate) algorithm: SigningAlgorithm,
    /// When keys are derived, and for which service.
    pub(crate) derived: Option<(DerivedSigning, String)>,
}

/// The signing method of one request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SigningMethod<'s> {
    Plain(SigningAlgorithm),
    Derived(Scope<'s>),
}

/// The scope of a derived key, without the day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'s> {
    pub(super) region: &'s str,
    pub(super) service: &'s str,
}

impl SigningSettings {
    /// The signing method of an attempt.
    pub(crate) fn method<'s>(
        &'s self,
        attempt: &AttemptInfo<'_>,
        region: Option<&'s str>,
    ) -> Result<SigningMethod<'s>, InvalidRequest> {
        match &self.derived {
            Some((when, service)) if when.holds(attempt) => Scope::new(region, service).map(SigningMethod::Derived),
            _ => Ok(SigningMethod::Plain(self.algorithm)),
        }
    }

    /// Checks that requests to a host can be signed, as far as the host alone decides it.
    pub(crate) fn check_host(&self, host: &str, region: Option<&str>) -> Result<(), InvalidRequest> {
        match &self.derived {
            Some((when, service)) if when.holds_at(host) == Some(true) => Scope::new(region, service).map(drop),
            _ => Ok(()),
        }
    }

    /// The settings for requests to IAM, for which no key is derived.
    pub(crate) fn of_iam(&self) -> Self {
        Self { algorithm: self.algorithm, derived: None }
    }
}

impl DerivedSigning {
    /// For attempts for which `rule` returns true. It may be called more than once for each.
    ///
    /// ```
    /// use wireright_huaweicloud::DerivedSigning;
    ///
    /// let inside = DerivedSigning::custom(|attempt| attempt.host.ends_with(".internal.example.com"));
    /// ```
    pub fn custom(rule: impl Fn(&AttemptInfo<'_>) -> bool + Send + Sync + 'static) -> Self {
        Self::Custom(DerivedSigningRule(Arc::new(rule)))
    }

    fn holds(&self, attempt: &AttemptInfo<'_>) -> bool {
        match self {
            Self::Custom(rule) => (rule.0)(attempt),
            Self::Always | Self::AtOtherHosts => self.holds_at(attempt.host) == Some(true),
        }
    }

    /// Whether keys are derived at a host; `None` if the host alone does not decide it.
    fn holds_at(&self, host: &str) -> Option<bool> {
        static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(DEFAULT_HOSTS).ok());
        match self {
            Self::Always => Some(true),
            Self::AtOtherHosts => Some(!PATTERN.as_ref().is_some_and(|pattern| pattern.is_match(host))),
            Self::Custom(_) => None,
        }
    }
}

impl fmt::Debug for DerivedSigningRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DerivedSigningRule")
    }
}

impl<'s> Scope<'s> {
    /// Both are part of the `Authorization` header, between slashes and before a comma.
    pub(super) fn new(region: Option<&'s str>, service: &'s str) -> Result<Self, InvalidRequest> {
        let invalid = |problem: String| Err(InvalidRequest::Setting { problem });
        let Some(region) = region else {
            return invalid(format!("{NAME} derives its key for a region, and no region was given"));
        };
        for (name, value) in [("region", region), ("service name", service)] {
            if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_graphic() && !b",/".contains(&byte)) {
                return invalid(format!("{NAME} can derive no key for the {name} `{}`", value.escape_debug()));
            }
        }
        Ok(Self { region, service })
    }

    /// The scope of the key, on the day of an `X-Sdk-Date`.
    pub(super) fn on_day_of(&self, sdk_date: &str) -> String {
        let day = sdk_date.split('T').next().unwrap_or_default();
        [day, self.region, self.service].join("/")
    }
}

/// HKDF (RFC 5869) for as many bytes as the hash has: one extract and one expand step.
pub(super) fn derived_key(access_key: &str, secret_key: &Secret, info: &str) -> Zeroizing<String> {
    let hash = HashFunction::Sha256;
    let mut extracted = hash.hmac(access_key.as_bytes(), secret_key.expose().as_bytes());
    let mut expanded = hash.hmac(&extracted, &[info.as_bytes(), &[1]].concat());
    let key = Zeroizing::new(hex(&expanded));
    extracted.zeroize();
    expanded.zeroize();
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_hosts_are_those_of_the_official_sdks() {
        let usual = [
            "dms.cn-north-4.myhuaweicloud.com",
            "dcs.cn-north-1.myhuaweicloud.cn",
            "iam.huaweicloud.com",
            "iam.myhwclouds.com",
        ];
        let others = [
            "dws.eu-west-101.myhuaweicloud.eu",
            "dws.eu-west-101.myhuaweicloud.com",
            "dms.example.com",
            "dms.a.cn-north-4.myhuaweicloud.com",
            "127.0.0.1",
        ];
        for host in usual {
            assert_eq!(DerivedSigning::AtOtherHosts.holds_at(host), Some(false), "{host}");
            assert_eq!(DerivedSigning::Always.holds_at(host), Some(true), "{host}");
        }
        for host in others {
            assert_eq!(DerivedSigning::AtOtherHosts.holds_at(host), Some(true), "{host}");
        }
    }

    #[test]
    fn invalid_scopes_are_rejected() {
        let problem = |region, service| Scope::new(region, service).unwrap_err().to_string();
        assert!(problem(None, "dms").contains("no region was given"));
        assert!(problem(Some("cn-north-4"), "").contains("service name ``"));
        assert!(problem(Some("a/b"), "dms").contains("region `a/b`"));
        assert!(problem(Some("r"), "a, b").contains("service name `a, b`"));
        assert!(problem(Some("r\n"), "dms").contains(r"region `r\n`"));
    }

    #[test]
    fn only_hosts_with_derived_keys_need_a_region() {
        let signing = SigningSettings {
            derived: Some((DerivedSigning::AtOtherHosts, "dms".to_owned())),
            ..SigningSettings::default()
        };
        assert!(signing.check_host("dms.cn-north-4.myhuaweicloud.com", None).is_ok());
        assert!(signing.check_host("dms.example.com", None).is_err());
        assert!(signing.check_host("dms.example.com", Some("r")).is_ok());
        assert!(signing.of_iam().check_host("iam.example.com", None).is_ok());
    }
}
