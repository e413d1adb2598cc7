//! Media types of bodies and files.

use std::borrow::Cow;

use super::upload::Upload;
use crate::text::{has_control, trim_blanks};

/// Default media type of bytes (RFC 2046, section 4.5.1).
pub(super) const OCTET_STREAM: &str = "application/octet-stream";

/// The media type without parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON, including `+json` (RFC 6838, section 4.2.8).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Media type of a file, as a body or a part: its own, else the documented one, which may be a range or a list.
pub(super) fn of_upload<'d>(upload: &Upload, documented: &'d str) -> Result<Cow<'d, str>, String> {
    match &upload.media_type {
        Some(own) => {
            let valid = validate(own)?;
            let has_several = documented.contains(['*', ',']);
            if has_several && !documented.split(',').any(|range| is_in_range(&essence(own), &essence(range))) {
                return Err(format!("has the media type `{own}`, where `{documented}` is documented"));
            }
            Ok(Cow::Owned(valid))
        }
        None if essence(documented) == "*/*" || documented.is_empty() => Ok(Cow::Borrowed(OCTET_STREAM)),
        None if documented.contains(['*', ',']) => {
            Err(format!("has several documented media types, `{documented}`: choose one with `Upload::media_type`"))
        }
        None => Ok(Cow::Borrowed(documented)),
    }
}

/// Whether a media type is in a range such as `image/*` or `application/*+json`, or is the same.
fn is_in_range(media_type: &str, range: &str) -> bool {
    range == "*/*"
        || range.split_once('*').map_or(media_type == range, |(start, end)| {
            media_type.strip_prefix(start).is_some_and(|rest| rest.ends_with(end))
        })
}

/// Validates a media type of the caller.
fn validate(media_type: &str) -> Result<String, String> {
    let has_both = essence(media_type).split_once('/').is_some_and(|(kind, of)| !kind.is_empty() && !of.is_empty());
    if !has_both || media_type.contains('*') || has_control(trim_blanks(media_type)) {
        return Err("has an invalid media type, set by `Upload::media_type`".to_owned());
    }
    Ok(media_type.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_of_the_upload_takes_precedence() {
        let plain = Upload::from("x");
        assert_eq!(of_upload(&plain, "image/png").unwrap(), "image/png");
        assert_eq!(of_upload(&plain, "*/*").unwrap(), OCTET_STREAM);
        for several in ["image/*", "image/png, image/jpeg"] {
            let invalid = of_upload(&plain, several).unwrap_err();
            assert!(invalid.contains(several) && invalid.contains("Upload::media_type"), "{invalid}");
        }
        assert_eq!(of_upload(&plain.clone().media_type("image/gif"), "image/*").unwrap(), "image/gif");
        for wrong in ["", "png", "image/", "*/*", "image/png\r\nX-Evil: 1"] {
            assert!(of_upload(&plain.clone().media_type(wrong), "image/png").is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_media_type_of_the_upload_is_in_the_documented_range() {
        let of = |own: &str, documented| of_upload(&Upload::from("x").media_type(own), documented);
        for (own, documented) in [
            ("text/plain", "image/*"),
            ("image/gif", "image/png, image/jpeg"),
            ("application/json", "application/*+json"),
            ("application/vnd.other+json", "application/vnd.acme.*+json"),
        ] {
            let invalid = of(own, documented).unwrap_err();
            assert!(invalid.contains(own) && invalid.contains(documented), "{invalid}");
        }
        for (own, documented) in [
            ("IMAGE/png; a=b", "image/*"),
            ("image/jpeg", "image/png, Image/JPEG"),
            ("application/vnd.acme.a+json", "application/vnd.acme.*+json, text/plain"),
            ("text/plain", "*/*"),
            ("text/plain", ""),
            // One media type is only the default.
            ("text/plain", "image/png"),
        ] {
            assert_eq!(of(own, documented).as_deref(), Ok(own), "{documented}");
        }
    }

    #[test]
    fn json_suffixes_are_json() {
        assert!(is_json("application/json; charset=utf-8"));
        assert!(is_json("Application/VND.api+JSON"));
        assert!(!is_json("text/plain"));
        assert!(!is_json("application/jsonl"));
    }
}
