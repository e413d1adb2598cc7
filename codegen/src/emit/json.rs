//! Shapes as declarations: a call of one of the runtime's macros for each, laid out here, as no printer of Rust knows how.

use super::{
    docs,
    imports::Imports,
    layout::{Code, row},
    literals, parts,
};
use crate::{
    model::{Checks, Field, StringEnum, StructType, Type, TypeDefinition, TypeKind, Union, UnknownTag, VariantMatcher},
    print::Item,
};

pub(super) fn item(definition: &TypeDefinition, imports: &mut Imports) -> Item {
    let docs = docs::text(&definition.docs, 4);
    let validate = (definition.checks == Checks::Own).then_some("validate");
    let (name, body, with) = match &definition.kind {
        TypeKind::Struct(shape) if !shape.part_kinds.is_empty() => {
            ("multipart", parts::structure(definition, shape, imports), with(definition, shape, validate, imports))
        }
        TypeKind::Struct(shape) => {
            ("object", structure(definition, shape, imports), with(definition, shape, validate, imports))
        }
        TypeKind::StringEnum(shape) => ("string_enum", enumeration(definition, shape), validate.map(Code::from)),
        TypeKind::Union(shape) => ("union", union(definition, shape, imports), validate.map(Code::from)),
    };
    imports.runtime(name);
    let with = with.map_or_else(String::new, |with| row!["with ", with].line(4));
    Item::Text(format!("{name}! {{\n{docs}{body}{with}}}\n"))
}

fn structure(definition: &TypeDefinition, structure: &StructType, imports: &mut Imports) -> String {
    let constant = |field: &Field| definition.in_requests && field.constant.is_some();
    let is_default = structure.fields.iter().all(|field| field.is_optional() && !constant(field));
    let default = if is_default { "    #[derive(Default)]\n" } else { "" };
    let fields: String = structure.fields.iter().map(|field| member(field, definition.in_requests, imports)).collect();
    let all = match &structure.additional {
        Some(ty) => row![imports.standard("collections::BTreeMap"), "<String, ", literals::ty(ty, imports), ">"],
        None => imports.runtime("Extra").into(),
    };
    let rest = row!["..", &structure.extra, ": ", all].line(8);
    format!("{default}    pub struct {} {{\n{fields}{rest}    }}\n", definition.name)
}

fn member(field: &Field, is_sent: bool, imports: &mut Imports) -> String {
    let constant = field.constant.as_ref().filter(|_| is_sent).map(|text| row![" => ", Code::text(text)]);
    let how = constant.unwrap_or_else(Code::none);
    docs::text(&field.docs, 8) + &row![line(field, kind(field), how, imports), ","].line(8)
}

/// The line of a member, which `how` says how to write.
pub(super) fn line(field: &Field, kind: &'static str, how: Code, imports: &mut Imports) -> Code {
    let ty = literals::ty(&field.ty, imports);
    let setter = (field.setter != field.name).then(|| row![" as ", &field.setter]);
    let takes_any = field.is_optional() && !field.is_double_option() && !field.read_only;
    let into = (takes_any && literals::is_converted(&field.ty)).then_some(" into");
    let wire = Code::text(field.wire.as_str());
    row![kind, " ", &field.name, setter, ": ", ty, " = ", wire, how, into]
}

/// The module of `json::object` that reads and writes a member.
fn kind(field: &Field) -> &'static str {
    let is_text = field.ty == Type::LenientString;
    match (field.is_optional(), is_text, field.read_only) {
        (false, true, _) => "lenient_string",
        (true, true, false) => "optional_lenient_string",
        (true, true, true) => "read_only_lenient_string",
        (false, ..) => "required",
        _ if field.required => "required_nullable",
        (_, _, false) if field.ty == Type::Json => "json",
        (_, _, true) if field.ty == Type::Json => "read_only_json",
        (_, _, false) if field.is_double_option() => "nullable",
        (_, _, true) if field.is_double_option() => "read_only_nullable",
        (_, _, false) => "optional",
        (_, _, true) => "read_only",
    }
}

/// How a struct that can be sent is built and checked.
fn with(
    definition: &TypeDefinition,
    structure: &StructType,
    validate: Option<&'static str>,
    imports: &mut Imports,
) -> Option<Code> {
    if !definition.in_requests || (structure.fields.is_empty() && validate.is_none()) {
        return None;
    }
    let required = structure.fields.iter().filter(|field| !field.is_optional() && field.constant.is_none());
    let given = required.map(|field| {
        let ty = literals::ty(&field.ty, imports);
        let ty = if literals::is_converted(&field.ty) { row!["impl Into<", ty, ">"] } else { ty };
        row![&field.name, ": ", ty]
    });
    let given: Vec<Code> = given.collect();
    let has_constants = structure.fields.iter().any(|field| field.constant.is_some());
    let new = (!given.is_empty() || has_constants).then(|| row!["new", Code::arguments(given), ", "]);
    Some(row![new, "setters", validate.map(|validate| row![", ", validate])])
}

fn enumeration(definition: &TypeDefinition, enumeration: &StringEnum) -> String {
    let source = if enumeration.accepts_any_json { "any_json" } else { "string" };
    let variants = enumeration.variants.iter().map(|variant| {
        docs::text(&variant.docs, 8) + &row![&variant.name, " = ", Code::text(variant.wire.as_str()), ","].line(8)
    });
    let variants: String = variants.collect();
    format!("    pub enum {} from {source} {{\n{variants}        ..{}\n    }}\n", definition.name, enumeration.other)
}

fn union(definition: &TypeDefinition, union: &Union, imports: &mut Imports) -> String {
    let tag = union.discriminator.as_ref().map(|tag| {
        let values = tag.values.iter();
        let values = values.map(|(value, index)| row![Code::text(value), " => ", Code::number(*index as u64)]);
        let otherwise = match tag.unknown {
            UnknownTag::Reject => None,
            UnknownTag::BestMatch => Some(" or best_match".into()),
            UnknownTag::Variant(index) => Some(row![" or ", Code::number(index as u64)]),
        };
        row![" by ", Code::text(&tag.property), " ", Code::values(values.collect()), otherwise]
    });
    let branches = union.variants.iter().map(|branch| {
        let code = row![&branch.name, "(", literals::ty(&branch.ty, imports), "): ", signs(&branch.matcher), ","];
        docs::text(&branch.docs, 8) + &code.line(8)
    });
    let branches: String = branches.collect();
    let head = row!["pub enum ", &definition.name, tag, " {"].line(4);
    format!("{head}{branches}    }}\n")
}

fn signs(signs: &VariantMatcher) -> Code {
    match signs {
        VariantMatcher::Any => "any".into(),
        VariantMatcher::String => "string".into(),
        VariantMatcher::Number => "number".into(),
        VariantMatcher::Bool => "boolean".into(),
        VariantMatcher::Array => "array".into(),
        VariantMatcher::Object { required, known, constants } => {
            let texts = |texts: &[String]| Code::values(texts.iter().map(|text| Code::text(text)).collect());
            let constants =
                constants.iter().map(|(name, values)| row!["(", Code::text(name), ", ", texts(values), ")"]);
            let constants = Code::values(constants.collect());
            let parts =
                [row!["required: ", texts(required)], row!["known: ", texts(known)], row!["constants: ", constants]];
            row!["object ", Code::block(parts.into())]
        }
    }
}
