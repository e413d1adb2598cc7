//! The module of one operation: its data, its rules, its request, its answers.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{
    answers, docs, error_headers, headers,
    imports::Imports,
    layout::{Code, row},
    literals, pagination, request, service, types,
};
use crate::{
    GeneratedFile,
    model::{FailureRule, Operation, PasswordRules, Service, Success, TypeDefinition},
    print::{self, Item},
};

pub(super) fn file(service: &Service, operation: &Operation) -> GeneratedFile {
    let mut imports = Imports::default();
    let mut items: Vec<Item> = vec![data(service, operation, &mut imports)];
    items.extend(operation.password_rules.iter().map(|rules| password_rules(rules, &mut imports).into()));
    items.extend(operation.pagination.iter().map(|pages| pagination::data(pages, &mut imports).into()));
    items.extend(request::items(operation, &mut imports));
    let own: Vec<&TypeDefinition> = operation.types.iter().collect();
    items.extend(types::items(&own, &mut imports));
    if let Success::OneOf(answer) = &operation.success {
        items.extend(answers::success_items(answer, &mut imports).into_iter().map(Item::from));
    }
    if let Some(documented) = &operation.response_headers {
        items.push(headers::item(documented, &mut imports));
    }
    if let Some(variants) = &operation.errors {
        items.extend(answers::error_items(variants, &mut imports));
    }
    for documented in &operation.error_headers {
        items.extend(error_headers::items(documented, &mut imports));
    }
    let all = imports.items(service).into_iter().chain(items);
    let path = format!("src/{}/{}.rs", service.module.unraw(), operation.module.unraw());
    let opening = docs::inner(&[literals::first_line(&operation.summary)]);
    print::file(path, &service.source, opening, all)
}

/// The operation as data, for the runtime.
fn data(service: &Service, operation: &Operation, imports: &mut Imports) -> Item {
    let operation_type = Code::from(imports.runtime("Operation"));
    imports.service(["service".into(), "SERVICE".into()]);
    let name = format!("{}.{}", service.module.unraw(), operation.method_name.unraw());
    let method = Ident::new(&operation.http_method, Span::call_site());
    let security = operation.security.iter().map(|schemes| {
        let schemes = schemes.iter().map(|scheme| Code::text(scheme.as_str()));
        row!["&", Code::values(schemes.collect())]
    });
    let failures = operation.failures.iter().map(|failure| failure_rule(failure, imports));
    let failures = Code::array(failures.collect());
    let fields = vec![
        row!["id: ", Code::text(&operation.id)],
        row!["name: ", Code::text(&name)],
        row!["method: ", imports.runtime("Method"), "::", method],
        row!["path: ", Code::text(&operation.path)],
        row!["idempotent: ", operation.idempotent],
        row!["security: &", Code::array(security.collect())],
        row!["failures: &", failures],
        row!["servers: ", service::servers(&operation.servers, imports)],
        "service: &SERVICE".into(),
    ];
    let item = row!["pub static OPERATION: ", &operation_type, " = ", &operation_type, " ", Code::block(fields), ";"];
    Item::Text(format!("/// The operation as the runtime sees it.\n{}", item.line(0)))
}

fn failure_rule(failure: &FailureRule, imports: &mut Imports) -> Code {
    let rule = imports.runtime("FailureRule");
    let (kind, fields) = match failure {
        FailureRule::Equals { pointer, value } => {
            ("Equals ", vec![row!["pointer: ", Code::text(pointer)], row!["value: ", Code::text(value)]])
        }
        FailureRule::Present { pointer } => ("Present ", vec![row!["pointer: ", Code::text(pointer)]]),
    };
    row![rule, "::", kind, Code::fields(fields)]
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
        .similarity
        .iter()
        .map(|unlike| {
            let unlike_type = imports.runtime("SimilarityRule");
            let other = unlike.other.as_str();
            let reversed = unlike.reversed;
            if unlike.contains {
                quote!(#unlike_type::Contains { other: #other, reversed: #reversed })
            } else {
                quote!(#unlike_type::Equals { other: #other, reversed: #reversed })
            }
        })
        .collect();
    let server_side_rules = &rules.server_side_rules;
    let docs = docs::lines(&["The rules of this password, as far as they can be known before the service judges it."]);
    quote! {
        #docs
        pub static #constant: #rules_type = #rules_type {
            min_chars: #min,
            max_chars: #max,
            min_classes: #classes,
            special: #special,
            forbidden_first: #first,
            similarity_rules: &[#(#unlike),*],
            server_side_rules: &[#(#server_side_rules),*],
        };
    }
}
