//! The request type of an operation: a flag for each required value, a setter for each value, `validate` and `send`.
//!
//! The flags are const parameters, so that leaving out a required value does not compile. What has been given is kept
//! in one plain struct beside them, which moves from flag to flag as a whole.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{answers, body, checks, docs, imports::Imports, literals, other_bodies, pagination};
use crate::model::{Argument, Crate, Docs, ExampleValue, Operation, Place, Service, Style, Success, Type};

pub(super) fn items(operation: &Operation, imports: &mut Imports) -> Vec<TokenStream> {
    let mut items = vec![structure(operation, imports)];
    if has_input(operation) {
        items.push(input(operation, imports));
    }
    items.extend(apart(operation));
    items.push(setters(operation, imports));
    items
}

/// Whether there is anything to give.
fn has_input(operation: &Operation) -> bool {
    !operation.arguments.is_empty()
}

/// The names of the flags, as const parameters or arguments.
fn flags(operation: &Operation) -> Vec<Ident> {
    operation.required_arguments().map(|argument| argument.flag.ident()).collect()
}

/// `ResetPassword<'c, …>` with these arguments for the flags.
pub(super) fn request_type(
    operation: &Operation,
    lifetime: &TokenStream,
    flag: impl Fn(&Argument) -> TokenStream,
) -> TokenStream {
    let name = operation.type_name.ident();
    let flags = operation.required_arguments().map(flag);
    quote!(#name<#lifetime #(, #flags)*>)
}

fn structure(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let client = imports.runtime("Client");
    let name = operation.type_name.ident();
    let flags = flags(operation);
    let mut lines = operation.summary.0.clone();
    if !operation.docs.0.first().is_none_or(String::is_empty) {
        lines.push(String::new());
    }
    lines.extend(operation.docs.0.iter().cloned());
    let docs = docs::outer(&Docs(lines));
    let input = has_input(operation).then(|| quote!(input: Input,));
    quote! {
        #docs
        #[must_use = "a request does nothing until it is sent"]
        #[derive(Clone, Debug)]
        pub struct #name<'c #(, const #flags: bool)*> {
            client: &'c #client,
            #input
        }
    }
}

/// A call that compiles, as a doc test.
pub(super) fn example(krate: &Crate, service: &Service, operation: &Operation) -> Vec<String> {
    let root = krate.within.iter().fold(krate.import_name.to_string(), |path, module| format!("{path}::{module}"));
    let root = root.as_str();
    // Only who writes the crate around a module knows whether it can be seen from outside.
    let fence = if krate.within.is_empty() { "```" } else { "```ignore" };
    let mut given = vec![format!("client: {root}::{}::Client", service.module)];
    for (name, value) in &operation.example.values {
        if let ExampleValue::Given(ty) = value {
            given.push(format!("{name}: {}", full_type(ty, root, service, operation)));
        }
    }
    let mut lines = vec![
        "# Example".to_owned(),
        String::new(),
        fence.to_owned(),
        // Rustdoc hides this line, however long it is.
        format!("# async fn example({}) -> Result<(), {root}::Error> {{", given.join(", ")),
        "let response = client".to_owned(),
    ];
    lines.push(format!("    .{}()", operation.method_name));
    let values = operation.example.values.iter();
    lines.extend(values.map(|(name, value)| format!("    .{name}({})", literals::example(name, value))));
    let rest = ["    .send()", "    .await?;", "println!(\"HTTP {}\", response.status());", "# Ok(())", "# }", "```"];
    lines.extend(rest.map(str::to_owned));
    lines
}

/// A type as somebody outside the crate writes it.
fn full_type(ty: &Type, root: &str, service: &Service, operation: &Operation) -> String {
    let module = &service.module;
    let inner = |ty: &Type| full_type(ty, root, service, operation);
    match ty {
        Type::Named(name) => format!("{root}::{module}::{}::{name}", operation.module),
        Type::Shared(name) => format!("{root}::{module}::types::{name}"),
        Type::List(item) => format!("Vec<{}>", inner(item)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        Type::Option(value) => format!("Option<{}>", inner(value)),
        Type::Boxed(value) => format!("Box<{}>", inner(value)),
        Type::Secret => format!("{root}::Secret"),
        Type::DateTime => format!("{root}::runtime::DateTime"),
        Type::Date => format!("{root}::runtime::Date"),
        Type::Duration => format!("{root}::runtime::Duration"),
        Type::Number => format!("{root}::runtime::Number"),
        Type::Uuid => format!("{root}::runtime::Uuid"),
        Type::Base64 => format!("{root}::runtime::Base64"),
        Type::Bytes => format!("{root}::runtime::Upload"),
        Type::Multipart => format!("{root}::runtime::Multipart"),
        Type::Json => format!("{root}::runtime::JsonValue"),
        Type::String | Type::AnyText => "String".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Float32 => "f32".to_owned(),
        Type::Float64 => "f64".to_owned(),
        Type::Integer(_) => "i64".to_owned(),
    }
}

/// What has been given so far.
fn input(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let fields = operation.arguments.iter().map(|argument| {
        let name = argument.name.ident();
        let ty = literals::ty(&argument.ty, imports);
        quote!(#name: Option<#ty>)
    });
    let mut fields: Vec<TokenStream> = fields.collect();
    fields.extend(other_bodies::fields(operation, imports));
    quote! {
        #[derive(Clone, Debug, Default)]
        struct Input { #(#fields),* }
    }
}

/// How a request begins: with nothing given.
fn start(operation: &Operation) -> TokenStream {
    let input = has_input(operation).then(|| quote!(, input: Input::default()));
    quote! {
        pub(super) fn new(client: &'c Client) -> Self {
            Self { client #input }
        }
    }
}

/// The block of a beginning for which nothing that is required has been given. Where nothing is, it needs no block of its own.
fn apart(operation: &Operation) -> Option<TokenStream> {
    let request = request_type(operation, &quote!('c), |_| quote!(false));
    let start = start(operation);
    operation.required_arguments().next().map(|_| quote!(impl<'c> #request { #start }))
}

fn setters(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let flags = flags(operation);
    let request = request_type(operation, &quote!('c), |argument| {
        let flag = argument.flag.ident();
        quote!(#flag)
    });
    let setters: Vec<TokenStream> =
        operation.arguments.iter().map(|argument| setter(operation, argument, imports)).collect();
    let others = other_bodies::setters(operation, imports);
    let validate = validate(operation, imports);
    let send = send(operation, imports);
    let start = flags.is_empty().then(|| start(operation));
    quote! {
        impl<'c #(, const #flags: bool)*> #request {
            #start
            #(#setters)*
            #(#others)*
            #validate
            #send
        }
    }
}

fn setter(operation: &Operation, argument: &Argument, imports: &mut Imports) -> TokenStream {
    let name = argument.name.ident();
    let (value_type, value) = literals::setter_value(&argument.ty, &argument.name, imports);
    let mut lines = argument.docs.0.clone();
    lines.extend(setter_note(argument));
    let docs = docs::outer(&Docs(lines));
    if !argument.required {
        return quote! {
            #docs
            pub fn #name(mut self, #name: #value_type) -> Self {
                self.input.#name = Some(#value);
                self
            }
        };
    }
    let type_name = operation.type_name.ident();
    let result = request_type(operation, &quote!('c), |other| {
        let flag = other.flag.ident();
        if other.flag == argument.flag { quote!(true) } else { quote!(#flag) }
    });
    quote! {
        #docs
        pub fn #name(mut self, #name: #value_type) -> #result {
            self.input.#name = Some(#value);
            #type_name { client: self.client, input: self.input }
        }
    }
}

/// What a reader of the setter should know besides the description.
fn setter_note(argument: &Argument) -> Vec<String> {
    let is_nullable = matches!(argument.ty, Type::Option(_));
    let note = match argument.place {
        Place::ClientParameter => "Without this, the client's own value is used.".to_owned(),
        _ if argument.required && is_nullable => "Required; `None` is sent as null.".to_owned(),
        _ if argument.required => "Required.".to_owned(),
        _ if is_nullable => "`None` is sent as null.".to_owned(),
        _ => return Vec::new(),
    };
    vec![String::new(), note]
}

fn validate(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let mut checks: Vec<TokenStream> =
        operation.arguments.iter().filter_map(|argument| check(operation, argument, imports)).collect();
    checks.extend(other_bodies::checks(operation, imports));
    if checks.is_empty() {
        return TokenStream::new();
    }
    let violations = imports.runtime("Violations");
    let docs = docs::lines(&[
        "Checks the values against the documented rules, and lists every rule that is broken.",
        "",
        "Nothing calls this for you: the service has the last word, and it may know rules that its documents do not.",
    ]);
    quote! {
        #docs
        pub fn validate(&self) -> Result<(), #violations> {
            let mut violations = #violations::new();
            #(#checks)*
            violations.finish()
        }
    }
}

/// What is checked of a value: that it is a good password, and whatever else is said of it.
fn check(operation: &Operation, argument: &Argument, imports: &mut Imports) -> Option<TokenStream> {
    let rules = checks::argument(argument, imports);
    let password = operation.passwords.iter().find(|rules| Some(&rules.constant) == argument.password.as_ref());
    let Some(password) = password else { return rules };
    let (field, wire, constant) = (argument.name.ident(), argument.wire.as_str(), password.constant.ident());
    let others = password.unlike.iter().map(|unlike| {
        let (other, field) = (unlike.other.as_str(), unlike.field.ident());
        quote!((#other, self.input.#field.as_deref()))
    });
    Some(quote! {
        violations.password(#wire, self.input.#field.as_ref(), &#constant, &[#(#others),*]);
        #rules
    })
}

fn send(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let pending = imports.runtime("Pending");
    let request = imports.runtime("Request");
    let (output, decode) = output(&operation.success, imports);
    let bounds: Vec<TokenStream> = operation
        .required_arguments()
        .map(|argument| {
            let (required, given, flag) =
                (imports.runtime("Required"), imports.runtime("Given"), argument.flag.ident());
            quote!(#required<#flag>: #given)
        })
        .collect();
    let parts: Vec<TokenStream> = operation.arguments.iter().filter_map(|argument| part(argument, imports)).collect();
    let body = body::body(operation, imports);
    let others = other_bodies::calls(operation, imports);
    let scopes = operation.scopes.iter().map(|(alternative, scheme, scopes)| {
        let (alternative, scheme) = (Literal::usize_unsuffixed(*alternative), scheme.as_str());
        quote!(.scopes(#alternative, #scheme, &[#(#scopes),*]))
    });
    let docs = docs::lines(&["Sends the request. Nothing is sent before the future is awaited."]);
    let where_clause = if bounds.is_empty() { TokenStream::new() } else { quote!(where #(#bounds),*) };
    let built = quote!(#request::builder(&OPERATION) #(#scopes)* #(#parts)* #body #others);
    let Some(pagination) = &operation.pagination else {
        return quote! {
            #docs
            pub fn send(self) -> #pending<#output> #where_clause {
                let request = #built;
                self.client.send(request, #decode)
            }
        };
    };
    let pages = pagination::methods(pagination, (&output, &decode), &where_clause, imports);
    quote! {
        #docs
        pub fn send(self) -> #pending<#output> #where_clause {
            self.client.send(self.into_request(), #decode)
        }
        #pages
        fn into_request(self) -> #request {
            #built
        }
    }
}

/// The call that puts a parameter where it goes.
fn part(argument: &Argument, imports: &mut Imports) -> Option<TokenStream> {
    let field = argument.name.ident();
    let wire = argument.wire.as_str();
    let plain = argument.style == Style::Plain;
    Some(match argument.place {
        Place::ClientParameter => quote!(.client_parameter(#wire, &self.input.#field)),
        Place::Path if plain => quote!(.path(#wire, &self.input.#field)),
        Place::Path => {
            let style = path_style(argument.style, imports);
            quote!(.path_styled(#wire, &self.input.#field, #style))
        }
        Place::Query if argument.allows_reserved && argument.style != Style::Json => {
            let style = body::query_style(argument.style, imports);
            quote!(.query_reserved(#wire, &self.input.#field, #style))
        }
        Place::Query if plain => quote!(.query(#wire, &self.input.#field)),
        Place::Query if argument.style == Style::Json => quote!(.query_json(#wire, &self.input.#field)),
        Place::Query => {
            let style = body::query_style(argument.style, imports);
            quote!(.query_styled(#wire, &self.input.#field, #style))
        }
        Place::Header if plain => quote!(.header_parameter(#wire, &self.input.#field)),
        Place::Header => {
            let explode = explodes(argument.style);
            quote!(.header_styled(#wire, &self.input.#field, #explode))
        }
        Place::Cookie if plain => quote!(.cookie(#wire, &self.input.#field)),
        Place::Cookie => {
            let explode = explodes(argument.style);
            quote!(.cookie_styled(#wire, &self.input.#field, #explode))
        }
        Place::BodyMember | Place::Body => return None,
    })
}

fn explodes(style: Style) -> bool {
    matches!(
        style,
        Style::Simple { explode: true }
            | Style::Form { explode: true }
            | Style::Label { explode: true }
            | Style::Matrix { explode: true }
    )
}

fn path_style(style: Style, imports: &mut Imports) -> TokenStream {
    let path_style = imports.runtime("PathStyle");
    let explode = explodes(style);
    match style {
        Style::Label { .. } => quote!(#path_style::Label { explode: #explode }),
        Style::Matrix { .. } => quote!(#path_style::Matrix { explode: #explode }),
        _ => quote!(#path_style::Simple { explode: #explode }),
    }
}

/// The type of a success, and the function that reads it.
fn output(success: &Success, imports: &mut Imports) -> (TokenStream, TokenStream) {
    match success {
        Success::Nothing => {
            let decode = imports.runtime("decode");
            (quote!(()), quote!(#decode::nothing))
        }
        Success::One(content) => {
            let ty = answers::content_type(content, imports).unwrap_or_else(|| quote!(()));
            let decode = imports.runtime("decode");
            (ty, answers::reader(content, imports).unwrap_or_else(|| quote!(#decode::nothing)))
        }
        Success::Several(answer) => {
            let name = answer.name.ident();
            (quote!(#name), quote!(decode_answer))
        }
    }
}
