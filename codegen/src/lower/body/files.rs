//! Parts that are files: a file, a list of files, or a union with one of these as a variant.

use std::rc::Rc;

use crate::{
    diagnostic::Code,
    lower::{
        Context,
        effective::{self, SchemaKind},
        media_types::{self, MediaKind, is_file},
        rules,
    },
    model::{Check, PartKind, Type},
    openapi::{Encoding, Schema},
    source::Location,
};

/// How deep the variants of a part are nested.
const MAX_DEPTH: usize = 8;

/// A part that is a file or several files.
pub(super) struct Files {
    /// The schema of a file.
    file: Rc<Schema>,
    /// The list, if the part may have several files.
    list: Option<Rc<Schema>>,
    /// Whether the part may have a value that is no file.
    has_other_values: bool,
}

impl Files {
    /// The files of a property of a multipart body. `None` if it has none.
    pub(super) fn of(context: &mut Context<'_>, property: &Rc<Schema>, encoding: Option<&Encoding>) -> Option<Self> {
        let resolved = effective::value_schema(context, property);
        files(context, &resolved, encoding, false, 0)
    }

    pub(super) fn ty(&self) -> Type {
        if self.list.is_some() { Type::List(Box::new(Type::Bytes)) } else { Type::Bytes }
    }

    pub(super) fn check(&self) -> Check {
        self.list.as_ref().map_or(Check::None, |list| rules::check_file_count(list))
    }

    pub(super) fn part_kind(&self, encoding: Option<&Encoding>) -> PartKind {
        let written = encoding.and_then(|encoding| encoding.content_type.as_ref()).map(|written| &*written.value);
        let media_type = file_media_type(written, &self.file);
        if self.list.is_some() { PartKind::Files(media_type) } else { PartKind::File(media_type) }
    }

    /// Reports values that are no files. Returns their documentation.
    pub(super) fn report_other_values(&self, context: &mut Context<'_>, at: &Location) -> Option<String> {
        if !self.has_other_values {
            return None;
        }
        let message = "untyped part: a file or another value, and both are sent as bytes";
        let problem = context.diagnostics.report(Code::Untyped, at, message);
        problem.help("callers send a value that is no file with `Upload::without_file_name`");
        Some("`Upload::without_file_name` sends a value that is no file.".to_owned())
    }
}

/// The files of a part. A union has those of its variants. A variant without a type is any value, and no file.
fn files(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    encoding: Option<&Encoding>,
    is_variant: bool,
    depth: usize,
) -> Option<Files> {
    if is_file(schema) || !is_variant && is_file_part(context, schema, encoding) {
        return Some(Files { file: schema.clone(), list: None, has_other_values: false });
    }
    if depth == MAX_DEPTH {
        return None;
    }
    if let Some(items) = schema.items.as_ref().filter(|_| schema.prefix_items.is_empty()) {
        let item = effective::value_schema(context, items);
        let files = files(context, &item, encoding, is_variant, depth + 1)?;
        return Some(Files { list: Some(schema.clone()), ..files });
    }
    let SchemaKind::Union(variants) = SchemaKind::of(context, schema) else { return None };
    let of_variants: Vec<Option<Files>> = variants
        .iter()
        .map(|variant| {
            let variant = effective::value_schema(context, variant);
            files(context, &variant, encoding, true, depth + 1)
        })
        .collect();
    let has_other_values = of_variants.iter().any(Option::is_none);
    of_variants
        .into_iter()
        .flatten()
        .reduce(|all, other| Files {
            file: all.file,
            list: all.list.or(other.list),
            has_other_values: all.has_other_values || other.has_other_values,
        })
        .map(|files| Files { has_other_values: files.has_other_values || has_other_values, ..files })
}

/// Whether a part, or each part of a list, is a file. Since OpenAPI 3.1 a schema without a type describes a file,
/// unless its media type is JSON (3.1.0, "Considerations for File Uploads"; 3.1.1, "Encoding Object"). Earlier versions
/// define no default for it.
fn is_file_part(context: &mut Context<'_>, schema: &Rc<Schema>, encoding: Option<&Encoding>) -> bool {
    if is_file(schema) {
        return true;
    }
    let is_undescribed = schema.types.is_empty()
        && schema.values.is_none()
        && !schema.nullable
        && schema.rust_type.is_none()
        && matches!(SchemaKind::of(context, schema), SchemaKind::Any);
    let has_default = !context.is_version_3_0();
    let is_json = |name: &str| MediaKind::of(name) == MediaKind::Json && !(has_default && name.contains('*'));
    is_undescribed
        && match encoding.and_then(|encoding| encoding.content_type.as_ref()) {
            Some(written) => !written.value.split(',').any(|name| is_json(name.trim())),
            None => has_default,
        }
}

/// The media types of a file: those of its encoding, otherwise that of its content (JSON Schema Validation 8.4).
fn file_media_type(written: Option<&str>, schema: &Schema) -> Option<String> {
    let described = written.or(schema.content_media_type.as_deref());
    described.filter(|described| media_types::is_file_media_type(described)).map(str::to_owned)
}
