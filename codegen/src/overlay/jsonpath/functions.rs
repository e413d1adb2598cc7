//! Text to a call of one of the five functions of the RFC.

use super::{
    Malformed,
    cursor::Cursor,
    parse_filter::{self, Term},
    pattern::Pattern,
    query::{Operand, Query, Test},
};

/// Reads the arguments of a function; its name, at `begin`, and the parenthesis have been read.
pub(super) fn call(name: &str, begin: usize, cursor: &mut Cursor<'_>) -> Result<Term, Malformed> {
    match name {
        "length" => {
            let argument = value(cursor)?;
            close(cursor)?;
            Ok(Term::Operand(Operand::Length(Box::new(argument))))
        }
        "count" => Ok(Term::Operand(Operand::Count(nodes(cursor)?))),
        "value" => Ok(Term::Operand(Operand::Value(nodes(cursor)?))),
        "match" => matches(cursor, true),
        "search" => matches(cursor, false),
        _ => Err(Malformed {
            offset: begin,
            message: format!("the function `{name}` is not known"),
            help: Some("`length`, `count`, `value`, `match` and `search` are"),
        }),
    }
}

fn matches(cursor: &mut Cursor<'_>, whole: bool) -> Result<Term, Malformed> {
    let text = value(cursor)?;
    cursor.skip_blanks();
    cursor.expect(",")?;
    cursor.skip_blanks();
    let begin = cursor.offset;
    let pattern = value(cursor)?;
    let pattern =
        Pattern::new(pattern, whole).map_err(|problem| Malformed { offset: begin, ..cursor.wrong(problem) })?;
    close(cursor)?;
    Ok(Term::Test(Test::Matches { text, pattern }))
}

/// An argument that is one value at most.
fn value(cursor: &mut Cursor<'_>) -> Result<Operand, Malformed> {
    cursor.skip_blanks();
    let begin = cursor.offset;
    let term = parse_filter::term(cursor)?;
    parse_filter::operand(term, begin, cursor)
}

/// The only argument of a function that takes any number of values.
fn nodes(cursor: &mut Cursor<'_>) -> Result<Query, Malformed> {
    cursor.skip_blanks();
    let begin = cursor.offset;
    let Term::Query(query) = parse_filter::term(cursor)? else {
        return Err(Malformed {
            offset: begin,
            ..cursor.wrong("this function takes a query, which begins with `@` or `$`")
        });
    };
    close(cursor)?;
    Ok(query)
}

fn close(cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
    cursor.skip_blanks();
    cursor.expect(")")
}
