//! The module of an operation: constants, request, types and responses.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    code::{Code, code},
    docs, file, headers,
    imports::Imports,
    request, response, service, type_definition,
};
use crate::{
    GeneratedFile,
    model::{
        Crate, CursorSource, FailureRule, Operation, PageParameter, PageStep, Pagination, PasswordRules, Service,
        Success, WireName,
    },
    print::Item,
};

pub(super) fn module_file(krate: &Crate, service: &Service, operation: &Operation) -> GeneratedFile {
    let mut imports = Imports::default();
    let mut items: Vec<Item> = vec![constant(service, operation, &mut imports)];
    items.extend(operation.password_rules.iter().map(|rules| password_rules(rules, &mut imports).into()));
    items.extend(operation.pagination.iter().map(|pagination| self::pagination(pagination, &mut imports).into()));
    items.extend(request::items(operation, &mut imports));
    items.extend(type_definition::items(&operation.types, &mut imports));
    if let Success::OneOf(responses) = &operation.success {
        items.extend(response::success_enum(responses, &mut imports).into_iter().map(Item::from));
    }
    if let Some(headers) = &operation.response_headers {
        match &operation.shared_headers {
            Some(shared) => items.insert(0, file::reexport(headers::SHARED_HEADERS, shared, &headers.name)),
            None => items.extend(headers::of_successes(headers, &mut imports)),
        }
    }
    if let Some(errors) = &operation.errors {
        match &operation.shared_errors {
            Some(shared) => items.insert(0, file::reexport(response::SHARED_ERRORS, shared, &errors.name)),
            None => items.extend(response::error_enum(errors, &mut imports)),
        }
    }
    for headers in &operation.error_headers {
        items.extend(headers::of_errors(headers, &mut imports));
    }
    let all = imports.items(service).into_iter().chain(items);
    let docs = docs::inner(&[docs::first_line(&operation.summary)]);
    file::in_service(krate, service, operation.module.unraw(), docs, all)
}

/// `OPERATION`
fn constant(service: &Service, operation: &Operation, imports: &mut Imports) -> Item {
    let operation_type = Code::from(imports.runtime("Operation"));
    imports.service(["service".into(), "SERVICE".into()]);
    let group = service.group(operation).map(|group| format!("{}.", group.module.unraw())).unwrap_or_default();
    let name = format!("{}.{group}{}", service.name.unraw(), operation.method_name.unraw());
    let security = operation.security.iter().map(|schemes| {
        let schemes = schemes.iter().map(WireName::as_str);
        code!["&", Code::strings(schemes)]
    });
    let security = Code::array(security.collect());
    let failures = operation.failures.iter().map(|rule| failure_rule(rule, imports));
    let failures = Code::array(failures.collect());
    let servers = service::servers(&operation.servers, imports);
    let mut fields = vec![
        code!["id: ", Code::string(&operation.id)],
        code!["name: ", Code::string(&name)],
        code!["method: ", Code::string(&operation.http_method)],
        code!["path: ", Code::string(&operation.encoded_path)],
        code!["idempotent: ", operation.idempotent],
    ];
    fields.extend((!operation.security.is_empty()).then(|| code!["security: &", security]));
    fields.extend((!operation.failures.is_empty()).then(|| code!["failures: &", failures]));
    fields.extend((!operation.servers.is_empty()).then(|| code!["servers: ", servers]));
    fields.push(code!["..", &operation_type, "::of(&SERVICE)"]);
    let item = code!["pub static OPERATION: ", &operation_type, " = ", &operation_type, " ", Code::rows(fields), ";"];
    Item::Text(format!("/// The operation's description for the runtime.\n{}", item.line(0)))
}

fn failure_rule(rule: &FailureRule, imports: &mut Imports) -> Code {
    let rule_type = imports.runtime("FailureRule");
    let (kind, fields) = match rule {
        FailureRule::Equals { pointer, value } => {
            ("Equals ", vec![code!["pointer: ", Code::string(pointer)], code!["value: ", Code::string(value)]])
        }
        FailureRule::Present { pointer } => ("Present ", vec![code!["pointer: ", Code::string(pointer)]]),
    };
    code![rule_type, "::", kind, Code::fields(fields)]
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
    let similarity: Vec<TokenStream> = rules
        .similarity
        .iter()
        .map(|rule| {
            let rule_type = imports.runtime("SimilarityRule");
            let other = rule.other.as_str();
            let reversed = rule.reversed;
            if rule.contains {
                quote!(#rule_type::Contains { other: #other, reversed: #reversed })
            } else {
                quote!(#rule_type::Equals { other: #other, reversed: #reversed })
            }
        })
        .collect();
    let server_side_rules = &rules.server_side_rules;
    let docs = docs::lines(&["The documented rules of this password. `validate()` checks them."]);
    quote! {
        #docs
        pub static #constant: #rules_type = #rules_type {
            min_chars: #min,
            max_chars: #max,
            min_classes: #classes,
            special: #special,
            forbidden_first: #first,
            similarity_rules: &[#(#similarity),*],
            server_side_rules: &[#(#server_side_rules),*],
        };
    }
}

/// `PAGINATION`
fn pagination(pagination: &Pagination, imports: &mut Imports) -> TokenStream {
    imports.runtime("paging");
    let step = page_step(&pagination.step);
    let items = optional(pagination.items_pointer.as_ref());
    let has_more = optional(pagination.has_more_pointer.as_ref());
    let docs = docs::lines(&["The pagination of this operation."]);
    quote! {
        #docs
        static PAGINATION: paging::Pagination = paging::Pagination {
            step: #step,
            items: #items,
            more: #has_more,
        };
    }
}

fn page_step(step: &PageStep) -> TokenStream {
    match step {
        PageStep::Cursor { parameter, source } => {
            let parameter = page_parameter(parameter);
            let source = match source {
                CursorSource::Body(pointer) => quote!(paging::CursorSource::Body(#pointer)),
                CursorSource::Header(name) => quote!(paging::CursorSource::Header(#name)),
                CursorSource::LastItem(pointer) => quote!(paging::CursorSource::LastItem(#pointer)),
            };
            quote!(paging::PageStep::Cursor { parameter: #parameter, source: #source })
        }
        PageStep::Offset { parameter, total } => {
            let (parameter, total) = (page_parameter(parameter), optional(total.as_ref()));
            quote!(paging::PageStep::Offset { parameter: #parameter, total: #total })
        }
        PageStep::Page { parameter, first, pages } => {
            let (parameter, pages) = (page_parameter(parameter), optional(pages.as_ref()));
            let first = Literal::u64_unsuffixed(*first);
            quote!(paging::PageStep::Page { parameter: #parameter, first: #first, pages: #pages })
        }
        PageStep::Link => quote!(paging::PageStep::Link),
        PageStep::Next(pointer) => quote!(paging::PageStep::Next { pointer: #pointer }),
    }
}

fn page_parameter(parameter: &PageParameter) -> TokenStream {
    match parameter {
        PageParameter::Query(name) => quote!(paging::PageParameter::Query(#name)),
        PageParameter::Header(name) => quote!(paging::PageParameter::Header(#name)),
    }
}

fn optional(string: Option<&String>) -> TokenStream {
    string.map_or_else(|| quote!(None), |string| quote!(Some(#string)))
}
