//! [`EncodedBody`]: a body with its media type, made by one of the encoders. [`BodyEncoding`]: the encodings of a JSON
//! body that a caller may choose.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::{
    encode_error::EncodeError,
    form::{FormField, form_bytes},
    json::JsonBody,
    media_type::of_upload,
    multipart::Multipart,
    pieces::boundary,
    request_body::RequestBody,
    upload::Upload,
};
use crate::{Secret, parameter::ValueTree};

/// An encoded body.
pub(crate) struct EncodedBody {
    pub(crate) content_type: Cow<'static, str>,
    pub(crate) body: RequestBody,
    /// The secrets in it.
    pub(crate) secrets: Vec<Secret>,
}

/// A serialized value with the secrets in it, or the problem.
pub(crate) type SerializedValue = Result<(ValueTree, Vec<Secret>), String>;

impl EncodedBody {
    /// A JSON body.
    pub(crate) fn json(content_type: &'static str, body: JsonBody) -> Result<Self, EncodeError> {
        let (bytes, secrets) = body.finish()?;
        Ok(Self { content_type: content_type.into(), body: RequestBody::zeroizing(bytes), secrets })
    }

    /// A form. `fields` are the fields with a documented style.
    pub(crate) fn form(
        content_type: &'static str,
        value: SerializedValue,
        fields: &[FormField],
    ) -> Result<Self, EncodeError> {
        let (tree, secrets) = value?;
        let body = RequestBody::zeroizing(form_bytes(&tree, fields)?);
        Ok(Self { content_type: content_type.into(), body, secrets })
    }

    /// A multipart body with a random boundary.
    pub(crate) fn multipart(content_type: &str, form: Multipart) -> Result<Self, EncodeError> {
        let (content_type, body, secrets) = form.finish(content_type, &boundary())?;
        Ok(Self { content_type: content_type.into(), body, secrets })
    }

    /// A text body of a scalar, in UTF-8. `None` for null.
    pub(crate) fn text(content_type: &'static str, value: SerializedValue) -> Result<Option<Self>, EncodeError> {
        let (tree, secrets) = value?;
        match tree {
            ValueTree::Scalar(scalar) => {
                let body = RequestBody::zeroizing(Zeroizing::new(scalar.text.as_bytes().to_vec()));
                Ok(Some(Self { content_type: content_type.into(), body, secrets }))
            }
            ValueTree::List(_) | ValueTree::Object(_) => Err("is a list or an object, which has no text form".into()),
            ValueTree::Null => Ok(None),
        }
    }

    /// A body of bytes. Its media type is that of the upload, else the documented one.
    pub(crate) fn bytes(content_type: &'static str, upload: &Upload) -> Result<Self, EncodeError> {
        let content_type = of_upload(upload, content_type)?;
        Ok(Self { content_type, body: upload.body(), secrets: Vec::new() })
    }
}

/// Alternative encoding of a JSON body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEncoding {
    /// The same bytes with this media type.
    MediaType(&'static str),
    /// A form of this media type, with the fields that have a documented style.
    Form(&'static str, &'static [FormField]),
    /// Multipart of this media type.
    Multipart(&'static str),
}

impl BodyEncoding {
    /// Encodes a JSON body again, in this encoding.
    pub(crate) fn reencode_json(self, json: EncodedBody) -> Result<EncodedBody, EncodeError> {
        // The JSON of the body, parsed. `None` if it is nested too deeply.
        let tree = || ValueTree::of_json(std::str::from_utf8(json.body.as_bytes()).ok()?);
        match self {
            Self::MediaType(media_type) => Ok(EncodedBody { content_type: media_type.into(), ..json }),
            Self::Form(media_type, fields) => {
                let tree = tree().ok_or("is nested too deeply for a form")?;
                EncodedBody::form(media_type, Ok((tree, json.secrets)), fields)
            }
            Self::Multipart(media_type) => {
                let Some(ValueTree::Object(properties)) = tree() else {
                    return Err("is not an object: only objects can be sent as multipart".into());
                };
                let encoded = EncodedBody::multipart(media_type, Multipart::of(&properties))?;
                Ok(EncodedBody { secrets: json.secrets, ..encoded })
            }
        }
    }
}
