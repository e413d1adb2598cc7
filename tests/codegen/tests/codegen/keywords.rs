//! `docs/keywords.md` matches the generator for each keyword of OpenAPI and JSON Schema.

use std::collections::BTreeSet;

use codegen_tests::keywords::{self, Outcome, member_type, observe, pointer_of_key};
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
    let mut problems = Vec::new();
    for row in keywords::rows() {
        let (name, case) = (&row.object, &row.case);
        let Some((object, sample)) = objects.get(name).and_then(|object| Some((object, object.samples.get(case)?)))
        else {
            problems.push(format!("{name}, {case}: there is no sample"));
            continue;
        };
        for version in &row.versions {
            let [with, without] = sample.documents(object, case, version);
            let [seen, without] = [observe(&with, true), observe(&without, true)];
            let becomes = seen.outcome_compared_to(&without);
            if becomes != row.outcome {
                let said = &row.outcome;
                problems.push(format!("{name}, {case}, {version}: `{becomes}`, not `{said}`: {:?}", seen.problems));
            }
            let place = sample.place(object, case);
            let elsewhere =
                seen.problems.iter().find(|(code, at)| *at != place || Outcome::Reported(*code) != row.outcome);
            if let (Some((code, at)), Outcome::Reported(_)) = (elsewhere, &row.outcome) {
                problems.push(format!("{name}, {case}, {version}: {code} is reported at `{at}`, not at `{place}`"));
            }
            // Strict mode reports everything that lenient mode reports.
            let strict = observe(&with, false);
            let wanted = sample.strict.as_deref().or(matches!(row.outcome, Outcome::Reported(_)).then_some("any code"));
            let is_told = |code: Code| wanted == Some("any code") || wanted == Some(code.as_str());
            if strict.problems.is_empty() != wanted.is_none() || !strict.problems.iter().all(|(code, _)| is_told(*code))
            {
                problems.push(format!("{name}, {case}, {version}, a document of ours: {:?}", strict.problems));
            }
        }
    }
    assert_none(&problems);
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
    let mut problems = Vec::new();
    for (object, versions) in keywords::specification() {
        for (version, keys) in versions {
            let has = |key: &String| {
                rows.iter().any(|row| row.object == object && row.keyword() == key && row.versions.contains(&version))
            };
            problems.extend(keys.iter().filter(|key| !has(key)).map(|key| format!("{object}, {key}, {version}")));
        }
    }
    assert_none(&problems);
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
    // `swagger` is read to reject version 2.0. `x-` keys are documented in specs/README.md.
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
    let mut problems = Vec::new();
    for (name, object) in objects.iter().filter(|(name, _)| !WITHOUT_KEYS.contains(&name.as_str())) {
        for version in VERSIONS {
            let seen = observe(&object.with_key(version, "surprise", json!(1)), true).problems;
            let wanted = [(Code::UnknownKeyIgnored, pointer_of_key(&object.at, "surprise"))];
            if seen != wanted {
                problems.push(format!("{name}, {version}: {seen:?}"));
            }
            // No similar name is suggested for an extension.
            for key in ["x-surprise", "x-permission"] {
                let seen = observe(&object.with_key(version, key, json!(1)), true).problems;
                if !seen.is_empty() {
                    problems.push(format!("{name}, {version}, `{key}`: {seen:?}"));
                }
            }
        }
    }
    assert_none(&problems);
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
    let mut problems = Vec::new();
    for row in keywords::formats() {
        let (of, format, rust) = (&row.of, &row.format, &row.rust);
        for lenient in [true, false] {
            let seen = observe(&of_format(of, Some(format)), lenient);
            if member_type(&seen) != Some(rust) || !seen.problems.is_empty() {
                let (ty, problems_seen) = (member_type(&seen), &seen.problems);
                problems.push(format!("{of}, {format}: `{ty:?}`, not `{rust}`: {problems_seen:?}"));
            }
        }
    }
    assert_none(&problems);
}
