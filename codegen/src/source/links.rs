//! Which files a document refers to, so that a caller who reads files knows what to read next.
//!
//! Nothing is opened here: [`linked_files`] tells what is written, [`resolve_path`] where that leads, and reading is the caller's part.
//! Every `$ref` counts, even one inside an example that nobody will resolve: a file too many does no harm.

use std::collections::BTreeSet;

use memchr::memmem;

use super::{Document, Object, Value};

/// The files that a document refers to by a relative `$ref` or by a value of a discriminator's `mapping`, as written but
/// without fragment. Addresses with a scheme, such as `https://…`, are not among them.
pub fn linked_files(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    visit(&document.root, &mut found);
    found
}

/// Whether a text may refer to other files at all, without reading it as a document: where it surely does not, there is no
/// need to. What could be spelled in another way than the usual one is taken for a reference.
pub fn may_link(text: &str) -> bool {
    let found = |word: &'static str| memmem::find_iter(text.as_bytes(), word).map(move |at| (at, at + word.len()));
    let after = |end: usize| text.get(end..).unwrap_or_default();
    // Escaped, the letters of `$ref` would not be found.
    let is_letter = |(_, end): (usize, usize)| ["24", "72", "65", "66"].iter().any(|hex| after(end).starts_with(hex));
    found("\\u00").chain(found("\\x")).any(is_letter)
        || found("$ref").any(|(_, end)| !stays(after(end)))
        || found("mapping").any(|(at, end)| {
            is_key(text.get(..at).unwrap_or_default(), after(end)) && !is_mapping_that_stays(after(end))
        })
}

/// Whether what follows a key begins with a quoted reference into the same document.
fn stays(after: &str) -> bool {
    let value = after.strip_prefix(['"', '\'']).unwrap_or(after).trim_start();
    let value = value.strip_prefix(':').map(str::trim_start);
    value.is_some_and(|value| value.starts_with("\"#") || value.starts_with("'#"))
}

/// Whether a word between these is a key, and not a part of a longer one or of a sentence.
fn is_key(before: &str, after: &str) -> bool {
    let is_behind = |last: char| !last.is_alphanumeric() && last != '_';
    let after = after.strip_prefix(['"', '\'']).unwrap_or(after).trim_start();
    before.ends_with(is_behind) && after.starts_with(':')
}

/// Whether what follows `mapping` is JSON whose values all stay in the document.
fn is_mapping_that_stays(after: &str) -> bool {
    let object = after.strip_prefix('"').map(str::trim_start).and_then(|rest| rest.strip_prefix(':'));
    let Some((members, _)) = object.and_then(|rest| rest.trim_start().strip_prefix('{')?.split_once('}')) else {
        return false;
    };
    members.split(',').all(|member| {
        let value = member.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
        value.is_some_and(|(_, value)| stays(value))
    })
}

fn visit(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, found)),
        Value::Object(object) => {
            for (key, value) in object.iter() {
                match (key, value) {
                    ("$ref", Value::String(reference)) => found.extend(file_of(reference)),
                    ("discriminator", Value::Object(discriminator)) => mapping(discriminator, found),
                    _ => {}
                }
                visit(value, found);
            }
        }
        _ => {}
    }
}

/// The values of a mapping are names of schemas or references; those that look like a path are references.
fn mapping(discriminator: &Object, found: &mut BTreeSet<String>) {
    let Some(Value::Object(mapping)) = discriminator.get("mapping") else { return };
    for (_, value) in mapping.iter() {
        let Value::String(reference) = value else { continue };
        if let Some(file) = file_of(reference).filter(|file| file.contains('/') || is_description(file)) {
            found.insert(file);
        }
    }
}

fn is_description(file: &str) -> bool {
    let file = file.to_ascii_lowercase();
    [".yaml", ".yml", ".json"].iter().any(|ending| file.ends_with(ending))
}

/// The file of a relative reference; `None` where it stays in its document or leaves for a network.
fn file_of(reference: &str) -> Option<String> {
    let file = reference.split('#').next().unwrap_or_default();
    (!file.is_empty() && !is_remote(file)).then(|| file.to_owned())
}

/// Whether a reference names its scheme (`https:`) or a host (`//host/x.yaml`). RFC 3986, sections 3.1 and 4.2.
pub fn is_remote(reference: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|part| part.is_ascii_alphanumeric() || ['+', '-', '.'].contains(&part))
    };
    let before_path = reference.split(['/', '?', '#']).next().unwrap_or_default();
    reference.starts_with("//") || before_path.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// The path of the file that a relative reference in `base` means, in the way that `base` itself is written: `/` between
/// folders, without `.` and `..`. A reference to the document itself gives `base`.
///
/// `None` for a reference with a scheme or a host, for one that is absolute, that leads above the folder that `base` is
/// written from, or that is no text when its percent-escapes are resolved. Fragment and query are no part of a file's name.
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
        // Dots count as such in escapes too, and a separator in an escape is none of the path.
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

/// A text without percent-escapes; `None` for a broken escape, or where the bytes are no UTF-8.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Diagnostics,
        source::{SourceFile, Sources, parse},
    };

    fn of(text: &str) -> Vec<String> {
        let sources = Sources::new(vec![SourceFile { path: "a.yaml".to_owned(), bytes: text.into() }]);
        let (id, file) = sources.iter().next().unwrap();
        let document = parse(id, file, &mut Diagnostics::default()).unwrap();
        linked_files(&document).into_iter().collect()
    }

    #[test]
    fn files_are_found_wherever_they_are_referred_to() {
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
    fn most_documents_need_not_be_read_to_know_that_they_refer_to_nothing_else() {
        let inside =
            ["a: { $ref: '#/a' }", r##"{"$ref" : "#/a", "discriminator": {"mapping": {"a": "#/b","c": "#/d"}}}"##];
        for text in inside {
            assert!(!may_link(text) && of(text).is_empty(), "{text}");
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
            assert!(may_link(text) && of(text) == ["b.yaml"], "{text}");
        }
    }

    #[test]
    fn a_mapping_refers_to_files_and_names() {
        let text = "
discriminator:
  propertyName: kind
  mapping: { a: Cat, b: cat.yaml, c: './dog', d: '#/components/schemas/X', e: 'x.json#/Y', f: 'urn:x', g: a.b.C }
";
        assert_eq!(of(text), ["./dog", "cat.yaml", "x.json"]);
    }

    #[test]
    fn a_reference_is_joined_to_the_folder_of_its_document() {
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
    fn nothing_leads_out() {
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
