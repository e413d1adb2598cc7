//! The parser: an expression as a [`Query`].

use super::{
    ParseError,
    lexer::{self, Cursor},
    query::{Operand, Operator, Pattern, Query, Segment, Selector, Test},
};
use crate::source::Value;

/// Parses an expression, which begins with `$`.
pub(in crate::overlay) fn parse(text: &str) -> Result<Query, ParseError> {
    let mut cursor = Cursor::new(text);
    if cursor.peek() != Some('$') {
        return Err(cursor.error("expected `$`"));
    }
    let query = query(&mut cursor)?;
    if cursor.rest().is_empty() { Ok(query) } else { Err(unexpected(&cursor)) }
}

/// `$` or `@`, and all segments after it.
fn query(cursor: &mut Cursor<'_>) -> Result<Query, ParseError> {
    let from_root = cursor.next() == Some('$');
    let mut query = Query { from_root, segments: Vec::new(), begin: cursor.offset };
    loop {
        let before = cursor.offset;
        cursor.skip_blanks();
        match segment(cursor)? {
            Some(segment) => query.segments.push(segment),
            None => {
                // The blanks are not a part of the query.
                cursor.offset = before;
                return Ok(query);
            }
        }
    }
}

fn segment(cursor: &mut Cursor<'_>) -> Result<Option<Segment>, ParseError> {
    let descendants = cursor.take("..");
    let selectors = if cursor.peek() == Some('[') {
        parse_bracket_selectors(cursor)?
    } else if descendants || cursor.take(".") {
        vec![parse_dot_selector(cursor)?]
    } else {
        return Ok(None);
    };
    Ok(Some(Segment { descendants, selectors, end: cursor.offset }))
}

/// A name or a wildcard after a dot.
fn parse_dot_selector(cursor: &mut Cursor<'_>) -> Result<Selector, ParseError> {
    if cursor.take("*") {
        return Ok(Selector::Wildcard);
    }
    let is_name_start = |character: char| character.is_ascii_alphabetic() || character == '_' || !character.is_ascii();
    if !cursor.peek().is_some_and(is_name_start) {
        return Err(unexpected(cursor));
    }
    let name =
        cursor.take_while(|character| is_name_start(character) || character.is_ascii_digit() || character == '-');
    Ok(Selector::Name(name.to_owned()))
}

fn parse_bracket_selectors(cursor: &mut Cursor<'_>) -> Result<Vec<Selector>, ParseError> {
    cursor.expect("[")?;
    let mut selectors = Vec::new();
    loop {
        cursor.skip_blanks();
        selectors.push(selector(cursor)?);
        cursor.skip_blanks();
        if !cursor.take(",") {
            cursor.expect("]")?;
            return Ok(selectors);
        }
    }
}

fn selector(cursor: &mut Cursor<'_>) -> Result<Selector, ParseError> {
    match cursor.peek() {
        Some('\'' | '"') => lexer::string(cursor).map(Selector::Name),
        Some('*') => {
            cursor.next();
            Ok(Selector::Wildcard)
        }
        Some('?') => {
            cursor.next();
            cursor.skip_blanks();
            test(cursor).map(Selector::Filter)
        }
        Some(':' | '-' | '0'..='9') => index_or_slice(cursor),
        _ => Err(ParseError {
            help: Some("a name in brackets needs quotes: `$.paths['/pets']`"),
            ..cursor.error("expected a name in quotes, an index, a slice, `*` or `?`")
        }),
    }
}

fn index_or_slice(cursor: &mut Cursor<'_>) -> Result<Selector, ParseError> {
    let start = lexer::integer(cursor)?;
    let before = cursor.offset;
    cursor.skip_blanks();
    if !cursor.take(":") {
        cursor.offset = before;
        return start.map(Selector::Index).ok_or_else(|| cursor.error("expected a number"));
    }
    cursor.skip_blanks();
    let end = lexer::integer(cursor)?;
    let before = cursor.offset;
    cursor.skip_blanks();
    let mut step = None;
    if cursor.take(":") {
        cursor.skip_blanks();
        step = lexer::integer(cursor)?;
    } else {
        cursor.offset = before;
    }
    Ok(Selector::Slice { start, end, step: step.unwrap_or(1) })
}

/// The error for the next character.
fn unexpected(cursor: &Cursor<'_>) -> ParseError {
    match cursor.peek() {
        Some(character) => ParseError {
            help: Some("a name with other characters needs brackets and quotes: `$.paths['/pets']`"),
            ..cursor.error(format!("unexpected `{character}`"))
        },
        None => cursor.error("unexpected end"),
    }
}

/// One side of a comparison, or a whole test.
enum Term {
    Operand(Operand),
    Query(Query),
    Test(Test),
}

/// A test: tests joined by `||` and `&&`.
fn test(cursor: &mut Cursor<'_>) -> Result<Test, ParseError> {
    cursor.nested(|cursor| {
        parse_operator_chain(cursor, "||", Test::Any, |cursor| parse_operator_chain(cursor, "&&", Test::All, basic))
    })
}

/// One test, or several that an operator joins.
fn parse_operator_chain(
    cursor: &mut Cursor<'_>,
    separator: &str,
    join: impl FnOnce(Vec<Test>) -> Test,
    read: impl Fn(&mut Cursor<'_>) -> Result<Test, ParseError>,
) -> Result<Test, ParseError> {
    let first = read(cursor)?;
    let mut more = Vec::new();
    loop {
        let before = cursor.offset;
        cursor.skip_blanks();
        if !cursor.take(separator) {
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

fn basic(cursor: &mut Cursor<'_>) -> Result<Test, ParseError> {
    if cursor.take("!") {
        cursor.skip_blanks();
        let inner =
            if cursor.peek() == Some('(') { parse_parentheses(cursor)? } else { existence_or_function(cursor)? };
        return Ok(Test::Not(Box::new(inner)));
    }
    if cursor.peek() == Some('(') {
        return parse_parentheses(cursor);
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
            term_as_test(left, begin, cursor)
        }
    }
}

fn parse_parentheses(cursor: &mut Cursor<'_>) -> Result<Test, ParseError> {
    cursor.expect("(")?;
    cursor.skip_blanks();
    let test = test(cursor)?;
    cursor.skip_blanks();
    cursor.expect(")")?;
    Ok(test)
}

/// A test that is not a comparison.
fn existence_or_function(cursor: &mut Cursor<'_>) -> Result<Test, ParseError> {
    let begin = cursor.offset;
    let term = term(cursor)?;
    term_as_test(term, begin, cursor)
}

fn term_as_test(term: Term, begin: usize, cursor: &Cursor<'_>) -> Result<Test, ParseError> {
    match term {
        Term::Query(query) => Ok(Test::Exists(query)),
        Term::Test(test) => Ok(test),
        Term::Operand(_) => Err(ParseError { offset: begin, ..cursor.error("expected a comparison") }),
    }
}

/// A term as one side of a comparison or as an argument of a function.
fn operand(term: Term, begin: usize, cursor: &Cursor<'_>) -> Result<Operand, ParseError> {
    let error = |message: &str| ParseError { offset: begin, ..cursor.error(message) };
    match term {
        Term::Operand(operand) => Ok(operand),
        Term::Query(query) if query.is_singular() => Ok(Operand::Query(query)),
        Term::Query(_) => Err(ParseError {
            help: Some("compare each value in an inner filter: `?@.tags[?@ == 'x']`"),
            ..error("cannot compare a query that may select several values")
        }),
        Term::Test(_) => Err(error("a test cannot be compared")),
    }
}

/// A literal, a query or a function.
fn term(cursor: &mut Cursor<'_>) -> Result<Term, ParseError> {
    let literal = match cursor.peek() {
        Some('@' | '$') => return query(cursor).map(Term::Query),
        Some('\'' | '"') => Some(Value::String(lexer::string(cursor)?)),
        _ => lexer::number(cursor)?.map(Value::Number),
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
        name if cursor.take("(") => return cursor.nested(|cursor| function(name, begin, cursor)),
        _ => {
            let error = cursor.error("expected a value, `@`, `$` or a function");
            return Err(ParseError { offset: begin, ..error });
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

/// The arguments of a function. Its name at `begin` and the parenthesis were read.
fn function(name: &str, begin: usize, cursor: &mut Cursor<'_>) -> Result<Term, ParseError> {
    match name {
        "length" => {
            let argument = single_value(cursor)?;
            closing_parenthesis(cursor)?;
            Ok(Term::Operand(Operand::Length(Box::new(argument))))
        }
        "count" => Ok(Term::Operand(Operand::Count(query_argument(cursor)?))),
        "value" => Ok(Term::Operand(Operand::Value(query_argument(cursor)?))),
        "match" => pattern_match(cursor, true),
        "search" => pattern_match(cursor, false),
        _ => Err(ParseError {
            offset: begin,
            message: format!("unknown function `{name}`"),
            help: Some("the functions are `length`, `count`, `value`, `match` and `search`"),
        }),
    }
}

fn pattern_match(cursor: &mut Cursor<'_>, is_full_match: bool) -> Result<Term, ParseError> {
    let text = single_value(cursor)?;
    cursor.skip_blanks();
    cursor.expect(",")?;
    cursor.skip_blanks();
    let begin = cursor.offset;
    let pattern = single_value(cursor)?;
    let pattern = Pattern::new(pattern, is_full_match)
        .map_err(|problem| ParseError { offset: begin, ..cursor.error(problem) })?;
    closing_parenthesis(cursor)?;
    Ok(Term::Test(Test::Matches { text, pattern }))
}

/// An argument with at most one value.
fn single_value(cursor: &mut Cursor<'_>) -> Result<Operand, ParseError> {
    cursor.skip_blanks();
    let begin = cursor.offset;
    let term = term(cursor)?;
    operand(term, begin, cursor)
}

/// The query that is the only argument of a function.
fn query_argument(cursor: &mut Cursor<'_>) -> Result<Query, ParseError> {
    cursor.skip_blanks();
    let begin = cursor.offset;
    let Term::Query(query) = term(cursor)? else {
        return Err(ParseError { offset: begin, ..cursor.error("expected a query, which begins with `@` or `$`") });
    };
    closing_parenthesis(cursor)?;
    Ok(query)
}

fn closing_parenthesis(cursor: &mut Cursor<'_>) -> Result<(), ParseError> {
    cursor.skip_blanks();
    cursor.expect(")")
}
