//! Pagination: `x-pagination`, checked against the parameters and the response of its operation.

use super::{Context, effective, names, names::NameScope, schemas::OperationTypes};
use crate::{
    diagnostic::{Code, suggest},
    http::is_token,
    model::{CursorSource, PageParameter, PageStep, Pagination, ResponseBody, Success, Type, TypeDefinition, TypeKind},
    openapi::{self, Cursor, Operation, Parameter, ParameterLocation, SchemaType, Spanned},
    source::{Location, Pointer},
};

/// The strategies, for a help text.
const STEPS: &str = "write one of `cursor`, `offset`, `page`, `link-header` and `next-url`";

/// The methods of a request with pages.
const METHODS: [&str; 3] = ["pages", "items", "to_request"];

/// Reserves the names of the pagination methods.
pub(super) fn claim_methods(context: &mut Context<'_>, operation: &Operation, scope: &mut NameScope) {
    let Some(pagination) = &operation.pagination else { return };
    for method in METHODS {
        scope.claim(names::field_name(method), "x-pagination", &pagination.at, context.diagnostics);
    }
}

/// The pagination of an operation. `None` if it does not fit the operation, which is reported.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    parameters: &[Parameter],
    success: &Success,
    types: &OperationTypes,
) -> Option<Pagination> {
    let pagination = operation.pagination.as_ref()?;
    let Success::Single(ResponseBody::Json { ty, .. }) = success else {
        let message = "unsupported `x-pagination`: the operation needs exactly one JSON success";
        return report(context, &pagination.at, message.to_owned(), "describe one, or remove the key".to_owned());
    };
    let mut walker = PointerWalker { context, types, parameters };
    // All keys are checked, so that one run reports everything.
    let items = pagination.items.as_ref().map(|at| walker.items(ty, at));
    let item = items.clone().flatten();
    let more = pagination.more.as_ref().map(|at| walker.check_value(ty, at, ExpectedType::Boolean));
    let step = walker.step(pagination, ty, item.as_ref())?;
    let is_invalid = matches!(items, Some(None)) || more == Some(None);
    if is_invalid {
        return None;
    }
    Some(Pagination {
        step,
        items_pointer: text(pagination.items.as_ref()),
        item_type: item,
        has_more_pointer: text(pagination.more.as_ref()),
    })
}

fn text(located: Option<&Spanned<String>>) -> Option<String> {
    located.map(|located| located.value.clone())
}

/// The type that a pointer must lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ExpectedType {
    Boolean,
    Count,
    Scalar,
}

impl ExpectedType {
    fn description(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Count => "a number",
            Self::Scalar => "a string or a number",
        }
    }

    fn fits(self, ty: &Type, definition: Option<&TypeDefinition>) -> bool {
        let is_enumeration = definition.is_some_and(|found| matches!(found.kind, TypeKind::StringEnum(_)));
        match self {
            Self::Boolean => *ty == Type::Bool,
            Self::Count => matches!(ty, Type::Integer(_) | Type::Number | Type::Float32 | Type::Float64),
            Self::Scalar => {
                let is_named = matches!(ty, Type::Local(_) | Type::Shared(_));
                let is_list = matches!(ty, Type::List(_) | Type::Map(_) | Type::Bool);
                is_enumeration || !(is_named || is_list)
            }
        }
    }
}

struct PointerWalker<'w, 'd> {
    context: &'w mut Context<'d>,
    types: &'w OperationTypes,
    parameters: &'w [Parameter],
}

impl PointerWalker<'_, '_> {
    fn step(&mut self, pagination: &openapi::Pagination, body: &Type, item: Option<&Type>) -> Option<PageStep> {
        let mut steps = Vec::new();
        let has_items = pagination.items.is_some();
        if let Some(cursor) = &pagination.cursor {
            steps.push(self.cursor(cursor, body, item, has_items));
        }
        if let Some(offset) = &pagination.offset {
            let parameter = self.counting_parameter(&offset.parameter, has_items);
            let fits = self.is_count(body, offset.total.as_ref());
            let total = text(offset.total.as_ref());
            steps.push(parameter.filter(|_| fits).map(|parameter| PageStep::Offset { parameter, total }));
        }
        if let Some(page) = &pagination.page {
            let parameter = self.counting_parameter(&page.parameter, has_items);
            let fits = self.is_count(body, page.pages.as_ref());
            let (first, pages) = (page.first.unwrap_or(1), text(page.pages.as_ref()));
            steps.push(parameter.filter(|_| fits).map(|parameter| PageStep::Page { parameter, first, pages }));
        }
        match &pagination.link_header {
            Some(link) if link.value => steps.push(Some(PageStep::Link)),
            Some(link) => {
                let message = "invalid `link-header`: only `true` is allowed".to_owned();
                report(self.context, &link.at, message, "remove the key".to_owned())?;
            }
            None => {}
        }
        if let Some(next) = &pagination.next_url {
            let fits = self.check_value(body, next, ExpectedType::Scalar).is_some();
            steps.push(fits.then(|| PageStep::Next(next.value.clone())));
        }
        let message = match steps.len() {
            1 => return steps.pop()?,
            0 => "incomplete `x-pagination`: no key says how to request the next page",
            _ => "ambiguous `x-pagination`: several keys say how to request the next page",
        };
        report(self.context, &pagination.at, message.to_owned(), STEPS.to_owned())
    }

    fn cursor(&mut self, cursor: &Cursor, body: &Type, item: Option<&Type>, has_items: bool) -> Option<PageStep> {
        let parameter = self.parameter(&cursor.parameter);
        let source = match (&cursor.pointer, &cursor.header, &cursor.last_item) {
            (Some(pointer), None, None) => self
                .check_value(body, pointer, ExpectedType::Scalar)
                .map(|()| CursorSource::Body(pointer.value.clone())),
            (None, Some(header), None) if !is_token(&header.value) => {
                let message = format!("invalid header name `{}`", header.value);
                report(self.context, &header.at, message, "write a header name such as `X-Next-Cursor`".to_owned())
            }
            (None, Some(header), None) => Some(CursorSource::Header(header.value.to_ascii_lowercase())),
            (None, None, Some(last)) if has_items => match item {
                Some(item) => {
                    let item = item.clone();
                    self.check_value(&item, last, ExpectedType::Scalar)
                        .map(|()| CursorSource::LastItem(last.value.clone()))
                }
                // The missing items are reported already.
                None => None,
            },
            (None, None, Some(last)) => self.report_missing_items(&last.at),
            _ => {
                let message = "ambiguous cursor: it has one source".to_owned();
                report(self.context, &cursor.at, message, "write one of `pointer`, `header` and `last-item`".to_owned())
            }
        };
        parameter.zip(source).map(|(parameter, source)| PageStep::Cursor { parameter, source })
    }

    /// A parameter that counts items or pages.
    fn counting_parameter(&mut self, name: &Spanned<String>, has_items: bool) -> Option<PageParameter> {
        let parameter = self.parameter(name);
        if has_items { parameter } else { self.report_missing_items(&name.at) }
    }

    fn report_missing_items<T>(&mut self, at: &Location) -> Option<T> {
        let message = "missing `items`: the last page cannot be recognized".to_owned();
        report(
            self.context,
            at,
            message,
            "write the JSON pointer to the items of a page in `items`, such as `/data`".to_owned(),
        )
    }

    fn parameter(&mut self, name: &Spanned<String>) -> Option<PageParameter> {
        let Some(parameter) = self.parameters.iter().find(|parameter| parameter.name.value == name.value) else {
            let message = format!("unknown parameter `{}`", name.value);
            let all = self.parameters.iter().map(|parameter| parameter.name.value.as_str());
            let help = suggest(&name.value, all).map_or_else(
                || "write the name of a query or header parameter of the operation".to_owned(),
                |near| format!("a parameter with a similar name exists: `{near}`"),
            );
            return report(self.context, &name.at, message, help);
        };
        let schema = parameter.schema.as_ref().map(|schema| effective::schema(self.context, schema));
        let is_several = |kind: &SchemaType| matches!(kind, SchemaType::Array | SchemaType::Object);
        if schema.is_some_and(|schema| schema.types.iter().any(is_several)) {
            let message = format!("unsupported parameter `{}`: it is an array or an object", name.value);
            return report(
                self.context,
                &name.at,
                message,
                "write the name of a parameter with a string or a number".to_owned(),
            );
        }
        match parameter.location {
            ParameterLocation::Query => Some(PageParameter::Query(name.value.clone())),
            ParameterLocation::Header => Some(PageParameter::Header(name.value.to_ascii_lowercase())),
            ParameterLocation::Path | ParameterLocation::Cookie | ParameterLocation::QueryString => {
                let message = format!(
                    "unsupported parameter `{}`: path and cookie parameters cannot change from page to page",
                    name.value
                );
                report(self.context, &name.at, message, "write the name of a query or header parameter".to_owned())
            }
        }
    }

    /// Whether a number is at the pointer, if there is a pointer.
    fn is_count(&mut self, body: &Type, at: Option<&Spanned<String>>) -> bool {
        at.is_none_or(|at| self.check_value(body, at, ExpectedType::Count).is_some())
    }

    fn items(&mut self, body: &Type, at: &Spanned<String>) -> Option<Type> {
        match self.walk(body, at)? {
            Type::List(item) => Some(*item),
            Type::Json => {
                let message = format!("untyped value at `{}`: its items have no type", at.value);
                report(self.context, &at.at, message, "describe it by a schema, or with an overlay".to_owned())
            }
            _ => {
                let message = format!("wrong type at `{}`: expected an array", at.value);
                report(self.context, &at.at, message, "write the JSON pointer to the array of items".to_owned())
            }
        }
    }

    /// Checks the type at a pointer, as far as the document describes it.
    fn check_value(&mut self, from: &Type, at: &Spanned<String>, expected: ExpectedType) -> Option<()> {
        let found = self.walk(from, at)?;
        if found == Type::Json || expected.fits(&found, self.definition(&found)) {
            return Some(());
        }
        let message = format!("wrong type at `{}`: expected {}", at.value, expected.description());
        report(self.context, &at.at, message, "write the JSON pointer to another property".to_owned())
    }

    /// The type at a pointer. Untyped JSON if the document does not describe it. A pointer that leads nowhere is
    /// reported.
    fn walk(&mut self, from: &Type, at: &Spanned<String>) -> Option<Type> {
        let Some(pointer) = Pointer::parse(&at.value) else {
            let message = format!("invalid JSON pointer `{}`", at.value);
            return report(self.context, &at.at, message, "write a JSON pointer such as `/data`".to_owned());
        };
        let mut ty = unwrapped(from.clone());
        for segment in pointer.segments() {
            let next = match &ty {
                Type::List(item) if segment.parse::<usize>().is_ok() => Ok((**item).clone()),
                Type::Map(value) => Ok((**value).clone()),
                Type::Json => return Some(Type::Json),
                Type::Local(_) | Type::Shared(_) => self.property(&ty, &segment),
                _ => Err(None),
            };
            ty = match next {
                Ok(next) => unwrapped(next),
                Err(near) => {
                    let message = format!("dangling JSON pointer `{}`: there is no `{segment}`", at.value);
                    let help = near.map_or_else(
                        || "write the JSON pointer to a property of the response".to_owned(),
                        |near| format!("a property with a similar name exists: `{near}`"),
                    );
                    return report(self.context, &at.at, message, help);
                }
            };
        }
        Some(ty)
    }

    /// The type of a property. The error is a property with a similar name.
    fn property(&self, ty: &Type, name: &str) -> Result<Type, Option<String>> {
        match self.definition(ty).map(|definition| &definition.kind) {
            Some(TypeKind::Struct(structure)) => {
                let field = structure.fields.iter().find(|field| field.wire.as_str() == name);
                match field.map(|field| &field.ty).or(structure.additional.as_ref()) {
                    Some(ty) => Ok(ty.clone()),
                    None => {
                        let all = structure.fields.iter().map(|field| field.wire.as_str());
                        Err(suggest(name, all).map(str::to_owned))
                    }
                }
            }
            // The variant is not known.
            Some(TypeKind::Union(_)) | None => Ok(Type::Json),
            Some(TypeKind::StringEnum(_)) => Err(None),
        }
    }

    fn definition(&self, ty: &Type) -> Option<&TypeDefinition> {
        match ty {
            Type::Local(name) => self.types.get(name),
            Type::Shared(name) => self.context.shared.get(name),
            _ => None,
        }
    }
}

/// The type of a value that is present and not null.
fn unwrapped(ty: Type) -> Type {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) => unwrapped(*inner),
        other => other,
    }
}

fn report<T>(context: &mut Context<'_>, at: &Location, message: String, help: String) -> Option<T> {
    context.diagnostics.report(Code::MalformedExtension, at, message).help(help);
    None
}
