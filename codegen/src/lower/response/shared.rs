//! What several operations document alike: one enum for their error responses, and one struct for their headers.

use std::collections::BTreeSet;

use crate::{
    lower::names,
    model::{
        Docs, ErrorEnum, ErrorVariant, Operation, ResponseBody, ResponseHeaders, RustName, Service, SharedErrors,
        StatusRange, Type,
    },
};

/// Finds the operations with equal error responses or equal headers of successes, and decides the names of the types
/// that they share. Each operation exports them under the names that types of its own would have.
///
/// An operation behind a feature has its own types: a shared one would be unused without its operations.
pub(in crate::lower) fn share(service: &mut Service) {
    share_errors(service);
    share_headers(service);
}

/// Descriptions may differ: that of the request lists them. A variant has the description that all operations have.
fn share_errors(service: &mut Service) {
    let equal = operations_with_equal(service, |operation| {
        let errors = operation.errors.as_ref().filter(|errors| has_shared_bodies(errors))?;
        let key = |one: &ErrorVariant| (one.name.clone(), one.status, one.media_types.clone(), one.body.clone());
        Some(errors.variants.iter().map(key).collect::<Vec<_>>())
    });
    let errors_of = |indices: &Vec<usize>| {
        let mut errors = first_operation(service, indices)?.errors.clone()?;
        let others = indices.iter().filter_map(|index| service.operations.get(*index)?.errors.as_ref());
        for other in others {
            for (own, variant) in errors.variants.iter_mut().zip(&other.variants) {
                if own.docs != variant.docs {
                    own.docs = Docs::default();
                }
            }
        }
        Some((status_names(&errors), errors))
    };
    let (words, enums): (Vec<String>, Vec<ErrorEnum>) = equal.iter().filter_map(errors_of).unzip();
    let names = unique_names(service, "error", &words, &equal);
    for ((mut errors, indices), name) in enums.into_iter().zip(equal).zip(names) {
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

fn share_headers(service: &mut Service) {
    let equal = operations_with_equal(service, |operation| {
        let headers = operation.response_headers.as_ref().filter(|headers| has_shared_values(headers))?;
        Some(&headers.headers)
    });
    let headers_of = |indices: &Vec<usize>| first_operation(service, indices)?.response_headers.clone();
    let structs: Vec<ResponseHeaders> = equal.iter().filter_map(headers_of).collect();
    let names = unique_names(service, "common", &vec!["headers".to_owned(); equal.len()], &equal);
    for ((mut headers, indices), name) in structs.into_iter().zip(equal).zip(names) {
        headers.name = name;
        for index in indices {
            let Some(operation) = service.operations.get_mut(index) else { continue };
            operation.shared_headers = Some(headers.name.clone());
        }
        service.shared_headers.push(headers);
    }
    service.shared_headers.sort_by(|one, other| one.name.cmp(&other.name));
}

/// The operations whose items are equal, by index: each set has at least two.
fn operations_with_equal<'s, T: PartialEq>(
    service: &'s Service,
    items_of: impl Fn(&'s Operation) -> Option<T>,
) -> Vec<Vec<usize>> {
    let mut equal: Vec<(T, Vec<usize>)> = Vec::new();
    for (index, operation) in service.operations.iter().enumerate() {
        let has_feature = service.group(operation).is_some_and(|group| group.feature.is_some());
        let Some(items) = items_of(operation).filter(|_| !has_feature) else { continue };
        match equal.iter_mut().find(|(known, _)| *known == items) {
            Some((_, operations)) => operations.push(index),
            None => equal.push((items, vec![index])),
        }
    }
    equal.into_iter().map(|(_, operations)| operations).filter(|operations| operations.len() > 1).collect()
}

fn first_operation<'s>(service: &'s Service, indices: &[usize]) -> Option<&'s Operation> {
    service.operations.get(*indices.first()?)
}

/// Whether no body is of a type of one operation.
fn has_shared_bodies(errors: &ErrorEnum) -> bool {
    errors.variants.iter().all(|variant| match &variant.body {
        ResponseBody::Json { ty, .. } => !is_local(ty),
        ResponseBody::Empty | ResponseBody::Text | ResponseBody::Bytes => true,
    })
}

/// Whether no value is of a type of one operation.
fn has_shared_values(headers: &ResponseHeaders) -> bool {
    headers.headers.iter().all(|header| !is_local(&header.ty))
}

fn is_local(ty: &Type) -> bool {
    matches!(ty.innermost(), Type::Local(_))
}

/// A name for each set of operations: `Error400Or404`. Of several with the same words, each has the name of its first
/// operation too: `Error400Or404OfAddPet`.
fn unique_names(service: &Service, kind: &str, words: &[String], equal: &[Vec<usize>]) -> Vec<RustName> {
    let name = |(own, indices): (&String, &Vec<usize>)| {
        let is_unique = words.iter().filter(|other| *other == own).count() == 1;
        let first = first_operation(service, indices).filter(|_| !is_unique);
        let suffix = first.map(|operation| format!(" of {}", operation.type_name.unraw())).unwrap_or_default();
        names::type_name(&format!("{kind} {own}{suffix}"))
    };
    words.iter().zip(equal).map(name).collect()
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
