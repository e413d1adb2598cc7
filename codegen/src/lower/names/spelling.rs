//! Spelling: what case conversion would lose of a wire name, or split wrongly.

use std::borrow::Cow;

/// Spells out everything that case conversion would lose.
pub(super) fn spell(wire: &str) -> Cow<'_, str> {
    let text = split_after_digits(lower_acronyms(spell_signs(wire)));
    if text.chars().any(char::is_alphanumeric) { text } else { spell_symbols(wire).into() }
}

/// Spells out a leading sign: `+1` and `-1` are two names, and so are `name` and `-name`, or `$name` and `-$name`.
fn spell_signs(wire: &str) -> Cow<'_, str> {
    let mut characters = wire.chars();
    let Some(sign) = characters.next() else { return wire.into() };
    let rest = characters.as_str();
    // Two signs, or a sign before a space, are a separator or an option.
    let begins_name = |first: char| !matches!(first, '+' | '-') && !first.is_whitespace();
    if !rest.starts_with(begins_name) || !rest.contains(char::is_alphanumeric) {
        return wire.into();
    }
    match sign {
        '+' => format!("plus {rest}").into(),
        '-' => format!("minus {rest}").into(),
        _ => wire.into(),
    }
}

/// Spells out a name without letters and digits, one word for each symbol.
pub(super) fn spell_symbols(wire: &str) -> String {
    if wire.is_empty() {
        return "empty".to_owned();
    }
    let mut characters = wire.chars().peekable();
    let spell_next = || match characters.next()? {
        '[' if characters.next_if_eq(&']').is_some() => Some("brackets".to_owned()),
        other => Some(spell_symbol(other)),
    };
    std::iter::from_fn(spell_next).collect::<Vec<_>>().join(" ")
}

fn spell_symbol(symbol: char) -> String {
    match symbol {
        '*' => "star".to_owned(),
        '+' => "plus".to_owned(),
        '-' => "minus".to_owned(),
        '/' => "slash".to_owned(),
        '.' => "dot".to_owned(),
        '_' => "underscore".to_owned(),
        '=' => "equal".to_owned(),
        '<' => "less".to_owned(),
        '>' => "greater".to_owned(),
        '!' => "not".to_owned(),
        '@' => "at".to_owned(),
        '$' => "dollar".to_owned(),
        '#' => "hash".to_owned(),
        '%' => "percent".to_owned(),
        '&' => "and".to_owned(),
        '|' => "or".to_owned(),
        '~' => "tilde".to_owned(),
        ' ' => "space".to_owned(),
        other => format!("u{:x}", u32::from(other)),
    }
}

/// Words in capitals after a number that ends another one: `V1API` is `V1` and `API`. In `enable2FA`, the number begins
/// the word.
fn split_after_digits(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let begins_word = |at: usize| {
        let digits = bytes.get(..at).unwrap_or_default().iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let word = bytes.get(..at - digits).unwrap_or_default();
        let capitals = word.iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
        // One letter and a number begin an acronym, such as `C2PA`, but `V` a version.
        let is_word = capitals > 1 || (capitals == 1 && word.ends_with(b"V"));
        digits > 0 && is_word
    };
    let starts = (1..bytes.len()).filter(|at| is_capital(*at) && is_capital(at + 1) && begins_word(*at));
    let starts: Vec<usize> = starts.collect();
    if starts.is_empty() {
        return text;
    }
    let mut split = text.clone().into_owned();
    starts.into_iter().rev().for_each(|start| split.insert(start, ' '));
    split.into()
}

/// Acronyms that case conversion would split: `IPv6` becomes `Ipv6`, `VPCs` becomes `Vpcs`.
fn lower_acronyms(text: Cow<'_, str>) -> Cow<'_, str> {
    const ACRONYMS: [(&str, &str); 6] = [
        ("IPv4", "Ipv4"),
        ("IPv6", "Ipv6"),
        ("OAuth", "Oauth"),
        ("GitHub", "Github"),
        ("MySQL", "Mysql"),
        ("PostgreSQL", "Postgresql"),
    ];
    // A fast path: most names contain none of these.
    let may_be_one = |pair: &[u8]| matches!(pair, b"Pv" | b"OA" | b"tH" | b"QL");
    let has_any = text.as_bytes().windows(2).any(may_be_one);
    let converted = has_any.then(|| ACRONYMS.iter().fold(text.to_string(), |text, (from, to)| text.replace(from, to)));
    lower_plurals(converted.map_or(text, Cow::Owned))
}

/// Capitals with a plural `s` are one word: `VPCs`, `IDs`.
fn lower_plurals(text: Cow<'_, str>) -> Cow<'_, str> {
    // A byte outside ASCII may belong to a capital letter.
    let is_capital = |byte: &u8| byte.is_ascii_uppercase() || !byte.is_ascii();
    let may_be_plural = |three: &[u8]| three.last() == Some(&b's') && three.iter().take(2).all(is_capital);
    if !text.as_bytes().windows(3).any(may_be_plural) {
        return text;
    }
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    let mut run: Vec<char> = Vec::new();
    let mut iterator = characters.iter().copied().peekable();
    while let Some(character) = iterator.next() {
        if character.is_uppercase() {
            run.push(character);
            continue;
        }
        let ends_word = iterator.peek().is_none_or(|next| !next.is_lowercase());
        if character == 's' && run.len() > 1 && ends_word {
            result.extend(run.first());
            result.extend(run.iter().skip(1).flat_map(|capital| capital.to_lowercase()));
        } else {
            result.extend(&run);
        }
        run.clear();
        result.push(character);
    }
    result.extend(&run);
    result.into()
}

/// Spells out the signs before numbers.
pub(super) fn spell_inner_signs(wire: &str) -> String {
    let mut spelled = String::with_capacity(wire.len() + 8);
    let mut characters = wire.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '+' | '-' if characters.peek().is_some_and(char::is_ascii_digit) => {
                spelled.push_str(if character == '+' { " plus " } else { " minus " });
            }
            other => spelled.push(other),
        }
    }
    spelled
}
