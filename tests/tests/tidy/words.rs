//! Words: what this project does not say in names, comments, messages and documentation, each with what to say instead.
//!
//! Identifiers are split at underscores and at changes of case. Words of a phrase may stand on several lines.

use std::collections::HashMap;

use crate::{files::has_extension, finding::Finding};

/// Words and phrases, each with the term to use instead. A phrase is words with blanks between them.
const BANNED: &[(&str, &str)] = &[
    ("anew", "again"),
    ("answer", "response; as a verb: respond"),
    ("answered", "response; as a verb: responded"),
    ("answering", "responding"),
    ("answers", "responses; as a verb: responds"),
    ("excuse", "known issue"),
    ("excused", "known issue"),
    ("excuses", "known issues"),
    ("heir", "subtype"),
    ("heirs", "subtypes"),
    ("hitherto", "until now"),
    ("is no key", "unknown key"),
    ("lest", "so that … not"),
    ("lineage", "base schemas, subtypes"),
    ("mend", "fix"),
    ("mended", "fixed"),
    ("mending", "fixing"),
    ("mends", "fixes"),
    ("misfit", "mismatch"),
    ("misfits", "mismatches"),
    ("of which", "two sentences"),
    ("of whom", "two sentences"),
    ("repeatable", "idempotent"),
    ("shape", "type, kind or schema"),
    ("shapes", "types, kinds or schemas"),
    ("somebody", "the caller, the user, a third party"),
    ("spare", "failover, fallback"),
    ("spares", "failovers, fallbacks"),
    ("stranger", "the actor: another program, an unknown key"),
    ("strangers", "the actor: another program, unknown keys"),
    ("tally", "statistics"),
    ("text enum", "string enum"),
    ("texts", "strings"),
    ("thereof", "of it"),
    ("whereby", "by which, two sentences"),
    ("whereof", "of it"),
    ("whoever", "the caller, the user"),
    ("whom", "the caller, the user"),
    ("whomever", "the caller, the user"),
    ("witness", "recorder, captured value"),
    ("witnesses", "recorders, captured values"),
];

/// Names of types and functions: pronouns, participles and metaphors, each with a domain noun.
const BANNED_NAMES: &[(&str, &str)] = &[
    ("AnswerEnum", "ResponseEnum"),
    ("Beyond", "UnsupportedFeature"),
    ("FOR_EVER", "NO_TIMEOUT"),
    ("Gathered", "BodyBuilder"),
    ("Given", "IsSet"),
    ("Held", "Nested"),
    ("Home", "TypeScope, FileLocation"),
    ("Kept", "SingleFlightCache"),
    ("Library", "DocumentSet"),
    ("OnlyTold", "ObserveOnlyHook"),
    ("Opening", "QuickStart"),
    ("PATIENCE", "IDLE_TIMEOUT"),
    ("Places", "EndpointConfig"),
    ("Proof", "AuthMaterial"),
    ("Refusal", "InvalidRequest"),
    ("Shown", "DebugField"),
    ("Signs", "VariantMatcher"),
    ("Told", "ObserveOnlyHook"),
    ("Who", "ResolvedCredentials"),
    ("Words", "RefOverrides"),
    ("Workshop", "Runner"),
    ("ask", "send, execute"),
    ("asking", "auth_client"),
    ("carry_out", "execute"),
    ("make_ready", "prepare_attempt"),
    ("meet", "take_key"),
    ("only_telling", "observe_only"),
    ("prove", "apply_auth"),
    ("saw", "record"),
    ("unmet", "unread"),
    ("was_set_right", "clock_skew_corrected"),
    ("way_setter", "alternative_sends"),
    ("who_sends", "resolve_credentials"),
    ("who_signs", "resolve_credentials"),
];

/// Keywords that declare a name.
const DECLARATIONS: [&str; 10] =
    ["const", "enum", "fn", "macro_rules!", "mod", "static", "struct", "trait", "type", "union"];

/// Banned words in the path and the text of a file. This file lists the words and is exempt.
pub(crate) fn check(path: &str, text: &str) -> Vec<Finding> {
    if path == "tests/tests/tidy/words.rs" {
        return Vec::new();
    }
    let finding = |line: usize, found: &str, instead: &str| Finding {
        path: path.to_owned(),
        line,
        message: format!("`{found}` is not used here: say \"{instead}\" (tests/tests/tidy/words.rs)"),
    };
    let mut findings = Vec::new();
    for word in words_of(path) {
        if let Some((banned, instead)) = BANNED.iter().find(|(banned, _)| *banned == word) {
            findings.push(finding(1, banned, instead));
        }
    }
    let words: Vec<(usize, String)> = text
        .lines()
        .enumerate()
        .flat_map(|(index, line)| words_of(line).into_iter().map(move |word| (index + 1, word)))
        .collect();
    let mut starts: HashMap<&str, Vec<&(&str, &str)>> = HashMap::new();
    for entry in BANNED {
        starts.entry(entry.0.split(' ').next().unwrap_or_default()).or_default().push(entry);
    }
    for (start, (line, word)) in words.iter().enumerate() {
        for (banned, instead) in starts.get(word.as_str()).into_iter().flatten() {
            let mut parts = banned.split(' ').skip(1);
            let mut rest = words[start + 1..].iter();
            if parts.all(|part| rest.next().is_some_and(|(_, word)| word == part)) {
                findings.push(finding(*line, banned, instead));
            }
        }
    }
    if has_extension(path, "rs") {
        for (index, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            let mut tokens = line.split_whitespace();
            while let Some(token) = tokens.next() {
                if !DECLARATIONS.contains(&token) {
                    continue;
                }
                let Some(name) = tokens.next() else { break };
                let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                if let Some((banned, instead)) = BANNED_NAMES.iter().find(|(banned, _)| *banned == name) {
                    findings.push(finding(index + 1, banned, instead));
                }
            }
        }
    }
    findings
}

/// The words of a line in lower case: runs of letters, split at changes of case. Punctuation other than the start of a
/// comment is a word of its own, to end a phrase.
pub(crate) fn words_of(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = line.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| characters[index]);
        let next_is_lower = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
        let starts_word = character.is_uppercase()
            && (previous.is_some_and(char::is_lowercase) || previous.is_some_and(char::is_uppercase) && next_is_lower);
        if (!character.is_alphabetic() || starts_word) && !word.is_empty() {
            words.push(word.to_lowercase());
            word.clear();
        }
        if character.is_alphabetic() {
            word.push(character);
        } else if matches!(character, '.' | ',' | ';' | ':' | '(' | ')' | '"' | '|') {
            words.push(character.to_string());
        }
    }
    if !word.is_empty() {
        words.push(word.to_lowercase());
    }
    words
}

#[test]
fn one_banned_word_is_found_wherever_it_stands() {
    let line = |path: &str, text: &str| check(path, text).iter().map(|finding| finding.line).collect::<Vec<_>>();
    assert_eq!(line("README.md", "Fine.\nCompare anew.\n"), [2]);
    assert_eq!(line("runtime/src/a.rs", "fn mended_date() {}\n"), [1]);
    assert_eq!(line("runtime/src/a.rs", "pub struct AnswerStream;\n"), [1]);
    assert_eq!(line("runtime/src/a.rs", "\n//! It is no\n//! key of the object.\n"), [2]);
    assert_eq!(line("runtime/src/a.rs", "pub(crate) enum Who {\n"), [1]);
    assert_eq!(line("runtime/src/mended.rs", ""), [1]);
    assert!(line("runtime/src/a.rs", "// Given a person who sends an amendment, which is kept.\n").is_empty());
    assert!(line("specs/a.yaml", "# A list of. Which\n").is_empty(), "a phrase ends with its sentence");
}
