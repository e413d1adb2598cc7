//! `docs/keywords.md` matches the generator for each keyword of OpenAPI and JSON Schema.

use std::collections::{BTreeSet, HashMap};

use codegen_tests::keywords::{self, Outcome, Output, pointer_of_key};
use serde_json::{Value, json};
use wireright_codegen::diagnostic::Code;

/// The supported versions.
const VERSIONS: [&str; 3] = ["3.0", "3.1", "3.2"];

/// Fails with all problems, one on each line.
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn each_row_matches_the_generator() {
    let objects = keywords::objects();
    let mut failures = Vec::new();
    // Many samples share the document without their keyword.
    let mut without_keyword = HashMap::new();
    for row in keywords::rows() {
        let (name, case) = (&row.object, &row.case);
        let Some((object, sample)) = objects.get(name).and_then(|object| Some((object, object.samples.get(case)?)))
        else {
            failures.push(format!("{name}, {case}: there is no sample"));
            continue;
        };
        for version in &row.versions {
            let [with, without] = sample.documents(object, case, version);
            let output = Output::of(&with, true);
            let seen = &output.problems;
            let becomes = if let Some((code, _)) = seen.first() {
                Outcome::Reported(*code)
            } else {
                let without = without_keyword.entry(without.to_string()).or_insert_with(|| Output::of(&without, true));
                output.outcome_compared_to(without)
            };
            if becomes != row.outcome {
                let said = &row.outcome;
                failures.push(format!("{name}, {case}, {version}: `{becomes}`, not `{said}`: {seen:?}"));
            }
            let place = sample.place(object, case);
            let elsewhere = seen.iter().find(|(code, at)| *at != place || Outcome::Reported(*code) != row.outcome);
            if let (Some((code, at)), Outcome::Reported(_)) = (elsewhere, &row.outcome) {
                failures.push(format!("{name}, {case}, {version}: {code} is reported at `{at}`, not at `{place}`"));
            }
            // Strict mode reports everything that lenient mode reports.
            let strict = Output::of(&with, false).problems;
            let wanted = sample.strict.as_deref().or(matches!(row.outcome, Outcome::Reported(_)).then_some("any code"));
            let is_told = |code: Code| wanted == Some("any code") || wanted == Some(code.as_str());
            if strict.is_empty() != wanted.is_none() || !strict.iter().all(|(code, _)| is_told(*code)) {
                failures.push(format!("{name}, {case}, {version}, a document of ours: {strict:?}"));
            }
        }
    }
    assert_none(&failures);
}

#[test]
fn every_sample_has_a_row() {
    let rows: BTreeSet<(String, String)> = keywords::rows().into_iter().map(|row| (row.object, row.case)).collect();
    let samples = keywords::objects()
        .into_iter()
        .flat_map(|(name, object)| object.samples.into_keys().map(move |case| (name.clone(), case)));
    let lonely: Vec<String> =
        samples.filter(|sample| !rows.contains(sample)).map(|(name, case)| format!("{name}, {case}")).collect();
    assert_none(&lonely);
}

#[test]
fn every_keyword_of_each_version_has_a_row() {
    let rows = keywords::rows();
    let mut failures = Vec::new();
    for (object, versions) in keywords::specification() {
        for (version, keys) in versions {
            let has = |key: &String| {
                rows.iter().any(|row| row.object == object && row.keyword() == key && row.versions.contains(&version))
            };
            failures.extend(keys.iter().filter(|key| !has(key)).map(|key| format!("{object}, {key}, {version}")));
        }
    }
    assert_none(&failures);
}

#[test]
fn every_key_that_the_readers_read_has_a_row() {
    let rows = keywords::rows();
    let asked = keywords::keys_read();
    assert!(asked.len() > 150, "the readers ask for more than {} keys", asked.len());
    let has = |asked: &keywords::KeyRead| {
        rows.iter()
            .any(|row| row.keyword() == asked.key && asked.object.as_ref().is_none_or(|object| *object == row.object))
    };
    // `swagger` is read to reject version 2.0. `x-` keys are documented in docs/extensions.md.
    let is_standard = |asked: &&keywords::KeyRead| {
        asked.key != "swagger"
            && !asked.key.starts_with("x-")
            && asked.object.as_ref().is_none_or(|object| object.ends_with(" Object"))
    };
    let missing = asked.iter().filter(is_standard).filter(|asked| !has(asked));
    assert_none(&missing.map(|asked| format!("{asked:?}")).collect::<Vec<_>>());
}

/// Objects with arbitrary keys, and objects that are reported as a whole.
const WITHOUT_KEYS: [&str; 6] =
    ["Callback Object", "Link Object", "Paths Object", "Responses Object", "Security Requirement Object", "XML Object"];

#[test]
fn an_unknown_key_is_reported_and_an_extension_is_not() {
    let objects = keywords::objects();
    let mut failures = Vec::new();
    for (name, object) in objects.iter().filter(|(name, _)| !WITHOUT_KEYS.contains(&name.as_str())) {
        for version in VERSIONS {
            let seen = Output::of(&object.with_key(version, "surprise", json!(1)), true).problems;
            let wanted = [(Code::UnknownKeyIgnored, pointer_of_key(&object.at, "surprise"))];
            if seen != wanted {
                failures.push(format!("{name}, {version}: {seen:?}"));
            }
            // No similar name is suggested for an extension.
            for key in ["x-surprise", "x-permission"] {
                let seen = Output::of(&object.with_key(version, key, json!(1)), true).problems;
                if !seen.is_empty() {
                    failures.push(format!("{name}, {version}, `{key}`: {seen:?}"));
                }
            }
        }
    }
    assert_none(&failures);
}

/// A document with a property of this type and format.
fn of_format(of: &str, format: Option<&str>) -> Value {
    let mut schema = json!({ "type": of });
    if let Some(format) = format {
        schema["format"] = json!(format);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "paths": {},
        "components": { "schemas": { "Thing": {
            "type": "object", "required": ["it"], "properties": { "it": schema },
        } } },
    })
}

#[test]
fn each_format_has_the_documented_type() {
    let mut failures = Vec::new();
    for row in keywords::formats() {
        let (of, format, rust) = (&row.of, &row.format, &row.rust);
        for lenient in [true, false] {
            let output = Output::of(&of_format(of, Some(format)), lenient);
            let (ty, seen) = (output.member_type(), &output.problems);
            if ty != Some(rust) || !seen.is_empty() {
                failures.push(format!("{of}, {format}: `{ty:?}`, not `{rust}`: {seen:?}"));
            }
        }
    }
    assert_none(&failures);
}
