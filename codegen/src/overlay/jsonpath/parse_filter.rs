//! Text to a test: what stands after the `?` of a filter.

use crate::source::Value;

use super::{
    Malformed,
    cursor::Cursor,
    functions, literal, parse,
    query::{Operand, Operator, Query, Test},
};

/// What stands on one side of a comparison, or for itself.
pub(super) enum Term {
    Operand(Operand),
    Query(Query),
    Test(Test),
}

/// Reads a test: others joined by `||`.
pub(super) fn test(cursor: &mut Cursor<'_>) -> Result<Test, Malformed> {
    cursor.nested(|cursor| joined(cursor, "||", Test::Any, |cursor| joined(cursor, "&&", Test::All, basic)))
}

/// Tests with this between them.
fn joined(
    cursor: &mut Cursor<'_>,
    joint: &str,
    join: impl FnOnce(Vec<Test>) -> Test,
    read: impl Fn(&mut Cursor<'_>) -> Result<Test, Malformed>,
) -> Result<Test, Malformed> {
    let first = read(cursor)?;
    let mut more = Vec::new();
    loop {
        let before = cursor.offset;
        cursor.skip_blanks();
        if !cursor.take(joint) {
            cursor.offset = before;
            break;
        }
        cursor.skip_blanks();
        more.push(read(cursor)?);
    }
    if more.is_empty() {
        return Ok(first);
    }
    more.insert(0, first);
    Ok(join(more))
}

fn basic(cursor: &mut Cursor<'_>) -> Result<Test, Malformed> {
    if cursor.take("!") {
        cursor.skip_blanks();
        let inner = if cursor.peek() == Some('(') { parenthesised(cursor)? } else { alone(cursor)? };
        return Ok(Test::Not(Box::new(inner)));
    }
    if cursor.peek() == Some('(') {
        return parenthesised(cursor);
    }
    let begin = cursor.offset;
    let left = term(cursor)?;
    let before = cursor.offset;
    cursor.skip_blanks();
    match operator(cursor) {
        Some(operator) => {
            let left = operand(left, begin, cursor)?;
            cursor.skip_blanks();
            let begin = cursor.offset;
            let right = term(cursor)?;
            Ok(Test::Compare(left, operator, operand(right, begin, cursor)?))
        }
        None => {
            cursor.offset = before;
            by_itself(left, begin, cursor)
        }
    }
}

fn parenthesised(cursor: &mut Cursor<'_>) -> Result<Test, Malformed> {
    cursor.expect("(")?;
    cursor.skip_blanks();
    let test = test(cursor)?;
    cursor.skip_blanks();
    cursor.expect(")")?;
    Ok(test)
}

/// A test that is no comparison.
fn alone(cursor: &mut Cursor<'_>) -> Result<Test, Malformed> {
    let begin = cursor.offset;
    let term = term(cursor)?;
    by_itself(term, begin, cursor)
}

fn by_itself(term: Term, begin: usize, cursor: &Cursor<'_>) -> Result<Test, Malformed> {
    match term {
        Term::Query(query) => Ok(Test::Exists(query)),
        Term::Test(test) => Ok(test),
        Term::Operand(_) => Err(Malformed { offset: begin, ..cursor.wrong("a value has to be compared with another") }),
    }
}

/// A term as a side of a comparison or as the argument of a function.
pub(super) fn operand(term: Term, begin: usize, cursor: &Cursor<'_>) -> Result<Operand, Malformed> {
    let wrong = |message: &str| Malformed { offset: begin, ..cursor.wrong(message) };
    match term {
        Term::Operand(operand) => Ok(operand),
        Term::Query(query) if query.is_singular() => Ok(Operand::Query(query)),
        Term::Query(_) => Err(Malformed {
            help: Some("compare each of several values in a filter inside: `?@.tags[?@ == 'x']`"),
            ..wrong("a query that may select several values cannot be compared")
        }),
        Term::Test(_) => Err(wrong("what holds or does not hold cannot be compared")),
    }
}

/// A literal, a query or a function.
pub(super) fn term(cursor: &mut Cursor<'_>) -> Result<Term, Malformed> {
    let literal = match cursor.peek() {
        Some('@' | '$') => return parse::query(cursor).map(Term::Query),
        Some('\'' | '"') => Some(Value::String(literal::string(cursor)?)),
        _ => literal::number(cursor)?.map(Value::Number),
    };
    if let Some(value) = literal {
        return Ok(Term::Operand(Operand::Literal(value)));
    }
    let begin = cursor.offset;
    let word = cursor.take_while(|character| character.is_ascii_alphanumeric() || character == '_');
    let value = match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        name if cursor.take("(") => return cursor.nested(|cursor| functions::call(name, begin, cursor)),
        _ => {
            let wrong = cursor.wrong("expected a value, `@`, `$` or a function");
            return Err(Malformed { offset: begin, ..wrong });
        }
    };
    Ok(Term::Operand(Operand::Literal(value)))
}

fn operator(cursor: &mut Cursor<'_>) -> Option<Operator> {
    let operators = [
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ];
    operators.into_iter().find(|(sign, _)| cursor.take(sign)).map(|(_, operator)| operator)
}
