//! Text to a query: segments and selectors.

use super::{
    Malformed,
    cursor::Cursor,
    literal, parse_filter,
    query::{Query, Segment, Selector},
};

/// Reads an expression, which begins with `$`.
pub(in crate::overlay) fn parse(text: &str) -> Result<Query, Malformed> {
    let mut cursor = Cursor::new(text);
    if cursor.peek() != Some('$') {
        return Err(cursor.wrong("an expression begins with `$`"));
    }
    let query = query(&mut cursor)?;
    if cursor.rest().is_empty() { Ok(query) } else { Err(unexpected(&cursor)) }
}

/// Reads `$` or `@`, and segments for as long as there are any.
pub(super) fn query(cursor: &mut Cursor<'_>) -> Result<Query, Malformed> {
    let from_root = cursor.next() == Some('$');
    let mut query = Query { from_root, segments: Vec::new(), begin: cursor.offset };
    loop {
        let before = cursor.offset;
        cursor.skip_blanks();
        match segment(cursor)? {
            Some(segment) => query.segments.push(segment),
            None => {
                // The blanks belong to whatever comes next.
                cursor.offset = before;
                return Ok(query);
            }
        }
    }
}

fn segment(cursor: &mut Cursor<'_>) -> Result<Option<Segment>, Malformed> {
    let descendants = cursor.take("..");
    let selectors = if cursor.peek() == Some('[') {
        bracketed(cursor)?
    } else if descendants || cursor.take(".") {
        vec![dotted(cursor)?]
    } else {
        return Ok(None);
    };
    Ok(Some(Segment { descendants, selectors, end: cursor.offset }))
}

/// A name or a wildcard after a dot.
fn dotted(cursor: &mut Cursor<'_>) -> Result<Selector, Malformed> {
    if cursor.take("*") {
        return Ok(Selector::Wildcard);
    }
    let begins = |character: char| character.is_ascii_alphabetic() || character == '_' || !character.is_ascii();
    if !cursor.peek().is_some_and(begins) {
        return Err(unexpected(cursor));
    }
    let name = cursor.take_while(|character| begins(character) || character.is_ascii_digit() || character == '-');
    Ok(Selector::Name(name.to_owned()))
}

fn bracketed(cursor: &mut Cursor<'_>) -> Result<Vec<Selector>, Malformed> {
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

fn selector(cursor: &mut Cursor<'_>) -> Result<Selector, Malformed> {
    match cursor.peek() {
        Some('\'' | '"') => literal::string(cursor).map(Selector::Name),
        Some('*') => {
            cursor.next();
            Ok(Selector::Wildcard)
        }
        Some('?') => {
            cursor.next();
            cursor.skip_blanks();
            parse_filter::test(cursor).map(Selector::Filter)
        }
        Some(':' | '-' | '0'..='9') => index_or_slice(cursor),
        _ => Err(Malformed {
            help: Some("a name in brackets stands in quotes: `$.paths['/pets']`"),
            ..cursor.wrong("expected a name in quotes, an index, a slice, `*` or `?`")
        }),
    }
}

fn index_or_slice(cursor: &mut Cursor<'_>) -> Result<Selector, Malformed> {
    let start = literal::integer(cursor)?;
    let before = cursor.offset;
    cursor.skip_blanks();
    if !cursor.take(":") {
        cursor.offset = before;
        return start.map(Selector::Index).ok_or_else(|| cursor.wrong("expected a number"));
    }
    cursor.skip_blanks();
    let end = literal::integer(cursor)?;
    let before = cursor.offset;
    cursor.skip_blanks();
    let mut step = None;
    if cursor.take(":") {
        cursor.skip_blanks();
        step = literal::integer(cursor)?;
    } else {
        cursor.offset = before;
    }
    Ok(Selector::Slice { start, end, step: step.unwrap_or(1) })
}

/// Tells what stands where something else should.
fn unexpected(cursor: &Cursor<'_>) -> Malformed {
    match cursor.peek() {
        Some(character) => Malformed {
            help: Some("a name with other characters stands in brackets and quotes: `$.paths['/pets']`"),
            ..cursor.wrong(format!("unexpected `{character}`"))
        },
        None => cursor.wrong("something is missing"),
    }
}
