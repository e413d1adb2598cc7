//! The values of a request: each is a field of `Input`, has a setter, and is encoded by one call.

use std::borrow::Cow;

use super::{
    super::{
        code::{Code, code},
        imports::Imports,
        rust_type::rust_type,
    },
    encoders,
};
use crate::model::{AlternativeBody, Argument, ArgumentLocation, Docs, Operation, Type};

/// A value of a request.
pub(super) struct Value<'o> {
    /// The field and its setter.
    pub(super) name: Code,
    /// The name in debug output.
    pub(super) label: &'o str,
    pub(super) ty: Code,
    /// The value that the constructor sets: the only possible one.
    pub(super) constant: Option<&'o str>,
    /// The setter. `None` for the media type of the body, which other methods set.
    pub(super) setter: Option<Setter<'o>>,
    /// The call of the runtime's `Request` that encodes the value: `.query("limit", &input.limit)`.
    pub(super) encoder: Code,
}

/// The method that sets a value.
pub(super) struct Setter<'o> {
    pub(super) docs: Cow<'o, Docs>,
    /// Whether it takes `impl Into<T>`.
    pub(super) accepts_into: bool,
    /// `Nullable<T>`, if the value may be null.
    pub(super) nullable: Option<Code>,
    /// The type of the request afterwards, if the value is required.
    pub(super) completes: Option<Code>,
}

/// All values, in the order in which they are encoded.
pub(super) fn of<'o>(operation: &'o Operation, imports: &mut Imports) -> Vec<Value<'o>> {
    let mut values = Vec::new();
    // The body that follows is encoded in this media type.
    if let Some(selector) = &operation.alternative_bodies.selector {
        values.push(Value {
            name: selector.into(),
            label: selector.unraw(),
            ty: imports.runtime("BodyEncoding").into(),
            constant: None,
            setter: None,
            encoder: code![".body_encoding(input.", selector, ")"],
        });
    }
    values.extend(operation.arguments.iter().filter_map(|argument| of_argument(operation, argument, imports)));
    let bodies = operation.alternative_bodies.bodies.iter();
    values.extend(bodies.filter_map(|body| of_alternative_body(operation, body, imports)));
    values.extend(accept(operation));
    values
}

fn of_argument<'o>(operation: &'o Operation, argument: &'o Argument, imports: &mut Imports) -> Option<Value<'o>> {
    let encoder = encoders::of_argument(operation, argument, imports)?;
    let completes = argument.must_be_set().then(|| request_after(operation, |other| other.flag == argument.flag));
    let nullable = argument.nullable_type().map(|inner| {
        let inner = rust_type(inner, imports);
        code![imports.runtime("Nullable"), "<", inner, ">"]
    });
    Some(Value {
        name: (&argument.name).into(),
        label: argument.name.unraw(),
        ty: rust_type(&argument.ty, imports),
        constant: argument.constant.as_deref(),
        setter: Some(Setter {
            docs: Cow::Borrowed(&argument.docs),
            accepts_into: argument.accepts_into,
            nullable,
            completes,
        }),
        encoder,
    })
}

/// A whole body in another media type. It sets every required value of the body.
fn of_alternative_body<'o>(
    operation: &'o Operation,
    body: &'o AlternativeBody,
    imports: &mut Imports,
) -> Option<Value<'o>> {
    let ty: &Type = body.ty.as_ref()?;
    let is_in_body =
        |argument: &Argument| matches!(argument.location, ArgumentLocation::Body | ArgumentLocation::BodyProperty);
    let has_flags = operation.required_arguments().any(is_in_body);
    Some(Value {
        name: (&body.name).into(),
        label: body.name.unraw(),
        ty: rust_type(ty, imports),
        constant: None,
        setter: Some(Setter {
            docs: Cow::Borrowed(&body.docs),
            accepts_into: body.accepts_into,
            nullable: None,
            completes: has_flags.then(|| request_after(operation, is_in_body)),
        }),
        encoder: encoders::of_body(&body.format, &body.content_type, &body.name, imports),
    })
}

/// The `Accept` header, if the caller can choose the media type.
fn accept(operation: &Operation) -> Option<Value<'_>> {
    let media_types = operation.accept.as_ref().filter(|_| operation.chooses_media_type())?;
    let docs = Docs(vec![
        "Requests a response in this media type, or in one of several separated by commas.".to_owned(),
        String::new(),
        "Default: all documented media types. The service chooses one.".to_owned(),
    ]);
    let arguments = Code::arguments(vec![Code::string(media_types), "&input.accept".into()]);
    Some(Value {
        name: "accept".into(),
        label: "accept",
        ty: "&'static str".into(),
        constant: None,
        setter: Some(Setter { docs: Cow::Owned(docs), accepts_into: false, nullable: None, completes: None }),
        encoder: code![".accept_one_of", arguments],
    })
}

/// The type of the request after these arguments are set.
fn request_after(operation: &Operation, is_set: impl Fn(&Argument) -> bool) -> Code {
    super::request_type(operation, |other| if is_set(other) { "true".into() } else { (&other.flag).into() })
}
