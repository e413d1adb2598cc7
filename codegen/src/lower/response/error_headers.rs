//! Documented headers of failures, as structs: one for each referenced response, and one for those inline responses
//! of an operation that have the same headers.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    headers::{self, TypeTarget},
    status::{is_success, range, resolved_responses, type_suffix},
};
use crate::{
    lower::{
        Context, names,
        schemas::{self, OperationTypes},
    },
    model::{ErrorHeaders, ErrorResponses, ResponseHeader, ResponseHeaders, RustName, StatusRange, StatusSet},
    openapi::{NodeId, Operation, RefOr, Reference, Response, Spanned, StatusKey, node_id},
};

/// The headers of referenced responses, and the responses of the operations that refer to them.
#[derive(Debug, Default)]
pub(in crate::lower) struct SharedErrorHeaders {
    sets: BTreeMap<NodeId, (ResponseHeaders, RustName)>,
    tables: Vec<(RustName, Table<HeaderSet>)>,
}

/// The statuses of all responses of an operation, each with the headers of a failure.
type Table<S> = Vec<(StatusRange, Option<S>)>;

/// The headers of a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
enum HeaderSet {
    /// Those of the referenced response.
    Shared(NodeId),
    /// Those of the inline response with this index.
    Own(usize),
}

/// The headers of the failures of one operation.
pub(in crate::lower) struct OperationErrorHeaders {
    /// The structs of inline responses.
    pub(in crate::lower) own: Vec<ErrorHeaders>,
    /// The documentation links to the headers of a failure.
    pub(in crate::lower) links: BTreeMap<StatusRange, String>,
}

/// Lowers the headers of the failures of an operation. The types of inline responses are added to `types`.
pub(in crate::lower) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    module: &RustName,
    types: &mut OperationTypes,
    name: &RustName,
) -> OperationErrorHeaders {
    let documented = resolved_responses(context, operation);
    let mut table: Table<HeaderSet> = Vec::new();
    // The first of the inline responses with the same headers, and their signatures.
    let (mut in_place, mut signatures): (Vec<(StatusRange, &Response)>, Vec<_>) = Default::default();
    for (status, response) in &documented {
        let key = range(status.value);
        let is_described = !is_success(operation, status.value) && headers::has_headers(response);
        let set = match reference(operation, status).filter(|_| is_described) {
            Some(reference) => shared(context, reference, response),
            None if is_described => {
                let signature = headers::signature(context, response);
                let known = signatures.iter().position(|known| *known == signature);
                if known.is_none() {
                    in_place.push((key, response));
                    signatures.push(signature);
                }
                Some(HeaderSet::Own(known.unwrap_or(in_place.len() - 1)))
            }
            None => None,
        };
        table.push((key, set));
    }
    let is_alone = in_place.len() == 1;
    let structs = in_place.into_iter().enumerate().map(|(number, (status, response))| {
        let ending = if is_alone { "ErrorHeaders".to_owned() } else { type_suffix(status) + "Headers" };
        let name = types.claim(context, names::joined(name, &ending), "error headers", &operation.key);
        let headers = headers::of_response(context, response, &mut TypeTarget::Own(types), &name);
        let documented = statuses(&table, &HeaderSet::Own(number)).into_iter();
        ErrorHeaders {
            headers: ResponseHeaders { name, headers },
            module: module.clone(),
            aliases: Vec::new(),
            responses: documented
                .map(|statuses| ErrorResponses { statuses, operations: Vec::new(), feature: None })
                .collect(),
        }
    });
    let own: Vec<ErrorHeaders> = structs.collect();
    let link = |set: &HeaderSet| match set {
        HeaderSet::Own(number) => own.get(*number).map(|own| format!("[`{}`]", own.headers.name)),
        HeaderSet::Shared(place) => {
            let (ResponseHeaders { name, .. }, module) = context.error_headers.sets.get(place)?;
            Some(format!("[`{name}`](super::types::{module}::{name})"))
        }
    };
    let links = table.iter().filter_map(|(key, set)| Some((*key, link(set.as_ref()?)?))).collect();
    if table.iter().any(|(_, set)| matches!(set, Some(HeaderSet::Shared(_)))) {
        context.error_headers.tables.push((module.clone(), table));
    }
    OperationErrorHeaders { own, links }
}

/// The reference of a response. `None` for an inline response.
fn reference<'o>(operation: &'o Operation, status: &Spanned<StatusKey>) -> Option<&'o Reference> {
    let response = operation.responses.iter().find(|(other, _)| other.at == status.at);
    match response {
        Some((_, RefOr::Ref(reference))) => Some(reference),
        _ => None,
    }
}

/// The headers of a referenced response, lowered once.
fn shared(context: &mut Context<'_>, reference: &Reference, response: &Response) -> Option<HeaderSet> {
    let node = context.document_set.resolve(reference, context.diagnostics)?;
    let place = node_id(&node.at);
    if !context.error_headers.sets.contains_key(&place) {
        let (name, module) = schemas::response_headers_name(context, &node.at);
        let headers = headers::of_response(context, response, &mut TypeTarget::Shared(&place, &module), &name);
        context.error_headers.sets.insert(place.clone(), (ResponseHeaders { name, headers }, module));
    }
    Some(HeaderSet::Shared(place))
}

/// The structs of referenced responses, sorted by name. Equal headers are one struct with several names, so that
/// callers need not know which response arrived.
pub(in crate::lower) fn finish(context: &mut Context<'_>) -> Vec<ErrorHeaders> {
    let SharedErrorHeaders { sets, tables } = std::mem::take(&mut context.error_headers);
    let mut sorted: Vec<(NodeId, (ResponseHeaders, RustName))> = sets.into_iter().collect();
    sorted.sort_by(|(_, (one, _)), (_, (other, _))| one.name.cmp(&other.name));
    let mut result: Vec<(ErrorHeaders, BTreeMap<StatusSet, Vec<RustName>>)> = Vec::new();
    let (mut known, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    for (place, (headers, module)) in sorted {
        let number = *known.entry((module.clone(), signature(&headers))).or_insert(result.len());
        numbers.insert(place, number);
        match result.get_mut(number) {
            Some((existing, _)) => existing.aliases.push(headers.name),
            None => {
                let new = ErrorHeaders { headers, module, aliases: Vec::new(), responses: Vec::new() };
                result.push((new, BTreeMap::new()));
            }
        }
    }
    let number = |set: &HeaderSet| match set {
        HeaderSet::Shared(place) => numbers.get(place).copied(),
        HeaderSet::Own(_) => None,
    };
    for (module, table) in &tables {
        let table: Table<usize> = table.iter().map(|(key, set)| (*key, set.as_ref().and_then(number))).collect();
        let used: BTreeSet<usize> = table.iter().filter_map(|(_, number)| *number).collect();
        for number in used {
            let Some((_, documented)) = result.get_mut(number) else { continue };
            for statuses in statuses(&table, &number) {
                documented.entry(statuses).or_default().push(module.clone());
            }
        }
    }
    let structs = result.into_iter().map(|(mut headers, documented)| {
        let at = |(statuses, mut operations): (StatusSet, Vec<RustName>)| {
            operations.sort();
            ErrorResponses { statuses, operations, feature: None }
        };
        headers.responses = documented.into_iter().map(at).collect();
        headers
    });
    structs.collect()
}

/// The identity of headers: everything except order and documentation.
fn signature(headers: &ResponseHeaders) -> String {
    let mut signatures: Vec<String> = headers
        .headers
        .iter()
        .map(|ResponseHeader { name, wire, docs: _, ty, required, codec: reading }| {
            format!("{name:?} {:?} {ty:?} {required} {reading:?}", wire.as_str().to_ascii_lowercase())
        })
        .collect();
    signatures.sort();
    signatures.join("\n")
}

/// The statuses for which an operation documents these headers. "Only the most specific key is applicable" (OpenAPI
/// 3.0.3, "Response Object"), so a key excludes the statuses of more specific keys.
fn statuses<S: PartialEq>(table: &Table<S>, set: &S) -> Vec<StatusSet> {
    let has = |key: &StatusRange| table.iter().any(|(other, own)| other == key && own.as_ref() == Some(set));
    let is_key = |key: &StatusRange| table.iter().any(|(other, _)| other == key);
    let range = |code: u16| StatusRange::Range(code / 100);
    let is_default = has(&StatusRange::Default);
    // A key inside another one with the same headers adds nothing.
    let is_within = |key: &StatusRange| match key {
        StatusRange::Exact(code) if is_key(&range(*code)) => has(&range(*code)),
        StatusRange::Exact(_) | StatusRange::Range(_) => is_default,
        StatusRange::Default => false,
    };
    let keys = || table.iter().map(|(key, _)| *key);
    let narrow: Vec<StatusRange> =
        keys().filter(|key| *key != StatusRange::Default && has(key) && !is_within(key)).collect();
    let in_range = |key: &StatusRange| matches!(key, StatusRange::Exact(code) if narrow.contains(&range(*code)));
    let in_default = |key: &StatusRange| match key {
        StatusRange::Exact(code) => !is_key(&range(*code)) || has(&range(*code)),
        StatusRange::Range(_) => true,
        StatusRange::Default => false,
    };
    let others = |inside: &dyn Fn(&StatusRange) -> bool| keys().filter(|key| !has(key) && inside(key)).collect();
    let mut result = Vec::new();
    if !narrow.is_empty() {
        result.push(StatusSet { excluded: others(&in_range), included: narrow.clone() });
    }
    if is_default {
        result.push(StatusSet { included: vec![StatusRange::Default], excluded: others(&in_default) });
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use StatusRange::{Default, Exact, Range};

    fn sets(table: &[(StatusRange, Option<u8>)]) -> Vec<(Vec<StatusRange>, Vec<StatusRange>)> {
        statuses(&table.to_vec(), &1).into_iter().map(|statuses| (statuses.included, statuses.excluded)).collect()
    }

    #[test]
    fn most_specific_status_decides() {
        assert_eq!(sets(&[(Exact(404), None), (Exact(429), Some(1))]), [(vec![Exact(429)], vec![])]);
        // A range, with one status that has the same headers and one that has others.
        let table = [(Exact(404), None), (Exact(429), Some(1)), (Exact(500), None), (Range(4), Some(1))];
        assert_eq!(sets(&table), [(vec![Range(4)], vec![Exact(404)])]);
        // The default, and a range with other headers that has one status with the same headers.
        let table =
            [(Exact(200), None), (Exact(404), Some(2)), (Exact(429), Some(1)), (Range(4), None), (Default, Some(1))];
        assert_eq!(sets(&table), [(vec![Exact(429)], vec![]), (vec![Default], vec![Exact(200), Range(4)])]);
        // The default includes the same headers already.
        let table = [(Exact(404), None), (Exact(429), Some(1)), (Range(4), Some(1)), (Default, Some(1))];
        assert_eq!(sets(&table), [(vec![Default], vec![Exact(404)])]);
        assert_eq!(sets(&[(Exact(404), Some(2)), (Default, None)]), []);
    }
}
