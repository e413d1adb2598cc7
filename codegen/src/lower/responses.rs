//! Answers: what a success gives, and what the documented failures give.

use super::{
    Context, bodies::json_content, json, markdown, names, references::resolve,
    types::{Direction, TypeLowering},
};
use crate::{
    diagnostic::Code,
    model::{Docs, ErrorVariant, ErrorVariants, Failure, RustName, Shape, Success, Type, TypeDefinition},
    openapi::{FailureRule, Located, Operation, Response, StatusKey},
};

/// What the answers of one operation come to.
pub(super) struct Answers {
    pub(super) success: Success,
    pub(super) failures: Vec<Failure>,
    pub(super) errors: Option<ErrorVariants>,
}

/// Lowers the answers of an operation. Their shapes go to `types`.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    types: &mut TypeLowering,
    name: &RustName,
) -> Answers {
    types.turn(Direction::Received);
    let mut answers = Answers { success: Success::Nothing, failures: Vec::new(), errors: None };
    let mut variants = Vec::new();
    let mut success_seen = false;
    for (status, response) in &operation.responses {
        let Some(response) = resolve(context.document, response, context.diagnostics) else { continue };
        let Some(code) = exact(context, status) else { continue };
        if !(200..300).contains(&code) {
            variants.push(failure(context, code, response, types, name));
            continue;
        }
        if success_seen {
            context.unsupported(&status.at, "several success statuses are not supported yet");
            continue;
        }
        success_seen = true;
        let type_name = names::joined(name, "Response");
        let ty = body_type(context, status, response, types, &type_name);
        answers.success = ty.map_or(Success::Nothing, |ty| Success::Json { ty, or_default: false });
        answers.failures = response.failure_when.iter().map(failure_rule).collect();
    }
    if !variants.is_empty() {
        variants.sort_by_key(|variant: &ErrorVariant| variant.status);
        answers.errors = Some(ErrorVariants { name: names::joined(name, "Error"), variants });
    }
    answers
}

/// Decides whether an empty answer can stand for the success: only where every member may be absent.
pub(super) fn settle_default(success: &mut Success, own: &[TypeDefinition], shared: &[TypeDefinition]) {
    let Success::Json { ty, or_default } = success else { return };
    let definitions = match ty {
        Type::Named(_) => own,
        _ => shared,
    };
    let (Type::Named(name) | Type::Shared(name)) = ty else { return };
    let definition = definitions.iter().find(|definition| definition.name == *name);
    *or_default = definition.is_some_and(|definition| match &definition.shape {
        Shape::Structure(structure) => structure.fields.iter().all(crate::model::Field::is_optional),
        Shape::Enumeration(_) => false,
    });
}

fn exact(context: &mut Context<'_>, status: &Located<StatusKey>) -> Option<u16> {
    match status.value {
        StatusKey::Exact(code) => Some(code),
        StatusKey::Range(digit) => {
            context.unsupported(&status.at, format!("the status range `{digit}XX` is not supported yet"));
            None
        }
        StatusKey::Default => {
            context.unsupported(&status.at, "a `default` answer is not supported yet");
            None
        }
    }
}

fn body_type(
    context: &mut Context<'_>,
    status: &Located<StatusKey>,
    response: &Response,
    types: &mut TypeLowering,
    name: &RustName,
) -> Option<Type> {
    if response.content.is_empty() {
        return None;
    }
    let (_, media_type) = json_content(context, &response.content, &status.at)?;
    let Some(schema) = &media_type.schema else { return Some(Type::Json) };
    let ty = types.lower(context, schema, name)?;
    types.describe(&ty, || {
        vec![format!("What the service answers: {}", markdown::line(&response.description))]
    });
    Some(ty)
}

fn failure(
    context: &mut Context<'_>,
    status: u16,
    response: &Response,
    types: &mut TypeLowering,
    name: &RustName,
) -> ErrorVariant {
    let at = response.content.first().map(|(_, media_type)| media_type.key.clone());
    let at = at.unwrap_or_else(|| context.document.at.clone());
    let type_name = names::joined(name, &format!("Error{status}"));
    let key = Located { value: StatusKey::Exact(status), at };
    let body = body_type(context, &key, response, types, &type_name);
    if let Some(rule) = response.failure_when.first() {
        let (FailureRule::Equals { pointer, .. } | FailureRule::Present { pointer }) = rule;
        let message = "`x-failure-when` belongs to a success status: this one is a failure anyway";
        context.diagnostics.error(Code::MalformedExtension, &pointer.at, message);
    }
    ErrorVariant {
        name: names::variant_name(&format!("status {status}")),
        status,
        docs: Docs(markdown::lines(&response.description)),
        body,
    }
}

fn failure_rule(rule: &FailureRule) -> Failure {
    match rule {
        FailureRule::Equals { pointer, value } => {
            Failure::Equals { pointer: pointer.value.clone(), value: value.clone() }
        }
        FailureRule::Present { pointer } => Failure::Present { pointer: pointer.value.clone() },
    }
}

/// The documented answers and their examples, as Markdown.
pub(super) fn in_words(context: &mut Context<'_>, operation: &Operation) -> Vec<String> {
    let mut list = Vec::new();
    let mut examples = Vec::new();
    for (status, response) in &operation.responses {
        let Some(response) = resolve(context.document, response, context.diagnostics) else { continue };
        let StatusKey::Exact(status) = status.value else { continue };
        list.push(format!("- {status}: {}", markdown::line(&response.description)));
        for media_type in response.content.values() {
            let unnamed = media_type.example.iter().map(|value| (None, value));
            let named = media_type.examples.values().filter_map(|example| {
                let words = example.summary.as_deref().or(example.description.as_deref());
                Some((words, example.value.as_ref()?))
            });
            for (words, value) in unnamed.chain(named) {
                let words = words.map(|words| format!(" ({})", markdown::line(words))).unwrap_or_default();
                examples.extend([String::new(), format!("An answer with status {status}{words}:"), String::new()]);
                examples.extend(markdown::json_block(&json::pretty(value)));
            }
        }
    }
    if list.is_empty() {
        return list;
    }
    let heading = [String::new(), "# Answers".to_owned(), String::new()];
    heading.into_iter().chain(list).chain(examples).collect()
}
