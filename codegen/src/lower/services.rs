//! A document as a service: its module, what stands around its operations, and the operations themselves.

use super::{Context, descriptions, error_headers, names, opening, operations, samples, schemas, security, servers};
use crate::{
    diagnostic::Code,
    model::{ArgumentLocation, RustName, Service, WireName},
};

/// Modules and features that every generated crate has already, and files that Cargo takes for programs.
const TAKEN_MODULES: [&str; 8] = ["bin", "default", "lib", "main", "reqwest", "runtime", "serde", "wireright_runtime"];

pub(super) fn lower(mut context: Context<'_>, source: String) -> Service {
    let module = module_name(&mut context);
    schemas::components(&mut context);
    let mut operations = operations::lower(&mut context, &module);
    let mut client_parameters: Vec<WireName> = Vec::new();
    for argument in operations.iter().flat_map(|operation| &operation.arguments) {
        let is_new = !client_parameters.contains(&argument.wire);
        if argument.location == ArgumentLocation::ClientParameter && is_new {
            client_parameters.push(argument.wire.clone());
        }
    }
    client_parameters.sort();
    let (servers, regions) = servers::lower(&mut context);
    let security_schemes = security::schemes(&mut context);
    let parts =
        opening::Parts { servers: &servers, regions: &regions, schemes: &security_schemes, operations: &operations };
    let opening = opening::lower(&context, &parts);
    let docs = descriptions::service(&mut context);
    let samples = samples::finish(&mut context);
    let error_headers = error_headers::finish(&mut context);
    let mut types = context.shared.finish();
    schemas::settle_boxes(&mut types, true);
    schemas::settle_constants(&mut types, &mut operations);
    schemas::settle_sent(&mut types, &mut operations);
    schemas::settle_checks(&mut types, &mut operations);
    Service {
        source,
        feature: module.unraw().replace('_', "-"),
        module,
        parent_modules: super::within(context.options),
        title: descriptions::title(&context.document.info.title),
        docs,
        servers,
        regions,
        security_schemes,
        client_parameters,
        operations,
        types,
        error_headers,
        quick_start: opening,
        document_examples: samples,
    }
}

/// `x-module`, or the title as a name.
fn module_name(context: &mut Context<'_>) -> RustName {
    let info = &context.document.info;
    let Some(module) = &info.module else {
        let name = names::crate_module_name(&info.title);
        return if TAKEN_MODULES.contains(&name.as_str()) {
            names::file_name(&format!("{name}_service"))
        } else {
            name
        };
    };
    let name = names::crate_module_name(&module.value);
    if TAKEN_MODULES.contains(&name.as_str()) {
        let message = format!("`{}` means something else in every client", module.value);
        let problem = context.diagnostics.error(Code::MalformedExtension, &module.at, message);
        problem.help(format!("choose another name, for example `{name}_service`"));
    } else if name.as_str() != module.value {
        let message = format!("`{}` is no name for a Rust module", module.value);
        let problem = context.diagnostics.error(Code::MalformedExtension, &module.at, message);
        problem.help(format!("write it in lower case with underscores, for example `{name}`"));
    }
    name
}
