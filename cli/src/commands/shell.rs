//! `wireright completions` and `wireright man`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Arguments;
use crate::terminal::{Outcome, Terminal};

const HELP: &str = "\
Examples:
  wireright completions bash > ~/.local/share/bash-completion/completions/wireright
  wireright completions zsh > ~/.zfunc/_wireright
  wireright completions fish > ~/.config/fish/completions/wireright.fish";

/// Arguments of `wireright completions`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub struct CompletionArguments {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints the completions of a shell.
pub fn completions(arguments: &CompletionArguments, terminal: &mut Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "wireright", &mut script);
    terminal.print_raw(&String::from_utf8_lossy(&script));
    Outcome::Success
}

/// Prints the manual page, in roff.
pub fn manual(terminal: &mut Terminal) -> Outcome {
    let mut page = Vec::new();
    match clap_mangen::Man::new(Arguments::command()).render(&mut page) {
        Ok(()) => terminal.print_raw(&String::from_utf8_lossy(&page)),
        Err(error) => return terminal.error(&format!("cannot render the manual page: {error}")),
    }
    Outcome::Success
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_the_manual_name_the_commands() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
            let (mut terminal, results, _) = Terminal::captured();
            assert_eq!(completions(&CompletionArguments { shell }, &mut terminal), Outcome::Success);
            assert!(results.text().contains("deny-warnings"), "{shell}");
        }
        let (mut terminal, results, _) = Terminal::captured();
        assert_eq!(manual(&mut terminal), Outcome::Success);
        assert!(results.text().starts_with(".ie") && results.text().contains("wireright\\-generate(1)"));
    }
}
