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

/// The hosts at which the official SDKs do not derive keys unless told to; their expression, to the letter.
const USUAL_HOSTS: &str = r"^[a-z][a-z0-9-]+(\.[a-z]{2,}-[a-z]+-\d{1,2})?\.(my)?(huaweicloud|myhwclouds).(com|cn)";

/// When a request is signed by `V11-HMAC-SHA256`, with a key that is good for one day, one region and one service, rather than by
/// the client's [`SigningAlgorithm`]. Looking up the id of a project or account is not: IAM is another service.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DerivedSigning {
    /// Whatever the host is.
    Always,
    /// Where the host is none of the usual ones, such as `dms.cn-north-4.myhuaweicloud.com`: the default rule of the official SDKs.
    AtOtherHosts,
    /// Where a rule of your own says so: see [`when`](Self::when).
    When(DerivedSigningRule),
}

/// A rule of your own for [`DerivedSigning`].
#[derive(Clone)]
pub struct DerivedSigningRule(Arc<dyn Fn(&AttemptInfo<'_>) -> bool + Send + Sync>);

/// By what the requests of a client are signed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signing {
    pub(crate) algorithm: SigningAlgorithm,
    /// When keys are derived, and for which service.
    pub(crate) derived: Option<(DerivedSigning, String)>,
}

/// By what one request is signed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SigningMethod<'s> {
    Plain(SigningAlgorithm),
    Derived(Scope<'s>),
}

/// For what a key is derived, but for the day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'s> {
    pub(super) region: &'s str,
    pub(super) service: &'s str,
}

impl Signing {
    /// By what an attempt is signed.
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

    /// Refuses what can be signed at this host by no key, as far as the host tells.
    pub(crate) fn check_host(&self, host: &str, region: Option<&str>) -> Result<(), InvalidRequest> {
        match &self.derived {
            Some((when, service)) if when.holds_at(host) == Some(true) => Scope::new(region, service).map(drop),
            _ => Ok(()),
        }
    }

    /// What signs requests to IAM, for which no key is derived.
    pub(crate) fn of_iam(&self) -> Self {
        Self { algorithm: self.algorithm, derived: None }
    }
}

impl DerivedSigning {
    /// Where this says true of an attempt. It may be asked more than once for each.
    ///
    /// ```
    /// use wireright_huaweicloud::DerivedSigning;
    ///
    /// let inside = DerivedSigning::when(|attempt| attempt.host.ends_with(".internal.example.com"));
    /// ```
    pub fn when(rule: impl Fn(&AttemptInfo<'_>) -> bool + Send + Sync + 'static) -> Self {
        Self::When(DerivedSigningRule(Arc::new(rule)))
    }

    fn holds(&self, attempt: &AttemptInfo<'_>) -> bool {
        match self {
            Self::When(rule) => (rule.0)(attempt),
            Self::Always | Self::AtOtherHosts => self.holds_at(attempt.host) == Some(true),
        }
    }

    /// The same as far as the host alone tells.
    fn holds_at(&self, host: &str) -> Option<bool> {
        static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(USUAL_HOSTS).ok());
        match self {
            Self::Always => Some(true),
            Self::AtOtherHosts => Some(!PATTERN.as_ref().is_some_and(|pattern| pattern.is_match(host))),
            Self::When(_) => None,
        }
    }
}

impl fmt::Debug for DerivedSigningRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DerivedSigningRule")
    }
}

impl<'s> Scope<'s> {
    /// Both stand in the `Authorization` header, between slashes and before a comma.
    pub(super) fn new(region: Option<&'s str>, service: &'s str) -> Result<Self, InvalidRequest> {
        let refuse = |problem: String| Err(InvalidRequest::Setting { problem });
        let Some(region) = region else {
            return refuse(format!("{NAME} derives its key for a region, and no region was given"));
        };
        for (name, value) in [("region", region), ("service name", service)] {
            if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_graphic() && !b",/".contains(&byte)) {
                return refuse(format!("{NAME} can derive no key for the {name} `{}`", value.escape_debug()));
            }
        }
        Ok(Self { region, service })
    }

    /// What the key is derived for, on the day of a text of `X-Sdk-Date`.
    pub(super) fn on_day_of(&self, sdk_date: &str) -> String {
        let day = sdk_date.split('T').next().unwrap_or_default();
        [day, self.region, self.service].join("/")
    }
}

/// HKDF (RFC 5869) for as many bytes as the hash has, which is one step of each of its two halves.
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
    fn the_usual_hosts_are_those_of_the_official_sdks() {
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
    fn what_no_key_can_be_derived_for_is_refused() {
        let problem = |region, service| Scope::new(region, service).unwrap_err().to_string();
        assert!(problem(None, "dms").contains("no region was given"));
        assert!(problem(Some("cn-north-4"), "").contains("service name ``"));
        assert!(problem(Some("a/b"), "dms").contains("region `a/b`"));
        assert!(problem(Some("r"), "a, b").contains("service name `a, b`"));
        assert!(problem(Some("r\n"), "dms").contains(r"region `r\n`"));
    }

    #[test]
    fn without_a_region_only_a_host_that_needs_one_is_refused() {
        let signing = Signing { derived: Some((DerivedSigning::AtOtherHosts, "dms".to_owned())), ..Signing::default() };
        assert!(signing.check_host("dms.cn-north-4.myhuaweicloud.com", None).is_ok());
        assert!(signing.check_host("dms.example.com", None).is_err());
        assert!(signing.check_host("dms.example.com", Some("r")).is_ok());
        assert!(signing.of_iam().check_host("iam.example.com", None).is_ok());
    }
}
