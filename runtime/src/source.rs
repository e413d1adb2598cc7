//! The source of this crate, so that a generator can write it beside a client.
//!
//! Only with the feature `source`. The list of files is complete: a test compares it with the folder.

/// A file of the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path in the crate's folder, with `/` between folders.
    pub path: String,
    /// The content.
    pub text: String,
}

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The license of this crate.
pub const LICENSE: &str = include_str!("../LICENSE");

/// `Cargo.toml` of a stand-alone copy: without the package's name and version, and without this module's feature.
pub const MANIFEST: &str = include_str!("../standalone.toml");

/// The declaration of this module, which a copy does not have.
const DECLARATION: &str = "#[cfg(feature = \"source\")]\npub mod source;\n";

/// The beginning of the unit tests of a file, which are its last item.
const TESTS: &[u8] = b"\n#[cfg(test)]\nmod tests {\n";

/// The length of a file without its unit tests.
const fn length_without_tests(text: &[u8]) -> usize {
    let mut rest = text;
    while !begins_with(rest, TESTS) {
        match rest {
            [_, after @ ..] => rest = after,
            [] => return text.len(),
        }
    }
    text.len() - rest.len()
}

const fn begins_with(text: &[u8], beginning: &[u8]) -> bool {
    let (mut text, mut beginning) = (text, beginning);
    loop {
        match (text, beginning) {
            (_, []) => return true,
            ([one, text_rest @ ..], [other, beginning_rest @ ..]) if *one == *other => {
                (text, beginning) = (text_rest, beginning_rest);
            }
            _ => return false,
        }
    }
}

/// Each file without its unit tests, which need crates that a copy does not depend on. They are cut at compile time, so
/// that a program with the files is smaller.
macro_rules! files {
    ($($path:literal,)*) => {
        &[$(($path, {
            const LENGTH: usize = length_without_tests(include_bytes!($path));
            static TEXT: [u8; LENGTH] = match include_bytes!($path).first_chunk() {
                Some(text) => *text,
                None => [0; LENGTH],
            };
            &TEXT
        })),*]
    };
}

const FILES: &[(&str, &[u8])] = files![
    "blocking.rs",
    "body/encode_error.rs",
    "body/encoded_body.rs",
    "body/form.rs",
    "body/json.rs",
    "body/media_type.rs",
    "body/mod.rs",
    "body/multipart.rs",
    "body/multipart_macro.rs",
    "body/part.rs",
    "body/pieces.rs",
    "body/request_body.rs",
    "body/upload.rs",
    "client/authenticator.rs",
    "client/builder.rs",
    "client/call.rs",
    "client/credentials.rs",
    "client/failure_rules.rs",
    "client/mod.rs",
    "client/pages.rs",
    "client/plan.rs",
    "client/response.rs",
    "client/response_future.rs",
    "client/retry_decision.rs",
    "client/settings.rs",
    "clock/deadline.rs",
    "clock/manual.rs",
    "clock/mod.rs",
    "clock/skew.rs",
    "clock/system.rs",
    "decode/headers.rs",
    "decode/media_type.rs",
    "decode/mod.rs",
    "decode/raw_response.rs",
    "endpoint.rs",
    "environment.rs",
    "error/constructors.rs",
    "error/display.rs",
    "error/documented.rs",
    "error/invalid_request.rs",
    "error/kind.rs",
    "error/mod.rs",
    "error/problem.rs",
    "error/service_message.rs",
    "failure.rs",
    "future.rs",
    "header.rs",
    "hook.rs",
    "json/choose.rs",
    "json/context.rs",
    "json/decode.rs",
    "json/encode.rs",
    "json/error.rs",
    "json/extra.rs",
    "json/from_serde.rs",
    "json/from_text.rs",
    "json/key.rs",
    "json/lenient_string.rs",
    "json/lexer.rs",
    "json/lossy.rs",
    "json/mod.rs",
    "json/newtype.rs",
    "json/nullable.rs",
    "json/object.rs",
    "json/property.rs",
    "json/raw.rs",
    "json/raw_value.rs",
    "json/read.rs",
    "json/scan.rs",
    "json/serde_value.rs",
    "json/string_enum.rs",
    "json/tagged.rs",
    "json/text.rs",
    "json/to_serde.rs",
    "json/to_text.rs",
    "json/union.rs",
    "json/values.rs",
    "json/variant_matcher.rs",
    "lib.rs",
    "operation.rs",
    "pagination/links.rs",
    "pagination/mod.rs",
    "pagination/walk.rs",
    "parameter/header.rs",
    "parameter/mod.rs",
    "parameter/path.rs",
    "parameter/query.rs",
    "parameter/serializer.rs",
    "parameter/style.rs",
    "parameter/value.rs",
    "parameter/value_tree.rs",
    "percent.rs",
    "region.rs",
    "request/debug.rs",
    "request/mod.rs",
    "request/required.rs",
    "request/set_body.rs",
    "request/set_parameters.rs",
    "request/url.rs",
    "resilience/circuit_breaker.rs",
    "resilience/failover.rs",
    "resilience/mod.rs",
    "resilience/retry.rs",
    "resilience/retry_budget.rs",
    "resilience/timeouts.rs",
    "response.rs",
    "secret/capture.rs",
    "secret/mod.rs",
    "secret/redactor.rs",
    "secret/spelling.rs",
    "security/credentials.rs",
    "security/keys.rs",
    "security/mod.rs",
    "security/oauth2/grant.rs",
    "security/oauth2/mod.rs",
    "security/oauth2/token_endpoint.rs",
    "security/oauth2/token_request.rs",
    "security/oauth2/tokens.rs",
    "security/selection.rs",
    "security/single_flight.rs",
    "server/choice.rs",
    "server/expand.rs",
    "server/find.rs",
    "server/mod.rs",
    "server/variable_value.rs",
    "service.rs",
    "stream/byte_stream.rs",
    "stream/event_parser.rs",
    "stream/events.rs",
    "stream/json_lines.rs",
    "stream/mod.rs",
    "stream/records.rs",
    "text.rs",
    "trace/disabled.rs",
    "trace/mod.rs",
    "trace/spans.rs",
    "transport/body.rs",
    "transport/canned.rs",
    "transport/error.rs",
    "transport/gzip.rs",
    "transport/http_request.rs",
    "transport/matcher.rs",
    "transport/mod.rs",
    "transport/proxies.rs",
    "transport/reqwest_builder.rs",
    "transport/reqwest_transport.rs",
    "transport/tls.rs",
    "transport/tower.rs",
    "validate/alternatives.rs",
    "validate/arrays.rs",
    "validate/check.rs",
    "validate/evaluate.rs",
    "validate/evaluated.rs",
    "validate/json_tree.rs",
    "validate/mod.rs",
    "validate/number.rs",
    "validate/objects.rs",
    "validate/password.rs",
    "validate/pattern.rs",
    "validate/rule.rs",
    "validate/scalars.rs",
    "validate/schemas.rs",
    "validate/violations.rs",
    "value/base64.rs",
    "value/conversions/chrono.rs",
    "value/conversions/dates.rs",
    "value/conversions/jiff.rs",
    "value/conversions/mod.rs",
    "value/conversions/rust_decimal.rs",
    "value/conversions/time.rs",
    "value/date.rs",
    "value/date_time.rs",
    "value/duration.rs",
    "value/mod.rs",
    "value/number.rs",
    "value/text.rs",
    "value/time.rs",
    "value/uuid.rs",
];

/// The files below `src/`, without this module.
pub fn files() -> impl Iterator<Item = File> {
    FILES.iter().map(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes).replacen(DECLARATION, "", 1);
        File { path: format!("src/{path}"), text }
    })
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    fn collect(folder: &Path, root: &Path, paths: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, paths);
            } else {
                let relative = path.strip_prefix(root).unwrap();
                let parts: Vec<_> = relative.iter().map(|part| part.to_str().unwrap()).collect();
                paths.insert(parts.join("/"));
            }
        }
    }

    #[test]
    fn the_list_is_complete() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut expected = BTreeSet::new();
        collect(&root.join("src"), root, &mut expected);
        expected.remove("src/source.rs");
        assert_eq!(files().map(|file| file.path).collect::<BTreeSet<_>>(), expected);
    }

    /// A file is that of the folder up to its tests, which are its last item.
    #[test]
    fn a_copy_has_no_tests() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut with_tests = 0;
        for File { path, text } in files() {
            let whole = fs::read_to_string(root.join(&path)).unwrap().replacen(DECLARATION, "", 1);
            assert!(!text.contains("#[test]") && !text.contains("mod tests"), "{path}");
            let (code, tests) = whole.split_at(text.len());
            assert_eq!(code, text, "{path}");
            assert!(tests.is_empty() || tests.starts_with("\n#[cfg(test)]\nmod tests {\n"), "{path}");
            assert!(tests.is_empty() || tests.matches("\n}\n").count() == 1, "{path}: an item after the tests");
            with_tests += usize::from(!tests.is_empty());
        }
        assert!(with_tests > 50, "{with_tests}");
    }

    #[test]
    fn a_copy_does_not_declare_this_module() {
        assert!(files().all(|file| !file.text.contains("feature = \"source\"")));
    }
}
