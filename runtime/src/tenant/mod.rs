//! [`Tenant`]: for whom a service works. Its id is given, or asked of IAM once.

mod answers;
mod iam;

use http::HeaderName;

pub(crate) use answers::{Caller, Domains, Projects};
pub(crate) use iam::{IAM, SERVICE, STS, list_domains, list_projects, region_endpoint, sts_endpoint, who_calls};

use crate::{RegionId, signature::Credentials};

/// For whom the requests of a client are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tenant {
    /// A project, which belongs to a region.
    #[default]
    Project,
    /// An account, which IAM calls a domain: the service is global.
    Domain,
}

impl Tenant {
    /// The parameter that names it. It is the one that can be looked up, and that a signed request repeats in a header.
    pub(crate) fn parameter(self) -> &'static str {
        match self {
            Self::Project => "project_id",
            Self::Domain => "domain_id",
        }
    }

    /// The header of a signed request that names it.
    pub(crate) fn header(self) -> HeaderName {
        HeaderName::from_static(match self {
            Self::Project => "x-project-id",
            Self::Domain => "x-domain-id",
        })
    }

    /// Its id, if it was given with the credentials.
    pub(crate) fn id_of(self, credentials: &Credentials) -> Option<&str> {
        match self {
            Self::Project => credentials.project_id.as_deref(),
            Self::Domain => credentials.domain_id.as_deref(),
        }
    }

    /// The region for which keys are derived.
    pub(crate) fn signing_region(self, region: Option<&RegionId>) -> Option<&str> {
        match self {
            Self::Project => region.map(RegionId::as_str),
            Self::Domain => Some("globe"),
        }
    }
}
