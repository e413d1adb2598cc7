//! Code from the configuration: derives and attributes of types, parsed by syn.

use std::{collections::BTreeMap, fmt, sync::Arc};

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};

use super::RustName;

/// Rust code that syn has parsed, as it is printed.
///
/// Only its constructors create it, so a string of a configuration becomes code nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CheckedCode(Arc<str>);

impl CheckedCode {
    /// Parses the path of a trait: `serde::Serialize`. It has no generic arguments.
    ///
    /// # Errors
    ///
    /// Why it is no such path.
    pub(crate) fn path(text: &str) -> Result<Self, String> {
        let path: syn::Path = syn::parse_str(text).map_err(|error| error.to_string())?;
        if path.segments.iter().any(|segment| !segment.arguments.is_none()) {
            return Err("a path without generic arguments is expected".to_owned());
        }
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let root = if path.leading_colon.is_some() { "::" } else { "" };
        Ok(Self(format!("{root}{}", segments.join("::")).into()))
    }

    /// Parses the path of a type in a crate: `chrono::DateTime<chrono::Utc>`. It begins with the name of the crate, or
    /// with `crate`, and is printed from the root.
    ///
    /// # Errors
    ///
    /// Why it is no such path.
    pub(crate) fn type_path(text: &str) -> Result<Self, String> {
        let mut path: syn::TypePath = syn::parse_str(text).map_err(|error| error.to_string())?;
        if path.qself.is_some() || path.path.segments.len() < 2 {
            return Err("a path that begins with a crate is expected, such as `jiff::Timestamp`".to_owned());
        }
        anchor(&mut path.path);
        let item = quote!(type Item = #path;);
        let printed = syn::parse2::<syn::File>(item).map(|file| prettyplease::unparse(&file)).unwrap_or_default();
        let words: Vec<&str> = printed.split_whitespace().collect();
        let ty = words.join(" ");
        let ty = ty.trim_start_matches("type Item =").trim_end_matches(';').trim();
        Ok(Self(ty.into()))
    }

    /// The crate in which a path begins. `None` for the crate that contains the generated code.
    pub(crate) fn crate_name(&self) -> Option<&str> {
        let name = self.0.strip_prefix("::")?;
        name.split("::").next()
    }

    /// Parses outer attributes: `#[non_exhaustive]`.
    ///
    /// # Errors
    ///
    /// Why they are none.
    pub(crate) fn attributes(text: &str) -> Result<Vec<Self>, String> {
        let parse = |input: syn::parse::ParseStream<'_>| {
            let attributes = input.call(syn::Attribute::parse_outer)?;
            if input.is_empty() { Ok(attributes) } else { Err(input.error("an attribute `#[…]` is expected")) }
        };
        let attributes = syn::parse::Parser::parse_str(parse, text).map_err(|error| error.to_string())?;
        if attributes.is_empty() {
            return Err("an attribute `#[…]` is expected".to_owned());
        }
        if attributes.iter().any(|attribute| attribute.path().is_ident("derive")) {
            return Err("the key `derive` adds derives".to_owned());
        }
        Ok(attributes.iter().map(|attribute| Self::print(&attribute.to_token_stream())).collect())
    }

    /// The attribute with `{name}` in its strings replaced.
    pub(crate) fn with_name(&self, name: &str) -> Self {
        match self.0.parse::<TokenStream>() {
            Ok(tokens) if self.0.contains(PLACEHOLDER) => Self::print(&replace(tokens, name)),
            _ => self.clone(),
        }
    }

    /// Prints an attribute as it stands before an item.
    fn print(attribute: &TokenStream) -> Self {
        const ITEM: &str = "struct Item;";
        let item = quote!(#attribute struct Item;);
        let printed = syn::parse2::<syn::File>(item).map(|file| prettyplease::unparse(&file)).unwrap_or_default();
        Self(printed.trim_end().trim_end_matches(ITEM).trim_end().into())
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CheckedCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Writes the paths of a type from the root, so that no name in a generated file hides their crates.
fn anchor(path: &mut syn::Path) {
    let is_relative = path
        .segments
        .first()
        .is_some_and(|first| ["crate", "self", "super", "Self"].iter().any(|word| first.ident == word));
    if !is_relative && path.segments.len() > 1 {
        path.leading_colon.get_or_insert_with(syn::token::PathSep::default);
    }
    for segment in &mut path.segments {
        let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments else { continue };
        for argument in &mut arguments.args {
            if let syn::GenericArgument::Type(syn::Type::Path(inner)) = argument {
                anchor(&mut inner.path);
            }
        }
    }
}

/// Stands for the name of a field in JSON.
const PLACEHOLDER: &str = "{name}";

fn replace(tokens: TokenStream, name: &str) -> TokenStream {
    tokens.into_iter().map(|token| replace_in(token, name)).collect()
}

fn replace_in(token: TokenTree, name: &str) -> TokenTree {
    match token {
        TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), replace(group.stream(), name))),
        TokenTree::Literal(literal) => match syn::parse2::<syn::LitStr>(literal.to_token_stream()) {
            Ok(string) if string.value().contains(PLACEHOLDER) => {
                TokenTree::Literal(Literal::string(&string.value().replace(PLACEHOLDER, name)))
            }
            _ => TokenTree::Literal(literal),
        },
        other => other,
    }
}

/// What the configuration adds to a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomCode {
    /// Paths of traits.
    pub derives: Vec<CheckedCode>,
    /// Attributes of the type.
    pub attributes: Vec<CheckedCode>,
    /// Attributes of fields or variants, by their names.
    pub fields: BTreeMap<RustName, Vec<CheckedCode>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_parsed_and_printed() {
        assert_eq!(CheckedCode::path(" schemars :: JsonSchema ").unwrap().as_str(), "schemars::JsonSchema");
        assert_eq!(CheckedCode::path("::std::hash::Hash").unwrap().as_str(), "::std::hash::Hash");
        for wrong in ["", "a b", "Clone, Copy", "Vec<u8>", "Clone)] fn f() {}", "a::", "1"] {
            assert!(CheckedCode::path(wrong).is_err(), "{wrong}");
        }
        let attributes = CheckedCode::attributes("#[a(b=\"c\")]\n#[ d ]").unwrap();
        let attributes: Vec<&str> = attributes.iter().map(CheckedCode::as_str).collect();
        assert_eq!(attributes, ["#[a(b = \"c\")]", "#[d]"]);
        for wrong in ["", "a", "#[a", "#![a]", "#[a] struct S;", "#[derive(Clone)]", "// x"] {
            assert!(CheckedCode::attributes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_type_is_written_from_its_crate() {
        for (text, expected) in [
            ("jiff::Timestamp", "::jiff::Timestamp"),
            ("::url::Url", "::url::Url"),
            ("crate::types::Money", "crate::types::Money"),
            ("chrono :: DateTime < chrono::Utc >", "::chrono::DateTime<::chrono::Utc>"),
            ("a::B<Vec<c::D>, String>", "::a::B<Vec<::c::D>, String>"),
        ] {
            assert_eq!(CheckedCode::type_path(text).unwrap().as_str(), expected);
        }
        for wrong in ["", "Url", "Vec<u8>", "a::", "&a::B", "(a::B, c::D)", "<A as B>::C", "a::B; fn f() {}", "a::B>"] {
            assert!(CheckedCode::type_path(wrong).is_err(), "{wrong}");
        }
        assert_eq!(CheckedCode::type_path("jiff::Timestamp").unwrap().crate_name(), Some("jiff"));
        assert_eq!(CheckedCode::type_path("crate::A").unwrap().crate_name(), None);
    }

    #[test]
    fn a_name_replaces_the_placeholder_in_strings_only() {
        let attributes = CheckedCode::attributes("#[a(name = \"x.{name}\", b { name })]").unwrap();
        let attribute = &attributes[0];
        assert_eq!(attribute.with_name("c\")] d").as_str(), "#[a(name = \"x.c\\\")] d\", b{name})]");
    }
}
