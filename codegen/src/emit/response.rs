//! Responses: enums of successes and errors, selected by status and media type.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{
    code::Code,
    docs, file,
    imports::Imports,
    rust_type::{TypePaths, rust_type},
};
use crate::{
    GeneratedFile,
    model::{Crate, Docs, ErrorEnum, ResponseBody, ResponseEnum, RustName, Service, StatusRange, Type},
    print::Item,
};

/// The module of the error responses that several operations document alike.
pub(super) const SHARED_ERRORS: &str = "error_responses";

/// The enum of an operation's successful responses, and the function that decodes it.
pub(super) fn success_enum(responses: &ResponseEnum, imports: &mut Imports) -> Vec<TokenStream> {
    let name = responses.name.ident();
    let variants: Vec<TokenStream> = responses
        .variants
        .iter()
        .map(|variant| variant_item(&variant.name, variant.status, &variant.docs, &variant.body, imports))
        .collect();
    let bodies = bodies_by_status(
        &responses.variants,
        |variant| (variant.status, &variant.media_types),
        &quote!(?),
        |variant| {
            let variant_name = variant.name.ident();
            let decode = imports.runtime("decode");
            match decoder(&variant.body).map(|decoder| Ident::new(decoder, Span::call_site())) {
                Some(decoder) => quote!(#decode::#decoder(response).map(#name::#variant_name)),
                None => quote!(Ok(#name::#variant_name)),
            }
        },
    );
    let arms = arms(&bodies);
    let (response, decode) = (imports.runtime("RawResponse"), imports.runtime("decode"));
    let has_default = bodies.iter().any(|(status, _)| *status == StatusRange::Default);
    let others = (!has_default).then(|| quote!(_ => Err(#decode::DecodeError::undocumented(response)),));
    let by_status_code = match bodies.as_slice() {
        [(StatusRange::Default, only)] => quote!(#only),
        _ => quote!({ match response.status() { #(#arms,)* #others } }),
    };
    let by_media_type = responses.variants.iter().any(|variant| !variant.media_types.is_empty());
    let by_status = responses.variants.windows(2).any(|pair| matches!(pair, [one, next] if one.status != next.status));
    let by = match (by_status, by_media_type) {
        (true, true) => "status and media type",
        (false, true) => "media type",
        _ => "status",
    };
    let docs = docs::lines(&[format!("The successful responses, by {by}.")]);
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        },
        quote! {
            fn decode_response(response: &#response<'_>) -> Result<#name, #decode::DecodeError> #by_status_code
        },
    ]
}

/// The file of the error responses that several operations document alike.
pub(super) fn shared_errors_file(krate: &Crate, service: &Service) -> GeneratedFile {
    let mut imports = Imports::default();
    let enums = service.shared_errors.iter().flat_map(|shared| {
        let operations = shared.operations.iter().map(RustName::ident);
        let operations: Vec<TokenStream> = operations.map(|module| quote!(&super::#module::OPERATION)).collect();
        enum_of_errors(&shared.errors, "several operations", &operations, &mut imports)
    });
    let enums: Vec<Item> = enums.collect();
    let all = imports.items(service).into_iter().chain(enums);
    let title = format!("Error responses that several operations of {} document alike.", service.title);
    file::in_service(krate, service, SHARED_ERRORS, docs::inner(&[title]), all)
}

/// The enum of an operation's documented error responses.
pub(super) fn error_enum(errors: &ErrorEnum, imports: &mut Imports) -> Vec<Item> {
    enum_of_errors(errors, "this operation", &[quote!(&OPERATION)], imports)
}

fn enum_of_errors(errors: &ErrorEnum, operation: &str, operations: &[TokenStream], imports: &mut Imports) -> Vec<Item> {
    let docs = Docs(vec![
        format!("The documented error responses of {operation}, by status."),
        String::new(),
        "Returned by `error.documented::<Self>()`.".to_owned(),
    ]);
    let (name, docs) = (errors.name.ident(), docs::outer(&docs));
    let variants: Vec<TokenStream> = errors
        .variants
        .iter()
        .map(|variant| variant_item(&variant.name, variant.status, &variant.docs, &variant.body, imports))
        .collect();
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    };
    vec![declaration.into(), impl_documented_error(errors, operations, imports).into()]
}

/// The `impl` that decodes an error by its status and its media type.
fn impl_documented_error(errors: &ErrorEnum, operations: &[TokenStream], imports: &mut Imports) -> TokenStream {
    let name = errors.name.ident();
    let decode = imports.runtime("decode");
    let bodies = bodies_by_status(
        &errors.variants,
        |variant| (variant.status, &variant.media_types),
        &quote!(.ok()?),
        |variant| {
            let variant_name = variant.name.ident();
            match &variant.body {
                ResponseBody::Empty => quote!(Some(Self::#variant_name)),
                ResponseBody::Json { text_allowed: true, ty, .. } => {
                    let decoder = Ident::new(decoder_of_text(ty), Span::call_site());
                    quote!(#decode::#decoder(response).ok().map(Self::#variant_name))
                }
                ResponseBody::Json { ty, .. } if ty.is_mapped() => {
                    quote!(#decode::serde_error_body(response).map(Self::#variant_name))
                }
                ResponseBody::Json { .. } => quote!(#decode::error_body(response).map(Self::#variant_name)),
                ResponseBody::Text => quote!(#decode::text(response).ok().map(Self::#variant_name)),
                ResponseBody::Bytes => quote!(#decode::bytes(response).ok().map(Self::#variant_name)),
            }
        },
    );
    let is_exhaustive = errors.variants.iter().any(|variant| variant.status == StatusRange::Default);
    let rest = (!is_exhaustive).then(|| quote!(_ => None,));
    let has_media_types = errors.variants.iter().any(|variant| !variant.media_types.is_empty());
    let by_status = match bodies.as_slice() {
        // One response for every status.
        // Several media types are a block already.
        [(StatusRange::Default, body)] if has_media_types => body.clone(),
        [(StatusRange::Default, body)] => quote!({ #body }),
        bodies => {
            let arms = arms(bodies);
            quote!({ match response.status() { #(#arms,)* #rest } })
        }
    };
    let documented_error = imports.runtime("DocumentedError");
    let (response, operation) = (imports.runtime("RawResponse"), imports.runtime("Operation"));
    quote! {
        impl #documented_error for #name {
            const OPERATIONS: &'static [&'static #operation] = &[#(#operations),*];

            fn decode(response: &#response<'_>) -> Option<Self> #by_status
        }
    }
}

/// One match arm per status.
fn arms(bodies: &[(StatusRange, TokenStream)]) -> Vec<TokenStream> {
    let arm = |(status, body): &(StatusRange, TokenStream)| {
        let pattern = match_pattern(*status);
        quote!(#pattern => #body)
    };
    bodies.iter().map(arm).collect()
}

/// The code that decodes the responses of each status. Variants of the same status are selected by media type.
fn bodies_by_status<V>(
    variants: &[V],
    key: impl Fn(&V) -> (StatusRange, &Vec<String>),
    on_error: &TokenStream,
    mut decode: impl FnMut(&V) -> TokenStream,
) -> Vec<(StatusRange, TokenStream)> {
    let by_status = variants.chunk_by(|one, next| key(one).0 == key(next).0);
    let body = |same: &[V]| {
        let (status, media_types) = same.first().map(&key)?;
        if media_types.is_empty() {
            return same.first().map(&mut decode).map(|decode| (status, decode));
        }
        let all: Vec<&String> = same.iter().flat_map(|one| key(one).1).collect();
        let (last, others) = same.split_last()?;
        let others: Vec<TokenStream> = others
            .iter()
            .map(|one| {
                let (media_types, decode) = (key(one).1, decode(one));
                quote!(#(#media_types)|* => #decode)
            })
            .collect();
        let last = decode(last);
        let body = quote!({
            let documented = [#(#all),*];
            match response.media_type(&documented)#on_error {
                #(#others,)*
                _ => #last,
            }
        });
        Some((status, body))
    };
    by_status.filter_map(body).collect()
}

fn variant_item(
    name: &RustName,
    status: StatusRange,
    docs: &Docs,
    body: &ResponseBody,
    imports: &mut Imports,
) -> TokenStream {
    let name = name.ident();
    let docs = docs::outer(&variant_docs(status, docs));
    match body_type(body, imports).map(|ty| ty.tokens()) {
        Some(ty) => quote!(#docs #name(#ty)),
        None => quote!(#docs #name),
    }
}

/// The document's description of a variant, or its status.
fn variant_docs(status: StatusRange, docs: &Docs) -> Docs {
    if !docs.0.is_empty() {
        return docs.clone();
    }
    Docs(vec![match status {
        StatusRange::Exact(code) => format!("Status {code}."),
        StatusRange::Range(digit) => format!("Status {digit}00 to {digit}99."),
        StatusRange::Default => "Any other status.".to_owned(),
    }])
}

/// A pattern of a `match`.
fn match_pattern(status: StatusRange) -> TokenStream {
    let number = |status: u16| Literal::u16_unsuffixed(status);
    match status {
        StatusRange::Exact(code) => {
            let code = number(code);
            quote!(#code)
        }
        StatusRange::Range(digit) => {
            // A guard, because clippy rejects a range that overlaps exact statuses.
            let digit = number(digit);
            quote!(status if status / 100 == #digit)
        }
        StatusRange::Default => quote!(_),
    }
}

/// The type of a body. `None` for an empty body.
pub(super) fn body_type(body: &ResponseBody, paths: &mut impl TypePaths) -> Option<Code> {
    match body {
        ResponseBody::Empty => None,
        ResponseBody::Json { ty, .. } => Some(rust_type(ty, paths)),
        ResponseBody::Text => Some("String".into()),
        ResponseBody::Bytes => Some("Vec<u8>".into()),
    }
}

/// The function that decodes a string as JSON or as text, and bytes as they are.
fn decoder_of_text(ty: &Type) -> &'static str {
    match ty {
        Type::Base64 => "json_or_bytes",
        ty if ty.is_mapped() => "serde_or_text",
        _ => "json_or_text",
    }
}

/// The function of the runtime's `decode` module that decodes a body.
pub(super) fn decoder(body: &ResponseBody) -> Option<&'static str> {
    match body {
        ResponseBody::Empty => None,
        ResponseBody::Json { ty, text_allowed: true, .. } => Some(decoder_of_text(ty)),
        ResponseBody::Json { ty, .. } if ty.is_mapped() => Some("serde"),
        ResponseBody::Json { default_if_empty: true, .. } => Some("json_or_default"),
        ResponseBody::Json { .. } => Some("json"),
        ResponseBody::Text => Some("text"),
        ResponseBody::Bytes => Some("bytes"),
    }
}
