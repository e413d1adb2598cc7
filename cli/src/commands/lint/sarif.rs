//! SARIF 2.1.0: the format that code scanning of GitHub and others read.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wireright_codegen::{
    diagnostic::{Code, Severity},
    parser::file_references::percent_encode,
};

/// The problems of JSON lines, of one run or several.
pub(super) fn of_json_lines(lines: &str) -> String {
    let problems = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let problems: Vec<Value> = problems.collect();
    let mut rules: BTreeMap<&str, Value> = BTreeMap::new();
    for code in problems.iter().filter_map(|problem| problem.get("code")?.as_str()) {
        rules.extend(Code::ALL.iter().find(|known| known.as_str() == code).map(|known| (code, rule(*known))));
    }
    let driver = json!({
        "name": "wireright lint",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules.into_values().collect::<Vec<_>>(),
    });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "unicodeCodePoints",
        "results": problems.iter().map(result).collect::<Vec<_>>(),
    });
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    format!("{whole:#}\n")
}

fn rule(code: Code) -> Value {
    let level = match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.title() },
        "help": { "text": format!("How to fix it: {}.", code.advice()) },
        "defaultConfiguration": { "level": level },
    })
}

fn result(problem: &Value) -> Value {
    let lines = |key: &str| {
        let lines = problem.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        lines.map(|line| format!("\n{key}: {line}")).collect::<String>()
    };
    let message = problem.get("message").and_then(Value::as_str).unwrap_or_default();
    let mut location = physical_location(problem);
    if let (Some(pointer), Value::Object(location)) = (problem.get("pointer").and_then(Value::as_str), &mut location) {
        location.insert("logicalLocations".to_owned(), json!([{ "fullyQualifiedName": pointer }]));
    }
    let related = problem.get("related").and_then(Value::as_array).into_iter().flatten().map(|related| {
        let mut location = physical_location(related);
        if let Value::Object(location) = &mut location {
            location.insert("message".to_owned(), json!({ "text": related.get("message") }));
        }
        location
    });
    json!({
        "ruleId": problem.get("code"),
        "level": problem.get("severity"),
        "message": { "text": format!("{message}{}{}", lines("notes").replace("\nnotes: ", "\nnote: "), lines("help")) },
        "locations": [location],
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

/// The file of a problem, and its place there. Lines and columns count from 1.
fn physical_location(problem: &Value) -> Value {
    let file = problem.get("file").and_then(Value::as_str).unwrap_or_default();
    let mut location = json!({ "artifactLocation": { "uri": percent_encode(file) } });
    let number = |value: Option<&Value>| value.and_then(Value::as_u64);
    if let (Some(line), Some(column), Value::Object(location)) =
        (number(problem.get("line")), number(problem.get("column")), &mut location)
    {
        let end = problem.get("end");
        let end_line = number(end.and_then(|end| end.get("line"))).unwrap_or(line);
        let end_column = number(end.and_then(|end| end.get("column"))).unwrap_or(column);
        let region = json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
        location.insert("region".to_owned(), region);
    }
    json!({ "physicalLocation": location })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_has_a_rule_a_message_and_a_place() {
        let place = r#""file":"a b.yaml","line":3,"column":5,"end":{"line":3,"column":9},"pointer":"/paths""#;
        let related = r#""related":[{"message":"here","file":"c.yaml","line":null,"column":null}]"#;
        let lines = format!(
            r#"{{"code":"E0204","severity":"error","message":"no",{place},"notes":["n"],"help":["h"],{related}}}"#
        );
        let sarif: Value = serde_json::from_str(&of_json_lines(&format!("{lines}\n{lines}\n"))).unwrap();
        let run = &sarif["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 1);
        assert_eq!(run["results"].as_array().unwrap().len(), 2);
        let region = json!({ "startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9 });
        let expected = json!({
            "ruleId": "E0204",
            "level": "error",
            "message": { "text": "no\nnote: n\nhelp: h" },
            "locations": [{
                "physicalLocation": { "artifactLocation": { "uri": "a%20b.yaml" }, "region": region },
                "logicalLocations": [{ "fullyQualifiedName": "/paths" }],
            }],
            "relatedLocations": [{
                "physicalLocation": { "artifactLocation": { "uri": "c.yaml" } },
                "message": { "text": "here" },
            }],
        });
        assert_eq!(run["results"][0], expected);
        let empty: Value = serde_json::from_str(&of_json_lines("")).unwrap();
        assert_eq!(empty["runs"][0]["results"], json!([]));
    }
}
