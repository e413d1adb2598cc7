//! The setters of a request.

use super::{
    super::{
        code::{Code, code},
        docs,
        imports::Imports,
    },
    INDENT, STATEMENT, encoders,
    values::{Setter, Value},
};
use crate::model::{AlternativeBody, BodyFormat, Operation};

/// A method per value, and the methods that select another media type for them.
pub(super) fn methods(operation: &Operation, values: &[Value<'_>], imports: &mut Imports) -> String {
    let setters = values.iter().filter_map(|value| Some(setter(operation, value, value.setter.as_ref()?)));
    let mut methods: Vec<String> = setters.collect();
    let bodies = &operation.alternative_bodies;
    if let Some(selector) = &bodies.selector {
        let others = bodies.bodies.iter().filter(|body| body.ty.is_none());
        methods.extend(others.map(|body| {
            let encoding = encoding(body, imports);
            let statement = code!["self.input.", selector, " = Some(", encoding, ");"].line(STATEMENT);
            let head = code!["pub fn ", &body.name, "(mut self) -> Self {"].line(INDENT);
            format!("{}{head}{statement}        self\n    }}\n", docs::comment(&body.docs, INDENT))
        }));
    }
    methods.join("\n")
}

fn setter(operation: &Operation, value: &Value<'_>, setter: &Setter<'_>) -> String {
    let Value { name, ty, .. } = value;
    let mut docs = setter.docs.clone().into_owned();
    let (ty, set) = match &setter.nullable {
        Some(nullable) if setter.completes.is_none() => {
            (code!["impl Into<", nullable, ">"], code![name, ".into().into_option()"])
        }
        Some(nullable) => (code!["impl Into<", nullable, ">"], code!["Some(", name, ".into().into_value())"]),
        None if setter.accepts_into => (code!["impl Into<", ty, ">"], code!["Some(", name, ".into())"]),
        None => (ty.clone(), code!["Some(", name, ")"]),
    };
    let (result, request) = match &setter.completes {
        Some(request) => {
            docs.add(["Required.".to_owned()]);
            let complete = code![&operation.type_name, " { client: self.client, input: self.input }"];
            (request.clone(), complete)
        }
        None => ("Self".into(), "self".into()),
    };
    let arguments = Code::arguments(vec!["mut self".into(), code![name, ": ", ty]]);
    let head = code!["pub fn ", name, arguments, " -> ", result, " {"].line(INDENT);
    let statement = code!["self.input.", name, " = ", set, ";"].line(STATEMENT);
    let request = request.line(STATEMENT);
    format!("{}{head}{statement}{request}    }}\n", docs::comment(&docs, INDENT))
}

fn encoding(body: &AlternativeBody, imports: &mut Imports) -> Code {
    let encoding = Code::from(imports.runtime("BodyEncoding"));
    let content_type = Code::string(&body.content_type);
    match &body.format {
        BodyFormat::Form(styles) => {
            let fields = code!["&", encoders::form_fields(styles, imports)];
            code![encoding, "::Form", Code::arguments(vec![content_type, fields])]
        }
        BodyFormat::Multipart => code![encoding, "::Multipart(", content_type, ")"],
        BodyFormat::Json | BodyFormat::Text | BodyFormat::Bytes => code![encoding, "::MediaType(", content_type, ")"],
    }
}
