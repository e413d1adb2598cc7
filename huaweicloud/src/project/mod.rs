//! Project lookup: the id of the project or account that requests name, from IAM.
//!
//! - `lookup`: the lookup itself
//! - `operations`: the operations of IAM and STS that it uses
//! - `responses`: their responses

mod lookup;
mod operations;
mod responses;

pub(crate) use lookup::look_up;

use wireright_runtime::RegionId;

use crate::credentials::Credentials;

/// Whether requests are for a project or for an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tenant {
    /// A project, which belongs to a region.
    #[default]
    Project,
    /// An account, which IAM calls a domain. The service is global.
    Domain,
}

impl Tenant {
    /// The client parameter with its id.
    pub(crate) fn parameter(self) -> &'static str {
        match self {
            Self::Project => "project_id",
            Self::Domain => "domain_id",
        }
    }

    /// The header with its id, in signed requests.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Self::Project => "x-project-id",
            Self::Domain => "x-domain-id",
        }
    }

    /// Its id, if the credentials have it.
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
