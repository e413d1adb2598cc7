//! Answers that are told apart by their status and media type: several successes, and the documented failures.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{
    docs,
    imports::Imports,
    layout::{Code, row},
    literals,
};
use crate::{
    model::{Docs, ErrorEnum, ResponseBody, ResponseEnum, RustName, StatusRange},
    print::Item,
};

/// The successes of an operation that has several, and the function that tells them apart.
pub(super) fn success_items(answer: &ResponseEnum, imports: &mut Imports) -> Vec<TokenStream> {
    let name = answer.name.ident();
    let variants: Vec<TokenStream> = answer
        .variants
        .iter()
        .map(|variant| declaration(&variant.name, variant.status, &variant.docs, &variant.body, imports))
        .collect();
    let bodies = bodies(
        &answer.variants,
        |variant| (variant.status, &variant.media_types),
        &quote!(?),
        |variant| {
            let variant_name = variant.name.ident();
            let decode = imports.runtime("decode");
            match reader(&variant.body).map(|read| Ident::new(read, Span::call_site())) {
                Some(read) => quote!(#decode::#read(answer).map(#name::#variant_name)),
                None => quote!(Ok(#name::#variant_name)),
            }
        },
    );
    let arms = arms(&bodies);
    let (answer_type, decode) = (imports.runtime("RawResponse"), imports.runtime("decode"));
    let by_media_type = answer.variants.iter().any(|variant| !variant.media_types.is_empty());
    let by_status = answer.variants.windows(2).any(|pair| matches!(pair, [one, next] if one.status != next.status));
    let by = match (by_status, by_media_type) {
        (true, true) => "status and media type",
        (false, true) => "media type",
        _ => "status",
    };
    let docs = docs::lines(&[format!("What the service answers where all is well, by {by}.")]);
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        },
        quote! {
            fn decode_answer(answer: &#answer_type<'_>) -> Result<#name, #decode::DecodeError> {
                match answer.status() {
                    #(#arms,)*
                    _ => Err(#decode::DecodeError::undocumented(answer)),
                }
            }
        },
    ]
}

/// An arm for each status.
fn arms(bodies: &[(StatusRange, TokenStream)]) -> Vec<TokenStream> {
    let arm = |(status, body): &(StatusRange, TokenStream)| {
        let status = pattern(*status);
        quote!(#status => #body)
    };
    bodies.iter().map(arm).collect()
}

/// How the answers of each status are read. Where a status has several variants, each is for some media types.
fn bodies<V>(
    variants: &[V],
    key: impl Fn(&V) -> (StatusRange, &Vec<String>),
    unless: &TokenStream,
    mut read: impl FnMut(&V) -> TokenStream,
) -> Vec<(StatusRange, TokenStream)> {
    let of_status = variants.chunk_by(|one, next| key(one).0 == key(next).0);
    let body = |same: &[V]| {
        let (status, media_types) = same.first().map(&key)?;
        if media_types.is_empty() {
            return same.first().map(&mut read).map(|read| (status, read));
        }
        let all: Vec<&String> = same.iter().flat_map(|one| key(one).1).collect();
        let (last, others) = same.split_last()?;
        let others: Vec<TokenStream> = others
            .iter()
            .map(|one| {
                let (media_types, read) = (key(one).1, read(one));
                quote!(#(#media_types)|* => #read)
            })
            .collect();
        let last = read(last);
        let body = quote!({
            let documented = [#(#all),*];
            match answer.media_type(&documented)#unless {
                #(#others,)*
                _ => #last,
            }
        });
        Some((status, body))
    };
    of_status.filter_map(body).collect()
}

/// The documented failures of an operation.
pub(super) fn error_items(errors: &ErrorEnum, imports: &mut Imports) -> Vec<Item> {
    let opening = [
        "What the service documents for the failures of this operation, by status.",
        "",
        "`error.documented::<Self>()` gives it, where the error is one of these.",
    ];
    if errors.variants.iter().any(|variant| !variant.media_types.is_empty()) {
        let (name, docs) = (errors.name.ident(), docs::lines(&opening));
        let variants = errors.variants.iter();
        let variants =
            variants.map(|variant| declaration(&variant.name, variant.status, &variant.docs, &variant.body, imports));
        let variants: Vec<TokenStream> = variants.collect();
        let declaration = quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        };
        return vec![declaration.into(), errors_by_media_type(errors, imports).into()];
    }
    imports.runtime("documented_errors");
    let lines = errors.variants.iter().map(|variant| {
        let holds = content_type(&variant.body, imports).map(|ty| row!["(", ty, ")"]);
        let status = statuses(variant.status);
        let code = row![&variant.name, holds, ": ", status, " => ", body(&variant.body), ","];
        docs::text(&variant_docs(variant.status, &variant.docs), 8) + &code.line(8)
    });
    let lines: String = lines.collect();
    let docs = docs::text(&Docs(opening.map(str::to_owned).to_vec()), 4);
    let name = &errors.name;
    vec![Item::Text(format!("documented_errors! {{\n{docs}    pub enum {name} of OPERATION {{\n{lines}    }}\n}}\n"))]
}

/// What `documented_errors` would print, where the media type decides as well.
fn errors_by_media_type(errors: &ErrorEnum, imports: &mut Imports) -> TokenStream {
    let name = errors.name.ident();
    let decode = imports.runtime("decode");
    let bodies = bodies(
        &errors.variants,
        |variant| (variant.status, &variant.media_types),
        &quote!(.ok()?),
        |variant| {
            let variant_name = variant.name.ident();
            match &variant.body {
                ResponseBody::Empty => quote!(Some(Self::#variant_name)),
                ResponseBody::Json { .. } => quote!(#decode::error_body(answer).map(Self::#variant_name)),
                ResponseBody::Text => quote!(#decode::text(answer).ok().map(Self::#variant_name)),
                ResponseBody::Bytes => quote!(#decode::bytes(answer).ok().map(Self::#variant_name)),
            }
        },
    );
    let is_whole = errors.variants.iter().any(|variant| variant.status == StatusRange::Default);
    let rest = (!is_whole).then(|| quote!(_ => None,));
    let by_status = match bodies.as_slice() {
        // Every status is read in the same way.
        [(StatusRange::Default, body)] => body.clone(),
        bodies => {
            let arms = arms(bodies);
            quote!({ match answer.status() { #(#arms,)* #rest } })
        }
    };
    let (documented, answer, operation) =
        (imports.runtime("DocumentedError"), imports.runtime("RawResponse"), imports.runtime("Operation"));
    quote! {
        impl #documented for #name {
            const OPERATION: &'static #operation = &OPERATION;

            fn decode(answer: &#answer<'_>) -> Option<Self> #by_status
        }
    }
}

/// The statuses as a pattern. The order of the variants is that of the arms: one status goes before its hundred.
pub(super) fn statuses(status: StatusRange) -> Code {
    match status {
        StatusRange::Exact(code) => Code::number(code.into()),
        StatusRange::Range(digit) => {
            let digit = || Code::number(digit.into());
            row![digit(), "00..=", digit(), "99"]
        }
        StatusRange::Default => "_".into(),
    }
}

/// How `documented_errors` calls what an answer holds.
fn body(content: &ResponseBody) -> &'static str {
    match content {
        ResponseBody::Empty => "nothing",
        ResponseBody::Json { .. } => "json",
        ResponseBody::Text => "text",
        ResponseBody::Bytes => "bytes",
    }
}

fn declaration(
    name: &RustName,
    status: StatusRange,
    words: &Docs,
    content: &ResponseBody,
    imports: &mut Imports,
) -> TokenStream {
    let name = name.ident();
    let docs = docs::outer(&variant_docs(status, words));
    match content_type(content, imports).map(|ty| ty.tokens()) {
        Some(ty) => quote!(#docs #name(#ty)),
        None => quote!(#docs #name),
    }
}

/// What the document says of a variant, or its status.
fn variant_docs(status: StatusRange, words: &Docs) -> Docs {
    if !words.0.is_empty() {
        return words.clone();
    }
    Docs(vec![match status {
        StatusRange::Exact(code) => format!("Status {code}."),
        StatusRange::Range(digit) => format!("A status from {digit}00 to {digit}99."),
        StatusRange::Default => "Any other status.".to_owned(),
    }])
}

/// The statuses as a pattern.
fn pattern(status: StatusRange) -> TokenStream {
    let number = |status: u16| Literal::u16_unsuffixed(status);
    match status {
        StatusRange::Exact(code) => {
            let code = number(code);
            quote!(#code)
        }
        StatusRange::Range(digit) => {
            // A guard, since a range would overlap with the statuses that are documented alone.
            let digit = number(digit);
            quote!(status if status / 100 == #digit)
        }
        StatusRange::Default => quote!(_),
    }
}

/// The type of what an answer holds.
pub(super) fn content_type(content: &ResponseBody, imports: &mut Imports) -> Option<Code> {
    match content {
        ResponseBody::Empty => None,
        ResponseBody::Json { ty, .. } => Some(literals::ty(ty, imports)),
        ResponseBody::Text => Some("String".into()),
        ResponseBody::Bytes => Some("Vec<u8>".into()),
    }
}

/// The function of the runtime's `decode` that reads what an answer holds.
pub(super) fn reader(content: &ResponseBody) -> Option<&'static str> {
    match content {
        ResponseBody::Empty => None,
        ResponseBody::Json { default_if_empty: true, .. } => Some("json_or_default"),
        ResponseBody::Json { .. } => Some("json"),
        ResponseBody::Text => Some("text"),
        ResponseBody::Bytes => Some("bytes"),
    }
}
