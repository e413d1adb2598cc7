//! Error responses that several operations document alike: one enum for all of them.

use std::collections::BTreeSet;

use crate::{
    lower::names,
    model::{ErrorEnum, ResponseBody, RustName, Service, SharedErrors, StatusRange, Type},
};

/// Finds the operations with equal error responses, and decides the names of their enums. The name of the operation's
/// own enum stays.
///
/// An operation behind a feature has its own enum: a shared one would be unused without its operations.
pub(in crate::lower) fn share(service: &mut Service) {
    let mut equal: Vec<(ErrorEnum, Vec<usize>)> = Vec::new();
    for (index, operation) in service.operations.iter().enumerate() {
        let has_feature = service.group(operation).is_some_and(|group| group.feature.is_some());
        let Some(errors) = operation.errors.as_ref().filter(|errors| !has_feature && has_shared_bodies(errors)) else {
            continue;
        };
        match equal.iter_mut().find(|(known, _)| known.variants == errors.variants) {
            Some((_, operations)) => operations.push(index),
            None => equal.push((errors.clone(), vec![index])),
        }
    }
    equal.retain(|(_, operations)| operations.len() > 1);
    let names = names_of(service, &equal);
    for ((mut errors, indices), name) in equal.into_iter().zip(names) {
        errors.name = name;
        let mut operations = Vec::new();
        for index in indices {
            let Some(operation) = service.operations.get_mut(index) else { continue };
            operations.push(operation.module.clone());
            operation.shared_errors = Some(errors.name.clone());
        }
        service.shared_errors.push(SharedErrors { errors, operations });
    }
    service.shared_errors.sort_by(|one, other| one.errors.name.cmp(&other.errors.name));
}

/// Whether no body is of a type of one operation.
fn has_shared_bodies(errors: &ErrorEnum) -> bool {
    errors.variants.iter().all(|variant| match &variant.body {
        ResponseBody::Json { ty, .. } => !matches!(ty.innermost(), Type::Local(_)),
        ResponseBody::Empty | ResponseBody::Text | ResponseBody::Bytes => true,
    })
}

/// `Error400Or404`: the statuses. Of several enums with the same statuses, each has the name of its first operation
/// too: `Error400Or404OfAddPet`.
fn names_of(service: &Service, equal: &[(ErrorEnum, Vec<usize>)]) -> Vec<RustName> {
    let by_status = equal.iter().map(|(errors, _)| status_names(errors));
    let by_status: Vec<String> = by_status.collect();
    let name = |(plain, (_, operations)): (&String, &(ErrorEnum, Vec<usize>))| {
        let is_unique = by_status.iter().filter(|other| *other == plain).count() == 1;
        let first = operations.first().and_then(|index| service.operations.get(*index)).filter(|_| !is_unique);
        let suffix = first.map(|operation| format!(" of {}", operation.type_name.unraw())).unwrap_or_default();
        names::type_name(&format!("error {plain}{suffix}"))
    };
    by_status.iter().zip(equal).map(name).collect()
}

/// The statuses of an enum as words: `400 or 404`.
fn status_names(errors: &ErrorEnum) -> String {
    let statuses: BTreeSet<StatusRange> = errors.variants.iter().map(|variant| variant.status).collect();
    let statuses = statuses.into_iter().map(|status| match status {
        StatusRange::Exact(code) => code.to_string(),
        StatusRange::Range(digit) => format!("{digit}xx"),
        StatusRange::Default => "other".to_owned(),
    });
    statuses.collect::<Vec<_>>().join(" or ")
}
