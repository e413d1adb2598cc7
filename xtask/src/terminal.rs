//! Where words to people go: results to standard output, problems to standard error, colours only to a terminal.

use std::io::{self, IsTerminal, Write};

use wireright_codegen::diagnostic::escaped;

use crate::outcome::Outcome;

/// The two streams of a command.
pub(crate) struct Terminal {
    results: Stream,
    problems: Stream,
}

struct Stream {
    to: Box<dyn Write>,
    color: bool,
}

/// A colour of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    Red,
    Green,
    Yellow,
    Cyan,
}

impl Terminal {
    /// Standard output and standard error.
    pub(crate) fn standard() -> Self {
        let wanted = wants_color(std::env::var_os("NO_COLOR").as_deref(), std::env::var_os("TERM").as_deref());
        Self {
            results: Stream { to: Box::new(io::stdout()), color: wanted && io::stdout().is_terminal() },
            problems: Stream { to: Box::new(io::stderr()), color: wanted && io::stderr().is_terminal() },
        }
    }

    /// Whether results may be coloured.
    pub(crate) fn colors_results(&self) -> bool {
        self.results.color
    }

    /// Whether problems may be coloured.
    pub(crate) fn colors_problems(&self) -> bool {
        self.problems.color
    }

    /// Writes text as it is to the results. It must be safe to show.
    pub(crate) fn raw_result(&mut self, text: &str) {
        self.results.write(text);
    }

    /// Writes text as it is to the problems. It must be safe to show.
    pub(crate) fn raw_problem(&mut self, text: &str) {
        self.problems.write(text);
    }

    /// Writes a line to the results.
    pub(crate) fn line(&mut self, line: &str) {
        self.results.write(&format!("{}\n", escaped(line)));
    }

    /// Writes a line to the results, coloured as a whole.
    pub(crate) fn colored_line(&mut self, color: Color, line: &str) {
        let line = paint(self.results.color, color, &escaped(line));
        self.results.write(&format!("{line}\n"));
    }

    /// Writes a line to the results that begins with a coloured word.
    pub(crate) fn labelled(&mut self, color: Color, label: &str, rest: &str) {
        let label = paint(self.results.color, color, label);
        self.results.write(&format!("{label}{}\n", escaped(rest)));
    }

    /// Says that something went wrong; the command has found something then.
    pub(crate) fn failure(&mut self, problem: &str) -> Outcome {
        let label = paint(self.problems.color, Color::Red, "error");
        self.problems.write(&format!("{label}: {}\n", escaped(problem)));
        Outcome::Found
    }

    /// Says how far a long command is, beside its results.
    pub(crate) fn progress(&mut self, line: &str) {
        self.problems.write(&format!("{}\n", escaped(line)));
    }

    /// Says what can be done about what went wrong.
    pub(crate) fn help(&mut self, help: &str) {
        let label = paint(self.problems.color, Color::Cyan, "help");
        self.problems.write(&format!("{label}: {}\n", escaped(help)));
    }
}

impl Stream {
    /// Writes and shows at once. Where nobody reads any more there is nobody to tell.
    fn write(&mut self, text: &str) {
        let _ = self.to.write_all(text.as_bytes()).and_then(|()| self.to.flush());
    }
}

fn paint(wanted: bool, color: Color, text: &str) -> String {
    let number = match color {
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Cyan => 36,
    };
    if wanted { format!("\u{1b}[{number}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Whether the environment allows colours: <https://no-color.org>.
fn wants_color(no_color: Option<&std::ffi::OsStr>, term: Option<&std::ffi::OsStr>) -> bool {
    no_color.is_none_or(std::ffi::OsStr::is_empty) && term.is_none_or(|term| term != "dumb")
}

#[cfg(test)]
pub(crate) mod testing {
    //! A terminal that remembers.

    use std::{cell::RefCell, io, rc::Rc};

    use super::{Stream, Terminal};

    /// What was written to a terminal.
    #[derive(Clone, Default)]
    pub(crate) struct Written(Rc<RefCell<Vec<u8>>>);

    impl Written {
        pub(crate) fn text(&self) -> String {
            String::from_utf8(self.0.borrow().clone()).unwrap()
        }
    }

    impl io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A terminal without colours, with its results and its problems.
    pub(crate) fn terminal() -> (Terminal, Written, Written) {
        let (results, problems) = (Written::default(), Written::default());
        let stream = |written: &Written| Stream { to: Box::new(written.clone()), color: false };
        (Terminal { results: stream(&results), problems: stream(&problems) }, results, problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_those_who_want_them() {
        let os = |text: &'static str| Some(std::ffi::OsStr::new(text));
        assert!(wants_color(None, None));
        assert!(wants_color(os(""), os("xterm")));
        assert!(!wants_color(os("1"), os("xterm")));
        assert!(!wants_color(None, os("dumb")));
        assert_eq!(paint(true, Color::Red, "x"), "\u{1b}[31mx\u{1b}[0m");
        assert_eq!(paint(false, Color::Red, "x"), "x");
    }

    #[test]
    fn problems_and_results_go_apart_and_are_safe() {
        let (mut terminal, results, problems) = testing::terminal();
        terminal.line("a\u{1b}[31m");
        assert_eq!(terminal.failure("b"), Outcome::Found);
        terminal.help("c");
        assert_eq!(results.text(), "a\\u{1b}[31m\n");
        assert_eq!(problems.text(), "error: b\nhelp: c\n");
    }
}
