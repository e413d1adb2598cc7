//! Phrases that several messages share: counts with their noun, and the reasons of errors of I/O and of TOML.

use std::io;

/// A count with its noun: `1 file`, `2 files`.
pub fn count_of(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The reason of an I/O error, without the number of the operating system.
pub fn io_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "not found".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "not a folder".to_owned(),
        io::ErrorKind::StorageFull => "no space left".to_owned(),
        io::ErrorKind::FileTooLarge => "file too large".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::QuotaExceeded => "no space left for this user".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => without_number(&error.to_string()).to_owned(),
    }
}

/// The text of an error without the number at its end: `Connection refused (os error 111)`.
pub fn without_number(text: &str) -> &str {
    text.split_once(" (os error ").map_or(text, |(reason, _)| reason)
}

/// The message of the reader of TOML, in one line.
pub fn toml_message(error: &toml::de::Error) -> String {
    let problem = error.message().trim_end().replace('\n', ", ");
    if problem == "wanted string or table" {
        return "wrong type: expected a string".to_owned();
    }
    if let Some((found, expected)) =
        problem.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        let kind = |word: &str| match word {
            "sequence" | "a sequence" => "a list".to_owned(),
            "map" | "a map" => "a table".to_owned(),
            "path string" => "a path in quotes".to_owned(),
            word if word.starts_with("struct ") => "a table".to_owned(),
            word => word.to_owned(),
        };
        return format!("wrong type: {}, expected {}", kind(found), kind(expected));
    }
    // serde's terms are those of a struct and an enum.
    let terms = [
        ("unknown field ", "unknown key "),
        ("missing field ", "missing key "),
        ("duplicate field ", "duplicate key "),
        ("unknown variant ", "unknown value "),
    ];
    terms.iter().find_map(|(term, plain)| Some(format!("{plain}{}", problem.strip_prefix(term)?))).unwrap_or(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_an_error_has_no_number() {
        for number in [2, 13, 20, 21, 28, 40] {
            let reason = io_reason(&io::Error::from_raw_os_error(number));
            assert!(!reason.contains("os error") && !reason.is_empty(), "{reason}");
        }
    }
}
