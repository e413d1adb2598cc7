//! What a generated type costs the compiler. Counted as the size of the metadata, which grows with each item, method
//! and implementation, and does not depend on the machine.

use std::{fmt::Write, fs};

use codegen_tests::{documents::generate_text, temporary_workspace::TemporaryWorkspace};

/// Number of structs in the document. Each has ten properties: one is an enum of three values, one another struct.
const STRUCTS: usize = 60;

/// Number of unions of two structs each.
const UNIONS: usize = 20;

/// Number of operations with six parameters each.
const OPERATIONS: usize = 20;

fn document() -> String {
    let mut text = String::from("openapi: 3.1.0\ninfo: { title: Cost, version: '1' }\npaths:\n");
    for index in 0..OPERATIONS {
        let parameters: Vec<String> = (0..6)
            .map(|number| {
                let required = number < 2;
                format!("{{ name: p{number}, in: query, required: {required}, schema: {{ type: string }} }}")
            })
            .collect();
        write!(
            text,
            "  /things{index}:\n    get:\n      operationId: listThings{index}\n      parameters: [{}]\n      \
             responses: {{ '200': {{ description: Found., content: {{ application/json: {{ schema: {{ $ref: \
             '#/components/schemas/Union{index}' }} }} }} }} }}\n",
            parameters.join(", ")
        )
        .expect("strings grow");
    }
    text.push_str("components:\n  schemas:\n");
    for index in 0..STRUCTS {
        let next = (index + 1) % STRUCTS;
        let properties = [
            format!("kind: {{ const: thing{index} }}"),
            "id: { type: string }".to_owned(),
            "name: { type: string }".to_owned(),
            "count: { type: integer }".to_owned(),
            "ratio: { type: number }".to_owned(),
            "note: { type: [string, 'null'] }".to_owned(),
            "tags: { type: array, items: { type: string } }".to_owned(),
            "at: { type: string, format: date-time }".to_owned(),
            format!("state: {{ enum: [a{index}, b, c] }}"),
            format!("next: {{ $ref: '#/components/schemas/Thing{next}' }}"),
        ];
        let properties = properties.join(", ");
        writeln!(
            text,
            "    Thing{index}: {{ type: object, required: [kind, id, name, count], properties: {{ {properties} }} }}"
        )
        .expect("strings grow");
    }
    for index in 0..UNIONS {
        let other = index + UNIONS;
        write!(
            text,
            "    Union{index}:\n      oneOf: [{{ $ref: '#/components/schemas/Thing{index}' }}, {{ $ref: \
             '#/components/schemas/Thing{other}' }}]\n      discriminator: {{ propertyName: kind, mapping: {{ \
             thing{index}: Thing{index}, thing{other}: Thing{other} }} }}\n"
        )
        .expect("strings grow");
    }
    text
}

pub(crate) const CRATES: [&str; 1] = ["compile-cost"];

pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    let generation = generate_text(&document());
    assert_eq!(generation.diagnostics, []);
    workspace.add_generated(CRATES[0], &generation);
}

/// Maximum size of the metadata. Raise it only for something that is worth its time in every client.
const MAX_METADATA: u64 = 2_500_000;

/// Maximum number of generated lines.
const MAX_LINES: usize = 9_600;

#[test]
fn types_cost_the_compiler_no_more_than_before() {
    let (workspace, _) = &*super::CHECKED;
    let size = fs::metadata(workspace.metadata(CRATES[0])).expect("the crate was checked").len();
    let lines: usize = generate_text(&document()).files.iter().map(|file| file.text.lines().count()).sum();
    assert!(size <= MAX_METADATA && lines <= MAX_LINES, "{size} bytes of metadata, {lines} lines");
    // A limit far above the cost guards nothing.
    assert!(size * 10 > MAX_METADATA * 8 && lines * 10 > MAX_LINES * 8, "{size} bytes of metadata, {lines} lines");
}
