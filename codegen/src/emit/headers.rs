//! Structs of response headers.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};

use super::{
    code::{Code, code},
    docs, file,
    imports::Imports,
    rust_type::rust_type,
};
use crate::{
    GeneratedFile,
    model::{
        Crate, Docs, ErrorHeaders, ErrorResponses, HeaderCodec, ResponseHeader, ResponseHeaders, RustName, Service,
        StatusRange, StatusSet,
    },
    print::Item,
};

/// The module of the headers that several operations document alike.
pub(super) const SHARED_HEADERS: &str = "response_headers";

/// The indent of a field and of a method.
const INDENT: usize = 4;

/// The indent of a statement.
const STATEMENT: usize = 8;

/// The module of the runtime. A document's own types may be in a module `headers`.
const TYPED_HEADERS: &str = "headers as typed_headers";

/// The struct of an operation's documented response headers.
pub(super) fn of_successes(headers: &ResponseHeaders, imports: &mut Imports) -> Vec<Item> {
    let mut items = structure(headers, "the successful responses", "response", imports);
    let documented = imports.runtime("DocumentedHeaders");
    items.push(format!("impl {documented} for {} {{}}\n", headers.name));
    items.into_iter().map(Item::Text).collect()
}

/// The file of the headers that several operations document alike.
pub(super) fn shared_headers_file(krate: &Crate, service: &Service) -> GeneratedFile {
    let mut imports = Imports::default();
    let structs: Vec<Item> =
        service.shared_headers.iter().flat_map(|headers| of_successes(headers, &mut imports)).collect();
    let all = imports.items(service).into_iter().chain(structs);
    let title = format!("Headers of responses that several operations of {} document alike.", service.title);
    file::in_service(krate, service, SHARED_HEADERS, docs::inner(&[title]), all)
}

/// The struct of the headers of error responses, and its aliases.
pub(super) fn of_errors(headers: &ErrorHeaders, imports: &mut Imports) -> Vec<Item> {
    let is_shared = headers.responses.iter().any(|responses| !responses.operations.is_empty());
    let subject = if is_shared { "error responses" } else { "an error response of this operation" };
    let mut items = structure(&headers.headers, subject, "error", imports);
    let name = &headers.headers.name;
    let (documented, operation) = (imports.runtime("DocumentedErrorHeaders"), imports.runtime("Operation"));
    let has_features = headers.responses.iter().any(|responses| responses.feature.is_some());
    let body = if has_features { statements(&headers.responses) } else { expression(&headers.responses) };
    items.push(format!(
        "impl {documented} for {name} {{
    fn is_documented(operation: &'static {operation}, status: u16) -> bool {{
{body}    }}
}}\n"
    ));
    items.extend(
        headers.aliases.iter().map(|alias| format!("/// The same as [`{name}`].\npub type {alias} = {name};\n")),
    );
    items.into_iter().map(Item::Text).collect()
}

/// The struct, a function per header, and the `impl` that decodes it.
fn structure(headers: &ResponseHeaders, subject: &str, owner: &str, imports: &mut Imports) -> Vec<String> {
    let name = &headers.name;
    let typed = imports.runtime(TYPED_HEADERS);
    let map = imports.runtime("HeaderMap");
    let documentation = Docs(vec![
        format!("The documented headers of {subject}."),
        String::new(),
        format!("Returned by `{owner}.documented_headers::<Self>()`, which fails if a header does not match its"),
        "documentation. Each function decodes a single header.".to_owned(),
    ]);
    let (mut fields, mut functions, mut decoded) = (String::new(), Vec::new(), Vec::new());
    for header in &headers.headers {
        let ty = rust_type(&header.ty, imports);
        let (ty, presence) = if header.required { (ty, "required") } else { (code!["Option<", ty, ">"], "optional") };
        let field = &header.name;
        let function = decoder(header);
        fields += &docs::comment(&header.docs, INDENT);
        fields += &code!["pub ", field, ": ", &ty, ","].line(INDENT);
        let wire = header.wire.as_str();
        let codec = code![typed.clone(), "::", codec(header.codec)];
        let arguments = Code::arguments(vec!["headers".into(), Code::string(wire), codec]);
        let head = code![
            "pub fn ",
            function.clone(),
            "(headers: &",
            map.clone(),
            ") -> Result<",
            ty,
            ", ",
            typed.clone(),
            "::HeaderError> {"
        ];
        functions.push(
            docs::comment(&Docs(vec!["Decodes this header alone.".to_owned()]), INDENT)
                + &head.line(INDENT)
                + &code![typed.clone(), "::", presence, arguments].line(STATEMENT)
                + "    }\n",
        );
        decoded.push(code![field, ": Self::", function, "(headers)?"]);
    }
    let functions = functions.join("\n");
    let decoded = code!["Ok(Self ", Code::fields(decoded), ")"].line(STATEMENT);
    let docs = docs::comment(&documentation, 0);
    vec![
        format!("{docs}#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\npub struct {name} {{\n{fields}}}\n"),
        format!("impl {name} {{\n{functions}}}\n"),
        format!(
            "impl {typed}::TypedHeaders for {name} {{
    fn decode(headers: &{map}) -> Result<Self, {typed}::HeaderError> {{
{decoded}    }}
}}\n"
        ),
    ]
}

/// The function that decodes a header alone. With the name of the field it could be `new` or `from_str`.
pub(super) fn decoder(header: &ResponseHeader) -> Ident {
    Ident::new(&format!("decode_{}", header.name.unraw()), Span::call_site())
}

/// The function of the runtime that decodes a value.
fn codec(codec: HeaderCodec) -> &'static str {
    match codec {
        HeaderCodec::String => "string",
        HeaderCodec::FromStr => "from_str",
        HeaderCodec::StringList => "strings",
        HeaderCodec::FromStrList => "from_str_list",
        HeaderCodec::Serde => "serde",
        HeaderCodec::SerdeList => "serde_list",
        HeaderCodec::Json => "json",
    }
}

/// Whether any response matches.
fn expression(responses: &[ErrorResponses]) -> String {
    let modules: BTreeSet<&RustName> = responses.iter().flat_map(|responses| responses.operations.iter()).collect();
    let modules = (!modules.is_empty()).then(|| Code::import_list(modules.into_iter().map(Code::from).collect()));
    let modules = modules.map(|modules| code!["use super::super::", modules, ";"].line(STATEMENT) + "\n");
    let conditions = responses.iter().enumerate().map(|(index, one)| {
        let condition = condition(one, "");
        let condition = if responses.len() > 1 { code!["(", condition, ")"] } else { condition };
        if index == 0 { condition.line(STATEMENT) } else { code!["|| ", condition].line(STATEMENT + 4) }
    });
    modules.into_iter().chain(conditions).collect()
}

/// The same, for operations that are compiled with a feature only.
fn statements(responses: &[ErrorResponses]) -> String {
    let statements = responses.iter().map(|one| {
        let feature = one.feature.as_ref();
        let feature = feature.map(|feature| code!["#[cfg(feature = ", Code::string(feature), ")]"].line(STATEMENT));
        let head = code!["if ", condition(one, "super::super::"), " {"].line(STATEMENT);
        let found = Code::from("return true;").line(STATEMENT + 4) + &Code::from("}").line(STATEMENT);
        feature.unwrap_or_default() + &head + &found
    });
    let statements: String = statements.collect();
    statements + &Code::from("let _ = (operation, status);").line(STATEMENT) + &Code::from("false").line(STATEMENT)
}

/// Whether a response of the operation with this status has the headers. `path` precedes the modules of operations.
fn condition(responses: &ErrorResponses, path: &'static str) -> Code {
    let operation = match responses.operations.as_slice() {
        [] => "*operation == OPERATION".into(),
        [module] => code!["*operation == ", path, module, "::OPERATION"],
        modules => {
            let operations = modules.iter().map(|module| code!["&", path, module, "::OPERATION"]);
            code![Code::array(operations.collect()), ".contains(&operation)"]
        }
    };
    let StatusSet { included, excluded } = &responses.statuses;
    let included = (!included.contains(&StatusRange::Default)).then(|| code![is_one_of(included, true), " && "]);
    let excluded = (!excluded.is_empty()).then(|| code![is_one_of(excluded, false), " && "]);
    code![included, excluded, operation]
}

/// `status == 404` or `matches!(status, 404 | 500..=599)`, or the opposite.
fn is_one_of(statuses: &[StatusRange], expected: bool) -> Code {
    match statuses {
        [StatusRange::Exact(code)] => {
            code!["status ", if expected { "==" } else { "!=" }, " ", Code::number(*code)]
        }
        _ => code![(!expected).then_some("!"), "matches!(status, ", alternatives(statuses), ")"],
    }
}

/// `404 | 500..=599`
fn alternatives(statuses: &[StatusRange]) -> Code {
    let mut pieces = Vec::new();
    for status in statuses {
        if !pieces.is_empty() {
            pieces.push(Code::from(" | "));
        }
        pieces.push(pattern(*status));
    }
    Code::concat(pieces)
}

fn pattern(status: StatusRange) -> Code {
    match status {
        StatusRange::Exact(code) => Code::number(code),
        StatusRange::Range(digit) => {
            let digit = || Code::number(digit);
            code![digit(), "00..=", digit(), "99"]
        }
        StatusRange::Default => "_".into(),
    }
}
