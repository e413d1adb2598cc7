//! Type definitions: structs, string enums and unions as plain Rust, each followed by the table of its JSON form,
//! which is a call of a macro of the runtime.

use super::{
    code::{Code, code},
    docs,
    imports::Imports,
    rust_type::rust_type,
    validation,
};
use crate::{
    model::{
        CheckedCode, Constructor, Field, FieldCodec, PartKind, RustName, StringEnum, StructType, Type, TypeDefinition,
        TypeKind, Union, UnionVariant, UnknownTag, ValueTraits, VariantMatcher,
    },
    print::Item,
};

/// The indent of fields, variants and methods.
const INDENT: usize = 4;

/// The definitions.
pub(super) fn items<'d>(definitions: impl IntoIterator<Item = &'d TypeDefinition>, imports: &mut Imports) -> Vec<Item> {
    let mut items = Vec::new();
    for definition in definitions {
        match &definition.kind {
            TypeKind::Struct(structure) => struct_items(definition, structure, imports, &mut items),
            TypeKind::StringEnum(strings) => string_enum_items(definition, strings, imports, &mut items),
            TypeKind::Union(union) if union.is_newtype => newtype_items(definition, union, imports, &mut items),
            TypeKind::Union(union) => union_items(definition, union, imports, &mut items),
        }
    }
    items
}

/// The documentation and the attributes of a type.
fn head(definition: &TypeDefinition, derives: &[&str]) -> String {
    let docs = docs::comment(&definition.docs, 0);
    let is_exhaustive = match &definition.kind {
        TypeKind::Struct(_) => false,
        TypeKind::StringEnum(strings) => strings.other.is_none(),
        TypeKind::Union(union) => union.is_closed,
    };
    let attribute = if is_exhaustive { "" } else { "#[non_exhaustive]\n" };
    format!("{docs}{}{attribute}", derives_and_attributes(definition, derives))
}

/// The derives of a type with those of the configuration, and the attributes of the configuration.
fn derives_and_attributes(definition: &TypeDefinition, derives: &[&str]) -> String {
    let custom = definition.custom.derives.iter().map(CheckedCode::as_str);
    let derives: Vec<&str> = derives.iter().copied().chain(custom).collect();
    let attributes = definition.custom.attributes.iter().map(|attribute| format!("{attribute}\n"));
    format!("#[derive({})]\n{}", derives.join(", "), attributes.collect::<String>())
}

/// The attributes that the configuration adds to a field or variant.
fn field_attributes(definition: &TypeDefinition, name: &RustName) -> String {
    let attributes = definition.custom.fields.get(name).into_iter().flatten();
    let lines = attributes.flat_map(|attribute| attribute.as_str().lines());
    lines.map(|line| format!("{:INDENT$}{line}\n", "")).collect()
}

/// The derived traits of a type.
pub(super) fn derives(definition: &TypeDefinition) -> Vec<&'static str> {
    match &definition.kind {
        TypeKind::Struct(structure) => {
            match (structure.part_kinds.is_empty(), structure.construction.derives_default) {
                (false, true) => vec!["Clone", "Debug", "Default"],
                (false, false) => vec!["Clone", "Debug"],
                (true, has_default) => value_derives(definition.traits, has_default),
            }
        }
        TypeKind::StringEnum(strings) if strings.other.is_some() => vec!["Clone", "Debug"],
        TypeKind::StringEnum(_) => vec!["Clone", "Copy", "Debug"],
        TypeKind::Union(union) if union.is_newtype => {
            let is_collection = |variant: &UnionVariant| matches!(variant.ty, Type::List(_) | Type::Map(_));
            value_derives(definition.traits, union.variants.iter().all(is_collection))
        }
        TypeKind::Union(_) => value_derives(definition.traits, false),
    }
}

/// The derived traits of a value.
fn value_derives(traits: ValueTraits, has_default: bool) -> Vec<&'static str> {
    let candidates = [
        ("Clone", true),
        ("Debug", true),
        ("Default", has_default),
        ("PartialEq", true),
        ("Eq", traits.is_eq),
        ("PartialOrd", traits.is_ord),
        ("Ord", traits.is_ord),
        ("Hash", traits.is_hash),
    ];
    candidates.into_iter().filter(|(_, is_derived)| *is_derived).map(|(name, _)| name).collect()
}

fn struct_items(definition: &TypeDefinition, structure: &StructType, imports: &mut Imports, items: &mut Vec<Item>) {
    let is_multipart = !structure.part_kinds.is_empty();
    let derives = derives(definition);
    let extra_type = match &structure.additional {
        Some(ty) => code![imports.standard("collections::BTreeMap"), "<String, ", rust_type(ty, imports), ">"],
        None => imports.runtime(if is_multipart { "Multipart" } else { "Extra" }).into(),
    };
    let mut declaration = head(definition, &derives);
    declaration += &format!("pub struct {} {{\n", definition.name);
    for field in &structure.fields {
        declaration += &docs::comment(&field.docs, INDENT);
        declaration += &field_attributes(definition, &field.name);
        declaration += &code!["pub ", &field.name, ": ", field_type(field, imports), ","].line(INDENT);
    }
    let other = if is_multipart { "Parts" } else { "Properties" };
    declaration += &format!("    /// {other} that the document does not describe.\n");
    declaration += &field_attributes(definition, &structure.extra);
    declaration += &code!["pub ", &structure.extra, ": ", &extra_type, ","].line(INDENT);
    declaration += "}\n";
    items.push(Item::Text(declaration));
    if let Some(Constructor::Named(name)) = &structure.construction.constructor {
        items.push(constructor_struct(definition, structure, name, imports));
    }
    items.extend(methods(definition, structure, imports));
    if matches!(structure.construction.constructor, Some(Constructor::Empty)) {
        let name = &definition.name;
        let default = "    fn default() -> Self {\n        Self::new()\n    }\n";
        items.push(Item::Text(format!("impl Default for {name} {{\n{default}}}\n")));
    }
    items.push(table(definition, structure, &extra_type, imports));
}

/// The type of a field, with the wrapper of a value that may be missing.
fn field_type(field: &Field, imports: &mut Imports) -> Code {
    let ty = rust_type(&field.ty, imports);
    match field.codec {
        FieldCodec::Required | FieldCodec::RequiredString => ty,
        FieldCodec::OptionalNullable | FieldCodec::ReadOnlyNullable => nullable(field, imports),
        _ => code!["Option<", ty, ">"],
    }
}

/// `Nullable<T>` of a field, or of an argument for it.
fn nullable(field: &Field, imports: &mut Imports) -> Code {
    let ty = rust_type(&field.ty, imports);
    code![imports.runtime("Nullable"), "<", ty, ">"]
}

/// The required properties as a struct, so that a constructor takes them by name.
fn constructor_struct(
    definition: &TypeDefinition,
    structure: &StructType,
    name: &RustName,
    imports: &mut Imports,
) -> Item {
    let ty = &definition.name;
    let mut text = format!("/// The required properties of [`{ty}`], for [`{ty}::new`].\n");
    text += &format!("#[derive(Debug)]\npub struct {name} {{\n");
    for field in structure.constructor_fields() {
        text += &format!("    /// [`{ty}::{}`]\n", field.name.unraw());
        text += &code!["pub ", &field.name, ": ", field_type(field, imports), ","].line(INDENT);
    }
    Item::Text(text + "}\n")
}

/// `new`, the setters and `validate`.
fn methods(definition: &TypeDefinition, structure: &StructType, imports: &mut Imports) -> Option<Item> {
    let mut methods = Vec::new();
    methods.extend(constructor(structure, imports));
    methods.extend(structure.setter_fields().map(|field| setter(field, imports)));
    methods.extend(validation::method(definition, imports));
    (!methods.is_empty()).then(|| Item::Text(format!("impl {} {{\n{}}}\n", definition.name, methods.join("\n"))))
}

fn constructor(structure: &StructType, imports: &mut Imports) -> Option<String> {
    let constructor = structure.construction.constructor.as_ref()?;
    let (docs, parameters) = match constructor {
        Constructor::Empty => ("    /// A value with its constant properties only.\n", Code::empty()),
        Constructor::Named(name) => ("    /// A value with the required properties.\n", code!["required: ", name]),
        Constructor::Single(name) => {
            let field = structure.fields.iter().find(|field| field.name == *name)?;
            let ty = match (field.accepts_into, field.codec) {
                (true, FieldCodec::RequiredNullable) => code!["impl Into<", nullable(field, imports), ">"],
                (true, _) => code!["impl Into<", field_type(field, imports), ">"],
                (false, _) => field_type(field, imports),
            };
            ("    /// A value with the required property.\n", code![name, ": ", ty])
        }
    };
    let values = structure.fields.iter().map(|field| match (&field.constant, field.codec.is_required()) {
        (Some(constant), true) => code![&field.name, ": ", Code::string(constant), ".into()"],
        (Some(constant), false) => code![&field.name, ": Some(", Code::string(constant), ".into())"],
        (None, true) => match constructor {
            Constructor::Named(_) => code![&field.name, ": required.", &field.name],
            _ if field.accepts_into => {
                let value = (field.codec == FieldCodec::RequiredNullable).then_some(".into_value()");
                code![&field.name, ": ", &field.name, ".into()", value]
            }
            _ => (&field.name).into(),
        },
        (None, false) if field.codec == FieldCodec::OptionalNullable || field.codec == FieldCodec::ReadOnlyNullable => {
            code![&field.name, ": ", imports.runtime("Nullable"), "::Absent"]
        }
        (None, false) => code![&field.name, ": None"],
    });
    let mut values: Vec<Code> = values.collect();
    let rest = match &structure.additional {
        Some(_) => imports.standard("collections::BTreeMap"),
        None => imports.runtime(if structure.part_kinds.is_empty() { "Extra" } else { "Multipart" }),
    };
    values.push(code![&structure.extra, ": ", rest, "::default()"]);
    let signature = code!["pub fn new(", parameters, ") -> Self {"].line(INDENT);
    Some(docs.to_owned() + &signature + &code!["Self ", Code::fields(values)].line(2 * INDENT) + "    }\n")
}

fn setter(field: &Field, imports: &mut Imports) -> String {
    let name = &field.name;
    let ty = rust_type(&field.ty, imports);
    let is_nullable = field.is_nullable_type();
    let (ty, value) = match (is_nullable, field.accepts_into) {
        (true, _) => (code!["impl Into<", nullable(field, imports), ">"], code![name, ".into()"]),
        (false, true) => (code!["impl Into<", ty, ">"], code!["Some(", name, ".into())"]),
        (false, false) => (ty, code!["Some(", name, ")"]),
    };
    setter_docs(field)
        + &code!["pub fn ", &field.setter, "(mut self, ", name, ": ", ty, ") -> Self {"].line(INDENT)
        + &code!["self.", name, " = ", value, ";"].line(2 * INDENT)
        + "        self\n    }\n"
}

/// The documentation of a setter, on one line.
fn setter_docs(field: &Field) -> String {
    let name = field.name.unraw();
    match (field.setter_docs.0.first(), field.is_nullable_type()) {
        (None, false) => format!("    /// Sets `{name}`.\n"),
        (None, true) => format!("    /// Sets `{name}`; `None` is null.\n"),
        (Some(line), false) => format!("    /// {line}\n"),
        (Some(line), true) if line.ends_with(['.', '!', '?', ':']) => format!("    /// {line} `None` is null.\n"),
        (Some(line), true) => format!("    /// {line}. `None` is null.\n"),
    }
}

/// `json_object! { … }`, or `multipart! { … }`.
fn table(definition: &TypeDefinition, structure: &StructType, extra_type: &Code, imports: &mut Imports) -> Item {
    let is_multipart = !structure.part_kinds.is_empty();
    let mut parts = structure.part_kinds.iter();
    let lines = structure.fields.iter().map(|field| {
        let part = parts.next().map(part_keyword);
        let serde = (!is_multipart && field.ty.is_mapped()).then_some(" serde");
        let escaped = (!is_multipart && field.wire.is_escaped_in_json()).then_some(" escaped");
        code![
            &field.name,
            ": ",
            codec_keywords(field.codec),
            escaped,
            serde,
            " ",
            Code::string(field.wire.as_str()),
            part
        ]
    });
    let rest = structure.additional.as_ref().map(|ty| code![": ", extra_type, ty.is_mapped().then_some(", serde")]);
    let lines = lines.chain([code!["..", &structure.extra, rest]]).collect();
    let macro_name = imports.runtime(if is_multipart { "multipart" } else { "json_object" });
    let mut types = structure.fields.iter().map(|field| &field.ty).chain(&structure.additional);
    let word = match (is_multipart, types.any(Type::is_mapped), structure.construction.derives_default) {
        (false, true, _) => Some("serde "),
        (false, false, true) => Some("default "),
        _ => None,
    };
    let line = code![word, &definition.name, " ", Code::rows(lines)].line(INDENT);
    Item::Text(format!("{macro_name}! {{\n{line}}}\n"))
}

fn codec_keywords(codec: FieldCodec) -> &'static str {
    match codec {
        FieldCodec::Required | FieldCodec::RequiredNullable => "required",
        FieldCodec::RequiredString => "required lenient",
        FieldCodec::Optional => "optional",
        FieldCodec::OptionalNullable => "nullable",
        FieldCodec::OptionalString => "optional lenient",
        FieldCodec::OptionalJson => "json",
        FieldCodec::ReadOnly => "optional read_only",
        FieldCodec::ReadOnlyNullable => "nullable read_only",
        FieldCodec::ReadOnlyString => "optional read_only lenient",
        FieldCodec::ReadOnlyJson => "json read_only",
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

fn string_enum_items(definition: &TypeDefinition, strings: &StringEnum, imports: &mut Imports, items: &mut Vec<Item>) {
    let name = &definition.name;
    let mut declaration = head(definition, &derives(definition));
    declaration += &format!("pub enum {name} {{\n");
    for variant in &strings.variants {
        declaration += &docs::comment(&variant.docs, INDENT);
        declaration += &field_attributes(definition, &variant.name);
        declaration += &code![&variant.name, ","].line(INDENT);
    }
    if let Some(other) = &strings.other {
        declaration += "    /// A string that the document does not list, as received.\n";
        declaration += &field_attributes(definition, other);
        declaration += &code![other, "(String),"].line(INDENT);
    }
    declaration += "}\n";
    items.push(Item::Text(declaration));
    if let Some(method) = validation::method(definition, imports) {
        items.push(Item::Text(format!("impl {name} {{\n{method}}}\n")));
    }
    let lines = strings.variants.iter().map(|variant| code![&variant.name, " = ", Code::string(variant.wire.as_str())]);
    let lines = lines.chain(strings.other.as_ref().map(|other| code!["..", other])).collect();
    let lenient = if strings.accepts_any_json { "lenient " } else { "" };
    let macro_name = imports.runtime("string_enum");
    let table = code![lenient, name, " ", Code::rows(lines)].line(INDENT);
    items.push(Item::Text(format!("{macro_name}! {{\n{table}}}\n")));
}

/// A struct around one value.
fn newtype_items(definition: &TypeDefinition, union: &Union, imports: &mut Imports, items: &mut Vec<Item>) {
    let name = &definition.name;
    let docs = docs::comment(&definition.docs, 0);
    let derives = derives_and_attributes(definition, &derives(definition));
    for variant in &union.variants {
        let ty = rust_type(&variant.ty, imports);
        let declaration = code!["pub struct ", name, "(pub ", &ty, ");"].line(0);
        items.push(Item::Text(format!("{docs}{derives}{declaration}")));
        if let Some(method) = validation::method(definition, imports) {
            items.push(Item::Text(format!("impl {name} {{\n{method}}}\n")));
        }
        let macro_name = imports.runtime("json_newtype");
        let table = code![name, "(", ty, ")"].line(INDENT);
        items.push(Item::Text(format!("{macro_name}! {{\n{table}}}\n")));
    }
}

fn union_items(definition: &TypeDefinition, union: &Union, imports: &mut Imports, items: &mut Vec<Item>) {
    let name = &definition.name;
    let mut declaration = head(definition, &derives(definition));
    declaration += &format!("pub enum {name} {{\n");
    for variant in &union.variants {
        declaration += &docs::comment(&variant.docs, INDENT);
        declaration += &field_attributes(definition, &variant.name);
        declaration += &code![&variant.name, "(", rust_type(&variant.ty, imports), "),"].line(INDENT);
    }
    if let Some(unknown) = &union.unknown {
        declaration += "    /// A value whose discriminator the document does not list, as received.\n";
        declaration += &field_attributes(definition, unknown);
        declaration += &code![unknown, "(", imports.runtime("UnknownVariant"), "),"].line(INDENT);
    }
    declaration += "}\n";
    items.push(Item::Text(declaration));
    if let Some(method) = validation::method(definition, imports) {
        items.push(Item::Text(format!("impl {name} {{\n{method}}}\n")));
    }
    let discriminator = union.discriminator.as_ref().map(|discriminator| {
        let values = discriminator.values.iter();
        let values = values.map(|(value, index)| code![Code::string(value), " => ", Code::number(*index as u64)]);
        let unknown = match discriminator.unknown {
            UnknownTag::Unknown => None,
            UnknownTag::BestMatch => Some(" or best_match".into()),
            UnknownTag::Variant(index) => Some(code![" or ", Code::number(index as u64)]),
        };
        let property = Code::string(&discriminator.property);
        code![" by ", property, " ", Code::filled_array(values.collect()), unknown]
    });
    let mut lines = String::new();
    for variant in &union.variants {
        let ty = rust_type(&variant.ty, imports);
        let serde = variant.ty.is_mapped().then_some(" serde");
        let tag = |(name, value): &(String, String)| code![" tagged ", Code::string(name), " = ", Code::string(value)];
        let start = code![&variant.name, "(", ty, ") ", &variant.accessor, variant.tag.as_ref().map(tag)];
        lines += &code![start, ": ", matcher(&variant.matcher), serde, ","].line(2 * INDENT);
    }
    let unknown = union.unknown.as_ref().map(|unknown| code!["..", unknown].line(2 * INDENT)).unwrap_or_default();
    let macro_name = imports.runtime("json_union");
    let serde = union.variants.iter().any(|variant| variant.ty.is_mapped()).then_some("serde ");
    let table = code![serde, name, discriminator, " {"].line(INDENT) + &lines + &unknown + "    }\n";
    items.push(Item::Text(format!("{macro_name}! {{\n{table}}}\n")));
}

fn matcher(recognized: &VariantMatcher) -> Code {
    match recognized {
        VariantMatcher::Any => "any".into(),
        VariantMatcher::String => "string".into(),
        VariantMatcher::Number => "number".into(),
        VariantMatcher::Bool => "boolean".into(),
        VariantMatcher::Array => "array".into(),
        VariantMatcher::ArrayOf(item) => code!["array [", matcher(item), "]"],
        VariantMatcher::OneOf(matchers) => {
            let matchers = matchers.iter().map(|one| code!["(", matcher(one), ")"]);
            code!["one_of ", Code::array(matchers.collect())]
        }
        VariantMatcher::Object { required, known, constants, nested } => {
            let constants =
                constants.iter().map(|(name, values)| code!["(", Code::string(name), ", ", Code::strings(values), ")"]);
            let constants = Code::filled_array(constants.collect());
            let mut properties = vec![
                code!["required: ", Code::strings(required)],
                code!["known: ", Code::strings(known)],
                code!["constants: ", constants],
            ];
            if !nested.is_empty() {
                let nested = nested.iter().map(|(name, one)| code!["(", Code::string(name), ", ", matcher(one), ")"]);
                properties.push(code!["nested: ", Code::array(nested.collect())]);
            }
            code!["object ", Code::block(properties)]
        }
    }
}
