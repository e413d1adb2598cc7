//! Imports: the paths in a piece of Rust, from `use` declarations, expressions, types and macro arguments.
//!
//! Works on tokens, since the arguments of macros are nothing else. Skips what `quote!` holds, which is printed code,
//! paths that start with `$crate`, and items under `#[cfg(test)]`.

use std::collections::VecDeque;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Every path of at least two segments in the text of a file; empty if the text is no Rust.
pub(crate) fn paths_in(text: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    if let Ok(tokens) = text.parse::<TokenStream>() {
        collect(tokens, &[], &mut paths);
    }
    paths
}

/// Adds the paths in `tokens`. `prefix` is what stands before the braces of a grouped `use`.
pub(crate) fn collect(tokens: TokenStream, prefix: &[String], paths: &mut Vec<Vec<String>>) {
    let mut tokens: VecDeque<TokenTree> = tokens.into_iter().collect();
    let mut after_dollar = false;
    while let Some(token) = tokens.pop_front() {
        match token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                if name == "as" && !prefix.is_empty() {
                    tokens.pop_front();
                    continue;
                }
                if (name == "quote" || name == "quote_spanned") && is_punct(tokens.front(), '!') {
                    tokens.drain(..2.min(tokens.len()));
                    continue;
                }
                let follows_dollar = after_dollar;
                after_dollar = false;
                let mut path: Vec<String> = prefix.to_vec();
                path.push(name);
                while take_separator(&mut tokens) {
                    match tokens.pop_front() {
                        Some(TokenTree::Ident(ident)) => path.push(ident.to_string()),
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            if !follows_dollar {
                                collect(group.stream(), &path, paths);
                            }
                            path.clear();
                            break;
                        }
                        Some(TokenTree::Punct(punct)) if punct.as_char() == '*' => path.push("*".to_owned()),
                        Some(other) => tokens.push_front(other),
                        None => break,
                    }
                }
                if path.len() > 1 && !follows_dollar {
                    path.retain(|segment| segment != "r#type");
                    if path.last().is_some_and(|last| last == "self") {
                        path.pop();
                    }
                    paths.push(path);
                }
            }
            TokenTree::Group(group) => {
                collect(group.stream(), &[], paths);
                after_dollar = false;
            }
            TokenTree::Punct(punct) => {
                after_dollar = punct.as_char() == '$';
                if punct.as_char() == '#' && tokens.front().is_some_and(is_cfg_test) {
                    skip_item(&mut tokens);
                }
            }
            TokenTree::Literal(_) => after_dollar = false,
        }
    }
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

/// Removes `::` from the front, unless a turbofish follows.
fn take_separator(tokens: &mut VecDeque<TokenTree>) -> bool {
    let is_joint = matches!(tokens.front(), Some(TokenTree::Punct(punct))
        if punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
    if !is_joint || !is_punct(tokens.get(1), ':') || is_punct(tokens.get(2), '<') {
        return false;
    }
    tokens.drain(..2);
    true
}

fn is_cfg_test(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let text: String = group.stream().to_string().split_whitespace().collect();
    text == "cfg(test)" || text.starts_with("cfg(all(test")
}

fn skip_item(tokens: &mut VecDeque<TokenTree>) {
    tokens.pop_front();
    while let Some(token) = tokens.pop_front() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => return,
            _ => {}
        }
    }
}

#[test]
fn paths_are_found_in_every_position() {
    let text = "
        use crate::{a, b::{self, C as D, e::*}};
        fn f(x: super::g::H) -> [i::J; 2] { format!(\"{}\", crate::k::l()) }
        #[cfg(test)]
        mod tests { use super::m::N; }
        macro_rules! o { () => { $crate::p::q() } }
        fn r() { quote! { crate::s::t() } }
    ";
    let paths: Vec<String> = paths_in(text).iter().map(|path| path.join("::")).collect();
    let expected = ["crate::a", "crate::b", "crate::b::C", "crate::b::e::*", "super::g::H", "i::J", "crate::k::l"];
    assert_eq!(paths, expected);
}
