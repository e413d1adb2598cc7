//! From the typed document to the model: small passes that decide names, types and places.
//!
//! A pass reports what is wrong and goes on, so that one run tells everything. It never looks at tokens, and where it
//! must give up on a part it leaves that part out: with an error reported, nothing is printed.

mod arguments;
mod bodies;
mod descriptions;
mod examples;
mod json;
mod markdown;
mod names;
mod operations;
mod passwords;
mod paths;
mod recursion;
mod references;
mod responses;
mod security;
mod servers;
mod services;
mod types;

use crate::{
    Options,
    diagnostic::{Code, Diagnostics},
    model::{Crate, Service},
    openapi::Document,
    source::Sources,
};

/// One document on its way to being a service.
struct Context<'d> {
    document: &'d Document,
    diagnostics: &'d mut Diagnostics,
}

/// Lowers all documents to one crate.
pub(crate) fn lower(
    documents: &[Document],
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Crate {
    let mut services: Vec<Service> = Vec::new();
    let mut modules = names::Scope::default();
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by_key(|document| sources.get(document.at.file).path.as_str());
    for document in sorted {
        let source = sources.get(document.at.file).path.clone();
        let service = services::lower(&mut Context { document, diagnostics }, source);
        modules.claim(&service.module, &document.info.title, &document.at, diagnostics);
        services.push(service);
    }
    services.sort_by(|one, other| one.module.cmp(&other.module));
    Crate {
        import_name: names::field_name(&options.package),
        has_readme: options.has_readme,
        services,
    }
}

impl Context<'_> {
    /// Reports a construct that OpenAPI knows and this generator does not honour.
    fn unsupported(&mut self, at: &crate::source::Location, message: impl Into<String>) {
        self.diagnostics.error(Code::UnsupportedKeyword, at, message.into());
    }
}
