//! Structs, string enums and unions.

use super::{ApiModule, checked_schema::normalized};
use crate::{
    api::{ApiItemKind, ApiOrigin},
    emit::type_definition::derives,
    model::{
        Check, CheckedCode, Constructor, Field, FieldCodec, PartKind, StringEnum, StructType, Type, TypeDefinition,
        TypeKind, Union, UnknownTag, ValueLimits,
    },
};

/// The traits that the macros for JSON implement.
const JSON_TRAITS: [&str; 4] = ["runtime::json::Decode", "runtime::json::Encode", "Deserialize", "Serialize"];

/// The traits that `string_enum!` implements besides those of JSON.
const STRING_TRAITS: [&str; 9] =
    ["AsRef<str>", "Display", "PartialEq", "Eq", "PartialEq<str>", "PartialEq<&str>", "PartialOrd", "Ord", "Hash"];

/// Adds a type with its fields or variants, its methods and its traits.
pub(super) fn add(definition: &TypeDefinition, module: &mut ApiModule<'_>) {
    let outer = module.origin.clone();
    module.origin = ApiOrigin::Schema { location: definition.source.clone(), name: None };
    let path = module.path(&definition.name);
    match &definition.kind {
        TypeKind::Struct(structure) => add_struct(definition, structure, &path, module),
        TypeKind::StringEnum(strings) => add_string_enum(definition, strings, &path, module),
        TypeKind::Union(union) if union.is_newtype => add_newtype(definition, union, &path, module),
        TypeKind::Union(union) => add_union(definition, union, &path, module),
    }
    if definition.check != Check::None {
        let signature = format!("pub fn {path}::validate(&self) -> Result<(), runtime::Violations>");
        module.add(format!("{path}::validate"), ApiItemKind::Function, signature, Vec::new());
    }
    module.add_traits(&path, definition.custom.derives.iter().map(CheckedCode::as_str));
    module.origin = outer;
}

/// The check of a value as text. Empty without any. Rare changes need no wording of their own: they are only compared.
pub(super) fn constraints(check: &Check, module: &ApiModule<'_>) -> String {
    let number = |name: &str, number: &Option<u64>| number.map(|number| format!("{name} {number}"));
    match check {
        Check::None | Check::Parts => String::new(),
        Check::FileCount(min, max) => {
            let counts = [number("minItems", min), number("maxItems", max)];
            counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        Check::InPlace(json) | Check::Limits(ValueLimits { json, .. }) => normalized(json),
        Check::Schema(name) => {
            let schemas = &module.paths.service.schemas;
            let schema = schemas.iter().find(|schema| schema.name == *name);
            schema.map(|schema| normalized(&schema.json)).unwrap_or_default()
        }
    }
}

/// An aspect, unless it is empty.
pub(super) fn aspect(name: &'static str, value: String) -> Option<(&'static str, String)> {
    (!value.is_empty()).then_some((name, value))
}

fn named(module: &ApiModule<'_>, name: &str) -> ApiOrigin {
    match &module.origin {
        ApiOrigin::Schema { location, .. } => {
            ApiOrigin::Schema { location: location.clone(), name: Some(name.to_owned()) }
        }
        other => other.clone(),
    }
}

fn add_struct(definition: &TypeDefinition, structure: &StructType, path: &str, module: &mut ApiModule<'_>) {
    let is_multipart = !structure.part_kinds.is_empty();
    let behavior = aspect("constraints", constraints(&definition.check, module)).into_iter().collect();
    let signature = format!("#[non_exhaustive] pub struct {path}");
    module.add(path.to_owned(), ApiItemKind::Struct, signature, behavior);
    let mut parts = structure.part_kinds.iter();
    for field in &structure.fields {
        let ty = field_type(field, module);
        let origin = named(module, field.wire.as_str());
        let path = format!("{path}::{}", field.name);
        let signature = format!("pub {path}: {ty}");
        let behavior = field_behavior(field, parts.next(), module);
        module.add_from(origin, path, ApiItemKind::Field, signature, behavior);
    }
    let rest = match &structure.additional {
        Some(ty) => format!("BTreeMap<String, {}>", module.ty(ty)),
        None if is_multipart => "runtime::Multipart".to_owned(),
        None => "runtime::Extra".to_owned(),
    };
    let rest_path = format!("{path}::{}", structure.extra);
    let signature = format!("pub {rest_path}: {rest}");
    module.add(rest_path, ApiItemKind::Field, signature, Vec::new());
    add_construction(structure, path, module);
    module.add_traits(path, derives(definition));
    if structure.construction.constructor == Some(Constructor::Empty) {
        module.add_traits(path, ["Default"]);
    }
    if is_multipart {
        module.add_traits(path, ["Into<runtime::Multipart>"]);
    } else {
        module.add_traits(path, JSON_TRAITS);
    }
}

fn field_type(field: &Field, module: &mut ApiModule<'_>) -> String {
    let ty = module.ty(&field.ty);
    match field.codec {
        FieldCodec::Required | FieldCodec::RequiredString => ty,
        FieldCodec::OptionalNullable | FieldCodec::ReadOnlyNullable => format!("runtime::Nullable<{ty}>"),
        _ => format!("Option<{ty}>"),
    }
}

fn field_behavior(field: &Field, part: Option<&PartKind>, module: &ApiModule<'_>) -> Vec<(&'static str, String)> {
    let part = part.map(|part| match part {
        PartKind::Value(media_type) => format!("value {}", media_type.as_deref().unwrap_or_default()),
        PartKind::File(media_type) => format!("file {}", media_type.as_deref().unwrap_or_default()),
        PartKind::Files(media_type) => format!("files {}", media_type.as_deref().unwrap_or_default()),
    });
    let mut behavior = vec![("name", field.wire.as_str().to_owned()), ("codec", format!("{:?}", field.codec))];
    behavior.extend(part.map(|part| ("part", part)));
    behavior.extend(field.constant.clone().map(|constant| ("constant", constant)));
    behavior.extend(aspect("constraints", constraints(&field.check, module)));
    behavior
}

/// `new`, the struct that it takes, and the setters.
fn add_construction(structure: &StructType, path: &str, module: &mut ApiModule<'_>) {
    let parameter = match &structure.construction.constructor {
        None => None,
        Some(Constructor::Empty) => Some(String::new()),
        Some(Constructor::Named(name)) => {
            let required = module.path(name);
            module.add(required.clone(), ApiItemKind::ExhaustiveStruct, format!("pub struct {required}"), Vec::new());
            module.add_traits(&required, ["Debug"]);
            for field in structure.constructor_fields() {
                let (ty, origin) = (field_type(field, module), named(module, field.wire.as_str()));
                let path = format!("{required}::{}", field.name);
                let signature = format!("pub {path}: {ty}");
                module.add_from(origin, path, ApiItemKind::Field, signature, Vec::new());
            }
            Some(required)
        }
        Some(Constructor::Single(name)) => {
            let field = structure.fields.iter().find(|field| field.name == *name);
            field.map(|field| match (field.accepts_into, field.codec) {
                (true, FieldCodec::RequiredNullable) => {
                    format!("impl Into<runtime::Nullable<{}>>", module.ty(&field.ty))
                }
                (true, _) => format!("impl Into<{}>", field_type(field, module)),
                (false, _) => field_type(field, module),
            })
        }
    };
    if let Some(parameter) = parameter {
        let signature = format!("pub fn {path}::new({parameter}) -> Self");
        module.add(format!("{path}::new"), ApiItemKind::Function, signature, Vec::new());
    }
    for field in structure.setter_fields() {
        let ty = module.ty(&field.ty);
        let ty = match (field.is_nullable_type(), field.accepts_into) {
            (true, _) => format!("impl Into<runtime::Nullable<{ty}>>"),
            (false, true) => format!("impl Into<{ty}>"),
            (false, false) => ty,
        };
        let origin = named(module, field.wire.as_str());
        let path = format!("{path}::{}", field.setter);
        let signature = format!("pub fn {path}(self, {ty}) -> Self");
        module.add_from(origin, path, ApiItemKind::Function, signature, Vec::new());
    }
}

fn add_string_enum(definition: &TypeDefinition, strings: &StringEnum, path: &str, module: &mut ApiModule<'_>) {
    let (kind, attribute) = match strings.other {
        Some(_) => (ApiItemKind::Enum, "#[non_exhaustive] "),
        None => (ApiItemKind::ExhaustiveEnum, ""),
    };
    let lenient = if strings.accepts_any_json { "any value" } else { "" };
    let behavior = aspect("JSON", lenient.to_owned()).into_iter();
    let behavior = behavior.chain(aspect("constraints", constraints(&definition.check, module))).collect();
    module.add(path.to_owned(), kind, format!("{attribute}pub enum {path}"), behavior);
    for variant in &strings.variants {
        let origin = named(module, variant.wire.as_str());
        let behavior = vec![("string", variant.wire.as_str().to_owned())];
        let path = format!("{path}::{}", variant.name);
        module.add_from(origin, path.clone(), ApiItemKind::Variant, format!("pub {path}"), behavior);
    }
    if let Some(other) = &strings.other {
        let path = format!("{path}::{other}");
        module.add(path.clone(), ApiItemKind::Variant, format!("pub {path}(String)"), Vec::new());
    }
    let values = format!("{path}::VALUES");
    module.add(values.clone(), ApiItemKind::Constant, format!("pub const {values}: &'static [Self]"), Vec::new());
    let string = if strings.other.is_some() { "&str" } else { "&'static str" };
    let mut functions = vec![("as_str", string)];
    functions.extend(strings.other.as_ref().map(|_| ("is_known", "bool")));
    for (name, result) in functions {
        let path = format!("{path}::{name}");
        let signature = format!("pub fn {path}(&self) -> {result}");
        module.add(path, ApiItemKind::Function, signature, Vec::new());
    }
    module.add_traits(path, derives(definition));
    module.add_traits(path, STRING_TRAITS);
    module.add_traits(path, JSON_TRAITS);
    let parsing: &[&str] = match strings.other {
        Some(_) => &["From<&str>", "From<String>", "FromStr<Err = Infallible>"],
        None => &["FromStr<Err = runtime::json::JsonError>"],
    };
    module.add_traits(path, parsing.iter().copied());
}

fn add_newtype(definition: &TypeDefinition, union: &Union, path: &str, module: &mut ApiModule<'_>) {
    for variant in &union.variants {
        let ty = module.ty(&variant.ty);
        let behavior = aspect("constraints", constraints(&definition.check, module)).into_iter().collect();
        let signature = format!("pub struct {path}(pub {ty})");
        module.add(path.to_owned(), ApiItemKind::ExhaustiveStruct, signature, behavior);
        module.add_traits(path, derives(definition));
        module.add_traits(path, [&*format!("Deref<Target = {ty}>"), "DerefMut", &format!("From<{ty}>")]);
        module.add_traits(path, JSON_TRAITS);
    }
}

fn add_union(definition: &TypeDefinition, union: &Union, path: &str, module: &mut ApiModule<'_>) {
    let (kind, attribute) =
        if union.is_closed { (ApiItemKind::ExhaustiveEnum, "") } else { (ApiItemKind::Enum, "#[non_exhaustive] ") };
    let discriminator = union.discriminator.as_ref().map(|discriminator| {
        let unknown = match discriminator.unknown {
            UnknownTag::Unknown => "",
            UnknownTag::BestMatch => " or the best match",
            UnknownTag::Variant(_) => " or a default",
        };
        ("discriminator", format!("{}{unknown}", discriminator.property))
    });
    let behavior =
        discriminator.into_iter().chain(aspect("constraints", constraints(&definition.check, module))).collect();
    module.add(path.to_owned(), kind, format!("{attribute}pub enum {path}"), behavior);
    for (index, variant) in union.variants.iter().enumerate() {
        let ty = module.ty(&variant.ty);
        let values = union.discriminator.iter().flat_map(|discriminator| &discriminator.values);
        let values: Vec<&str> = values.filter(|(_, of)| *of == index).map(|(value, _)| value.as_str()).collect();
        let behavior = aspect("discriminator values", values.join(", ")).into_iter().collect();
        let variant_path = format!("{path}::{}", variant.name);
        module.add(variant_path.clone(), ApiItemKind::Variant, format!("pub {variant_path}({ty})"), behavior);
        let accessor = format!("{path}::{}", variant.accessor);
        let signature = format!("pub fn {accessor}(&self) -> Option<&{ty}>");
        module.add(accessor, ApiItemKind::Function, signature, Vec::new());
        module.add_traits(path, [&*format!("From<{ty}>")]);
        module.add_traits(path, (variant.ty == Type::String).then_some("From<&str>"));
    }
    if let Some(unknown) = &union.unknown {
        let path = format!("{path}::{unknown}");
        let signature = format!("pub {path}(runtime::UnknownVariant)");
        module.add(path, ApiItemKind::Variant, signature, Vec::new());
    }
    module.add_traits(path, derives(definition));
    module.add_traits(path, JSON_TRAITS);
}
