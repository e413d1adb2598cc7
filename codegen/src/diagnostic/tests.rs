//! Tests of the three forms of output.

use super::{Code, Diagnostics, Format, Policy, SourceLocation, render};
use crate::source::{FileId, Location, NodePart, Pointer, SourceFile, Sources};

const TEXT: &str = "paths:
  /a:
    post:
      requestBody:
        $ref: '#/components/schemas/ResetPaswordReq'
  /b\u{1b}[31m: { \"\u{202E}x\": 1 }
";

fn sources(text: &str) -> (Sources, FileId) {
    let sources = Sources::new(vec![SourceFile { path: "specs/kafka.yaml".to_owned(), bytes: text.into() }]);
    let file = sources.iter().next().unwrap().0;
    (sources, file)
}

fn at(file: FileId, pointer: &str, part: NodePart) -> Location {
    Location { file, pointer: Pointer::parse(pointer).unwrap(), part }
}

const REFERENCE: &str = "/paths/~1a/post/requestBody/$ref";

fn dangling(file: FileId) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    diagnostics
        .report(Code::DanglingReference, at(file, REFERENCE, NodePart::Value), "unknown schema `ResetPaswordReq`")
        .help("a schema with a similar name exists: `ResetPasswordReq`");
    diagnostics
}

fn shown(diagnostics: Diagnostics, sources: &Sources, format: Format) -> String {
    render(&diagnostics.into_sorted(sources, Policy::Strict), sources, format)
}

fn shown_leniently(diagnostics: Diagnostics, sources: &Sources, format: Format) -> String {
    render(&diagnostics.into_sorted(sources, Policy::Lenient), sources, format)
}

#[test]
fn human_output_shows_the_source_line() {
    let (sources, file) = sources(TEXT);
    let expected = "\
error[E0204]: unknown schema `ResetPaswordReq`
 --> specs/kafka.yaml:5:15
  |
5 |         $ref: '#/components/schemas/ResetPaswordReq'
  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: a schema with a similar name exists: `ResetPasswordReq`

";
    assert_eq!(shown(dangling(file), &sources, Format::Human { color: false }), expected);
    let coloured = shown(dangling(file), &sources, Format::Human { color: true });
    assert!(coloured.contains("\u{1b}[") && coloured.contains("E0204"), "{coloured}");
}

#[test]
fn human_output_prints_frequent_duplicates_once() {
    let lines: String = (0..9).map(|number| format!("k{number}: 1\n")).collect();
    let (sources, file) = sources(&lines);
    let shown_for = |count: usize, format| {
        let mut diagnostics = Diagnostics::default();
        for number in 0..count {
            diagnostics.report(Code::WrongType, at(file, &format!("/k{number}"), NodePart::Value), "wrong type");
        }
        diagnostics.report(Code::WrongType, at(file, "/k8", NodePart::Value), "something else");
        shown(diagnostics, &sources, format)
    };
    let human = Format::Human { color: false };
    assert_eq!(shown_for(3, human).matches("wrong type").count(), 3);
    let often = shown_for(8, human);
    assert_eq!((often.matches("wrong type").count(), often.matches("something else").count()), (1, 1), "{often}");
    let note = "= note: the same problem in 7 other locations: specs/kafka.yaml:2, specs/kafka.yaml:3, \
                specs/kafka.yaml:4, specs/kafka.yaml:5, specs/kafka.yaml:6 and 2 more";
    assert!(often.contains(note), "{often}");
    assert_eq!(shown_for(8, Format::Json).lines().count(), 9);
}

#[test]
fn human_output_shows_labels_notes_and_related_locations() {
    let (sources, file) = sources(TEXT);
    let mut diagnostics = Diagnostics::default();
    diagnostics
        .report(Code::HeaderIgnored, at(file, "/paths/~1a/post", NodePart::Key), "hm")
        .label("here")
        .note("one")
        .help("two")
        .help("three")
        .related(at(file, "/paths/~1a", NodePart::Key), "the other one")
        .related(SourceLocation::File(file), "and the file");
    let expected = "\
warning[W0104]: hm
 --> specs/kafka.yaml:3:5
  |
3 |     post:
  |     ^^^^ here
  |
  = note: one
  = help: two
  = help: three
note: the other one
 --> specs/kafka.yaml:2:3
  |
2 |   /a:
  |   ^^
note: and the file
 --> specs/kafka.yaml

";
    assert_eq!(shown(diagnostics, &sources, Format::Human { color: false }), expected);
}

#[test]
fn document_text_has_no_effect_on_the_terminal() {
    let (sources, file) = sources(TEXT);
    for format in [Format::Human { color: false }, Format::Github, Format::Json] {
        let mut diagnostics = Diagnostics::default();
        diagnostics
            .report(Code::WrongType, SourceLocation::Text(file, 100..101), "`/b\u{1b}[31m\u{202E}\r\n::error::x`")
            .help("\u{9b}")
            .label("\u{7}")
            .related(SourceLocation::Text(file, 101..102), "\u{2067}\n");
        let text = shown(diagnostics, &sources, format);
        let is_control = |character: char| {
            character.is_control() && character != '\n' || ('\u{202A}'..='\u{202E}').contains(&character)
        };
        assert!(!text.contains(is_control), "{text:?}");
        assert!(!text.contains("\n::error::x"), "{text:?}");
    }
}

#[test]
fn json_output_is_one_object_per_line() {
    let (sources, file) = sources(TEXT);
    let mut diagnostics = dangling(file);
    diagnostics.report(Code::EmptyFile, SourceLocation::File(file), "\"empty\"");
    let expected = concat!(
        r#"{"code":"E0102","severity":"error","message":"\"empty\"","file":"specs/kafka.yaml","#,
        r#""line":null,"column":null,"end":null,"pointer":null,"notes":[],"#,
        r#""help":["write a document into the file, or remove the file"],"related":[],"workaround":null}"#,
        "\n",
        r#"{"code":"E0204","severity":"error","message":"unknown schema `ResetPaswordReq`","#,
        r#""file":"specs/kafka.yaml","line":5,"column":15,"end":{"line":5,"column":53},"#,
        r#""pointer":"/paths/~1a/post/requestBody/$ref","notes":[],"#,
        r#""help":["a schema with a similar name exists: `ResetPasswordReq`"],"related":[],"workaround":null}"#,
        "\n",
    );
    assert_eq!(shown(diagnostics, &sources, Format::Json), expected);
}

#[test]
fn workarounds_are_shown_under_the_lenient_policy_only() {
    let (sources, file) = sources(TEXT);
    let omitted = || {
        let mut diagnostics = Diagnostics::default();
        diagnostics.report(Code::MalformedPath, SourceLocation::File(file), "malformed").omits_operation("GET /a b");
        diagnostics
    };
    let json = shown_leniently(omitted(), &sources, Format::Json);
    let workaround = concat!(
        r#""workaround":{"mistake":"E0211","fallback":"the invalid element is omitted","#,
        r#""omitted_operations":["GET /a b"]}}"#
    );
    assert!(json.starts_with(r#"{"code":"W0112""#) && json.trim_end().ends_with(workaround), "{json}");
    assert!(shown(omitted(), &sources, Format::Json).contains(r#""workaround":null"#));
    let mut diagnostics = Diagnostics::default();
    diagnostics.report(Code::WrongType, SourceLocation::File(file), "wrong type").fallback("it is 0");
    let commands = shown_leniently(diagnostics, &sources, Format::Github);
    let note = "%0Anote: worked around: it is 0 (E0202, an error under the strict policy)";
    assert!(commands.contains(note), "{commands}");
}

#[test]
fn github_output_is_workflow_commands() {
    let (sources, file) = sources(TEXT);
    let mut diagnostics = dangling(file);
    diagnostics.report(Code::EmptyFile, SourceLocation::File(file), "100% empty");
    let expected = "\
::error file=specs/kafka.yaml,title=E0102::100%25 empty%0Ahelp: write a document into the file, or remove the file
::error file=specs/kafka.yaml,line=5,col=15,endLine=5,endColumn=52,title=E0204::\
unknown schema `ResetPaswordReq`%0Ahelp: a schema with a similar name exists: `ResetPasswordReq`
";
    assert_eq!(shown(diagnostics, &sources, Format::Github), expected);
}

#[test]
fn a_minified_line_is_cut_and_its_column_is_correct() {
    let text = format!("{{\"pad\":\"{}\",\"x\":1,\"more\":\"{}\"}}", "p".repeat(3000), "m".repeat(3000));
    let (sources, file) = sources(&text);
    let mut diagnostics = Diagnostics::default();
    diagnostics.report(Code::UnknownKey, at(file, "/x", NodePart::Key), "no");
    let text = shown(diagnostics, &sources, Format::Human { color: false });
    let (_, carets) = text.lines().find_map(|line| line.split_once("\"x\":1,")).unwrap_or_default();
    assert!(carets.ends_with('m') || carets.ends_with('…') || carets.ends_with("..."), "{text}");
    assert!(text.contains(":1:3011\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 180), "{text}");
    assert!(text.contains("\"x\":1,"), "{text}");
}

#[test]
fn a_location_far_to_the_right_is_described_without_a_source_line() {
    let text = format!("{{\"pad\":\"{}\",\"x\":1}}", "p".repeat(50_000));
    let (sources, file) = sources(&text);
    let mut diagnostics = Diagnostics::default();
    diagnostics.report(Code::UnknownKey, at(file, "/x", NodePart::Key), "no");
    let text = shown(diagnostics, &sources, Format::Human { color: false });
    assert!(text.contains(":1:50011\n") && text.contains("\"x\":1}"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 180), "{text}");
}
