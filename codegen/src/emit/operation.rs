//! The module of one operation: its data, its rules, its request, its answers.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{answers, docs, headers, imports::Imports, literals, pagination, request, service, types};
use crate::{
    GeneratedFile,
    model::{Failure, Operation, PasswordRules, Service, Success, TypeDefinition, WireName},
    print::{self, Item},
};

pub(super) fn file(service: &Service, operation: &Operation) -> GeneratedFile {
    let mut imports = Imports::default();
    let mut items: Vec<Item> = vec![data(service, operation, &mut imports).into()];
    items.extend(operation.passwords.iter().map(|rules| password_rules(rules, &mut imports).into()));
    items.extend(operation.pagination.iter().map(|pages| pagination::data(pages, &mut imports).into()));
    items.extend(request::items(operation, &mut imports).into_iter().map(Item::from));
    let own: Vec<&TypeDefinition> = operation.types.iter().collect();
    items.extend(types::items(&own, &mut imports));
    if let Success::Several(answer) = &operation.success {
        items.extend(answers::success_items(answer, &mut imports).into_iter().map(Item::from));
    }
    if let Some(documented) = &operation.headers {
        items.push(headers::item(documented, &mut imports));
    }
    if let Some(variants) = &operation.errors {
        items.extend(answers::error_items(variants, &mut imports));
    }
    let all = imports.tokens(service).into_iter().map(Item::from).chain(items);
    let path = format!("src/{}/{}.rs", service.module.unraw(), operation.module.unraw());
    let opening = docs::inner(&[literals::first_line(&operation.summary)]);
    print::file(path, &service.source, &opening, all)
}

/// The operation as data, for the runtime.
fn data(service: &Service, operation: &Operation, imports: &mut Imports) -> TokenStream {
    let operation_type = imports.runtime("Operation");
    let method_type = imports.runtime("Method");
    imports.service("service::SERVICE");
    let id = &operation.id;
    let name = format!("{}.{}", service.module.unraw(), operation.method_name.unraw());
    let method = Ident::new(&operation.http_method, Span::call_site());
    let path = &operation.path;
    let repeatable = operation.repeatable;
    let security = operation.security.iter().map(|schemes| {
        let schemes = schemes.iter().map(WireName::as_str);
        quote!(&[#(#schemes),*])
    });
    let failures = operation.failures.iter().map(|failure| failure_rule(failure, imports));
    let failures: Vec<TokenStream> = failures.collect();
    let servers = service::servers(&operation.servers, imports);
    let docs = docs::lines(&["The operation as the runtime sees it."]);
    quote! {
        #docs
        pub static OPERATION: #operation_type = #operation_type {
            id: #id,
            name: #name,
            method: #method_type::#method,
            path: #path,
            repeatable: #repeatable,
            security: &[#(#security),*],
            failures: &[#(#failures),*],
            servers: #servers,
            service: &SERVICE,
        };
    }
}

fn failure_rule(failure: &Failure, imports: &mut Imports) -> TokenStream {
    let rule = imports.runtime("FailureRule");
    match failure {
        Failure::Equals { pointer, value } => quote!(#rule::Equals { pointer: #pointer, value: #value }),
        Failure::Present { pointer } => quote!(#rule::Present { pointer: #pointer }),
    }
}

fn password_rules(rules: &PasswordRules, imports: &mut Imports) -> TokenStream {
    let rules_type = imports.runtime("PasswordRules");
    let constant = rules.constant.ident();
    let bound = Literal::u64_unsuffixed;
    let min = bound(rules.min_length.unwrap_or(0));
    let max = rules.max_length.map(bound).map_or_else(|| quote!(usize::MAX), |max| quote!(#max));
    let classes = Literal::u8_unsuffixed(rules.min_classes);
    let special = &rules.special;
    let first = &rules.forbidden_first;
    let unlike: Vec<TokenStream> = rules
        .unlike
        .iter()
        .map(|unlike| {
            let unlike_type = imports.runtime("Unlike");
            let other = unlike.other.as_str();
            let reversed = unlike.reversed;
            if unlike.contains {
                quote!(#unlike_type::Contains { other: #other, reversed: #reversed })
            } else {
                quote!(#unlike_type::Equals { other: #other, reversed: #reversed })
            }
        })
        .collect();
    let server_judges = &rules.server_judges;
    let docs = docs::lines(&["The rules of this password, as far as they can be known before the service judges it."]);
    quote! {
        #docs
        pub static #constant: #rules_type = #rules_type {
            min_chars: #min,
            max_chars: #max,
            min_classes: #classes,
            special: #special,
            forbidden_first: #first,
            unlike: &[#(#unlike),*],
            server_judges: &[#(#server_judges),*],
        };
    }
}
