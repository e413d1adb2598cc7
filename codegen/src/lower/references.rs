//! References inside one document: from the address to the object, with a word for addresses of nothing.

use indexmap::IndexMap;

use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    openapi::{Document, Parameter, RefOr, Reference, RequestBody, Response, Schema},
};

/// A kind of component that can be referred to.
pub(super) trait Component: Sized {
    /// The name of the kind's map: `schemas`.
    const MAP: &'static str;
    /// What one of them is called: `schema`.
    const NOUN: &'static str;

    /// The document's components of this kind.
    fn all(document: &Document) -> &IndexMap<String, RefOr<Self>>;
}

macro_rules! component {
    ($kind:ty, $field:ident, $map:literal, $noun:literal) => {
        impl Component for $kind {
            const MAP: &'static str = $map;
            const NOUN: &'static str = $noun;

            fn all(document: &Document) -> &IndexMap<String, RefOr<Self>> {
                &document.components.$field
            }
        }
    };
}

component!(Schema, schemas, "schemas", "schema");
component!(Parameter, parameters, "parameters", "parameter");
component!(RequestBody, request_bodies, "requestBodies", "request body");
component!(Response, responses, "responses", "response");

/// The name of the component that a reference points at, if there is one; reported otherwise.
pub(super) fn component_name<'d, T: Component + 'd>(
    document: &'d Document,
    reference: &Reference,
    diagnostics: &mut Diagnostics,
) -> Option<&'d str> {
    let prefix = format!("#/components/{}/", T::MAP);
    let Some(encoded) = reference.target.strip_prefix(&prefix) else {
        let message = format!("`{}` is no address of a {} in this document", reference.target, T::NOUN);
        diagnostics
            .error(Code::UnsupportedReference, &reference.at, message)
            .help(format!("a reference to a {} begins with `{prefix}`", T::NOUN));
        return None;
    };
    let name = encoded.replace("~1", "/").replace("~0", "~");
    if let Some((name, _)) = T::all(document).get_key_value(&name) {
        return Some(name);
    }
    let problem =
        diagnostics.error(Code::DanglingReference, &reference.at, format!("no {} is called `{name}`", T::NOUN));
    match suggest(&name, T::all(document).keys().map(String::as_str)) {
        Some(near) => problem.help(format!("a {} with a similar name exists: `{near}`", T::NOUN)),
        None => problem.help(format!("define it under `components/{}`", T::MAP)),
    };
    None
}

/// The object itself, through any number of references; `None` where the chain ends nowhere, which is reported.
pub(super) fn resolve<'d, T: Component + 'd>(
    document: &'d Document,
    mut object: &'d RefOr<T>,
    diagnostics: &mut Diagnostics,
) -> Option<&'d T> {
    // A chain longer than there are components has come round to itself.
    for _ in 0..=T::all(document).len() {
        match object {
            RefOr::Item(item) => return Some(item),
            RefOr::Ref(reference) => {
                let name = component_name::<T>(document, reference, diagnostics)?;
                object = T::all(document).get(name)?;
            }
        }
    }
    if let RefOr::Ref(reference) = object {
        diagnostics.error(Code::CyclicReference, &reference.at, "this reference leads back to itself");
    }
    None
}
