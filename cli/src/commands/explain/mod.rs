//! `wireright explain`: the long form of a diagnostic.
//!
//! - `examples`: a bad and a corrected example for each code

mod examples;

use clap::Args;
use wireright_codegen::diagnostic::{Code, Severity};

use self::examples::{Example, ExampleKind};
use crate::{
    config::warnings::find_code,
    terminal::{Outcome, Terminal},
};

/// Arguments of `wireright explain`.
#[derive(Args, Debug)]
pub struct ExplainArguments {
    /// The code of the diagnostic. Without it, all codes are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &ExplainArguments, terminal: &mut Terminal) -> Outcome {
    let Some(wanted) = &arguments.code else {
        for code in Code::ALL {
            terminal.print_line(&format!("{}  {}", code.as_str(), code.title()));
        }
        return Outcome::Success;
    };
    match find_code(wanted) {
        Ok(code) => {
            text(code).lines().for_each(|line| terminal.print_line(line));
            Outcome::Success
        }
        Err(help) => {
            terminal.error(&format!("unknown diagnostic `{}`", wanted.to_ascii_uppercase()));
            terminal.help(&help);
            Outcome::Failure
        }
    }
}

fn text(code: Code) -> String {
    let effect = match code.severity() {
        Severity::Error if code.is_tolerated() => {
            "`lint` reports an error. `generate` reports a warning, and says what it did instead."
        }
        Severity::Error => "An error: nothing is written.",
        Severity::Warning => "A warning: the client is written. The message says what differs from the document.",
    };
    let text = format!("{}: {}\n\n{effect}\n\nHow to fix it: {}.", code.as_str(), code.title(), code.advice());
    let Some(Example { kind, bad, corrected }) = examples::of(code) else { return text };
    let subject = match kind {
        ExampleKind::Overlay => " (an overlay)",
        ExampleKind::Config => " (in `[[client]]` of `wireright.toml`)",
        _ => "",
    };
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    format!("{text}\n\nWrong{subject}:\n\n{}\nCorrected:\n\n{}", indented(&bad), indented(&corrected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explain(code: Option<&str>) -> (Outcome, String, String) {
        let (mut terminal, results, problems) = Terminal::captured();
        let outcome = run(&ExplainArguments { code: code.map(str::to_owned) }, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    #[test]
    fn a_code_has_a_meaning_an_effect_and_a_fix() {
        let (outcome, results, _) = explain(Some("e0204"));
        assert_eq!(outcome, Outcome::Success);
        let wrong = "\nWrong:\n\n    paths: {}\n    components: { schemas: { Pets: ";
        let corrected = "\nCorrected:\n\n    paths: {}\n    components:\n";
        for part in [
            "E0204: reference to a target that does not exist",
            "`generate` reports a warning",
            "correct the",
            wrong,
            corrected,
        ] {
            assert!(results.contains(part), "{results}");
        }
        assert!(explain(Some("E0101")).1.contains("nothing is written"));
    }

    #[test]
    fn all_codes_are_listed_and_unknown_ones_are_errors() {
        assert_eq!(explain(None).1.lines().count(), Code::ALL.len());
        let (outcome, _, problems) = explain(Some("E0999"));
        assert_eq!(outcome, Outcome::Failure);
        assert!(problems.contains("unknown diagnostic `E0999`") && problems.contains("help: "), "{problems}");
    }
}
