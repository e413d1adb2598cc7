//! Type definitions: structs, string enums and unions, and the files of those that operations share.
//!
//! A definition is a call of one of the runtime's macros.

use std::collections::BTreeMap;

use quote::quote;

use super::{
    code::{Code, code},
    docs, file,
    imports::Imports,
    response,
    rust_type::rust_type,
    validation,
};
use crate::{
    GeneratedFile,
    model::{
        Construction, Crate, ErrorHeaders, Field, FieldCodec, PartKind, RustName, Service, SharedName, StringEnum,
        StructType, TypeDefinition, TypeKind, Union, UnknownTag, VariantMatcher,
    },
    print::Item,
};

/// The content of one file of shared types.
#[derive(Default)]
pub(super) struct TypesFile<'s> {
    definitions: Vec<&'s TypeDefinition>,
    error_headers: Vec<&'s ErrorHeaders>,
}

impl<'s> TypesFile<'s> {
    fn names(&self) -> impl Iterator<Item = SharedName> {
        let headers = |headers: &'s ErrorHeaders| {
            let names = std::iter::once(&headers.headers.name).chain(&headers.aliases);
            names.map(|name| SharedName { parent: Some(headers.module.clone()), name: name.clone() })
        };
        let definitions = self.definitions.iter().map(|definition| definition.shared_name());
        definitions.chain(self.error_headers.iter().copied().flat_map(headers))
    }

    /// Whether other files name anything through the module.
    fn has_nested(&self) -> bool {
        !self.error_headers.is_empty() || self.definitions.iter().any(|definition| definition.is_nested)
    }

    fn title(&self, module: &RustName) -> String {
        let main = self.definitions.iter().find(|definition| !definition.is_nested).map(|main| main.name.unraw());
        match main {
            Some(main) if self.has_nested() => format!("`{main}` and its nested types."),
            Some(main) => format!("`{main}`."),
            None => format!("Types of {} that several operations use.", module.unraw().replace('_', " ")),
        }
    }
}

/// The shared types by file.
pub(super) fn by_file(service: &Service) -> BTreeMap<RustName, TypesFile<'_>> {
    let mut files: BTreeMap<RustName, TypesFile<'_>> = BTreeMap::new();
    for definition in &service.types {
        files.entry(definition.module.clone()).or_default().definitions.push(definition);
    }
    for headers in &service.error_headers {
        files.entry(headers.module.clone()).or_default().error_headers.push(headers);
    }
    files
}

/// `kafka/types.rs`: the index of the shared types.
pub(super) fn index_file(krate: &Crate, service: &Service) -> GeneratedFile {
    let files = by_file(service);
    let modules = files.iter().map(|(module, content)| {
        let visibility = content.has_nested().then(|| quote!(pub));
        let module = module.ident();
        quote!(#visibility mod #module;)
    });
    let exports = files.iter().filter_map(|(module, content)| {
        let module = module.ident();
        let top_level = content.names().filter(|name| name.parent.is_none());
        let names: Vec<_> = top_level.map(|name| name.name.ident()).collect();
        match names.as_slice() {
            [] => None,
            [name] => Some(quote!(pub use #module::#name;)),
            names => Some(quote!(pub use #module::{#(#names),*};)),
        }
    });
    let items = vec![quote!(#(#modules)*), quote!(#(#exports)*)];
    let title = docs::inner(&[format!("Types that several operations of {} use.", service.title)]);
    file::in_service(krate, service, "types", title, items)
}

/// `kafka/types/error_response.rs`: a shared type with its nested types.
pub(super) fn type_file(krate: &Crate, service: &Service, module: &RustName, content: &TypesFile<'_>) -> GeneratedFile {
    let mut imports = Imports::of_types(module.clone(), content.names());
    let mut items = items(content.definitions.iter().copied(), &mut imports);
    items.extend(content.error_headers.iter().flat_map(|headers| response::error_headers(headers, &mut imports)));
    let all = imports.items(service).into_iter().chain(items);
    let title = docs::inner(&[content.title(module)]);
    file::in_service(krate, service, &format!("types/{}", module.unraw()), title, all)
}

/// The definitions, each with its validation.
pub(super) fn items<'d>(definitions: impl IntoIterator<Item = &'d TypeDefinition>, imports: &mut Imports) -> Vec<Item> {
    let mut items = Vec::new();
    for definition in definitions {
        items.push(declaration(definition, imports));
        items.extend(validation::definition(definition, imports));
    }
    items
}

fn declaration(definition: &TypeDefinition, imports: &mut Imports) -> Item {
    let docs = docs::comment(&definition.docs, 4);
    let (macro_name, body, construction) = match &definition.kind {
        TypeKind::Struct(structure) => {
            let macro_name = if structure.part_kinds.is_empty() { "object" } else { "multipart" };
            (macro_name, struct_body(definition, structure, imports), Some(&structure.construction))
        }
        TypeKind::StringEnum(strings) => ("string_enum", string_enum_body(definition, strings), None),
        TypeKind::Union(union) => ("union", union_body(definition, union, imports), None),
    };
    imports.runtime(macro_name);
    let features = features(construction, definition.has_validate, imports);
    Item::Text(format!("{macro_name}! {{\n{docs}{body}{features}}}\n"))
}

/// `with new(…), setters, validate`: the methods of the type.
fn features(construction: Option<&Construction>, validates: bool, imports: &mut Imports) -> String {
    let mut features: Vec<Code> = Vec::new();
    if let Some(construction) = construction {
        features.extend(construction.constructor.as_ref().map(|parameters| {
            let parameters = parameters.iter().map(|parameter| {
                let ty = rust_type(&parameter.ty, imports);
                let ty = if parameter.accepts_into { code!["impl Into<", ty, ">"] } else { ty };
                code![&parameter.field, ": ", ty]
            });
            code!["new", Code::arguments(parameters.collect())]
        }));
        features.extend(construction.has_setters.then(|| "setters".into()));
    }
    features.extend(validates.then(|| "validate".into()));
    let mut features = features.into_iter();
    let Some(first) = features.next() else { return String::new() };
    features.fold(code!["with ", first], |line, feature| code![line, ", ", feature]).line(4)
}

fn struct_body(definition: &TypeDefinition, structure: &StructType, imports: &mut Imports) -> String {
    let default = if structure.construction.derives_default { "    #[derive(Default)]\n" } else { "" };
    let is_multipart = !structure.part_kinds.is_empty();
    let mut parts = structure.part_kinds.iter();
    let fields: String = structure.fields.iter().map(|field| self::field(field, parts.next(), imports)).collect();
    let extra = match &structure.additional {
        Some(ty) => code![imports.standard("collections::BTreeMap"), "<String, ", rust_type(ty, imports), ">"],
        None => imports.runtime(if is_multipart { "Multipart" } else { "Extra" }).into(),
    };
    let extra = code!["..", &structure.extra, ": ", extra].line(8);
    format!("{default}    pub struct {} {{\n{fields}{extra}    }}\n", definition.name)
}

fn field(field: &Field, part: Option<&PartKind>, imports: &mut Imports) -> String {
    let ty = rust_type(&field.ty, imports);
    let setter = (field.setter != field.name).then(|| code![" as ", &field.setter]);
    let wire = Code::string(field.wire.as_str());
    let constant = field.constant.as_ref().map(|constant| code![" => ", Code::string(constant)]);
    let part = part.map(part_keyword);
    let into = field.accepts_into.then_some(" into");
    let codec = codec_keyword(field.codec);
    let code = code![codec, " ", &field.name, setter, ": ", ty, " = ", wire, constant, part, into, ","];
    docs::comment(&field.docs, 8) + &code.line(8)
}

fn codec_keyword(codec: FieldCodec) -> &'static str {
    match codec {
        FieldCodec::Required => "required",
        FieldCodec::RequiredNullable => "required_nullable",
        FieldCodec::RequiredString => "lenient_string",
        FieldCodec::Optional => "optional",
        FieldCodec::OptionalNullable => "nullable",
        FieldCodec::OptionalString => "optional_lenient_string",
        FieldCodec::OptionalJson => "json",
        FieldCodec::ReadOnly => "read_only",
        FieldCodec::ReadOnlyNullable => "read_only_nullable",
        FieldCodec::ReadOnlyString => "read_only_lenient_string",
        FieldCodec::ReadOnlyJson => "read_only_json",
    }
}

fn part_keyword(part: &PartKind) -> Code {
    let (keyword, media_type) = match part {
        PartKind::Value(media_type) => (" value", media_type),
        PartKind::File(media_type) => (" file", media_type),
        PartKind::Files(media_type) => (" files", media_type),
    };
    code![keyword, media_type.as_ref().map(|media_type| code![" ", Code::string(media_type)])]
}

fn string_enum_body(definition: &TypeDefinition, strings: &StringEnum) -> String {
    let source = if strings.accepts_any_json { "any_json" } else { "string" };
    let variants = strings.variants.iter().map(|variant| {
        let code = code![&variant.name, " = ", Code::string(variant.wire.as_str()), ","];
        docs::comment(&variant.docs, 8) + &code.line(8)
    });
    let variants: String = variants.collect();
    format!("    pub enum {} from {source} {{\n{variants}        ..{}\n    }}\n", definition.name, strings.other)
}

fn union_body(definition: &TypeDefinition, union: &Union, imports: &mut Imports) -> String {
    let discriminator = union.discriminator.as_ref().map(|discriminator| {
        let values = discriminator.values.iter();
        let values = values.map(|(value, index)| code![Code::string(value), " => ", Code::number(*index as u64)]);
        let unknown = match discriminator.unknown {
            UnknownTag::Reject => None,
            UnknownTag::BestMatch => Some(" or best_match".into()),
            UnknownTag::Variant(index) => Some(code![" or ", Code::number(index as u64)]),
        };
        let property = Code::string(&discriminator.property);
        code![" by ", property, " ", Code::filled_array(values.collect()), unknown]
    });
    let variants = union.variants.iter().map(|variant| {
        let ty = rust_type(&variant.ty, imports);
        let code = code![&variant.name, "(", ty, "): ", matcher(&variant.matcher), ","];
        docs::comment(&variant.docs, 8) + &code.line(8)
    });
    let variants: String = variants.collect();
    let head = code!["pub enum ", &definition.name, discriminator, " {"].line(4);
    format!("{head}{variants}    }}\n")
}

fn matcher(matcher: &VariantMatcher) -> Code {
    match matcher {
        VariantMatcher::Any => "any".into(),
        VariantMatcher::String => "string".into(),
        VariantMatcher::Number => "number".into(),
        VariantMatcher::Bool => "boolean".into(),
        VariantMatcher::Array => "array".into(),
        VariantMatcher::Object { required, known, constants } => {
            let constants =
                constants.iter().map(|(name, values)| code!["(", Code::string(name), ", ", Code::strings(values), ")"]);
            let constants = Code::filled_array(constants.collect());
            let properties = [
                code!["required: ", Code::strings(required)],
                code!["known: ", Code::strings(known)],
                code!["constants: ", constants],
            ];
            code!["object ", Code::block(properties.into())]
        }
    }
}
