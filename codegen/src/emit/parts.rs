//! The struct of a body whose members are parts, some of them files.

use super::{
    docs,
    imports::Imports,
    json,
    layout::{Code, row},
};
use crate::model::{Field, PartKind, StructType, TypeDefinition};

pub(super) fn structure(definition: &TypeDefinition, structure: &StructType, imports: &mut Imports) -> String {
    let default = if structure.fields.iter().all(Field::is_optional) { "    #[derive(Default)]\n" } else { "" };
    let fields = structure.fields.iter().zip(&structure.part_kinds);
    let fields: String = fields.map(|(field, part)| line(field, part, imports)).collect();
    let rest = row!["..", &structure.extra, ": ", imports.runtime("Multipart")].line(8);
    format!("{default}    pub struct {} {{\n{fields}{rest}    }}\n", definition.name)
}

fn line(field: &Field, part: &PartKind, imports: &mut Imports) -> String {
    let kind = if field.is_optional() { "optional" } else { "required" };
    let (word, media_type) = match part {
        PartKind::Value(media_type) => (" value", media_type),
        PartKind::File(media_type) => (" file", media_type),
        PartKind::Files(media_type) => (" files", media_type),
    };
    let media_type = media_type.as_ref().map(|media_type| row![" ", Code::text(media_type)]);
    let constant = field.constant.as_ref().map(|text| row![" => ", Code::text(text)]);
    let code = json::line(field, kind, row![constant, word, media_type], imports);
    docs::text(&field.docs, 8) + &row![code, ","].line(8)
}
