//! Quick start: the example that opens a service's documentation. It shows the endpoint, the credentials, and the
//! simplest operation.

use super::{Context, names};
use crate::model::{
    BuilderSetting, CredentialSetting, ExampleValue, Operation, QuickStart, Region, SecurityScheme, Server, Success,
    WireName,
};

/// How many further values of a server variable are shown.
const MAX_OTHER_VALUES: usize = 4;

/// The parts of a service that the example is made from.
pub(super) struct ServiceParts<'p> {
    pub(super) servers: &'p [Server],
    pub(super) regions: &'p [Region],
    pub(super) schemes: &'p [SecurityScheme],
    pub(super) operations: &'p [Operation],
}

/// The example. `None` if the document has no operations.
pub(super) fn lower(context: &Context<'_>, service: &ServiceParts<'_>) -> Option<QuickStart> {
    let (place, operation) = service.operations.iter().enumerate().min_by_key(|(_, operation)| rank(operation))?;
    let mut settings = location_settings(context, service, operation);
    let mut alternatives = operation.security.iter().filter_map(|names| credentials(context, service.schemes, names));
    settings.extend(alternatives.next().into_iter().flatten().map(BuilderSetting::Credential));
    let alternatives = alternatives.collect();
    Some(QuickStart { settings, alternatives, operation: place })
}

/// The length up to which the names of methods are equally good.
const MAX_SHORT_NAME: usize = 24;

/// The order in which operations qualify: few values to construct, with credentials, read-only, with a response body,
/// few arguments, a short name.
fn rank(operation: &Operation) -> (usize, bool, bool, bool, usize, usize) {
    let values = &operation.example.values;
    let made = values.iter().filter(|(_, value)| matches!(value, ExampleValue::Parameter(_))).count();
    let is_open = operation.security.iter().all(Vec::is_empty);
    let is_plain = matches!(operation.success, Success::Single(_));
    let name_length = operation.method_name.unraw().len().max(MAX_SHORT_NAME);
    (made, is_open, operation.http_method != "GET", !is_plain, values.len(), name_length)
}

/// The settings of the builder that locate the service.
fn location_settings(context: &Context<'_>, service: &ServiceParts<'_>, operation: &Operation) -> Vec<BuilderSetting> {
    let mut settings = Vec::new();
    let server = service.servers.iter().find(|server| server.region.is_none());
    match (server, service.regions.first()) {
        (Some(server), _) => settings.extend(variables(server)),
        (None, Some(region)) => settings.push(BuilderSetting::Region(region.constant.clone())),
        (None, None) => {
            let url = context.document.servers.first().map(|server| server.url.value.trim_end_matches('/'));
            let path = url.filter(|url| url.starts_with('/') && !url.contains(['{', '?', '#'])).unwrap_or_default();
            settings.push(BuilderSetting::Endpoint(format!("https://api.example.com{path}")));
        }
    }
    let addresses = [server, operation.servers.first()].into_iter().flatten();
    if addresses.map(address).any(|address| address.starts_with("http://")) {
        settings.push(BuilderSetting::AllowHttp);
    }
    settings
}

fn variables(server: &Server) -> impl Iterator<Item = BuilderSetting> {
    server.variables.iter().map(|variable| {
        let others = variable.allowed.iter().filter(|value| **value != variable.default).take(MAX_OTHER_VALUES);
        BuilderSetting::Variable {
            name: variable.name.clone(),
            value: variable.default.clone(),
            others: others.cloned().collect(),
        }
    })
}

/// The URL with the defaults of its variables.
fn address(server: &Server) -> String {
    let variables = server.variables.iter();
    variables
        .fold(server.url.clone(), |url, variable| url.replace(&format!("{{{}}}", variable.name), &variable.default))
}

/// The credentials of one alternative. `None` if it needs none, or if one of its schemes is unknown.
fn credentials(
    context: &Context<'_>,
    schemes: &[SecurityScheme],
    names: &[WireName],
) -> Option<Vec<CredentialSetting>> {
    let key = |name: &WireName| {
        let scheme = schemes.iter().find(|scheme| scheme.name == *name)?;
        let variable = names::constant_name(&format!("{} {}", context.options.package, name.as_str()));
        Some(CredentialSetting {
            scheme: name.clone(),
            kind: scheme.kind.clone(),
            variable: variable.unraw().to_owned(),
        })
    };
    if names.is_empty() { None } else { names.iter().map(key).collect() }
}
