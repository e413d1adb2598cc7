//! Examples of diagnostics: for each code a text that causes it, and the corrected text.

use wireright_codegen::diagnostic::Code;

/// All examples. `# CODE KIND` opens one; `- ` precedes a line of the bad text, and `+ ` one of the corrected text.
const EXAMPLES: &str = include_str!("examples.txt");

/// What an example consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExampleKind {
    /// A document without its first lines.
    Document,
    /// A document without its first lines, in lenient mode.
    Lenient,
    /// A whole file in YAML.
    File,
    /// A whole file in JSON.
    Json,
    /// An overlay.
    Overlay,
    /// A part of `[[client]]` in `wireright.toml`.
    Config,
    /// A description: the examples are too long, or no text.
    Description,
}

/// An example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Example {
    pub(super) kind: ExampleKind,
    pub(super) bad: String,
    pub(super) corrected: String,
}

/// The example of a code.
pub(super) fn of(code: Code) -> Option<Example> {
    let mut lines = EXAMPLES.lines().skip_while(|line| line.split(' ').nth(1) != Some(code.as_str()));
    let kind = match lines.next()?.rsplit(' ').next()? {
        "document" => ExampleKind::Document,
        "lenient" => ExampleKind::Lenient,
        "file" => ExampleKind::File,
        "json" => ExampleKind::Json,
        "overlay" => ExampleKind::Overlay,
        "config" => ExampleKind::Config,
        _ => ExampleKind::Description,
    };
    let (mut bad, mut corrected) = (String::new(), String::new());
    for line in lines.take_while(|line| !line.starts_with("# ")) {
        match (line.strip_prefix("- "), line.strip_prefix("+ ")) {
            (Some(line), _) => bad += &format!("{line}\n"),
            (_, Some(line)) => corrected += &format!("{line}\n"),
            _ => {}
        }
    }
    Some(Example { kind, bad, corrected })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::{
        commands::{
            generate::{self, GenerateArguments},
            lint::{self, LintArguments, LintFormat},
        },
        terminal::Terminal,
    };

    const HEAD: &str = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\n";

    const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { operationId: listPets, tags: [Pets], responses: { '200': { description: Pets., content: { application/json: \
                        { schema: { $ref: '#/components/schemas/Pet' } } } } } }
    delete: { operationId: deletePets, responses: { '204': { description: Done. } } }
components: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }
";

    /// What `lint` prints about a document.
    fn lint(folder: &Path, name: &str, text: &str) -> String {
        fs::write(folder.join(name), text).unwrap();
        let (mut terminal, results, _) = Terminal::captured();
        let specs = vec![folder.join(name)];
        let (config, overlay, root, format) = (None, Vec::new(), None, LintFormat::Human);
        let arguments =
            LintArguments { specs, config, overlay, root, format, deny_warnings: true, allow_warning: Vec::new() };
        lint::run(folder, &arguments, &mut terminal);
        results.text()
    }

    /// What `generate` prints about a document, with this overlay or configuration.
    fn generate(folder: &Path, document: &str, config: &str) -> String {
        fs::write(folder.join("pets.yaml"), document).unwrap();
        let config = format!("[[client]]\nspec = \"pets.yaml\"\nout = \"pets\"\n{config}");
        fs::write(folder.join("wireright.toml"), config).unwrap();
        let (mut terminal, _, problems) = Terminal::captured();
        generate::run(folder, &GenerateArguments { dry_run: true, ..GenerateArguments::default() }, &mut terminal);
        problems.text()
    }

    fn diagnostics(kind: ExampleKind, text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        match kind {
            ExampleKind::Document => lint(folder, "pets.yaml", &format!("{HEAD}{text}")),
            ExampleKind::File => lint(folder, "pets.yaml", text),
            ExampleKind::Json => lint(folder, "pets.json", text),
            ExampleKind::Lenient => generate(folder, &format!("{HEAD}{text}"), ""),
            ExampleKind::Config => generate(folder, PETS, text),
            ExampleKind::Overlay => {
                fs::write(folder.join("fixes.yaml"), text).unwrap();
                generate(folder, PETS, "overlays = [\"fixes.yaml\"]\n")
            }
            ExampleKind::Description => String::new(),
        }
    }

    #[test]
    fn each_code_has_an_example_that_causes_it_and_a_corrected_one() {
        let mut wrong = Vec::new();
        for code in Code::ALL {
            let Some(example) = of(*code) else {
                wrong.push(format!("{code} has no example"));
                continue;
            };
            // `lint` reports valid keywords without effect on a client as warnings.
            let reported = if *code == Code::UnsupportedKeyword { Code::UnsupportedKeywordIgnored } else { *code };
            let shown = format!("[{reported}]");
            let (bad, corrected) =
                (diagnostics(example.kind, &example.bad), diagnostics(example.kind, &example.corrected));
            if example.kind != ExampleKind::Description && !bad.contains(&shown) {
                wrong.push(format!("the bad example of {code} gives:\n{bad}"));
            }
            if corrected.contains(&shown) || corrected.contains("error[") {
                wrong.push(format!("the corrected example of {code} gives:\n{corrected}"));
            }
            assert!(!example.bad.is_empty() && !example.corrected.is_empty(), "{code}");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Some examples are no text, or too long to be shown.
    #[test]
    fn few_examples_are_descriptions() {
        let described =
            Code::ALL.iter().filter(|code| of(**code).is_some_and(|example| example.kind == ExampleKind::Description));
        let described: Vec<&str> = described.map(|code| code.as_str()).collect();
        assert_eq!(described, ["E0101", "E0102", "E0107", "E0108", "E0112", "E0114", "E0606", "W0119"]);
    }
}
