//! The body of a request, as the method that takes it.

use super::{
    imports::Imports,
    layout::{Code, row},
};
use crate::model::{BodyFormat, MultipartPart, PartKind, Style};

/// The method that takes a body which one field holds, with what else it needs.
pub(super) fn whole(form: &BodyFormat, imports: &mut Imports) -> Code {
    match form {
        BodyFormat::Json => "json".into(),
        BodyFormat::Text => "text".into(),
        BodyFormat::Bytes => "bytes".into(),
        BodyFormat::Multipart => "parts".into(),
        BodyFormat::Form(styles) => row!["form(&", form_fields(styles, imports), ")"],
    }
}

/// The fields of a form that are not written as usual. Members as JSON are what the runtime writes by itself.
pub(super) fn form_fields(styles: &[(String, Style)], imports: &mut Imports) -> Code {
    let styles = styles.iter().filter(|(_, style)| *style != Style::Json);
    let fields = styles.map(|(name, style)| {
        let (name, style) = (row!["name: ", Code::text(name)], row!["style: ", query_style(*style, imports)]);
        row![imports.runtime("FormField"), " ", Code::fields(vec![name, style])]
    });
    Code::array(fields.collect())
}

/// The method that takes a part, with what else it needs.
pub(super) fn part(part: &MultipartPart) -> Code {
    let of = |method: &'static str, media_type: &str| row![method, "(", Code::text(media_type), ")"];
    match &part.kind {
        PartKind::Value(None) => "part".into(),
        PartKind::Value(Some(media_type)) => of("part_of", media_type),
        PartKind::File(None) => "file".into(),
        PartKind::File(Some(media_type)) => of("file_of", media_type),
        PartKind::Files(None) => "files".into(),
        PartKind::Files(Some(media_type)) => of("files_of", media_type),
    }
}

/// A style as the runtime spells it, for queries and forms.
pub(super) fn query_style(style: Style, imports: &mut Imports) -> Code {
    let style: Code = match style {
        Style::SpaceDelimited => "SpaceDelimited".into(),
        Style::PipeDelimited => "PipeDelimited".into(),
        Style::DeepObject => "DeepObject".into(),
        Style::Form { explode } | Style::Simple { explode } | Style::Label { explode } | Style::Matrix { explode } => {
            row!["Form { explode: ", explode, " }"]
        }
        Style::Plain | Style::Json => "Form { explode: true }".into(),
    };
    row![imports.runtime("QueryStyle"), "::", style]
}
