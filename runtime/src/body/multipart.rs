//! [`Multipart`]: the parts of a multipart body: of a form (RFC 7578), or of another subtype (RFC 2046, section 5.1).

use std::fmt;

use serde::Serialize;

use super::{
    encode_error::EncodeError,
    media_type::{OCTET_STREAM, essence, is_json, of_upload},
    part::{Content, Part, Subtype},
    pieces::Pieces,
    request_body::{Piece, RequestBody},
    upload::{FileName, Upload},
};
use crate::{Secret, parameter::ValueTree};

/// The parts of a multipart body, such as a form whose parts may be files. Parts keep the order of the calls; `None` is
/// omitted.
///
/// A part of `multipart/form-data` has a name. Other subtypes, such as `multipart/mixed`, have parts with or without
/// one. There each part has a media type, and `multipart/related` names that of its first part, the root.
///
/// ```
/// use wireright_runtime::{Multipart, Upload};
///
/// let file = Some(Upload::from("a,b\n").file_name("table.csv").media_type("text/csv"));
/// let form = Multipart::new().part("title", &Some("A table"), None).file("file", &file);
/// assert_eq!(format!("{form:?}"), "Multipart(2 parts)");
/// ```
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    secrets: Vec<Secret>,
    /// The first problem.
    invalid: Option<EncodeError>,
}

impl Multipart {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value (OpenAPI 3.0.4, "Encoding Object"). Each item of a list is a part of this name. A scalar is
    /// text without a Content-Type unless one is given. An object is JSON, and so is any value with a JSON
    /// Content-Type.
    pub fn part<T: Serialize>(self, name: &str, value: &Option<T>, content_type: Option<&str>) -> Self {
        self.add_value(Some(name), value.as_ref(), content_type)
    }

    /// Adds a value as a part without a name, which `multipart/form-data` does not have. As [`part`](Self::part)
    /// otherwise.
    ///
    /// ```
    /// use wireright_runtime::{Multipart, Upload};
    ///
    /// // The body of `multipart/related`.
    /// let image = Some(Upload::from(&b"\x89PNG"[..]).media_type("image/png"));
    /// let body = Multipart::new().unnamed_part(&Some("<img src='cid:logo'>"), Some("text/html"));
    /// let body = body.unnamed_file(&image).header("Content-ID", "<logo>");
    /// assert_eq!(format!("{body:?}"), "Multipart(2 parts)");
    /// ```
    pub fn unnamed_part<T: Serialize>(self, value: &Option<T>, content_type: Option<&str>) -> Self {
        self.add_value(None, value.as_ref(), content_type)
    }

    fn add_value<T: Serialize>(mut self, name: Option<&str>, value: Option<&T>, content_type: Option<&str>) -> Self {
        if let Some(value) = value {
            match ValueTree::of(value) {
                Ok((tree, secrets)) => {
                    self.secrets.extend(secrets);
                    self.push_value(name, &tree, content_type);
                }
                Err(problem) => self.reject(name, &problem),
            }
        }
        self
    }

    /// A form with the properties of an object as parts.
    pub(super) fn of(properties: &[(String, ValueTree)]) -> Self {
        let mut form = Self::default();
        for (name, value) in properties {
            form.push_value(Some(name), value, None);
        }
        form
    }

    /// Adds a file. The default file name is the name of the part: services treat a part without a file name as
    /// text.
    pub fn file(self, name: &str, file: &Option<Upload>) -> Self {
        self.file_of(name, file, OCTET_STREAM)
    }

    /// Adds a file with a default media type.
    pub fn file_of(mut self, name: &str, file: &Option<Upload>, default_media_type: &str) -> Self {
        if let Some(file) = file {
            self.push_file(Some(name), file, default_media_type);
        }
        self
    }

    /// Adds a file as a part without a name, which `multipart/form-data` does not have. It has a `Content-Disposition`
    /// only if [`header`](Self::header) sets one.
    pub fn unnamed_file(mut self, file: &Option<Upload>) -> Self {
        if let Some(file) = file {
            self.push_file(None, file, OCTET_STREAM);
        }
        self
    }

    /// Adds a header to the last part, such as `Content-ID`. The media type of a part is set with the part. An invalid
    /// header is an error when the request is sent.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let problem = match self.parts.last_mut() {
            Some(part) => part.add_header(name, value).err(),
            None => Some(format!("has the header `{}`, but there is no part before it", name.escape_debug())),
        };
        if let Some(problem) = problem {
            let name = self.parts.last().and_then(|part| part.name.clone());
            self.reject(name.as_deref(), &problem);
        }
        self
    }

    /// Adds several files, each as a part of this name (RFC 7578, section 4.3).
    pub fn files(self, name: &str, files: &Option<Vec<Upload>>) -> Self {
        self.files_of(name, files, OCTET_STREAM)
    }

    /// Adds several files with a default media type.
    pub fn files_of(mut self, name: &str, files: &Option<Vec<Upload>>, default_media_type: &str) -> Self {
        for file in files.iter().flatten() {
            self.push_file(Some(name), file, default_media_type);
        }
        self
    }

    /// Whether the form has no parts.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.invalid.is_none()
    }

    /// Appends the parts of another form.
    pub fn and(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self.secrets.extend(other.secrets);
        self.invalid = self.invalid.or(other.invalid);
        self
    }

    fn push_value(&mut self, name: Option<&str>, tree: &ValueTree, content_type: Option<&str>) {
        match tree {
            ValueTree::Null => {}
            ValueTree::List(elements) => elements.iter().for_each(|element| self.push_one(name, element, content_type)),
            one => self.push_one(name, one, content_type),
        }
    }

    fn push_one(&mut self, name: Option<&str>, tree: &ValueTree, content_type: Option<&str>) {
        let is_json = content_type.map_or(tree.is_nested(), is_json);
        let text = match tree {
            _ if is_json => tree.to_json(),
            ValueTree::Null => return,
            ValueTree::Scalar(scalar) => scalar.text.clone(),
            _ => {
                let media_type = content_type.unwrap_or_default();
                return self
                    .reject(name, &format!("contains a list or an object, which cannot be sent as {media_type}"));
            }
        };
        let media_type = content_type.or(is_json.then_some("application/json"));
        self.parts.push(Part::new(name, None, media_type, Content::Text(text)));
    }

    fn push_file(&mut self, name: Option<&str>, file: &Upload, default_media_type: &str) {
        let (file_name, default_media_type) = match &file.file_name {
            FileName::Default => (name, default_media_type),
            FileName::Given(own) => (Some(own.as_str()), default_media_type),
            FileName::None => (None, OCTET_STREAM),
        };
        let media_type = match of_upload(file, default_media_type) {
            Ok(media_type) => media_type,
            Err(problem) => {
                self.reject(name, &problem);
                return;
            }
        };
        // A value without a media type is text (RFC 7578, section 4.4).
        let is_text = matches!(file.file_name, FileName::None) && file.media_type.is_none();
        let media_type = Some(&*media_type).filter(|_| !is_text);
        self.parts.push(Part::new(name, file_name, media_type, Content::Upload(file.clone())));
    }

    fn reject(&mut self, name: Option<&str>, problem: &str) {
        self.invalid.get_or_insert_with(|| match name {
            Some(name) => EncodeError::Part { name: name.to_owned(), problem: problem.to_owned() },
            None => format!("has a part that {problem}").into(),
        });
    }

    /// Builds the body of a media type. Returns its media type with the boundary, and the secrets in it.
    pub(super) fn finish(
        self,
        media_type: &str,
        boundary: &str,
    ) -> Result<(String, RequestBody, Vec<Secret>), EncodeError> {
        if let Some(invalid) = self.invalid {
            return Err(invalid);
        }
        let Some(root) = self.parts.first() else {
            return Err(
                "has no parts, and a multipart body has at least one (RFC 2046, section 5.1.1): set a part".into()
            );
        };
        let subtype = Subtype::of(&essence(media_type));
        let content_type = subtype.content_type(media_type, root, boundary);
        let mut pieces = Pieces::default();
        let mut length = Some(0_u64);
        for part in &self.parts {
            pieces.text(&format!("--{boundary}\r\n{}\r\n", part.head(subtype)?));
            match &part.content {
                Content::Text(text) => pieces.text(text),
                Content::Upload(upload) => {
                    let piece = upload.piece();
                    if matches!(piece, Piece::Once(_)) {
                        length = length.zip(upload.length()).map(|(sum, length)| sum.saturating_add(length));
                    }
                    pieces.piece(piece);
                }
            }
            pieces.text("\r\n");
        }
        pieces.text(&format!("--{boundary}--\r\n"));
        Ok((content_type, pieces.finish(length), self.secrets))
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Multipart({} parts)", self.parts.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn written(form: Multipart) -> String {
        of_type("multipart/form-data", form).1
    }

    /// The media type and the body.
    fn of_type(media_type: &str, form: Multipart) -> (String, String) {
        let (content_type, body, _) = form.finish(media_type, "b").unwrap();
        let body = String::from_utf8(body.as_bytes().to_vec()).unwrap();
        (content_type, body)
    }

    fn problem(form: Multipart) -> String {
        format!("{:?}", form.finish("multipart/form-data", "b").map(drop).unwrap_err())
    }

    #[test]
    fn an_error_names_the_file_without_a_media_type() {
        let form = Multipart::new().file_of("scan", &Some(Upload::from("x")), "application/pdf, image/png");
        let Err(EncodeError::Part { name, problem }) = form.finish("multipart/form-data", "b") else {
            panic!("the media type is unknown")
        };
        assert_eq!(name, "scan");
        assert!(problem.contains("choose one with `Upload::media_type`"), "{problem}");
    }

    #[test]
    fn parts_follow_rfc_7578() {
        let form = Multipart::new()
            .part("name", &Some("é"), None)
            .part("gone", &None::<u8>, None)
            .part("meta", &Some(json!({"a": 1})), Some("application/json"))
            .part("tags", &Some(["x", "y"]), None)
            .file("file", &Some(Upload::from("1\r\n2").file_name("a\"b\r\n.txt").media_type("text/plain")))
            .files("pages", &Some(vec![Upload::from("p")]));
        let expected = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\né\r\n\
            --b\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n\
            --b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n\
            --b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n\
            --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.txt\"\r\n\
            Content-Type: text/plain\r\n\r\n1\r\n2\r\n\
            --b\r\nContent-Disposition: form-data; name=\"pages\"; filename=\"pages\"\r\n\
            Content-Type: application/octet-stream\r\n\r\np\r\n\
            --b--\r\n";
        assert_eq!(written(form), expected);
        for empty in [Multipart::new(), Multipart::new().files("pages", &Some(Vec::new()))] {
            assert!(matches!(empty.finish("multipart/form-data", "b"), Err(EncodeError::Body { .. })));
        }
    }

    #[test]
    fn values_that_are_no_files_have_no_file_name() {
        let url = Upload::from("https://example.com").without_file_name();
        let form = Multipart::new().file_of("a", &Some(url.clone()), "image/png, image/jpeg").file_of(
            "b",
            &Some(url.media_type("text/uri-list")),
            "image/*",
        );
        let expected = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhttps://example.com\r\n\
            --b\r\nContent-Disposition: form-data; name=\"b\"\r\nContent-Type: text/uri-list\r\n\r\n\
            https://example.com\r\n--b--\r\n";
        assert_eq!(written(form), expected);
    }

    /// RFC 2046, sections 5.1 and 5.1.3: without a media type, a part is text in US-ASCII. OpenAPI 3.2.0, "Encoding By
    /// Name": a property is a part with its name.
    #[test]
    fn each_part_of_another_subtype_has_a_media_type() {
        let form = Multipart::new()
            .part("name", &Some("é"), None)
            .part("meta", &Some(json!({"a": 1})), None)
            .file("file", &Some(Upload::from("1").without_file_name()))
            .unnamed_part(&Some("text"), None)
            .unnamed_file(&Some(Upload::from("2").media_type("image/png")))
            .header("Content-ID", "<2>");
        let expected = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\
            Content-Type: text/plain; charset=utf-8\r\n\r\né\r\n\
            --b\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n\
            --b\r\nContent-Disposition: form-data; name=\"file\"\r\n\
            Content-Type: text/plain; charset=utf-8\r\n\r\n1\r\n\
            --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ntext\r\n\
            --b\r\nContent-Type: image/png\r\nContent-ID: <2>\r\n\r\n2\r\n\
            --b--\r\n";
        assert_eq!(of_type("multipart/mixed", form), ("multipart/mixed; boundary=b".to_owned(), expected.to_owned()));
    }

    /// RFC 2387, section 3.1: `type` is required, and is the media type of the root.
    #[test]
    fn related_parts_name_the_media_type_of_the_root() {
        let form = |media_type| Multipart::new().unnamed_part(&Some("<a/>"), media_type);
        let of = |media_type, root| of_type(media_type, form(root)).0;
        let related = "multipart/related; type=\"application/xop+xml\"; boundary=b";
        assert_eq!(of("multipart/related", Some("application/xop+xml; charset=utf-8")), related);
        assert_eq!(of("Multipart/Related", None), "Multipart/Related; type=\"text/plain\"; boundary=b");
        let documented = "multipart/related; Type=\"text/xml\"";
        assert_eq!(of(documented, Some("application/xml")), format!("{documented}; boundary=b"));
        assert_eq!(of("multipart/mixed", Some("text/html")), "multipart/mixed; boundary=b");
    }

    #[test]
    fn parts_of_a_form_have_a_name() {
        let unnamed = problem(Multipart::new().unnamed_part(&Some(1), None));
        assert!(unnamed.contains("without a name"), "{unnamed}");
        let own = Multipart::new().unnamed_part(&Some(1), None).header("Content-Disposition", "form-data; name=\"a\"");
        assert_eq!(written(own), written(Multipart::new().part("a", &Some(1), None)));
    }

    #[test]
    fn invalid_headers_of_parts_are_rejected() {
        let part = || Multipart::new().part("a", &Some(1), None);
        for (name, value) in [
            ("Content-ID", "<1>\r\nX-Evil: 1"),
            ("X-Evil: 1\r\nA", "b"),
            ("", "b"),
            ("Content-Type", "text/plain"),
            ("content-disposition", "attachment"),
        ] {
            assert!(problem(part().header(name, value)).contains('a'), "{name:?}");
        }
        assert!(problem(Multipart::new().header("Content-ID", "<1>")).contains("no part before it"));
    }

    #[test]
    fn objects_are_json_by_default() {
        let object = written(Multipart::new().part("o", &Some(json!({"a": []})), None));
        assert!(object.contains("Content-Type: application/json\r\n\r\n{\"a\":[]}"), "{object}");
        let scalar = written(Multipart::new().part("o", &Some("x"), Some("application/json")));
        assert!(scalar.contains("\r\n\r\n\"x\"\r\n"), "{scalar}");
        assert!(
            Multipart::new()
                .part("o", &Some(json!({"a": 1})), Some("text/xml"))
                .finish("multipart/form-data", "b")
                .is_err()
        );
        assert!(
            Multipart::new()
                .file("f", &Some(Upload::from("x").media_type("a\nb")))
                .finish("multipart/form-data", "b")
                .is_err()
        );
    }

    #[test]
    fn a_file_with_several_media_types_must_choose_one() {
        let of = |file: Upload| Multipart::new().file_of("f", &Some(file), "image/png, image/jpeg");
        assert!(of(Upload::from("x")).finish("multipart/form-data", "b").is_err());
        assert!(written(of(Upload::from("x").media_type("image/jpeg"))).contains("Content-Type: image/jpeg\r\n"));
    }

    #[test]
    fn secrets_are_captured_and_redacted() {
        let form = Multipart::new().part("password", &Some(Secret::new("hunter2")), None);
        assert!(!format!("{form:?}").contains("hunter2"));
        assert_eq!(form.finish("multipart/form-data", "b").unwrap().2, [Secret::new("hunter2")]);
    }

    proptest! {
        #[test]
        fn a_name_stays_within_its_quotes(name in any::<String>()) {
            let head = written(Multipart::new().part(&name, &Some(1), None));
            let line = head.lines().nth(1).unwrap();
            prop_assert_eq!(line.matches('"').count(), 2);
            prop_assert!(line.ends_with('"'));
        }
    }
}
