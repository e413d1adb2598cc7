//! File references: references from a document to other files. Opens no files.
//!
//! [`referenced_files`] lists the references, and [`resolve_path`] converts a reference to a path. Every `$ref` counts,
//! even one inside an example: loading an unused file does no harm.

use std::collections::BTreeSet;

use memchr::memmem;

use super::Document;
use crate::source::{Object, Value};

/// The files that a document refers to by a relative `$ref` or by a `mapping` of a discriminator.
///
/// They are returned as written, without fragments. References with a scheme, such as `https://…`, are not included.
pub fn referenced_files(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&document.root, &mut found);
    found
}

/// Whether a text may refer to other files. Does not parse the text, and returns `true` in case of doubt.
pub fn may_reference_files(text: &str) -> bool {
    let found = |word: &'static str| memmem::find_iter(text.as_bytes(), word).map(move |at| (at, at + word.len()));
    let after = |end: usize| text.get(end..).unwrap_or_default();
    // The letters of `$ref` may be escaped.
    let is_letter = |(_, end): (usize, usize)| ["24", "72", "65", "66"].iter().any(|hex| after(end).starts_with(hex));
    found("\\u00").chain(found("\\x")).any(is_letter)
        || found("$ref").any(|(_, end)| !is_local(after(end)))
        || found("mapping")
            .any(|(at, end)| is_key(text.get(..at).unwrap_or_default(), after(end)) && !is_local_mapping(after(end)))
}

/// Whether the text after a key begins with a quoted reference into the same document.
fn is_local(after: &str) -> bool {
    let value = after.strip_prefix(['"', '\'']).unwrap_or(after).trim_start();
    let value = value.strip_prefix(':').map(str::trim_start);
    value.is_some_and(|value| value.starts_with("\"#") || value.starts_with("'#"))
}

/// Whether the word between `before` and `after` is a key, and not a part of a longer word or of a sentence.
fn is_key(before: &str, after: &str) -> bool {
    let ends_word = |last: char| !last.is_alphanumeric() && last != '_';
    let after = after.strip_prefix(['"', '\'']).unwrap_or(after).trim_start();
    before.ends_with(ends_word) && after.starts_with(':')
}

/// Whether the text after `mapping` is a JSON object with references into the same document only.
fn is_local_mapping(after: &str) -> bool {
    let object = after.strip_prefix('"').map(str::trim_start).and_then(|rest| rest.strip_prefix(':'));
    let Some((properties, _)) = object.and_then(|rest| rest.trim_start().strip_prefix('{')?.split_once('}')) else {
        return false;
    };
    properties.split(',').all(|property| {
        let value = property.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
        value.is_some_and(|(_, value)| is_local(value))
    })
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(object) => {
            for (key, value) in object.iter() {
                match (key, value) {
                    ("$ref", Value::String(reference)) => found.extend(file_of(reference)),
                    ("discriminator", Value::Object(discriminator)) => collect_mapping(discriminator, found),
                    _ => {}
                }
                collect(value, found);
            }
        }
        _ => {}
    }
}

/// Adds the values of a `mapping` that look like paths. The others are names of schemas.
fn collect_mapping(discriminator: &Object, found: &mut BTreeSet<String>) {
    let Some(Value::Object(mapping)) = discriminator.get("mapping") else { return };
    for (_, value) in mapping.iter() {
        let Value::String(reference) = value else { continue };
        if let Some(file) = file_of(reference).filter(|file| file.contains('/') || is_openapi_file(file)) {
            found.insert(file);
        }
    }
}

fn is_openapi_file(file: &str) -> bool {
    let file = file.to_ascii_lowercase();
    [".yaml", ".yml", ".json"].iter().any(|ending| file.ends_with(ending))
}

/// The file of a relative reference, or `None` for a local or remote reference.
fn file_of(reference: &str) -> Option<String> {
    let file = reference.split('#').next().unwrap_or_default();
    (!file.is_empty() && !is_remote(file)).then(|| file.to_owned())
}

/// Whether a reference has a scheme (`https:`) or a host (`//host/x.yaml`). RFC 3986, sections 3.1 and 4.2.
pub fn is_remote(reference: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|part| part.is_ascii_alphanumeric() || ['+', '-', '.'].contains(&part))
    };
    let before_path = reference.split(['/', '?', '#']).next().unwrap_or_default();
    reference.starts_with("//") || before_path.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// The path of the file that a relative reference in the file `base` leads to.
///
/// It has `/` between folders, and neither `.` nor `..`. A reference to the document itself gives `base`. Fragment and
/// query are ignored.
///
/// `None` for a reference that has a scheme or a host, is absolute, leads out of the root folder of `base`, or has
/// percent-escapes that are not valid UTF-8.
pub fn resolve_path(base: &str, relative: &str) -> Option<String> {
    let path = relative.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() {
        return Some(base.to_owned());
    }
    if is_remote(path) || path.starts_with('/') {
        return None;
    }
    let root = if base.starts_with('/') { "/" } else { "" };
    let mut folders: Vec<String> = base.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    folders.pop();
    for part in path.split('/') {
        // Escaped dots are dots. A path with an escaped separator is rejected.
        match percent_decode(part)?.as_str() {
            "" | "." => {}
            ".." => {
                folders.pop()?;
            }
            name if name.contains(['/', '\\', '\0']) => return None,
            name => folders.push(name.to_owned()),
        }
    }
    (!folders.is_empty()).then(|| format!("{root}{}", folders.join("/")))
}

/// Decodes percent-escapes. `None` for a malformed escape or invalid UTF-8.
pub fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let digits = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after.get(2..)?;
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).ok()
}

/// Percent-encodes a path (RFC 3986, section 2.1): all except `/` and unreserved characters.
pub fn percent_encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Diagnostics,
        parser::parse,
        source::{SourceFile, Sources},
    };

    fn of(text: &str) -> Vec<String> {
        let sources = Sources::new(vec![SourceFile { path: "a.yaml".to_owned(), bytes: text.into() }]);
        let (id, file) = sources.iter().next().unwrap();
        let document = parse(id, file, &mut Diagnostics::default()).unwrap();
        referenced_files(&document).into_iter().collect()
    }

    #[test]
    fn references_are_found_everywhere() {
        let text = "
a: { $ref: './b.yaml#/x' }
b: [{ $ref: 'b.yaml' }, { c: { $ref: ../c%20d.json } }, { $ref: '#/a' }, { $ref: 'https://x.example/y.yaml' }]
c: { $ref: './b.yaml' }
properties: { $ref: { $ref: 'property.yaml' } }
d: { $ref: 5 }
";
        assert_eq!(of(text), ["../c%20d.json", "./b.yaml", "b.yaml", "property.yaml"]);
    }

    #[test]
    fn local_documents_are_recognized_without_parsing() {
        let inside =
            ["a: { $ref: '#/a' }", r##"{"$ref" : "#/a", "discriminator": {"mapping": {"a": "#/b","c": "#/d"}}}"##];
        for text in inside {
            assert!(!may_reference_files(text) && of(text).is_empty(), "{text}");
        }
        let outside = [
            "a: { $ref: 'b.yaml' }",
            "a: { $ref: b.yaml }",
            "a:\n  $ref: # where\n    b.yaml",
            r#"{"$\u0072ef": "b.yaml"}"#,
            r#""\x24ref": b.yaml"#,
            r##"{"$ref": "#/a", "b": {"$ref": "b.yaml"}}"##,
            r##"{"discriminator": {"mapping": {"a": "#/a", "b": "b.yaml"}}}"##,
            "discriminator:\n  mapping:\n    a: b.yaml",
        ];
        for text in outside {
            assert!(may_reference_files(text) && of(text) == ["b.yaml"], "{text}");
        }
    }

    #[test]
    fn a_mapping_has_files_and_names() {
        let text = "
discriminator:
  propertyName: kind
  mapping: { a: Cat, b: cat.yaml, c: './dog', d: '#/components/schemas/X', e: 'x.json#/Y', f: 'urn:x', g: a.b.C }
";
        assert_eq!(of(text), ["./dog", "cat.yaml", "x.json"]);
    }

    #[test]
    fn references_are_relative_to_the_folder_of_their_document() {
        let joined = |base: &str, relative: &str| resolve_path(base, relative);
        let some = |path: &str| Some(path.to_owned());
        assert_eq!(joined("specs/a.yaml", "b.yaml"), some("specs/b.yaml"));
        assert_eq!(joined("specs/a.yaml", "./x/../b.yaml#/y"), some("specs/b.yaml"));
        assert_eq!(joined("specs/a.yaml", "../b.yaml"), some("b.yaml"));
        assert_eq!(joined("a.yaml", "x//./b%20c.yaml"), some("x/b c.yaml"));
        assert_eq!(joined("a.yaml", "%C3%A4.yaml"), some("ä.yaml"));
        assert_eq!(joined("/home/me/a.yaml", "../b.yaml"), some("/home/b.yaml"));
        assert_eq!(joined("specs/a.yaml", "#/x"), some("specs/a.yaml"));
        assert_eq!(joined("a.yaml", "b.yaml?raw"), some("b.yaml"));
    }

    #[test]
    fn references_out_of_the_root_folder_are_rejected() {
        let wrong = [
            "../x.yaml",
            "x/../../y.yaml",
            "%2e%2e/x.yaml",
            "/etc/passwd",
            "//host/x.yaml",
            "https://x.example/y.yaml",
            "file:///etc/passwd",
            "C:/x.yaml",
            "..%2f..%2fx",
            "a%5c..%5cx",
            "a%00b",
            "%FF",
            "%4",
            "%zz",
            "%é",
            ".",
            "./",
        ];
        for relative in wrong {
            assert_eq!(resolve_path("a.yaml", relative), None, "{relative}");
        }
        assert_eq!(resolve_path("/a/b.yaml", "../../x.yaml"), None);
    }
}
