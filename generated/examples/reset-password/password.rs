//! Where passwords come from: a prompt, a file or standard input.

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    path::Path,
};

use huaweicloud_reset_password::Secret;

use crate::{arguments::NewPassword, outcome::Outcome};

/// The maximum length of a password, in bytes. A longer file is not a password file.
const MAX_LENGTH: usize = 4096;

/// The new password, from where the arguments say.
pub(crate) fn new(from: &NewPassword) -> Result<Secret, Outcome> {
    if let Some(path) = &from.password_file {
        return file(path, "new");
    }
    if from.password_stdin {
        return one_line(io::stdin().lock(), "standard input");
    }
    let password = prompt_secret("New password: ")?;
    let again = prompt_secret("Once more: ")?;
    if password == again { Ok(password) } else { Err(Outcome::misuse("these are two different passwords")) }
}

/// The password until now, if there is one to give.
pub(crate) fn old(is_asked: bool, path: Option<&Path>) -> Result<Option<Secret>, Outcome> {
    match path {
        Some(path) => file(path, "old").map(Some),
        None if is_asked => prompt_secret("Old password: ").map(Some),
        None => Ok(None),
    }
}

/// Asks whether to go on, if a terminal is attached.
pub(crate) fn agree(question: &str) -> Result<(), Outcome> {
    if !io::stdin().is_terminal() {
        return Ok(());
    }
    eprint!("{question} Go on? [y/N] ");
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    if read.is_ok() && ["y", "yes"].iter().any(|yes| line.trim().eq_ignore_ascii_case(yes)) {
        Ok(())
    } else {
        Err(Outcome::misuse("not agreed to"))
    }
}

fn prompt_secret(prompt: &str) -> Result<Secret, Outcome> {
    let typed = rpassword::prompt_password(prompt).map_err(|error| {
        Outcome::misuse(format!(
            "there is no terminal to ask for the password at ({error}): use --password-stdin or --password-file"
        ))
    })?;
    if typed.is_empty() { Err(Outcome::misuse("the password is empty")) } else { Ok(Secret::new(typed)) }
}

fn file(path: &Path, which: &str) -> Result<Secret, Outcome> {
    let opened = File::open(path).map_err(|error| {
        Outcome::misuse(format!("the file of the {which} password, `{}`, cannot be read: {error}", path.display()))
    })?;
    one_line(opened, &format!("`{}`", path.display()))
}

/// One line without its end. The whole buffer is made at once, so that nothing of it stays behind elsewhere.
fn one_line(from: impl Read, name: &str) -> Result<Secret, Outcome> {
    let misuse = |problem: String| Err(Outcome::misuse(problem));
    let mut text = String::with_capacity(MAX_LENGTH + 1);
    match from.take(MAX_LENGTH as u64 + 1).read_to_string(&mut text) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return misuse(format!("{name} holds no text in UTF-8"));
        }
        Err(error) => return misuse(format!("{name} cannot be read: {error}")),
    }
    let secret_length = text.len();
    let end = text.strip_suffix('\n').map_or(text.len(), |line| line.strip_suffix('\r').unwrap_or(line).len());
    text.truncate(end);
    let (is_empty, has_lines) = (text.is_empty(), text.contains(['\n', '\r']));
    let password = Secret::new(text);
    if secret_length > MAX_LENGTH {
        return misuse(format!("{name} is longer than any password"));
    }
    if is_empty {
        return misuse(format!("{name} holds no password"));
    }
    if has_lines {
        return misuse(format!("{name} holds more than one line: which one is the password?"));
    }
    Ok(password)
}
