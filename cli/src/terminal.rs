//! Terminal output: results go to standard output, problems to standard error. Only terminals get colors.

use std::{
    cell::RefCell,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    rc::Rc,
};

use wireright_codegen::diagnostic::escape_invisible;

/// How a command ends. The argument parser ends the process with 2 for invalid arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Success,
    /// Exit code 1: a problem was found, or an operation failed.
    Failure,
    /// Exit code 2: the arguments or the input of a comparison are invalid.
    Invalid,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Success => Self::SUCCESS,
            Outcome::Failure => Self::FAILURE,
            Outcome::Invalid => Self::from(2),
        }
    }
}

/// The two output streams of a command. Every method flushes.
pub struct Terminal {
    results: Stream,
    problems: Stream,
    /// The messages of errors since the last call of [`take_errors`](Self::take_errors).
    errors: Vec<String>,
}

struct Stream {
    writer: Box<dyn Write>,
    color: bool,
}

/// Color of a word or a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Color {
    Red,
    Green,
    Yellow,
    Cyan,
}

impl Terminal {
    /// Standard output and standard error.
    pub fn standard() -> Self {
        let wanted = wants_color(std::env::var_os("NO_COLOR").as_deref(), std::env::var_os("TERM").as_deref());
        Self {
            results: Stream { writer: Box::new(io::stdout()), color: wanted && io::stdout().is_terminal() },
            problems: Stream { writer: Box::new(io::stderr()), color: wanted && io::stderr().is_terminal() },
            errors: Vec::new(),
        }
    }

    /// A terminal without colors that stores its output, for tests: the results, then the problems.
    pub fn captured() -> (Self, OutputBuffer, OutputBuffer) {
        let (results, problems) = (OutputBuffer::default(), OutputBuffer::default());
        let stream = |captured: &OutputBuffer| Stream { writer: Box::new(captured.clone()), color: false };
        (Self { results: stream(&results), problems: stream(&problems), errors: Vec::new() }, results, problems)
    }

    /// Whether results may contain colors.
    pub fn colors_results(&self) -> bool {
        self.results.color
    }

    /// Whether problems may contain colors.
    pub fn colors_problems(&self) -> bool {
        self.problems.color
    }

    /// Writes text to the results without escaping control characters.
    pub fn print_raw(&mut self, text: &str) {
        self.results.write(text);
    }

    /// Writes text to the problems without escaping control characters.
    pub fn print_raw_problem(&mut self, text: &str) {
        self.problems.write(text);
    }

    /// Writes a line to the results.
    pub fn print_line(&mut self, line: &str) {
        self.results.write(&format!("{}\n", escape_invisible(line)));
    }

    /// Writes a colored line to the results.
    pub fn print_colored(&mut self, color: Color, line: &str) {
        let line = paint(self.results.color, color, &escape_invisible(line));
        self.results.write(&format!("{line}\n"));
    }

    /// Writes a line to the results that begins with a colored label.
    pub fn print_labelled(&mut self, color: Color, label: &str, rest: &str) {
        let label = paint(self.results.color, color, label);
        self.results.write(&format!("{label}{}\n", escape_invisible(rest)));
    }

    /// Writes an error message to the problems. Returns [`Outcome::Failure`].
    pub fn error(&mut self, message: &str) -> Outcome {
        let label = paint(self.problems.color, Color::Red, "error");
        self.problems.write(&format!("{label}: {}\n", escape_invisible(message)));
        self.errors.push(message.to_owned());
        Outcome::Failure
    }

    /// The messages of the errors since the last call, for a summary.
    pub fn take_errors(&mut self) -> Vec<String> {
        std::mem::take(&mut self.errors)
    }

    /// Writes a warning to the problems.
    pub fn warning(&mut self, message: &str) {
        let label = paint(self.problems.color, Color::Yellow, "warning");
        self.problems.write(&format!("{label}: {}\n", escape_invisible(message)));
    }

    /// Writes a hint to the problems that says how to fix an error.
    pub fn help(&mut self, help: &str) {
        let label = paint(self.problems.color, Color::Cyan, "help");
        self.problems.write(&format!("{label}: {}\n", escape_invisible(help)));
    }

    /// Writes the progress of a long command to the problems.
    pub fn progress(&mut self, line: &str) {
        self.problems.write(&format!("{}\n", escape_invisible(line)));
    }
}

impl Stream {
    /// Write errors are ignored: a closed pipe has no reader to inform.
    fn write(&mut self, text: &str) {
        let _ = self.writer.write_all(text.as_bytes()).and_then(|()| self.writer.flush());
    }
}

fn paint(enabled: bool, color: Color, text: &str) -> String {
    let code = match color {
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Cyan => 36,
    };
    if enabled { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Whether the environment allows colors: <https://no-color.org>.
fn wants_color(no_color: Option<&std::ffi::OsStr>, term: Option<&std::ffi::OsStr>) -> bool {
    no_color.is_none_or(std::ffi::OsStr::is_empty) && term.is_none_or(|term| term != "dumb")
}

/// Stored output of a [`Terminal::captured`].
#[derive(Clone, Default)]
pub struct OutputBuffer(Rc<RefCell<Vec<u8>>>);

impl OutputBuffer {
    /// Everything that was written so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

impl Write for OutputBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_disables_colors() {
        let os = |text: &'static str| Some(std::ffi::OsStr::new(text));
        assert!(wants_color(None, None));
        assert!(wants_color(os(""), os("xterm")));
        assert!(!wants_color(os("1"), os("xterm")));
        assert!(!wants_color(None, os("dumb")));
        assert_eq!(paint(true, Color::Red, "x"), "\u{1b}[31mx\u{1b}[0m");
        assert_eq!(paint(false, Color::Red, "x"), "x");
    }

    #[test]
    fn results_and_problems_are_separate_and_escaped() {
        let (mut terminal, results, problems) = Terminal::captured();
        terminal.print_line("a\u{1b}[31m");
        assert_eq!(terminal.error("b"), Outcome::Failure);
        terminal.help("c");
        assert_eq!(results.text(), "a\\u{1b}[31m\n");
        assert_eq!(problems.text(), "error: b\nhelp: c\n");
    }
}
