//! Doc comments: no string of a document becomes a doc test. rustdoc runs every code block without another label.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use quote_free::documentation;
use wireright_codegen::{Generation, Options, SourceFile, generate};

/// Strings that contain a code block in every form of CommonMark.
const PAYLOADS: [&str; 29] = [
    "```\nevil();\n```",
    "```rust\nevil();\n```",
    "~~~\nevil();\n~~~",
    "~~~",
    "~~~rust",
    "- ~~~\n  evil();\n  ~~~",
    "1. ```\n   evil();\n   ```",
    "> ~~~\n> evil();",
    "> - ~~~rust\n>   evil();",
    "-      evil();",
    "10.      evil();",
    ">     evil();",
    "a\n\n    evil();",
    "a\n\n\tevil();",
    "a\n\n     - evil();",
    "a\n\n     *evil();",
    "- a\n\n  ~~~\n  evil();\n  ~~~\n\n      evil();",
    "10. # a\n     - evil();\n\n       evil();",
    "```text\n```\n\n    evil();\n````rust\nevil();\n```",
    "a\n***\n     - evil();\n-\n\n      evil();",
    "a<p>     evil();</p>",
    "a<br>```rust<br>evil();<br>```",
    "<p>```</p><p>evil();</p>",
    "<ul><li>     evil();</li><li><p>     evil();</p></li></ul>",
    "<blockquote>     evil();</blockquote>",
    "<li>- <p>~~~<p>evil();<p>~~~",
    "<b>```</b>\nevil();",
    "<code>``</code>`\nevil();\n<code>``</code>`",
    "[```](#a)\nevil();\n[~~~](/b)\nevil();",
];

fn generated(payload: &str) -> Generation {
    let text = serde_json::to_string(payload).expect("a text is JSON");
    let document = codegen_tests::injection::DOCUMENT.replace("\"@@\"", &text);
    let source = SourceFile { path: "injection.json".to_owned(), bytes: document.into_bytes() };
    generate(vec![source], &Options { lenient: true, ..Options::default() })
}

#[test]
fn strings_of_a_document_never_become_doc_tests() {
    for payload in PAYLOADS {
        let generation = generated(payload);
        assert!(!generation.files.is_empty(), "{payload:?}: {:?}", generation.diagnostics);
        for file in &generation.files {
            for text in documentation(&file.text) {
                for (label, code) in code_blocks(&text) {
                    assert!(
                        label == "text" || label == "json" || !code.lines().any(|line| line.trim().starts_with("evil")),
                        "{payload:?} becomes a doc test in {}:\n{text}",
                        file.path
                    );
                    // A generated example is intact: no block before it is open.
                    assert!(
                        !label.is_empty() || code.contains("async fn example("),
                        "{payload:?} in {}:\n{text}",
                        file.path
                    );
                }
            }
        }
    }
}

/// The code blocks of a Markdown text, with their labels.
fn code_blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let label = match kind {
                    CodeBlockKind::Fenced(label) => label.to_string(),
                    CodeBlockKind::Indented => "indented".to_owned(),
                };
                is_open = true;
                blocks.push((label, String::new()));
            }
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => is_open = false,
            Event::Text(text) if is_open => {
                if let Some((_, code)) = blocks.last_mut() {
                    code.push_str(&text);
                }
            }
            _ => {}
        }
    }
    blocks
}

mod quote_free {
    //! The doc comments of a file, one string for each item.

    /// Joins consecutive lines, as rustdoc does.
    pub(super) fn documentation(text: &str) -> Vec<String> {
        let mut comments = vec![String::new()];
        for line in text.lines().map(str::trim_start) {
            match line.strip_prefix("//!").or_else(|| line.strip_prefix("///")) {
                Some(line) => {
                    let last = comments.len() - 1;
                    comments[last].push_str(line.strip_prefix(' ').unwrap_or(line));
                    comments[last].push('\n');
                }
                None => comments.push(String::new()),
            }
            assert!(!line.starts_with("#[doc =") && !line.starts_with("/*"), "documentation of another form: {line}");
        }
        comments.retain(|text| !text.is_empty());
        comments
    }
}
