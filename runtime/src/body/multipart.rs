//! [`Multipart`]: the body `multipart/form-data` (RFC 7578).

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::BuildHasher as _,
    sync::atomic::{AtomicU64, Ordering},
};

use bytes::Bytes;
use serde::Serialize;
use zeroize::Zeroizing;

use super::{
    encode_error::EncodeError,
    media_type::{OCTET_STREAM, is_json, of_upload},
    request_body::{Piece, RequestBody, WipedBuffer},
    upload::{FileName, Upload},
};
use crate::{Secret, parameter::Tree};

/// A form whose parts may be files. Parts keep the order of the calls; `None` is omitted.
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

/// A part: its headers and its content.
#[derive(Clone)]
struct Part {
    head: String,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Text(Zeroizing<String>),
    Upload(Upload),
}

impl Multipart {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value (OpenAPI 3.0.4, "Encoding Object"). Each item of a list is a part of this name. A scalar is
    /// text without a Content-Type unless one is given. An object is JSON, and so is any value with a JSON
    /// Content-Type.
    pub fn part<T: Serialize>(mut self, name: &str, value: &Option<T>, content_type: Option<&str>) -> Self {
        if let Some(value) = value {
            match Tree::of(value) {
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
    pub(super) fn of(properties: &[(String, Tree)]) -> Self {
        let mut form = Self::default();
        for (name, value) in properties {
            form.push_value(name, value, None);
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
            self.push_file(name, file, default_media_type);
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
            self.push_file(name, file, default_media_type);
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

    fn push_value(&mut self, name: &str, tree: &Tree, content_type: Option<&str>) {
        match tree {
            Tree::Null => {}
            Tree::List(elements) => elements.iter().for_each(|element| self.push_one(name, element, content_type)),
            one => self.push_one(name, one, content_type),
        }
    }

    fn push_one(&mut self, name: &str, tree: &Tree, content_type: Option<&str>) {
        let is_json = content_type.map_or(tree.is_nested(), is_json);
        let text = match tree {
            _ if is_json => tree.to_json(),
            Tree::Null => return,
            Tree::Scalar(scalar) => scalar.text.clone(),
            _ => {
                let media_type = content_type.unwrap_or_default();
                return self
                    .reject(name, &format!("contains a list or an object, which cannot be sent as {media_type}"));
            }
        };
        let media_type = content_type.or(is_json.then_some("application/json"));
        let head = format!("form-data; name=\"{}\"", escape(name));
        self.parts.push(Part { head: head_of(&head, media_type), content: Content::Text(text) });
    }

    fn push_file(&mut self, name: &str, file: &Upload, default_media_type: &str) {
        let (file_name, default_media_type) = match &file.file_name {
            FileName::Default => (Some(name), default_media_type),
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
        let mut head = format!("form-data; name=\"{}\"", escape(name));
        if let Some(file_name) = file_name {
            head.push_str(&format!("; filename=\"{}\"", escape(file_name)));
        }
        // A value without a media type is text (RFC 7578, section 4.4).
        let media_type = Some(&*media_type).filter(|_| file_name.is_some() || file.media_type.is_some());
        self.parts.push(Part { head: head_of(&head, media_type), content: Content::Upload(file.clone()) });
    }

    fn reject(&mut self, name: &str, problem: &str) {
        self.invalid.get_or_insert_with(|| EncodeError::Part { name: name.to_owned(), problem: problem.to_owned() });
    }

    /// Builds the body. Returns the secrets in it.
    pub(super) fn finish(self, boundary: &str) -> Result<(RequestBody, Vec<Secret>), EncodeError> {
        if let Some(invalid) = self.invalid {
            return Err(invalid);
        }
        if self.parts.is_empty() {
            return Err(
                "has no parts, and a multipart body has at least one (RFC 2046, section 5.1.1): set a part".into()
            );
        }
        let mut pieces = Pieces::default();
        let mut length = Some(0_u64);
        for part in &self.parts {
            pieces.text(&format!("--{boundary}\r\n{}\r\n", part.head));
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
        Ok((pieces.finish(length), self.secrets))
    }
}

/// Headers of a part, including the empty line after them.
fn head_of(disposition: &str, media_type: Option<&str>) -> String {
    let media_type = media_type.map(|media_type| format!("\r\nContent-Type: {media_type}")).unwrap_or_default();
    format!("Content-Disposition: {disposition}{media_type}\r\n")
}

/// Escapes a quoted name as browsers do (WHATWG HTML, "multipart/form-data encoding algorithm"). Other characters
/// are UTF-8 (RFC 7578, section 5.1).
fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '"' => escaped.push_str("%22"),
            _ if character.is_ascii_control() => escaped.push_str(&format!("%{:02X}", u32::from(character))),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Pieces of a body. Adjacent pieces in memory are merged.
#[derive(Default)]
struct Pieces {
    before: Vec<Piece>,
    open: WipedBuffer,
    length: u64,
}

impl Pieces {
    fn text(&mut self, text: &str) {
        self.open.extend(text.as_bytes());
    }

    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Bytes(bytes) => self.open.extend(&bytes),
            Piece::Once(_) => {
                self.close();
                self.before.push(piece);
            }
        }
    }

    fn close(&mut self) {
        let bytes = Bytes::from_owner(std::mem::take(&mut self.open).into_inner());
        self.length = self.length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.before.push(Piece::Bytes(bytes));
    }

    /// The body. `streamed` is the total length of the streamed pieces, if known.
    fn finish(mut self, streamed: Option<u64>) -> RequestBody {
        if self.before.is_empty() {
            return RequestBody::zeroizing(self.open.into_inner());
        }
        self.close();
        RequestBody::from_pieces(self.before, streamed.map(|length| length.saturating_add(self.length)))
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Multipart({} parts)", self.parts.len())
    }
}

/// A random boundary of 128 bits: two keyed hashes (SipHash with keys of the operating system) of a counter. A part
/// contains it by chance only.
pub(super) fn boundary() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let halves = [RandomState::new(), RandomState::new()].map(|keys| keys.hash_one(number));
    let [high, low] = halves;
    format!("wireright-{high:016x}{low:016x}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn written(form: Multipart) -> String {
        let (body, _) = form.finish("b").unwrap();
        String::from_utf8(body.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn an_error_names_the_file_without_a_media_type() {
        let form = Multipart::new().file_of("scan", &Some(Upload::from("x")), "application/pdf, image/png");
        let Err(EncodeError::Part { name, problem }) = form.finish("b") else { panic!("the media type is unknown") };
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
            assert!(matches!(empty.finish("b"), Err(EncodeError::Body { .. })));
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

    #[test]
    fn objects_are_json_by_default() {
        let object = written(Multipart::new().part("o", &Some(json!({"a": []})), None));
        assert!(object.contains("Content-Type: application/json\r\n\r\n{\"a\":[]}"), "{object}");
        let scalar = written(Multipart::new().part("o", &Some("x"), Some("application/json")));
        assert!(scalar.contains("\r\n\r\n\"x\"\r\n"), "{scalar}");
        assert!(Multipart::new().part("o", &Some(json!({"a": 1})), Some("text/xml")).finish("b").is_err());
        assert!(Multipart::new().file("f", &Some(Upload::from("x").media_type("a\nb"))).finish("b").is_err());
    }

    #[test]
    fn a_file_with_several_media_types_must_choose_one() {
        let of = |file: Upload| Multipart::new().file_of("f", &Some(file), "image/png, image/jpeg");
        assert!(of(Upload::from("x")).finish("b").is_err());
        assert!(written(of(Upload::from("x").media_type("image/jpeg"))).contains("Content-Type: image/jpeg\r\n"));
    }

    #[test]
    fn secrets_are_captured_and_redacted() {
        let form = Multipart::new().part("password", &Some(Secret::new("hunter2")), None);
        assert!(!format!("{form:?}").contains("hunter2"));
        assert_eq!(form.finish("b").unwrap().1, [Secret::new("hunter2")]);
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

    #[test]
    fn boundaries_are_unique_and_valid() {
        let boundaries: HashSet<String> = (0..1000).map(|_| boundary()).collect();
        assert_eq!(boundaries.len(), 1000);
        // RFC 2046, section 5.1.1: at most 70 characters. These need no quotes.
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        assert!(boundaries.iter().all(|boundary| boundary.len() <= 70 && boundary.bytes().all(is_allowed)));
    }
}
