//! [`Part`]: a part of a multipart body, with its headers. [`Subtype`]: what a multipart media type requires of them.

use http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::{encode_error::EncodeError, media_type::essence, upload::Upload};

/// Text of the client. Without a media type, a part is text in US-ASCII (RFC 2046, section 5.1).
const TEXT: &str = "text/plain; charset=utf-8";

/// A part: its headers and its content.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) name: Option<String>,
    file_name: Option<String>,
    /// `None` is text.
    media_type: Option<String>,
    /// Further headers, each with its line break.
    headers: String,
    has_disposition: bool,
    pub(super) content: Content,
}

#[derive(Clone)]
pub(super) enum Content {
    Text(Zeroizing<String>),
    Upload(Upload),
}

/// The subtypes of multipart with rules of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subtype {
    /// `multipart/form-data` (RFC 7578): each part has a name.
    FormData,
    /// `multipart/related` (RFC 2387): the first part is the root, and its media type is a parameter.
    Related,
    /// Any other, such as `multipart/mixed`.
    Other,
}

impl Subtype {
    pub(super) fn of(essence: &str) -> Self {
        match essence {
            "multipart/form-data" => Self::FormData,
            "multipart/related" => Self::Related,
            _ => Self::Other,
        }
    }

    /// The media type of a body. `type` of `multipart/related` is added unless the document states it.
    pub(super) fn content_type(self, media_type: &str, root: &Part, boundary: &str) -> String {
        let is_type = |parameter: &str| {
            parameter.split_once('=').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("type"))
        };
        let mut content_type = media_type.to_owned();
        if self == Self::Related && !media_type.split(';').skip(1).any(is_type) {
            let root = essence(root.media_type.as_deref().unwrap_or(TEXT));
            content_type.push_str(&format!("; type=\"{root}\""));
        }
        content_type.push_str(&format!("; boundary={boundary}"));
        content_type
    }
}

impl Part {
    /// A part. The media type `None` is text.
    pub(super) fn new(name: Option<&str>, file_name: Option<&str>, media_type: Option<&str>, content: Content) -> Self {
        let [name, file_name, media_type] = [name, file_name, media_type].map(|text| text.map(str::to_owned));
        Self { name, file_name, media_type, headers: String::new(), has_disposition: false, content }
    }

    /// Adds a header, or returns the problem.
    pub(super) fn add_header(&mut self, name: &str, value: &str) -> Result<(), String> {
        let shown = name.escape_debug();
        let is_valid = HeaderName::try_from(name).is_ok() && HeaderValue::from_str(value).is_ok();
        if !is_valid || name.eq_ignore_ascii_case("content-type") {
            return Err(format!("has the header `{shown}`, which is invalid, or is set with the part"));
        }
        if name.eq_ignore_ascii_case("content-disposition") {
            if self.name.is_some() {
                return Err(format!("has the header `{shown}`, but its name sets that header"));
            }
            self.has_disposition = true;
        }
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        Ok(())
    }

    /// The headers, each with its line break.
    pub(super) fn head(&self, subtype: Subtype) -> Result<String, EncodeError> {
        let mut head = String::new();
        match &self.name {
            Some(name) => {
                head.push_str(&format!("Content-Disposition: form-data; name=\"{}\"", escape(name)));
                if let Some(file_name) = &self.file_name {
                    head.push_str(&format!("; filename=\"{}\"", escape(file_name)));
                }
                head.push_str("\r\n");
            }
            None if subtype == Subtype::FormData && !self.has_disposition => {
                return Err("has a part without a name, and each part of a form has one (RFC 7578, section 4.2)".into());
            }
            None => {}
        }
        // Text of a form has no media type: some services take a value that has one for a file.
        let default = (subtype != Subtype::FormData).then_some(TEXT);
        if let Some(media_type) = self.media_type.as_deref().or(default) {
            head.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        head.push_str(&self.headers);
        Ok(head)
    }
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
