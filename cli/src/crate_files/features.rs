//! [`Features`]: the Cargo features that select the operations of a crate.

use wireright_codegen::model::{Crate, Service};

/// The Cargo features that select operations, each list sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    /// Those of services.
    pub(super) services: Vec<String>,
    /// Those of groups of operations.
    pub(super) groups: Vec<GroupFeature>,
}

/// The Cargo feature of a group of operations.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GroupFeature {
    pub(super) name: String,
    /// The feature of its service, if that has one.
    pub(super) service: Option<String>,
}

impl Features {
    pub(super) fn of(model: &Crate) -> Self {
        let mut groups: Vec<GroupFeature> = model.services.iter().flat_map(group_features).collect();
        groups.sort();
        Self { services: service_features(model), groups }
    }

    /// Features of services, and of groups with those of their services.
    #[cfg(test)]
    pub(super) fn new(services: &[&str], groups: &[(&str, &str)]) -> Self {
        let group = |(name, service): &(&str, &str)| GroupFeature {
            name: (*name).to_owned(),
            service: Some((*service).into()),
        };
        Self {
            services: services.iter().map(|&service| service.to_owned()).collect(),
            groups: groups.iter().map(group).collect(),
        }
    }
}

/// The Cargo features of the services, sorted.
pub fn service_features(model: &Crate) -> Vec<String> {
    let mut features: Vec<String> = model.services.iter().filter_map(|service| service.feature.clone()).collect();
    features.sort();
    features.dedup();
    features
}

fn group_features(service: &Service) -> impl Iterator<Item = GroupFeature> {
    let names = service.groups.iter().filter_map(|group| group.feature.clone());
    names.map(|name| GroupFeature { name, service: service.feature.clone() })
}
