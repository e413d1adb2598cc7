//! Statistics of a generated crate, counted in the model.

use crate::{
    Generation,
    model::{
        AlternativeBody, Argument, Operation, ResponseBody, ResponseHeaders, StreamItems, Success, Type,
        TypeDefinition, TypeKind,
    },
};

/// Counts of a generated crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Operations.
    pub operations: usize,
    /// Files.
    pub files: usize,
    /// Lines of all files.
    pub lines: usize,
    /// Occurrences of the untyped JSON value in fields, variants, arguments and responses.
    pub untyped: usize,
}

impl Statistics {
    pub(crate) fn of(generation: &Generation) -> Self {
        let services = || generation.model.iter().flat_map(|krate| &krate.services);
        let operations = || services().flat_map(|service| &service.operations);
        let lines = generation.files.iter().map(|file| file.text.bytes().filter(|byte| *byte == b'\n').count());
        let untyped_in_services = services().map(|service| {
            let headers = service.error_headers.iter().map(|shared| untyped_in_headers(&shared.headers));
            service.types.iter().map(untyped_in_definition).chain(headers).sum::<usize>()
        });
        Self {
            operations: operations().count(),
            files: generation.files.len(),
            lines: lines.sum(),
            untyped: untyped_in_services.chain(operations().map(untyped_in_operation)).sum(),
        }
    }
}

fn untyped_in_operation(operation: &Operation) -> usize {
    let arguments = operation.arguments.iter().map(|Argument { ty, .. }| untyped(ty));
    let bodies = operation.alternative_bodies.bodies.iter();
    let bodies = bodies.filter_map(|AlternativeBody { ty, .. }| ty.as_ref()).map(untyped);
    let success = match &operation.success {
        Success::Empty => 0,
        Success::Single(body) => untyped_in_body(body),
        Success::OneOf(responses) => responses.variants.iter().map(|variant| untyped_in_body(&variant.body)).sum(),
        Success::Stream(items) => untyped_in_stream(items),
    };
    let streams = operation.streams.iter().map(|stream| untyped_in_stream(&stream.items));
    let errors = operation.errors.iter().flat_map(|errors| &errors.variants);
    let errors = errors.map(|variant| untyped_in_body(&variant.body));
    let error_headers = operation.error_headers.iter().map(|own| &own.headers);
    let headers = operation.response_headers.iter().chain(error_headers).map(untyped_in_headers);
    let types = operation.types.iter().map(untyped_in_definition);
    arguments.chain(bodies).chain([success]).chain(streams).chain(errors).chain(headers).chain(types).sum()
}

fn untyped_in_definition(definition: &TypeDefinition) -> usize {
    match &definition.kind {
        TypeKind::Struct(structure) => {
            let fields = structure.fields.iter().map(|field| untyped(&field.ty));
            fields.chain(structure.additional.as_ref().map(untyped)).sum()
        }
        TypeKind::Union(union) => union.variants.iter().map(|variant| untyped(&variant.ty)).sum(),
        TypeKind::StringEnum(_) => 0,
    }
}

fn untyped_in_headers(headers: &ResponseHeaders) -> usize {
    headers.headers.iter().map(|header| untyped(&header.ty)).sum()
}

fn untyped_in_body(body: &ResponseBody) -> usize {
    match body {
        ResponseBody::Json { ty, .. } => untyped(ty),
        ResponseBody::Empty | ResponseBody::Text | ResponseBody::Bytes => 0,
    }
}

fn untyped_in_stream(items: &StreamItems) -> usize {
    match items {
        StreamItems::Events { ty, .. } | StreamItems::JsonLines(ty) | StreamItems::JsonSequence(ty) => untyped(ty),
        StreamItems::Bytes | StreamItems::StringEvents => 0,
    }
}

fn untyped(ty: &Type) -> usize {
    match ty {
        Type::Json => 1,
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => untyped(inner),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, SourceFile, Statistics, generate};

    #[test]
    fn untyped_values_are_counted_once_where_they_are_declared() {
        let document = "
openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example.com' }]
paths:
  /items:
    put:
      operationId: putItems
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [any, list]
              properties:
                any: {}
                list: { type: array, items: {} }
                name: { type: string }
      responses:
        '200': { description: Stored., content: { application/json: { schema: {} } } }
";
        let source = SourceFile { path: "shop.yaml".to_owned(), bytes: document.into() };
        let generation = generate(vec![source], &Options::default());
        assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
        let Statistics { operations, files, lines, untyped } = generation.statistics();
        assert_eq!((operations, files, untyped), (1, 4, 3));
        assert_eq!(lines, generation.files.iter().map(|file| file.text.lines().count()).sum::<usize>());
    }
}
